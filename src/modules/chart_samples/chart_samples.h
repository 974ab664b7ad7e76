/* chart_samples.h - a page of all charts with invented figures, easy cases and hard ones. */
#ifndef CHART_SAMPLES_H
#define CHART_SAMPLES_H

#include "module.h"

extern const struct module chart_samples_module;

#endif

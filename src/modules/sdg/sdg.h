/*
 * sdg.h - the framework seen from the 2030 Agenda (R004): which targets of the Sustainable
 * Development Goals it speaks of, where, and how sure that is.
 *
 * It keeps nothing: targets are those of data/sdg.csv and of the edition of the framework in force.
 */
#ifndef SDG_H
#define SDG_H

#include "module.h"

extern const struct module sdg_module;

#endif

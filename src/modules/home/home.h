/* home.h - the first page: what Jalon is, the twenty activities as doors, what came last. */
#ifndef HOME_H
#define HOME_H

#include "module.h"

extern const struct module home_module;

#endif

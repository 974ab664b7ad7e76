/* modules.h - the house: every module, in one list. */
#ifndef MODULES_H
#define MODULES_H

#include "module.h"

extern const struct house house;

/* What each module says of its vocabularies, NULL at the end. */
const struct vocabulary_source *const *house_vocabularies(void);

/* Routes of all modules and of the app itself, NULL at the end. */
const struct route *const *house_routes(void);

#endif

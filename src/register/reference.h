/* reference.h - reference data shipped inside the program: the files of data/. */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "work.h"

#include <jansson.h>

/* The bytes of data/NAME. Naming a file that is not shipped is a programmer's mistake. */
struct str reference_file(const char *name);

/* The file as JSON, given back with the arena of the work; NULL with a failure when it is none. */
json_t *reference_json(struct work *w, const char *name);

#endif

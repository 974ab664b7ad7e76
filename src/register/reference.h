/* reference.h - reference data shipped inside the program: the files of data/. */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "str.h"

/* The bytes of data/NAME. Naming a file that is not shipped is a programmer's mistake. */
struct str reference_file(const char *name);

#endif

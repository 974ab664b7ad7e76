/*
 * rejects.h - the file that a load gives its bad rows back in: there whole once the load is done,
 * and not before.
 */
#ifndef REJECTS_H
#define REJECTS_H

#include "str.h"

#include <stdio.h>

struct rejects {
	FILE *file; /* to write to */
	const char *name; /* where it shall stand */
	const char *part; /* where it stands meanwhile; NULL: nowhere else */
};

/* Is `name` the very file that `fd` reads, by whatever path? */
bool rejects_are(const char *name, int fd);

/*
 * Opens a file beside `name`, texts in `a`. What is no plain file (a pipe, /dev/stderr) is written
 * to as it is. False, with errno, when it cannot.
 */
bool rejects_open(struct rejects *r, struct arena *a, const char *name);

/*
 * Closes it. If it `is_wanted` it takes its place, and that of a file that stood there; else it is
 * gone and what stood there stays. False, with errno, when it could not be written.
 */
bool rejects_close(struct rejects *r, bool is_wanted);

#endif

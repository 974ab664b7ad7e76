/*
 * part_file.h - a file that is there whole or not at all: written beside its place, under its name
 * and ".jalon-part", and moved there when it is on disk. One that a killed program left is written
 * over by the next.
 */
#ifndef PART_FILE_H
#define PART_FILE_H

#include "str.h"

struct part_file {
	const char *name; /* where it shall stand */
	const char *part; /* where it is written */
	int fd;
	bool replaces; /* what stands there */
};

enum part_result {
	PART_FINE,
	PART_IS_THERE, /* a file stands at its place */
	PART_IS_OTHER, /* one that may not be replaced */
	PART_IS_BUSY, /* another program writes it just now */
	PART_FAILED /* see errno */
};

/*
 * Makes the part, empty and for its owner alone. With `may_replace` a file that stands at `name`
 * is replaced at the end, if it is empty or `may_replace` says so of it. Texts in `a`.
 */
enum part_result part_open(
	struct part_file *p, struct arena *a, const char *name, bool (*may_replace)(int fd));

/* Moves it to its place once it is on disk; gone in any case but PART_FINE. */
enum part_result part_keep(struct part_file *p);

void part_drop(struct part_file *p);

#endif

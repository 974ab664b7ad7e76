/*
 * file_type.h - what a file is, told by its bytes, and what is not taken.
 */
#ifndef FILE_TYPE_H
#define FILE_TYPE_H

#include "str.h"

enum { FILE_KEPT_MAX_BYTES = 25 << 20 };

struct file_type {
	const char *name; /* "pdf": in the store and the API */
	const char *media; /* "application/pdf": as it is sent */
	const char *endings; /* of names, the usual one first: "jpg jpeg" */
	const char *label; /* "PDF" */
	bool is_picture;
	bool is_shown; /* browsers show it in place; others are downloads */
};

/* To add one: a row in file_type.c, and how it is told from others. Ended by one without name. */
extern const struct file_type file_types[];

/* By name; NULL when there is none. */
const struct file_type *file_type_named(struct str name);

/*
 * The type of those bytes. The name is asked for one thing alone: whether a text is a table. NULL:
 * they are not taken; `ret_why` (N_()) says why not, and what would be.
 */
const struct file_type *file_type_of(
	struct str bytes, struct str name, struct arena *a, const char **ret_why);

/*
 * The name as it is kept: its last part, one line, nothing that makes it look like another, at most
 * 100 characters and an ending of the type. What was kept is kept again as it is.
 */
struct str file_name_kept(struct arena *a, struct str name, const struct file_type *type);

#endif

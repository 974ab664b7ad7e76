/*
 * table_copy.h - the rows of one table from one store into another, a few at a time.
 *
 * Used by store/ only.
 */
#ifndef TABLE_COPY_H
#define TABLE_COPY_H

#include "tables.h"

enum { DIGEST_CHARS = 64 };

struct copied {
	int64_t n_rows;
	char digest[DIGEST_CHARS + 1]; /* see backup.h */
};

/*
 * Adds the rows of `t` in `from` to that in `to`, in the order of the primary key, or with
 * `as_written` in the order in which a file of SQLite's has them. Each has its work, and `from` a
 * snapshot. With `to` NULL they are only read. False with the failure recorded in the work of the
 * one that failed.
 */
bool table_copy(struct db *from, struct db *to, const struct table *t, bool as_written,
	struct copied *ret_copied);

/* CREATE TABLE "name" ("column" INTEGER, ...) STRICT: the table in a file of a backup. */
struct str table_definition(struct arena *a, const struct table *t);

#endif

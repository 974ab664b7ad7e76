/*
 * tables.h - the tables that the steps of the schema make, as both engines have them: found out by
 * running the steps in a store of SQLite's in memory.
 *
 * Used by store/ only.
 */
#ifndef TABLES_H
#define TABLES_H

#include "migrate.h"

struct table_column {
	const char *name;
	enum db_type type; /* DB_INT, DB_TEXT or DB_BYTES */
	unsigned key; /* its place in the primary key, from 1; 0: it is not in it */
};

struct table {
	const char *name;
	struct table_column *columns;
	size_t n_columns, n_keys;
};

struct tables {
	struct table *v;
	size_t n;
};

/*
 * The tables that stand after the steps up to `number`, by name; those of `left_out` (NULL at its
 * end) are not among them. In `a`. False with `f` recorded.
 */
bool tables_after(const struct migration *steps, size_t n, int64_t number,
	const char *const *left_out, struct arena *a, struct failure *f, struct tables *ret_tables);

/* How many of the steps are of that number or an earlier one. */
size_t steps_up_to(const struct migration *steps, size_t n, int64_t number);

#endif

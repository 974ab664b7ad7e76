/*
 * inserts.h - rows gathered into one INSERT: a save costs few journeys to the database.
 */
#ifndef INSERTS_H
#define INSERTS_H

#include "db.h"

struct inserts {
	struct db *db;
	const char *head, *tail; /* "INSERT INTO t (a, b) VALUES ", " ON CONFLICT ..." */
	size_t n_columns;
	struct sql_text text;
	size_t n_rows;
};

struct inserts inserts_new(struct db *db, const char *head, size_t n_columns, const char *tail);

/* One row, of n_columns values. */
void inserts_add(struct inserts *i, const struct db_value *values);

/* Runs what was gathered; nothing when nothing was. To be called at the end. */
void inserts_run(struct inserts *i);

#define INSERTS_ADD(i, ...) inserts_add((i), (const struct db_value[]){ __VA_ARGS__ })

#endif

/*
 * migrate.h - the schema, in numbered steps that only add; one text for both engines.
 *
 * The text is plain SQL that both understand: INTEGER (32 bits on PostgreSQL) for `seq` and small
 * numbers, BIGINT for instants and money, TEXT for all text. PostgreSQL gets TEXT as
 * TEXT COLLATE "C", so both sort by bytes.
 */
#ifndef MIGRATE_H
#define MIGRATE_H

#include "db.h"

/* To add one: db/migrations/NNNN_what.sql; the build collects them in order. */
struct migration {
	int number;
	const char *name;
	const char *sql; /* several statements, each ended by a semicolon at a line's end */
};

enum schema_state {
	SCHEMA_ABSENT, /* never initialised */
	SCHEMA_OLDER, /* `jalon init` brings it up to date */
	SCHEMA_CURRENT,
	SCHEMA_NEWER, /* made by a later Jalon */
	SCHEMA_UNKNOWN /* the store did not answer; see the failure */
};

enum schema_state migrate_state(struct db *db, const struct migration *all, size_t n);

/* The number of the newest step that was run, 0 when none was. */
int64_t migrate_number(struct db *db);

/* Nothing is in the store, tables of others neither. In the transaction the caller began. */
bool migrate_is_empty(struct db *db);

/*
 * Runs the steps that are missing, in the transaction the caller began. The number of steps run,
 * or -1 after a failure. On PostgreSQL an advisory lock keeps two initialisations apart.
 */
int migrate_run(struct db *db, const struct migration *all, size_t n);

#endif

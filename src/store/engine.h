/*
 * engine.h - what a database engine gives to db.c: one const table of functions each. What two
 * engines do alike is in db.c; an engine records its failures by db_fail() and keeps no policy.
 *
 * Used by store/ only.
 */
#ifndef ENGINE_H
#define ENGINE_H

#include "statements.h"

/* The failures of a database, told alike whatever the engine. To add one: a row in mishap.c too. */
enum mishap {
	MISHAP_BUSY,
	MISHAP_CANNOT_OPEN,
	MISHAP_CONFLICT, /* the only one after which the whole work may be tried once more */
	MISHAP_DAMAGED,
	MISHAP_DISK,
	MISHAP_FULL,
	MISHAP_MEMORY,
	MISHAP_READ_ONLY,
	MISHAP_REFUSED,
	MISHAP_SILENT,
	MISHAP_STARVED,
	MISHAP_STATEMENT,
	MISHAP_TEXT,
	MISHAP_TOO_LONG,
	MISHAP_COUNT
};

/* Engines put their own members behind this one. */
struct db {
	const struct engine *engine;
	enum db_mode mode;
	struct arena *arena; /* NULL before the first db_use() */
	struct failure *failure;
	int64_t deadline_ms;
	bool in_transaction; /* as the caller sees it: since db_begin() */
	bool should_retry;
	struct db_rows *open_rows;
	struct statements statements;
};

/* In the arena of the work. Without a `db` it has ended: no row will come. */
struct db_rows {
	struct db *db;
	struct db_rows *next_open;
	struct statement *statement; /* NULL when the engine needs it no more */
	unsigned n_columns;
	bool has_row;
	void *cursor; /* the engine's own */
	int row, n_rows; /* for an engine that fetches all rows at once */
};

/* To add an engine: such a table in a file of its own, named in engines[] of db.c. */
struct engine {
	enum db_engine kind;
	const char *prefix; /* what its addresses begin with */
	const char *text_type; /* what TEXT of a migration becomes, so that bytes give the order */
	const char *bytes_type; /* the same of BLOB */
	const char *schema_lock; /* statement that lets one migration run at a time, or NULL */
	/* Looks at references that wait for the end, without which no table is changed; or NULL. */
	const char *settle;
	const char *begin, *begin_read; /* statements */
	const char *leave_log, *settle_log; /* the same; NULL: there is no log to look after */
	size_t size; /* of the struct that begins with a struct db */

	/* False with the failure recorded; close() is called after that too. */
	bool (*open)(struct db *db, const char *url);
	void (*close)(struct db *db);
	/* Looks whether the connection still stands, and opens it again; NULL: it always does. */
	void (*revive)(struct db *db);
	/* Statements end after this time (0: never); NULL: the engine asks db_is_late() itself. */
	void (*limit_time)(struct db *db, int64_t remaining_ms);

	/* Runs a statement that is not kept, has no values, and whose rows are dropped. */
	bool (*execute)(struct db *db, const char *name, const char *sql);
	bool (*commit)(struct db *db);
	bool (*heard)(struct db *db); /* as db_heard(); NULL: nothing is ever told */
	void (*rollback)(struct db *db); /* does nothing outside a transaction; never fails */

	bool (*prepare)(struct db *db, struct statement *s);
	void (*forget)(struct db *db, struct statement *s);
	int64_t (*run)(struct db *db, struct statement *s, const struct db_value *values, size_t n);
	/* Begins `rows` (db and statement are set), and sets n_columns. */
	bool (*query)(struct db_rows *rows, const struct db_value *values, size_t n);
	bool (*next)(struct db_rows *rows);
	void (*done)(struct db_rows *rows);

	/* Of the present row. The text lives until the next row only, and is "" for NULL. */
	int64_t (*column_int)(struct db_rows *rows, int column);
	struct str (*column_text)(struct db_rows *rows, int column);
	/* The same of bytes; in the arena if they are not at hand as they are. */
	struct str (*column_bytes)(struct db_rows *rows, int column, struct arena *a);
	enum db_type (*column_type)(struct db_rows *rows, int column);

	bool (*check_integrity)(
		struct db *db, void (*say)(void *arg, struct str complaint), void *arg);
};

extern const struct engine engine_sqlite, engine_postgres;

/*
 * A file of SQLite's beside the store (a backup), or ":memory:". To write: it is there and empty,
 * nobody else has it, and it is whole only once it was closed. To read: nothing that it says may
 * be believed, and nothing beside it is looked at.
 */
struct db *db_open_aside(const char *path, enum db_mode mode, struct arena *a, struct failure *f);
bool sqlite_open_aside(struct db *db, const char *path);

/* Records what happened to the statement of that name; `words` are the engine's. */
void db_fail(struct db *db, enum mishap m, const char *name, const char *words);

bool db_is_late(const struct db *db);

/* Runs one statement of a migration, in the transaction of the caller. */
bool db_execute(struct db *db, const char *name, const char *sql);

#endif

/*
 * db.h - the one way to the database: SQLite inside the process, or PostgreSQL through libpq.
 *
 * A `struct db` is one connection, used by one thread at a time. Errors are sticky: the first one
 * is recorded in the failure of the work that uses the connection, and from then on every call
 * does nothing and every query has no rows, so callers read straight down and look once, at the
 * end (db_commit() says whether all went well).
 *
 * May use base/. Knows no domain, no pages.
 */
#ifndef DB_H
#define DB_H

#include "arena.h"
#include "failure.h"
#include "out.h"
#include "str.h"

struct db;

/* A named statement out of a .sql file (tools/sql_embedder.py makes these). */
struct sql {
	const char *name;
	unsigned n_params;
	const char *sqlite; /* with ?1, ?2 */
	const char *postgres; /* with $1, $2 */
};

enum db_type {
	DB_NULL,
	DB_INT,
	DB_TEXT,
	DB_BYTES, /* whatever they are; a column of type BLOB */
	DB_OTHER /* what Jalon never writes */
};

struct db_value {
	enum db_type type;
	int64_t integer;
	struct str text; /* or bytes */
};

static inline struct db_value db_int(int64_t v)
{
	return (struct db_value){ .type = DB_INT, .integer = v };
}

static inline struct db_value db_text(struct str v)
{
	return (struct db_value){ .type = DB_TEXT, .text = v };
}

static inline struct db_value db_bytes(struct str v)
{
	return (struct db_value){ .type = DB_BYTES, .text = v };
}

static inline struct db_value db_null(void)
{
	return (struct db_value){ .type = DB_NULL };
}

/* An empty text is NULL. */
static inline struct db_value db_text_or_null(struct str v)
{
	return v.n ? db_text(v) : db_null();
}

static inline struct db_value db_z(const char *v)
{
	return db_text(str_from(v));
}

/* What a parameter is, told by its C type: an integer, a struct str, a NUL-terminated text. */
#define V(v) \
	_Generic((v), struct str: db_text, char *: db_z, const char *: db_z,                       \
		struct db_value: db_same, default: db_int)(v)

static inline struct db_value db_same(struct db_value v)
{
	return v;
}

/* ---- connections */

enum db_mode { DB_READ, DB_WRITE };

enum db_engine { DB_SQLITE, DB_POSTGRES };

/*
 * Opens `url`: "sqlite:PATH" or "postgresql://...". DB_READ connections cannot write. A SQLite
 * file that is missing is made by DB_WRITE only. NULL with `f` recorded when it cannot be opened;
 * `a` holds the words of the failure only.
 */
struct db *db_open(const char *url, enum db_mode mode, struct arena *a, struct failure *f);
void db_close(struct db *db);

enum db_engine db_engine(const struct db *db);

/*
 * From here on the connection works for one piece of work: rows live in `a`, errors go to `f`,
 * statements end at `deadline_ms` (0: none; clock_monotonic_ms() scale). A lost connection to
 * PostgreSQL is opened again here.
 */
void db_use(struct db *db, struct arena *a, struct failure *f, int64_t deadline_ms);

/*
 * Inside one work, the rows of the next step of a loop live in `step`, the transaction goes on.
 * Rows still being read are ended. The arena before is returned, to be lent back at the end.
 */
struct arena *db_lend(struct db *db, struct arena *step);

/* Nothing has failed in this work so far. */
bool db_is_sound(const struct db *db);

/* Nor has the memory of `a` run out, which is another failure of the work. */
bool db_has_room(struct db *db, const struct arena *a);

/* ---- transactions: one per write */

/* BEGIN IMMEDIATE on SQLite, waiting up to 5 s for another process; BEGIN on PostgreSQL. */
void db_begin(struct db *db);

/* One snapshot for all reads of the work, until db_rollback() or the next db_use(). */
void db_begin_read(struct db *db);

/*
 * True when everything since db_begin() is on disk. False: nothing of it is; the failure tells
 * why, and `db_should_retry()` whether the whole work may be tried once more (40001, 40P01).
 */
bool db_commit(struct db *db);
void db_rollback(struct db *db);
bool db_should_retry(const struct db *db);

/*
 * What is committed is on disk in a log first. Its commits leave it to others to put the log in its
 * place, which takes long: to a connection that calls db_settle_log() now and then. Outside of
 * transactions only.
 */
void db_leave_log(struct db *db);
void db_settle_log(struct db *db);

/*
 * Has anything been committed since this was last asked, as far as the store told unasked? True
 * where it does not tell: then one has to look. Costs no journey; outside of transactions only.
 */
bool db_heard(struct db *db);

/* ---- statements */

/* Runs a statement that gives no rows; the number of rows it touched, 0 after a failure. */
int64_t db_run(struct db *db, const struct sql *q, const struct db_value *values, size_t n);

struct db_rows;

/* Rows of a statement, in its order. Never NULL; db_next() goes to the next and says if any. */
struct db_rows *db_query(
	struct db *db, const struct sql *q, const struct db_value *values, size_t n);
bool db_next(struct db_rows *rows);

/* Ends a query before its last row was read; needed only then. */
void db_done(struct db_rows *rows);

/* Columns of the present row, from 0. Text lives in the arena of the work. NULL reads as 0, "". */
int64_t db_column_int(struct db_rows *rows, unsigned column);
struct str db_column_text(struct db_rows *rows, unsigned column);
struct str db_column_bytes(struct db_rows *rows, unsigned column);
bool db_column_is_null(struct db_rows *rows, unsigned column);

#define DB_VALUES(...) \
	(const struct db_value[]){ __VA_ARGS__ }, \
		sizeof((const struct db_value[]){ __VA_ARGS__ }) / sizeof(struct db_value)

/* The first column of the first row. False, ret_value untouched, when there is no row. */
bool db_one_int(struct db *db, const struct sql *q, const struct db_value *values, size_t n,
	int64_t *ret_value);

/* ---- statements put together from constant pieces (for tables of all kinds; never from input) */

struct sql_text {
	struct out *out;
	enum db_engine engine;
	struct db_value *values;
	size_t n, max;
};

/* In the arena of `db`'s work, with room for `max` values, and more when they come. */
struct sql_text sql_text_new(struct db *db, size_t max);
void sql_add(struct sql_text *t, const char *piece);

/* Writes ?N or $N and keeps the value for it. */
void sql_value(struct sql_text *t, struct db_value v);

/* Runs the text; prepared once per connection and text, the least used forgotten. */
struct db_rows *sql_query(struct db *db, const struct sql_text *t);
int64_t sql_run(struct db *db, const struct sql_text *t);

/* ---- for tests and `jalon verify` */

/* Prepares the statement only. False, with ret_why, when the engine refuses it. */
bool db_can_prepare(struct db *db, const struct sql *q, struct arena *a, struct str *ret_why);

/* The engine's own check of its files; each complaint is given to `say`. True when content. */
bool db_check_integrity(struct db *db, void (*say)(void *arg, struct str complaint), void *arg);

#endif

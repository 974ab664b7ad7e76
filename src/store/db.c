#include "db.h"
#include "clock.h"
#include "engine.h"
#include "fault.h"
#include "utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const struct engine *const engines[] = { &engine_sqlite, &engine_postgres };

/* ---- connections */

static const struct engine *engine_of(const char *url)
{
	for (size_t i = 0; i < COUNT(engines); i++) {
		if (!strncmp(url, engines[i]->prefix, strlen(engines[i]->prefix)))
			return engines[i];
	}
	return NULL;
}

static struct db *open_by(const struct engine *engine, bool (*open)(struct db *, const char *),
	const char *where, enum db_mode mode, struct arena *a, struct failure *f)
{
	struct db *db = store_alloc(engine->size);

	db->engine = engine;
	db->mode = mode;
	db->arena = a;
	db->failure = f;
	if (!open(db, where)) {
		db_close(db);
		return NULL;
	}
	db->arena = NULL;
	db->failure = NULL;
	return db;
}

struct db *db_open(const char *url, enum db_mode mode, struct arena *a, struct failure *f)
{
	const struct engine *engine = engine_of(url);

	if (!engine) {
		/* The address itself may hold a password: it is not repeated. */
		failure_record(f, "the address of the database is of no known kind",
			S("it begins neither with sqlite: nor with postgresql://"), "Check --db.");
		return NULL;
	}
	return open_by(engine, engine->open, url, mode, a, f);
}

struct db *db_open_aside(const char *path, enum db_mode mode, struct arena *a, struct failure *f)
{
	return open_by(&engine_sqlite, sqlite_open_aside, path, mode, a, f);
}

static void rows_end(void *p)
{
	struct db_rows *rows = p, **at;
	struct db *db = rows->db;

	if (!db)
		return;
	for (at = &db->open_rows; *at != rows; at = &(*at)->next_open)
		;
	*at = rows->next_open;
	db->engine->done(rows);
	if (rows->statement)
		statement_release(db, rows->statement);
	rows->has_row = false;
	rows->db = NULL;
}

static void end_open_rows(struct db *db)
{
	while (db->open_rows)
		rows_end(db->open_rows);
}

void db_close(struct db *db)
{
	if (!db)
		return;
	end_open_rows(db);
	db->engine->close(db);
	free(db);
}

enum db_engine db_engine(const struct db *db)
{
	return db->engine->kind;
}

void db_use(struct db *db, struct arena *a, struct failure *f, int64_t deadline_ms)
{
	db_rollback(db);
	db->arena = a;
	db->failure = f;
	db->deadline_ms = deadline_ms;
	db->should_retry = false;
	if (db->engine->revive && db_is_sound(db))
		db->engine->revive(db);
}

struct arena *db_lend(struct db *db, struct arena *step)
{
	struct arena *before = db->arena;

	end_open_rows(db);
	db->arena = step;
	return before;
}

bool db_has_room(struct db *db, const struct arena *a)
{
	if (a->exceeded)
		db_fail(db, a->is_starved ? MISHAP_STARVED : MISHAP_MEMORY, "rows",
			"an arena of the work is full");
	return db_is_sound(db);
}

/* ---- transactions */

/* False when something failed before, or the time is over. */
static bool may_go_on(struct db *db, const char *name)
{
	if (!db_is_sound(db))
		return false;
	if (fault_fires(FAULT_DB))
		db_fail(db, MISHAP_DISK, name, "on purpose");
	int64_t remaining_ms = db->deadline_ms ? db->deadline_ms - clock_monotonic_ms() : 0;
	if (db->deadline_ms && remaining_ms <= 0)
		db_fail(db, MISHAP_TOO_LONG, name, "the deadline has passed");
	else if (db->engine->limit_time)
		db->engine->limit_time(db, remaining_ms);
	return db_is_sound(db);
}

bool db_execute(struct db *db, const char *name, const char *sql)
{
	return may_go_on(db, name) && db->engine->execute(db, name, sql);
}

static void begin_with(struct db *db, const char *statement)
{
	assert(!db->in_transaction);
	db->in_transaction = true;
	db_execute(db, "begin", statement);
}

void db_begin(struct db *db)
{
	begin_with(db, db->engine->begin);
}

void db_begin_read(struct db *db)
{
	begin_with(db, db->engine->begin_read);
}

bool db_commit(struct db *db)
{
	assert(db->in_transaction);
	end_open_rows(db);
	bool is_done = may_go_on(db, "commit") && db->engine->commit(db);
	if (is_done)
		db->in_transaction = false;
	else
		db_rollback(db);
	return is_done;
}

void db_rollback(struct db *db)
{
	end_open_rows(db);
	if (db->in_transaction)
		db->engine->rollback(db);
	db->in_transaction = false;
}

bool db_should_retry(const struct db *db)
{
	return db->should_retry;
}

static void run_beside(struct db *db, const char *sql)
{
	assert(!db->in_transaction);
	if (sql && db_is_sound(db))
		db->engine->execute(db, "log", sql);
}

void db_leave_log(struct db *db)
{
	run_beside(db, db->engine->leave_log);
}

void db_settle_log(struct db *db)
{
	run_beside(db, db->engine->settle_log);
}

bool db_heard(struct db *db)
{
	assert(!db->in_transaction);
	return !db->engine->heard || db->engine->heard(db);
}

/* ---- statements */

/* The engines differ in what they do with ill-formed text, so none is given to them. */
static bool may_run(struct db *db, const char *name, const struct db_value *values, size_t n)
{
	if (!may_go_on(db, name))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (values[i].type == DB_TEXT && !utf8_is_text(values[i].text))
			db_fail(db, MISHAP_TEXT, name, "a value is ill-formed or holds a NUL");
	}
	return db_is_sound(db);
}

static int64_t run(struct db *db, struct statement *s, const struct db_value *values, size_t n)
{
	if (!s)
		return 0;
	int64_t touched = db->engine->run(db, s, values, n);
	statement_release(db, s);
	return touched;
}

int64_t db_run(struct db *db, const struct sql *q, const struct db_value *values, size_t n)
{
	assert(n == q->n_params);
	return may_run(db, q->name, values, n) ? run(db, statement_take(db, q), values, n) : 0;
}

static void rows_begin(struct db *db, struct db_rows *rows, struct statement *s,
	const struct db_value *values, size_t n)
{
	if (!s)
		return;
	rows->db = db;
	rows->statement = s;
	if (!db->engine->query(rows, values, n)) {
		statement_release(db, s);
		rows->db = NULL;
		return;
	}
	rows->next_open = db->open_rows;
	db->open_rows = rows;
	/* Whichever is first of the arena's end, the next work or the last row ends the query. */
	arena_defer(db->arena, rows_end, rows);
}

struct db_rows *db_query(
	struct db *db, const struct sql *q, const struct db_value *values, size_t n)
{
	assert(n == q->n_params && db->arena);
	struct db_rows *rows = ARENA_NEW(db->arena, struct db_rows);

	if (may_run(db, q->name, values, n))
		rows_begin(db, rows, statement_take(db, q), values, n);
	return rows;
}

bool db_next(struct db_rows *rows)
{
	struct db *db = rows->db;

	if (!db)
		return false;
	db_has_room(db, db->arena);
	if (fault_fires(FAULT_DB))
		db_fail(db, MISHAP_DISK, "rows", "on purpose");
	rows->has_row = db_is_sound(db) && db->engine->next(rows);
	if (rows->has_row)
		return true;
	rows_end(rows);
	return false;
}

void db_done(struct db_rows *rows)
{
	rows_end(rows);
}

/* ---- columns */

static const struct engine *engine_at(const struct db_rows *rows, unsigned column)
{
	assert(rows->has_row && column < rows->n_columns);
	return rows->db->engine;
}

int64_t db_column_int(struct db_rows *rows, unsigned column)
{
	return engine_at(rows, column)->column_int(rows, (int)column);
}

struct str db_column_text(struct db_rows *rows, unsigned column)
{
	struct str text = engine_at(rows, column)->column_text(rows, (int)column);

	return str_copy(rows->db->arena, text);
}

struct str db_column_bytes(struct db_rows *rows, unsigned column)
{
	struct arena *a = rows->db->arena;
	struct str bytes = engine_at(rows, column)->column_bytes(rows, (int)column, a);

	return str_copy(a, bytes);
}

bool db_column_is_null(struct db_rows *rows, unsigned column)
{
	return engine_at(rows, column)->column_type(rows, (int)column) == DB_NULL;
}

bool db_one_int(struct db *db, const struct sql *q, const struct db_value *values, size_t n,
	int64_t *ret_value)
{
	struct db_rows *rows = db_query(db, q, values, n);

	if (!db_next(rows))
		return false;
	*ret_value = db_column_int(rows, 0);
	db_done(rows);
	return true;
}

/* ---- statements put together */

/* The statement of the text, when it may be run; else NULL. */
static struct statement *take_text(struct db *db, const struct sql_text *t)
{
	if (db_has_room(db, db->arena) && t->out->full)
		db_fail(db, MISHAP_MEMORY, "text put together", "the statement is too long");
	if (!may_run(db, "text put together", t->values, t->n))
		return NULL;
	return statement_take_text(db, out_done(t->out));
}

struct db_rows *sql_query(struct db *db, const struct sql_text *t)
{
	struct db_rows *rows = ARENA_NEW(db->arena, struct db_rows);

	rows_begin(db, rows, take_text(db, t), t->values, t->n);
	return rows;
}

int64_t sql_run(struct db *db, const struct sql_text *t)
{
	return run(db, take_text(db, t), t->values, t->n);
}

/* ---- for `jalon verify` */

bool db_check_integrity(struct db *db, void (*say)(void *arg, struct str complaint), void *arg)
{
	bool is_content = db_is_sound(db) && db->engine->check_integrity(db, say, arg);

	return is_content && db_is_sound(db);
}

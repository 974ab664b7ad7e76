#include "store_work.h"
#include "fresh_store.h"
#include "migrate.h"

#include <stdlib.h>
#include <string.h>

enum db_engine store_on_sqlite = DB_SQLITE, store_on_postgres = DB_POSTGRES;

const struct sql add_item = {
	.name = "add_item",
	.n_params = 3,
	.sqlite = "INSERT INTO item (seq, name, amount) VALUES (?1, ?2, ?3)",
	.postgres = "INSERT INTO item (seq, name, amount) VALUES ($1, $2, $3)",
};

const struct sql add_part = {
	.name = "add_part",
	.n_params = 2,
	.sqlite = "INSERT INTO part (seq, item) VALUES (?1, ?2)",
	.postgres = "INSERT INTO part (seq, item) VALUES ($1, $2)",
};

#define ALL_ITEMS "SELECT seq, name, amount FROM item ORDER BY seq"
const struct sql all_items = { "all_items", 0, ALL_ITEMS, ALL_ITEMS };
const struct sql count_items = { "count_items", 0, COUNT_ITEMS, COUNT_ITEMS };
const struct sql no_such_table = { "no_such_table", 0, "DELETE FROM nil", "DELETE FROM nil" };

static const struct migration schema = {
	.number = 1,
	.name = "test",
	.sql = "CREATE TABLE item (seq INTEGER PRIMARY KEY, name TEXT, amount BIGINT);\n"
	       "CREATE TABLE part (seq INTEGER PRIMARY KEY,\n"
	       "item INTEGER NOT NULL REFERENCES item (seq) DEFERRABLE INITIALLY DEFERRED);\n",
};

int store_work_setup_empty(void **state)
{
	struct work *w = calloc(1, sizeof *w);

	w->engine = *(const enum db_engine *)*state;
	arena_init(&w->long_lived, 1 << 20);
	arena_init(&w->arena, 8 << 20);
	w->url = fresh_store(w->engine, &w->long_lived);
	w->db = db_open(w->url, DB_WRITE, &w->arena, &w->failure);
	assert_sound(w);
	use(w);
	*state = w;
	return 0;
}

int store_work_setup(void **state)
{
	store_work_setup_empty(state);
	struct work *w = *state;

	db_begin(w->db);
	assert_int_equal(migrate_run(w->db, &schema, 1), 1);
	assert_true(db_commit(w->db));
	use(w);
	return 0;
}

int store_work_teardown(void **state)
{
	struct work *w = *state;

	db_close(w->db);
	arena_free(&w->arena);
	arena_free(&w->long_lived);
	free(w);
	return 0;
}

void use(struct work *w)
{
	w->failure = (struct failure){ 0 };
	db_use(w->db, &w->arena, &w->failure, 0);
}

struct sql_text text_of(struct work *w, const char *sql)
{
	struct sql_text t = sql_text_new(w->db, 4);

	sql_add(&t, sql);
	return t;
}

int64_t run_text(struct work *w, const char *sql)
{
	struct sql_text t = text_of(w, sql);

	return sql_run(w->db, &t);
}

int64_t ask_int(struct work *w, const char *sql)
{
	struct sql_text t = text_of(w, sql);
	struct db_rows *rows = sql_query(w->db, &t);
	int64_t value = db_next(rows) ? db_column_int(rows, 0) : -1;

	db_done(rows);
	return value;
}

void add_items(struct work *w, int n)
{
	for (int i = 1; i <= n; i++)
		db_run(w->db, &add_item, DB_VALUES(V(i), V("item"), V(100 * i)));
	assert_sound(w);
}

void assert_sound(const struct work *w)
{
	if (w->failure.what)
		fail_msg("%s: %s", w->failure.what, w->failure.detail);
}

void assert_failed(const struct work *w, const char *what)
{
	assert_non_null(w->failure.what);
	assert_string_equal(w->failure.what, what);
	assert_int_equal(strlen(w->failure.incident), 26);
}

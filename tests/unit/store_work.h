/*
 * store_work.h - for tests of the store: each gets one work at a database of its own, with two
 * tables, and runs on the engines its row in main() names.
 */
#ifndef STORE_WORK_H
#define STORE_WORK_H

#include "db.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct work {
	enum db_engine engine;
	const char *url;
	struct arena long_lived, arena;
	struct failure failure;
	struct db *db; /* for writing */
};

/* The rows of a test table; EMPTY() gives a database without the tables. */
#define ON(test, engine, setup, state) \
	((struct CMUnitTest){ \
		.name = #test " (" engine ")", \
		.test_func = test, \
		.setup_func = setup, \
		.teardown_func = store_work_teardown, \
		.initial_state = &state, \
	})
#define SQLITE(test)   ON(test, "sqlite", store_work_setup, store_on_sqlite)
#define POSTGRES(test) ON(test, "postgres", store_work_setup, store_on_postgres)
#define BOTH(test)     SQLITE(test), POSTGRES(test)
#define EMPTY(test) \
	ON(test, "sqlite", store_work_setup_empty, store_on_sqlite), \
		ON(test, "postgres", store_work_setup_empty, store_on_postgres)

extern enum db_engine store_on_sqlite, store_on_postgres;

int store_work_setup(void **state);
int store_work_setup_empty(void **state);
int store_work_teardown(void **state);

/* item (seq, name, amount), and part (seq, item) whose items are checked at commit. */
extern const struct sql add_item, add_part, all_items, count_items, no_such_table;
#define COUNT_ITEMS "SELECT count(*) FROM item"

/* Begins a new work, without failure. */
void use(struct work *w);

struct sql_text text_of(struct work *w, const char *sql);
int64_t run_text(struct work *w, const char *sql);

/* The first column of the first row, or -1. */
int64_t ask_int(struct work *w, const char *sql);

/* Adds 1 to `n`, each an "item" of a hundred times its number. */
void add_items(struct work *w, int n);

void assert_sound(const struct work *w);
void assert_failed(const struct work *w, const char *what);

#endif

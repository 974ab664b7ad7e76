/*
 * house_work.h - for tests of the register and its modules: each runs on both engines, in a
 * transaction of its own over one bare house, and what it wrote is rolled back after it.
 */
#ifndef HOUSE_WORK_H
#define HOUSE_WORK_H

#include "fresh_house.h"
#include "practice.h"
#include "record.h"
#include "unit.h"

/* Runs the tests on SQLite, then on PostgreSQL; the number of those that failed. */
#define RUN_IN_HOUSES(name, tests) \
	(cmocka_run_group_tests_name( \
		 name " (sqlite)", tests, house_work_open_sqlite, house_work_close) + \
		cmocka_run_group_tests_name( \
			name " (postgres)", tests, house_work_open_postgres, house_work_close))

/* A test whose state is a `struct work` in a transaction. */
#define IN_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_work_begin, house_work_roll_back)

/* The same in a house of its own, for a test that commits. */
#define IN_OWN_HOUSE(test) \
	cmocka_unit_test_setup_teardown(test, house_work_begin_own, house_work_end_own)

int house_work_open_sqlite(void **state);
int house_work_open_postgres(void **state);
int house_work_close(void **state);
int house_work_begin(void **state);
int house_work_roll_back(void **state);
int house_work_begin_own(void **state);
int house_work_end_own(void **state);

/* Commits, and begins the next transaction as another piece of work in the same memory. */
struct work *house_work_next(struct work *w);

void assert_sound(const struct work *w);

/* The first column of the first row as it stands, or -1 and "-". `sql` is constant. */
int64_t ask_int(struct work *w, const char *sql);
struct str ask_text(struct work *w, const char *sql);
void run_text(struct work *w, const char *sql);

/* ---- records */

/* A practice fit to be saved; `id` is its public id, or empty. */
struct practice *given_practice(struct work *w, const char *id);

/* Sets a column by its name in files; fails the test when the value is refused. */
void set(struct work *w, struct practice *p, const char *column, const char *value);
struct str get(struct work *w, const struct practice *p, const char *column);

/* Saves and fails the test when the result is another than expected. */
void save(struct work *w, struct practice *p, enum save_result expected);

struct practice *load(struct work *w, const char *id);

/* The only problem there is, of that column and code. */
void assert_problem(const struct problems *p, const char *column, const char *code);

#endif

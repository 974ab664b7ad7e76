/* statements_test.c - prepared statements and open rows, the same on both engines. */
#include "engine.h"
#include "store_work.h"

#include <stdio.h>
#include <string.h>

static void test_nested_queries(void **state)
{
	struct work *w = *state;
	int n = 0;

	add_items(w, 5);
	for (int turn = 0; turn < 2; turn++) {
		struct db_rows *outer = db_query(w->db, &all_items, NULL, 0);

		while (db_next(outer)) {
			struct db_rows *inner = db_query(w->db, &all_items, NULL, 0);

			for (int64_t i = 1; db_next(inner); i++, n++)
				assert_int_equal(db_column_int(inner, 0), i);
			assert_int_equal(db_column_int(outer, 0), n / 5 - 5 * turn);
		}
	}
	assert_int_equal(n, 50);
	assert_sound(w);
}

static void test_forgotten_rows_end(void **state)
{
	struct work *w = *state;

	add_items(w, 5);
	db_begin(w->db);
	struct db_rows *rows = db_query(w->db, &all_items, NULL, 0);
	assert_true(db_next(rows));
	assert_true(db_commit(w->db));
	assert_false(db_next(rows));
	rows = db_query(w->db, &all_items, NULL, 0);
	assert_true(db_next(rows));
	use(w);
	assert_false(db_next(rows));
	db_done(rows);
	rows = db_query(w->db, &all_items, NULL, 0);
	assert_true(db_next(rows));
	struct str name = db_column_text(rows, 1);
	db_done(rows);
	assert_true(str_is(name, "item"));
	rows = db_query(w->db, &all_items, NULL, 0);
	assert_true(db_next(rows));
	arena_free(&w->arena); /* before the connection knows */
	use(w);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 5);
	assert_null(w->db->open_rows);
}

static void test_rows_may_outlive_connection(void **state)
{
	struct work *w = *state;

	add_items(w, 2);
	struct db_rows *rows = db_query(w->db, &all_items, NULL, 0);
	assert_true(db_next(rows));
	db_close(w->db);
	w->db = NULL;
	assert_false(db_next(rows));
}

static void test_value_text_may_go_before_rows(void **state)
{
	struct work *w = *state;
	char name[] = "item";
	struct sql_text t = text_of(w, "SELECT seq FROM item WHERE name = ");

	add_items(w, 3);
	sql_value(&t, V(name));
	sql_add(&t, " ORDER BY seq");
	struct db_rows *rows = sql_query(w->db, &t);
	memset(name, 'x', sizeof name - 1);
	assert_true(db_next(rows));
	assert_true(db_next(rows));
	assert_int_equal(db_column_int(rows, 0), 2);
	db_done(rows);
}

static int64_t count_above(struct work *w, int i)
{
	struct sql_text t = text_of(w, "SELECT count(*) FROM item WHERE amount > ");
	char turn[32];

	sql_value(&t, V(150));
	snprintf(turn, sizeof turn, " AND seq <> %d", -i);
	sql_add(&t, turn);
	struct db_rows *rows = sql_query(w->db, &t);
	return db_next(rows) ? db_column_int(rows, 0) : -1;
}

static unsigned number_of_text(const struct db *db, const char *end)
{
	for (size_t i = 0; i < db->statements.n_texts; i++) {
		if (str_ends(db->statements.texts[i]->text, str_from(end)))
			return db->statements.texts[i]->number;
	}
	return 0;
}

static void test_texts_least_used_are_forgotten(void **state)
{
	struct work *w = *state;

	add_items(w, 3);
	assert_int_equal(count_above(w, 1), 2);
	unsigned first = number_of_text(w->db, "<> -1");
	for (int i = 2; i < 200; i++) {
		assert_int_equal(count_above(w, i), 2);
		assert_int_equal(count_above(w, 1), 2);
		use(w);
	}
	assert_int_equal(w->db->statements.n_texts, STATEMENT_TEXTS_MAX);
	assert_int_equal(number_of_text(w->db, "<> -1"), first);
	assert_int_equal(number_of_text(w->db, "<> -2"), 0);
	assert_true(number_of_text(w->db, "<> -199") > 0);
	if (w->engine == DB_POSTGRES)
		assert_in_range(ask_int(w, "SELECT count(*) FROM pg_prepared_statements"),
			STATEMENT_TEXTS_MAX, STATEMENT_TEXTS_MAX + 8);
	assert_sound(w);
}

static void test_more_texts_open_than_kept(void **state)
{
	struct work *w = *state;
	struct db_rows *open[80];

	add_items(w, 1);
	for (int i = 0; i < (int)COUNT(open); i++) {
		struct sql_text t = text_of(w, "SELECT seq + ");
		char piece[40];

		snprintf(piece, sizeof piece, "%d FROM item", i);
		sql_add(&t, piece);
		open[i] = sql_query(w->db, &t);
		assert_true(db_next(open[i]));
	}
	for (int i = 0; i < (int)COUNT(open); i++) {
		assert_int_equal(db_column_int(open[i], 0), i + 1);
		assert_false(db_next(open[i]));
	}
	assert_sound(w);
}

static void test_many_named_statements(void **state)
{
	struct work *w = *state;
	struct sql many[300];

	for (size_t i = 0; i < COUNT(many); i++) {
		const char *text = str_printf(&w->long_lived, "SELECT %zu", i).p;

		many[i] = (struct sql){ "many", 0, text, text };
	}
	for (size_t i = 0; i < 2 * COUNT(many); i++) {
		int64_t value = -1;

		assert_true(db_one_int(w->db, &many[i % COUNT(many)], NULL, 0, &value));
		assert_int_equal(value, i % COUNT(many));
	}
	assert_int_equal(w->db->statements.n_texts, 0);
}

static void test_text_too_long(void **state)
{
	struct work *w = *state;
	struct sql_text t = text_of(w, "SELECT 1");

	for (int i = 0; i < 10000; i++)
		sql_add(&t, " + 1000000");
	assert_false(db_next(sql_query(w->db, &t)));
	assert_failed(w, "the request needs more memory than it may");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(test_nested_queries),
		BOTH(test_forgotten_rows_end),
		BOTH(test_rows_may_outlive_connection),
		BOTH(test_value_text_may_go_before_rows),
		BOTH(test_texts_least_used_are_forgotten),
		BOTH(test_more_texts_open_than_kept),
		BOTH(test_many_named_statements),
		BOTH(test_text_too_long),
	};

	return cmocka_run_group_tests_name("statements", tests, NULL, NULL);
}

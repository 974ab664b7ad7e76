/* db_test.c - values, transactions and failures, the same on both engines. */
#include "clock.h"
#include "store_work.h"

#include <string.h>

/* ---- values */

static void test_values_come_back(void **state)
{
	struct work *w = *state;
	struct str long_text = { memset(arena_alloc(&w->arena, 300000), 'x', 300000), 300000 };
	const struct str texts[] = { S(""), S("plain"),
		S("Découvrabilité, œuvre, 文化, العربية, 🎭"), S("quote ' \" ; -- \\ \n"),
		long_text };

	for (size_t i = 0; i < COUNT(texts); i++)
		db_run(w->db, &add_item, DB_VALUES(V((int)i), V(texts[i]), V(INT64_MAX - (int)i)));
	struct db_rows *rows = db_query(w->db, &all_items, NULL, 0);
	for (size_t i = 0; i < COUNT(texts); i++) {
		assert_true(db_next(rows));
		assert_int_equal(db_column_int(rows, 0), i);
		assert_true(str_eq(db_column_text(rows, 1), texts[i]));
		assert_false(db_column_is_null(rows, 1));
		assert_true(db_column_int(rows, 2) == INT64_MAX - (int)i);
	}
	assert_false(db_next(rows));
	assert_false(db_next(rows));
	assert_sound(w);
}

static void test_bytes_come_back(void **state)
{
	struct work *w = *state;
	char all[256];

	for (size_t i = 0; i < sizeof all; i++)
		all[i] = (char)i;
	const struct str bytes[] = { { all, sizeof all }, S(""), S("text\0\xFF") };
	struct sql_text t = sql_text_new(w->db, 1);
	sql_add(&t, db_engine(w->db) == DB_POSTGRES ? "CREATE TEMPORARY TABLE raw (bytes BYTEA)"
						    : "CREATE TEMPORARY TABLE raw (bytes BLOB)");
	sql_run(w->db, &t);
	for (size_t i = 0; i < COUNT(bytes); i++) {
		t = sql_text_new(w->db, 1);
		sql_add(&t, "INSERT INTO raw (bytes) VALUES (");
		sql_value(&t, db_bytes(bytes[i]));
		sql_add(&t, ")");
		sql_run(w->db, &t);
	}
	t = sql_text_new(w->db, 0);
	sql_add(&t, "SELECT bytes FROM raw");
	struct db_rows *rows = sql_query(w->db, &t);
	for (size_t i = 0; i < COUNT(bytes); i++) {
		assert_true(db_next(rows));
		assert_false(db_column_is_null(rows, 0));
		assert_true(str_eq(db_column_bytes(rows, 0), bytes[i]));
	}
	assert_false(db_next(rows));
	assert_sound(w);
}

static void test_null_is_not_empty(void **state)
{
	struct work *w = *state;

	db_run(w->db, &add_item, DB_VALUES(V(1), db_null(), V(INT64_MIN)));
	db_run(w->db, &add_item, DB_VALUES(V(2), V(S("")), db_null()));
	struct db_rows *rows = db_query(w->db, &all_items, NULL, 0);
	assert_true(db_next(rows));
	assert_true(db_column_is_null(rows, 1));
	assert_int_equal(db_column_text(rows, 1).n, 0);
	assert_true(db_column_int(rows, 2) == INT64_MIN);
	assert_true(db_next(rows));
	assert_false(db_column_is_null(rows, 1));
	assert_true(db_column_is_null(rows, 2));
	assert_int_equal(db_column_int(rows, 2), 0);
	assert_false(db_next(rows));
	assert_sound(w);
}

static void test_truth_is_one(void **state)
{
	struct work *w = *state;

	assert_int_equal(ask_int(w, "SELECT EXISTS (SELECT 1 FROM item)"), 0);
	add_items(w, 1);
	assert_int_equal(ask_int(w, "SELECT EXISTS (SELECT 1 FROM item)"), 1);
}

static void test_ill_formed_text_is_refused(void **state)
{
	const struct str bad[] = { S("a\0b"), S("\xff"), S("\xed\xa0\x80") };
	struct work *w = *state;

	for (size_t i = 0; i < COUNT(bad); i++) {
		use(w);
		db_run(w->db, &add_item, DB_VALUES(V(1), V(bad[i]), V(0)));
		assert_failed(w, "a text for the database is not UTF-8");
	}
	use(w);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 0);
}

static void test_rows_touched(void **state)
{
	struct work *w = *state;

	add_items(w, 3);
	assert_int_equal(run_text(w, "UPDATE item SET amount = 0 WHERE seq > 1"), 2);
	assert_int_equal(run_text(w, "UPDATE item SET amount = 0 WHERE seq > 9"), 0);
	assert_int_equal(run_text(w, "DELETE FROM item"), 3);
	assert_int_equal(run_text(w, "CREATE TABLE other (seq INTEGER)"), 0);
	assert_sound(w);
}

static void test_text_sorts_by_bytes(void **state)
{
	static const char *const sorted[] = { "", " ", "B", "Z", "a", "ab", "b", "e", "z", "É", "é",
		"œ", "文", "🎭" };
	struct work *w = *state;

	for (int i = 0; i < (int)COUNT(sorted); i++)
		db_run(w->db, &add_item, DB_VALUES(V((7 * i) % 97), V(sorted[i]), V(i)));
	struct sql_text t = text_of(w, "SELECT name, amount FROM item ORDER BY name");
	struct db_rows *rows = sql_query(w->db, &t);
	for (int i = 0; i < (int)COUNT(sorted); i++) {
		assert_true(db_next(rows));
		assert_true(str_is(db_column_text(rows, 0), sorted[i]));
	}
	assert_false(db_next(rows));
	assert_int_equal(ask_int(w, "SELECT count(*) FROM item WHERE name < 'a'"), 4);
}

static void test_like_tells_cases_apart(void **state)
{
	struct work *w = *state;

	add_items(w, 1);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM item WHERE name LIKE 'it%'"), 1);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM item WHERE name LIKE 'IT%'"), 0);
}

/* ---- failures */

static void test_failure_is_sticky(void **state)
{
	struct work *w = *state;
	int64_t value = 42;

	assert_int_equal(db_run(w->db, &no_such_table, NULL, 0), 0);
	assert_failed(w, "a statement failed");
	assert_true(str_starts(str_from(w->failure.detail), S("no_such_table: ")));
	assert_false(w->failure.is_temporary);
	assert_int_equal(db_run(w->db, &add_item, DB_VALUES(V(1), V("a"), V(1))), 0);
	assert_false(db_one_int(w->db, &count_items, NULL, 0, &value));
	assert_int_equal(value, 42);
	assert_false(db_next(db_query(w->db, &all_items, NULL, 0)));
	use(w);
	assert_true(db_one_int(w->db, &count_items, NULL, 0, &value));
	assert_int_equal(value, 0);
}

static void test_one_int_without_row(void **state)
{
	static const struct sql first = { "first", 0, "SELECT seq FROM item",
		"SELECT seq FROM item" };
	struct work *w = *state;
	int64_t value = 42;

	assert_false(db_one_int(w->db, &first, NULL, 0, &value));
	assert_int_equal(value, 42);
	assert_sound(w);
}

static void test_failure_rolls_back(void **state)
{
	struct work *w = *state;

	db_begin(w->db);
	add_items(w, 2);
	db_run(w->db, &add_item, DB_VALUES(V(1), V("again"), V(0)));
	assert_failed(w, "the database refused the change");
	db_run(w->db, &add_item, DB_VALUES(V(3), V("late"), V(0)));
	assert_false(db_commit(w->db));
	assert_false(db_should_retry(w->db));
	use(w);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 0);
}

static void test_rollback(void **state)
{
	struct work *w = *state;

	db_begin(w->db);
	add_items(w, 2);
	db_rollback(w->db);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 0);
	db_begin(w->db);
	add_items(w, 1);
	use(w); /* a work that never came to its end */
	assert_int_equal(ask_int(w, COUNT_ITEMS), 0);
	db_begin(w->db);
	add_items(w, 1);
	assert_true(db_commit(w->db));
	assert_int_equal(ask_int(w, COUNT_ITEMS), 1);
}

static void test_deferred_key_is_checked_at_commit(void **state)
{
	struct work *w = *state;

	db_begin(w->db);
	db_run(w->db, &add_part, DB_VALUES(V(1), V(7)));
	assert_sound(w);
	assert_false(db_commit(w->db));
	assert_failed(w, "the database refused the change");
	use(w);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM part"), 0);
	db_begin(w->db);
	db_run(w->db, &add_part, DB_VALUES(V(1), V(7)));
	db_run(w->db, &add_item, DB_VALUES(V(7), V("late"), V(0)));
	assert_true(db_commit(w->db));
	assert_int_equal(ask_int(w, "SELECT count(*) FROM part"), 1);
}

static void test_failed_work_commits_nothing(void **state)
{
	struct work *w = *state;

	db_begin(w->db);
	add_items(w, 1);
	failure_record(&w->failure, "the peer is gone", S(""), NULL);
	assert_false(db_commit(w->db));
	use(w);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 0);
}

static void test_transaction_lost_to_the_server(void **state)
{
	static const struct sql wrong = { "wrong", 0, "SELEC", "SELEC" };
	struct work *w = *state;
	struct str why = { 0 };

	db_begin(w->db);
	add_items(w, 1);
	assert_false(db_can_prepare(w->db, &wrong, &w->arena, &why));
	assert_true(why.n > 0);
	assert_sound(w);
	bool is_done = db_commit(w->db);
	assert_int_equal(is_done, !w->failure.what);
	use(w);
	assert_int_equal(ask_int(w, COUNT_ITEMS), is_done);
}

static void test_can_prepare(void **state)
{
	struct work *w = *state;
	struct str why = S("untouched");

	assert_true(db_can_prepare(w->db, &all_items, &w->arena, &why));
	assert_true(str_is(why, "untouched"));
	assert_false(db_can_prepare(w->db, &no_such_table, &w->arena, &why));
	assert_true(str_find(why, ':') < why.n);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 0);
}

static void test_reader_cannot_write(void **state)
{
	struct work *w = *state;
	struct db *writer = w->db;

	add_items(w, 1);
	w->db = db_open(w->url, DB_READ, &w->arena, &w->failure);
	assert_sound(w);
	use(w);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 1);
	db_run(w->db, &add_item, DB_VALUES(V(2), V("no"), V(0)));
	assert_failed(w, "the database may not be written");
	use(w);
	db_begin(w->db);
	run_text(w, "DELETE FROM item");
	assert_false(db_commit(w->db));
	db_close(w->db);
	w->db = writer;
	use(w);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 1);
}

static void test_reads_are_one_snapshot(void **state)
{
	struct work *w = *state;
	struct failure failure = { 0 };
	struct arena a;

	arena_init(&a, 1 << 20);
	add_items(w, 1);
	struct db *reader = db_open(w->url, DB_READ, &a, &failure);
	db_use(reader, &a, &failure, 0);
	db_begin_read(reader);
	int64_t before = 0, during = 0, after = 0;
	db_one_int(reader, &count_items, NULL, 0, &before);
	run_text(w, "DELETE FROM item");
	db_one_int(reader, &count_items, NULL, 0, &during);
	db_rollback(reader);
	db_one_int(reader, &count_items, NULL, 0, &after);
	assert_int_equal(before, 1);
	assert_int_equal(during, 1);
	assert_int_equal(after, 0);
	assert_null(failure.what);
	db_close(reader);
	arena_free(&a);
}

static void test_deadline_ends_a_long_query(void **state)
{
	struct work *w = *state;
	int64_t begun_ms = clock_monotonic_ms();

	w->failure = (struct failure){ 0 };
	db_use(w->db, &w->arena, &w->failure, begun_ms + 300);
	assert_int_equal(
		ask_int(w, "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c "
			   "WHERE n < 1000000000) SELECT count(*) FROM c"),
		-1);
	assert_failed(w, "the work took too long");
	assert_true(w->failure.is_temporary);
	assert_in_range(clock_monotonic_ms() - begun_ms, 250, 3000);
	use(w);
	add_items(w, 1);
	/* A work whose time is over begins nothing, and the next one has its own time. */
	db_use(w->db, &w->arena, &w->failure, begun_ms);
	run_text(w, "DELETE FROM item");
	assert_failed(w, "the work took too long");
	use(w);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 1);
}

static void test_arena_cap_ends_a_query(void **state)
{
	struct work *w = *state;
	struct arena small;
	int n = 0;

	arena_init(&small, 100000);
	add_items(w, 20);
	w->failure = (struct failure){ 0 };
	db_use(w->db, &small, &w->failure, 0);
	struct db_rows *rows = db_query(w->db, &all_items, NULL, 0);
	while (db_next(rows)) {
		arena_alloc(&small, 10000);
		n++;
	}
	assert_in_range(n, 8, 10);
	assert_failed(w, "the request needs more memory than it may");
	arena_free(&small);
	use(w);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(test_values_come_back),
		BOTH(test_bytes_come_back),
		BOTH(test_null_is_not_empty),
		BOTH(test_truth_is_one),
		BOTH(test_ill_formed_text_is_refused),
		BOTH(test_rows_touched),
		BOTH(test_text_sorts_by_bytes),
		BOTH(test_like_tells_cases_apart),
		BOTH(test_failure_is_sticky),
		BOTH(test_one_int_without_row),
		BOTH(test_failure_rolls_back),
		BOTH(test_rollback),
		BOTH(test_deferred_key_is_checked_at_commit),
		BOTH(test_failed_work_commits_nothing),
		BOTH(test_transaction_lost_to_the_server),
		BOTH(test_can_prepare),
		BOTH(test_reader_cannot_write),
		BOTH(test_reads_are_one_snapshot),
		BOTH(test_deadline_ends_a_long_query),
		BOTH(test_arena_cap_ends_a_query),
	};

	return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}

/* migrate_test.c - the schema in steps, on both engines. */
#include "migrate.h"
#include "store_work.h"

#include <pthread.h>

static const struct migration steps[] = {
	{ 1, "0001_thing",
		"-- The thing's own table; it's the first one\n"
		"CREATE TABLE thing (\n"
		"\tseq INTEGER PRIMARY KEY,\n"
		"\t\"TEXT\" TEXT NOT NULL DEFAULT 'TEXT; it''s', -- a column's comment;\n"
		"\tat BIGINT);\n"
		"\n"
		"INSERT INTO thing (seq) VALUES (1);\n" },
	{ 2, "0002_more",
		"ALTER TABLE thing ADD COLUMN more TEXT;  \n"
		"UPDATE thing SET more = CAST(seq + 1 AS TEXT); -- a cast's type stays\n"
		"-- the end;\n" },
	{ 7, "0007_index", "CREATE INDEX thing_more ON thing (more);" },
};

static const struct migration broken[] = {
	{ 8, "0008_broken",
		"CREATE TABLE other (seq INTEGER);\nCREATE TABLE thing (seq INTEGER);\n" },
};

static int migrate_to(struct work *w, const struct migration *all, size_t n)
{
	db_begin(w->db);
	int n_run = migrate_run(w->db, all, n);
	return db_commit(w->db) ? n_run : -1;
}

static void test_absent_then_current(void **state)
{
	struct work *w = *state;

	assert_int_equal(migrate_state(w->db, steps, 3), SCHEMA_ABSENT);
	assert_null(w->failure.what);
	assert_int_equal(migrate_to(w, steps, 3), 3);
	assert_int_equal(migrate_state(w->db, steps, 3), SCHEMA_CURRENT);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM schema_version WHERE applied_at > 0"), 3);
	assert_int_equal(
		ask_int(w, "SELECT count(*) FROM schema_version WHERE name = '0002_more'"), 1);
}

static void test_older_then_current(void **state)
{
	struct work *w = *state;

	assert_int_equal(migrate_to(w, steps, 1), 1);
	assert_int_equal(migrate_state(w->db, steps, 3), SCHEMA_OLDER);
	assert_int_equal(migrate_to(w, steps, 3), 2);
	assert_int_equal(migrate_state(w->db, steps, 3), SCHEMA_CURRENT);
}

static void test_newer_is_left_alone(void **state)
{
	struct work *w = *state;

	assert_int_equal(migrate_to(w, steps, 3), 3);
	assert_int_equal(migrate_state(w->db, steps, 2), SCHEMA_NEWER);
	assert_int_equal(migrate_to(w, steps, 2), 0);
	assert_int_equal(ask_int(w, "SELECT max(number) FROM schema_version"), 7);
}

static void test_twice_changes_nothing(void **state)
{
	struct work *w = *state;

	assert_int_equal(migrate_to(w, steps, 3), 3);
	assert_int_equal(migrate_to(w, steps, 3), 0);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM schema_version"), 3);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM thing"), 1);
	assert_null(w->failure.what);
}

static void test_quotes_and_casts_stay(void **state)
{
	struct work *w = *state;

	assert_int_equal(migrate_to(w, steps, 3), 3);
	assert_int_equal(
		ask_int(w,
			"SELECT count(*) FROM thing WHERE \"TEXT\" = 'TEXT; it''s' AND more = '2'"),
		1);
	if (db_engine(w->db) == DB_POSTGRES)
		assert_int_equal(ask_int(w, "SELECT count(*) FROM information_schema.columns "
					    "WHERE table_schema = 'public' AND data_type = 'text' "
					    "AND collation_name = 'C'"),
			3);
}

static void test_broken_step_leaves_nothing(void **state)
{
	struct work *w = *state;

	assert_int_equal(migrate_to(w, steps, 3), 3);
	assert_int_equal(migrate_to(w, broken, 1), -1);
	assert_true(str_starts(str_from(w->failure.detail), S("0008_broken: ")));
	assert_int_equal(migrate_state(w->db, broken, 1), SCHEMA_UNKNOWN);
	use(w);
	assert_int_equal(migrate_state(w->db, broken, 1), SCHEMA_OLDER);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM schema_version"), 3);
	assert_int_equal(migrate_to(w, steps, 3), 0);
}

static void *migrate_beside(void *url)
{
	struct work w = { .url = url };

	arena_init(&w.arena, 8 << 20);
	w.db = db_open(url, DB_WRITE, &w.arena, &w.failure);
	if (w.db)
		db_use(w.db, &w.arena, &w.failure, 0);
	int n_run = w.db ? migrate_to(&w, steps, 3) : -1;
	if (n_run < 0)
		print_error("%s: %s\n", w.failure.what, w.failure.detail);
	db_close(w.db);
	arena_free(&w.arena);
	arena_forget_kept();
	return (void *)(intptr_t)n_run;
}

static void test_two_at_once(void **state)
{
	struct work *w = *state;
	void *first, *second;
	pthread_t beside;

	pthread_create(&beside, NULL, migrate_beside, (void *)w->url);
	first = migrate_beside((void *)w->url);
	pthread_join(beside, &second);
	assert_int_equal((intptr_t)first * (intptr_t)second, 0);
	assert_int_equal((intptr_t)first + (intptr_t)second, 3);
	assert_int_equal(migrate_state(w->db, steps, 3), SCHEMA_CURRENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		EMPTY(test_absent_then_current),
		EMPTY(test_older_then_current),
		EMPTY(test_newer_is_left_alone),
		EMPTY(test_twice_changes_nothing),
		EMPTY(test_quotes_and_casts_stay),
		EMPTY(test_broken_step_leaves_nothing),
		EMPTY(test_two_at_once),
	};

	return cmocka_run_group_tests_name("migrate", tests, NULL, NULL);
}

/* engines_test.c - what only one engine can meet: its files, its locks, its server. */
#include "clock.h"
#include "store_work.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- integrity */

static void count_complaint(void *arg, struct str complaint)
{
	assert_true(complaint.n > 0);
	++*(int *)arg;
}

static void test_integrity(void **state)
{
	struct work *w = *state;
	int n = 0;

	add_items(w, 3);
	assert_true(db_check_integrity(w->db, count_complaint, &n));
	assert_int_equal(n, 0);
	run_text(w, w->engine == DB_SQLITE ? "PRAGMA foreign_keys = OFF"
					   : "ALTER TABLE part DISABLE TRIGGER ALL");
	run_text(w, "INSERT INTO part (seq, item) VALUES (1, 99)");
	assert_false(db_check_integrity(w->db, count_complaint, &n));
	assert_int_equal(n, 1);
	assert_sound(w);
}

/* ---- news */

enum { NEWS_WAIT_STEPS = 200 };

static void look(struct db *db)
{
	db_begin_read(db);
	struct db_rows *rows = db_query(db, &count_items, NULL, 0);

	while (db_next(rows))
		;
	db_rollback(db);
}

/* What another connection committed comes at once or, told by a server, a moment later. */
static bool hears_soon(struct db *db)
{
	for (int i = 0; i < NEWS_WAIT_STEPS; i++) {
		if (db_heard(db))
			return true;
		usleep(10 * 1000);
	}
	return false;
}

static void test_only_commits_are_news(void **state)
{
	struct work *w = *state;
	struct db *reader = db_open(w->url, DB_READ, &w->long_lived, &w->failure);

	db_use(reader, &w->arena, &w->failure, 0);
	assert_true(db_heard(reader));
	look(reader);
	assert_false(db_heard(reader));
	for (int i = 0; i < 3; i++) {
		db_begin(w->db);
		db_run(w->db, &add_item, DB_VALUES(V(100 + i), V("new"), V(0)));
		db_rollback(w->db);
		assert_false(db_heard(reader));
		db_begin(w->db);
		db_run(w->db, &add_item, DB_VALUES(V(100 + i), V("new"), V(0)));
		assert_false(db_heard(reader));
		assert_true(db_commit(w->db));
		assert_true(hears_soon(reader));
		look(reader);
		while (db_heard(reader))
			usleep(1000);
		usleep(20 * 1000);
		assert_false(db_heard(reader));
	}
	assert_sound(w);
	db_close(reader);
}

/* ---- SQLite alone */

struct rival {
	struct work *work;
	pthread_barrier_t barrier;
	int64_t held_ms;
};

/* Another process, as far as SQLite knows: writes, and keeps its transaction open for a while. */
static void *hold_the_lock(void *arg)
{
	struct rival *rival = arg;
	struct failure failure = { 0 };
	struct arena a;

	arena_init(&a, 1 << 20);
	struct db *db = db_open(rival->work->url, DB_WRITE, &a, &failure);
	db_use(db, &a, &failure, 0);
	db_begin(db);
	db_run(db, &add_item, DB_VALUES(V(1), V("first"), V(0)));
	pthread_barrier_wait(&rival->barrier);
	usleep((useconds_t)rival->held_ms * 1000);
	db_commit(db);
	db_close(db);
	arena_free(&a);
	arena_forget_kept();
	return NULL;
}

static void write_beside(struct work *w, int64_t held_ms)
{
	struct rival rival = { .work = w, .held_ms = held_ms };
	pthread_t thread;

	pthread_barrier_init(&rival.barrier, NULL, 2);
	pthread_create(&thread, NULL, hold_the_lock, &rival);
	pthread_barrier_wait(&rival.barrier);
	use(w);
	db_begin(w->db);
	db_run(w->db, &add_item, DB_VALUES(V(2), V("second"), V(0)));
	db_commit(w->db);
	pthread_join(thread, NULL);
	pthread_barrier_destroy(&rival.barrier);
}

static void test_second_writer_waits(void **state)
{
	struct work *w = *state;

	write_beside(w, 300);
	assert_sound(w);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 2);
}

static void test_second_writer_gives_up(void **state)
{
	struct work *w = *state;

	write_beside(w, 5600);
	assert_failed(w, "the database is busy");
	assert_true(w->failure.is_temporary);
	assert_false(db_should_retry(w->db));
	use(w);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 1);
}

static void test_reader_beside_writer(void **state)
{
	struct work *w = *state;
	struct db *writer = w->db;

	db_begin(writer);
	add_items(w, 1);
	w->db = db_open(w->url, DB_READ, &w->arena, &w->failure);
	use(w);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 0);
	assert_true(db_commit(writer));
	assert_int_equal(ask_int(w, COUNT_ITEMS), 1);
	db_close(w->db);
	w->db = writer;
}

static void test_full_disk(void **state)
{
	struct work *w = *state;
	char text[9000];

	ask_int(w, "PRAGMA max_page_count = 12");
	memset(text, 'x', sizeof text);
	db_begin(w->db);
	for (int i = 1; i < 20; i++)
		db_run(w->db, &add_item,
			DB_VALUES(V(i), V(((struct str){ text, sizeof text })), V(0)));
	assert_failed(w, "the disk of the database takes no more");
	assert_false(db_commit(w->db));
	use(w);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 0);
}

static void refuse_to_open(struct work *w, const char *url, enum db_mode mode, const char *what)
{
	w->failure = (struct failure){ 0 };
	assert_null(db_open(url, mode, &w->arena, &w->failure));
	assert_failed(w, what);
	assert_non_null(w->failure.hint);
}

static void test_file_that_cannot_be_opened(void **state)
{
	struct work *w = *state;
	const char *url = str_printf(&w->arena, "%s.other", w->url).p;
	FILE *file;

	refuse_to_open(w, "mysql://x", DB_READ, "the address of the database is of no known kind");
	refuse_to_open(w, "sqlite:", DB_WRITE, "the database cannot be opened");
	refuse_to_open(w, "sqlite:/nowhere/at/all", DB_WRITE, "the database cannot be opened");
	refuse_to_open(w, url, DB_READ, "the database cannot be opened");
	file = fopen(url + strlen("sqlite:"), "w");
	for (int i = 0; i < 1000; i++)
		fputs("no database", file);
	fclose(file);
	refuse_to_open(w, url, DB_READ, "the database is damaged");
	refuse_to_open(w, url, DB_WRITE, "the database is damaged");
}

/* ---- PostgreSQL alone */

/* Ends the session of w->db from another one, and waits until it is gone. */
static void kill_session(struct work *w)
{
	struct work other = { .url = w->url };
	char sql[80];

	arena_init(&other.arena, 1 << 20);
	int64_t pid = ask_int(w, "SELECT pg_backend_pid()");
	other.db = db_open(w->url, DB_WRITE, &other.arena, &other.failure);
	use(&other);
	snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%d, 5000)", (int)pid);
	assert_int_equal(ask_int(&other, sql), 1);
	db_close(other.db);
	arena_free(&other.arena);
}

static void test_lost_session_is_opened_again(void **state)
{
	struct work *w = *state;

	add_items(w, 1);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 1);
	kill_session(w);
	use(w);
	assert_sound(w);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 1);
	db_run(w->db, &add_item, DB_VALUES(V(2), V("after"), V(0)));
	assert_int_equal(ask_int(w, COUNT_ITEMS), 2);
	assert_sound(w);
}

static void test_session_lost_in_the_midst(void **state)
{
	struct work *w = *state;

	db_begin(w->db);
	add_items(w, 1);
	kill_session(w);
	db_run(w->db, &add_item, DB_VALUES(V(2), V("lost"), V(0)));
	assert_failed(w, "the database does not answer");
	assert_true(w->failure.is_temporary);
	assert_false(db_commit(w->db));
	use(w);
	assert_int_equal(ask_int(w, COUNT_ITEMS), 0);
	assert_sound(w);
}

static void test_reader_stays_reader_after_loss(void **state)
{
	struct work *w = *state;
	struct db *writer = w->db;

	w->db = db_open(w->url, DB_READ, &w->arena, &w->failure);
	use(w);
	kill_session(w);
	use(w);
	db_run(w->db, &add_item, DB_VALUES(V(2), V("no"), V(0)));
	assert_failed(w, "the database may not be written");
	db_close(w->db);
	w->db = writer;
}

static void test_server_that_is_away(void **state)
{
	struct work *w = *state;

	refuse_to_open(
		w, "postgresql://nobody@127.0.0.1:1/x", DB_READ, "the database does not answer");
	assert_true(w->failure.is_temporary);
	assert_null(strchr(w->failure.detail, '\n'));
}

static void test_conflict_may_be_tried_again(void **state)
{
	static const char *const states[] = { "40001", "40P01" };
	struct work *w = *state;

	for (size_t i = 0; i < COUNT(states); i++) {
		db_begin(w->db);
		run_text(w,
			str_printf(&w->arena, "DO $$ BEGIN RAISE SQLSTATE '%s'; END $$", states[i])
				.p);
		assert_failed(w, "two changes met in the database");
		assert_true(w->failure.is_temporary);
		assert_false(db_commit(w->db));
		assert_true(db_should_retry(w->db));
		use(w);
		assert_false(db_should_retry(w->db));
	}
}

static void test_failure_tells_no_values(void **state)
{
	struct work *w = *state;
	struct sql_text t = text_of(w, "SELECT seq FROM item WHERE seq = ");

	sql_value(&t, V("secret"));
	assert_false(db_next(sql_query(w->db, &t)));
	assert_failed(w, "a statement failed");
	assert_null(strstr(w->failure.detail, "secret"));
}

static int64_t time_limit_ms(struct work *w)
{
	return ask_int(w, "SELECT setting FROM pg_settings WHERE name = 'statement_timeout'");
}

static void use_for(struct work *w, int64_t ms)
{
	use(w);
	db_use(w->db, &w->arena, &w->failure, clock_monotonic_ms() + ms);
}

static void test_time_limit_follows_the_work(void **state)
{
	struct work *w = *state;

	assert_int_equal(time_limit_ms(w), 0);
	use_for(w, 1200);
	db_begin(w->db);
	assert_int_equal(time_limit_ms(w), 1250);
	usleep(500 * 1000);
	assert_int_equal(time_limit_ms(w), 750);
	db_rollback(w->db); /* on the server, the limit too */
	use_for(w, 740);
	assert_int_equal(time_limit_ms(w), 750);
	use(w);
	assert_int_equal(time_limit_ms(w), 0);
	assert_sound(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(test_integrity),
		BOTH(test_only_commits_are_news),
		SQLITE(test_second_writer_waits),
		SQLITE(test_second_writer_gives_up),
		SQLITE(test_reader_beside_writer),
		SQLITE(test_full_disk),
		SQLITE(test_file_that_cannot_be_opened),
		POSTGRES(test_lost_session_is_opened_again),
		POSTGRES(test_session_lost_in_the_midst),
		POSTGRES(test_reader_stays_reader_after_loss),
		POSTGRES(test_server_that_is_away),
		POSTGRES(test_conflict_may_be_tried_again),
		POSTGRES(test_failure_tells_no_values),
		POSTGRES(test_time_limit_follows_the_work),
	};

	return cmocka_run_group_tests_name("engines", tests, NULL, NULL);
}

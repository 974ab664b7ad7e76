/* import_test.c - files that change while they are loaded: nothing of them stays. */
#include "exchange.h"
#include "fresh_house.h"
#include "practice.h"
#include "unit.h"

#include <string.h>

static struct fresh_house h;

/* What the file holds until its last row was checked, and from then on. */
struct shifty_file {
	struct str now, later;
	int64_t n_rows; /* of `now` */
	int64_t n_said;
};

static bool read_now(void *arg, uint64_t at, char *to, size_t n, size_t *ret_n)
{
	const struct shifty_file *file = arg;
	size_t left = at < file->now.n ? file->now.n - at : 0;

	*ret_n = n < left ? n : left;
	if (*ret_n)
		memcpy(to, file->now.p + at, *ret_n);
	return true;
}

static void change(void *arg, enum import_phase phase, int64_t rows, unsigned percent)
{
	struct shifty_file *file = arg;

	(void)percent;
	if (phase == IMPORT_CHECKING && rows == file->n_rows)
		file->now = file->later;
}

static void count_line(void *arg, struct str line)
{
	struct shifty_file *file = arg;

	(void)line;
	file->n_said++;
}

static int64_t count_records(struct work *w)
{
	struct sql_text t = sql_text_new(w->db, 0);

	sql_add(&t, "SELECT count(*) FROM record");
	struct db_rows *rows = sql_query(w->db, &t);
	return db_next(rows) ? db_column_int(rows, 0) : -1;
}

static struct str rows_of(struct arena *a, const char *names, int first, int n)
{
	struct out o = out_new(a, 1 << 20);

	out_z(&o, names);
	for (int i = first; i < first + n; i++)
		out_printf(&o, "T-%d,Title,Summary,1\n", i);
	return out_done(&o);
}

static const char names[] = "id,title_en,summary_en,output\n";

static struct import_result import(struct shifty_file *file, bool *ret_is_fine, bool *ret_failed)
{
	struct work *w = fresh_house_work(&h);
	const struct byte_source bytes = { read_now, file, file->now.n };
	const struct import_options options = { .file_name = "t.csv",
		.only_good = true,
		.say = count_line,
		.progress = change,
		.arg = file };
	struct import_result result;

	*ret_is_fine = import_records(w, &practice_kind, &bytes, &options, &result);
	*ret_failed = w->failure->what != NULL;
	return result;
}

static void assert_refused(struct str before, int64_t n_rows, struct str later)
{
	struct shifty_file file = { before, later, n_rows, 0 };
	int64_t n = count_records(fresh_house_work(&h));
	bool is_fine, failed;
	struct import_result result = import(&file, &is_fine, &failed);

	assert_false(is_fine);
	assert_false(result.is_loaded);
	/* The operator or the user is told. */
	assert_true(failed || file.n_said);
	assert_int_equal(count_records(fresh_house_work(&h)), n);
}

static void a_file_that_changes_between_the_walks_is_not_loaded(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a, 1 << 22);
	struct str before = rows_of(&a, names, 1, 9);
	assert_refused(before, 9, rows_of(&a, names, 1, 6));
	assert_refused(before, 9, rows_of(&a, names, 1, 10));
	assert_refused(before, 9, rows_of(&a, names, 1, 0));
	assert_refused(before, 9, S(""));
	assert_refused(before, 9, rows_of(&a, names, 2, 9));
	assert_refused(before, 9, rows_of(&a, "id,summary_en,title_en,output\n", 1, 9));
	assert_refused(rows_of(&a, names, 1, 1), 1,
		str_printf(&a, "%sT-1,Title,Summary,no output\n", names));
	assert_refused(
		rows_of(&a, names, 1, 1), 1, str_printf(&a, "%sT-1,Title,Summary,1,\n", names));
	arena_free(&a);
}

static void a_file_that_stays_as_it_is_is_loaded(void **state)
{
	struct arena a;
	bool is_fine, failed;

	(void)state;
	arena_init(&a, 1 << 22);
	struct str text = rows_of(&a, names, 1, 9);
	struct shifty_file file = { text, text, 9, 0 };
	struct import_result result = import(&file, &is_fine, &failed);
	assert_true(is_fine && result.is_loaded && !failed);
	assert_int_equal(result.created, 9);
	arena_free(&a);
}

static int open_sqlite(void **state)
{
	(void)state;
	fresh_house_open(&h, DB_SQLITE, HOUSE_BARE);
	return 0;
}

static int open_postgres(void **state)
{
	(void)state;
	fresh_house_open(&h, DB_POSTGRES, HOUSE_BARE);
	return 0;
}

static int close_house(void **state)
{
	(void)state;
	fresh_house_close(&h);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_that_changes_between_the_walks_is_not_loaded),
		cmocka_unit_test(a_file_that_stays_as_it_is_is_loaded),
	};

	return cmocka_run_group_tests_name("import (sqlite)", tests, open_sqlite, close_house) +
	       cmocka_run_group_tests_name("import (postgres)", tests, open_postgres, close_house);
}

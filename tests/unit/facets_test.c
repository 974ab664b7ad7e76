/* facets_test.c - sets of records in memory keep up with the store, on both engines. */
#include "facets.h"
#include "house_work.h"
#include "list.h"
#include "record_index.h"

/* ---- what one work sees of its own writes */

static size_t count_of(struct work *w, const char *vocabulary, const char *code)
{
	assert_true(facets_hold(w));
	size_t n = bits_count(facets_code(w, &practice_kind, vocabulary, str_from(code)), SIZE_MAX);
	facets_release(w);
	return n;
}

static size_t count_all(struct work *w)
{
	assert_true(facets_hold(w));
	size_t n = bits_count(facets_all(w, &practice_kind), SIZE_MAX);
	facets_release(w);
	return n;
}

static void what_is_saved_stands_under_its_codes_and_those_above(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "A");

	assert_int_equal(count_all(w), 0);
	set(w, p, "activities", "2.4;1.1");
	set(w, p, "parties", "FRA;EUE");
	set(w, p, "lead_type", "civil society");
	save(w, p, SAVE_CREATED);
	static const char *const codes[][2] = { { "activity", "2.4" }, { "activity", "1.1" },
		{ "output", "2" }, { "output", "1" }, { "goal", "G1" }, { "party", "FRA" },
		{ "party", "EUE" }, { "group", "I" }, { "lead_type", "civil society" },
		{ "state", "published" } };
	for (size_t i = 0; i < COUNT(codes); i++)
		if (count_of(w, codes[i][0], codes[i][1]) != 1)
			fail_msg("%s=%s", codes[i][0], codes[i][1]);
	assert_int_equal(count_of(w, "output", "3"), 0);
	assert_int_equal(count_of(w, "activity", ""), 0);
	assert_int_equal(count_of(w, "nothing", "2.4"), 0);
	assert_int_equal(count_all(w), 1);
}

static void what_changes_moves(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "A");

	set(w, p, "activities", "2.4");
	set(w, p, "start_year", "2016");
	save(w, p, SAVE_CREATED);
	assert_int_equal(count_of(w, "activity", "2.4"), 1);
	p = load(w, "A");
	set(w, p, "activities", "3.1");
	set(w, p, "output", "3");
	set(w, p, "start_year", "2017");
	save(w, p, SAVE_UPDATED);
	assert_int_equal(count_of(w, "activity", "2.4"), 0);
	assert_int_equal(count_of(w, "activity", "3.1"), 1);
	assert_int_equal(count_of(w, "start_year", "2016"), 0);
	assert_int_equal(count_of(w, "start_year", "2017"), 1);
	p = load(w, "A");
	p->record.state = S("draft");
	save(w, p, SAVE_UPDATED);
	assert_int_equal(count_of(w, "state", "published"), 0);
	assert_int_equal(count_of(w, "state", "draft"), 1);
	assert_int_equal(count_all(w), 1);
}

static void years_are_told_in_their_order(void **state)
{
	static const char *const years[] = { "2016", "1999", "2016", "2020", "1000", "9999" };
	struct work *w = *state;

	for (size_t i = 0; i < COUNT(years); i++) {
		struct practice *p = given_practice(w, "");

		set(w, p, "start_year", years[i]);
		save(w, p, SAVE_CREATED);
	}
	assert_true(facets_hold(w));
	struct years found = facets_years(w, &practice_kind, "start_year");
	facets_release(w);
	static const int64_t expected[] = { 1000, 1999, 2016, 2020, 9999 };
	assert_int_equal(found.n, COUNT(expected));
	assert_memory_equal(found.v, expected, sizeof expected);
}

/* More codes than the first table of a kind has room for. */
static void hundreds_of_codes_have_sets_of_their_own(void **state)
{
	struct work *w = *state;

	for (int i = 0; i < 600; i++) {
		struct practice *p = given_practice(w, str_printf(w->arena, "T-%d", i).p);

		set(w, p, "start_year", str_printf(w->arena, "%d", 1200 + i).p);
		save(w, p, SAVE_CREATED);
	}
	for (int i = 0; i < 600; i++)
		assert_int_equal(
			count_of(w, "start_year", str_printf(w->arena, "%d", 1200 + i).p), 1);
	assert_int_equal(count_of(w, "output", "2"), 600);
}

/* ---- sets shared by many works */

static struct arena kept;

static int own_house(void **state)
{
	arena_init(&kept, 64 << 20);
	return house_work_begin_own(state);
}

static int end_own_house(void **state)
{
	int result = house_work_end_own(state);

	arena_free(&kept);
	return result;
}

#define IN_SHARING_HOUSE(test) cmocka_unit_test_setup_teardown(test, own_house, end_own_house)

static void sets_are_brought_up_to_date_work_by_work(void **state)
{
	struct facets *shared = facets_new(&kept);
	struct work *w = *state;

	for (int i = 0; i < 5; i++) {
		struct practice *p = given_practice(w, str_printf(w->arena, "T-%d", i).p);

		set(w, p, "activities", i % 2 ? "2.4" : "1.1");
		save(w, p, SAVE_CREATED);
		w = house_work_next(w);
		w->facets = shared;
		assert_int_equal(count_all(w), i + 1);
		assert_int_equal(count_of(w, "activity", "1.1"), i / 2 + 1);
		w->facets = NULL;
	}
	struct practice *p = load(w, "T-0");
	p->record.state = S("draft");
	set(w, p, "activities", "");
	save(w, p, SAVE_UPDATED);
	w = house_work_next(w);
	w->facets = shared;
	assert_ptr_equal(w->facets, shared);
	assert_int_equal(count_of(w, "activity", "1.1"), 2);
	assert_int_equal(count_of(w, "state", "published"), 4);
	assert_int_equal(count_all(w), 5);
}

/* What is written and taken back is seen by the work that wrote it, and by nobody else. */
static void what_is_rolled_back_leaves_no_trace(void **state)
{
	struct facets *shared = facets_new(&kept);
	struct work *w = *state;

	save(w, given_practice(w, "A"), SAVE_CREATED);
	w = house_work_next(w);
	save(w, given_practice(w, "B"), SAVE_CREATED);
	assert_int_equal(count_all(w), 2);
	db_rollback(w->db);
	db_begin(w->db);
	w = house_work_next(w);
	w->facets = shared;
	assert_int_equal(count_all(w), 1);
	w->facets = NULL;
	save(w, given_practice(w, "C"), SAVE_CREATED);
	w = house_work_next(w);
	w->facets = shared;
	assert_int_equal(count_all(w), 2);
}

/* A reader of its own at the house of the work, in the snapshot it has now. */
struct reader {
	struct desk desk;
	struct arena arena;
	struct failure failure;
	struct work work;
};

static const char *url_of_house;

static void reader_open(struct reader *r, struct facets *shared)
{
	assert_true(desk_open(&r->desk, url_of_house, DB_READ, true, &languages[LANG_EN]));
	arena_init(&r->arena, 64 << 20);
	r->failure = (struct failure){ 0 };
	r->work = desk_work(&r->desk, &r->arena, &r->failure, &languages[LANG_EN]);
	r->work.facets = shared;
}

static void reader_close(struct reader *r)
{
	assert_sound(&r->work);
	desk_close(&r->desk);
	arena_free(&r->arena);
}

static struct list whole_list(struct work *w)
{
	const struct list_query q = { .kind = &practice_kind, .limit = LIST_LIMIT_MAX };

	return list_page(w, &q);
}

static void add_and_commit(struct fresh_house *h, const char *id)
{
	struct work *w = fresh_house_work(h);

	db_begin(w->db);
	save(w, given_practice(w, id), SAVE_CREATED);
	assert_true(db_commit(w->db));
}

/* Regression: its total counted records that were not among its items. */
static void a_work_that_sees_an_earlier_state_is_told_of_that(enum db_engine e)
{
	struct reader early, late;
	struct fresh_house h;

	fresh_house_open(&h, e, HOUSE_BARE);
	url_of_house = h.url;
	struct facets *shared = facets_new(&h.kept);
	add_and_commit(&h, "A");
	reader_open(&early, shared);
	add_and_commit(&h, "B");
	reader_open(&late, shared);
	struct list l = whole_list(&late.work);
	assert_int_equal(l.total, 2);
	assert_int_equal(l.rows.n, 2);
	for (int i = 0; i < 2; i++) {
		l = whole_list(&early.work);
		assert_int_equal(l.total, 1);
		assert_int_equal(l.rows.n, 1);
	}
	reader_close(&early);
	add_and_commit(&h, "C");
	reader_open(&early, shared);
	assert_int_equal(whole_list(&early.work).total, 3);
	assert_int_equal(whole_list(&late.work).total, 2);
	reader_close(&early);
	reader_close(&late);
	fresh_house_close(&h);
}

static void an_earlier_state_on_sqlite(void **state)
{
	(void)state;
	a_work_that_sees_an_earlier_state_is_told_of_that(DB_SQLITE);
}

static void an_earlier_state_on_postgres(void **state)
{
	(void)state;
	a_work_that_sees_an_earlier_state_is_told_of_that(DB_POSTGRES);
}

/* ---- readings that break off */

enum { MANY = 12000, BREAKS_AT = 7000 };

static void given_rows(struct work *w)
{
	run_text(w, "WITH RECURSIVE n (i) AS "
		    "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000) "
		    "INSERT INTO record (seq, id, kind, public_id, state, lang, version, "
		    "created_at, updated_at) SELECT i, 'R' || CAST(i AS TEXT), 'practice', "
		    "'R' || CAST(i AS TEXT), 'published', 'fr', 1, 0, 0 FROM n");
	run_text(w, "INSERT INTO record_index (seq, kind, generation, terms) "
		    "SELECT seq, kind, 2, 'state=published' FROM record");
	run_text(w, "UPDATE counter SET value = 2 WHERE name = 'generation'");
}

/* The same rows, of which one cannot be read. */
static void break_rows(struct work *w)
{
	run_text(w, "ALTER TABLE record_index RENAME TO record_index_whole");
	run_text(w,
		db_engine(w->db) == DB_SQLITE
			? "CREATE VIEW record_index AS SELECT seq, kind, generation, "
			  "CASE WHEN seq = 7000 THEN CAST(abs(-9223372036854775807 - 1) AS TEXT) "
			  "ELSE terms END AS terms FROM record_index_whole"
			: "CREATE VIEW record_index AS SELECT seq, kind, generation, "
			  "CASE WHEN seq = 7000 THEN CAST(1 / (seq - 7000) AS TEXT) "
			  "ELSE terms END AS terms FROM record_index_whole");
}

static void mend_rows(struct work *w)
{
	run_text(w, "DROP VIEW record_index");
	run_text(w, "ALTER TABLE record_index_whole RENAME TO record_index");
}

/* Regression: half of the records were taken for all of them, until the next write. */
static void a_reading_that_breaks_off_is_gone_on_with(void **state)
{
	struct facets *shared = facets_new(&kept);
	struct work *w = *state;

	given_rows(w);
	break_rows(w);
	w = house_work_next(w);
	w->facets = shared;
	for (int i = 0; i < 2; i++) {
		assert_false(facets_hold(w));
		assert_non_null(w->failure->what);
		assert_false(facets_hold(w));
		db_rollback(w->db);
		*w->failure = (struct failure){ 0 };
		db_use(w->db, w->arena, w->failure, 0);
		db_begin(w->db);
	}
	mend_rows(w);
	assert_int_equal(count_all(w), MANY);
	assert_int_equal(count_of(w, "state", "published"), MANY);
	assert_true(BREAKS_AT < MANY);
}

/* ---- memory */

/* Regression: an export of more than one step read freed memory. */
static void sets_of_a_work_outlive_its_steps(void **state)
{
	struct work *w = *state;
	struct arena step, *home = w->arena;

	save(w, given_practice(w, "A"), SAVE_CREATED);
	w = house_work_next(w);
	home = w->arena;
	arena_init(&step, 1 << 20);
	for (int i = 0; i < 3; i++) {
		w->arena = &step;
		db_lend(w->db, &step);
		assert_int_equal(count_all(w), 1);
		db_lend(w->db, home);
		w->arena = home;
		arena_free(&step);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(what_is_saved_stands_under_its_codes_and_those_above),
		IN_HOUSE(what_changes_moves),
		IN_HOUSE(years_are_told_in_their_order),
		IN_HOUSE(hundreds_of_codes_have_sets_of_their_own),
		IN_SHARING_HOUSE(sets_are_brought_up_to_date_work_by_work),
		IN_SHARING_HOUSE(what_is_rolled_back_leaves_no_trace),
		IN_SHARING_HOUSE(a_reading_that_breaks_off_is_gone_on_with),
		IN_OWN_HOUSE(sets_of_a_work_outlive_its_steps),
	};
	const struct CMUnitTest others[] = {
		cmocka_unit_test(an_earlier_state_on_sqlite),
		cmocka_unit_test(an_earlier_state_on_postgres),
	};

	return RUN_IN_HOUSES("facets", tests) +
	       cmocka_run_group_tests_name("facets", others, NULL, NULL);
}

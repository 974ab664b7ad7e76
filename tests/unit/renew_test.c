/* renew_test.c - the index of an earlier Jalon, or of other code lists, is made anew. */
#include "command.h"
#include "facets.h"
#include "fresh_store.h"
#include "house_work.h"
#include "list.h"
#include "migrations.h"
#include "record_index.h"

#include <string.h>

/* ---- what an index says */

static struct list list_of(struct work *w, const char *typed, enum list_order order)
{
	struct search_text *search = ARENA_NEW(w->arena, struct search_text);
	struct list_query q = { .kind = &practice_kind, .order = order, .limit = LIST_LIMIT_MAX };

	*search = search_text_parse(w->arena, str_from(typed));
	q.search = *typed ? search : NULL;
	struct list list = list_page(w, &q);
	assert_sound(w);
	return list;
}

static void assert_list(
	struct work *w, const char *typed, enum list_order order, const char *expected)
{
	struct list list = list_of(w, typed, order);
	struct out o = out_new(w->arena, 1000);

	for (size_t i = 0; i < list.rows.n; i++) {
		if (i)
			out_char(&o, ' ');
		out_str(&o, ((struct record *)row_at(&list.rows, i))->public_id);
	}
	assert_text(out_done(&o), expected);
	assert_int_equal(list.total, list.rows.n);
}

static size_t count_of(struct work *w, const char *vocabulary, const char *code)
{
	assert_true(facets_hold(w));
	size_t n = bits_count(facets_code(w, &practice_kind, vocabulary, str_from(code)), SIZE_MAX);
	facets_release(w);
	return n;
}

/* ---- a base of the first schema */

enum { FIRST_STEPS = 2 };

static const char *const first_records[] = {
	"INSERT INTO record (seq, id, kind, public_id, state, lang, version, created_at, "
	"updated_at) VALUES "
	"(1, '01A', 'practice', 'OLD-1', 'published', 'fr', 1, 5, 5), "
	"(2, '01B', 'practice', 'OLD-2', 'published', 'en', 3, 6, 6), "
	"(3, '01C', 'practice', 'OLD-3', 'draft', 'fr', 1, 7, 7), "
	"(4, '01D', 'practice', 'ASIDE', 'draft', 'fr', 0, 8, 8)",
	"INSERT INTO practice (seq, start_year, end_year, added_since_2018) VALUES "
	"(1, 2016, 2018, 1), (2, NULL, NULL, 0), (3, 2020, NULL, 0)",
	"INSERT INTO record_text (seq, field, lang, text, origin, written_at) VALUES "
	"(1, 'title', 'fr', 'Zèbre numérique', 'original', 5), "
	"(1, 'summary', 'fr', 'Les œuvres du droit d’auteur.', 'original', 5), "
	"(2, 'title', 'en', 'Online radio', 'original', 6), "
	"(2, 'summary', 'en', 'A digital radio.', 'original', 6), "
	"(3, 'title', 'fr', 'Brouillon numérique', 'original', 7)",
	"INSERT INTO record_term (seq, field, position, vocabulary, code, edition) VALUES "
	"(1, 'output', 0, 'output', '2', '2019'), (2, 'output', 0, 'output', '1', '2019'), "
	"(3, 'output', 0, 'output', '1', '2019'), (1, 'activities', 0, 'activity', '3.1', '2019'), "
	"(1, 'parties', 0, 'party', 'FRA', '2026-11-21')",
	"INSERT INTO record_facet (kind, vocabulary, code, seq) VALUES "
	"('practice', 'output', '2', 1), ('practice', 'output', '1', 2)",
	"CREATE TABLE search_text (id INTEGER PRIMARY KEY)",
	"UPDATE counter SET value = 4 WHERE name = 'seq'",
	"UPDATE counter SET value = 9 WHERE name = 'generation'",
};

static bool run_init(const char *url)
{
	return house_init(url, REFERENCE_LISTS, &languages[LANG_EN]) == EXIT_DONE;
}

static const char *first_base(enum db_engine e, struct arena *a)
{
	const char *url = fresh_store(e, a);
	struct failure failure = { 0 };
	struct work w = { .arena = a, .failure = &failure };

	w.db = db_open(url, DB_WRITE, a, &failure);
	assert_sound(&w);
	db_use(w.db, a, &failure, 0);
	db_begin(w.db);
	assert_int_equal(migrate_run(w.db, migrations, FIRST_STEPS), FIRST_STEPS);
	for (size_t i = 0; i < COUNT(first_records); i++)
		run_text(&w, first_records[i]);
	assert_true(db_commit(w.db));
	db_close(w.db);
	return url;
}

static void assert_is_indexed(struct work *w)
{
	assert_list(w, "", ORDER_NEWEST, "OLD-2 OLD-1");
	assert_list(w, "", ORDER_TITLE, "OLD-2 OLD-1");
	assert_list(w, "numerique", ORDER_BEST, "OLD-1 OLD-2");
	assert_list(w, "œuvre", ORDER_BEST, "OLD-1");
	assert_list(w, "copyright", ORDER_BEST, "OLD-1");
	assert_list(w, "france", ORDER_BEST, "OLD-1");
	assert_list(w, "aside", ORDER_BEST, "");
	assert_int_equal(count_of(w, "output", "2"), 1);
	assert_int_equal(count_of(w, "output", "3"), 1);
	assert_int_equal(count_of(w, "output", "1"), 1);
	assert_int_equal(count_of(w, "group", "I"), 1);
	assert_int_equal(count_of(w, "start_year", "2016"), 1);
	assert_int_equal(count_of(w, "state", "draft"), 0);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM record_index"), 2);
	assert_int_equal(
		ask_int(w, "SELECT count(*) FROM search_word WHERE word = 'numerique'"), 1);
}

/* Its words take as much room as those that replace them. */
static void assert_earlier_words_are_gone(struct work *w)
{
	static const struct sql earlier = { "earlier_words", 0, "SELECT id FROM search_text",
		"SELECT id FROM search_text" };
	struct str why;

	assert_false(db_can_prepare(w->db, &earlier, w->arena, &why));
}

static void a_base_of_the_first_schema_is_indexed(enum db_engine e)
{
	struct arena kept, a;
	struct failure failure = { 0 };
	int64_t generation = 0;
	struct desk desk;

	arena_init(&kept, 64 << 20);
	arena_init(&a, 64 << 20);
	const char *url = first_base(e, &kept);
	for (int i = 0; i < 2; i++) {
		assert_true(run_init(url));
		assert_true(desk_open(&desk, url, DB_WRITE, true, &languages[LANG_EN]));
		struct work w = desk_work(&desk, &a, &failure, &languages[LANG_EN]);
		/* Once: the second init finds nothing to do. */
		assert_true(w.generation > 9 && (!i || w.generation == generation));
		generation = w.generation;
		assert_is_indexed(&w);
		assert_earlier_words_are_gone(&w);
		db_use(desk.db, &kept, &failure, 0);
		arena_free(&a);
		desk_close(&desk);
	}
	arena_free(&kept);
}

static void the_first_schema_on_sqlite(void **state)
{
	(void)state;
	a_base_of_the_first_schema_is_indexed(DB_SQLITE);
}

static void the_first_schema_on_postgres(void **state)
{
	(void)state;
	a_base_of_the_first_schema_is_indexed(DB_POSTGRES);
}

/* ---- code lists that change */

static void what_a_code_is_called_is_found_under_its_new_name(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "A");

	set(w, p, "parties", "FRA");
	save(w, p, SAVE_CREATED);
	assert_list(w, "france", ORDER_BEST, "A");
	run_text(w, "UPDATE term_text SET text = 'Gaule' WHERE vocabulary = 'party' "
		    "AND code = 'FRA' AND field = 'label'");
	run_text(w, "UPDATE term SET broader_code = 'II' WHERE vocabulary = 'party' "
		    "AND code = 'FRA'");
	run_text(w, "UPDATE counter SET value = value + 1 WHERE name = 'vocabulary'");
	w = house_work_next(w);
	int64_t generation = w->generation;
	record_index_renew(w);
	assert_int_equal(w->generation, generation + 1);
	w = house_work_next(w);
	assert_list(w, "gaule", ORDER_BEST, "A");
	assert_list(w, "france", ORDER_BEST, "");
	assert_int_equal(count_of(w, "group", "II"), 1);
	assert_int_equal(count_of(w, "group", "I"), 0);
	record_index_renew(w);
	assert_int_equal(w->generation, generation + 1);
}

/* More than one step of the loop; a record that was there and its words stay once each. */
static void a_base_of_many_records_is_renewed_whole(void **state)
{
	struct work *w = *state;

	for (int i = 0; i < 450; i++)
		save(w, given_practice(w, str_printf(w->arena, "T-%d", i).p), SAVE_CREATED);
	w = house_work_next(w);
	int64_t n_words = ask_int(w, "SELECT count(*) FROM search_word");
	int64_t n_order = ask_int(w, "SELECT count(*) FROM record_order");
	run_text(w, "DELETE FROM record_index WHERE seq > 3");
	run_text(w, "DELETE FROM record_order WHERE seq > 3");
	run_text(w, "DELETE FROM search_word");
	run_text(w, "DELETE FROM search_words");
	run_text(w, "UPDATE counter SET value = 0 WHERE name = 'index_format'");
	record_index_renew(w);
	assert_sound(w);
	w = house_work_next(w);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM record_index"), 450);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM record_order"), n_order);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM search_word"), n_words);
	assert_int_equal(list_of(w, "radio", ORDER_BEST).total, 450);
	assert_list(w, "\"T-449\"", ORDER_BEST, "T-449");
	assert_int_equal(count_of(w, "output", "2"), 450);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_OWN_HOUSE(what_a_code_is_called_is_found_under_its_new_name),
		IN_OWN_HOUSE(a_base_of_many_records_is_renewed_whole),
	};
	const struct CMUnitTest others[] = {
		cmocka_unit_test(the_first_schema_on_sqlite),
		cmocka_unit_test(the_first_schema_on_postgres),
	};

	return RUN_IN_HOUSES("renew", tests) +
	       cmocka_run_group_tests_name("renew", others, NULL, NULL);
}

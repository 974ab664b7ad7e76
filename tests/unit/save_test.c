/* save_test.c - the only way a record is written: what is in the store afterwards, and what not. */
#include "house_work.h"
#include "id.h"

#include <string.h>

/* Every column of a practice, as a file would give it. */
static const struct {
	const char *column, *value;
} whole[] = {
	{ "parties", "FRA;DEU" },
	{ "place_fr", "Berlin et Paris" },
	{ "place_en", "Berlin and Paris" },
	{ "title_fr", "Une radio" },
	{ "title_en", "A radio" },
	{ "summary_fr", "Elle joue, dit-on, “la musique”.\nEt parle." },
	{ "summary_en", "It plays 文化 🎭" },
	{ "output", "2" },
	{ "activities", "2.4;1.1" },
	{ "start_year", "2014" },
	{ "end_year", "2020" },
	{ "lead_type", "civil society" },
	{ "amount", "110000000.50" },
	{ "currency", "CAD" },
	{ "url", "https://example.org/a?b=c&d=%20#e" },
	{ "added_since_2018", "no" },
	{ "source_symbol", "DCE/19/7.CP/13" },
	{ "source_section", "Annex II, output 1, item 1" },
	{ "example_type", "good_practice" },
	{ "partners", "Mali; the \"A\" company" },
	{ "sectors", "film;music" },
	{ "value_chain_stages", "production;distribution" },
	{ "related_ids", "T-2;T-1" },
	{ "note_fr", "À vérifier" },
	{ "note_en", "To be checked" },
};

static struct practice *whole_practice(struct work *w, const char *id)
{
	struct practice *p = given_practice(w, id);

	for (size_t i = 0; i < COUNT(whole); i++)
		set(w, p, whole[i].column, whole[i].value);
	return p;
}

static void assert_whole(struct work *w, const struct practice *p)
{
	assert_non_null(p);
	for (size_t i = 0; i < COUNT(whole); i++)
		assert_text(get(w, p, whole[i].column), whole[i].value);
}

static void assert_same(struct work *w, const struct practice *a, const struct practice *b)
{
	struct columns columns = kind_columns(w->arena, &practice_kind);

	for (size_t i = 0; i < columns.n; i++)
		assert_str(column_read(w->arena, columns.v[i], b),
			column_read(w->arena, columns.v[i], a));
}

/* ---- what a save leaves */

static void a_whole_record_comes_back_as_it_was_saved(void **state)
{
	struct work *w = *state;

	save(w, given_practice(w, "T-2"), SAVE_CREATED);
	struct practice *p = whole_practice(w, "T-1");
	save(w, p, SAVE_CREATED);
	struct practice *found = load(w, "T-1");
	assert_whole(w, found);
	assert_same(w, p, found);
	assert_true(found->record.seq == p->record.seq);
	assert_str(found->record.id, p->record.id);
	assert_text(found->record.kind, "practice");
	assert_text(found->record.state, "published");
	assert_ptr_equal(found->record.lang, &languages[LANG_FR]);
	assert_int_equal(found->record.version, 1);
	assert_true(found->record.created_ms == HOUSE_NOW_MS);
	assert_true(found->record.updated_ms == HOUSE_NOW_MS);
	assert_true(ulid_is_valid(found->record.id));
}

static void what_is_unknown_comes_back_unknown(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");

	save(w, p, SAVE_CREATED);
	struct practice *found = load(w, "T-1");
	assert_same(w, p, found);
	assert_false(found->start_year.is_known);
	assert_int_equal(found->added_since_2018, UNKNOWN);
	assert_int_equal(found->parties.n, 0);
	assert_int_equal(found->amount.currency.n, 0);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM practice WHERE start_year IS NULL"
				    " AND end_year IS NULL AND amount_minor IS NULL"
				    " AND amount_currency IS NULL AND link IS NULL"
				    " AND added_since_2018 IS NULL AND source_symbol IS NULL"
				    " AND source_section IS NULL AND partners IS NULL"),
		1);
}

static void a_record_without_id_gets_one(void **state)
{
	struct work *w = *state;
	struct practice *one = given_practice(w, ""), *two = given_practice(w, "");

	save(w, one, SAVE_CREATED);
	save(w, two, SAVE_CREATED);
	assert_true(ulid_is_valid(one->record.public_id));
	assert_false(str_eq(one->record.public_id, two->record.public_id));
	assert_true(two->record.seq > one->record.seq);
	assert_non_null(record_load(w, &practice_kind, one->record.public_id));
}

static void amounts_are_stored_in_minor_units(void **state)
{
	static const struct {
		const char *id, *amount, *currency;
		int64_t minor;
	} cases[] = {
		{ "T-1", "12.5", "EUR", 1250 },
		{ "T-2", "1500", "JPY", 1500 },
		{ "T-3", "1.234", "TND", 1234 },
		{ "T-4", "0", "USD", 0 },
		{ "T-5", "900000000000000", "IDR", 90000000000000000 },
	};
	struct work *w = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct practice *p = given_practice(w, cases[i].id);

		set(w, p, "amount", cases[i].amount);
		set(w, p, "currency", cases[i].currency);
		save(w, p, SAVE_CREATED);
		assert_same(w, p, load(w, cases[i].id));
		assert_true(ask_int(w, "SELECT amount_minor FROM practice ORDER BY seq DESC") ==
			    cases[i].minor);
		assert_text(ask_text(w, "SELECT amount_currency FROM practice ORDER BY seq DESC"),
			cases[i].currency);
	}
}

static void texts_know_whether_they_are_the_original(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");

	set(w, p, "title_en", "A radio");
	save(w, p, SAVE_CREATED);
	assert_text(ask_text(w, "SELECT origin FROM record_text WHERE field = 'title'"
				" AND lang = 'fr'"),
		"original");
	assert_text(ask_text(w, "SELECT origin FROM record_text WHERE field = 'title'"
				" AND lang = 'en'"),
		"human");
}

static void the_account_is_written_down(void **state)
{
	struct work *w = *state;

	save(w, given_practice(w, "T-1"), SAVE_CREATED);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM record WHERE created_by IS NULL"
				    " AND updated_by IS NULL"),
		1);
	w->actor.account_id = S("ANA");
	struct practice *p = load(w, "T-1");
	set(w, p, "place_fr", "Paris");
	save(w, p, SAVE_UPDATED);
	assert_text(ask_text(w, "SELECT updated_by FROM record WHERE created_by IS NULL"), "ANA");
	assert_text(ask_text(w, "SELECT written_by FROM record_text WHERE field = 'place'"), "ANA");
	assert_text(ask_text(w, "SELECT account_id FROM record_revision WHERE version = 2"), "ANA");
}

/* ---- saving again */

static void saving_the_same_again_changes_nothing(void **state)
{
	struct work *w = *state;

	save(w, given_practice(w, "T-2"), SAVE_CREATED);
	save(w, whole_practice(w, "T-1"), SAVE_CREATED);
	int64_t generation = ask_int(w, "SELECT value FROM counter WHERE name = 'generation'");
	int64_t seq = ask_int(w, "SELECT value FROM counter WHERE name = 'seq'");
	w = house_work_next(w);
	w->now_ms += 1000;
	save(w, load(w, "T-1"), SAVE_UNCHANGED);
	save(w, whole_practice(w, "T-1"), SAVE_UNCHANGED);
	w = house_work_next(w);
	struct practice *found = load(w, "T-1");
	assert_whole(w, found);
	assert_int_equal(found->record.version, 1);
	assert_true(found->record.updated_ms == HOUSE_NOW_MS);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM record_revision"), 2);
	assert_true(
		ask_int(w, "SELECT value FROM counter WHERE name = 'generation'") == generation);
	assert_true(ask_int(w, "SELECT value FROM counter WHERE name = 'seq'") == seq);
}

static void a_change_is_a_new_version(void **state)
{
	struct work *w = *state;

	save(w, given_practice(w, "T-1"), SAVE_CREATED);
	struct practice *p = load(w, "T-1");
	set(w, p, "start_year", "2016");
	w->now_ms += 5000;
	save(w, p, SAVE_UPDATED);
	struct practice *found = load(w, "T-1");
	assert_same(w, p, found);
	assert_int_equal(found->record.version, 2);
	assert_true(found->record.created_ms == HOUSE_NOW_MS);
	assert_true(found->record.updated_ms == HOUSE_NOW_MS + 5000);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM record"), 1);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM practice"), 1);
}

/* A row made anew replaces the record of its public id whole: an import works so. */
static void a_new_row_of_the_same_id_updates(void **state)
{
	struct work *w = *state;

	save(w, given_practice(w, "T-2"), SAVE_CREATED);
	save(w, whole_practice(w, "T-1"), SAVE_CREATED);
	struct practice *bare = given_practice(w, "T-1");
	save(w, bare, SAVE_UPDATED);
	assert_same(w, bare, load(w, "T-1"));
	assert_int_equal(bare->record.version, 2);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM record_link"), 0);
}

static void a_state_alone_is_a_change(void **state)
{
	struct work *w = *state;

	save(w, given_practice(w, "T-1"), SAVE_CREATED);
	struct practice *p = load(w, "T-1");
	p->record.state = S("draft");
	save(w, p, SAVE_UPDATED);
	assert_text(load(w, "T-1")->record.state, "draft");
}

static void every_column_can_change_alone(void **state)
{
	struct work *w = *state;

	save(w, given_practice(w, "T-2"), SAVE_CREATED);
	save(w, given_practice(w, "T-1"), SAVE_CREATED);
	for (size_t i = 0; i < COUNT(whole); i++) {
		struct practice *p = load(w, "T-1");
		bool is_money = str_is(S("amount"), whole[i].column) ||
				str_is(S("currency"), whole[i].column);

		if (is_money || str_is(get(w, p, whole[i].column), whole[i].value))
			continue;
		set(w, p, whole[i].column, whole[i].value);
		save(w, p, SAVE_UPDATED);
		assert_same(w, p, load(w, "T-1"));
	}
}

static void every_column_can_be_emptied(void **state)
{
	struct work *w = *state;

	save(w, given_practice(w, "T-2"), SAVE_CREATED);
	save(w, whole_practice(w, "T-1"), SAVE_CREATED);
	struct practice *p = load(w, "T-1");
	for (size_t i = 0; i < COUNT(whole); i++)
		set(w, p, whole[i].column, "");
	set(w, p, "title_en", "A radio");
	set(w, p, "summary_en", "It plays.");
	set(w, p, "output", "3");
	save(w, p, SAVE_UPDATED);
	assert_same(w, p, load(w, "T-1"));
	assert_int_equal(ask_int(w, "SELECT count(*) FROM record_text t JOIN record r"
				    " ON r.seq = t.seq WHERE r.public_id = 'T-1'"),
		2);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM record_term t JOIN record r"
				    " ON r.seq = t.seq WHERE r.public_id = 'T-1'"),
		1);
}

static void a_cleared_text_leaves_the_other_language(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");

	set(w, p, "title_en", "A radio");
	save(w, p, SAVE_CREATED);
	set(w, p, "title_en", "");
	save(w, p, SAVE_UPDATED);
	assert_text(get(w, load(w, "T-1"), "title_en"), "");
	assert_text(get(w, load(w, "T-1"), "title_fr"), "Une radio en ligne");
	assert_int_equal(ask_int(w, "SELECT count(*) FROM record_text WHERE field = 'title'"), 1);
}

static void the_order_of_codes_is_kept_and_its_change_counts(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");

	set(w, p, "parties", "FRA;DEU;ALB");
	save(w, p, SAVE_CREATED);
	p = load(w, "T-1");
	set(w, p, "parties", "DEU;FRA;ALB");
	save(w, p, SAVE_UPDATED);
	p = load(w, "T-1");
	assert_text(get(w, p, "parties"), "DEU;FRA;ALB");
	set(w, p, "parties", "DEU");
	save(w, p, SAVE_UPDATED);
	assert_text(get(w, load(w, "T-1"), "parties"), "DEU");
	assert_int_equal(ask_int(w, "SELECT count(*) FROM record_term WHERE field = 'parties'"), 1);
}

/* ---- refusals */

static void assert_nothing_stored(struct work *w)
{
	static const char *const counts[] = {
		"SELECT count(*) FROM record",
		"SELECT count(*) FROM practice",
		"SELECT count(*) FROM record_text",
		"SELECT count(*) FROM record_term",
		"SELECT count(*) FROM record_index",
		"SELECT count(*) FROM record_link",
		"SELECT count(*) FROM record_revision",
	};

	for (size_t i = 0; i < COUNT(counts); i++)
		if (ask_int(w, counts[i]))
			fail_msg("%s: %lld", counts[i], (long long)ask_int(w, counts[i]));
}

static void a_refused_record_leaves_nothing(void **state)
{
	struct work *w = *state;
	int64_t seq = ask_int(w, "SELECT value FROM counter WHERE name = 'seq'");
	int64_t generation = ask_int(w, "SELECT value FROM counter WHERE name = 'generation'");
	struct practice *p = given_practice(w, "T-1");

	set(w, p, "parties", "XXX");
	save(w, p, SAVE_REFUSED);
	w = house_work_next(w);
	assert_nothing_stored(w);
	assert_int_equal(ask_int(w, "SELECT value FROM counter WHERE name = 'seq'"), seq);
	assert_int_equal(
		ask_int(w, "SELECT value FROM counter WHERE name = 'generation'"), generation);
}

static void a_refused_change_leaves_the_record_as_it_was(void **state)
{
	struct work *w = *state;

	save(w, given_practice(w, "T-2"), SAVE_CREATED);
	save(w, whole_practice(w, "T-1"), SAVE_CREATED);
	struct practice *p = load(w, "T-1");
	set(w, p, "title_fr", "Autre");
	set(w, p, "end_year", "1999");
	save(w, p, SAVE_REFUSED);
	assert_whole(w, load(w, "T-1"));
	assert_int_equal(load(w, "T-1")->record.version, 1);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM record_revision"), 2);
}

/* Whoever saves ends the transaction of a refused link; then nothing of it is left. */
static void a_link_that_leads_nowhere_is_refused(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");
	struct problems problems = problems_new(w->arena);

	set(w, p, "related_ids", "T-1;NO-SUCH");
	assert_int_equal(register_save(w, &practice_kind, p, "test", &problems), SAVE_REFUSED);
	assert_problem(&problems, "related_ids", "unknown_record");
	assert_non_null(strstr(str_z(w->arena, problems.v[0].message), "NO-SUCH"));
	db_rollback(w->db);
	db_begin(w->db);
	assert_nothing_stored(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(a_whole_record_comes_back_as_it_was_saved),
		IN_HOUSE(what_is_unknown_comes_back_unknown),
		IN_HOUSE(a_record_without_id_gets_one),
		IN_HOUSE(amounts_are_stored_in_minor_units),
		IN_HOUSE(texts_know_whether_they_are_the_original),
		IN_HOUSE(the_account_is_written_down),
		IN_OWN_HOUSE(saving_the_same_again_changes_nothing),
		IN_HOUSE(a_change_is_a_new_version),
		IN_HOUSE(a_new_row_of_the_same_id_updates),
		IN_HOUSE(a_state_alone_is_a_change),
		IN_HOUSE(every_column_can_change_alone),
		IN_HOUSE(every_column_can_be_emptied),
		IN_HOUSE(a_cleared_text_leaves_the_other_language),
		IN_HOUSE(the_order_of_codes_is_kept_and_its_change_counts),
		IN_OWN_HOUSE(a_refused_record_leaves_nothing),
		IN_HOUSE(a_refused_change_leaves_the_record_as_it_was),
		IN_HOUSE(a_link_that_leads_nowhere_is_refused),
	};

	return RUN_IN_HOUSES("save", tests);
}

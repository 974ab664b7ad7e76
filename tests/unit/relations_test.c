/* relations_test.c - what a record is found by and tied to: facets, links, the counters. */
#include "exchange.h"
#include "house_work.h"

#include <stdlib.h>

static int64_t generation(struct work *w)
{
	return ask_int(w, "SELECT value FROM counter WHERE name = 'generation'");
}

/* ---- facets */

static int by_bytes(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* "activity=2.4, group=I, ...": the terms of the one record, each once, in the order of bytes. */
static void assert_terms(struct work *w, const char *expected)
{
	struct str rest = ask_text(w, "SELECT terms FROM record_index"), terms[100], term;
	struct out o = out_new(w->arena, 1 << 16);
	size_t n = 0;

	while (n < COUNT(terms) && str_cut(&rest, '\n', &term))
		if (term.n)
			terms[n++] = term;
	qsort(terms, n, sizeof *terms, by_bytes);
	for (size_t i = 0; i < n; i++) {
		if (i && str_eq(terms[i], terms[i - 1]))
			continue;
		out_z(&o, o.n ? ", " : "");
		out_str(&o, terms[i]);
	}
	assert_text(out_done(&o), expected);
}

static void facets_are_the_codes_and_what_stands_above_them(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");

	set(w, p, "activities", "2.4;3.1");
	set(w, p, "parties", "FRA;SEN;DEU");
	set(w, p, "lead_type", "civil society");
	set(w, p, "sectors", "music");
	save(w, p, SAVE_CREATED);
	assert_terms(w, "activity=2.4, activity=3.1, goal=G1, goal=G2, group=I, group=Va, "
			"lead_type=civil society, output=2, output=3, party=DEU, party=FRA, "
			"party=SEN, sector=music, state=published");
}

static void the_european_union_is_in_no_group(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");

	set(w, p, "parties", "EUE");
	save(w, p, SAVE_CREATED);
	assert_terms(w, "goal=G1, output=2, party=EUE, state=published");
}

static void facets_follow_a_change(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");

	set(w, p, "activities", "2.4");
	set(w, p, "parties", "FRA");
	save(w, p, SAVE_CREATED);
	p = load(w, "T-1");
	set(w, p, "activities", "5.1");
	set(w, p, "parties", "");
	set(w, p, "output", "5");
	save(w, p, SAVE_UPDATED);
	assert_terms(w, "activity=5.1, goal=G4, output=5, state=published");
}

static void codes_remember_their_edition(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");

	set(w, p, "activities", "2.4");
	set(w, p, "lead_type", "private");
	save(w, p, SAVE_CREATED);
	assert_text(
		ask_text(w, "SELECT edition FROM record_term WHERE field = 'activities'"), "2019");
	assert_text(ask_text(w, "SELECT edition FROM record_term WHERE field = 'lead_type'"), "");
}

/* ---- links */

static void links_keep_their_order(void **state)
{
	struct work *w = *state;

	for (int i = 1; i <= 3; i++)
		save(w, given_practice(w, str_printf(w->arena, "T-%d", i).p), SAVE_CREATED);
	struct practice *p = load(w, "T-1");
	set(w, p, "related_ids", "T-3;T-1;T-2");
	save(w, p, SAVE_UPDATED);
	p = load(w, "T-1");
	assert_text(get(w, p, "related_ids"), "T-3;T-1;T-2");
	set(w, p, "related_ids", "T-2;T-3");
	save(w, p, SAVE_UPDATED);
	p = load(w, "T-1");
	assert_text(get(w, p, "related_ids"), "T-2;T-3");
	set(w, p, "related_ids", "");
	save(w, p, SAVE_UPDATED);
	assert_text(get(w, load(w, "T-1"), "related_ids"), "");
	assert_int_equal(ask_int(w, "SELECT count(*) FROM record_link"), 0);
}

static void a_record_set_aside_can_be_linked_to(void **state)
{
	struct work *w = *state;
	struct reserved aside = { .public_id = S("T-2") };

	records_reserve(w, "practice", &aside, 1);
	assert_true(aside.is_new && aside.seq > 0);
	struct practice *p = given_practice(w, "T-1"), *later = given_practice(w, "T-2");

	set(w, p, "related_ids", "T-2");
	save(w, p, SAVE_CREATED);
	save(w, later, SAVE_CREATED);
	w = house_work_next(w);
	assert_text(get(w, load(w, "T-1"), "related_ids"), "T-2");
	struct practice *found = load(w, "T-2");
	assert_true(found->record.seq == aside.seq);
	assert_int_equal(found->record.version, 1);
	assert_text(ask_text(w, "SELECT changes FROM record_revision WHERE seq = 1"),
		"{\"state\":[null,\"published\"],\":id\":[null,\"T-2\"],\":kind\":[null,"
		"\"practice\"],"
		"\":lang\":[null,\"fr\"],\":via\":[null,\"command\"],\"title.fr\":[null,\"Une "
		"radio en ligne\"],"
		"\"summary.fr\":[null,\"Elle joue la musique du pays.\"],\"output\":[null,\"2\"]}");
}

static void linked_records_are_shown_by_title(void **state)
{
	struct work *w = *state;
	struct practice *titled = given_practice(w, "T-1"), *draft = given_practice(w, "T-2");
	const struct codes links = { (const struct str[]){ S("T-2"), S("NO-SUCH"), S("T-1") }, 3 };

	set(w, titled, "title_en", "Online radio");
	save(w, titled, SAVE_CREATED);
	draft->record.state = S("draft");
	save(w, draft, SAVE_CREATED);
	w->actor = (struct actor){ 0 };
	struct link_shown *shown = record_links_shown(w, &practice_kind, links);
	assert_text(shown[0].public_id, "T-2");
	assert_null(shown[0].title.lang);
	assert_null(shown[1].title.lang);
	assert_text(shown[2].title.text, "Online radio");
	w->actor = actor_operator;
	shown = record_links_shown(w, &practice_kind, links);
	assert_text(shown[0].title.text, "Une radio en ligne");
	assert_ptr_equal(shown[0].title.lang, &languages[LANG_FR]);
}

static void what_is_not_there_is_not_loaded(void **state)
{
	struct work *w = *state;

	save(w, given_practice(w, "T-1"), SAVE_CREATED);
	assert_null(load(w, "T-2"));
	assert_null(load(w, ""));
	assert_null(load(w, "t-1"));
	assert_null(load(w, "T-1 "));
}

/* ---- counters */

static void the_generation_rises_once_in_a_transaction(void **state)
{
	struct work *w = *state;
	int64_t before = generation(w);

	save(w, given_practice(w, "T-1"), SAVE_CREATED);
	save(w, given_practice(w, "T-2"), SAVE_CREATED);
	assert_true(generation(w) == before + 1);
	w = house_work_next(w);
	struct practice *p = load(w, "T-1");
	set(w, p, "place_fr", "Dakar");
	save(w, p, SAVE_UPDATED);
	assert_true(generation(w) == before + 2);
}

static void ignore(void *arg, struct str line)
{
	(void)arg;
	(void)line;
}

/* What was only tried was rolled back, so the import that follows has yet to tell. */
static void an_import_raises_the_generation_after_a_trial(void **state)
{
	static const char file[] = "id,title_fr,summary_fr,output\nT-1,Radio,Elle joue.,2\n";
	const struct str text = str_from(file);
	const struct byte_source bytes = bytes_of_text(&text);
	struct import_options options = { .file_name = "a.csv", .dry_run = true, .say = ignore };
	struct import_result result;
	struct work *w = *state;
	int64_t before = generation(w);

	db_rollback(w->db); /* an import has a transaction of its own */
	assert_true(import_records(w, &practice_kind, &bytes, &options, &result));
	assert_false(result.is_loaded);
	assert_int_equal(result.created, 1);
	assert_true(generation(w) == before);
	options.dry_run = false;
	assert_true(import_records(w, &practice_kind, &bytes, &options, &result));
	assert_true(result.is_loaded);
	assert_true(generation(w) == before + 1);
}

static void numbers_follow_each_other(void **state)
{
	struct work *w = *state;
	struct practice *p[3];

	for (int i = 0; i < 3; i++) {
		p[i] = given_practice(w, "");
		save(w, p[i], SAVE_CREATED);
	}
	assert_true(p[1]->record.seq == p[0]->record.seq + 1);
	assert_true(p[2]->record.seq == p[0]->record.seq + 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(facets_are_the_codes_and_what_stands_above_them),
		IN_HOUSE(the_european_union_is_in_no_group),
		IN_HOUSE(facets_follow_a_change),
		IN_HOUSE(codes_remember_their_edition),
		IN_HOUSE(links_keep_their_order),
		IN_OWN_HOUSE(a_record_set_aside_can_be_linked_to),
		IN_HOUSE(linked_records_are_shown_by_title),
		IN_HOUSE(what_is_not_there_is_not_loaded),
		IN_OWN_HOUSE(the_generation_rises_once_in_a_transaction),
		IN_OWN_HOUSE(an_import_raises_the_generation_after_a_trial),
		IN_HOUSE(numbers_follow_each_other),
	};

	return RUN_IN_HOUSES("relations", tests);
}

/* merge_test.c - two people change one record: field by field, and nothing is lost. */
#include "draft.h"
#include "history.h"
#include "house_work.h"
#include "text_diff.h"
#include "words_lost.h"

#include <stdlib.h>
#include <string.h>

static const struct kind *const kind = &practice_kind;

/* A draft of the operator's own, as it was saved first: version 1. */
static struct practice *given_draft(struct work *w, const char *id)
{
	struct practice *p = given_practice(w, id);

	p->record.state = S("draft");
	set(w, p, "place_fr", "Dakar");
	set(w, p, "start_year", "2016");
	save(w, p, SAVE_CREATED);
	return load(w, id);
}

static void want(struct work *w, struct edits *e, const char *path, const char *text, int64_t base)
{
	edit_add(e, kind_column(w->arena, kind, str_from(path)), str_from(text), base);
	assert_non_null(e->v[e->n - 1].column.field);
}

/* Merges one column and saves; what became of it. */
static struct edit change(
	struct work *w, const char *id, const char *path, const char *text, int64_t base)
{
	struct problems p = problems_new(w->arena);
	void *row = record_hold(w, kind, str_from(id));
	struct edits e = edits_new(w->arena);

	want(w, &e, path, text, base);
	edits_merge(w, kind, row, &e);
	if (edits_count(&e, EDIT_TAKEN))
		assert_true(edits_save(w, kind, row, S(""), &p));
	assert_sound(w);
	return e.v[0];
}

static void assert_end(struct edit e, enum edit_end expected)
{
	assert_int_equal(e.end, expected);
}

static void fields_that_nobody_changed_since_are_taken(void **state)
{
	struct work *w = *state;

	given_draft(w, "T-1");
	assert_end(change(w, "T-1", "place.fr", "Thiès", 1), EDIT_TAKEN);
	assert_end(change(w, "T-1", "start_year", "2017", 1), EDIT_TAKEN);
	assert_text(get(w, load(w, "T-1"), "place_fr"), "Thiès");
	assert_text(get(w, load(w, "T-1"), "start_year"), "2017");
	assert_int_equal(load(w, "T-1")->record.version, 3);
}

static void the_same_field_changed_twice_is_a_conflict(void **state)
{
	struct work *w = *state;

	given_draft(w, "T-1");
	change(w, "T-1", "place.fr", "Thiès", 1);
	const struct edit e = change(w, "T-1", "place.fr", "Saint-Louis", 1);
	assert_end(e, EDIT_CONFLICT);
	assert_text(e.base, "Dakar");
	assert_text(e.theirs, "Thiès");
	assert_text(get(w, load(w, "T-1"), "place_fr"), "Thiès");
	/* Chosen, it is made from the present version. */
	assert_end(change(w, "T-1", "place.fr", "Saint-Louis", 2), EDIT_TAKEN);
}

static void the_same_change_twice_is_none(void **state)
{
	struct work *w = *state;

	given_draft(w, "T-1");
	change(w, "T-1", "place.fr", "Thiès", 1);
	assert_end(change(w, "T-1", "place.fr", " Thiès ", 1), EDIT_SAME);
	assert_int_equal(load(w, "T-1")->record.version, 2);
}

static void a_field_of_a_form_that_was_not_touched_undoes_nothing(void **state)
{
	struct work *w = *state;

	given_draft(w, "T-1");
	change(w, "T-1", "place.fr", "Thiès", 1);
	assert_end(change(w, "T-1", "place.fr", "Dakar", 1), EDIT_SAME);
	assert_text(get(w, load(w, "T-1"), "place_fr"), "Thiès");
}

static void what_is_meant_is_no_field_of_a_form(void **state)
{
	struct work *w = *state;
	struct edits e = edits_new(w->arena);

	given_draft(w, "T-1");
	change(w, "T-1", "place.fr", "Thiès", 1);
	want(w, &e, "place.fr", "Dakar", 1);
	e.v[0].is_meant = true;
	edits_merge(w, kind, load(w, "T-1"), &e);
	assert_end(e.v[0], EDIT_CONFLICT);
}

static void one_conflict_holds_up_nothing_else(void **state)
{
	struct work *w = *state;
	struct problems p = problems_new(w->arena);
	struct edits e = edits_new(w->arena);

	given_draft(w, "T-1");
	change(w, "T-1", "place.fr", "Thiès", 1);
	void *row = record_hold(w, kind, S("T-1"));
	want(w, &e, "place.fr", "Saint-Louis", 1);
	want(w, &e, "start_year", "2018", 1);
	want(w, &e, "end_year", "abc", 1);
	want(w, &e, "sectors", "no such sector", 1);
	edits_merge(w, kind, row, &e);
	assert_true(edits_save(w, kind, row, S(""), &p));
	assert_end(e.v[0], EDIT_CONFLICT);
	assert_end(e.v[1], EDIT_TAKEN);
	assert_end(e.v[2], EDIT_WRONG);
	assert_end(e.v[3], EDIT_WRONG);
	assert_text(get(w, load(w, "T-1"), "start_year"), "2018");
	assert_text(get(w, load(w, "T-1"), "end_year"), "");
	assert_text(get(w, load(w, "T-1"), "sectors"), "");
}

static void an_amount_without_its_currency_waits_for_it(void **state)
{
	struct work *w = *state;
	struct edits e = edits_new(w->arena);

	given_draft(w, "T-1");
	assert_end(change(w, "T-1", "amount", "1500", 1), EDIT_WRONG);
	want(w, &e, "amount", "1500", 1);
	want(w, &e, "currency", "XOF", 1);
	edits_merge(w, kind, load(w, "T-1"), &e);
	assert_int_equal(edits_count(&e, EDIT_TAKEN), 2);
}

static void a_text_that_is_too_long_is_kept_in_a_draft_and_refused_in_what_is_public(void **state)
{
	struct work *w = *state;
	struct problems p = problems_new(w->arena);
	char *text = arena_take(w->arena, 3001);

	memset(text, 'a', 3000);
	text[3000] = 0;
	given_draft(w, "T-1");
	assert_end(change(w, "T-1", "title.fr", text, 1), EDIT_TAKEN);
	struct practice *row = load(w, "T-1");
	assert_int_equal(get(w, row, "title_fr").n, 3000);
	row->record.state = S("published");
	assert_int_equal(register_save(w, kind, row, "test", &p), SAVE_REFUSED);
	assert_problem(&p, "title_fr", "too_long");
}

static void a_link_to_what_one_may_not_read_is_to_nothing(void **state)
{
	struct work *w = *state;
	const struct held_role held = { ROLE_FOCAL_POINT, .party = S("SEN") };

	given_draft(w, "T-1");
	struct practice *mine = given_practice(w, "T-2");
	mine->record.state = S("draft");
	mine->record.owner.party = S("SEN");
	save(w, mine, SAVE_CREATED);
	w->actor = (struct actor){ .held = &held, .n_held = 1, .account_id = S("ANA") };
	const struct edit e = change(w, "T-2", "related_ids", "T-1", 1);
	assert_end(e, EDIT_WRONG);
	assert_string_equal(e.code, "unknown_record");
	assert_end(change(w, "T-2", "related_ids", "NOWHERE", 1), EDIT_WRONG);
}

/* ---- drafts */

static void what_could_not_be_taken_is_kept_as_a_draft_and_comes_back(void **state)
{
	struct work *w = *state;
	struct edits e = edits_new(w->arena);
	const struct held_role held = { ROLE_SECRETARIAT };

	given_draft(w, "T-1");
	w->actor = (struct actor){ .held = &held, .n_held = 1, .account_id = S("ANA") };
	change(w, "T-1", "place.fr", "Thiès", 1);
	struct practice *row = record_hold(w, kind, S("T-1"));
	want(w, &e, "place.fr", "Saint-Louis", 1);
	want(w, &e, "end_year", "20", 1);
	edits_merge(w, kind, row, &e);
	drafts_settle(w, &row->record, &e);
	struct edits mine = drafts_laid_over(w, kind, load(w, "T-1"));
	assert_int_equal(mine.n, 2);
	assert_end(mine.v[0], EDIT_CONFLICT);
	assert_end(mine.v[1], EDIT_WRONG);
	assert_text(mine.v[1].text, "20");
	w->actor.account_id = S("BEN");
	assert_int_equal(drafts_of(w, kind, &row->record).n, 0);
}

static void what_was_taken_is_no_draft_any_more(void **state)
{
	struct work *w = *state;
	struct edits e = edits_new(w->arena);

	struct practice *row = given_draft(w, "T-1");
	draft_put(w, &row->record, kind_column(w->arena, kind, S("place.fr")), S("Th"), 1);
	assert_int_equal(drafts_of(w, kind, &row->record).n, 1);
	want(w, &e, "place.fr", "Thiès", 1);
	edits_merge(w, kind, row, &e);
	drafts_settle(w, &row->record, &e);
	assert_int_equal(drafts_of(w, kind, &row->record).n, 0);
}

/* ---- any two people: every word is in the record, its history, or the conflict */

static const char *const paths[] = { "place.fr", "place.en", "title.fr", "title.en", "summary.fr",
	"summary.en", "note.fr", "note.en", "partners", "source_section" };

static struct str some_words(struct work *w, unsigned *seed)
{
	static const char *const words[] = { "radio", "ligne", "créée", "artistes", "œuvre", "2016",
		"l’été", "music", "local", "fair" };
	struct out o = out_new(w->arena, 1000);

	for (int n = rand_r(seed) % 7; n >= 0; n--)
		out_printf(&o, "%s%d%s", words[(size_t)rand_r(seed) % COUNT(words)],
			rand_r(seed) % 50, n ? n % 3 ? " " : ", " : "");
	return out_done(&o);
}

/* What one of them does from version `base`: some fields, at random. */
static struct edits some_edits(struct work *w, unsigned *seed, int64_t base)
{
	struct edits e = edits_new(w->arena);

	for (size_t i = 0; i < COUNT(paths); i++)
		edit_add(&e, kind_column(w->arena, kind, str_from(paths[i])), some_words(w, seed),
			base);
	return e;
}

static void take(struct work *w, struct practice *row, struct edits *e)
{
	struct problems p = problems_new(w->arena);

	edits_merge(w, kind, row, e);
	if (edits_count(e, EDIT_TAKEN))
		assert_true(edits_save(w, kind, row, S(""), &p));
}

static bool is_in_history(const struct history *h, struct column c, struct str text)
{
	for (size_t v = 0; v < h->n; v++)
		for (size_t i = 0; i < h->v[v].n_changes; i++) {
			const struct history_change *change = &h->v[v].changes[i];

			if (change->column.field == c.field && change->column.part == c.part &&
				(str_eq(change->after, text) || str_eq(change->before, text)))
				return true;
		}
	return false;
}

/* The record now, its history, or a conflict that tells both texts, out of which one is made. */
static void assert_not_lost(
	struct work *w, const struct practice *now, const struct history *h, const struct edit *e)
{
	struct str held = column_read(w->arena, e->column, now);

	if (str_eq(held, e->text) || is_in_history(h, e->column, e->text))
		return;
	assert_int_equal(e->end, EDIT_CONFLICT);
	const struct text_diff d = text_diff(w->arena, e->theirs, e->text);
	struct str both = text_combined(w->arena, &d);
	assert_true(str_eq(e->theirs, held));
	assert_int_equal(first_lost_word(both, e->theirs).n, 0);
	assert_int_equal(first_lost_word(both, e->text).n, 0);
}

/* Each of the two changes ten fields or fewer; how many pairs of edits met. */
static size_t a_round(struct work *w, unsigned *seed)
{
	struct practice *row = load(w, "T-1");
	const int64_t base = row->record.version;
	struct edits theirs = some_edits(w, seed, base), mine = some_edits(w, seed, base);

	theirs.n -= (size_t)rand_r(seed) % 3;
	take(w, row, &theirs);
	take(w, load(w, "T-1"), &mine);
	const struct practice *now = load(w, "T-1");
	const struct history h = history_of(w, kind, now->record.seq, base);
	for (size_t i = 0; i < theirs.n; i++)
		assert_not_lost(w, now, &h, &theirs.v[i]);
	for (size_t i = 0; i < mine.n; i++)
		assert_not_lost(w, now, &h, &mine.v[i]);
	assert_sound(w);
	return theirs.n;
}

/* PostgreSQL, which costs a journey for each word with it, gets a part of them. */
static void no_word_of_two_people_is_lost(void **state)
{
	struct work *w = *state;
	const size_t wanted = db_engine(w->db) == DB_SQLITE ? 100000 : 5000;
	struct arena round, *home = w->arena;
	unsigned seed = 42;

	given_draft(w, "T-1");
	for (size_t met = 0; met < wanted;) {
		arena_init(&round, 64 << 20);
		w->arena = &round;
		db_lend(w->db, &round);
		met += a_round(w, &seed);
		db_lend(w->db, home);
		w->arena = home;
		arena_free(&round);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(fields_that_nobody_changed_since_are_taken),
		IN_HOUSE(the_same_field_changed_twice_is_a_conflict),
		IN_HOUSE(the_same_change_twice_is_none),
		IN_HOUSE(a_field_of_a_form_that_was_not_touched_undoes_nothing),
		IN_HOUSE(what_is_meant_is_no_field_of_a_form),
		IN_HOUSE(one_conflict_holds_up_nothing_else),
		IN_HOUSE(an_amount_without_its_currency_waits_for_it),
		IN_HOUSE(a_text_that_is_too_long_is_kept_in_a_draft_and_refused_in_what_is_public),
		IN_HOUSE(a_link_to_what_one_may_not_read_is_to_nothing),
		IN_HOUSE(what_could_not_be_taken_is_kept_as_a_draft_and_comes_back),
		IN_HOUSE(what_was_taken_is_no_draft_any_more),
		IN_HOUSE(no_word_of_two_people_is_lost),
	};

	return RUN_IN_HOUSES("merge", tests);
}

/* handed_test.c - what comes back by a link: kept once, nothing lost, gone when it is old. */
#include "handed.h"
#include "house_work.h"

#include <string.h>

static const struct kind *const kind = &practice_kind;
static const char id[] = "01M80000000000000000000077";

/* A draft with its place, year and activities, of which all are handed over. */
static struct handed given(struct work *w, struct practice **ret_practice)
{
	static const char *const fields[] = { "place", "start_year", "activities", NULL };
	struct practice *p = given_practice(w, "T-1");
	struct handed h = { .id = str_from(id),
		.person = S("Amina"),
		.fields = fields,
		.question = S("?"),
		.lang = &languages[LANG_FR],
		.ends_ms = handed_ends_ms(w, 14) };

	p->record.state = S("draft");
	set(w, p, "place_fr", "Dakar");
	set(w, p, "start_year", "2016");
	set(w, p, "activities", "2.1;2.4");
	save(w, p, SAVE_CREATED);
	*ret_practice = load(w, "T-1");
	w->actor.account_id = S("01M80000000000000000000001");
	struct str secret = handed_add(w, &(*ret_practice)->record, &h);
	assert_int_equal(secret.n, 43);
	assert_true(handed_by_secret(w, secret, true, &h));
	return h;
}

static struct column column(struct work *w, const char *path)
{
	return kind_column(w->arena, kind, str_from(path));
}

/* Sends one text in the place of the one that was shown; NULL: nothing is said of that. */
static struct handed_sent sends(struct work *w, const struct handed *h, const struct practice *p,
	const char *path, const char *text, const char *shown)
{
	struct handed_sent sent = {
		.column = column(w, path), .text = str_from(text), .base_version = p->record.version
	};

	if (shown)
		sent.shown = handed_mark(w, kind, p, sent.column, str_from(shown));
	handed_keep(w, kind, p, h, &sent, 1);
	assert_sound(w);
	return sent;
}

static void assert_answer(
	struct work *w, const struct handed *h, const char *path, const char *text)
{
	const struct handed_answers all = handed_answers(w, kind, h);
	const struct handed_answer *one = handed_answer_to(&all, column(w, path));

	if (!text) {
		assert_null(one);
		return;
	}
	assert_non_null(one);
	assert_text(one->text, text);
}

static void marks_are_the_same_for_what_the_record_holds_alike(void **state)
{
	struct work *w = *state;
	struct practice *p;

	given(w, &p);
	const char *same[][3] = { { "place.fr", "Dakar", " Dakar " },
		{ "activities", "2.1;2.4", "2.4;2.1" }, { "start_year", "2016", "2016 " },
		{ "start_year", "20x", "20x" } };
	for (size_t i = 0; i < COUNT(same); i++)
		assert_true(str_eq(
			handed_mark(w, kind, p, column(w, same[i][0]), str_from(same[i][1])),
			handed_mark(w, kind, p, column(w, same[i][0]), str_from(same[i][2]))));
	assert_false(str_eq(handed_mark(w, kind, p, column(w, "place.fr"), S("Dakar")),
		handed_mark(w, kind, p, column(w, "place.fr"), S("dakar"))));
	assert_text(column_read(w->arena, column(w, "place.fr"), p), "Dakar");
}

static void what_was_not_touched_is_no_answer(void **state)
{
	struct work *w = *state;
	struct practice *p;
	const struct handed h = given(w, &p);

	sends(w, &h, p, "place.fr", "Dakar", "Dakar");
	sends(w, &h, p, "activities", "2.4;2.1", "2.1;2.4");
	assert_int_equal(handed_answers(w, kind, &h).n, 0);
	sends(w, &h, p, "place.fr", "Thiès", "Dakar");
	assert_answer(w, &h, "place.fr", "Thiès");
	/* A page of before, on which nobody touched it, takes nothing back. */
	assert_false(sends(w, &h, p, "place.fr", "Dakar", "Dakar").is_beside);
	assert_answer(w, &h, "place.fr", "Thiès");
	sends(w, &h, p, "place.fr", "Dakar", "Thiès");
	assert_answer(w, &h, "place.fr", NULL);
}

static void of_two_texts_the_first_stands_and_the_other_is_kept_beside(void **state)
{
	struct work *w = *state;
	struct practice *p;
	const struct handed h = given(w, &p);

	sends(w, &h, p, "place.fr", "Thiès", "Dakar");
	assert_true(sends(w, &h, p, "place.fr", "Saint-Louis", "Dakar").is_beside);
	const struct handed_answers all = handed_answers(w, kind, &h);
	assert_text(all.v[0].text, "Thiès");
	assert_text(all.v[0].beside, "Saint-Louis");
	assert_false(sends(w, &h, p, "place.fr", "Saint-Louis", "Thiès").is_beside);
	assert_answer(w, &h, "place.fr", "Saint-Louis");
	assert_int_equal(handed_answers(w, kind, &h).v[0].beside.n, 0);
}

/* The mark of a page that showed one text alone lets nothing go that came beside it since. */
static void what_is_beside_goes_only_when_it_was_shown(void **state)
{
	struct work *w = *state;
	struct practice *p;
	const struct handed h = given(w, &p);

	sends(w, &h, p, "place.fr", "Thiès", "Dakar");
	sends(w, &h, p, "place.fr", "Saint-Louis", "Dakar");
	sends(w, &h, p, "place.fr", "Louis", "Dakar");
	sends(w, &h, p, "place.fr", "Saint-Louis", "Dakar");
	sends(w, &h, p, "place.fr", "Dakar", "Thiès");
	struct handed_answers all = handed_answers(w, kind, &h);
	assert_text(all.v[0].text, "Dakar");
	assert_text(all.v[0].beside, "Saint-Louis\n\nLouis");
	struct handed_sent sent = { .column = column(w, "place.fr"),
		.text = S("Mbour"),
		.shown = handed_mark_shown(w, kind, p, column(w, "place.fr"), &all.v[0]) };
	handed_keep(w, kind, p, &h, &sent, 1);
	all = handed_answers(w, kind, &h);
	assert_text(all.v[0].text, "Mbour");
	assert_int_equal(all.v[0].beside.n, 0);
}

static void what_cannot_be_stored_is_kept_and_what_is_endless_is_not(void **state)
{
	struct work *w = *state;
	struct practice *p;
	const struct handed h = given(w, &p);
	char *endless = arena_alloc(w->arena, EDIT_TEXT_MAX_BYTES + 2);

	sends(w, &h, p, "start_year", "20x", "2016");
	assert_answer(w, &h, "start_year", "20x");
	memset(endless, 'x', EDIT_TEXT_MAX_BYTES + 1);
	endless[EDIT_TEXT_MAX_BYTES + 1] = '\0';
	assert_true(sends(w, &h, p, "place.fr", endless, "Dakar").is_too_large);
	assert_answer(w, &h, "place.fr", NULL);
}

static void an_answer_is_decided_on_once_and_anew_when_it_is_another(void **state)
{
	struct work *w = *state;
	struct practice *p;
	const struct handed h = given(w, &p);
	struct column place = column(w, "place.fr");

	sends(w, &h, p, "place.fr", "Thiès", "Dakar");
	assert_true(handed_decide(w, &h, place, DECIDED_ACCEPTED));
	assert_false(handed_decide(w, &h, place, DECIDED_LEFT));
	const struct handed_answers all = handed_answers(w, kind, &h);
	assert_int_equal(all.v[0].decision, DECIDED_ACCEPTED);
	assert_int_equal(handed_undecided(&all), 0);
	/* It can still be answered: nothing is settled yet. */
	handed_settle(w, &h);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM handed WHERE settled_at IS NOT NULL"), 0);
	sends(w, &h, p, "place.fr", "Mbour", "Thiès");
	assert_true(handed_decide(w, &h, place, DECIDED_LEFT));
	handed_finish(w, &h);
	handed_settle(w, &h);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM handed WHERE settled_at IS NOT NULL"), 1);
}

static void only_a_side_that_handed_it_over_is_told_the_name(void **state)
{
	struct work *w = *state;
	struct practice *p;
	const struct handed h = given(w, &p);
	struct str via = str_from(handed_via(w, &h));

	assert_true(via_is_handed(via));
	assert_text(handed_via_person(w, via, h.side), "Amina");
	assert_int_equal(handed_via_person(w, via, SIDE_ASKED).n, 0);
	assert_int_equal(handed_via_person(w, S("handed/"), h.side).n, 0);
	assert_int_equal(handed_via_person(w, S("api"), h.side).n, 0);
}

static void names_and_answers_go_two_years_after_the_last_day(void **state)
{
	struct work *w = *state;
	struct practice *p;
	const struct handed h = given(w, &p);
	const int64_t kept_ms = HANDED_KEPT_DAYS * 24 * 3600 * INT64_C(1000);

	sends(w, &h, p, "place.fr", "Thiès", "Dakar");
	w->now_ms = h.ends_ms + kept_ms;
	handed_tidy(w);
	assert_answer(w, &h, "place.fr", "Thiès");
	w->now_ms++;
	handed_tidy(w);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM handed"), 0);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM handed_answer"), 0);
	assert_int_equal(handed_via_person(w, str_from(handed_via(w, &h)), h.side).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(marks_are_the_same_for_what_the_record_holds_alike),
		IN_HOUSE(what_was_not_touched_is_no_answer),
		IN_HOUSE(of_two_texts_the_first_stands_and_the_other_is_kept_beside),
		IN_HOUSE(what_is_beside_goes_only_when_it_was_shown),
		IN_HOUSE(what_cannot_be_stored_is_kept_and_what_is_endless_is_not),
		IN_HOUSE(an_answer_is_decided_on_once_and_anew_when_it_is_another),
		IN_HOUSE(only_a_side_that_handed_it_over_is_told_the_name),
		IN_HOUSE(names_and_answers_go_two_years_after_the_last_day),
	};

	return RUN_IN_HOUSES("handed", tests);
}

/* practice_test.c - the rules of good practices, and the file they are shipped in. */
#include "house_work.h"
#include "list.h"
#include "practice_pages.h"
#include "step.h"

#include <string.h>

/* ---- start and end */

static size_t problems_of(struct work *w, const char *start, const char *end, struct problems *p)
{
	struct practice *practice = given_practice(w, "T-1");

	set(w, practice, "start_year", start);
	set(w, practice, "end_year", end);
	*p = problems_new(w->arena);
	record_check(w, &practice_kind, practice, p);
	return p->n;
}

static void a_practice_does_not_end_before_it_starts(void **state)
{
	struct problems p;

	problems_of(*state, "2016", "2015", &p);
	assert_problem(&p, "end_year", "order");
}

static void it_may_end_in_the_year_it_starts(void **state)
{
	struct problems p;

	assert_int_equal(problems_of(*state, "2016", "2016", &p), 0);
	assert_int_equal(problems_of(*state, "2016", "2020", &p), 0);
}

static void an_unknown_year_breaks_no_rule(void **state)
{
	struct problems p;

	assert_int_equal(problems_of(*state, "", "1999", &p), 0);
	assert_int_equal(problems_of(*state, "2016", "", &p), 0);
	assert_int_equal(problems_of(*state, "", "", &p), 0);
}

static void the_rule_is_told_in_the_language_of_the_reader(void **state)
{
	struct work *w = *state;
	struct problems english, french;

	problems_of(w, "2016", "2015", &english);
	w->lang = &languages[LANG_FR];
	problems_of(w, "2016", "2015", &french);
	assert_text(english.v[0].message, "the end comes before the start");
	assert_false(str_eq(english.v[0].message, french.v[0].message));
}

/* ---- groups */

static void assert_groups(struct work *w, const char *parties, const char *expected)
{
	struct practice *p = given_practice(w, "T-1");
	struct out o = out_new(w->arena, 1000);

	set(w, p, "parties", parties);
	struct practice_groups groups = practice_groups(w, p);
	assert_string_equal(groups.vocabulary->source->name, "group");
	for (size_t i = 0; i < groups.n; i++) {
		out_z(&o, i ? " " : "");
		out_str(&o, groups.v[i]->code);
	}
	assert_text(out_done(&o), expected);
}

static void groups_are_those_of_its_parties_each_once(void **state)
{
	struct work *w = *state;

	assert_groups(w, "FRA", "I");
	assert_groups(w, "FRA;DEU;CAN", "I");
	assert_groups(w, "SEN;FRA;BRA;DEU", "I III Va");
	assert_groups(w, "SEN;ALB;AFG;BRA;FRA;DZA", "I II III IV Va Vb");
}

static void who_is_in_no_group_brings_none(void **state)
{
	struct work *w = *state;

	assert_groups(w, "", "");
	assert_groups(w, "EUE", "");
	assert_groups(w, "EUE;BRA", "III");
	assert_groups(w, "XXX", "");
}

/* ---- people who are named */

static void name_people(struct work *w, struct practice *p, const char *agreed, const char *until)
{
	const struct column agreement = { .field = kind_field(&practice_kind, "credits_agreed") };
	const struct column day = { .field = kind_field(&practice_kind, "credits_until") };

	p->credits = S("Nora");
	assert_null(column_write(w->arena, agreement, p, str_from(agreed)));
	assert_null(column_write(w->arena, day, p, str_from(until)));
}

static void assert_credits(
	struct work *w, const char *agreed, const char *until, const char *column, const char *code)
{
	struct practice *p = given_practice(w, "T-1");
	struct problems problems = problems_new(w->arena);

	name_people(w, p, agreed, until);
	record_check(w, &practice_kind, p, &problems);
	if (code)
		assert_problem(&problems, column, code);
	else
		assert_int_equal(problems.n, 0);
}

/* 2026-11-21T10:42:07Z */
enum { DAY = 24 * 3600 };
static const int64_t now_ms = INT64_C(1795257727000);

static void people_are_named_with_agreement_until_a_day_in_five_years(void **state)
{
	struct work *w = *state;

	w->now_ms = now_ms;
	assert_credits(w, "yes", "2026-11-21", NULL, NULL);
	assert_credits(w, "yes", "2031-11-21", NULL, NULL);
	assert_credits(w, "yes", "2031-11-22", "credits_until", "too_far");
	assert_credits(w, "yes", "2027", "credits_until", "bad_value");
	assert_credits(w, "yes", "", "credits_until", "required");
	assert_credits(w, "no", "2027-01-01", "credits_agreed", "agreement");
	assert_credits(w, "", "2027-01-01", "credits_agreed", "agreement");
	assert_credits(w, "yes", "2020-01-01", NULL, NULL);
}

static void they_are_shown_to_the_end_of_that_day(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");

	w->now_ms = now_ms;
	name_people(w, p, "yes", "2026-11-21");
	assert_true(practice_credits_are_open(w, p));
	w->now_ms += DAY * INT64_C(1000);
	assert_false(practice_credits_are_open(w, p));
	name_people(w, p, "no", "2030-01-01");
	assert_false(practice_credits_are_open(w, p));
}

static void what_is_older_than_two_years_is_stale(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");

	w->now_ms = now_ms;
	p->record.created_ms = now_ms;
	assert_false(practice_is_stale(w, p));
	p->record.created_ms -= 800 * DAY * INT64_C(1000);
	assert_true(practice_is_stale(w, p));
	p->confirmed_on = S("2024-11-21");
	assert_false(practice_is_stale(w, p));
	p->confirmed_on = S("2024-11-20");
	assert_true(practice_is_stale(w, p));
}

/* ---- states and steps */

static bool comes_from(const struct flow *f, const char *state)
{
	for (size_t i = 0; i < f->n_steps; i++)
		if (!strcmp(f->steps[i].to, state) && strcmp(f->steps[i].from, state))
			return true;
	return false;
}

static void every_state_is_reached_and_every_step_leads_somewhere(void **state)
{
	const struct flow *f = &practice_flow;

	(void)state;
	for (size_t i = 1; i < f->n_states; i++)
		assert_true(comes_from(f, f->states[i].name));
	for (size_t i = 0; i < f->n_steps; i++) {
		assert_non_null(flow_state(f, str_from(f->steps[i].from)));
		assert_non_null(flow_state(f, str_from(f->steps[i].to)));
		assert_non_null(f->steps[i].label);
		assert_non_null(f->steps[i].told);
		assert_true(!f->steps[i].needs_note || f->steps[i].note);
		assert_true(
			f->steps[i].may == VERB_NONE || f->steps[i].means || !f->steps[i].is_grave);
	}
}

/* Whose turn it is has a duty; days are over by a step. */
static void what_waits_is_told_and_days_lead_on(void **state)
{
	const struct flow *f = &practice_flow;

	(void)state;
	for (size_t i = 0; i < f->n_states; i++) {
		const struct flow_state *s = &f->states[i];
		bool leads_on = false;

		assert_true((s->awaits != VERB_NONE) == (s->duty != NULL));
		for (size_t j = 0; j < f->n_steps; j++)
			leads_on |=
				!strcmp(f->steps[j].from, s->name) && f->steps[j].may == VERB_NONE;
		assert_int_equal(leads_on, s->days > 0);
	}
}

static const struct owner owners[] = {
	{ .party = { "FRA", 3 } },
	{ .organisation = { "01M80000000000000000000010", 26 } },
	{ .account = { "01M80000000000000000000001", 26 } },
	{ .party = { "", 0 } },
};

static bool is_there_for(struct work *w, const struct flow_step *s, const void *row)
{
	return !s->applies || s->applies(w, row);
}

/* Two rows for the same people part the records between them. */
static void rows_of_one_step_exclude_each_other(void **state)
{
	struct work *w = *state;
	const struct flow *f = &practice_flow;

	for (size_t o = 0; o < COUNT(owners); o++)
		for (size_t i = 0; i < f->n_steps; i++)
			for (size_t j = 0; j < i; j++) {
				const struct flow_step *a = &f->steps[i], *b = &f->steps[j];
				struct practice *p = given_practice(w, "T-1");

				p->record.owner = owners[o];
				if (!strcmp(a->from, b->from) && !strcmp(a->action, b->action) &&
					a->may == b->may)
					assert_false(
						is_there_for(w, a, p) && is_there_for(w, b, p));
			}
}

static void assert_once(struct work *w, const struct actor *actor, struct practice *p)
{
	w->actor = *actor;
	const struct steps open = steps_open(w, &practice_kind, p);

	for (size_t i = 0; i < open.n; i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(open.v[i]->action, open.v[j]->action);
}

/* Whoever it is, in every state, of whatever owner: no two buttons do the same. */
static void no_step_is_offered_twice(void **state)
{
	struct work *w = *state;
	const struct actor was = w->actor;

	for (enum role role = ROLE_OPERATOR; role < ROLE_COUNT; role++)
		for (size_t o = 0; o < COUNT(owners); o++)
			for (size_t i = 0; i < practice_flow.n_states; i++) {
				struct practice *p = given_practice(w, "T-1");
				const struct held_role held[] = {
					{ role, S("FRA"), owners[1].organisation, S("") },
					{ ROLE_FOCAL_POINT, .party = S("FRA") },
				};
				const struct actor actor = { held, COUNT(held), owners[2].account,
					false };

				p->record.owner = owners[o];
				p->record.asked_party = S("FRA");
				p->record.state = str_from(practice_flow.states[i].name);
				assert_once(w, &actor, p);
			}
	w->actor = was;
}

static void the_party_has_four_weeks_to_the_end_of_the_day(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");

	p->record.state = S("asked");
	p->record.state_ms = now_ms;
	assert_int_equal(state_due_ms(&practice_kind, &p->record) / 1000 % DAY, 0);
	assert_int_equal((state_due_ms(&practice_kind, &p->record) - now_ms) / 1000 / DAY, 28);
	p->record.state = S("submitted");
	assert_int_equal(state_due_ms(&practice_kind, &p->record), 0);
}

static void every_section_names_fields_and_what_steps_set_is_in_none(void **state)
{
	static const char *const of_steps[] = { "party_note", "confirmed_on",
		"names_organisation" };

	(void)state;
	for (const struct section *s = practice_sections; s->name; s++)
		for (const char *const *name = s->fields; *name; name++)
			assert_ptr_equal(
				kind_section(&practice_kind, kind_field(&practice_kind, *name)), s);
	for (size_t i = 0; i < COUNT(of_steps); i++)
		assert_null(kind_section(&practice_kind, kind_field(&practice_kind, of_steps[i])));
	for (size_t i = 0; i < practice_kind.n_fields; i++)
		assert_false(practice_kind.fields[i].flags & F_INTERNAL &&
			     practice_kind.fields[i].flags & (F_SEARCH | F_FILTER));
}

/* ---- lineage */

static struct practice *given_heir(struct work *w, const char *id, const char *of)
{
	struct practice *p = given_practice(w, id);

	set(w, p, "adapted_from", of);
	return p;
}

static void assert_family(struct work *w, const char *of, const char *expected)
{
	const struct family f = practice_family(w, load(w, of));
	struct out o = out_new(w->arena, 1000);

	for (size_t i = 0; i < f.n; i++) {
		out_z(&o, i ? " " : "");
		out_str(&o, f.v[i]->record.public_id);
		out_z(&o, family_is_root(&f, i) ? "*" : "");
	}
	assert_text(out_done(&o), expected);
}

static void a_family_is_found_from_each_of_its_members(void **state)
{
	struct work *w = *state;

	save(w, given_practice(w, "A"), SAVE_CREATED);
	save(w, given_practice(w, "B"), SAVE_CREATED);
	save(w, given_heir(w, "C", "A;B"), SAVE_CREATED);
	save(w, given_heir(w, "D", "C"), SAVE_CREATED);
	save(w, given_heir(w, "E", "A"), SAVE_CREATED);
	save(w, given_practice(w, "Z"), SAVE_CREATED);
	assert_family(w, "D", "D C A* B* E");
	assert_family(w, "A", "A* C E D");
	assert_family(w, "Z", "Z*");
}

static void nothing_descends_from_itself(void **state)
{
	struct work *w = *state;
	struct problems p = problems_new(w->arena);

	save(w, given_practice(w, "A"), SAVE_CREATED);
	save(w, given_heir(w, "B", "A"), SAVE_CREATED);
	save(w, given_heir(w, "C", "B"), SAVE_CREATED);
	struct practice *a = load(w, "A");
	set(w, a, "adapted_from", "C");
	record_check(w, &practice_kind, a, &p);
	assert_problem(&p, "adapted_from", "circle");
	p = problems_new(w->arena);
	set(w, a, "adapted_from", "A");
	record_check(w, &practice_kind, a, &p);
	assert_problem(&p, "adapted_from", "circle");
}

/* ---- the file */

static int64_t count(struct work *w, const char *filter, const char *code)
{
	const struct vocabulary *v = vocabulary_find(w->vocabularies, str_from(filter));
	const struct term *t = term_find(v, str_from(code));
	const struct list_query q = {
		.kind = &practice_kind, .limit = 1, .n_filters = 1, .filters = { { v, &t, 1 } }
	};

	assert_non_null(t);
	return list_page(w, &q).total;
}

static void assert_shipped(enum db_engine e)
{
	struct fresh_house h;
	int64_t year = 2016;

	fresh_house_open(&h, e, HOUSE_WITH_PRACTICES);
	struct list_query all = { .kind = &practice_kind, .limit = 100 };

	assert_int_equal(list_page(&h.work, &all).total, 83);
	assert_int_equal(count(&h.work, "output", "2"), 37);
	assert_int_equal(count(&h.work, "activity", "3.2"), 0);
	all.years = &year;
	all.n_years = 1;
	assert_int_equal(list_page(&h.work, &all).total, 20);
	assert_sound(&h.work);
	fresh_house_close(&h);
}

static void the_shipped_practices_load_whole(void **state)
{
	struct work *w = *state;

	assert_shipped(db_engine(w->db));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(a_practice_does_not_end_before_it_starts),
		IN_HOUSE(it_may_end_in_the_year_it_starts),
		IN_HOUSE(an_unknown_year_breaks_no_rule),
		IN_HOUSE(the_rule_is_told_in_the_language_of_the_reader),
		IN_HOUSE(groups_are_those_of_its_parties_each_once),
		IN_HOUSE(who_is_in_no_group_brings_none),
		IN_HOUSE(people_are_named_with_agreement_until_a_day_in_five_years),
		IN_HOUSE(they_are_shown_to_the_end_of_that_day),
		IN_HOUSE(what_is_older_than_two_years_is_stale),
		IN_HOUSE(every_state_is_reached_and_every_step_leads_somewhere),
		IN_HOUSE(what_waits_is_told_and_days_lead_on),
		IN_HOUSE(rows_of_one_step_exclude_each_other),
		IN_HOUSE(no_step_is_offered_twice),
		IN_HOUSE(the_party_has_four_weeks_to_the_end_of_the_day),
		IN_HOUSE(every_section_names_fields_and_what_steps_set_is_in_none),
		IN_HOUSE(a_family_is_found_from_each_of_its_members),
		IN_HOUSE(nothing_descends_from_itself),
		IN_HOUSE(the_shipped_practices_load_whole),
	};

	return RUN_IN_HOUSES("practice", tests);
}

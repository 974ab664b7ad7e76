/* practice_test.c - the rules of good practices, and the file they are shipped in. */
#include "house_work.h"
#include "list.h"
#include "practice_pages.h"

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
		IN_HOUSE(the_shipped_practices_load_whole),
	};

	return RUN_IN_HOUSES("practice", tests);
}

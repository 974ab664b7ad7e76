/* check_test.c - is a record fit to be saved? Each rule with its column and code. */
#include "house_work.h"

#include <string.h>

static struct problems check(struct work *w, const struct practice *p)
{
	struct problems problems = problems_new(w->arena);
	bool is_fit = record_check(w, &practice_kind, p, &problems);

	assert_int_equal(is_fit, problems.n == 0);
	assert_sound(w);
	return problems;
}

static void a_record_with_what_is_required_is_fit(void **state)
{
	struct work *w = *state;

	assert_int_equal(check(w, given_practice(w, "T-1")).n, 0);
	assert_int_equal(check(w, given_practice(w, "")).n, 0);
}

/* What one change makes of a fit record: one problem, of that column and code. */
static const struct {
	const char *set, *value;
	const char *column, *code;
} breaches[] = {
	{ "title_fr", "", "title_fr", "required" },
	{ "summary_fr", "", "summary_fr", "required" },
	{ "output", "", "output", "required" },
	{ "output", "6", "output", "unknown_code" },
	{ "output", "2;3", "output", "unknown_code" },
	{ "parties", "FRA;XXX", "parties", "unknown_code" },
	{ "parties", "fra", "parties", "unknown_code" },
	{ "parties", "FRA;", "parties", "unknown_code" },
	{ "parties", "FRA;DEU;FRA", "parties", "repeated" },
	{ "activities", "2.4;2", "activities", "unknown_code" },
	{ "activities", "2.4;2.4", "activities", "repeated" },
	{ "lead_type", "nobody", "lead_type", "unknown_code" },
	{ "sectors", "music;film;musik", "sectors", "unknown_code" },
	{ "amount", "12", "currency", "no_currency" },
	{ "currency", "EUR", "amount", "no_amount" },
};

static void each_breach_is_named(void **state)
{
	struct work *w = *state;

	for (size_t i = 0; i < COUNT(breaches); i++) {
		struct practice *p = given_practice(w, "T-1");

		set(w, p, breaches[i].set, breaches[i].value);
		struct problems problems = check(w, p);
		if (problems.n != 1)
			fail_msg("%s = “%s”: %zu problems", breaches[i].set, breaches[i].value,
				problems.n);
		assert_problem(&problems, breaches[i].column, breaches[i].code);
	}
}

static void a_text_in_one_language_is_enough(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");

	set(w, p, "title_fr", "");
	set(w, p, "title_en", "Online radio");
	assert_int_equal(check(w, p).n, 0);
}

static void an_amount_may_not_have_more_decimals_than_its_currency(void **state)
{
	static const struct {
		const char *amount, *currency;
		size_t n_problems;
	} cases[] = {
		{ "12.5", "EUR", 0 },
		{ "12.505", "EUR", 1 },
		{ "12.5", "JPY", 1 },
		{ "12.505", "TND", 0 },
		{ "12.5055", "TND", 1 },
		{ "12.5055", "UYW", 0 },
	};
	struct work *w = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct practice *p = given_practice(w, "T-1");

		set(w, p, "amount", cases[i].amount);
		set(w, p, "currency", cases[i].currency);
		struct problems problems = check(w, p);
		assert_int_equal(problems.n, cases[i].n_problems);
		if (problems.n)
			assert_problem(&problems, "amount", "decimals");
	}
}

static void an_id_is_short_and_plain(void **state)
{
	static const char longest[] =
		"a234567890123456789012345678901234567890123456789012345678901234";
	static const char *const good[] = { "GP-1-01", "FRA", "a.b_c-9", longest };
	static const char *const bad[] = { "a b", "é", "a/b", "a?b", "a%2Fb", "a\"b", "<a>", "a,b",
		"a;b", "a\n",
		"a23456789012345678901234567890123456789012345678901234567890123456" };
	struct work *w = *state;

	assert_int_equal(strlen(longest), 64);
	for (size_t i = 0; i < COUNT(good); i++)
		assert_int_equal(check(w, given_practice(w, good[i])).n, 0);
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct problems problems = check(w, given_practice(w, bad[i]));

		assert_problem(&problems, "id", "bad_id");
	}
}

/* The header promises lengths too: a row need not come from column_write(). */
static void a_text_that_is_too_long_is_not_fit(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");
	char *title = memset(arena_alloc(w->arena, 201), 'x', 201);

	p->title.in[LANG_FR] = (struct str){ title, 200 };
	assert_int_equal(check(w, p).n, 0);
	p->title.in[LANG_FR].n = 201;
	struct problems problems = check(w, p);
	assert_int_equal(problems.n, 1);
	assert_text(problems.v[0].column, "title_fr");
}

static void everything_wrong_is_told_at_once(void **state)
{
	struct work *w = *state;
	struct practice *p = record_new(w, &practice_kind);

	p->record.public_id = S("a b");
	set(w, p, "parties", "XXX;YYY");
	set(w, p, "amount", "5");
	set(w, p, "start_year", "2020");
	set(w, p, "end_year", "2019");
	struct problems problems = check(w, p);
	static const char *const columns[] = { "id", "parties", "parties", "currency", "title_fr",
		"summary_fr", "output", "end_year" };

	assert_int_equal(problems.n, COUNT(columns));
	for (size_t i = 0; i < problems.n; i++)
		assert_text(problems.v[i].column, columns[i]);
}

static void problems_are_told_in_the_language_of_the_work(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");

	set(w, p, "sectors", "musik");
	w->lang = &languages[LANG_EN];
	struct str english = check(w, p).v[0].message;
	w->lang = &languages[LANG_FR];
	struct str french = check(w, p).v[0].message;
	assert_text(english, "“musik” is not a known code of “Cultural sector”");
	assert_false(str_eq(english, french));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(a_record_with_what_is_required_is_fit),
		IN_HOUSE(each_breach_is_named),
		IN_HOUSE(a_text_in_one_language_is_enough),
		IN_HOUSE(an_amount_may_not_have_more_decimals_than_its_currency),
		IN_HOUSE(an_id_is_short_and_plain),
		IN_HOUSE(a_text_that_is_too_long_is_not_fit),
		IN_HOUSE(everything_wrong_is_told_at_once),
		IN_HOUSE(problems_are_told_in_the_language_of_the_work),
	};

	return RUN_IN_HOUSES("check", tests);
}

/* lang_test.c - which language a reader gets, and messages that count in it. */
#include "lang.h"
#include "unit.h"

static const struct language *const fr = &languages[LANG_FR], *const en = &languages[LANG_EN];

static void assert_accepted(struct str header, const struct language *expected)
{
	const struct language *found = language_accepted(header);

	if (found != expected)
		fail_msg("“" STR_FMT "” gives %s, not %s", STR_ARG(header), found->code,
			expected->code);
}

static void languages_are_found_by_their_code(void **state)
{
	(void)state;
	assert_ptr_equal(language_by_code(S("fr")), fr);
	assert_ptr_equal(language_by_code(S("en")), en);
	assert_null(language_by_code(S("")));
	assert_null(language_by_code(str_from(NULL)));
	assert_null(language_by_code(S("FR")));
	assert_null(language_by_code(S("fr-CA")));
	assert_null(language_by_code(S("de")));
}

static void the_table_is_in_its_own_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < LANG_COUNT; i++)
		assert_int_equal(languages[i].index, i);
}

static void the_highest_quality_wins(void **state)
{
	(void)state;
	assert_accepted(S("en"), en);
	assert_accepted(S("fr"), fr);
	assert_accepted(S("fr;q=0.5, en;q=0.8"), en);
	assert_accepted(S("en;q=0.5, fr;q=0.8"), fr);
	assert_accepted(S("fr;q=0.8, en"), en);
	assert_accepted(S("de, en;q=0.3, fr;q=0.2"), en);
	assert_accepted(S("fr;q=0.001, en;q=0.002"), en);
	assert_accepted(S("fr;q=0.999, en;q=1.000"), en);
	assert_accepted(S("en;q=0, fr;q=0.1"), fr);
}

static void of_equals_the_first_named_wins(void **state)
{
	(void)state;
	assert_accepted(S("en, fr"), en);
	assert_accepted(S("fr, en"), fr);
	assert_accepted(S("en;q=0.5,fr;q=0.5"), en);
}

static void regions_are_served_by_their_language(void **state)
{
	(void)state;
	assert_accepted(S("en-GB,en;q=0.9,fr;q=0.8"), en);
	assert_accepted(S("de-DE, fr-CA;q=0.7, en;q=0.3"), fr);
	assert_accepted(S("fr;q=0.4, EN-us;q=0.5"), en);
	assert_accepted(S("en-Latn-GB"), en);
}

static void blanks_and_case_do_not_matter(void **state)
{
	(void)state;
	assert_accepted(S("  EN  "), en);
	assert_accepted(S("fr ; q=0.2 ,\ten ; Q=0.4"), en);
	assert_accepted(S("fr;q=0.2,,en;q=0.4,"), en);
}

static void nothing_that_fits_gives_french(void **state)
{
	const struct str garbage[] = { S(""), S("*"), S("de, ar;q=0.9"), S(","), S(";"), S(";q=1"),
		S("e"), S("eng"), S("english"), S("en;q=0"), S("en;q=0.000"), S("en;q="),
		S("en;q=x"), S("en;level=1"), S("q=1"), S("\xff\xfe"), S("en\0"), S("e n"),
		S("en_GB") };

	(void)state;
	assert_accepted(str_from(NULL), fr);
	for (size_t i = 0; i < COUNT(garbage); i++)
		assert_accepted(garbage[i], fr);
}

static void a_long_header_is_read_to_its_end(void **state)
{
	struct arena *a = *state;
	char *p = arena_take(a, 30000);

	for (size_t i = 0; i < 30000; i += 3) {
		p[i] = 'd';
		p[i + 1] = 'e';
		p[i + 2] = ',';
	}
	p[29995] = 'e';
	p[29996] = 'n';
	p[29997] = ',';
	p[29994] = ',';
	assert_accepted((struct str){ p, 30000 }, en);
}

/* ---- messages */

static void which_numbers_are_plural(void **state)
{
	(void)state;
	assert_int_equal(fr->plural(0), 0);
	assert_int_equal(fr->plural(1), 0);
	assert_int_equal(fr->plural(2), 1);
	assert_int_equal(fr->plural(UINT64_MAX), 1);
	assert_int_equal(en->plural(0), 1);
	assert_int_equal(en->plural(1), 0);
	assert_int_equal(en->plural(2), 1);
	assert_int_equal(en->plural(UINT64_MAX), 1);
}

static const char one[] = "{1} result", many[] = "{1} results";

static void a_message_counts_in_its_language(void **state)
{
	(void)state;
	assert_string_equal(trn(fr, one, many, 0), "{1} résultat");
	assert_string_equal(trn(fr, one, many, 1), "{1} résultat");
	assert_string_equal(trn(fr, one, many, 2), "{1} résultats");
	assert_string_equal(trn(en, one, many, 0), "{1} results");
	assert_string_equal(trn(en, one, many, 1), "{1} result");
	assert_string_equal(trn(en, one, many, 2), "{1} results");
}

/* The same words may be used without a number: what a translator gave for them is one text. */
static void a_form_that_the_catalogue_lacks_is_the_key(void **state)
{
	static const char *const alone[] = { "{1} Ergebnis" };
	static const struct message messages[] = { { one, COUNT(alone), alone } };
	static const size_t n = COUNT(messages);
	struct language lacking = *fr;

	(void)state;
	lacking.messages = messages;
	lacking.n_messages = &n;
	assert_string_equal(trn(&lacking, one, many, 1), "{1} Ergebnis");
	assert_string_equal(trn(&lacking, one, many, 2), many);
	assert_null(tr_find(&lacking, one, 1));
	assert_null(tr_find(&lacking, one, 99));
	/* Those that are compiled say it too. */
	assert_non_null(tr_find(fr, "Search", 0));
	assert_null(tr_find(fr, "Search", 1));
}

static void a_message_nobody_translated_stays_as_it_is(void **state)
{
	(void)state;
	assert_null(tr_find(fr, "no such message of ours", 0));
	assert_string_equal(tr_text(fr, "no such message of ours"), "no such message of ours");
	assert_string_equal(trn(fr, "no such thing", "no such things", 1), "no such thing");
	assert_string_equal(trn(fr, "no such thing", "no such things", 3), "no such things");
	assert_string_equal(tr(fr, "no such message of ours"), "no such message of ours");
}

static const char *november(const struct language *l)
{
	return tr(l, "November");
}

/* What one place keeps for one language is not shown in another. */
static void one_place_speaks_every_language(void **state)
{
	(void)state;
	for (int turn = 0; turn < 2; turn++) {
		assert_string_equal(november(fr), "novembre");
		assert_string_equal(november(en), "November");
	}
	assert_string_equal(tr_text(fr, N_("November")), "novembre");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(languages_are_found_by_their_code),
		cmocka_unit_test(the_table_is_in_its_own_order),
		cmocka_unit_test(the_highest_quality_wins),
		cmocka_unit_test(of_equals_the_first_named_wins),
		cmocka_unit_test(regions_are_served_by_their_language),
		cmocka_unit_test(blanks_and_case_do_not_matter),
		cmocka_unit_test(nothing_that_fits_gives_french),
		IN_ARENA(a_long_header_is_read_to_its_end),
		cmocka_unit_test(which_numbers_are_plural),
		cmocka_unit_test(a_message_counts_in_its_language),
		cmocka_unit_test(a_form_that_the_catalogue_lacks_is_the_key),
		cmocka_unit_test(a_message_nobody_translated_stays_as_it_is),
		cmocka_unit_test(one_place_speaks_every_language),
	};

	return cmocka_run_group_tests_name("lang", tests, NULL, NULL);
}

/* format_test.c - numbers, days and amounts as French and English write them. */
#include "page.h"
#include "unit.h"

#define NARROW   "\u202f" /* between groups of digits in French */
#define NO_BREAK "\u00a0"

static const struct language *const fr = &languages[LANG_FR], *const en = &languages[LANG_EN];

static void numbers_are_grouped_by_three(void **state)
{
	const struct {
		int64_t n;
		const char *fr, *en;
	} cases[] = {
		{ 0, "0", "0" },
		{ 7, "7", "7" },
		{ 999, "999", "999" },
		{ 1000, "1" NARROW "000", "1,000" },
		{ 83421, "83" NARROW "421", "83,421" },
		{ 1234567, "1" NARROW "234" NARROW "567", "1,234,567" },
		{ -1, "−1", "−1" },
		{ -999, "−999", "−999" },
		{ -1000, "−1" NARROW "000", "−1,000" },
		{ INT64_MAX,
			"9" NARROW "223" NARROW "372" NARROW "036" NARROW "854" NARROW "775" NARROW
			"807",
			"9,223,372,036,854,775,807" },
		{ INT64_MIN,
			"−9" NARROW "223" NARROW "372" NARROW "036" NARROW "854" NARROW "775" NARROW
			"808",
			"−9,223,372,036,854,775,808" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_text(format_number(*state, fr, cases[i].n), cases[i].fr);
		assert_text(format_number(*state, en, cases[i].n), cases[i].en);
	}
}

static void days_are_told_with_their_month(void **state)
{
	const int64_t november_ms = 1795257727000, first_ms = 951868800000;

	assert_text(format_day(*state, fr, november_ms), "21 novembre 2026");
	assert_text(format_day(*state, en, november_ms), "21 November 2026");
	assert_text(format_day(*state, fr, first_ms), "1er mars 2000");
	assert_text(format_day(*state, en, first_ms), "1 March 2000");
	assert_text(format_day(*state, fr, first_ms - 1), "29 février 2000");
	assert_text(format_day(*state, en, 0), "1 January 1970");
}

static void an_instant_is_told_to_the_minute(void **state)
{
	const int64_t morning_ms = 1795257727000, midnight_ms = 951868800000;

	assert_text(format_instant(*state, fr, morning_ms),
		"21" NO_BREAK "novembre 2026 à 10" NO_BREAK "h" NO_BREAK "42 UTC");
	assert_text(format_instant(*state, en, morning_ms), "21 November 2026, 10:42 UTC");
	assert_text(format_instant(*state, en, midnight_ms), "1 March 2000, 0:00 UTC");
	assert_text(format_instant(*state, en, midnight_ms - 1), "29 February 2000, 23:59 UTC");
	assert_text(
		format_instant(*state, en, midnight_ms + 9 * 60 * 1000), "1 March 2000, 0:09 UTC");
}

static void a_date_is_told_as_far_as_it_is_known(void **state)
{
	static const struct {
		const char *date, *fr, *en;
	} cases[] = {
		{ "2026-11-21", "21" NO_BREAK "novembre 2026", "21 November 2026" },
		{ "2007-03-01", "1er" NO_BREAK "mars 2007", "1 March 2007" },
		{ "2025-05", "mai 2025", "May 2025" },
		{ "2019", "2019", "2019" },
		{ "", "", "" },
		{ "soon", "soon", "soon" },
		{ "2023-02-29", "2023-02-29", "2023-02-29" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_text(format_date(*state, fr, str_from(cases[i].date)), cases[i].fr);
		assert_text(format_date(*state, en, str_from(cases[i].date)), cases[i].en);
	}
}

static void every_month_has_its_name(void **state)
{
	static const char *const months[] = { "janvier", "février", "mars", "avril", "mai", "juin",
		"juillet", "août", "septembre", "octobre", "novembre", "décembre" };
	const int64_t day_ms = 86400000, mid_january_ms = 14 * day_ms;

	for (int64_t i = 0; i < 12; i++) {
		struct str day = format_day(*state, fr, mid_january_ms + i * 365 * day_ms / 12);

		assert_true(str_ends(day, str_printf(*state, " %s 1970", months[i])));
	}
}

static void amounts_have_their_currency(void **state)
{
	const struct {
		const char *decimal, *currency, *fr, *en;
	} cases[] = {
		{ "0", "EUR", "0" NO_BREAK "EUR", "0" NO_BREAK "EUR" },
		{ "12.50", "EUR", "12,50" NO_BREAK "EUR", "12.50" NO_BREAK "EUR" },
		{ "110000000", "CAD", "110" NARROW "000" NARROW "000" NO_BREAK "CAD",
			"110,000,000" NO_BREAK "CAD" },
		{ "1234.567", "TND", "1" NARROW "234,567" NO_BREAK "TND",
			"1,234.567" NO_BREAK "TND" },
		{ "1500", "JPY", "1" NARROW "500" NO_BREAK "JPY", "1,500" NO_BREAK "JPY" },
		{ "0.0001", "CLF", "0,0001" NO_BREAK "CLF", "0.0001" NO_BREAK "CLF" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str decimal = str_from(cases[i].decimal);
		struct str currency = str_from(cases[i].currency);

		assert_text(format_money(*state, fr, decimal, currency), cases[i].fr);
		assert_text(format_money(*state, en, decimal, currency), cases[i].en);
	}
}

static void bytes_are_told_in_thousands(void **state)
{
	static const struct {
		int64_t n;
		const char *text;
	} cases[] = { { 1, "1 byte" }, { 999, "999 bytes" }, { 1000, "1 KB" }, { 1499, "1 KB" },
		{ 999499, "999 KB" }, { 999500, "1 MB" }, { 1234567, "1.2 MB" },
		{ 26214400, "26.2 MB" } };

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_text(format_bytes(*state, en, cases[i].n), cases[i].text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(numbers_are_grouped_by_three),
		IN_ARENA(days_are_told_with_their_month),
		IN_ARENA(an_instant_is_told_to_the_minute),
		IN_ARENA(a_date_is_told_as_far_as_it_is_known),
		IN_ARENA(every_month_has_its_name),
		IN_ARENA(bytes_are_told_in_thousands),
		IN_ARENA(amounts_have_their_currency),
	};

	return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}

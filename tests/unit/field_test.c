/* field_test.c - every type of field: its columns, its values as text, and what it refuses. */
#include "kind.h"
#include "unit.h"

#include <string.h>

#define THING_FIELDS(X) \
	X(TEXT, name, .label = "Name", .max = 10) \
	X(LINE, symbol, .label = "Symbol", .max = 5) \
	X(URL, site, .label = "Site", .max = 30) \
	X(YEAR, begun, .label = "Begun") \
	X(DATE, seen, .label = "Seen") \
	X(YESNO, is_open, .label = "Open") \
	X(MONEY, cost, .label = "Cost", .currency = "cost_in") \
	X(CODE, level, .label = "Level", .vocabulary = "level") \
	X(CODES, places, .label = "Places", .vocabulary = "place") \
	X(LINKS, friends, .label = "Friends", .target = "thing") \
	X(LINE, remark, .label = "Remark")

struct thing {
	struct record record;
	THING_FIELDS(FIELD_MEMBER)
};

#define FIELD_STRUCT thing
static const struct field fields[] = { THING_FIELDS(FIELD_ROW) };

static const struct kind thing_kind = {
	.name = "thing",
	.plural = "things",
	.fields = fields,
	.n_fields = COUNT(fields),
	.size = sizeof(struct thing),
	.title = "name",
};

static struct column column_named(struct arena *a, const char *name)
{
	struct columns columns = kind_columns(a, &thing_kind);

	for (size_t i = 0; i < columns.n; i++)
		if (str_is(column_name(a, columns.v[i]), name))
			return columns.v[i];
	fail_msg("no column %s", name);
	return (struct column){ 0 };
}

/* ---- columns */

static void columns_stand_in_the_order_of_the_fields(void **state)
{
	static const struct {
		const char *name, *path;
	} expected[] = {
		{ "name_fr", "name.fr" },
		{ "name_en", "name.en" },
		{ "symbol", "symbol" },
		{ "site", "site" },
		{ "begun", "begun" },
		{ "seen", "seen" },
		{ "is_open", "is_open" },
		{ "cost", "cost" },
		{ "cost_in", "cost_in" },
		{ "level", "level" },
		{ "places", "places" },
		{ "friends", "friends" },
		{ "remark", "remark" },
	};
	struct columns columns = kind_columns(*state, &thing_kind);

	assert_int_equal(columns.n, COUNT(expected));
	for (size_t i = 0; i < columns.n; i++) {
		assert_text(column_name(*state, columns.v[i]), expected[i].name);
		assert_text(column_path(*state, columns.v[i]), expected[i].path);
	}
}

static void what_the_own_table_holds(void **state)
{
	static const struct {
		const char *field, *first, *second;
	} expected[] = {
		{ "name", NULL, NULL },
		{ "symbol", "", NULL },
		{ "site", "", NULL },
		{ "begun", "", NULL },
		{ "seen", "", NULL },
		{ "is_open", "", NULL },
		{ "cost", "_minor", "_currency" },
		{ "level", NULL, NULL },
		{ "places", NULL, NULL },
		{ "friends", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(expected); i++) {
		const char *suffixes[2];
		size_t n = field_stored(kind_field(&thing_kind, expected[i].field), suffixes);

		assert_int_equal(n, !!expected[i].first + !!expected[i].second);
		if (n > 0)
			assert_string_equal(suffixes[0], expected[i].first);
		if (n > 1)
			assert_string_equal(suffixes[1], expected[i].second);
	}
}

static void fields_are_found_by_name(void **state)
{
	(void)state;
	assert_ptr_equal(kind_field(&thing_kind, "site"), &fields[2]);
	assert_null(kind_field(&thing_kind, "name_fr"));
	assert_null(kind_field(&thing_kind, ""));
	assert_null(kind_field(&thing_kind, NULL));
}

/* ---- values */

static const struct {
	const char *column, *given, *read;
} values[] = {
	{ "name_fr", "Été", "Été" },
	{ "name_en", "  two words\t", "two words" },
	{ "name_fr", "two\nlines", "two\nlines" },
	{ "name_fr", "éèêëàâîïôû", "éèêëàâîïôû" }, /* 10 characters, 20 bytes */
	{ "name_fr", " ", "" },
	{ "symbol", "A/7;B", "A/7;B" },
	{ "symbol", "文化文化文", "文化文化文" },
	{ "site", "https://example.org/a?b=c#d", "https://example.org/a?b=c#d" },
	{ "site", " http://x ", "http://x" },
	{ "site", "https://exemple.org/é", "https://exemple.org/é" },
	{ "site", "", "" },
	{ "begun", "2016", "2016" },
	{ "begun", " 1000 ", "1000" },
	{ "begun", "9999", "9999" },
	{ "begun", "", "" },
	{ "seen", " 2026-11-21 ", "2026-11-21" },
	{ "seen", "2024-02-29", "2024-02-29" },
	{ "seen", "2000-02-29", "2000-02-29" },
	{ "seen", "2026-11", "2026-11" },
	{ "seen", "2019", "2019" },
	{ "seen", "", "" },
	{ "is_open", "yes", "yes" },
	{ "is_open", " no ", "no" },
	{ "is_open", "", "" },
	{ "cost", "1500", "1500" },
	{ "cost", "12.50", "12.50" },
	{ "cost", "", "" },
	{ "cost_in", "EUR", "EUR" },
	{ "cost_in", "", "" },
	{ "level", " high ", "high" },
	{ "level", "a;b", "a;b" },
	{ "places", "FRA;DEU", "FRA;DEU" },
	{ "places", " FRA ; DEU ", "FRA;DEU" },
	{ "places", "FRA", "FRA" },
	{ "places", "", "" },
	{ "places", ";", ";" },
	{ "friends", "GP-1-01; GP-1-02", "GP-1-01;GP-1-02" },
};

static void values_are_read_as_they_were_written(void **state)
{
	struct arena *a = *state;

	for (size_t i = 0; i < COUNT(values); i++) {
		struct thing thing = { 0 };
		struct column c = column_named(a, values[i].column);
		const char *why = column_write(a, c, &thing, str_from(values[i].given));

		if (why)
			fail_msg("%s = “%s”: %s", values[i].column, values[i].given, why);
		assert_text(column_read(a, c, &thing), values[i].read);
	}
}

/* What a column holds, written again, is the same: a file that was exported loads unchanged. */
static void what_was_read_can_be_written_again(void **state)
{
	struct arena *a = *state;

	for (size_t i = 0; i < COUNT(values); i++) {
		struct thing thing = { 0 };
		struct column c = column_named(a, values[i].column);

		assert_null(column_write(a, c, &thing, str_from(values[i].read)));
		assert_text(column_read(a, c, &thing), values[i].read);
	}
}

static void a_value_can_be_replaced_and_emptied(void **state)
{
	struct arena *a = *state;

	for (size_t i = 0; i < COUNT(values); i++) {
		struct thing thing = { 0 };
		struct column c = column_named(a, values[i].column);

		assert_null(column_write(a, c, &thing, str_from(values[i].given)));
		assert_null(column_write(a, c, &thing, S("")));
		assert_text(column_read(a, c, &thing), "");
	}
}

static void columns_do_not_touch_each_other(void **state)
{
	struct columns columns = kind_columns(*state, &thing_kind);
	struct thing thing = { 0 };

	for (size_t i = 0; i < COUNT(values); i++) {
		if (!*values[i].read)
			continue;
		struct column c = column_named(*state, values[i].column);

		thing = (struct thing){ 0 };
		assert_null(column_write(*state, c, &thing, str_from(values[i].given)));
		for (size_t n = 0; n < columns.n; n++)
			if (columns.v[n].field != c.field || columns.v[n].part != c.part)
				assert_text(column_read(*state, columns.v[n], &thing), "");
	}
}

static void an_empty_row_holds_nothing(void **state)
{
	struct columns columns = kind_columns(*state, &thing_kind);
	const struct thing empty = { 0 };

	for (size_t i = 0; i < columns.n; i++)
		assert_text(column_read(*state, columns.v[i], &empty), "");
}

/* The text that was given may go: the row keeps its own. */
static void the_row_keeps_its_own_copy(void **state)
{
	static const char *const names[] = { "name_fr", "symbol", "level", "places", "friends" };
	struct arena *a = *state;

	for (size_t i = 0; i < COUNT(names); i++) {
		char given[] = "a;b";
		struct thing thing = { 0 };
		struct column c = column_named(a, names[i]);

		assert_null(column_write(a, c, &thing, str_from(given)));
		memset(given, 'x', 3);
		assert_text(column_read(a, c, &thing), "a;b");
	}
}

static void the_same_amount_reads_the_same(void **state)
{
	static const char *const same[] = { "12.5", "12.50", "012.50" };
	struct column amount = column_named(*state, "cost");
	struct column currency = column_named(*state, "cost_in");
	struct thing thing = { 0 };
	struct money m;

	assert_null(column_write(*state, currency, &thing, S("EUR")));
	assert_false(amount_money(&thing.cost, &m));
	for (size_t i = 0; i < COUNT(same); i++) {
		assert_null(column_write(*state, amount, &thing, str_from(same[i])));
		assert_text(column_read(*state, amount, &thing), "12.50");
		assert_true(amount_money(&thing.cost, &m));
		assert_int_equal(m.amount_minor, 1250);
	}
	assert_null(column_write(*state, currency, &thing, S("JPY")));
	assert_false(amount_money(&thing.cost, &m));
}

/* ---- refusals */

static const struct {
	const char *column, *given;
} refused[] = {
	{ "name_fr", NULL }, /* 200 KB and a character */
	{ "symbol", NULL },
	{ "remark", NULL },
	{ "site", "example.org" },
	{ "site", "www.example.org" },
	{ "site", "ftp://example.org" },
	{ "site", "javascript:alert(1)" },
	{ "site", "https:/example.org" },
	{ "site", "https://" },
	{ "site", "http:///path" },
	{ "site", "https://a b" },
	{ "site", "https://a\nb" },
	{ "site", "https://a\"b" },
	{ "site", "https://a<b" },
	{ "site", "//example.org" },
	{ "begun", "216" },
	{ "begun", "20166" },
	{ "begun", "0999" },
	{ "begun", "+999" },
	{ "begun", "-200" },
	{ "begun", "abcd" },
	{ "begun", "2016.0" },
	{ "begun", "20 6" },
	{ "seen", "2026-13" },
	{ "seen", "2026-00" },
	{ "seen", "2026-11-00" },
	{ "seen", "2026-11-31" },
	{ "seen", "2023-02-29" },
	{ "seen", "1900-02-29" },
	{ "seen", "0999" },
	{ "seen", "2026/11/21" },
	{ "seen", "2026-1-21" },
	{ "seen", "2026-11-" },
	{ "seen", "21-11-2026" },
	{ "seen", "2026-11-21T10:42:07Z" },
	{ "seen", "2026-+1-21" },
	{ "is_open", "Yes" },
	{ "is_open", "true" },
	{ "is_open", "1" },
	{ "is_open", "oui" },
	{ "cost", "1,5" },
	{ "cost", "-3" },
	{ "cost", "1." },
	{ "cost", ".5" },
	{ "cost", "1 000" },
	{ "cost", "1.23456" },
	{ "cost", "99999999999999999999" },
	{ "cost", "EUR" },
	{ "cost_in", "eur" },
	{ "cost_in", "XXX" },
	{ "cost_in", "EURO" },
	{ "cost_in", "€" },
};

static void what_does_not_fit_is_refused_in_words_that_are_translated(void **state)
{
	struct arena *a = *state;
	const size_t n = (200 << 10) + 1;
	struct str long_text = { memset(arena_alloc(a, n), 'x', n), n };

	for (size_t i = 0; i < COUNT(refused); i++) {
		struct str given = refused[i].given ? str_from(refused[i].given) : long_text;
		struct thing thing = { 0 };
		const char *why =
			column_write(a, column_named(a, refused[i].column), &thing, given);

		if (!why)
			fail_msg("%s = “" STR_FMT "” is taken", refused[i].column, STR_ARG(given));
		if (!tr_find(&languages[LANG_FR], why, 0))
			fail_msg("“%s” is not translated", why);
	}
}

static void four_thousand_characters_fit_where_nothing_else_is_said(void **state)
{
	struct out o = out_new(*state, 1 << 20);
	struct thing thing = { 0 };

	for (int i = 0; i < 4000; i++)
		out_z(&o, "文");
	assert_null(column_write(*state, column_named(*state, "remark"), &thing, out_done(&o)));
}

/* ---- what is told of a text */

static void a_text_is_told_in_the_language_asked_for_or_else(void **state)
{
	const struct language *fr = &languages[LANG_FR], *en = &languages[LANG_EN];
	const struct text both = { { [LANG_FR] = S("oui"), [LANG_EN] = S("yes") } };
	const struct text french = { { [LANG_FR] = S("oui") } };
	const struct text none = { 0 };

	(void)state;
	assert_text(text_told(&both, en, fr).text, "yes");
	assert_ptr_equal(text_told(&both, en, fr).lang, en);
	assert_text(text_told(&both, fr, en).text, "oui");
	assert_text(text_told(&french, en, fr).text, "oui");
	assert_ptr_equal(text_told(&french, en, fr).lang, fr);
	assert_text(text_told(&french, en, en).text, "oui");
	assert_ptr_equal(text_told(&french, en, en).lang, fr);
	assert_null(text_told(&none, en, fr).lang);
	assert_int_equal(text_told(&none, en, fr).text.n, 0);
}

static void a_record_without_title_is_called_by_its_id(void **state)
{
	struct thing thing = { .record = { .public_id = S("T-1"), .lang = &languages[LANG_FR] } };
	const struct language *en = &languages[LANG_EN];

	(void)state;
	assert_text(record_title(&thing_kind, &thing, en).text, "T-1");
	thing.name.in[LANG_FR] = S("Chose");
	assert_text(record_title(&thing_kind, &thing, en).text, "Chose");
	assert_ptr_equal(record_title(&thing_kind, &thing, en).lang, &languages[LANG_FR]);
}

static void problems_are_kept_in_order_however_many(void **state)
{
	struct problems p = problems_new(*state);

	for (int i = 0; i < 100; i++)
		problem_add(&p, S("name_fr"), "code", str_printf(*state, "%d", i));
	assert_int_equal(p.n, 100);
	for (int i = 0; i < 100; i++)
		assert_str(p.v[i].message, str_printf(*state, "%d", i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(columns_stand_in_the_order_of_the_fields),
		cmocka_unit_test(what_the_own_table_holds),
		cmocka_unit_test(fields_are_found_by_name),
		IN_ARENA(values_are_read_as_they_were_written),
		IN_ARENA(what_was_read_can_be_written_again),
		IN_ARENA(a_value_can_be_replaced_and_emptied),
		IN_ARENA(columns_do_not_touch_each_other),
		IN_ARENA(an_empty_row_holds_nothing),
		IN_ARENA(the_row_keeps_its_own_copy),
		IN_ARENA(the_same_amount_reads_the_same),
		IN_ARENA(what_does_not_fit_is_refused_in_words_that_are_translated),
		IN_ARENA(four_thousand_characters_fit_where_nothing_else_is_said),
		cmocka_unit_test(a_text_is_told_in_the_language_asked_for_or_else),
		cmocka_unit_test(a_record_without_title_is_called_by_its_id),
		IN_ARENA(problems_are_kept_in_order_however_many),
	};

	return cmocka_run_group_tests_name("field", tests, NULL, NULL);
}

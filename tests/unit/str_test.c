/* str_test.c - texts as pointer and length, and the buffers they are written to. */
#include "out.h"
#include "unit.h"

#include <string.h>

/* ---- comparing and finding */

static void no_text_is_the_empty_text(void **state)
{
	(void)state;
	assert_int_equal(str_from(NULL).n, 0);
	assert_true(str_eq(str_from(NULL), S("")));
	assert_true(str_is(str_from(NULL), ""));
	assert_true(str_is(S(""), NULL));
	assert_int_equal(str_compare(str_from(NULL), S("")), 0);
}

static void texts_are_equal_by_bytes(void **state)
{
	(void)state;
	assert_true(str_eq(S("a\0b"), S("a\0b")));
	assert_false(str_eq(S("a\0b"), S("a\0c")));
	assert_false(str_eq(S("a"), S("ab")));
	assert_false(str_is(S("a\0b"), "a"));
	assert_true(str_is(S("é"), "é"));
}

static void starts_and_ends(void **state)
{
	(void)state;
	assert_true(str_starts(S("abc"), S("ab")));
	assert_true(str_starts(S("abc"), S("")));
	assert_true(str_starts(str_from(NULL), S("")));
	assert_false(str_starts(S("ab"), S("abc")));
	assert_true(str_ends(S("abc"), S("bc")));
	assert_true(str_ends(S(""), S("")));
	assert_false(str_ends(S("bc"), S("abc")));
	assert_false(str_ends(S("abc"), S("ab")));
}

static void order_is_that_of_unsigned_bytes(void **state)
{
	const struct str sorted[] = { S(""), S("A"), S("a"), S("a\0"), S("aa"), S("b"), S("z"),
		S("é"), S("œ"), S("文"), S("🎭"), S("\xff") };

	(void)state;
	for (size_t i = 0; i < COUNT(sorted); i++)
		for (size_t j = 0; j < COUNT(sorted); j++) {
			int order = str_compare(sorted[i], sorted[j]);

			assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
		}
}

static void find_gives_the_first_place_or_the_length(void **state)
{
	(void)state;
	assert_int_equal(str_find(S("a,b,c"), ','), 1);
	assert_int_equal(str_find(S("abc"), ','), 3);
	assert_int_equal(str_find(S(""), ','), 0);
	assert_int_equal(str_find(str_from(NULL), ','), 0);
	assert_int_equal(str_find(S("a\0b"), '\0'), 1);
}

static void blanks_go_from_both_ends(void **state)
{
	(void)state;
	assert_text(str_trim(S(" \t\r\n a b \n")), "a b");
	assert_text(str_trim(S(" \t ")), "");
	assert_text(str_trim(S("")), "");
	assert_text(str_trim(str_from(NULL)), "");
	assert_text(str_trim(S("\u00a0a")), "\u00a0a");
}

static void the_rest_begins_at_most_at_the_end(void **state)
{
	(void)state;
	assert_text(str_from_at(S("abc"), 0), "abc");
	assert_text(str_from_at(S("abc"), 2), "c");
	assert_text(str_from_at(S("abc"), 3), "");
	assert_text(str_from_at(S("abc"), 99), "");
	assert_text(str_from_at(str_from(NULL), 1), "");
}

static void a_text_is_found_where_it_first_stands(void **state)
{
	(void)state;
	assert_int_equal(str_find_text(S("a--b--c"), S("--")), 1);
	assert_int_equal(str_find_text(S("a-b-"), S("--")), 4);
	assert_int_equal(str_find_text(S("--"), S("--")), 0);
	assert_int_equal(str_find_text(S("-"), S("--")), 1);
	assert_int_equal(str_find_text(S("abc"), S("")), 3);
	assert_int_equal(str_find_text(str_from(NULL), S("a")), 0);
	assert_int_equal(str_find_text(str_from(NULL), str_from(NULL)), 0);
	assert_int_equal(str_count(S(";a;;b"), ';'), 3);
	assert_int_equal(str_count(str_from(NULL), ';'), 0);
}

static void the_name_of_a_file_is_without_folders(void **state)
{
	(void)state;
	assert_text(str_file_name(S("/home/ana/report.pdf")), "report.pdf");
	assert_text(str_file_name(S("C:\\Temp/a\\report.pdf")), "report.pdf");
	assert_text(str_file_name(S("report.pdf")), "report.pdf");
	assert_text(str_file_name(S("folder/")), "");
	assert_text(str_file_name(str_from(NULL)), "");
}

/* ---- cutting */

static void assert_cut(struct str text, const char *const *parts, size_t n)
{
	struct str rest = text, part = S("untouched");

	for (size_t i = 0; i < n; i++) {
		assert_true(str_cut(&rest, ';', &part));
		assert_text(part, parts[i]);
	}
	part = S("untouched");
	assert_false(str_cut(&rest, ';', &part));
	assert_null(rest.p);
	assert_text(part, "untouched");
}

#define ASSERT_CUT(text, ...) \
	assert_cut((text), (const char *const[]){ __VA_ARGS__ }, \
		COUNT(((const char *const[]){ __VA_ARGS__ })))

static void cut_gives_each_part_even_the_empty_ones(void **state)
{
	(void)state;
	ASSERT_CUT(S("a;;b"), "a", "", "b");
	ASSERT_CUT(S(""), "");
	ASSERT_CUT(S("a"), "a");
	ASSERT_CUT(S("a;"), "a", "");
	ASSERT_CUT(S(";"), "", "");
	ASSERT_CUT(S(";a"), "", "a");
	assert_cut(str_from(NULL), NULL, 0);
}

/* ---- numbers */

static void assert_int_is(struct str text, int64_t expected)
{
	int64_t value = 42;

	if (!str_int(text, &value))
		fail_msg("“" STR_FMT "” is not read", STR_ARG(text));
	assert_true(value == expected);
}

static void whole_numbers_are_read_up_to_their_limits(void **state)
{
	(void)state;
	assert_int_is(S("0"), 0);
	assert_int_is(S("-0"), 0);
	assert_int_is(S("007"), 7);
	assert_int_is(S("-2016"), -2016);
	assert_int_is(S("9223372036854775807"), INT64_MAX);
	assert_int_is(S("-9223372036854775808"), INT64_MIN);
	assert_int_is(S("00000000000000000000000000001"), 1);
}

static void what_is_no_number_leaves_the_value_alone(void **state)
{
	const struct str wrong[] = { S(""), S("-"), S("+"), S("+7"), S("--1"), S("+-1"), S(" 1"),
		S("1 "), S("1.0"), S("1e3"), S("0x10"), S("1a"), S("9223372036854775808"),
		S("-9223372036854775809"), S("99999999999999999999"), S("1\0"), S("１") };

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		int64_t value = 42;

		assert_false(str_int(wrong[i], &value));
		assert_true(value == 42);
	}
}

/* ---- copies and messages */

static void copies_live_on_their_own(void **state)
{
	struct arena *a = *state;
	char word[] = "one\0two";
	struct str given = { word, 7 };
	struct str copy = str_copy(a, given);
	const char *z = str_z(a, S("abc"));

	memset(word, 'x', sizeof word);
	assert_str(copy, S("one\0two"));
	assert_string_equal(z, "abc");
	assert_string_equal(str_z(a, str_from(NULL)), "");
	assert_non_null(str_copy(a, S("")).p);
}

static void printf_takes_any_length(void **state)
{
	struct arena *a = *state;
	struct str s = str_printf(a, "%d-" STR_FMT "-%*s", 7, STR_ARG(S("é")), 5000, "end");

	assert_int_equal(s.n, 2 + 2 + 1 + 5000);
	assert_true(str_starts(s, S("7-é- ")));
	assert_true(str_ends(s, S(" end")));
	assert_int_equal(s.p[s.n], '\0');
	assert_text(str_printf(a, STR_FMT, STR_ARG(str_from(NULL))), "");
}

static void places_are_filled_wherever_they_stand(void **state)
{
	struct arena *a = *state;

	assert_text(STR_FILL(a, "{1} of {2}", S("3"), S("10")), "3 of 10");
	assert_text(STR_FILL(a, "{2}, {1}; {2}", S("a"), S("b")), "b, a; b");
	assert_text(STR_FILL(a, "{1}{1}", S("")), "");
	assert_text(str_fill(a, "no place", NULL, 0), "no place");
	assert_text(str_fill(a, "", NULL, 0), "");
}

static void a_place_without_a_part_stays(void **state)
{
	struct arena *a = *state;

	assert_text(STR_FILL(a, "{1} {2} {3}", S("x")), "x {2} {3}");
	assert_text(str_fill(a, "{1}", NULL, 0), "{1}");
	assert_text(STR_FILL(a, "{0} {10} {a} {1 {", S("x")), "{0} {10} {a} {1 {");
	assert_text(STR_FILL(a, "{{1}}", S("x")), "{x}");
}

static void what_a_part_holds_is_not_filled_again(void **state)
{
	assert_text(STR_FILL(*state, "{1}{2}", S("{2}"), S("{1}")), "{2}{1}");
}

/* ---- out */

static void out_gathers_pieces(void **state)
{
	struct out o = out_new(*state, 1000);

	assert_int_equal(out_done(&o).n, 0);
	out_char(&o, 'a');
	out_str(&o, S("bc"));
	out_str(&o, str_from(NULL));
	out_z(&o, "d");
	out_bytes(&o, "ef", 2);
	out_printf(&o, "%d%%", 12);
	assert_text(out_done(&o), "abcdef12%");
	assert_false(o.full);
}

static void out_writes_the_widest_numbers(void **state)
{
	struct out o = out_new(*state, 1000);

	out_int(&o, INT64_MIN);
	out_char(&o, ' ');
	out_int(&o, INT64_MAX);
	out_char(&o, ' ');
	out_int(&o, 0);
	assert_text(out_done(&o), "-9223372036854775808 9223372036854775807 0");
}

static void out_keeps_what_it_holds_while_it_grows(void **state)
{
	struct out o = out_new(*state, 1 << 20);

	for (int i = 0; i < 100000; i++)
		out_char(&o, (char)('a' + i % 26));
	assert_false(o.full);
	assert_int_equal(o.n, 100000);
	for (int i = 0; i < 100000; i++)
		if (o.p[i] != 'a' + i % 26)
			fail_msg("byte %d is lost", i);
}

static void beyond_its_maximum_out_is_full_and_stays_so(void **state)
{
	struct out o = out_new(*state, 10000);

	for (int i = 0; i < 1000; i++)
		out_z(&o, "0123456789");
	assert_false(o.full);
	assert_int_equal(o.n, 10000);
	out_z(&o, "");
	assert_false(o.full);
	out_char(&o, 'x');
	assert_true(o.full);
	out_char(&o, 'y');
	assert_int_equal(out_done(&o).n, 10000);
}

/* A small maximum holds although room is taken in larger pieces. */
static void a_small_maximum_holds(void **state)
{
	struct out o = out_new(*state, 10);

	out_z(&o, "12345");
	out_z(&o, "678901");
	assert_true(o.full);
	assert_text(out_done(&o), "12345");
	struct out none = out_new(*state, 0);
	out_char(&none, 'x');
	assert_true(none.full);
}

static void bytes_after_one_that_was_dropped_are_dropped_too(void **state)
{
	struct out o = out_new(*state, 5000);

	out_printf(&o, "%500s", "x");
	out_bytes(&o, memset(arena_alloc(*state, 9000), 'y', 9000), 9000);
	assert_true(o.full);
	out_char(&o, 'z');
	assert_int_equal(out_done(&o).n, 500);
}

static void an_exceeded_arena_makes_out_full(void **state)
{
	struct arena small;

	(void)state;
	arena_init(&small, 100 * 1000);
	struct out o = out_new(&small, 10 << 20);
	for (int i = 0; i < 100 * 1000 && !o.full; i++)
		out_z(&o, "0123456789");
	assert_true(o.full);
	assert_true(small.exceeded);
	assert_true(o.n < 200 * 1000);
	arena_free(&small);
}

static void out_printf_is_cut_at_511_bytes(void **state)
{
	struct out o = out_new(*state, 10000);

	out_printf(&o, "%600s", "x");
	assert_int_equal(o.n, 511);
}

static void all_but_the_unreserved_is_percent_encoded(void **state)
{
	struct out o = out_new(*state, 1000);

	out_url_component(&o, S("AZaz09-._~ é/?#[]@!$&'()*+,;=%\"<>\0\xff"));
	assert_text(out_done(&o),
		"AZaz09-._~%20%C3%A9%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%25%22"
		"%3C%3E%00%FF");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_text_is_the_empty_text),
		cmocka_unit_test(texts_are_equal_by_bytes),
		cmocka_unit_test(starts_and_ends),
		cmocka_unit_test(a_text_is_found_where_it_first_stands),
		cmocka_unit_test(the_name_of_a_file_is_without_folders),
		cmocka_unit_test(order_is_that_of_unsigned_bytes),
		cmocka_unit_test(find_gives_the_first_place_or_the_length),
		cmocka_unit_test(blanks_go_from_both_ends),
		cmocka_unit_test(the_rest_begins_at_most_at_the_end),
		cmocka_unit_test(cut_gives_each_part_even_the_empty_ones),
		cmocka_unit_test(whole_numbers_are_read_up_to_their_limits),
		cmocka_unit_test(what_is_no_number_leaves_the_value_alone),
		IN_ARENA(copies_live_on_their_own),
		IN_ARENA(printf_takes_any_length),
		IN_ARENA(places_are_filled_wherever_they_stand),
		IN_ARENA(a_place_without_a_part_stays),
		IN_ARENA(what_a_part_holds_is_not_filled_again),
		IN_ARENA(out_gathers_pieces),
		IN_ARENA(out_writes_the_widest_numbers),
		IN_ARENA(out_keeps_what_it_holds_while_it_grows),
		IN_ARENA(beyond_its_maximum_out_is_full_and_stays_so),
		IN_ARENA(a_small_maximum_holds),
		IN_ARENA(bytes_after_one_that_was_dropped_are_dropped_too),
		cmocka_unit_test(an_exceeded_arena_makes_out_full),
		IN_ARENA(out_printf_is_cut_at_511_bytes),
		IN_ARENA(all_but_the_unreserved_is_percent_encoded),
	};

	return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}

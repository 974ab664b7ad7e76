/* text_test.c - well-formed UTF-8, ULIDs, instants. */
#include "clock.h"
#include "id.h"
#include "unit.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- UTF-8 */

static void the_edges_of_well_formed_text(void **state)
{
	const struct str good[] = { S(""), S("plain"), S("\x01\x7f"), S("\xc2\x80"), S("\xdf\xbf"),
		S("\xe0\xa0\x80"), S("\xed\x9f\xbf"), S("\xee\x80\x80"), S("\xef\xbf\xbf"),
		S("\xf0\x90\x80\x80"), S("\xf4\x8f\xbf\xbf"), S("Découvrabilité, 文化, العربية, 🎭"),
		S("\xef\xbb\xbf") };

	(void)state;
	assert_true(utf8_is_text(str_from(NULL)));
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_true(utf8_is_text(good[i]));
		assert_int_equal(utf8_first_bad(good[i]), good[i].n);
	}
}

static void the_first_bad_byte_is_found(void **state)
{
	const struct {
		struct str text;
		size_t at;
	} cases[] = {
		{ S("a\0b"), 1 }, /* NUL */
		{ S("\x80"), 0 }, /* goes on, but nothing began */
		{ S("ab\xbf"), 2 },
		{ S("\xc0\xaf"), 0 }, /* overlong: "/" */
		{ S("\xc1\xbf"), 0 },
		{ S("\xe0\x80\xaf"), 0 },
		{ S("\xe0\x9f\xbf"), 0 },
		{ S("\xf0\x80\x80\xaf"), 0 },
		{ S("\xf0\x8f\xbf\xbf"), 0 },
		{ S("é\xed\xa0\x80"), 2 }, /* surrogates */
		{ S("\xed\xbf\xbf"), 0 },
		{ S("\xf4\x90\x80\x80"), 0 }, /* beyond U+10FFFF */
		{ S("\xf5\x80\x80\x80"), 0 },
		{ S("a\xff"), 1 },
		{ S("a\xfe"), 1 },
		{ S("é\xc3"), 2 }, /* cut short */
		{ S("\xe6\x96"), 0 },
		{ S("\xf0\x9f\x8e"), 0 },
		{ S("\xe6\x96x"), 0 },
		{ S("\xc3\xc3\xa9"), 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_false(utf8_is_text(cases[i].text));
		assert_int_equal(utf8_first_bad(cases[i].text), cases[i].at);
	}
}

/* Reads of one byte too many show under the sanitizer: the text ends with its memory. */
static void a_sequence_cut_by_the_end_is_not_read_beyond(void **state)
{
	const struct str starts[] = { S("\xc3"), S("\xe6\x96"), S("\xf0\x9f\x8e"), S("\xf0") };

	for (size_t i = 0; i < COUNT(starts); i++) {
		char *p = arena_take(*state, starts[i].n);

		memcpy(p, starts[i].p, starts[i].n);
		assert_int_equal(utf8_first_bad((struct str){ p, starts[i].n }), 0);
	}
}

static void characters_are_counted_not_bytes(void **state)
{
	(void)state;
	assert_int_equal(utf8_count(str_from(NULL)), 0);
	assert_int_equal(utf8_count(S("abc")), 3);
	assert_int_equal(utf8_count(S("été")), 3);
	assert_int_equal(utf8_count(S("文化🎭")), 3);
	assert_int_equal(utf8_count(S("e\u0301")), 2);
}

/* ---- ULIDs */

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static int64_t time_of(const char *id)
{
	int64_t ms = 0;

	for (int i = 0; i < 10; i++)
		ms = ms * 32 + (strchr(alphabet, id[i]) - alphabet);
	return ms;
}

static void a_ulid_tells_when_it_was_made(void **state)
{
	char id[ULID_LENGTH + 1];

	(void)state;
	int64_t before = clock_now_ms();
	ulid_make(id);
	int64_t after = clock_now_ms();
	assert_int_equal(strlen(id), ULID_LENGTH);
	assert_int_equal(strspn(id, alphabet), ULID_LENGTH);
	assert_true(ulid_is_valid(str_from(id)));
	assert_in_range(time_of(id), before, after);
}

static void later_ulids_sort_later(void **state)
{
	char id[2][ULID_LENGTH + 1];

	(void)state;
	ulid_make(id[0]);
	for (int i = 1; i < 20; i++) {
		nanosleep(&(const struct timespec){ .tv_nsec = 2000000 }, NULL);
		ulid_make(id[i % 2]);
		assert_true(strcmp(id[(i + 1) % 2], id[i % 2]) < 0);
	}
}

static void ulids_of_one_instant_differ(void **state)
{
	static char ids[2000][ULID_LENGTH + 1];

	(void)state;
	for (size_t i = 0; i < COUNT(ids); i++) {
		ulid_make(ids[i]);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(ids[i], ids[j]);
	}
}

static void what_is_no_ulid(void **state)
{
	const struct str wrong[] = { S(""), S("01ARZ3NDEKTSV4RRFFQ69G5FA"),
		S("01ARZ3NDEKTSV4RRFFQ69G5FAVX"), S("01arz3ndektsv4rrffq69g5fav"),
		S("81ARZ3NDEKTSV4RRFFQ69G5FAV"), S("01ARZ3NDEKTSV4RRFFQ69G5FAI"),
		S("01ARZ3NDEKTSV4RRFFQ69G5FAL"), S("01ARZ3NDEKTSV4RRFFQ69G5FAO"),
		S("01ARZ3NDEKTSV4RRFFQ69G5FAU"), S("01ARZ3NDEKTSV4RRFFQ69G5FA\0"),
		S("01ARZ3NDEKTSV4RRFFQ69G5FA "), S("01ARZ3NDEKTSV4RRFFQ69G5FA-") };

	(void)state;
	assert_true(ulid_is_valid(S("01ARZ3NDEKTSV4RRFFQ69G5FAV")));
	assert_true(ulid_is_valid(S("7ZZZZZZZZZZZZZZZZZZZZZZZZZ")));
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(ulid_is_valid(wrong[i]));
}

/* ---- instants */

static void the_clock_goes_on(void **state)
{
	const int64_t year_2024_ms = 1704067200000;

	(void)state;
	int64_t before = clock_now_ms();
	nanosleep(&(const struct timespec){ .tv_nsec = 3000000 }, NULL);
	assert_true(before > year_2024_ms);
	assert_true(clock_now_ms() > before);
}

static void instants_are_told_as_rfc_3339_does(void **state)
{
	const struct {
		int64_t instant_ms;
		const char *text;
	} cases[] = {
		{ 0, "1970-01-01T00:00:00Z" },
		{ 999, "1970-01-01T00:00:00Z" },
		{ 951782400000, "2000-02-29T00:00:00Z" },
		{ 951868799999, "2000-02-29T23:59:59Z" },
		{ 1795257727000, "2026-11-21T10:42:07Z" },
		{ 2147483648000, "2038-01-19T03:14:08Z" },
		{ 4107542400000, "2100-03-01T00:00:00Z" },
		{ 253402300799999, "9999-12-31T23:59:59Z" },
		{ -1000, "1969-12-31T23:59:59Z" },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_text(clock_rfc3339(*state, cases[i].instant_ms), cases[i].text);
}

/* An instant belongs to the second it lies in, before 1970 too. */
static void the_last_second_before_1970(void **state)
{
	assert_text(clock_rfc3339(*state, -1), "1969-12-31T23:59:59Z");
	assert_int_equal(clock_day(-1).year, 1969);
}

static void days_are_counted_from_one(void **state)
{
	struct calendar_day day = clock_day(951868799999);

	(void)state;
	assert_int_equal(day.year, 2000);
	assert_int_equal(day.month, 2);
	assert_int_equal(day.day, 29);
	day = clock_day(951868800000);
	assert_int_equal(day.month, 3);
	assert_int_equal(day.day, 1);
	assert_int_equal(clock_day(0).month, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_edges_of_well_formed_text),
		cmocka_unit_test(the_first_bad_byte_is_found),
		IN_ARENA(a_sequence_cut_by_the_end_is_not_read_beyond),
		cmocka_unit_test(characters_are_counted_not_bytes),
		cmocka_unit_test(a_ulid_tells_when_it_was_made),
		cmocka_unit_test(later_ulids_sort_later),
		cmocka_unit_test(ulids_of_one_instant_differ),
		cmocka_unit_test(what_is_no_ulid),
		cmocka_unit_test(the_clock_goes_on),
		IN_ARENA(instants_are_told_as_rfc_3339_does),
		IN_ARENA(the_last_second_before_1970),
		cmocka_unit_test(days_are_counted_from_one),
	};

	unsetenv("JALON_CLOCK_MS");
	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}

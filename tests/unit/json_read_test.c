/* json_read_test.c - tokens with their places, digits and texts as they were, and what is broken.
 */
#include "json_read.h"
#include "unit.h"

#include <string.h>

struct expected {
	enum jsonr_token token;
	const char *text; /* NULL: not looked at */
	unsigned line, column;
};

static void assert_tokens(
	struct arena *a, const char *text, const struct expected *expected, size_t n)
{
	struct jsonr r = jsonr_of(str_from(text));
	struct jsonr_event event;

	for (size_t i = 0; i < n; i++) {
		assert_int_equal(jsonr_next(&r, a, &event), expected[i].token);
		assert_int_equal(event.line, expected[i].line);
		assert_int_equal(event.column, expected[i].column);
		if (expected[i].text)
			assert_text(event.text, expected[i].text);
	}
}

#define ASSERT_TOKENS(arena, text, ...) \
	assert_tokens((arena), (text), (const struct expected[]){ __VA_ARGS__ }, \
		COUNT(((const struct expected[]){ __VA_ARGS__ })))

static void tokens_have_their_places(void **state)
{
	ASSERT_TOKENS(*state, "{\"é\": [1,\n true , null]}", { JSONR_OBJECT, NULL, 1, 1 },
		{ JSONR_KEY, "é", 1, 2 }, { JSONR_ARRAY, NULL, 1, 7 }, { JSONR_NUMBER, "1", 1, 8 },
		{ JSONR_TRUE, NULL, 2, 2 }, { JSONR_NULL, NULL, 2, 9 },
		{ JSONR_ARRAY_END, NULL, 2, 13 }, { JSONR_OBJECT_END, NULL, 2, 14 },
		{ JSONR_SPENT, NULL, 2, 15 });
}

static void numbers_keep_their_digits(void **state)
{
	ASSERT_TOKENS(*state, "[12345678901234567.8900,-0,1e-5]", { JSONR_ARRAY, NULL, 1, 1 },
		{ JSONR_NUMBER, "12345678901234567.8900", 1, 2 }, { JSONR_NUMBER, "-0", 1, 25 },
		{ JSONR_NUMBER, "1e-5", 1, 28 });
}

static void escapes_are_undone(void **state)
{
	ASSERT_TOKENS(*state, "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\\uD83C\\uDFB5\"",
		{ JSONR_STRING, "\"\\/\b\f\n\r\té€🎵", 1, 1 });
	ASSERT_TOKENS(*state, "\"\"", { JSONR_STRING, "", 1, 1 });
}

static void what_is_broken_has_a_place_and_a_reason(void **state)
{
	static const struct {
		const char *text;
		unsigned column;
	} broken[] = { { "[1,]", 4 }, { "[,1]", 2 }, { "{\"a\" 1}", 6 }, { "{a:1}", 2 },
		{ "[1 2]", 4 }, { "[01]", 2 }, { "[1.]", 2 }, { "[.5]", 2 }, { "[+1]", 2 },
		{ "[nul]", 2 }, { "[1}", 3 }, { "{\"a\":1]", 7 }, { "[] x", 4 }, { "[\"\\x\"]", 2 },
		{ "[\"\\u12\"]", 2 }, { "[\"\\ud83c\"]", 2 }, { "[\"\\udfb5\"]", 2 },
		{ "[\"\\u0000\"]", 2 }, { "[\"\t\"]", 2 }, { "{\"a\":1,}", 8 }, { "]", 1 } };

	for (size_t i = 0; i < COUNT(broken); i++) {
		struct jsonr r = jsonr_of(str_from(broken[i].text));
		struct jsonr_event event;
		enum jsonr_token token;

		do
			token = jsonr_next(&r, *state, &event);
		while (token != JSONR_BROKEN && token != JSONR_SPENT);
		if (token != JSONR_BROKEN || event.column != broken[i].column || !event.why)
			fail_msg("%s: token %d at %u", broken[i].text, token, event.column);
	}
}

static void nesting_has_a_bound(void **state)
{
	char text[JSONR_DEPTH_MAX + 2];
	struct jsonr r = jsonr_of((struct str){ text, sizeof text });
	struct jsonr_event event;

	memset(text, '[', sizeof text);
	for (int i = 0; i < JSONR_DEPTH_MAX; i++)
		assert_int_equal(jsonr_next(&r, *state, &event), JSONR_ARRAY);
	assert_int_equal(jsonr_next(&r, *state, &event), JSONR_BROKEN);
}

/* Cut at every byte: SPENT until the whole is there, and going on from a copy gives the rest. */
static void a_text_may_come_in_parts(void **state)
{
	static const char text[] = "{\"a\": [\"x\\u00e9\", 12.5, true], \"b\": {}}\n";

	for (size_t cut = 0; cut < sizeof text - 1; cut++) {
		struct jsonr r = jsonr_of((struct str){ text, cut }), before;
		struct jsonr_event event;
		size_t n = 0;

		for (;; n++) {
			before = r;
			if (jsonr_next(&r, *state, &event) == JSONR_SPENT)
				break;
		}
		before.rest = str_from_at(str_from(text), cut - before.rest.n);
		for (; jsonr_next(&before, *state, &event) != JSONR_SPENT; n++)
			assert_int_not_equal(event.token, JSONR_BROKEN);
		assert_true(jsonr_is_whole(&before));
		assert_int_equal(n, 11);
	}
}

static void what_is_skipped_is_passed_over(void **state)
{
	struct jsonr r = jsonr_of(S("[{\"a\":[1,{}]},2]"));
	struct jsonr_event event;

	jsonr_next(&r, *state, &event);
	jsonr_next(&r, *state, &event);
	assert_int_equal(jsonr_skip(&r, *state, &event), JSONR_OBJECT_END);
	assert_int_equal(jsonr_next(&r, *state, &event), JSONR_NUMBER);
	assert_int_equal(jsonr_skip(&r, *state, &event), JSONR_NUMBER);
	assert_int_equal(jsonr_next(&r, *state, &event), JSONR_ARRAY_END);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(tokens_have_their_places),
		IN_ARENA(numbers_keep_their_digits),
		IN_ARENA(escapes_are_undone),
		IN_ARENA(what_is_broken_has_a_place_and_a_reason),
		IN_ARENA(nesting_has_a_bound),
		IN_ARENA(a_text_may_come_in_parts),
		IN_ARENA(what_is_skipped_is_passed_over),
	};

	return cmocka_run_group_tests_name("json_read", tests, NULL, NULL);
}

/* text_diff_test.c - what two texts have in common: nothing of either is lost. */
#include "out.h"
#include "text_diff.h"
#include "unit.h"
#include "words_lost.h"

#include <stdlib.h>
#include <string.h>

static struct arena arena;

static int open_arena(void **state)
{
	(void)state;
	arena_init(&arena, 64 << 20);
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

/* "=a -red +blue =car": the pieces, each with its side. */
static struct str told(const struct text_diff *d)
{
	static const char signs[] = { [DIFF_BOTH] = '=', [DIFF_BEFORE] = '-', [DIFF_AFTER] = '+' };
	struct out o = out_new(&arena, 1 << 20);

	for (size_t i = 0; i < d->n; i++) {
		out_char(&o, signs[d->v[i].side]);
		out_str(&o, d->v[i].text);
		out_char(&o, '|');
	}
	return out_done(&o);
}

static void assert_told(const char *before, const char *after, const char *expected)
{
	const struct text_diff d = text_diff(&arena, str_from(before), str_from(after));

	assert_text(told(&d), expected);
}

static void differences_are_words_not_letters(void **state)
{
	(void)state;
	assert_told("a red car", "a blue car", "=a |-red|+blue|= car|");
	assert_told("crée", "créée", "-crée|+créée|");
	assert_told("one two", "one two three", "=one two|+ three|");
	assert_told("one two three", "two three", "-one |=two three|");
	assert_told("same", "same", "=same|");
	assert_told("", "new", "+new|");
	assert_told("old", "", "-old|");
	assert_told("", "", "");
}

static void words_replaced_side_by_side_are_one_passage(void **state)
{
	(void)state;
	assert_told("the old big car", "the new tiny car", "=the |-old big|+new tiny|= car|");
}

static void combined_words_stay_apart(void **state)
{
	const struct text_diff d = text_diff(&arena, S("a red car"), S("a blue car"));

	(void)state;
	assert_text(text_combined(&arena, &d), "a red blue car");
}

/* ---- any two texts */

static struct str joined(const struct text_diff *d, enum diff_side but)
{
	struct out o = out_new(&arena, 1 << 20);

	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].side != but)
			out_str(&o, d->v[i].text);
	return out_done(&o);
}

static struct str some_text(unsigned *seed, size_t words)
{
	static const char *const vocabulary[] = { "radio", "en", "ligne", "créée", "par", "des",
		"artistes", "2016", "l’œuvre", "—", "\n\n", ", ", ". ", "音楽", "a" };
	struct out o = out_new(&arena, 1 << 20);

	for (size_t i = 0; i < words; i++) {
		out_z(&o, vocabulary[(size_t)rand_r(seed) % COUNT(vocabulary)]);
		if (rand_r(seed) % 8)
			out_char(&o, ' ');
	}
	return out_done(&o);
}

static void assert_has_all_words(struct str text, struct str of)
{
	struct str lost = first_lost_word(text, of);

	if (lost.n)
		fail_msg("“" STR_FMT "” is lost", STR_ARG(lost));
}

static void nothing_of_either_is_lost(void **state)
{
	unsigned seed = 7;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct str before = some_text(&seed, (size_t)(rand_r(&seed) % 30));
		struct str after = some_text(&seed, (size_t)(rand_r(&seed) % 30));
		const struct text_diff d = text_diff(&arena, before, after);

		assert_true(str_eq(joined(&d, DIFF_AFTER), before));
		assert_true(str_eq(joined(&d, DIFF_BEFORE), after));
		assert_has_all_words(text_combined(&arena, &d), before);
		assert_has_all_words(text_combined(&arena, &d), after);
		arena_free(&arena);
		arena_init(&arena, 64 << 20);
	}
}

static void long_texts_with_nothing_in_common_take_no_time(void **state)
{
	unsigned seed = 3;
	struct str before = some_text(&seed, 20000), after = some_text(&seed, 20000);
	const struct text_diff d = text_diff(&arena, before, after);

	(void)state;
	assert_true(str_eq(joined(&d, DIFF_AFTER), before));
	assert_true(str_eq(joined(&d, DIFF_BEFORE), after));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			differences_are_words_not_letters, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(
			words_replaced_side_by_side_are_one_passage, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(combined_words_stay_apart, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(nothing_of_either_is_lost, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(
			long_texts_with_nothing_in_common_take_no_time, open_arena, close_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

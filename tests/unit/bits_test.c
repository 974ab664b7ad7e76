/* bits_test.c - sets of numbers, compared with arrays of booleans. */
#include "bits.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

enum { N = 3 * BITS_IN_BLOCK, TRIES = 40 };

static struct arena arena;

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, 64 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

/* The same set twice: as bits, and as one byte a number. */
struct twins {
	struct bits bits;
	char has[N];
};

static struct twins *twins_new(unsigned seed)
{
	struct twins *t = ARENA_NEW(&arena, struct twins);
	int n = seed % 4 ? (int)(seed * 97 % 5000) : 3;

	srand(seed);
	t->bits = bits_new(&arena);
	for (int i = 0; i < n; i++) {
		uint32_t at = 1 + (uint32_t)rand() % (seed % 3 ? N - 1 : BITS_IN_BLOCK);

		bits_add(&t->bits, at);
		t->has[at] = 1;
	}
	return t;
}

static void assert_twins(const struct bits *b, const char *has)
{
	size_t n = 0;

	for (uint32_t i = 0; i < N; i++) {
		if (bits_has(b, i) != (bool)has[i])
			fail_msg("number %u", i);
		n += (size_t)has[i];
	}
	assert_int_equal(bits_count(b, SIZE_MAX), n);
	assert_int_equal(bits_count(b, 7), n < 7 ? n : 7);
}

static void sets_are_joined_and_cut(void **state)
{
	unsigned n_few = 0;

	(void)state;
	for (unsigned seed = 0; seed < TRIES; seed++) {
		const struct twins *a = twins_new(seed), *b = twins_new(seed + 1);
		struct bits both = bits_copy(&arena, &a->bits), any = bits_copy(&arena, &a->bits);
		struct bits rest = bits_copy(&arena, &a->bits);
		char has[3][N];
		size_t n_both = 0;

		bits_and(&both, &b->bits);
		bits_or(&any, &b->bits);
		bits_and_not(&rest, &b->bits);
		for (size_t i = 0; i < N; i++) {
			has[0][i] = (char)(a->has[i] && b->has[i]);
			has[1][i] = (char)(a->has[i] || b->has[i]);
			has[2][i] = (char)(a->has[i] && !b->has[i]);
			n_both += (size_t)has[0][i];
		}
		assert_twins(&both, has[0]);
		assert_twins(&any, has[1]);
		assert_twins(&rest, has[2]);
		assert_twins(&a->bits, a->has);
		assert_int_equal(bits_count_both(&a->bits, &b->bits, SIZE_MAX), n_both);
		const struct bits_few few = bits_few(&arena, &a->bits);
		if (few.v)
			assert_int_equal(bits_count_few(&few, &b->bits, SIZE_MAX), n_both);
		n_few += few.v != NULL;
	}
	/* Some sets are short and some are not. */
	assert_in_range(n_few, 5, TRIES - 5);
}

static void walks_meet_each_number_once(void **state)
{
	(void)state;
	for (unsigned seed = 0; seed < TRIES; seed++) {
		const struct twins *a = twins_new(seed), *b = twins_new(seed + 1);
		uint32_t i = UINT32_MAX;

		for (uint32_t at = N; at-- > 0;) {
			if (!a->has[at] || !b->has[at])
				continue;
			assert_true(bits_before(&a->bits, &b->bits, i, &i));
			assert_int_equal(i, at);
		}
		assert_false(bits_before(&a->bits, &b->bits, i == UINT32_MAX ? 1 : i, &i));
		i = 0;
		for (uint32_t at = 0; at < N; at++) {
			if (!a->has[at])
				continue;
			assert_true(bits_after(&a->bits, NULL, i, &i));
			assert_int_equal(i, at);
		}
		assert_false(bits_after(&a->bits, NULL, i, &i));
	}
}

static void what_was_added_can_be_dropped(void **state)
{
	struct bits b = bits_new(&arena);

	(void)state;
	bits_drop(&b, 70000);
	bits_add(&b, 70000);
	bits_add(&b, 1);
	assert_true(bits_has(&b, 70000));
	bits_drop(&b, 70000);
	assert_false(bits_has(&b, 70000));
	assert_false(bits_has(&b, UINT32_MAX));
	assert_int_equal(bits_count(&b, 10), 1);
	/* Two blocks and their places, not eighteen. */
	assert_true(bits_bytes(&b) < 3 * sizeof(struct bits_block));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(sets_are_joined_and_cut, set_up, tear_down),
		cmocka_unit_test_setup_teardown(walks_meet_each_number_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_was_added_can_be_dropped, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* arena_test.c - memory that is given back at once: room, cap, and what was deferred. */
#include "fault.h"
#include "unit.h"

#include <stdalign.h>
#include <string.h>

enum { MANY = 3000, BIG_BYTES = 1 << 20 };

static bool is_filled(const unsigned char *p, size_t n, unsigned char with)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != with)
			return false;
	return true;
}

static void pieces_are_zeroed_and_aligned(void **state)
{
	struct arena *a = *state;

	for (size_t size = 0; size < 200; size++) {
		unsigned char *p = arena_alloc(a, size);

		assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
		assert_true(is_filled(p, size, 0));
		memset(p, 0xFF, size);
	}
	assert_false(a->exceeded);
}

/* Every hundredth piece is bigger than a block, so the small ones go on before and after it. */
static void pieces_do_not_touch_each_other(void **state)
{
	struct arena a;
	unsigned char *pieces[MANY];
	size_t sizes[MANY];

	(void)state;
	arena_init(&a, (size_t)64 << 20);
	for (size_t i = 0; i < MANY; i++) {
		sizes[i] = i % 100 == 99 ? BIG_BYTES : i % 61;
		pieces[i] = arena_take(&a, sizes[i]);
		memset(pieces[i], (int)(i % 251), sizes[i]);
	}
	for (size_t i = 0; i < MANY; i++)
		assert_true(is_filled(pieces[i], sizes[i], (unsigned char)(i % 251)));
	assert_false(a.exceeded);
	arena_free(&a);
}

static void memory_used_before_is_zeroed_again(void **state)
{
	struct arena *a = *state;

	for (int turn = 0; turn < 3; turn++) {
		unsigned char *p = arena_alloc(a, 60000);

		assert_true(is_filled(p, 60000, 0));
		memset(p, 0xAA, 60000);
		arena_free(a);
	}
}

static void macros_give_room_for_what_they_name(void **state)
{
	struct arena *a = *state;
	int64_t *one = ARENA_NEW(a, int64_t), *many = ARENA_ARRAY(a, int64_t, 100);

	assert_true(*one == 0);
	for (size_t i = 0; i < 100; i++)
		many[i] = (int64_t)i;
	assert_true(*one == 0);
	assert_int_equal(many[99], 99);
}

static void beyond_the_cap_it_says_so_and_still_gives(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a, 1000);
	arena_alloc(&a, 500);
	assert_false(a.exceeded);
	unsigned char *p = arena_alloc(&a, 600);
	assert_true(a.exceeded);
	memset(p, 1, 600);
	arena_alloc(&a, 1);
	assert_true(a.exceeded);
	arena_free(&a);
	assert_false(a.exceeded);
	assert_int_equal(a.cap_bytes, 1000);
	arena_alloc(&a, 500);
	assert_false(a.exceeded);
	arena_free(&a);
}

static void one_big_piece_passes_the_cap(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a, 1000);
	arena_take(&a, BIG_BYTES);
	assert_true(a.exceeded);
	arena_free(&a);
}

/* ---- what was deferred */

static char told[8];
static size_t n_told;

static void tell(void *p)
{
	assert_true(n_told < sizeof told);
	told[n_told++] = *(const char *)p;
}

static void the_last_deferred_is_called_first_and_once(void **state)
{
	struct arena *a = *state;

	n_told = 0;
	for (const char *p = "abc"; *p; p++) {
		char *mine = arena_alloc(a, 1);

		*mine = *p;
		arena_defer(a, tell, mine); /* its own memory still stands when it is called */
	}
	assert_int_equal(n_told, 0);
	arena_free(a);
	assert_int_equal(n_told, 3);
	assert_memory_equal(told, "cba", 3);
	arena_free(a);
	assert_int_equal(n_told, 3);
}

static void defer_another(void *p)
{
	static char late = 'z';

	arena_defer(p, tell, &late);
}

static void the_deferred_may_defer(void **state)
{
	struct arena *a = *state;

	n_told = 0;
	arena_defer(a, defer_another, a);
	arena_free(a);
	assert_int_equal(n_told, 1);
	assert_int_equal(told[0], 'z');
}

static void an_empty_arena_takes_no_memory(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a, 1000);
	assert_null(a.head);
	arena_free(&a);
	arena_free(&a);
	assert_int_equal(a.used_bytes, 0);
}

static void kept_blocks_can_be_forgotten(void **state)
{
	struct arena *a = *state;

	arena_alloc(a, 100);
	arena_free(a);
	arena_forget_kept();
	arena_forget_kept();
	assert_true(is_filled(arena_alloc(a, 100), 100, 0));
}

static void without_memory_the_reserve_is_drawn_on_and_given_back(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++) {
		struct arena a;

		arena_init(&a, 1 << 20);
		fault_arm("arena:2");
		memset(arena_alloc(&a, 100), 1, 100);
		assert_false(a.exceeded);
		memset(arena_alloc(&a, 200 << 10), 1, 200 << 10);
		assert_true(a.exceeded && a.is_starved);
		memset(arena_alloc(&a, 100), 1, 100);
		arena_free(&a);
		assert_false(a.exceeded || a.is_starved);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(pieces_are_zeroed_and_aligned),
		cmocka_unit_test(pieces_do_not_touch_each_other),
		IN_ARENA(memory_used_before_is_zeroed_again),
		IN_ARENA(macros_give_room_for_what_they_name),
		cmocka_unit_test(beyond_the_cap_it_says_so_and_still_gives),
		cmocka_unit_test(one_big_piece_passes_the_cap),
		IN_ARENA(the_last_deferred_is_called_first_and_once),
		IN_ARENA(the_deferred_may_defer),
		cmocka_unit_test(an_empty_arena_takes_no_memory),
		cmocka_unit_test(without_memory_the_reserve_is_drawn_on_and_given_back),
		IN_ARENA(kept_blocks_can_be_forgotten),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}

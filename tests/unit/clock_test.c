/* clock_test.c - JALON_CLOCK_MS stops the clock: the whole program lives in one instant. */
#include "clock.h"
#include "id.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static void the_clock_stands(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_true(clock_now_ms() == 1795257727123);
		nanosleep(&(const struct timespec){ .tv_nsec = 2000000 }, NULL);
	}
}

/* Read once: what a test sets later does not move it. */
static void the_environment_is_read_once(void **state)
{
	(void)state;
	clock_now_ms();
	setenv("JALON_CLOCK_MS", "1", 1);
	assert_true(clock_now_ms() == 1795257727123);
}

static void a_ulid_is_of_that_instant_and_still_one_of_its_kind(void **state)
{
	char one[ULID_LENGTH + 1], two[ULID_LENGTH + 1];

	(void)state;
	ulid_make(one);
	ulid_make(two);
	assert_memory_equal(one, "01M7YV5Y4K", 10);
	assert_memory_equal(two, "01M7YV5Y4K", 10);
	assert_string_not_equal(one, two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_clock_stands),
		cmocka_unit_test(the_environment_is_read_once),
		cmocka_unit_test(a_ulid_is_of_that_instant_and_still_one_of_its_kind),
	};

	setenv("JALON_CLOCK_MS", "1795257727123", 1);
	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}

/* unit.h - cmocka, and what most unit tests say: an arena for each test, texts compared whole. */
#ifndef UNIT_H
#define UNIT_H

#include "str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { UNIT_CAP_BYTES = 8 << 20 };

static inline int unit_arena_open(void **state)
{
	static struct arena a;

	arena_init(&a, UNIT_CAP_BYTES);
	*state = &a;
	return 0;
}

static inline int unit_arena_close(void **state)
{
	arena_free(*state);
	return 0;
}

/* A test whose state is an empty arena. */
#define IN_ARENA(test) cmocka_unit_test_setup_teardown(test, unit_arena_open, unit_arena_close)

static inline void unit_assert_text(
	struct str found, struct str expected, const char *file, int line)
{
	if (str_eq(found, expected))
		return;
	print_error("found    “" STR_FMT "”\nexpected “" STR_FMT "”\n", STR_ARG(found),
		STR_ARG(expected));
	_fail(file, line);
}

/* `expected` is NUL-terminated. */
#define assert_text(found, expected) \
	unit_assert_text((found), str_from(expected), __FILE__, __LINE__)

#define assert_str(found, expected) unit_assert_text((found), (expected), __FILE__, __LINE__)

#endif

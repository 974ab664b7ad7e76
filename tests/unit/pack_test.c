/* pack_test.c - bodies as gzip. */
#include "pack.h"
#include "unit.h"

#include <stdlib.h>

static void what_is_packed_is_unpacked_to_the_letter(void **state)
{
	struct arena *a = *state;

	for (size_t n = 1000; n < 300000; n = n * 3 + 7) {
		char *text = arena_take(a, n);

		for (size_t i = 0; i < n; i++)
			text[i] = "culture, diversity "[i * i % 19];
		struct str packed = pack(a, (struct str){ text, n });
		assert_true(packed.n > 0 && packed.n < n);
		assert_int_equal((unsigned char)packed.p[0], 0x1f);
		assert_int_equal((unsigned char)packed.p[1], 0x8b);
		struct str back;

		assert_true(unpack(a, packed, n, &back));
		assert_true(str_eq(back, (struct str){ text, n }));
	}
}

static void what_would_not_be_shorter_is_not_packed(void **state)
{
	struct arena *a = *state;
	char noise[5000];

	assert_int_equal(pack(a, S("short")).n, 0);
	srand(1);
	for (size_t i = 0; i < sizeof noise; i++)
		noise[i] = (char)rand();
	assert_int_equal(pack(a, (struct str){ noise, sizeof noise }).n, 0);
}

static void readers_say_what_they_can_unpack(void **state)
{
	static const char *const accepted[] = { "gzip", "gzip, deflate, br", "br;q=1.0, GZIP;q=0.5",
		"deflate,gzip", "x-gzip" };
	static const char *const refused[] = { "", "br", "identity", "gzip;q=0", "gzip; q=0.000",
		"gzipped", "not gzip" };

	(void)state;
	for (size_t i = 0; i < COUNT(accepted); i++)
		assert_true(pack_is_accepted(str_from(accepted[i]), "gzip"));
	for (size_t i = 0; i < COUNT(refused); i++)
		assert_false(pack_is_accepted(str_from(refused[i]), "gzip"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(what_is_packed_is_unpacked_to_the_letter),
		IN_ARENA(what_would_not_be_shorter_is_not_packed),
		IN_ARENA(readers_say_what_they_can_unpack),
	};

	return cmocka_run_group_tests_name("pack", tests, NULL, NULL);
}

/* token_test.c - tokens, their digests, and comparing in constant time. */
#include "token.h"
#include "unit.h"

#include <string.h>

static void tokens_are_long_and_never_the_same(void **state)
{
	struct arena *a = *state;
	struct str one = token_make(a), other = token_make(a);

	assert_int_equal(one.n, TOKEN_CHARS);
	assert_true(token_is_well_formed(one));
	assert_true(token_is_well_formed(other));
	assert_false(str_eq(one, other));
}

static void what_no_token_can_be_is_seen(void **state)
{
	const struct str wrong[] = { S(""), { 0 }, S("a"),
		S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), /* 42 */
		S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), /* 44 */
		S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB"), /* more than 256 bits */
		S("AAAAAAAAAAAAAAAAAAAA+AAAAAAAAAAAAAAAAAAAAAA"),
		S("AAAAAAAAAAAAAAAAAAAA/AAAAAAAAAAAAAAAAAAAAAA"),
		S("AAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAAA"),
		S("AAAAAAAAAAAAAAAAAAAA\0AAAAAAAAAAAAAAAAAAAAAA"),
		S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=") };

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		if (token_is_well_formed(wrong[i]))
			fail_msg("“" STR_FMT "” passes", STR_ARG(wrong[i]));
	assert_true(token_is_well_formed(S("AAAAAAAAAAAAAAAAAAAA-_AAAAAAAAAAAAAAAAAAAAA")));
}

static void a_digest_is_sha_256(void **state)
{
	assert_int_equal(token_digest(*state, S("")).n, DIGEST_CHARS);
	assert_text(token_digest(*state, S("abc")),
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_text(token_digest(*state, (struct str){ 0 }),
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void the_token_of_a_form_follows_from_that_of_its_session(void **state)
{
	struct arena *a = *state;
	struct str session = token_make(a), form = token_for_form(a, session);

	assert_true(token_is_well_formed(form));
	assert_str(token_for_form(a, session), form);
	assert_false(str_eq(form, session));
	assert_false(str_eq(form, token_for_form(a, token_make(a))));
	/* Forms that are open stay good when the program is brought up to date. */
	assert_text(token_for_form(a, S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
		"Aw661IzNZt3eeZbA97HuE2CMK1Gmpory4OSY7JxTh1M");
}

static void secrets_are_compared_whole(void **state)
{
	(void)state;
	assert_true(secret_eq(S(""), (struct str){ 0 }));
	assert_true(secret_eq(S("a\0b"), S("a\0b")));
	assert_false(secret_eq(S("a\0b"), S("a\0c")));
	assert_false(secret_eq(S("ab"), S("abc")));
	assert_false(secret_eq(S("abc"), S("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(tokens_are_long_and_never_the_same),
		cmocka_unit_test(what_no_token_can_be_is_seen),
		IN_ARENA(a_digest_is_sha_256),
		IN_ARENA(the_token_of_a_form_follows_from_that_of_its_session),
		cmocka_unit_test(secrets_are_compared_whole),
	};

	return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}

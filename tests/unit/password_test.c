/* password_test.c - passwords that are refused, and what is kept of the others. */
#include "clock.h"
#include "data_files.h"
#include "fault.h"
#include "password.h"
#include "unit.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

/* ---- which are taken */

static enum password_fault fault_of(struct arena *a, const char *password)
{
	const struct str personal[] = { S("Awa.Diop@culture.example"), S("Awa Diop N’Diaye") };

	return password_fault(a, str_from(password), personal, COUNT(personal));
}

#define ASSERT_ALL(a, fault, ...) \
	assert_all((a), (fault), (const char *const[]){ __VA_ARGS__ }, \
		COUNT(((const char *const[]){ __VA_ARGS__ })))

static void assert_all(
	struct arena *a, enum password_fault fault, const char *const *passwords, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (fault_of(a, passwords[i]) != fault)
			fail_msg("“%s” is %d, not %d", passwords[i], fault_of(a, passwords[i]),
				fault);
}

static void what_nobody_guesses_is_taken(void **state)
{
	ASSERT_ALL(*state, PASSWORD_FINE, "teapot-harbour", "correct battery staple", "uC7#xq2Lw!",
		"vélo ciel marmite", "9d27ca41be", "наш дом у моря", "我爱北京天安门和长城",
		"dragon-harbour-teapot", "password-harbour-teapot", "jalon harbour teapot",
		"awadiop-harbour-teapot", "savannah-sky", "mustang4815926", "pétanque 1987!");
}

static void length_is_counted_in_characters(void **state)
{
	struct arena *a = *state;
	char much[PASSWORD_MAX_BYTES + 2];

	ASSERT_ALL(a, PASSWORD_SHORT, "", "a", "uC7#xq2Lw", "é€é€é€é€é",
		"e\u0301o\u0301u\u0301a\u0301i\u0301", "password");
	ASSERT_ALL(a, PASSWORD_FINE, "ée€ouàîùçñ");
	assert_int_equal(password_fault(a, (struct str){ 0 }, NULL, 0), PASSWORD_SHORT);
	for (size_t i = 0; i < sizeof much; i++)
		much[i] = (char)('a' + i * i % 23);
	much[PASSWORD_MAX_BYTES + 1] = '\0';
	ASSERT_ALL(a, PASSWORD_LONG, much);
	much[PASSWORD_MAX_BYTES] = '\0';
	ASSERT_ALL(a, PASSWORD_FINE, much);
}

static void what_everybody_guesses_is_refused(void **state)
{
	ASSERT_ALL(*state, PASSWORD_COMMON, "password123", "Password123", "PASSWORD2026!",
		"P@ssw0rd2026", "motdepasse", "MotDePasse2026", "Bienvenue2026!", "azertyuiop",
		"Azerty123456", "iloveyou12", "letmein1234", "dragon2026!!", "Sénégal2026",
		"unesco2005", "Convention2005", "!!admin2026", "ｐａｓｓｗｏｒｄ１２",
		"passwordpassword", "basketball", "1q2w3e4r5t");
}

static void what_repeats_is_refused(void **state)
{
	ASSERT_ALL(*state, PASSWORD_COMMON, "aaaaaaaaaa", "abababababab", "xyzxyzxyzxyz",
		"uC7#uC7#uC7#", "teapotteapot", "1122112212", "жжжжжжжжжж",
		"\u200b\u200b\u200b"
		"\u200b\u200b\u200b\u200b\u200b\u200b\u200b",
		"..........", "          ");
}

static void what_runs_is_refused(void **state)
{
	ASSERT_ALL(*state, PASSWORD_COMMON, "abcdefghij", "1234567890", "0987654321", "qwertyuiop",
		"poiuytreza", "abcdef123456", "qwerty09876", "aabbccddeeff", "1qaz2wsx3edc",
		"qazwsxedcrfv", "абвгдежзик", "hijklmnopqrst", "asdfghjklm");
}

static void what_is_known_of_its_owner_is_refused(void **state)
{
	struct arena *a = *state;
	const struct str accents[] = { S("zoé.béranger@example.org"), S("Zoé Béranger") };

	ASSERT_ALL(a, PASSWORD_PERSONAL, "awadiop2026", "Awa.Diop2026", "awa.diop@culture.example",
		"AWADIOP!!!!", "diop#2026!", "N’Diaye-2026", "jalonjalon1!", "Jalon2026!!",
		"ndiayeNdiaye99", "diop.awadiop");
	assert_int_equal(password_fault(a, S("Beranger1987"), accents, 2), PASSWORD_PERSONAL);
	assert_int_equal(password_fault(a, S("BÉRANGER1987"), accents, 2), PASSWORD_PERSONAL);
	assert_int_equal(password_fault(a, S("Beranger1987"), NULL, 0), PASSWORD_FINE);
	assert_int_equal(password_fault(a, S("teapot-harbour"), (const struct str[]){ { 0 } }, 1),
		PASSWORD_FINE);
}

/* Of what is no text nothing is known; those who ask have looked before. */
static void what_is_no_text_is_no_password(void **state)
{
	assert_int_not_equal(fault_of(*state, "\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe"),
		PASSWORD_FINE);
}

static struct str list_text(void)
{
	for (size_t i = 0; i < n_data_files; i++)
		if (!strcmp(data_files[i].name, "common_passwords.txt"))
			return (struct str){ (const char *)data_files[i].bytes, data_files[i].n };
	fail();
	return S("");
}

/* It is searched by halves, and what is looked for has no capitals. */
static void the_list_is_sorted_and_refuses_all_it_holds(void **state)
{
	struct str list = list_text(), line, before = S("");
	size_t n_long = 0;
	struct arena a;

	(void)state;
	assert_true(list.n < 60 * 1000);
	assert_true(str_ends(list, S("\n")));
	list.n--;
	while (str_cut(&list, '\n', &line)) {
		if (str_compare(before, line) >= 0)
			fail_msg("“" STR_FMT "” is not sorted", STR_ARG(line));
		for (size_t i = 0; i < line.n; i++)
			assert_true(line.p[i] > ' ' && line.p[i] <= '~' &&
				    (line.p[i] < 'A' || line.p[i] > 'Z'));
		arena_init(&a, 1 << 20);
		if (line.n >= PASSWORD_MIN_CHARS) {
			n_long++;
			if (password_fault(&a, line, NULL, 0) != PASSWORD_COMMON)
				fail_msg("“" STR_FMT "” is taken", STR_ARG(line));
		}
		arena_free(&a);
		before = line;
	}
	assert_true(n_long >= 3000);
}

/* ---- what is kept */

static void only_the_password_fits(void **state)
{
	struct arena *a = *state;
	struct str hash = password_hash(a, S("teapot-harbour"));

	assert_true(str_starts(hash, S("$argon2id$v=19$m=19456,t=2,p=1$")));
	assert_true(password_fits(hash, S("teapot-harbour")));
	assert_int_equal(errno, 0);
	assert_false(password_fits(hash, S("teapot-harbouR")));
	assert_int_equal(errno, 0);
	assert_false(password_fits(hash, S("teapot-harbour ")));
	assert_false(password_fits(hash, S("teapot-harbour\0")));
	assert_false(password_fits(hash, S("")));
	assert_false(password_fits(hash, (struct str){ 0 }));
	assert_false(str_eq(hash, password_hash(a, S("teapot-harbour"))));
}

static void the_same_password_of_another_device_fits(void **state)
{
	struct arena *a = *state;
	struct str hash = password_hash(a, S("caf\u00e9 de l\u2019\u00c5land"));

	assert_true(password_fits(hash, S("cafe\u0301 de l\u2019A\u030aland")));
	assert_true(password_fits(hash, S("ｃａｆé\u00a0de l\u2019\u212bland")));
	assert_false(password_fits(hash, S("cafe de l\u2019Aland")));
	assert_false(password_fits(hash, S("CAF\u00c9 DE L\u2019\u00c5LAND")));
}

static void empty_and_long_passwords_are_no_special_case(void **state)
{
	struct arena *a = *state;
	char much[PASSWORD_MAX_BYTES + 1];
	const struct str most = { much, PASSWORD_MAX_BYTES }, more = { much, sizeof much };

	memset(much, 'x', sizeof much);
	struct str hash = password_hash(a, most);
	assert_true(password_fits(hash, most));
	assert_false(password_fits(hash, more));
	assert_int_equal(errno, 0);
	assert_text(password_hash(a, more), "");
	hash = password_hash(a, S(""));
	assert_true(password_fits(hash, S("")));
	assert_false(password_fits(hash, S("x")));
}

static int64_t time_of(struct str hash, struct str password)
{
	int64_t least = INT64_MAX;

	for (int i = 0; i < 5; i++) {
		int64_t begun = clock_monotonic_us();

		assert_false(password_fits(hash, password));
		int64_t took = clock_monotonic_us() - begun;
		least = took < least ? took : least;
	}
	return least;
}

/* Without hashing it would be a thousandth; machines are too uneven to ask for more than a third.
 */
static void who_has_no_password_waits_as_long(void **state)
{
	struct arena *a = *state;
	char much[100 * 1000];
	int64_t whole = time_of(password_hash(a, S("teapot-harbour")), S("wrong"));

	memset(much, 'x', sizeof much);
	assert_true(time_of(S(""), S("wrong")) > whole / 3);
	assert_true(time_of((struct str){ 0 }, S("")) > whole / 3);
	assert_true(time_of(str_copy(a, (struct str){ much, 500 }), S("wrong")) > whole / 3);
	assert_true(time_of(S(""), (struct str){ much, sizeof much }) > whole / 3);
}

static void another_cost_is_outdated(void **state)
{
	assert_false(password_is_outdated(password_hash(*state, S("teapot-harbour"))));
	assert_true(password_is_outdated(S("$argon2id$v=19$m=4096,t=2,p=1$eXReCMRBv07nKwSp7Lqo3g"
					   "$QFAOsE64SFGSRxT2dUn6cGRsXjjHRTwmJYUCT0+0nvo")));
	assert_true(password_is_outdated(S("")));
	assert_true(password_is_outdated(S("nonsense")));
	assert_false(password_fits(S("nonsense"), S("nonsense")));
}

static void without_memory_nobody_is_wrong(void **state)
{
	struct str hash = password_hash(*state, S("teapot-harbour"));

	fault_arm("hash:1");
	assert_text(password_hash(*state, S("teapot-harbour")), "");
	fault_arm("hash:1");
	assert_false(password_fits(hash, S("teapot-harbour")));
	assert_int_equal(errno, ENOMEM);
	assert_true(password_fits(hash, S("teapot-harbour")));
	assert_int_equal(errno, 0);
}

static void *hash_some(void *ret_ok)
{
	struct arena a;
	bool *ok = ret_ok;

	arena_init(&a, 1 << 20);
	*ok = password_fits(password_hash(&a, S("teapot-harbour")), S("teapot-harbour"));
	arena_free(&a);
	arena_forget_kept();
	return NULL;
}

static void threads_wait_for_each_other(void **state)
{
	pthread_t threads[4];
	bool ok[COUNT(threads)] = { false };

	(void)state;
	for (size_t i = 0; i < COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, hash_some, &ok[i]), 0);
	for (size_t i = 0; i < COUNT(threads); i++) {
		pthread_join(threads[i], NULL);
		assert_true(ok[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(what_nobody_guesses_is_taken),
		IN_ARENA(length_is_counted_in_characters),
		IN_ARENA(what_everybody_guesses_is_refused),
		IN_ARENA(what_repeats_is_refused),
		IN_ARENA(what_runs_is_refused),
		IN_ARENA(what_is_known_of_its_owner_is_refused),
		IN_ARENA(what_is_no_text_is_no_password),
		cmocka_unit_test(the_list_is_sorted_and_refuses_all_it_holds),
		IN_ARENA(only_the_password_fits),
		IN_ARENA(the_same_password_of_another_device_fits),
		IN_ARENA(empty_and_long_passwords_are_no_special_case),
		IN_ARENA(who_has_no_password_waits_as_long),
		IN_ARENA(another_cost_is_outdated),
		IN_ARENA(without_memory_nobody_is_wrong),
		cmocka_unit_test(threads_wait_for_each_other),
	};

	return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}

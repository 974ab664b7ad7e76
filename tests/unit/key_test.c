/* key_test.c - the key's file, however it is found, and what is made of the key. */
#include "key.h"
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/jalon-key-XXXXXX", path[sizeof folder + 8];

static int begin(void **state)
{
	strcpy(folder + sizeof folder - 7, "XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/key", folder);
	return unit_arena_open(state);
}

/* Only the key may be left. */
static int end(void **state)
{
	unlink(path);
	return unit_arena_close(state) || rmdir(folder);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, begin, end)

static const char sample[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n";

static void write_file(const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static const struct key *opened(struct arena *a)
{
	struct str why = S("");
	const struct key *key = key_open(path, a, &why);

	if (!key)
		fail_msg(STR_FMT, STR_ARG(why));
	return key;
}

static void assert_refused(struct arena *a, const char *because)
{
	struct str why = S("");

	assert_null(key_open(path, a, &why));
	assert_str(why, str_printf(a, "%s: %s", path, because));
}

/* ---- the file */

static void a_key_is_made_once(void **state)
{
	struct arena *a = *state;
	struct str check = key_check(opened(a), a);
	struct stat about;
	char text[100];

	assert_int_equal(check.n, 32);
	assert_str(key_check(opened(a), a), check);
	assert_int_equal(stat(path, &about), 0);
	assert_int_equal(about.st_mode, S_IFREG | 0600);
	assert_int_equal(about.st_size, 65);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	assert_int_equal(fread(text, 1, sizeof text, file), 65);
	fclose(file);
	assert_int_equal(strspn(text, "0123456789abcdef"), 64);
	assert_int_equal(text[64], '\n');
	unlink(path);
	assert_false(str_eq(key_check(opened(a), a), check));
}

static void a_file_that_others_can_read_is_refused(void **state)
{
	const mode_t modes[] = { 0640, 0604, 0620, 0602, 0610, 0601, 0666, 0777 };

	for (size_t i = 0; i < COUNT(modes); i++) {
		write_file(sample, modes[i]);
		assert_refused(*state,
			"others may read or write it. Leave it to its owner alone: chmod 600");
	}
	write_file(sample, 0400);
	opened(*state);
}

static void what_is_no_key_is_refused(void **state)
{
	const char *const wrong[] = { "", "\n",
		"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
		"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1\n",
		"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e\n",
		"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n\n",
		"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20\n",
		"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1g\n",
		"00 102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n",
		"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f " };

	for (size_t i = 0; i < COUNT(wrong); i++) {
		write_file(wrong[i], 0600);
		assert_refused(*state, "it is no key, which is 64 hexadecimal digits and a line "
				       "feed. Bring back the copy that you keep of it");
	}
	write_file("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F\n", 0600);
	opened(*state);
}

static void what_is_no_file_is_refused_without_waiting(void **state)
{
	assert_int_equal(mkdir(path, 0700), 0);
	assert_refused(*state, "it is no file");
	rmdir(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_refused(*state, "it is no file");
}

static void a_key_that_cannot_be_made_says_why(void **state)
{
	struct str why = S("");

	assert_null(key_open("/nowhere/at/all", *state, &why));
	assert_text(why, "/nowhere/at/all: the key cannot be made: No such file or directory");
	assert_int_equal(symlink("/nowhere/at/all", path), 0);
	assert_null(key_open(path, *state, &why));
}

static void a_link_to_the_key_is_followed(void **state)
{
	struct arena *a = *state;
	char there[sizeof path + 6];

	write_file(sample, 0600);
	struct str check = key_check(opened(a), a);
	snprintf(there, sizeof there, "%s-there", path);
	assert_int_equal(rename(path, there), 0);
	assert_int_equal(symlink(there, path), 0);
	assert_str(key_check(opened(a), a), check);
	unlink(there);
}

enum { MAKERS = 8 };

/* Waits until the gate is closed, so that all begin at once. */
static void make_when_open(int gate, int to)
{
	struct str why = S("");
	struct arena a;
	char c;

	arena_init(&a, 1 << 20);
	while (read(gate, &c, 1) > 0)
		;
	const struct key *key = key_open(path, &a, &why);
	struct str check = key ? key_check(key, &a) : S("none");
	_exit(write(to, check.p, check.n) != (ssize_t)check.n);
}

static void makers_at_once_end_with_one_key(void **state)
{
	struct arena *a = *state;
	int gate[2], found[2];
	char checks[MAKERS][32];

	assert_int_equal(pipe(gate), 0);
	assert_int_equal(pipe(found), 0);
	for (int i = 0; i < MAKERS; i++)
		if (!fork()) {
			close(gate[1]);
			make_when_open(gate[0], found[1]);
		}
	close(gate[1]);
	for (int i = 0; i < MAKERS; i++) {
		int status;

		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	assert_int_equal(read(found[0], checks, sizeof checks), sizeof checks);
	struct str check = key_check(opened(a), a);
	for (int i = 0; i < MAKERS; i++)
		assert_str(((struct str){ checks[i], sizeof checks[i] }), check);
	close(gate[0]);
	close(found[0]);
	close(found[1]);
}

/* ---- what is made of it */

/* These stand in databases: another outcome would lock people out. */
static void what_a_key_makes_stays_the_same(void **state)
{
	struct arena *a = *state;
	struct str plain = S("");

	write_file(sample, 0600);
	const struct key *key = opened(a);
	assert_text(key_check(key, a), "3a3835b9bfd0e43baf8f50121c72d84d");
	assert_text(key_digest(key, a, "test", S("text")),
		"e94c8394618e14843525c51b9fb658673fa0369814edc60b9f631a49a90d6362");
	assert_true(key_unseal(key, a, "test",
		S("1.yMnKy8zNzs_Q0dLT1NXW19jZ2tvc3d7fJOaUuH0c7ak2Mi3PInBb_O-0BNA"), &plain));
	assert_text(plain, "text");
}

static void a_digest_is_of_its_key_purpose_and_text(void **state)
{
	struct arena *a = *state;
	const struct key *key = opened(a);
	struct str digest = key_digest(key, a, "one", S("text"));

	assert_int_equal(digest.n, 64);
	assert_str(key_digest(key, a, "one", S("text")), digest);
	assert_false(str_eq(key_digest(key, a, "two", S("text")), digest));
	assert_false(str_eq(key_digest(key, a, "one", S("text2")), digest));
	assert_false(str_eq(key_digest(key, a, "onet", S("ext")), digest));
	assert_int_equal(key_digest(key, a, "one", (struct str){ 0 }).n, 64);
	unlink(path);
	assert_false(str_eq(key_digest(opened(a), a, "one", S("text")), digest));
}

static void what_was_sealed_is_read_again(void **state)
{
	struct arena *a = *state;
	const struct key *key = opened(a);
	const struct str texts[] = { S(""), S("a"), S("a\0b"), S("un secret plus long que seize") };

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct str sealed = key_seal(key, a, "test", texts[i]), plain = S("untouched");

		assert_true(str_starts(sealed, S("1.")));
		assert_true(key_unseal(key, a, "test", sealed, &plain));
		assert_str(plain, texts[i]);
		assert_false(str_eq(key_seal(key, a, "test", texts[i]), sealed));
	}
}

static void assert_not_unsealed(
	const struct key *key, struct arena *a, const char *purpose, struct str sealed)
{
	struct str plain = S("untouched");

	if (key_unseal(key, a, purpose, sealed, &plain))
		fail_msg("“" STR_FMT "” is unsealed", STR_ARG(sealed));
	assert_text(plain, "untouched");
}

static void what_was_tampered_with_is_not_unsealed(void **state)
{
	struct arena *a = *state;
	const struct key *key = opened(a);
	struct str sealed = key_seal(key, a, "test", S("a secret"));
	const struct str wrong[] = { S(""), { 0 }, S("1."), S("1"), S("2."), S("1.AAAA"), S("1.!"),
		S("1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
		str_from_at(sealed, 2), { sealed.p, sealed.n - 1 }, { sealed.p, sealed.n - 4 },
		str_printf(a, STR_FMT "A", STR_ARG(sealed)),
		str_printf(a, "2" STR_FMT, STR_ARG(str_from_at(sealed, 1))),
		str_printf(a, STR_FMT " ", STR_ARG(sealed)) };

	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_not_unsealed(key, a, "test", wrong[i]);
	for (size_t i = 0; i < sealed.n; i++) {
		char *other = (char *)str_z(a, sealed);

		other[i] = other[i] == 'A' ? 'B' : 'A';
		assert_not_unsealed(key, a, "test", (struct str){ other, sealed.n });
	}
	assert_not_unsealed(key, a, "rest", sealed);
	assert_not_unsealed(key, a, "tes", sealed);
	unlink(path);
	assert_not_unsealed(opened(a), a, "test", sealed);
}

/* ---- signing */

static void what_was_signed_shows_by_the_public_key(void **state)
{
	struct arena *a = *state;
	const struct key *key = opened(a);
	struct str public_key = key_public(key, a, "test"),
		   signature = key_sign(key, a, "test", S("a"));

	assert_int_equal(public_key.n, 64);
	assert_int_equal(signature.n, 128);
	assert_str(key_public(opened(a), a, "test"), public_key);
	assert_true(key_verify(public_key, S("a"), signature));
	assert_false(key_verify(public_key, S("b"), signature));
	assert_false(key_verify(public_key, S(""), signature));
	assert_false(key_verify(key_public(key, a, "rest"), S("a"), signature));
	assert_false(key_verify(public_key, S("a"), key_sign(key, a, "rest", S("a"))));
	unlink(path);
	assert_false(str_eq(key_public(opened(a), a, "test"), public_key));
}

static void what_is_no_signature_is_none(void **state)
{
	struct arena *a = *state;
	const struct key *key = opened(a);
	struct str public_key = key_public(key, a, "test"),
		   signature = key_sign(key, a, "test", S("a"));
	const struct str wrong[] = { S(""), { 0 }, S("00"), { signature.p, 126 },
		{ signature.p, 127 }, str_printf(a, STR_FMT "00", STR_ARG(signature)),
		str_printf(a, "zz" STR_FMT, STR_ARG(str_from_at(signature, 2))) };

	for (size_t i = 0; i < COUNT(wrong); i++) {
		assert_false(key_verify(public_key, S("a"), wrong[i]));
		assert_false(key_verify(wrong[i], S("a"), signature));
	}
	for (size_t i = 0; i < signature.n; i++) {
		char *other = (char *)str_z(a, signature);

		other[i] = other[i] == '0' ? '1' : '0';
		assert_false(key_verify(public_key, S("a"), (struct str){ other, signature.n }));
	}
}

/* As it was first made: signatures of then must be good for ever. */
static void a_signature_is_made_as_it_always_was(void **state)
{
	struct arena *a = *state;

	write_file(sample, 0600);
	assert_text(key_public(opened(a), a, "history"),
		"2fc0a16b5ca069926f0ffbd0cd1f4beb68739e9113455d92d9c6d26378d4d5f9");
	assert_text(key_sign(opened(a), a, "history", S("a digest")),
		"9c1a0dd236f2bad120f7e034bfac4788928b31a1973bf60e9a9d4bb96f8090fb"
		"2fa6977d0bdc747711e48a5bc3773da2c5820bb97e87875ed9d2e52e078f0204");
}

static void a_key_is_found_and_never_made(void **state)
{
	struct arena *a = *state;
	struct str why = S("untouched");

	assert_null(key_find(path, a, &why));
	assert_text(why, "");
	assert_int_equal(access(path, F_OK), -1);
	write_file(sample, 0640);
	assert_null(key_find(path, a, &why));
	assert_true(why.n > 0);
	write_file(sample, 0600);
	assert_str(key_check(key_find(path, a, &why), a), key_check(opened(a), a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(a_key_is_made_once),
		IN_FOLDER(a_file_that_others_can_read_is_refused),
		IN_FOLDER(what_is_no_key_is_refused),
		IN_FOLDER(what_is_no_file_is_refused_without_waiting),
		IN_FOLDER(a_key_that_cannot_be_made_says_why),
		IN_FOLDER(a_link_to_the_key_is_followed),
		IN_FOLDER(makers_at_once_end_with_one_key),
		IN_FOLDER(what_a_key_makes_stays_the_same),
		IN_FOLDER(a_digest_is_of_its_key_purpose_and_text),
		IN_FOLDER(what_was_sealed_is_read_again),
		IN_FOLDER(what_was_tampered_with_is_not_unsealed),
		IN_FOLDER(what_was_signed_shows_by_the_public_key),
		IN_FOLDER(what_is_no_signature_is_none),
		IN_FOLDER(a_signature_is_made_as_it_always_was),
		IN_FOLDER(a_key_is_found_and_never_made),
	};

	return cmocka_run_group_tests_name("key", tests, NULL, NULL);
}

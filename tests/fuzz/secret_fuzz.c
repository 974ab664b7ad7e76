/*
 * Any bytes as a new password, and after its first line the rest as what is known of its owner; the
 * first line as a one-time code, a recovery code, a token and a sealed text, too: none of them is
 * good, but all are read.
 */
#include "key.h"
#include "one_time_code.h"
#include "password.h"
#include "token.h"
#include "utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CAP_BYTES = 64 << 20, PERSONAL_MAX = 4 };

static const int64_t now_ms = 2000000000000, now_step = 66666666;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check_password(struct arena *a, struct str typed, struct str rest)
{
	struct str personal[PERSONAL_MAX];
	size_t n = 0;

	while (n < PERSONAL_MAX && str_cut(&rest, '\n', &personal[n]))
		n++;
	enum password_fault bare = password_fault(a, typed, NULL, 0);
	enum password_fault fault = password_fault(a, typed, personal, n);
	assert(fault == bare || (bare == PASSWORD_FINE && fault == PASSWORD_PERSONAL));
	assert((fault == PASSWORD_LONG) == (typed.n > PASSWORD_MAX_BYTES));
	assert(fault != PASSWORD_FINE || utf8_first_bad(typed) == typed.n ||
		memchr(typed.p, '\0', typed.n));
}

static void check_codes(struct arena *a, struct str typed)
{
	const unsigned char *secret = (const unsigned char *)"12345678901234567890";
	struct str folded = recovery_code_folded(a, typed);
	int64_t step = -1;

	assert(folded.n <= typed.n && str_eq(recovery_code_folded(a, folded), folded));
	if (totp_fits(secret, typed, now_ms, -1, &step)) {
		assert(step >= now_step - 1 && step <= now_step + 1);
		assert(typed.n >= TOTP_DIGITS && !totp_fits(secret, typed, now_ms, step, &step));
	} else {
		assert(step == -1);
	}
}

static void check_token(struct arena *a, struct str typed)
{
	assert(!token_is_well_formed(typed) || typed.n == TOKEN_CHARS);
	assert(token_digest(a, typed).n == DIGEST_CHARS);
	assert(token_is_well_formed(token_for_form(a, typed)));
	assert(secret_eq(typed, str_copy(a, typed)));
}

/* One for all runs: what it makes does not matter. */
static const struct key *some_key(void)
{
	static char path[] = "/tmp/jalon-fuzz-XXXXXX";
	static const struct key *key;
	static struct arena a;
	struct str why;

	if (key)
		return key;
	arena_init(&a, CAP_BYTES);
	if (!mkdtemp(path))
		abort();
	const char *file = str_printf(&a, "%s/key", path).p;
	key = key_open(file, &a, &why);
	unlink(file);
	rmdir(path);
	assert(key);
	return key;
}

static void check_sealed(struct arena *a, struct str typed)
{
	struct str plain = S("untouched"), sealed = key_seal(some_key(), a, "fuzz", typed);

	assert(!key_unseal(some_key(), a, "fuzz", typed, &plain));
	assert(!key_unseal(some_key(), a, "fuzz",
		str_printf(a, "1." STR_FMT, STR_ARG(token_digest(a, typed))), &plain));
	assert(str_is(plain, "untouched"));
	assert(key_unseal(some_key(), a, "fuzz", sealed, &plain) && str_eq(plain, typed));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str rest = { (const char *)bytes, n }, typed = rest;
	struct arena a;

	arena_init(&a, CAP_BYTES);
	str_cut(&rest, '\n', &typed);
	check_password(&a, typed, rest);
	check_codes(&a, typed);
	check_token(&a, typed);
	check_sealed(&a, typed);
	arena_free(&a);
	return 0;
}

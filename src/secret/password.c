#include "password.h"
#include "fault.h"
#include "letters.h"
#include "secret.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

/* To change the cost: here and in `nobodys`; who signs in gets a new hash. */
enum { PASSES = 2, MEMORY_BYTES = 19 << 20, TYPED_CAP_BYTES = 1 << 20 };

/* Of 32 bytes of chance that were forgotten at once. */
static const char nobodys[] = "$argon2id$v=19$m=19456,t=2,p=1$eXReCMRBv07nKwSp7Lqo3g"
			      "$QFAOsE64SFGSRxT2dUn6cGRsXjjHRTwmJYUCT0+0nvo";

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

struct str password_hash(struct arena *a, struct str password)
{
	char *hash = arena_alloc(a, crypto_pwhash_STRBYTES);
	bool is_made = false;

	if (password.n > PASSWORD_MAX_BYTES)
		return S("");
	const struct str typed = letters_composed(a, password);
	pthread_mutex_lock(&one_at_a_time);
	if (!fault_fires(FAULT_HASH))
		is_made = !crypto_pwhash_str_alg(
			hash, typed.p, typed.n, PASSES, MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13);
	pthread_mutex_unlock(&one_at_a_time);
	return is_made ? str_from(hash) : S("");
}

/* As libsodium wants them: in room of this size. False when it cannot be one. */
static bool read_hash(struct str hash, char ret_hash[crypto_pwhash_STRBYTES])
{
	bool is_one = hash.n && hash.n < crypto_pwhash_STRBYTES;

	memset(ret_hash, 0, crypto_pwhash_STRBYTES);
	memcpy(ret_hash, is_one ? hash.p : nobodys, is_one ? hash.n : strlen(nobodys));
	return is_one;
}

static bool is_of(const char *hash, struct str typed)
{
	pthread_mutex_lock(&one_at_a_time);
	errno = fault_fires(FAULT_HASH) ? ENOMEM : 0;
	bool fits = !errno && !crypto_pwhash_str_verify(hash, typed.p, typed.n);
	int error = errno;
	pthread_mutex_unlock(&one_at_a_time);
	errno = !fits && error == ENOMEM ? ENOMEM : 0;
	return fits;
}

bool password_fits(struct str hash, struct str password)
{
	char known[crypto_pwhash_STRBYTES];
	bool can_fit = read_hash(hash, known) && password.n <= PASSWORD_MAX_BYTES;
	struct arena a;

	if (password.n > PASSWORD_MAX_BYTES)
		password.n = PASSWORD_MAX_BYTES;
	arena_init(&a, TYPED_CAP_BYTES);
	bool fits = is_of(known, letters_composed(&a, password));
	int error = errno;
	arena_free(&a);
	errno = error;
	return fits && can_fit;
}

bool password_is_outdated(struct str hash)
{
	char known[crypto_pwhash_STRBYTES];

	return !read_hash(hash, known) ||
	       crypto_pwhash_str_needs_rehash(known, PASSES, MEMORY_BYTES) != 0;
}

#include "token.h"
#include "secret.h"

#include <sodium.h>

enum { TOKEN_BYTES = 32 };

struct str token_make(struct arena *a)
{
	unsigned char bytes[TOKEN_BYTES];

	randombytes_buf(bytes, sizeof bytes);
	return secret_base64(a, bytes, sizeof bytes);
}

bool token_is_well_formed(struct str token)
{
	unsigned char bytes[TOKEN_BYTES];
	size_t n;

	return token.n == TOKEN_CHARS && secret_from_base64(token, bytes, sizeof bytes, &n) &&
	       n == sizeof bytes;
}

struct str token_digest(struct arena *a, struct str token)
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(hash, (const unsigned char *)token.p, token.n);
	return secret_hex(a, hash, sizeof hash);
}

struct str token_for_form(struct arena *a, struct str token)
{
	static const unsigned char purpose[] = "jalon: the form of a session";
	unsigned char hash[TOKEN_BYTES];

	crypto_generichash(hash, sizeof hash, (const unsigned char *)token.p, token.n, purpose,
		sizeof purpose - 1);
	return secret_base64(a, hash, sizeof hash);
}

bool secret_eq(struct str a, struct str b)
{
	return a.n == b.n && (!a.n || !sodium_memcmp(a.p, b.p, a.n));
}

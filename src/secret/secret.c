#include "secret.h"

#include <oath.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum { BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

void secret_begin(void)
{
	if (sodium_init() < 0 || oath_init() != OATH_OK) {
		fputs("jalon: the libraries of secrets do not work here\n", stderr);
		abort();
	}
}

struct str secret_hex(struct arena *a, const unsigned char *bytes, size_t n)
{
	char *text = arena_take(a, 2 * n + 1);

	sodium_bin2hex(text, 2 * n + 1, bytes, n);
	return (struct str){ text, 2 * n };
}

struct str secret_base64(struct arena *a, const unsigned char *bytes, size_t n)
{
	size_t room = sodium_base64_encoded_len(n, BASE64);
	char *text = arena_take(a, room);

	sodium_bin2base64(text, room, bytes, n, BASE64);
	return (struct str){ text, room - 1 };
}

bool secret_from_base64(struct str text, unsigned char *to, size_t max, size_t *ret_n)
{
	size_t n;

	if (sodium_base642bin(to, max, text.n ? text.p : "", text.n, NULL, &n, NULL, BASE64))
		return false;
	*ret_n = n;
	return true;
}

#include "one_time_code.h"
#include "out.h"
#include "secret.h"

#include <oath.h>
#include <sodium.h>
#include <string.h>

/* ---- the secret and its ways out */

void totp_secret_make(unsigned char ret_secret[TOTP_SECRET_BYTES])
{
	randombytes_buf(ret_secret, TOTP_SECRET_BYTES);
}

enum { BASE32_CHARS = TOTP_SECRET_BYTES * 8 / 5, GROUP = 4 };

/* liboath's own would leave memory to give back. */
static void write_base32(const unsigned char *secret, char to[BASE32_CHARS])
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	unsigned bits = 0, n_bits = 0;

	for (size_t i = 0; i < TOTP_SECRET_BYTES; i++) {
		bits = bits << 8 | secret[i];
		for (n_bits += 8; n_bits >= 5; n_bits -= 5)
			*to++ = alphabet[bits >> (n_bits - 5) & 31];
	}
}

struct str totp_secret_shown(struct arena *a, const unsigned char *secret)
{
	char text[BASE32_CHARS];
	struct out o = out_new(a, 2 * BASE32_CHARS);

	write_base32(secret, text);
	for (size_t i = 0; i < BASE32_CHARS; i += GROUP) {
		if (i)
			out_char(&o, ' ');
		out_bytes(&o, text + i, GROUP);
	}
	return out_done(&o);
}

static void put_name(struct out *o, struct str name)
{
	struct str part;

	while (str_cut(&name, ':', &part))
		out_url_component(o, part);
}

struct str totp_address(
	struct arena *a, struct str issuer, struct str account, const unsigned char *secret)
{
	char text[BASE32_CHARS];
	struct out o = out_new(a, 100 + BASE32_CHARS + 6 * issuer.n + 3 * account.n);

	write_base32(secret, text);
	out_z(&o, "otpauth://totp/");
	put_name(&o, issuer);
	out_char(&o, ':');
	put_name(&o, account);
	out_z(&o, "?secret=");
	out_bytes(&o, text, BASE32_CHARS);
	out_z(&o, "&issuer=");
	put_name(&o, issuer);
	return out_done(&o);
}

/* ---- codes */

/* Those that phones put between the digits, or that are typed there. */
static size_t blank_at(struct str s)
{
	static const char *const blanks[] = { " ", "\t", "\r", "\n", "\u00a0", "\u202f", "\u2009" };

	for (size_t i = 0; i < COUNT(blanks); i++)
		if (str_starts(s, str_from(blanks[i])))
			return strlen(blanks[i]);
	return 0;
}

static bool read_digits(struct str code, char ret_digits[TOTP_DIGITS])
{
	size_t n = 0, blank;

	for (; code.n; code = str_from_at(code, blank ? blank : 1)) {
		blank = blank_at(code);
		if (blank)
			continue;
		if (n == TOTP_DIGITS || code.p[0] < '0' || code.p[0] > '9')
			return false;
		ret_digits[n++] = code.p[0];
	}
	return n == TOTP_DIGITS;
}

static bool is_of_step(const unsigned char *secret, const char *digits, int64_t step)
{
	char right[TOTP_DIGITS + 1];

	return oath_hotp_generate((const char *)secret, TOTP_SECRET_BYTES, (uint64_t)step,
		       TOTP_DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION, right) == OATH_OK &&
	       !sodium_memcmp(right, digits, TOTP_DIGITS);
}

bool totp_fits(const unsigned char *secret, struct str code, int64_t now_ms, int64_t last_step,
	int64_t *ret_step)
{
	const int64_t now = now_ms / 1000 / TOTP_STEP_S;
	char digits[TOTP_DIGITS];
	int64_t found = -1;

	if (!read_digits(code, digits))
		return false;
	/* Of two steps that happen to have the same code the later: it must not serve again. */
	for (int64_t step = now - 1; step <= now + 1; step++)
		if (step >= 0 && step > last_step && is_of_step(secret, digits, step))
			found = step;
	if (found < 0)
		return false;
	*ret_step = found;
	return true;
}

/* ---- recovery codes */

struct str recovery_code_make(struct arena *a)
{
	static const char letters[] = "23456789abcdefghjkmnpqrstuvwxyz";
	char *code = arena_take(a, sizeof "k7m2-9qxt-4hbn");
	size_t n = 0;

	for (; n < strlen("k7m2-9qxt-4hbn"); n++)
		code[n] = n % (GROUP + 1) == GROUP ? '-'
						   : letters[randombytes_uniform(strlen(letters))];
	return (struct str){ code, n };
}

struct str recovery_code_folded(struct arena *a, struct str typed)
{
	struct out o = out_new(a, typed.n);

	for (size_t i = 0; i < typed.n; i++) {
		char c = typed.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			out_char(&o, c);
	}
	return out_done(&o);
}

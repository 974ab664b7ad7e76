/*
 * one_time_code.h - the second factor: the six digits that a phone shows for half a minute (TOTP,
 * RFC 6238, with SHA-1 as every app has it), and the recovery codes for when it is lost.
 */
#ifndef ONE_TIME_CODE_H
#define ONE_TIME_CODE_H

#include "str.h"

enum { TOTP_SECRET_BYTES = 20, TOTP_DIGITS = 6, TOTP_STEP_S = 30, RECOVERY_CODES = 10 };

/* A new secret, which the phone and the store share; the store has it sealed (key.h). */
void totp_secret_make(unsigned char ret_secret[TOTP_SECRET_BYTES]);

/* For those who type it: base 32 (RFC 4648) in groups of four. */
struct str totp_secret_shown(struct arena *a, const unsigned char *secret);

/*
 * For a QR code: "otpauth://totp/ISSUER:ACCOUNT?secret=...&issuer=ISSUER". The format has no place
 * for colons in names: they are left out. Digits, step and hash are those that apps assume.
 */
struct str totp_address(
	struct arena *a, struct str issuer, struct str account, const unsigned char *secret);

/*
 * Is it the code of now, or of the step before or after, as clocks differ and people type slowly?
 * Blanks in it do not matter. A step that is not after `last_step` never fits: a code serves once.
 * `ret_step` is what is to be kept as the next `last_step`; before any, that is -1.
 */
bool totp_fits(const unsigned char *secret, struct str code, int64_t now_ms, int64_t last_step,
	int64_t *ret_step);

/* A new one, "k7m2-9qxt-4hbn": 59 bits of chance in letters that are not mistaken for others. */
struct str recovery_code_make(struct arena *a);

/* What was typed, as digests are made of it: letters and digits alone, small; maybe nothing. */
struct str recovery_code_folded(struct arena *a, struct str typed);

#endif

/*
 * secret.h - what the files of secret/ share: libraries that are ready, bytes as text.
 *
 * May be used inside secret/ only.
 */
#ifndef SECRET_H
#define SECRET_H

#include "str.h"

/* Makes libsodium and liboath ready; ends the process when it cannot. */
void secret_begin(void);

/* Before main(), for each file that includes this: nobody can forget it, nor come too early. */
static void __attribute__((constructor)) secret_begin_here(void)
{
	secret_begin();
}

/* Lower-case hexadecimal. */
struct str secret_hex(struct arena *a, const unsigned char *bytes, size_t n);

/* Base 64 for addresses (RFC 4648, section 5), without padding. */
struct str secret_base64(struct arena *a, const unsigned char *bytes, size_t n);

/* The same read: its bytes, at most `max`. False when it is not that or more, whatever is in `to`.
 */
bool secret_from_base64(struct str text, unsigned char *to, size_t max, size_t *ret_n);

#endif

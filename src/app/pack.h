/*
 * pack.h - bodies of answers as gzip (RFC 1952), for slow lines and for keeping more of them.
 */
#ifndef PACK_H
#define PACK_H

#include "request.h"

/* Does the reader's program say it can unpack "gzip", "br" (RFC 9110, 12.5.3)? */
bool pack_is_accepted(struct str accept_encoding, const char *coding);

/* The text packed; the empty text when it would not be shorter. */
struct str pack(struct arena *a, struct str text);

/* What was packed, of `n` bytes; false when there is no memory for it. */
bool unpack(struct arena *a, struct str packed, size_t n, struct str *ret_text);

#endif

/* utf8.h - what reads outside bytes asks here first. */
#ifndef UTF8_H
#define UTF8_H

#include "str.h"

/* Well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms) without a NUL byte. */
bool utf8_is_text(struct str s);

/* Byte offset of the first ill-formed sequence or NUL, or s.n. */
size_t utf8_first_bad(struct str s);

/* The first `n` characters of well-formed text, or all of it. */
struct str utf8_beginning(struct str s, size_t n);

/* Number of code points of well-formed text. */
size_t utf8_count(struct str s);

#endif

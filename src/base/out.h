/*
 * out.h - bytes that grow at their end, in an arena, up to a maximum.
 *
 * When the maximum or the arena's cap is reached, `full` is set and later bytes are dropped; the
 * one who sends the buffer checks `full` once.
 */
#ifndef OUT_H
#define OUT_H

#include "str.h"

struct out {
	struct arena *arena;
	char *p;
	size_t n, cap;
	size_t max; /* bytes */
	bool full;
};

struct out out_new(struct arena *a, size_t max_bytes);
void out_bytes(struct out *o, const char *p, size_t n);
void out_char(struct out *o, char c);
void out_str(struct out *o, struct str s);
void out_z(struct out *o, const char *z);
void out_int(struct out *o, int64_t v);
/* At most 511 bytes; longer texts go by out_str(). */
void out_printf(struct out *o, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What was written so far. */
struct str out_done(const struct out *o);

/* Percent-encodes all but the unreserved characters of RFC 3986, section 2.3. */
void out_url_component(struct out *o, struct str s);

#endif

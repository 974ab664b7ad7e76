/*
 * str.h - text as pointer and length. Not NUL-terminated; never owns what it points at.
 */
#ifndef STR_H
#define STR_H

#include "arena.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
	const char *p;
	size_t n; /* bytes */
};

#define S(literal)   ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_FMT      "%.*s"
#define STR_ARG(s)   (int)(s).n, (s).n ? (s).p : ""
#define COUNT(array) (sizeof(array) / sizeof *(array))

struct str str_from(const char *z); /* NULL gives the empty text */
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *z);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
int str_compare(struct str a, struct str b); /* by bytes, as memcmp */

/* FNV-1a. A table of what strangers choose wants a `seed` that they cannot know; else 0. */
uint64_t str_hash(struct str s, uint64_t seed);

/* Where `c` first stands, or s.n; and the same of a text, which the empty one never does. */
size_t str_find(struct str s, char c);
size_t str_find_text(struct str s, struct str what);

/* How often it stands there. */
size_t str_count(struct str s, char c);

/* Without blanks at both ends. */
struct str str_trim(struct str s);

/* From byte `from` (at most s.n) to the end. */
struct str str_from_at(struct str s, size_t from);

/* Of a path of any system what stands behind its folders; empty when nothing does. */
struct str str_file_name(struct str path);

/*
 * Cuts what stands before the first `sep` off `rest` into `ret_part`; without a `sep`, all of it.
 * False when `rest` is spent (its `p` is NULL). "a;;b" gives "a", "", "b"; "" gives "" once.
 */
bool str_cut(struct str *rest, char sep, struct str *ret_part);

/* Whole decimal number in `s`, a minus sign allowed, nothing else. False, `ret_value` untouched, if
 * not. */
bool str_int(struct str s, int64_t *ret_value);

/* Copies that live in the arena; `str_z` adds the NUL that libraries want. */
struct str str_copy(struct arena *a, struct str s);
const char *str_z(struct arena *a, struct str s);
struct str str_printf(struct arena *a, const char *format, ...)
	__attribute__((format(printf, 2, 3), nonnull));

/*
 * A message with its places filled: "{1} of {2}" with two parts. A place without a part stays as
 * it is, so a wrong translation shows instead of crashing.
 */
struct str str_fill(struct arena *a, const char *message, const struct str *parts, size_t n);

#define STR_FILL(arena, message, ...) \
	str_fill((arena), (message), (const struct str[]){ __VA_ARGS__ }, \
		sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))

#endif

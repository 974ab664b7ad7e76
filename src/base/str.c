#include "str.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct str str_from(const char *z)
{
	return (struct str){ z, z ? strlen(z) : 0 };
}

bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (!a.n || !memcmp(a.p, b.p, a.n));
}

bool str_is(struct str a, const char *z)
{
	return str_eq(a, str_from(z));
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && (!prefix.n || !memcmp(s.p, prefix.p, prefix.n));
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && (!suffix.n || !memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n));
}

int str_compare(struct str a, struct str b)
{
	size_t shorter = a.n < b.n ? a.n : b.n;
	int order = shorter ? memcmp(a.p, b.p, shorter) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

uint64_t str_hash(struct str s, uint64_t seed)
{
	uint64_t hash = 14695981039346656037u ^ seed;

	for (size_t i = 0; i < s.n; i++)
		hash = (hash ^ (unsigned char)s.p[i]) * 1099511628211u;
	return hash;
}

size_t str_find(struct str s, char c)
{
	const char *p = s.n ? memchr(s.p, c, s.n) : NULL;

	return p ? (size_t)(p - s.p) : s.n;
}

size_t str_find_text(struct str s, struct str what)
{
	const char *p = s.n && what.n ? memmem(s.p, s.n, what.p, what.n) : NULL;

	return p ? (size_t)(p - s.p) : s.n;
}

size_t str_count(struct str s, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == c;
	return n;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str str_trim(struct str s)
{
	while (s.n && is_blank(s.p[0]))
		s = str_from_at(s, 1);
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct str str_from_at(struct str s, size_t from)
{
	if (from > s.n)
		from = s.n;
	return (struct str){ from ? s.p + from : s.p, s.n - from };
}

struct str str_file_name(struct str path)
{
	size_t from = path.n;

	while (from && path.p[from - 1] != '/' && path.p[from - 1] != '\\')
		from--;
	return str_from_at(path, from);
}

bool str_cut(struct str *rest, char sep, struct str *ret_part)
{
	if (!rest->p)
		return false;
	size_t at = str_find(*rest, sep);

	*ret_part = (struct str){ rest->p, at };
	/* After a last separator one more part follows, an empty one: `p` tells it from the end. */
	*rest = at < rest->n ? str_from_at(*rest, at + 1) : (struct str){ 0 };
	return true;
}

bool str_int(struct str s, int64_t *ret_value)
{
	bool negative = s.n && s.p[0] == '-';
	int64_t value = 0;

	s = str_from_at(s, negative);
	if (!s.n)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || __builtin_mul_overflow(value, 10, &value) ||
			__builtin_sub_overflow(value, s.p[i] - '0', &value))
			return false;
	}
	/* Gathered below zero, where one more number fits. */
	if (!negative && __builtin_sub_overflow(0, value, &value))
		return false;
	*ret_value = value;
	return true;
}

struct str str_copy(struct arena *a, struct str s)
{
	return (struct str){ str_z(a, s), s.n };
}

const char *str_z(struct arena *a, struct str s)
{
	char *p = arena_take(a, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return p;
}

struct str str_printf(struct arena *a, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	assert(n >= 0);
	char *p = arena_take(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, format, again);
	va_end(again);
	return (struct str){ p, (size_t)n };
}

/* The number of the place that begins at `p` ("{1}" gives 1), or 0. */
static size_t place_at(const char *p, size_t n)
{
	bool is_place = p[0] == '{' && p[1] >= '1' && p[1] <= '9' && p[2] == '}';

	return is_place && (size_t)(p[1] - '0') <= n ? (size_t)(p[1] - '0') : 0;
}

struct str str_fill(struct arena *a, const char *message, const struct str *parts, size_t n)
{
	size_t length = strlen(message), size = length;

	for (const char *p = message; *p; p++) {
		size_t place = place_at(p, n);

		size += place ? parts[place - 1].n : 0;
	}
	char *text = arena_take(a, size + 1), *to = text;
	for (const char *p = message; *p; p++) {
		size_t place = place_at(p, n);

		if (!place) {
			*to++ = *p;
			continue;
		}
		struct str part = parts[place - 1];

		if (part.n)
			memcpy(to, part.p, part.n);
		to += part.n;
		p += 2;
	}
	return (struct str){ text, (size_t)(to - text) };
}

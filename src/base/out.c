#include "out.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_BYTES = 4096 };

struct out out_new(struct arena *a, size_t max_bytes)
{
	return (struct out){ .arena = a, .max = max_bytes };
}

static bool make_room(struct out *o, size_t n)
{
	size_t cap = o->cap ? o->cap : FIRST_BYTES;

	/* `cap` never passes `max`, so what fits in it is allowed. */
	if (n > o->max - o->n || o->arena->exceeded) {
		o->full = true;
		return false;
	}
	while (cap - o->n < n)
		cap *= 2;
	if (cap > o->max)
		cap = o->max;
	char *p = arena_take(o->arena, cap);
	if (o->n)
		memcpy(p, o->p, o->n);
	o->p = p;
	o->cap = cap;
	return true;
}

void out_bytes(struct out *o, const char *p, size_t n)
{
	if (!n || o->full || (o->cap - o->n < n && !make_room(o, n)))
		return;
	memcpy(o->p + o->n, p, n);
	o->n += n;
}

void out_char(struct out *o, char c)
{
	out_bytes(o, &c, 1);
}

void out_str(struct out *o, struct str s)
{
	out_bytes(o, s.p, s.n);
}

void out_z(struct out *o, const char *z)
{
	out_bytes(o, z, strlen(z));
}

void out_int(struct out *o, int64_t v)
{
	char digits[20], *p = digits + sizeof digits;
	uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do {
		*--p = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (v < 0)
		*--p = '-';
	out_bytes(o, p, (size_t)(digits + sizeof digits - p));
}

void out_printf(struct out *o, const char *format, ...)
{
	char line[512];
	va_list args;

	va_start(args, format);
	int n = vsnprintf(line, sizeof line, format, args);
	va_end(args);
	if (n >= (int)sizeof line)
		n = sizeof line - 1;
	out_bytes(o, line, n > 0 ? (size_t)n : 0);
}

struct str out_done(const struct out *o)
{
	return (struct str){ o->p, o->n };
}

static bool is_unreserved(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

void out_url_component(struct out *o, struct str s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (is_unreserved(c))
			out_char(o, (char)c);
		else
			out_bytes(o, (char[]){ '%', hex[c >> 4], hex[c & 15] }, 3);
	}
}

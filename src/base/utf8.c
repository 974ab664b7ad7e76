#include "utf8.h"

#include <string.h>

/* Length of the well-formed sequence that begins at `p`, or 0 (RFC 3629, section 4). */
static size_t sequence_length(const unsigned char *p, size_t n)
{
	unsigned char low = 0x80, high = 0xBF; /* bounds of the second byte */
	size_t length;

	if (p[0] < 0x80)
		return p[0] ? 1 : 0;
	if (p[0] >= 0xC2 && p[0] <= 0xDF)
		length = 2;
	else if (p[0] >= 0xE0 && p[0] <= 0xEF)
		length = 3;
	else if (p[0] >= 0xF0 && p[0] <= 0xF4)
		length = 4;
	else
		return 0;
	if (p[0] == 0xE0)
		low = 0xA0;
	else if (p[0] == 0xED)
		high = 0x9F;
	else if (p[0] == 0xF0)
		low = 0x90;
	else if (p[0] == 0xF4)
		high = 0x8F;
	if (n < length || p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	return length;
}

size_t utf8_first_bad(struct str s)
{
	size_t i = 0;

	while (i < s.n) {
		size_t length = sequence_length((const unsigned char *)s.p + i, s.n - i);

		if (!length)
			return i;
		i += length;
	}
	return s.n;
}

bool utf8_is_text(struct str s)
{
	return utf8_first_bad(s) == s.n;
}

size_t utf8_count(struct str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.n; i++)
		count += (s.p[i] & 0xC0) != 0x80;
	return count;
}

struct str utf8_beginning(struct str s, size_t n)
{
	size_t end = 0;

	for (; end < s.n; end++)
		if ((s.p[end] & 0xC0) != 0x80 && !n--)
			break;
	return (struct str){ s.p, end };
}

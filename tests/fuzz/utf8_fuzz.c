/* Any bytes as text: the first bad byte is where another reading of RFC 3629 finds it. */
#include "utf8.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Bytes of the sequence that begins at `p`, or 0: by its code point, not by a table of bytes. */
static size_t sequence_at(const uint8_t *p, size_t n)
{
	static const uint32_t least[] = { 0, 1, 0x80, 0x800, 0x10000 };
	size_t length = p[0] < 0x80 ? 1 : p[0] < 0xC0 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	uint32_t point = length == 1 ? p[0] : length ? p[0] & (0x7F >> length) : 0;

	if (!length || p[0] > 0xF7 || length > n)
		return 0;
	for (size_t i = 1; i < length; i++) {
		if (p[i] >> 6 != 2)
			return 0;
		point = point << 6 | (p[i] & 0x3F);
	}
	bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
	return point < least[length] || point > 0x10FFFF || is_surrogate ? 0 : length;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str text = { (const char *)bytes, n };
	size_t at = 0, count = 0, length;

	while (at < n && (length = sequence_at(bytes + at, n - at))) {
		at += length;
		count++;
	}
	assert(utf8_first_bad(text) == at);
	assert(utf8_is_text(text) == (at == n));
	assert(utf8_count((struct str){ text.p, at }) == count);
	return 0;
}

#include "pack.h"

#include <libdeflate.h>
#include <string.h>
#include <strings.h>

/* Pages are packed while their first reader waits: higher levels take longer than they save. */
enum { LEVEL = 1, SHORT_BYTES = 1000 };

static bool is_name(struct str s, const char *name)
{
	return s.n == strlen(name) && !strncasecmp(s.p, name, s.n);
}

/* ";q=0", ";q=0.000": this one is refused. */
static bool is_refused(struct str parameters)
{
	struct str value = str_trim(parameters);

	if (!str_starts(value, S("q=")))
		return false;
	for (size_t i = 2; i < value.n; i++)
		if (value.p[i] != '0' && value.p[i] != '.')
			return false;
	return true;
}

bool pack_is_accepted(struct str accept_encoding, const char *coding)
{
	struct str part;

	while (str_cut(&accept_encoding, ',', &part)) {
		size_t at = str_find(part, ';');
		struct str name = str_trim((struct str){ part.p, at });

		/* The old name of gzip is still about (RFC 9110, 8.4.1.3). */
		if (str_starts(name, S("x-")))
			name = str_from_at(name, 2);
		if (is_name(name, coding))
			return !is_refused(str_from_at(part, at + 1));
	}
	return false;
}

struct str pack(struct arena *a, struct str text)
{
	struct str packed = S("");

	if (text.n < SHORT_BYTES)
		return packed;
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(LEVEL);
	if (!c)
		return packed;
	struct arena work;
	arena_init_for(&work, text.n, 2 * text.n);
	char *room = arena_take(&work, text.n);
	size_t n = libdeflate_gzip_compress(c, text.p, text.n, room, text.n);
	packed = str_copy(a, (struct str){ room, n });
	arena_free(&work);
	libdeflate_free_compressor(c);
	return packed;
}

bool unpack(struct arena *a, struct str packed, size_t n, struct str *ret_text)
{
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();

	if (!d)
		return false;
	char *room = arena_take(a, n);
	enum libdeflate_result result =
		libdeflate_gzip_decompress(d, packed.p, packed.n, room, n, NULL);
	libdeflate_free_decompressor(d);
	*ret_text = (struct str){ room, n };
	return result == LIBDEFLATE_SUCCESS;
}

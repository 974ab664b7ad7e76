#include "pack.h"

#include <assert.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

/* Pages are packed while their first reader waits: higher levels take longer than they save. */
enum { LEVEL = 4, MEMORY_LEVEL = 8, GZIP_WINDOW = 15 + 16, SHORT_BYTES = 1000 };

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

/* zlib's own memory comes from the arena and goes with it. */
static void *take(void *arena, unsigned n, unsigned size)
{
	return arena_take(arena, (size_t)n * size);
}

static void leave(void *arena, void *p)
{
	(void)arena;
	(void)p;
}

struct str pack(struct arena *a, struct str text)
{
	struct arena work;
	struct str packed = S("");

	if (text.n < SHORT_BYTES)
		return packed;
	arena_init_for(&work, 512 << 10, 1 << 20);
	z_stream z = { .zalloc = take, .zfree = leave, .opaque = &work };
	int result =
		deflateInit2(&z, LEVEL, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
	assert(result == Z_OK);
	char *room = arena_take(&work, text.n);
	z.next_in = (z_const Bytef *)(uintptr_t)text.p;
	z.avail_in = (unsigned)text.n;
	z.next_out = (Bytef *)room;
	z.avail_out = (unsigned)text.n;
	result = deflate(&z, Z_FINISH);
	if (result == Z_STREAM_END)
		packed = str_copy(a, (struct str){ room, text.n - z.avail_out });
	deflateEnd(&z);
	arena_free(&work);
	return packed;
}

struct str unpack(struct arena *a, struct str packed, size_t n)
{
	char *room = arena_take(a, n);
	struct arena work;

	arena_init(&work, 1 << 20);
	z_stream z = { .zalloc = take, .zfree = leave, .opaque = &work };
	z.next_in = (z_const Bytef *)(uintptr_t)packed.p;
	z.avail_in = (unsigned)packed.n;
	z.next_out = (Bytef *)room;
	z.avail_out = (unsigned)n;
	int result = inflateInit2(&z, GZIP_WINDOW);
	assert(result == Z_OK);
	result = inflate(&z, Z_FINISH);
	/* Only what pack() made comes here. */
	assert(result == Z_STREAM_END && !z.avail_out);
	inflateEnd(&z);
	arena_free(&work);
	return (struct str){ room, n };
}

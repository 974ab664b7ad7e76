#include "zip.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
	ENTRY_BYTES = 30, /* before its name, where it lies */
	LISTED_BYTES = 46, /* before its name, in the directory */
	END_BYTES = 22,
	COMMENT_MAX_BYTES = 65535,
	WINDOW_BYTES = 64 << 10,
	IS_ENCRYPTED = 1 | 1 << 6 | 1 << 13,
	STORED = 0,
	DEFLATED = 8
};

const uint64_t zip_unpacked_max_bytes = (uint64_t)500 << 20;

static uint32_t u16(struct str s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.p + at;

	return p[0] | (uint32_t)p[1] << 8;
}

static uint32_t u32(struct str s, size_t at)
{
	return u16(s, at) | u16(s, at + 2) << 16;
}

static bool has_mark(struct str s, size_t at, const char *mark)
{
	return at <= s.n && s.n - at >= 4 && !memcmp(s.p + at, mark, 4);
}

/* ---- the end of the directory */

struct directory {
	size_t at, bytes, n, end;
};

static bool is_end(struct str s, size_t at, struct directory *ret_directory)
{
	struct directory d;

	if (s.n - at < END_BYTES || !has_mark(s, at, "PK\5\6"))
		return false;
	d = (struct directory){ u32(s, at + 16), u32(s, at + 12), u16(s, at + 10), at };
	*ret_directory = d;
	return true;
}

/* Where programs look for it: from the end, as far back as a comment may reach. */
static bool find_end(struct str s, struct directory *ret_directory)
{
	size_t back = END_BYTES + COMMENT_MAX_BYTES;
	size_t first = s.n > back ? s.n - back : 0;

	for (size_t at = s.n < END_BYTES ? 0 : s.n - END_BYTES + 1; at-- > first;)
		if (is_end(s, at, ret_directory))
			return true;
	return false;
}

/* What stands before the archive moves all places that it tells: they count from the end. */
bool zip_is_behind(struct str bytes)
{
	struct directory d;

	return find_end(bytes, &d) && d.bytes <= d.end &&
	       (has_mark(bytes, d.end - d.bytes, "PK\1\2") || has_mark(bytes, d.at, "PK\1\2"));
}

/* ---- entries */

struct placed {
	size_t from, to;
};

static int by_place(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* One line of the directory, at `*at`, which is moved behind it. */
static enum zip_end read_entry(struct str s, const struct directory *d, size_t *at,
	struct zip_entry *e, struct placed *place)
{
	if (d->end - *at < LISTED_BYTES || !has_mark(s, *at, "PK\1\2"))
		return ZIP_BROKEN;
	const size_t name_bytes = u16(s, *at + 28), from = u32(s, *at + 42);
	const size_t behind = name_bytes + u16(s, *at + 30) + u16(s, *at + 32);
	const size_t packed = u32(s, *at + 20), method = u16(s, *at + 10);

	if (d->end - *at - LISTED_BYTES < behind || from > d->at || d->at - from < ENTRY_BYTES ||
		!has_mark(s, from, "PK\3\4") || u16(s, from + 26) != name_bytes)
		return ZIP_BROKEN;
	if ((u16(s, *at + 8) | u16(s, from + 6)) & IS_ENCRYPTED)
		return ZIP_ENCRYPTED;
	const size_t head = ENTRY_BYTES + name_bytes + u16(s, from + 28);
	if ((method != STORED && method != DEFLATED) || u16(s, from + 8) != method ||
		d->at - from < head || d->at - from - head < packed ||
		memcmp(s.p + from + ENTRY_BYTES, s.p + *at + LISTED_BYTES, name_bytes) != 0)
		return ZIP_BROKEN;
	*e = (struct zip_entry){ { s.p + *at + LISTED_BYTES, name_bytes },
		{ s.p + from + head, packed }, u32(s, *at + 24), method == DEFLATED };
	*place = (struct placed){ from, from + head + packed };
	*at += LISTED_BYTES + behind;
	return ZIP_SOUND;
}

/* The first at the first byte, none within another. */
static bool are_apart(struct placed *v, size_t n)
{
	qsort(v, n, sizeof *v, by_place);
	for (size_t i = 0; i < n; i++)
		if (i ? v[i].from < v[i - 1].to : v[i].from > 0)
			return false;
	return true;
}

enum zip_end zip_read(struct str bytes, struct arena *a, struct zip *ret_zip)
{
	struct directory d;
	struct zip zip = { 0 };
	enum zip_end end = ZIP_SOUND;

	if (!has_mark(bytes, 0, "PK\3\4") || !find_end(bytes, &d) || d.at > d.end ||
		d.end - d.at != d.bytes || bytes.n - d.end - END_BYTES != u16(bytes, d.end + 20))
		return ZIP_BROKEN;
	if (!d.n || d.n > ZIP_ENTRIES_MAX)
		return d.n ? ZIP_TOO_LARGE : ZIP_BROKEN;
	zip.v = ARENA_ARRAY(a, struct zip_entry, d.n);
	struct placed *places = ARENA_ARRAY(a, struct placed, d.n);
	size_t at = d.at;
	for (; end == ZIP_SOUND && zip.n < d.n; zip.n++)
		end = read_entry(bytes, &d, &at, &zip.v[zip.n], &places[zip.n]);
	if (end != ZIP_SOUND)
		return end;
	if (at != d.end || !are_apart(places, zip.n))
		return ZIP_BROKEN;
	*ret_zip = zip;
	return ZIP_SOUND;
}

const struct zip_entry *zip_entry(const struct zip *zip, const char *name)
{
	for (size_t i = 0; i < zip->n; i++)
		if (str_is(zip->v[i].name, name))
			return &zip->v[i];
	return NULL;
}

/* ---- unpacking */

static bool inflate_begin(z_stream *z, struct str packed)
{
	*z = (z_stream){ .next_in = (unsigned char *)(uintptr_t)packed.p,
		.avail_in = (unsigned)packed.n };
	return inflateInit2(z, -MAX_WBITS) == Z_OK;
}

struct str zip_unpack(const struct zip_entry *e, size_t max_bytes, struct arena *a)
{
	z_stream z;

	if (e->bytes > max_bytes)
		return S("");
	if (!e->is_deflated)
		return e->packed.n == e->bytes ? e->packed : S("");
	if (!inflate_begin(&z, e->packed))
		return S("");
	char *to = arena_take(a, (size_t)e->bytes + 1);
	z.next_out = (unsigned char *)to;
	z.avail_out = (unsigned)e->bytes + 1;
	bool is_whole = inflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out == e->bytes;
	inflateEnd(&z);
	return is_whole ? (struct str){ to, (size_t)e->bytes } : S("");
}

/* It ends where it should, or as soon as it gives more than it says. */
static bool unpacks_to_its_size(const struct zip_entry *e)
{
	unsigned char window[WINDOW_BYTES];
	int result = Z_OK;
	z_stream z;

	if (!e->is_deflated)
		return e->packed.n == e->bytes;
	if (!inflate_begin(&z, e->packed))
		return false;
	while (result == Z_OK && z.total_out <= e->bytes) {
		z.next_out = window;
		z.avail_out = sizeof window;
		result = inflate(&z, Z_NO_FLUSH);
	}
	bool is_whole = result == Z_STREAM_END && z.total_out == e->bytes && !z.avail_in;
	inflateEnd(&z);
	return is_whole;
}

enum zip_end zip_check(const struct zip *zip, size_t archive_bytes)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < zip->n; i++)
		bytes += zip->v[i].bytes;
	if (bytes > zip_unpacked_max_bytes || bytes / ZIP_TIMES_MAX > archive_bytes)
		return ZIP_TOO_LARGE;
	for (size_t i = 0; i < zip->n; i++)
		if (!unpacks_to_its_size(&zip->v[i]))
			return ZIP_BROKEN;
	return ZIP_SOUND;
}

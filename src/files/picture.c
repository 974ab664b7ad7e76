#include "picture.h"
#include "lang.h"

#include <string.h>
#include <zlib.h>

static const char is_damaged[] =
	N_("This picture is damaged or not whole. Save it anew, or send it once more.");
static const char is_too_large[] =
	N_("This picture has more than 100 million pixels. Make it smaller.");

/* Reads a picture and writes down what of it is kept. */
struct reader {
	struct arena *arena;
	struct str bytes;
	size_t at;
	struct str *kept;
	size_t n, cap;
	bool has_too_many;
	int64_t width, height;
	int orientation; /* of EXIF, 1 to 8; 0: it says none */
	char *riff, *webp_flags; /* of WebP: heads that are written anew; or NULL */
};

/* ---- bytes */

static unsigned byte_at(const struct reader *r, size_t at)
{
	return (unsigned char)r->bytes.p[at];
}

static bool has(const struct reader *r, size_t n)
{
	return r->bytes.n - r->at >= n;
}

static bool is_at(const struct reader *r, size_t at, const char *what, size_t n)
{
	return at <= r->bytes.n && r->bytes.n - at >= n && !memcmp(r->bytes.p + at, what, n);
}

#define IS_AT(r, at, literal) is_at((r), (at), (literal), sizeof(literal) - 1)

static uint32_t big(struct str s, size_t at, size_t n)
{
	uint32_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | (unsigned char)s.p[at + i];
	return v;
}

static uint32_t little(struct str s, size_t at, size_t n)
{
	uint32_t v = 0;

	while (n-- > 0)
		v = v << 8 | (unsigned char)s.p[at + n];
	return v;
}

/* ---- what is kept */

static void keep(struct reader *r, struct str piece)
{
	struct str *last = r->n ? &r->kept[r->n - 1] : NULL;

	if (last && last->p + last->n == piece.p) {
		last->n += piece.n;
		return;
	}
	if (r->n == PICTURE_MAX_PIECES) {
		r->has_too_many = true;
		return;
	}
	if (r->n == r->cap) {
		size_t cap = r->cap ? 2 * r->cap : 16;
		struct str *v = ARENA_ARRAY(r->arena, struct str, cap);

		if (r->n)
			memcpy(v, r->kept, r->n * sizeof *v);
		r->kept = v;
		r->cap = cap;
	}
	r->kept[r->n++] = piece;
}

static void pass(struct reader *r, size_t n)
{
	r->at += n;
}

static void keep_next(struct reader *r, size_t n)
{
	keep(r, (struct str){ r->bytes.p + r->at, n });
	pass(r, n);
}

/* ---- EXIF: which side is up, and nothing else */

enum { TAG_ORIENTATION = 0x0112, TYPE_SHORT = 3, IFD_ENTRY_BYTES = 12 };

/* 0: it does not say. */
static int orientation_of(struct str tiff)
{
	uint32_t (*number)(struct str s, size_t at, size_t n);

	if (tiff.n < 8)
		return 0;
	number = tiff.p[0] == 'M' ? big : little;
	size_t ifd = number(tiff, 4, 4);
	if (ifd > tiff.n || tiff.n - ifd < 2)
		return 0;
	size_t n = number(tiff, ifd, 2);
	for (size_t i = 0; i < n; i++) {
		size_t at = ifd + 2 + i * IFD_ENTRY_BYTES;

		if (at > tiff.n || tiff.n - at < IFD_ENTRY_BYTES)
			return 0;
		if (number(tiff, at, 2) == TAG_ORIENTATION &&
			number(tiff, at + 2, 2) == TYPE_SHORT) {
			uint32_t value = number(tiff, at + 8, 2);

			return value >= 1 && value <= 8 ? (int)value : 0;
		}
	}
	return 0;
}

enum { TIFF_BYTES = 26 };

/* A TIFF that says it, and nothing else. */
static struct str tiff_of(struct arena *a, int orientation)
{
	static const unsigned char head[TIFF_BYTES] = { 'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 0x01,
		0x12, 0, TYPE_SHORT, 0, 0, 0, 1 };
	char *p = arena_take(a, TIFF_BYTES);

	memcpy(p, head, TIFF_BYTES);
	p[19] = (char)orientation;
	return (struct str){ p, TIFF_BYTES };
}

/* ---- JPEG */

enum { SOI = 0xD8, EOI = 0xD9, SOS = 0xDA, COM = 0xFE, APP0 = 0xE0, APP15 = 0xEF };

static bool is_frame(unsigned mark)
{
	return mark >= 0xC0 && mark <= 0xCF && mark != 0xC4 && mark != 0xC8 && mark != 0xCC;
}

/* Of what programs add: the head of JFIF, colours, and how Adobe's colours are meant. */
static bool jpeg_keeps(const struct reader *r, unsigned mark)
{
	const size_t text = r->at + 4;

	if (mark == COM || mark < APP0 || mark > APP15)
		return mark != COM;
	return (mark == APP0 && IS_AT(r, text, "JFIF\0")) ||
	       (mark == 0xE2 && IS_AT(r, text, "ICC_PROFILE\0")) ||
	       (mark == 0xEE && IS_AT(r, text, "Adobe"));
}

/* Coded pixels go on to the next mark that is none of theirs. */
static void keep_scan(struct reader *r)
{
	size_t n = 0;

	while (has(r, n + 2)) {
		const char *mark = memchr(r->bytes.p + r->at + n, 0xFF, r->bytes.n - r->at - n - 1);

		n = mark ? (size_t)(mark - r->bytes.p) - r->at : r->bytes.n - r->at;
		if (!mark)
			break;
		const unsigned next = byte_at(r, r->at + n + 1);
		if (next && (next < 0xD0 || next > 0xD7) && next != 0xFF)
			break;
		n += next == 0xFF ? 1 : 2;
	}
	keep_next(r, n < r->bytes.n - r->at ? n : r->bytes.n - r->at);
}

static void jpeg_orientation(struct reader *r, size_t n)
{
	if (!r->orientation && IS_AT(r, r->at + 4, "Exif\0") && n > 10)
		r->orientation = orientation_of((struct str){ r->bytes.p + r->at + 10, n - 10 });
}

static void jpeg_size(struct reader *r)
{
	r->height = big(r->bytes, r->at + 5, 2);
	r->width = big(r->bytes, r->at + 7, 2);
}

/* One segment with its mark. False: there is none, or it reaches beyond the end. */
static bool jpeg_segment(struct reader *r, unsigned mark)
{
	if (!has(r, 4))
		return false;
	const size_t n = 2 + big(r->bytes, r->at + 2, 2);
	if (n < 4 || !has(r, n) || (is_frame(mark) && n < 9))
		return false;
	if (is_frame(mark))
		jpeg_size(r);
	if (mark == 0xE1)
		jpeg_orientation(r, n);
	if (mark == APP0 && IS_AT(r, r->at + 4, "JFIF\0") && n >= 18) {
		/* With a preview of no width and no height. */
		static const char no_preview[] = { 0, 0 };
		static const char head[] = { (char)0xFF, (char)APP0, 0, 16 };

		keep(r, (struct str){ head, sizeof head });
		keep(r, (struct str){ r->bytes.p + r->at + 4, 12 });
		keep(r, (struct str){ no_preview, sizeof no_preview });
		pass(r, n);
		return true;
	}
	if (jpeg_keeps(r, mark))
		keep_next(r, n);
	else
		pass(r, n);
	if (mark == SOS)
		keep_scan(r);
	return true;
}

static bool jpeg(struct reader *r)
{
	bool has_scan = false;

	keep_next(r, 2);
	while (has(r, 2) && byte_at(r, r->at) == 0xFF) {
		const unsigned mark = byte_at(r, r->at + 1);

		if (mark == 0xFF) { /* filled up */
			pass(r, 1);
			continue;
		}
		if (mark == EOI) {
			keep_next(r, 2);
			return has_scan;
		}
		if (mark < 0xC0 || (mark >= 0xD0 && mark <= SOI) || !jpeg_segment(r, mark))
			return false;
		has_scan |= mark == SOS;
	}
	return false;
}

static struct str jpeg_turned(struct reader *r)
{
	enum { HEAD_BYTES = 10 };
	struct str tiff = tiff_of(r->arena, r->orientation);
	char *p = arena_take(r->arena, HEAD_BYTES + TIFF_BYTES);

	memcpy(p,
		"\xFF\xE1\0\x22"
		"Exif\0\0",
		HEAD_BYTES);
	memcpy(p + HEAD_BYTES, tiff.p, tiff.n);
	return (struct str){ p, HEAD_BYTES + TIFF_BYTES };
}

/* ---- PNG */

enum { PNG_HEAD_BYTES = 8, CHUNK_BYTES = 12, IHDR_BYTES = 13 };

static bool png_keeps(struct str type)
{
	static const char *const kept[] = { "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM",
		"sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "cICP", "mDCV", "cLLI", "acTL", "fcTL",
		"fdAT" };

	for (size_t i = 0; i < COUNT(kept); i++)
		if (str_is(type, kept[i]))
			return true;
	return false;
}

static struct str png_turned(struct reader *r)
{
	struct str tiff = tiff_of(r->arena, r->orientation);
	char *p = arena_take(r->arena, CHUNK_BYTES + TIFF_BYTES);

	memcpy(p,
		"\0\0\0\x1A"
		"eXIf",
		8);
	memcpy(p + 8, tiff.p, tiff.n);
	uint32_t sum = (uint32_t)crc32(0, (const unsigned char *)p + 4, 4 + TIFF_BYTES);
	for (int i = 0; i < 4; i++)
		p[8 + TIFF_BYTES + i] = (char)(sum >> (24 - 8 * i));
	return (struct str){ p, CHUNK_BYTES + TIFF_BYTES };
}

static bool png(struct reader *r)
{
	bool has_pixels = false;

	keep_next(r, PNG_HEAD_BYTES);
	while (has(r, CHUNK_BYTES)) {
		const size_t n = big(r->bytes, r->at, 4), start = r->at;
		const struct str type = { r->bytes.p + start + 4, 4 };

		if (!has(r, CHUNK_BYTES) || r->bytes.n - r->at - CHUNK_BYTES < n ||
			(start == PNG_HEAD_BYTES) != str_is(type, "IHDR"))
			return false;
		if (start == PNG_HEAD_BYTES) {
			if (n != IHDR_BYTES)
				return false;
			r->width = big(r->bytes, start + 8, 4);
			r->height = big(r->bytes, start + 12, 4);
		}
		if (str_is(type, "eXIf"))
			r->orientation = orientation_of((struct str){ type.p + 4, n });
		has_pixels |= str_is(type, "IDAT");
		if (png_keeps(type))
			keep_next(r, CHUNK_BYTES + n);
		else
			pass(r, CHUNK_BYTES + n);
		if (str_is(type, "IEND"))
			return has_pixels;
	}
	return false;
}

/* ---- GIF */

/* Sub-blocks up to the empty one that ends them; how many bytes. 0: they do not end. */
static size_t gif_blocks(const struct reader *r, size_t from)
{
	for (size_t at = from; at < r->bytes.n; at += 1 + byte_at(r, at))
		if (!byte_at(r, at))
			return at + 1 - from;
	return 0;
}

static size_t gif_table_bytes(unsigned flags)
{
	return flags & 0x80 ? (size_t)3 << ((flags & 7) + 1) : 0;
}

static bool gif_keeps(const struct reader *r)
{
	return byte_at(r, r->at + 1) == 0xF9 || IS_AT(r, r->at + 3, "NETSCAPE2.0") ||
	       IS_AT(r, r->at + 3, "ANIMEXTS1.0") || IS_AT(r, r->at + 3, "ICCRGBG1012");
}

static bool gif_extension(struct reader *r)
{
	size_t n = has(r, 3) ? gif_blocks(r, r->at + 2) : 0;

	if (!n)
		return false;
	if (gif_keeps(r))
		keep_next(r, 2 + n);
	else
		pass(r, 2 + n);
	return true;
}

static bool gif_image(struct reader *r)
{
	enum { IMAGE_BYTES = 10 };

	if (!has(r, IMAGE_BYTES))
		return false;
	size_t head = IMAGE_BYTES + gif_table_bytes(byte_at(r, r->at + 9)) + 1;
	size_t n = has(r, head) ? gif_blocks(r, r->at + head) : 0;
	if (!n)
		return false;
	keep_next(r, head + n);
	return true;
}

static bool gif(struct reader *r)
{
	enum { HEAD_BYTES = 13 };
	bool has_image = false;

	if (!has(r, HEAD_BYTES))
		return false;
	r->width = little(r->bytes, 6, 2);
	r->height = little(r->bytes, 8, 2);
	size_t head = HEAD_BYTES + gif_table_bytes(byte_at(r, 10));
	if (!has(r, head))
		return false;
	keep_next(r, head);
	while (has(r, 1)) {
		const char next = r->bytes.p[r->at];

		if (next == ';') {
			keep_next(r, 1);
			return has_image;
		}
		if (next == ',' ? !gif_image(r) : next == '!' ? !gif_extension(r) : true)
			return false;
		has_image |= next == ',';
	}
	return false;
}

/* ---- WebP */

enum { WEBP_HEAD_BYTES = 12, WEBP_EXIF = 8, WEBP_XMP = 4 };

static bool webp_keeps(struct str type)
{
	static const char *const kept[] = { "VP8X", "ICCP", "ANIM", "ANMF", "ALPH", "VP8 ",
		"VP8L" };

	for (size_t i = 0; i < COUNT(kept); i++)
		if (str_is(type, kept[i]))
			return true;
	return false;
}

/* The canvas, or the one picture that there is. */
static void webp_size(struct reader *r, struct str type, size_t n)
{
	const size_t at = r->at + 8;
	const bool is_known = r->width != 0;

	if (str_is(type, "VP8X") && n >= 10) {
		r->width = 1 + (int64_t)little(r->bytes, at + 4, 3);
		r->height = 1 + (int64_t)little(r->bytes, at + 7, 3);
	} else if (str_is(type, "VP8 ") && n >= 10 && !is_known) {
		r->width = little(r->bytes, at + 6, 2) & 0x3FFF;
		r->height = little(r->bytes, at + 8, 2) & 0x3FFF;
	} else if (str_is(type, "VP8L") && n >= 5 && !is_known) {
		const uint32_t bits = little(r->bytes, at + 1, 4);

		r->width = 1 + (bits & 0x3FFF);
		r->height = 1 + (bits >> 14 & 0x3FFF);
	}
}

/* What the head says that there is beside the picture. */
static void webp_keep_flags(struct reader *r, size_t n)
{
	char *head = arena_take(r->arena, 9);

	memcpy(head, r->bytes.p + r->at, 9);
	head[8] = (char)(head[8] & ~(WEBP_EXIF | WEBP_XMP));
	r->webp_flags = &head[8];
	keep(r, (struct str){ head, 9 });
	pass(r, 9);
	keep_next(r, n - 9);
}

static struct str tiff_in(struct str exif)
{
	return str_starts(exif, S("Exif\0\0")) ? str_from_at(exif, 6) : exif;
}

static bool webp(struct reader *r)
{
	const size_t end = has(r, WEBP_HEAD_BYTES) ? 8 + (size_t)little(r->bytes, 4, 4) : 0;
	bool has_pixels = false;

	if (end < WEBP_HEAD_BYTES || end > r->bytes.n)
		return false;
	r->bytes.n = end;
	r->riff = arena_take(r->arena, WEBP_HEAD_BYTES);
	memcpy(r->riff, r->bytes.p, WEBP_HEAD_BYTES);
	keep(r, (struct str){ r->riff, WEBP_HEAD_BYTES });
	pass(r, WEBP_HEAD_BYTES);
	while (has(r, 8)) {
		const struct str type = { r->bytes.p + r->at, 4 };
		const size_t bytes = little(r->bytes, r->at + 4, 4), n = 8 + bytes + (bytes & 1);

		if (n < bytes || !has(r, n))
			return false;
		webp_size(r, type, bytes);
		if (str_is(type, "EXIF"))
			r->orientation = orientation_of(tiff_in((struct str){ type.p + 8, bytes }));
		has_pixels |= str_is(type, "VP8 ") || str_is(type, "VP8L") || str_is(type, "ANMF");
		if (str_is(type, "VP8X") && bytes >= 10)
			webp_keep_flags(r, n);
		else if (webp_keeps(type))
			keep_next(r, n);
		else
			pass(r, n);
	}
	return has_pixels && r->at == end;
}

static struct str webp_turned(struct reader *r)
{
	struct str tiff = tiff_of(r->arena, r->orientation);
	char *p = arena_take(r->arena, 8 + TIFF_BYTES);

	memcpy(p, "EXIF\x1A\0\0\0", 8);
	memcpy(p + 8, tiff.p, tiff.n);
	return (struct str){ p, 8 + TIFF_BYTES };
}

/* ---- all */

static size_t bytes_kept(const struct reader *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += r->kept[i].n;
	return n;
}

/* Between what is kept, `at` bytes behind its beginning. */
static void put_in(struct reader *r, size_t at, struct str piece)
{
	struct str *old = r->kept;
	size_t n = r->n;

	r->kept = NULL;
	r->n = r->cap = 0;
	for (size_t i = 0; i < n; i++) {
		const size_t first = old[i].n < at ? old[i].n : at;

		if (first)
			keep(r, (struct str){ old[i].p, first });
		if (piece.n && first == at) {
			keep(r, piece);
			piece.n = 0;
		}
		at -= first;
		if (first < old[i].n)
			keep(r, str_from_at(old[i], first));
	}
	if (piece.n)
		keep(r, piece);
}

static void tell_turned(struct reader *r, const char *type)
{
	enum { JPEG_PLACE = 2, PNG_PLACE = PNG_HEAD_BYTES + CHUNK_BYTES + IHDR_BYTES };

	if (r->orientation <= 1)
		return;
	if (!strcmp(type, "jpeg"))
		put_in(r, JPEG_PLACE, jpeg_turned(r));
	if (!strcmp(type, "png"))
		put_in(r, PNG_PLACE, png_turned(r));
	if (r->webp_flags) {
		put_in(r, bytes_kept(r), webp_turned(r));
		*r->webp_flags = (char)(*r->webp_flags | WEBP_EXIF);
	}
}

static void tell_size(struct reader *r)
{
	const size_t n = bytes_kept(r) - 8;

	for (int i = 0; r->riff && i < 4; i++)
		r->riff[4 + i] = (char)(n >> 8 * i);
}

static bool read_all(struct reader *r, const char *type)
{
	if (!strcmp(type, "jpeg"))
		return jpeg(r);
	if (!strcmp(type, "png"))
		return png(r);
	return strcmp(type, "gif") ? webp(r) : gif(r);
}

bool picture_read(const struct file_type *type, struct str bytes, struct arena *a,
	struct picture *ret_picture, const char **ret_why)
{
	struct reader r = { .arena = a, .bytes = bytes };
	const bool is_whole = read_all(&r, type->name);
	const bool lies = r.orientation > 4;

	if (r.width > 0 && r.height > PICTURE_MAX_PIXELS / r.width) {
		*ret_why = is_too_large;
		return false;
	}
	tell_turned(&r, type->name);
	if (!is_whole || r.width < 1 || r.height < 1 || r.has_too_many) {
		*ret_why = is_damaged;
		return false;
	}
	tell_size(&r);
	*ret_picture = (struct picture){ (int)(lies ? r.height : r.width),
		(int)(lies ? r.width : r.height), { r.kept, r.n } };
	return true;
}

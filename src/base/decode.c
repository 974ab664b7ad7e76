#include "decode.h"
#include "lang.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
	RAW_BYTES = 64 << 10,
	WINDOW_BYTES = DECODED_ROW_MAX + 4,
	HEADER_LOOK_BYTES = 400 /* in which the zeros of UTF-16 show */
};

/* ---- bytes */

static bool read_text(void *arg, uint64_t at, char *to, size_t n, size_t *ret_n)
{
	const struct str *text = arg;
	struct str rest = str_from_at(*text, at);

	*ret_n = rest.n < n ? rest.n : n;
	if (*ret_n)
		memcpy(to, rest.p, *ret_n);
	return true;
}

struct byte_source bytes_of_text(const struct str *text)
{
	return (struct byte_source){ read_text, (void *)(uintptr_t)text, text->n };
}

static bool read_file(void *arg, uint64_t at, char *to, size_t n, size_t *ret_n)
{
	size_t have = 0;

	while (have < n) {
		ssize_t got = pread(*(const int *)arg, to + have, n - have, (off_t)(at + have));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (!got)
			break;
		have += (size_t)got;
	}
	*ret_n = have;
	return true;
}

struct byte_source bytes_of_file(const int *fd, uint64_t n)
{
	return (struct byte_source){ read_file, (void *)(uintptr_t)fd, n };
}

/* The next bytes at `at`, in d->raw; 0 at the end and after a fault. */
static size_t read_raw(struct decoder *d, uint64_t at)
{
	size_t n = 0;

	if (!d->from.read(d->from.arg, at, d->raw, RAW_BYTES, &n)) {
		d->fault = N_("the file cannot be read");
		return 0;
	}
	return n;
}

/* ---- one character */

/* In Windows-1252, 0x80 to 0x9F; 0 for what stands for nothing. */
static const uint16_t windows_1252[32] = { 0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020,
	0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C,
	0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178 };

enum { IS_CUT = -1, IS_BAD = -2 };

/* Bytes that the well-formed sequence at `p` takes, IS_CUT when it ends too early, IS_BAD. */
static int utf8_length(const unsigned char *p, size_t n)
{
	unsigned char low = 0x80, high = 0xBF;
	int length = p[0] < 0x80   ? 1
		     : p[0] < 0xC2 ? IS_BAD
		     : p[0] < 0xE0 ? 2
		     : p[0] < 0xF0 ? 3
		     : p[0] < 0xF5 ? 4
				   : IS_BAD;

	if (p[0] == 0xE0)
		low = 0xA0;
	if (p[0] == 0xED)
		high = 0x9F;
	if (p[0] == 0xF0)
		low = 0x90;
	if (p[0] == 0xF4)
		high = 0x8F;
	for (int i = 1; i < length; i++, low = 0x80, high = 0xBF) {
		if ((size_t)i == n)
			return IS_CUT;
		if (p[i] < low || p[i] > high)
			return IS_BAD;
	}
	return length;
}

static uint32_t unit_at(const struct decoder *d, const unsigned char *p)
{
	return d->encoding == ENCODING_UTF16_LE ? p[0] | p[1] << 8 : p[0] << 8 | p[1];
}

/* The same for UTF-16, and the character. */
static int utf16_length(
	const struct decoder *d, const unsigned char *p, size_t n, uint32_t *ret_character)
{
	if (n < 2)
		return IS_CUT;
	*ret_character = unit_at(d, p);
	if (*ret_character < 0xD800 || *ret_character > 0xDFFF)
		return 2;
	if (*ret_character > 0xDBFF)
		return IS_BAD;
	if (n < 4)
		return IS_CUT;
	uint32_t low = unit_at(d, p + 2);
	if (low < 0xDC00 || low > 0xDFFF)
		return IS_BAD;
	*ret_character = 0x10000 + ((*ret_character - 0xD800) << 10) + (low - 0xDC00);
	return 4;
}

static size_t put(char *to, uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xC0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xE0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3F));
		to[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	to[0] = (char)(0xF0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 0x3F));
	to[2] = (char)(0x80 | (c >> 6 & 0x3F));
	to[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

/* One character at `p` to `to` (4 bytes): bytes taken, or why none; *ret_n those written. */
static int decode_one(
	const struct decoder *d, const unsigned char *p, size_t n, char *to, size_t *ret_n)
{
	uint32_t c = p[0];
	int taken;

	switch (d->encoding) {
	case ENCODING_UTF8:
		taken = utf8_length(p, n);
		*ret_n = taken > 0 ? (size_t)taken : 0;
		memcpy(to, p, *ret_n);
		return p[0] ? taken : IS_BAD;
	case ENCODING_WINDOWS_1252:
		if (c >= 0x80 && c < 0xA0)
			c = windows_1252[c - 0x80];
		*ret_n = c ? put(to, c) : 0;
		return c ? 1 : IS_BAD;
	default:
		taken = utf16_length(d, p, n, &c);
		*ret_n = taken > 0 && c ? put(to, c) : 0;
		return c || taken == IS_CUT ? taken : IS_BAD;
	}
}

/* ---- what is wrong */

static const char *fault_of(const struct decoder *d, const unsigned char *p, size_t n)
{
	if (d->encoding == ENCODING_UTF8)
		return p[0] ? N_("the file is not UTF-8 from here on")
			    : N_("there is a NUL character here: this is no text");
	if (d->encoding == ENCODING_WINDOWS_1252)
		return p[0] ? N_("the file was taken for Windows-1252, in which the byte here "
				 "stands for nothing")
			    : N_("there is a NUL character here: this is no text");
	if (n < 2)
		return N_("the file was taken for UTF-16 and ends in the middle of a character");
	return unit_at(d, p) ? N_("the file was taken for UTF-16, in which half a character "
				  "stands here")
			     : N_("there is a NUL character here: this is no text");
}

/* Lines and characters from the start of the text to byte `until`. */
static void count_place(struct decoder *d, uint64_t until)
{
	uint64_t at = d->start;
	char to[4];
	size_t n, given;

	d->line = d->column = 1;
	d->has_place = true;
	while (at < until && (n = read_raw(d, at))) {
		const unsigned char *p = (const unsigned char *)d->raw;
		size_t done = 0;

		while (done < n && at + done < until) {
			int taken = decode_one(d, p + done, n - done, to, &given);
			bool is_end = given &&
				      (to[0] == '\n' || (to[0] == '\r' && d->ends_lines_with_cr));

			if (taken == IS_CUT && done)
				break; /* the rest of it comes with the next bytes */
			done += taken > 0 ? (size_t)taken : 1;
			d->line += is_end;
			d->column = is_end ? 1 : d->column + 1;
		}
		at += done;
	}
}

static void set_fault(struct decoder *d, uint64_t at, const char *why)
{
	count_place(d, at);
	d->fault = why;
}

/* ---- what it is */

static bool begins_with(const struct decoder *d, size_t n, struct str mark)
{
	return str_starts((struct str){ d->raw, n }, mark);
}

/* Files that people send instead of a text. */
static bool is_other_format(const struct decoder *d, size_t n)
{
	return begins_with(d, n, S("PK\3\4")) || begins_with(d, n, S("\xD0\xCF\x11\xE0")) ||
	       begins_with(d, n, S("\x1F\x8B")) || begins_with(d, n, S("%PDF-"));
}

/* UTF-16 without a mark: every second byte of the first line is 0, and no other. */
static bool has_zeros_at(const struct decoder *d, size_t n, size_t odd)
{
	size_t look = n < HEADER_LOOK_BYTES ? n & ~(size_t)1 : HEADER_LOOK_BYTES;

	for (size_t i = 0; i < look; i += 2) {
		char other = d->raw[i + 1 - odd];

		if (d->raw[i + odd] || !other)
			return false;
		if (other == '\n' || other == '\r')
			break;
	}
	return look >= 2;
}

static void tell_encoding(struct decoder *d, size_t n)
{
	d->encoding = ENCODING_UTF8;
	if (begins_with(d, n, S("\xEF\xBB\xBF"))) {
		d->start = 3;
	} else if (begins_with(d, n, S("\xFF\xFE")) || begins_with(d, n, S("\xFE\xFF"))) {
		d->start = 2;
		d->encoding = d->raw[0] == '\xFF' ? ENCODING_UTF16_LE : ENCODING_UTF16_BE;
	} else if (has_zeros_at(d, n, 1)) {
		d->encoding = ENCODING_UTF16_LE;
	} else if (has_zeros_at(d, n, 0)) {
		d->encoding = ENCODING_UTF16_BE;
	}
}

/* What a look through the whole file finds. */
struct census {
	uint64_t n_characters; /* beyond ASCII, well-formed */
	uint64_t n_bad; /* bytes that fit nowhere */
	uint64_t first_bad;
	const char *first_why;
	bool has_nul;
};

/* ASCII letters, eight at a time; how many bytes can be passed over. */
static size_t plain_run(const char *p, size_t n)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	size_t i = 0;
	uint64_t word;

	for (; i + 8 <= n; i += 8) {
		memcpy(&word, p + i, 8);
		/* No byte has its high bit set, and none is 0. */
		if ((word | (word - ones)) & ones << 7)
			break;
	}
	return i;
}

static bool passes_by_eight(const struct decoder *d)
{
	return d->encoding == ENCODING_UTF8 || d->encoding == ENCODING_WINDOWS_1252;
}

static void note_bad(
	struct census *c, const struct decoder *d, const unsigned char *p, size_t n, uint64_t at)
{
	if (!c->n_bad++) {
		c->first_bad = at;
		c->first_why = fault_of(d, p, n);
	}
	c->has_nul |= d->encoding <= ENCODING_UTF8 && !p[0];
}

static size_t count_raw(struct decoder *d, struct census *c, uint64_t at, size_t n)
{
	const unsigned char *p = (const unsigned char *)d->raw;
	bool is_last = n < RAW_BYTES;
	size_t done = 0, given;
	char to[4];

	while (done < n) {
		done += passes_by_eight(d) ? plain_run(d->raw + done, n - done) : 0;
		if (done == n)
			break;
		int taken = decode_one(d, p + done, n - done, to, &given);
		if (taken == IS_CUT && !is_last)
			break;
		if (taken > 0) {
			c->n_characters += given > 1;
			done += (size_t)taken;
			continue;
		}
		note_bad(c, d, p + done, n - done, at + done);
		done += passes_by_eight(d) ? 1 : n - done < 2 ? n - done : 2;
	}
	return done;
}

static struct census count_all(struct decoder *d)
{
	struct census c = { 0 };
	uint64_t at = d->start;
	size_t n;

	while (!c.has_nul && (n = read_raw(d, at)))
		at += count_raw(d, &c, at, n);
	return c;
}

/*
 * A text in Windows-1252 is full of bytes that are not UTF-8, and one in UTF-8 that broke
 * somewhere still full of characters that are: the greater number tells.
 */
static bool tell_windows_1252(struct decoder *d, struct census *c)
{
	if (d->encoding != ENCODING_UTF8 || d->start || c->has_nul || c->n_characters >= c->n_bad)
		return false;
	d->encoding = ENCODING_WINDOWS_1252;
	*c = count_all(d);
	return true;
}

/* By the first line end: CR alone, as old spreadsheets write it. */
static void tell_line_ends(struct decoder *d)
{
	decoder_rewind(d);
	decoder_more(d, 0);
	size_t cr = str_find(d->text, '\r'), lf = str_find(d->text, '\n');

	d->ends_lines_with_cr = cr < d->text.n && cr + 1 != lf && cr < lf;
	if (d->has_place) /* a fault further on, whose place is to be told by these line ends */
		d->fault = NULL;
	d->has_place = false;
	decoder_rewind(d);
}

bool decoder_open(struct decoder *d, struct arena *a, struct byte_source from)
{
	*d = (struct decoder){
		.from = from, .raw = arena_take(a, RAW_BYTES), .room = arena_take(a, WINDOW_BYTES)
	};
	size_t n = read_raw(d, 0);

	if (is_other_format(d, n)) {
		set_fault(d, 0,
			N_("this is no text but another kind of file: save the sheet as CSV"));
		return false;
	}
	tell_encoding(d, n);
	struct census c = count_all(d);
	if (c.n_bad && !d->fault)
		tell_windows_1252(d, &c);
	if (!d->fault)
		tell_line_ends(d);
	if (c.n_bad && !d->fault)
		set_fault(d, c.first_bad, c.first_why);
	return !d->fault;
}

/* ---- the window */

void decoder_rewind(struct decoder *d)
{
	d->at = d->start;
	d->text = (struct str){ d->room, 0 };
	d->is_end = false;
	if (!d->has_place)
		d->fault = NULL;
}

/* A lone CR is a line end where such are used; of CR LF the CR is left to the reader of rows. */
static bool is_lone_cr(const struct decoder *d, const unsigned char *p, size_t n)
{
	size_t unit = passes_by_eight(d) ? 1 : 2;

	if (!d->ends_lines_with_cr || n < 2 * unit)
		return d->ends_lines_with_cr;
	return unit == 1 ? p[1] != '\n' : unit_at(d, p + 2) != '\n';
}

/* Most of a text needs no decoding. */
static size_t copy_plain(struct decoder *d, size_t done, size_t n)
{
	size_t room = WINDOW_BYTES - d->text.n - 4, left = n - done;

	if (!passes_by_eight(d) || d->ends_lines_with_cr)
		return 0;
	size_t run = plain_run(d->raw + done, left < room ? left : room);
	memcpy(d->room + d->text.n, d->raw + done, run);
	d->text.n += run;
	return run;
}

/* What of the raw bytes the window takes. */
static size_t decode_raw(struct decoder *d, size_t n)
{
	const unsigned char *p = (const unsigned char *)d->raw;
	bool is_last = n < RAW_BYTES;
	size_t done = 0;

	while (done < n && WINDOW_BYTES - d->text.n > 4) {
		size_t run = copy_plain(d, done, n);

		if (run) {
			done += run;
			continue;
		}
		char *to = d->room + d->text.n;
		size_t given;
		int taken = decode_one(d, p + done, n - done, to, &given);

		if (taken == IS_CUT && !is_last)
			break;
		if (taken < 0) {
			set_fault(d, d->at + done, fault_of(d, p + done, n - done));
			break;
		}
		if (*to == '\r' && n - done < 4 && !is_last)
			break; /* what follows it is not here yet */
		if (*to == '\r' && is_lone_cr(d, p + done, n - done))
			*to = '\n';
		d->text.n += given;
		done += (size_t)taken;
	}
	return done;
}

bool decoder_more(struct decoder *d, size_t used)
{
	size_t kept = d->text.n - used, before;

	memmove(d->room, d->room + used, kept);
	d->text = (struct str){ d->room, kept };
	before = d->text.n;
	while (!d->fault && !d->is_end && WINDOW_BYTES - d->text.n > 4) {
		size_t n = read_raw(d, d->at);
		size_t done = decode_raw(d, n);

		d->at += done;
		d->is_end = !d->fault && done == n && n < RAW_BYTES;
		if (!done)
			break;
	}
	return !d->fault && d->text.n > before;
}

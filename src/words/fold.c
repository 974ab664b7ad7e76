#include "fold.h"

#include <pthread.h>
#include <string.h>
#include <utf8proc.h>

#define SELF(c) [c] = (c)
#define LOW(c)  [c] = (c), [(c)-32] = (c)

const char fold_ascii[128] = { SELF('0'), SELF('1'), SELF('2'), SELF('3'), SELF('4'), SELF('5'),
	SELF('6'), SELF('7'), SELF('8'), SELF('9'), LOW('a'), LOW('b'), LOW('c'), LOW('d'),
	LOW('e'), LOW('f'), LOW('g'), LOW('h'), LOW('i'), LOW('j'), LOW('k'), LOW('l'), LOW('m'),
	LOW('n'), LOW('o'), LOW('p'), LOW('q'), LOW('r'), LOW('s'), LOW('t'), LOW('u'), LOW('v'),
	LOW('w'), LOW('x'), LOW('y'), LOW('z') };

struct range {
	utf8proc_int32_t from, to;
};

/* To add a script that is written without blanks: its blocks. */
static const struct range alone[] = {
	{ 0x0E00, 0x0EFF }, /* Thai, Lao */
	{ 0x1000, 0x109F }, /* Myanmar */
	{ 0x1780, 0x17FF }, /* Khmer */
	{ 0x1950, 0x19FF }, /* Tai Le, New Tai Lue, Khmer symbols */
	{ 0x1A20, 0x1AAF }, /* Tai Tham */
	{ 0x1B00, 0x1B7F }, /* Balinese */
	{ 0x3005, 0x3007 }, /* Han marks and zero */
	{ 0x3021, 0x3029 }, /* Hangzhou numerals */
	{ 0x3040, 0x312F }, /* Hiragana, Katakana, Bopomofo */
	{ 0x31A0, 0x31BF }, /* Bopomofo */
	{ 0x31F0, 0x31FF }, /* Katakana */
	{ 0x3400, 0x4DBF }, /* Han */
	{ 0x4E00, 0x9FFF }, { 0xA980, 0xA9FF }, /* Javanese, Myanmar */
	{ 0xAA60, 0xAADF }, /* Myanmar, Tai Viet */
	{ 0xF900, 0xFAFF }, /* Han, as compatibility forms */
	{ 0xFF66, 0xFF9F }, /* Katakana at half width */
	{ 0x1B000, 0x1B16F }, /* older kana */
	{ 0x20000, 0x3FFFF }, /* Han */
};

/* Blocks whose marks are vowels: without them other words would be meant. */
static const struct range vowel_marks[] = {
	{ 0x0900, 0x109F }, /* from Devanagari to Myanmar */
	{ 0x1700, 0x17FF }, /* Philippine scripts, Khmer */
	{ 0x1900, 0x1AAF }, /* from Limbu to Tai Tham */
	{ 0x1B00, 0x1C4F }, /* from Balinese to Lepcha */
	{ 0xA800, 0xABFF }, /* Syloti Nagri to Meetei Mayek */
	{ 0x10A00, 0x11FFF }, /* from Kharoshthi on */
};

/* To add letters that no decomposition of Unicode makes plain: the small letter, its reading. */
static const struct {
	utf8proc_int32_t c;
	const char *plain;
} letters[] = {
	{ 0x00E6, "ae" },
	{ 0x00F0, "d" }, /* eth */
	{ 0x00F8, "o" },
	{ 0x00FE, "th" },
	{ 0x0111, "d" },
	{ 0x0127, "h" },
	{ 0x0131, "i" }, /* without dot */
	{ 0x0142, "l" },
	{ 0x014B, "n" }, /* eng */
	{ 0x0153, "oe" },
	{ 0x0167, "t" },
	{ 0x0180, "b" },
	{ 0x0192, "f" },
	{ 0x0268, "i" },
	{ 0x0289, "u" },
};

/* Signs that have several forms; all others keep theirs. */
static const struct {
	struct range of;
	const char *plain;
} signs[] = {
	{ { 0x00AB, 0x00AB }, "\"" },
	{ { 0x00B4, 0x00B4 }, "'" },
	{ { 0x00BB, 0x00BB }, "\"" },
	{ { 0x02BC, 0x02BC }, "'" },
	{ { 0x055A, 0x055A }, "'" },
	{ { 0x2010, 0x2015 }, "-" },
	{ { 0x2018, 0x201B }, "'" },
	{ { 0x201C, 0x201F }, "\"" },
	{ { 0x2032, 0x2032 }, "'" },
	{ { 0x2212, 0x2212 }, "-" },
	{ { 0xFF07, 0xFF07 }, "'" },
};

/* The zeros of the scripts' digits; those of ASCII's shape decompose by themselves. */
static const utf8proc_int32_t zeros[] = { 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6,
	0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090,
	0x17E0, 0x1810 };

static bool is_in(utf8proc_int32_t c, const struct range *ranges, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return true;
	return false;
}

static bool is_kept_mark(utf8proc_int32_t c)
{
	const utf8proc_propval_t nukta = 7; /* changes a consonant as an accent does a letter */

	return is_in(c, vowel_marks, COUNT(vowel_marks)) &&
	       utf8proc_get_property(c)->combining_class != nukta;
}

/* Of a letter: an apostrophe parts words, the marks that stand alone say nothing. */
static enum fold_role role_of_modifier(utf8proc_int32_t c)
{
	if (c == 0x02BC)
		return FOLD_SIGN;
	if ((c >= 0x02B9 && c <= 0x02DF) || c == 0x0640)
		return FOLD_NOTHING;
	return FOLD_LETTER;
}

static enum fold_role role_of(utf8proc_int32_t c)
{
	enum { ZERO_WIDTH_SPACE = 0x200B };

	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LM:
		if (role_of_modifier(c) != FOLD_LETTER)
			return role_of_modifier(c);
		break;
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		break;
	case UTF8PROC_CATEGORY_ND:
		return FOLD_LETTER;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return is_kept_mark(c) ? FOLD_MARK : FOLD_NOTHING;
	case UTF8PROC_CATEGORY_CF:
		return c == ZERO_WIDTH_SPACE ? FOLD_BLANK : FOLD_NOTHING;
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_CC:
		return FOLD_BLANK;
	default:
		return FOLD_SIGN;
	}
	return is_in(c, alone, COUNT(alone)) ? FOLD_ALONE : FOLD_LETTER;
}

/* Writes one character that needs no further decomposition; gives its length. */
static size_t write_plain(utf8proc_int32_t c, char *to)
{
	for (size_t i = 0; i < COUNT(letters); i++)
		if (letters[i].c == c) {
			memcpy(to, letters[i].plain, strlen(letters[i].plain));
			return strlen(letters[i].plain);
		}
	for (size_t i = 0; i < COUNT(zeros); i++)
		if (c >= zeros[i] && c < zeros[i] + 10) {
			*to = (char)('0' + c - zeros[i]);
			return 1;
		}
	return (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)to);
}

static size_t write_sign(utf8proc_int32_t c, char *to)
{
	for (size_t i = 0; i < COUNT(signs); i++)
		if (c >= signs[i].of.from && c <= signs[i].of.to) {
			*to = signs[i].plain[0];
			return 1;
		}
	return (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)to);
}

/*
 * The folded form of any character, into `to`. What decomposes into nothing that counts vanishes
 * itself; what a letter decomposes into beside letters is dropped.
 */
static enum fold_role fold_char(utf8proc_int32_t c, char *to, size_t *ret_n)
{
	enum { PARTS_MAX = 32 };
	utf8proc_int32_t parts[PARTS_MAX];
	int boundary = UTF8PROC_BOUNDCLASS_START;
	enum fold_role role = role_of(c);
	utf8proc_ssize_t n_parts = 0;
	size_t n = 0;

	if (role == FOLD_SIGN || role == FOLD_LETTER || role == FOLD_ALONE || role == FOLD_MARK)
		n_parts = utf8proc_decompose_char(c, parts, PARTS_MAX,
			UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
	for (utf8proc_ssize_t i = 0; i < n_parts && n + 4 <= FOLD_MAX_BYTES; i++) {
		enum fold_role part = role_of(parts[i]);

		/* A mark has no letter of its own before it when the whole is a vowel sign of Thai.
		 */
		if (part == FOLD_LETTER || part == FOLD_ALONE ||
			(part == FOLD_MARK && (n || role == FOLD_MARK)))
			n += write_plain(parts[i], to + n);
		if (part == FOLD_ALONE && role == FOLD_LETTER)
			role = part; /* a number that is an ideograph, U+3039 */
		else if (part == FOLD_SIGN && role == FOLD_SIGN)
			n += write_sign(parts[i], to + n);
	}
	*ret_n = n;
	return n || role == FOLD_SIGN || role == FOLD_BLANK ? role : FOLD_NOTHING;
}

/* ---- Latin letters with accents come often: theirs are made once */

enum { TABLE_FROM = 0x80, TABLE_TO = 0x250, TABLE_BYTES = 6 };

static struct {
	unsigned char role, n;
	char bytes[TABLE_BYTES];
} table[TABLE_TO - TABLE_FROM];

static void make_table(void)
{
	for (utf8proc_int32_t c = TABLE_FROM; c < TABLE_TO; c++) {
		char room[FOLD_MAX_BYTES];
		size_t n;
		enum fold_role role = fold_char(c, room, &n);

		if (n > TABLE_BYTES)
			n = TABLE_BYTES;
		table[c - TABLE_FROM].role = (unsigned char)role;
		table[c - TABLE_FROM].n = (unsigned char)n;
		memcpy(table[c - TABLE_FROM].bytes, room, n);
	}
}

static struct fold fold_by_table(utf8proc_int32_t c, size_t width)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, make_table);
	return (struct fold){ .role = table[c - TABLE_FROM].role,
		.p = table[c - TABLE_FROM].bytes,
		.n = table[c - TABLE_FROM].n,
		.width = width };
}

static struct fold fold_of_ascii(unsigned char c, const char *p)
{
	if (fold_ascii[c])
		return (struct fold){ FOLD_LETTER, &fold_ascii[c], 1, 1 };
	if (c <= ' ' || c == 0x7F)
		return (struct fold){ FOLD_BLANK, p, 0, 1 };
	return (struct fold){ FOLD_SIGN, p, 1, 1 };
}

struct fold fold_next(const char *p, const char *end, char *room)
{
	const unsigned char *u = (const unsigned char *)p;
	utf8proc_int32_t c;

	if (u[0] < 0x80)
		return fold_of_ascii(u[0], p);
	utf8proc_ssize_t width = utf8proc_iterate(u, end - p, &c);
	if (width <= 0)
		return (struct fold){ FOLD_SIGN, p, 0, 1 };
	if (c < TABLE_TO)
		return fold_by_table(c, (size_t)width);
	struct fold f = { .p = room, .width = (size_t)width };
	f.role = fold_char(c, room, &f.n);
	return f;
}

size_t fold_border(struct str s, size_t max)
{
	if (s.n <= max)
		return s.n;
	while (max && (s.p[max] & 0xC0) == 0x80)
		max--;
	return max;
}

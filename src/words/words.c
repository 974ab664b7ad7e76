#include "words.h"
#include "fold.h"
#include "out.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_AT_FIRST = 4, BYTES_PER_WORD = 6 }; /* as texts in French and English have them */

/* ---- splitting */

struct splitter {
	struct arena *arena;
	size_t text_bytes;
	struct word *v;
	size_t n, room, max;
	char *bytes; /* where folded words go; always WORD_MAX_BYTES left while one is open */
	size_t bytes_left;
	size_t at, end; /* of the open word in the text */
	size_t folded; /* bytes of it so far */
	bool is_open, is_alone, is_full;
	bool saw_blank; /* since the word before */
};

/* At first as much as such a text needs: nothing when it has no word. */
static void make_room(struct splitter *s)
{
	size_t room = s->room ? s->room * 2 : s->text_bytes / BYTES_PER_WORD + WORDS_AT_FIRST;

	room = room < s->max ? room : s->max;
	struct word *v = arena_take(s->arena, room * sizeof *v);
	if (s->n)
		memcpy(v, s->v, s->n * sizeof *v);
	s->v = v;
	s->room = room;
}

static void word_close(struct splitter *s)
{
	if (!s->is_open)
		return;
	if (s->n == s->room)
		make_room(s);
	if (s->n && !s->saw_blank)
		s->v[s->n - 1].joins_next = true;
	s->v[s->n++] = (struct word){
		.folded = { s->bytes, s->folded }, .at = s->at, .n = s->end - s->at
	};
	s->bytes += s->folded;
	s->bytes_left -= s->folded;
	s->is_open = s->saw_blank = false;
}

static void word_open(struct splitter *s, size_t at, bool is_alone)
{
	if (s->bytes_left < WORD_MAX_BYTES) {
		s->bytes_left = s->text_bytes - at + WORD_MAX_BYTES;
		s->bytes = arena_take(s->arena, s->bytes_left);
	}
	s->at = s->end = at;
	s->folded = 0;
	s->is_open = true;
	s->is_alone = is_alone;
	s->is_full = false;
}

static void word_add(struct splitter *s, struct fold f)
{
	if (s->is_full || s->folded + f.n > WORD_MAX_BYTES) {
		s->is_full = true;
		return;
	}
	memcpy(s->bytes + s->folded, f.p, f.n);
	s->folded += f.n;
}

static void take_character(struct splitter *s, struct fold f, size_t at)
{
	switch (f.role) {
	case FOLD_ALONE:
		word_close(s);
		word_open(s, at, true);
		break;
	case FOLD_LETTER:
		if (s->is_alone)
			word_close(s);
		if (!s->is_open)
			word_open(s, at, false);
		break;
	case FOLD_MARK:
	case FOLD_NOTHING:
		if (!s->is_open)
			return;
		break;
	case FOLD_BLANK:
	case FOLD_SIGN:
		word_close(s);
		s->saw_blank |= f.role == FOLD_BLANK;
		return;
	}
	word_add(s, f);
	s->end = at + f.width;
}

/* The letters and digits of ASCII that stand at `at`, which is nearly all of most texts. */
static size_t take_ascii(struct splitter *s, struct str text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p;
	char folded;

	if (s->is_alone)
		word_close(s);
	if (!s->is_open)
		word_open(s, at, false);
	for (; at < text.n && p[at] < 0x80 && (folded = fold_ascii[p[at]]); at++) {
		if (s->folded < WORD_MAX_BYTES && !s->is_full)
			s->bytes[s->folded++] = folded;
		else
			s->is_full = true;
	}
	s->end = at;
	return at;
}

struct words words_of(struct arena *a, struct str text, size_t max)
{
	struct splitter s = { .arena = a, .text_bytes = text.n, .max = max };
	char room[FOLD_MAX_BYTES];

	for (size_t at = 0; at < text.n && s.n < max;) {
		unsigned char c = (unsigned char)text.p[at];

		if (c < 0x80 && fold_ascii[c]) {
			at = take_ascii(&s, text, at);
			continue;
		}
		struct fold f = fold_next(text.p + at, text.p + text.n, room);
		take_character(&s, f, at);
		at += f.width;
	}
	if (s.n < max)
		word_close(&s);
	return (struct words){ s.v, s.n };
}

/* ---- words that say nothing */

/* By bytes. To add one: in its place. The single letters are those that French elides. */
static const char *const common[] = { "a", "about", "after", "afin", "ainsi", "all", "an", "and",
	"any", "are", "as", "at", "au", "aussi", "autre", "autres", "aux", "avec", "be", "been",
	"being", "but", "by", "c", "can", "ce", "cela", "ces", "cet", "cette", "ceux", "chaque",
	"comme", "could", "d", "dans", "de", "des", "did", "do", "does", "dont", "du", "elle",
	"elles", "en", "entre", "est", "et", "etre", "eu", "for", "from", "had", "has", "have",
	"her", "his", "how", "i", "if", "il", "ils", "in", "into", "is", "it", "its", "j", "je",
	"l", "la", "le", "les", "leur", "leurs", "lui", "m", "mais", "may", "me", "meme", "mes",
	"more", "my", "n", "ne", "no", "nor", "not", "notre", "nous", "of", "on", "ont", "or",
	"other", "ou", "our", "par", "pas", "plus", "pour", "qu", "que", "qui", "s", "sa", "sans",
	"se", "ses", "should", "si", "so", "son", "sont", "such", "sur", "t", "than", "that", "the",
	"their", "them", "then", "there", "these", "they", "this", "those", "through", "to", "tous",
	"tout", "toute", "toutes", "tres", "un", "une", "vers", "vos", "votre", "vous", "was", "we",
	"were", "what", "when", "where", "which", "while", "who", "will", "with", "would", "y",
	"you", "your" };

static int compare_common(const void *key, const void *row)
{
	return str_compare(*(const struct str *)key, str_from(*(const char *const *)row));
}

bool word_is_common(struct str folded)
{
	return bsearch(&folded, common, COUNT(common), sizeof *common, compare_common);
}

/* ---- whole texts */

struct str text_folded(struct arena *a, struct str text, size_t max)
{
	struct out o = out_new(a, max + FOLD_MAX_BYTES);
	char room[FOLD_MAX_BYTES];
	bool is_due = false; /* a blank, before the next character */

	for (size_t at = 0; at < text.n && o.n < max;) {
		struct fold f = fold_next(text.p + at, text.p + text.n, room);

		at += f.width;
		if (f.role == FOLD_BLANK)
			is_due = o.n;
		if (f.role == FOLD_BLANK || !f.n)
			continue;
		if (is_due)
			out_char(&o, ' ');
		is_due = false;
		out_bytes(&o, f.p, f.n);
	}
	struct str all = out_done(&o);
	return (struct str){ all.p, fold_border(all, max) };
}

/* ---- how far apart two words are */

/* The characters of a word, at most WORD_MAX_BYTES; how many. */
static size_t characters_of(struct str word, uint32_t *to)
{
	size_t n = 0;

	assert(word.n <= WORD_MAX_BYTES);
	for (size_t i = 0; i < word.n; i++) {
		unsigned char c = (unsigned char)word.p[i];

		/* Whole sequences, byte by byte: they need only be equal or not. */
		if ((c & 0xC0) == 0x80 && n)
			to[n - 1] = to[n - 1] << 8 | c;
		else
			to[n++] = c;
	}
	return n;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* One row of the table of edits out of the two rows before it; gives the least of the row. */
static unsigned edit_row(const uint32_t *a, size_t i, const uint32_t *b, size_t n,
	const unsigned char *before, const unsigned char *above, unsigned char *row)
{
	unsigned lowest = row[0] = (unsigned char)i;

	for (size_t j = 1; j <= n; j++) {
		unsigned edits = above[j - 1] + (a[i - 1] != b[j - 1]);

		edits = least(edits, least(above[j], row[j - 1]) + 1u);
		if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
			edits = least(edits, before[j - 2] + 1u);
		row[j] = (unsigned char)edits;
		lowest = least(lowest, edits);
	}
	return lowest;
}

unsigned word_distance(struct str a, struct str b, unsigned max)
{
	uint32_t ca[WORD_MAX_BYTES], cb[WORD_MAX_BYTES];
	unsigned char rows[3][WORD_MAX_BYTES + 1];
	size_t n_a = characters_of(a, ca), n_b = characters_of(b, cb);
	unsigned lowest = 0, lowest_above = 0;

	if ((n_a > n_b ? n_a - n_b : n_b - n_a) > max)
		return max + 1;
	for (size_t j = 0; j <= n_b; j++)
		rows[0][j] = (unsigned char)j;
	for (size_t i = 1; i <= n_a; i++) {
		lowest_above = lowest;
		lowest =
			edit_row(ca, i, cb, n_b, rows[(i + 1) % 3], rows[(i - 1) % 3], rows[i % 3]);
		/* A swap looks two rows back, so one bad row is not enough to stop. */
		if (lowest > max && lowest_above > max)
			return max + 1;
	}
	return least(rows[n_a % 3][n_b], max + 1);
}

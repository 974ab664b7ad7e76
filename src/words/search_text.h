/*
 * search_text.h - what a reader typed into a search box, understood.
 *
 *	several words        all of them, in any order, by stem, in both languages, or what the
 *	                     thesaurus has for them; the last also as the beginning of a word
 *	"exact phrase"       these words, side by side
 *	-word -"a phrase"    without it
 *
 * A word with signs in it ("l'accès", "2.4") is several. Common words are left out when others
 * remain, but in phrases. In scripts without blanks what stands together is a phrase.
 *
 * Nothing typed is an error: unbalanced quotes close at the end, signs alone mean nothing.
 */
#ifndef SEARCH_TEXT_H
#define SEARCH_TEXT_H

#include "query.h"
#include "words.h"

enum {
	SEARCH_WORDS_MAX = 32, /* in one query */
	SEARCH_PREFIX_LETTERS = 3 /* shorter words are no beginnings */
};

struct search_text {
	struct query query;
	struct words words; /* those that must be there, with their places in what was typed */
	bool is_empty; /* nothing to search for: it finds nothing */
	bool is_too_long; /* more words than SEARCH_WORDS_MAX; `query` and `words` hold nothing */
};

/* Everything lives in `a`, but what was typed, which words point into. */
struct search_text search_text_parse(struct arena *a, struct str typed);

/* ---- showing why a text was found */

struct passage_piece {
	struct str text; /* out of the text given */
	bool is_found; /* to be marked */
};

struct passage {
	const struct passage_piece *v;
	size_t n;
	size_t n_found; /* how many different parts of the query are marked; 0: none */
	bool is_cut_before, is_cut_after;
};

/*
 * The part of a text, of at most `max_chars` characters and cut at words, in which most of the
 * query is found, earliest first; the beginning of the text when nothing is. 0: the whole text.
 * `lang` is that of the text; NULL for text without a language, in which all stems count. The
 * pieces follow each other without a gap; none is empty.
 */
struct passage passage_of(struct arena *a, const struct search_text *s, struct str text,
	const struct language *lang, size_t max_chars);

/* ---- for the words of the base: see suggest in register/ */

/* What was typed, with the word at `word` of s->words written otherwise. */
struct str search_text_reworded(struct arena *a, const struct search_text *s, struct str typed,
	size_t word, struct str with);

#endif

/*
 * words.h - text as a search sees it: words without case and accents, and their stems.
 *
 * "L’œuvre numérisée" has the words "l", "oeuvre", "numerisee". Texts and queries are split by the
 * same rules, so what a reader types finds what was written.
 *
 * words/ may use base/ (and utf8proc, libstemmer); register/ uses it.
 */
#ifndef WORDS_H
#define WORDS_H

#include "lang.h"

enum { WORD_MAX_BYTES = 64 }; /* of a folded word; what is beyond is cut off */

struct word {
	struct str folded; /* letters and digits alone: compatibility forms, no accents, no case */
	size_t at, n; /* where it stands in the text, in bytes */
	bool joins_next; /* no blank before the next word: scripts without blanks, "d'auteur" */
};

struct words {
	const struct word *v;
	size_t n;
};

/*
 * The words of well-formed UTF-8, in their order. A word is a run of letters and digits; in
 * scripts without blanks (Han, kana, Thai...) each character is one. At most `max` words. Marks
 * vanish, but for the vowel signs of Indic scripts, Thai and the like. What is folded folds to
 * itself.
 */
struct words words_of(struct arena *a, struct str text, size_t max);

/*
 * The stem of a folded word in a language, with the language's letter before it: "f=numer". A
 * language without a stemmer gives the word itself behind its letter, as do words of less than
 * three letters, with digits, or in another alphabet. Takes some 150 ns.
 */
struct str word_stem(struct arena *a, const struct language *l, struct str folded);

/* Words so common in French or English that a query does without them: "le", "d", "the". */
bool word_is_common(struct str folded);

/*
 * The whole text folded, for sort keys: "Écran d’or" is "ecran d'or". Blanks are single, quotes,
 * apostrophes and dashes those of ASCII. At most `max` bytes.
 */
struct str text_folded(struct arena *a, struct str text, size_t max);

/*
 * Edits (insert, drop, replace a character, swap two neighbours) from one folded word to another;
 * `max` + 1 when there are more than `max`. Two swapped neighbours are not edited again.
 */
unsigned word_distance(struct str a, struct str b, unsigned max);

#endif

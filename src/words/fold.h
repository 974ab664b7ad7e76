/*
 * fold.h - one character as a search sees it.
 *
 * May be used inside words/ only.
 */
#ifndef FOLD_H
#define FOLD_H

#include "str.h"

enum fold_role {
	FOLD_SIGN, /* stands between words: punctuation, symbols, apostrophes */
	FOLD_BLANK, /* the same, and parts what is before from what is after */
	FOLD_LETTER, /* or digit: makes a word with its neighbours */
	FOLD_ALONE, /* a word by itself: scripts without blanks */
	FOLD_MARK, /* belongs to the letter before, and is kept: the vowels of Indic scripts,
		      Thai... */
	FOLD_NOTHING /* vanishes: accents, soft hyphens, signs of direction */
};

enum { FOLD_MAX_BYTES = 64 }; /* of one character: a few are whole sentences */

struct fold {
	enum fold_role role;
	const char *p; /* folded: constant, or in the room given */
	size_t n; /* 0 when it vanishes */
	size_t width; /* in the text, in bytes; at least 1 */
};

/*
 * The character at `p`, which is before `end`. A byte that is no UTF-8 is a sign without a folded
 * form. `room` has FOLD_MAX_BYTES.
 */
struct fold fold_next(const char *p, const char *end, char *room);

/* The ASCII character folded: its small letter or digit, or 0. */
extern const char fold_ascii[128];

/* Length of the longest beginning of `s`, at most `max` bytes, that cuts no character. */
size_t fold_border(struct str s, size_t max);

#endif

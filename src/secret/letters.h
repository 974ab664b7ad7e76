/*
 * letters.h - text as Unicode means it, whichever device it was typed on.
 *
 * May be used inside secret/ only.
 */
#ifndef LETTERS_H
#define LETTERS_H

#include "str.h"

/* Normalised by NFKC; what is not UTF-8 stays as it is. */
struct str letters_composed(struct arena *a, struct str s);

/* Characters, none of which needs another to be understood. */
struct letters {
	int32_t *v;
	size_t n;
};

/* Without case, accents and other marks: alike for those who guess. Of what is not UTF-8, none. */
struct letters letters_folded(struct arena *a, struct str s);

bool letter_is_letter(int32_t c);
bool letter_is_letter_or_digit(int32_t c);

#endif

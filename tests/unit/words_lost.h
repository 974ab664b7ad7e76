/* words_lost.h - is every word of a text in another? */
#ifndef WORDS_LOST_H
#define WORDS_LOST_H

#include "str.h"

#include <string.h>

static inline bool is_of_word(char c)
{
	unsigned char byte = (unsigned char)c;

	return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z');
}

/* The next word of the rest; empty at the end. */
static inline struct str next_word(struct str *rest)
{
	size_t n = 0;

	while (rest->n && !is_of_word(rest->p[0]))
		*rest = str_from_at(*rest, 1);
	while (n < rest->n && is_of_word(rest->p[n]))
		n++;
	struct str word = { rest->p, n };
	*rest = str_from_at(*rest, n);
	return word;
}

/* The first word of `of` that `text` has nowhere as a word; or the empty text. */
static inline struct str first_lost_word(struct str text, struct str of)
{
	struct str word, other;

	while ((word = next_word(&of)).n) {
		struct str rest = text;

		while ((other = next_word(&rest)).n && !str_eq(other, word))
			continue;
		if (!other.n)
			return word;
	}
	return (struct str){ 0 };
}

#endif

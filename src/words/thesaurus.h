/*
 * thesaurus.h - data/thesaurus.csv: what the field calls the same thing in each language.
 *
 * One column per language, named by its code; a row holds what means the same, several in a cell
 * parted by ";". It is part of the program, read once, and const from then on.
 */
#ifndef THESAURUS_H
#define THESAURUS_H

#include "query.h"
#include "words.h"

enum { THESAURUS_WORDS_MAX = 4 }; /* of an expression, without its common words */

/*
 * All expressions that mean what these successive words mean, themselves included, each as a
 * phrase of stems of its language; without any when there are none. `stems` are those of the words
 * in one language, common words left out.
 */
struct query_any thesaurus_find(const struct str *stems, size_t n);

/* Reads it now: a server begins with the memory for it, or not at all. */
void thesaurus_begin(void);

#endif

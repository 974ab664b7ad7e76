/*
 * dictionary.h - what a reader must know of the columns of a kind's files, in one language.
 */
#ifndef DICTIONARY_H
#define DICTIONARY_H

#include "kind.h"
#include "work.h"

struct dictionary_entry {
	struct str name; /* in files: "title_fr" */
	struct str label; /* "Title (French)" */
	struct str meaning; /* what belongs in it */
	struct str type; /* "a year of four digits" */
};

/* The column "id" that all files begin with. */
struct dictionary_entry dictionary_of_id(struct work *w, const struct language *l);

struct dictionary_entry dictionary_of_column(
	struct work *w, const struct column c, const struct language *l);

#endif

/*
 * dictionary.h - the data dictionary: what the columns of a collection's files mean, worked out
 * from the kind's descriptor, for pages, for a sheet of a workbook, and as files of its own.
 */
#ifndef DICTIONARY_H
#define DICTIONARY_H

#include "json.h"
#include "kind.h"
#include "record.h"

enum requirement { MAY_BE_EMPTY, NEVER_EMPTY, ONE_LANGUAGE_AT_LEAST };

/* One column, in the words of one language. */
struct dictionary_entry {
	struct str name; /* as the file has it: "title_fr" */
	struct str label; /* "Title (French)" */
	struct str meaning; /* what belongs in it, a sentence or two */
	struct str type; /* "year of four digits" */
	const char *type_name; /* for programs: "year" */
	enum requirement requirement;
	unsigned max_length; /* characters; 0: the type says it all */
	char separator; /* between the values of one cell; 0: there is but one */
	struct column column; /* without a field: the identifier */
};

struct dictionary {
	const struct dictionary_entry *v;
	size_t n;
};

/* The column "id" that all files begin with. */
struct dictionary_entry dictionary_of_id(struct work *w, const struct language *l);

struct dictionary_entry dictionary_of_column(
	struct work *w, struct column c, const struct language *l);

/* All columns of the CSV file in their order, the identifier first. */
struct dictionary dictionary_of(struct work *w, const struct kind *k, const struct language *l);

/*
 * For each entry a value out of the newest public records, cut when it is long; empty when none of
 * them says anything.
 */
const struct str *dictionary_examples(
	struct work *w, const struct kind *k, const struct dictionary *d);

/* ---- as files */

/* The dictionary with its words in all languages, a line for each column of the CSV file. */
void dictionary_csv(struct work *w, const struct kind *k, struct out *o);

/* code,broader_vocabulary,broader,label_fr,...: the edition in force, in its order. */
void vocabulary_csv(const struct vocabulary *v, struct out *o);

/*
 * A Data Package (Frictionless, version 1) of the collection and its code lists. `origin` is what
 * addresses begin with, "https://jalon.example".
 */
void datapackage_json(struct work *w, const struct kind *k, struct str origin, struct json *j);

/* ---- where these files stand, from the root: "/data/practices/dictionary.csv" */

struct str dictionary_address(struct arena *a, const struct kind *k);
struct str datapackage_address(struct arena *a, const struct kind *k);
struct str vocabulary_address(struct arena *a, const struct vocabulary *v);

#endif

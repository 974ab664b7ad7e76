/*
 * vocabulary.h - code lists: activities, Parties, sectors... and the short lists of a kind.
 *
 * Long lists come from data/ and live in the store, with their editions; short ones that a rule
 * in C depends on are const tables of a module. Readers see no difference.
 *
 * One edition of a list is in force, and codes mean that one. A record keeps the edition it was
 * coded under; read, its codes are what they have become since. A code that became nothing is told
 * with its edition, "3.2@2019", which is a code like others wherever codes are read or written.
 */
#ifndef VOCABULARY_H
#define VOCABULARY_H

#include "db.h"
#include "lang.h"

struct choice {
	const char *code;
	const char *label; /* N_() */
};

/* What a module says of a vocabulary. */
struct vocabulary_source {
	const char *name; /* also the name of the filter */
	const char *label; /* N_(): "Activity" */
	const char *any; /* N_(): "Any activity", for the filter */
	bool shows_codes; /* people know its codes: "2.4", "Va" */
	const struct choice *choices; /* the whole list, ended by a row without code; else stored */
	const char *place; /* its terms have pages, by code, below it: "/framework"; or NULL */
};

struct term {
	struct str code; /* with its edition, if that is not in force: "3.2@2019" */
	struct str edition; /* empty: the one in force */
	const struct term **became; /* of an earlier edition: what it is now */
	size_t n_became; /* 0: it is gone */
	struct str label[LANG_COUNT];
	struct str description[LANG_COUNT];
	int64_t position; /* in the order of its vocabulary */
	const struct vocabulary *broader_vocabulary;
	const struct term *broader; /* activity 2.4 -> output 2; NULL at the top */
};

struct vocabulary {
	const struct vocabulary_source *source;
	struct str edition; /* in force; "" for a list in C */
	const struct term *terms; /* in their order; behind them those of earlier editions */
	const struct term **by_code; /* all, sorted */
	const struct term **in_language[LANG_COUNT]; /* sorted by label, as a reader looks for it */
	size_t n; /* of the edition in force */
	size_t n_known; /* of all editions */
};

struct vocabularies {
	const struct vocabulary *v;
	size_t n;
	int64_t version; /* counter 'vocabulary' they were read at */
	const void *const *memory; /* of the modules, see house_memory(); may be NULL */
};

/*
 * Reads the editions in force; NULL when the store fails. `sources` are arrays ended by a row
 * without name, NULL at the end.
 */
struct vocabularies *vocabularies_load(
	struct db *db, struct arena *a, const struct vocabulary_source *const *sources);

/* The numbers that rise: when a stored vocabulary changes, when public content does. */
struct counters {
	int64_t vocabulary, generation;
};
struct counters counters_read(struct db *db);

const struct vocabulary *vocabulary_find(const struct vocabularies *all, struct str name);
const struct term *term_find(const struct vocabulary *v, struct str code);

/* A code as it was written under an edition; NULL when the vocabulary never had it. */
const struct term *term_find_under(
	struct arena *a, const struct vocabulary *v, struct str code, struct str edition);

/* The code without its edition: "3.2". */
struct str term_bare_code(const struct term *t);

/* In the language, else in any; the code itself when the term is NULL. */
struct str term_label(const struct term *t, const struct language *l);

/* ---- loading */

struct term_draft {
	struct str code, broader_vocabulary, broader_code;
	struct str label[LANG_COUNT], description[LANG_COUNT];

	/* Codes of the edition before: "2.4;2.5", "" for none; no text at all: the same code. */
	struct str came_from;
};

/*
 * Makes `drafts` the terms of that edition of the vocabulary. One that the store does not have yet
 * follows the edition in force and takes its place; one that it has stays in force, or not. True
 * when something changed; loading the same again changes nothing. No code holds an "@".
 */
bool vocabulary_save(struct db *db, struct str vocabulary, struct str edition,
	const struct term_draft *drafts, size_t n);

#endif

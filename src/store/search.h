/*
 * search.h - full text over numbered documents, with the same hits on both engines: FTS5 in SQLite,
 * a tsvector with a GIN index in PostgreSQL. Tokens and queries come ready made (query.h); nothing
 * here knows a language.
 */
#ifndef SEARCH_H
#define SEARCH_H

#include "bits.h"
#include "inserts.h"
#include "query.h"

/*
 * Beyond this position no token is indexed, nor the same token in more places of a document: a
 * tsvector has no more, and both engines have to find the same.
 */
enum { SEARCH_POSITIONS_MAX = 16000, SEARCH_PLACES_MAX = 255 };

/*
 * Tokens that stand side by side. Words and stems of one text are two runs with the same first
 * position; runs of different texts are at least two positions apart.
 */
struct search_run {
	const struct str *tokens; /* an empty one is a place without a token */
	size_t n;
	unsigned position; /* of the first, from 1 */
	bool is_title, is_stems;
};

/* Makes the tables if there are none; in the transaction of a migration. */
void search_prepare(struct db *db);

enum { SEARCH_TABLES = 2 };

/* Documents on their way into the index, each at most once. */
struct search_puts {
	struct inserts tables[SEARCH_TABLES];
};

struct search_puts search_puts_new(struct db *db);

/*
 * Replaces what was indexed for the document; `is_new` spares looking for it. Nothing is found
 * before search_puts_run(); `runs` need not live so long.
 */
void search_put(
	struct search_puts *to, int64_t id, const struct search_run *runs, size_t n, bool is_new);

void search_puts_run(struct search_puts *puts);

/*
 * To be called after the last of `n` documents of a transaction were put. Both engines leave what
 * is written for later to put in its place, which makes writing fast; but each query has to look
 * through what was left. PostgreSQL is told to do it now, SQLite when they were many: common words
 * are then found in half the time.
 */
void search_settle(struct db *db, size_t n);

/* Adds the documents that match to `to`; with `in_title`, those that match in their title alone. */
void search_find(struct db *db, const struct query *q, bool in_title, struct bits *to);

/*
 * The same of few documents alone, for who knows of all others. PostgreSQL looks at those; SQLite
 * has to find all in any case, and adds them.
 */
void search_find_among(struct db *db, const struct query *q, bool in_title, const struct bits *few,
	struct bits *to);

#endif

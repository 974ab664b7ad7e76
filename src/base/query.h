/*
 * query.h - what a full-text search asks for, in tokens: made by words/, answered by store/.
 *
 * A token is a folded word ("numerique") or a stem ("f=numer", "e=digit"); see words.h. Tokens of
 * one phrase stand side by side in a text.
 */
#ifndef QUERY_H
#define QUERY_H

#include "str.h"

struct query_phrase {
	const struct str *tokens;
	size_t n; /* at least 1 */
	bool is_prefix; /* the last token is the beginning of a word */
};

/* Any of these phrases. */
struct query_any {
	const struct query_phrase *v;
	size_t n; /* at least 1 */
};

/* All of `all`, and none of `none`. Without any `all` it finds nothing. */
struct query {
	const struct query_any *all, *none;
	size_t n_all, n_none;
};

#endif

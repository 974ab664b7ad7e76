/*
 * list_found.h - inside list*.c: which records a query finds, and the walk along them.
 */
#ifndef LIST_FOUND_H
#define LIST_FOUND_H

#include "facets.h"
#include "list.h"

struct found {
	struct bits hits; /* records that the list holds; in the arena of the work */
	struct bits words, in_title; /* that the words find, whatever the filters */
	struct bits years; /* under way in one of the years asked for */
};

/* ---- between facets_hold() and facets_release() */

/*
 * The records of the query; of `found` its words and years are there already. With `apart`, as if
 * the query had no filter of that vocabulary; with `without_years`, no year.
 */
struct bits list_hits(struct work *w, const struct list_query *q, const struct found *found,
	const struct vocabulary *apart, bool without_years);

/* Records under way in the year: start <= year <= end, an open end counts, no start does not. */
struct bits list_under_way(struct work *w, const struct kind *k, int64_t year);

struct list_facets list_count_facets(
	struct work *w, const struct list_query *q, const struct found *found);

/* The next `limit` records of the list beyond its cursor, nearest first; how many. */
size_t list_walk(struct work *w, const struct list_query *q, const struct found *found,
	size_t limit, uint32_t *seqs);

/*
 * The same by title, along record_order. Not between hold and release: `found->hits` is a copy.
 */
size_t list_walk_titles(struct work *w, const struct list_query *q, const struct found *found,
	size_t limit, uint32_t *seqs);

#endif

/*
 * cross.h - how many public records have a code, and how many have two: tables of one code list by
 * another, from the sets in memory.
 */
#ifndef CROSS_H
#define CROSS_H

#include "list.h"

/* Counts are exact to LIST_COUNT_MAX; LIST_COUNT_MAX + 1 stands for more. */
struct cross {
	const struct vocabulary *rows, *columns;
	size_t *counts; /* of both codes, row after row */
	size_t *of_rows, *of_columns; /* of one code, whatever they have of the other list */
	size_t all; /* public records, whatever their codes */
};

/* False as facets_hold(): the store failed, or a worker is to do this. */
bool cross_count(struct work *w, const struct kind *k, const struct vocabulary *rows,
	const struct vocabulary *columns, struct cross *ret_cross);

/* The public records of each code, in the order of the list. False as above. */
bool cross_count_codes(
	struct work *w, const struct kind *k, const struct vocabulary *v, size_t **ret_counts);

#endif

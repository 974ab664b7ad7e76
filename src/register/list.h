/*
 * list.h - a collection narrowed by filters, page by page. Pages, the API and exports all ask here.
 */
#ifndef LIST_H
#define LIST_H

#include "record.h"

enum {
	LIST_FILTERS_MAX = 16,
	LIST_LIMIT_DEFAULT = 20,
	LIST_LIMIT_MAX = 100,
	LIST_COUNT_MAX = 1000,
	LIST_VALUES_MAX = 40
};

/* Any of these codes of one vocabulary. */
struct list_filter {
	const struct vocabulary *vocabulary;
	const struct term **terms;
	size_t n;
};

struct list_query {
	const struct kind *kind;
	struct list_filter filters[LIST_FILTERS_MAX]; /* all of them */
	size_t n_filters;
	int64_t *years; /* any of these */
	size_t n_years;
	int64_t limit;
	bool has_limit; /* it was asked for */
	bool oldest_first;
	int64_t after_seq, before_seq; /* keyset cursor: beyond the last shown, or back */
	const struct language *only; /* texts in this language alone; NULL: all */
	struct str format; /* "json", "csv", "jsonl", "xlsx" */
};

/* The vocabularies a kind's lists can be narrowed by: of its fields, and the broader ones. */
struct filterable {
	const struct vocabulary *v[LIST_FILTERS_MAX];
	size_t n;
	bool has_year;
};
struct filterable list_filterable(const struct work *w, const struct kind *k);

/*
 * Reads the parameters of an address. An unknown name or value is a problem; with `is_form`, an
 * input left empty is not.
 */
bool list_parse(struct work *w, const struct kind *k, const struct param *params, size_t n,
	bool is_form, struct list_query *ret_query, struct problems *p);

struct list {
	struct rows rows;
	int64_t total; /* of the whole filtered list; at most LIST_COUNT_MAX */
	bool total_is_exact;
	struct str next, previous; /* cursors, empty at the ends */
};

/* One page of what `actor` may read. */
struct list list_page(struct work *w, const struct list_query *q);

/* The next `limit` rows alone, without counting: for exports. */
struct rows list_rows(struct work *w, const struct list_query *q);

/*
 * The query as parameters again, with one change: a value taken away (`without`), or a cursor.
 * Starts with "?" unless empty.
 */
struct str list_address(struct arena *a, const struct list_query *q, const struct term *without,
	int64_t without_year, struct str cursor);

#endif

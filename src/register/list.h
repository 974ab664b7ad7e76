/*
 * list.h - a collection narrowed by filters, page by page. Pages, the API and exports all ask here.
 */
#ifndef LIST_H
#define LIST_H

#include "record.h"
#include "search_text.h"

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

/* To add one: here, its name in list_parse.c, how it walks in list_walk.c. */
enum list_order {
	ORDER_NEWEST, /* by the record's making; what a list without words has */
	ORDER_OLDEST,
	ORDER_BEST, /* found in the title, then found elsewhere; newest first in each */
	ORDER_TITLE, /* in the language of `only`, else the reader's; the public id without one */
	ORDER_TITLE_DOWN,
	ORDER_START, /* by the kind's start; unknown ones last, newest first in each year */
	ORDER_START_DOWN,
	ORDER_COUNT
};

struct list_query {
	const struct kind *kind;
	struct list_filter filters[LIST_FILTERS_MAX]; /* all of them */
	size_t n_filters;
	int64_t *years; /* any of these */
	size_t n_years;
	struct str q; /* what was typed */
	const struct search_text *search; /* what it means; NULL: no words were asked for */
	enum list_order order;
	bool has_order; /* it was asked for */
	int64_t limit;
	bool has_limit; /* it was asked for */
	bool wants_facets; /* counts beside codes */
	bool has_facets; /* they were asked for, those of years too */
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

/* How many records of the list have each term; LIST_COUNT_MAX + 1 stands for more. */
struct facet {
	const struct vocabulary *vocabulary;
	size_t *counts; /* in the order of its terms */
};

/*
 * What the list could be narrowed to. Terms of a vocabulary that narrows it already are counted as
 * if it did not: choosing one more adds to the list.
 */
struct list_facets {
	struct facet v[LIST_FILTERS_MAX];
	size_t n;
	struct year_count {
		int64_t year;
		size_t n;
	} * years; /* under way in that year, ascending; those with none left out */
	size_t n_years;
};

struct list {
	struct rows rows;
	int64_t total; /* of the whole filtered list; at most LIST_COUNT_MAX */
	bool total_is_exact;
	struct str next, previous; /* cursors, empty at the ends */
	struct list_facets facets; /* when asked for */
};

/* One page of what `actor` may read. */
struct list list_page(struct work *w, const struct list_query *q);

/* The next rows of a list alone, without counting: for exports. */
struct list_step {
	struct rows
		rows; /* of at most `limit` records, in the list's order; those that may be read */
	int64_t last_seq; /* of the record farthest along the walk, shown or not: the next cursor */
	bool goes_on; /* there are records beyond it */
};
struct list_step list_step(struct work *w, const struct list_query *q);

/* The first rows of a list, for those who go no further. */
struct rows list_rows(struct work *w, const struct list_query *q);

/* Rows of those records, in that order; what the actor may not read is left out. */
struct rows list_rows_of(struct work *w, const struct kind *k, const uint32_t *seqs, size_t n);

/*
 * The query as parameters again, with one change: a value taken away (`without`), another order, or
 * a cursor. Starts with "?" unless empty.
 */
struct list_change {
	const struct term *without;
	int64_t without_year;
	bool without_words;
	enum list_order order; /* with has_order */
	bool has_order;
	struct str cursor;
};
struct str list_address(
	struct arena *a, const struct list_query *q, const struct list_change *change);

/* "title", "-start_year": the order's name in addresses. */
const char *list_order_name(enum list_order order);

/* Can lists of the kind be put in that order? */
bool list_has_order(const struct kind *k, enum list_order order);

#endif

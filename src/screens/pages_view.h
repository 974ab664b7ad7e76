/* pages_view.h - what screens/pages.html shows; filled by pages.c. */
#ifndef PAGES_VIEW_H
#define PAGES_VIEW_H

#include "link_check.h"
#include "pages.h"

/* An active filter, with the address of the list without it. */
struct chip {
	struct str label;
	struct url without;
};

/* A way to order the list; the present one is no link. */
struct sort_choice {
	const char *label; /* N_() */
	struct url place;
	bool is_current;
};

enum { SORT_CHOICES_MAX = 4 };

struct list_view {
	struct work *work;
	const struct kind *kind;
	const struct list_query *query;
	struct list list;
	struct filterable filterable;
	struct chip *chips;
	size_t n_chips;
	struct url all, first, next, previous; /* empty address: not there */
	struct url csv, xlsx, jsonl, feed, api;
	struct sort_choice sorts[SORT_CHOICES_MAX];
	size_t n_sorts;
	struct str suggestion; /* what may have been meant; or empty */
	struct url suggested;
	struct url begin, mine; /* for those who write; or empty */
	struct str explained; /* what the one filter means, in the framework's words; or empty */
};

/*
 * Everything a page shows of the list that `q`, which wants facets, asks for. False: the store
 * failed, or a worker is to do this; whatever is said now is not sent.
 */
bool list_view_fill(
	struct page_out *o, struct work *w, const struct list_query *q, struct list_view *ret_view);

/* The page of the list, with what a template wrote of it. */
enum http_status list_view_send(
	struct request *r, const struct list_view *v, struct page_out *content);

/* A text of a record in which words were found, though neither title nor summary shows them. */
struct found_text {
	const char *label; /* N_(); NULL: there is none */
	struct told told;
};
struct found_text found_elsewhere(
	struct page_out *o, const struct work *w, const struct kind *k, const void *row);

/* The pieces of a text, the words searched for among them; in one piece when nothing is searched.
 */
struct passage text_marked(
	struct page_out *o, const struct work *w, struct told told, size_t max_chars);

/* How many records a term would leave, as it stands beside it: "12", "1,000+". */
struct str count_shown(struct page_out *o, size_t n);

/* Which term comes `nth`: by code where people know the codes, else as a reader looks for names. */
size_t term_place(const struct page_out *o, const struct vocabulary *v, size_t nth);

/* Is the term worth offering: it leaves something, or is chosen already? */
bool term_is_offered(const struct list_view *v, size_t filter, size_t term);

struct record_view {
	struct work *work;
	const struct kind *kind;
	const void *row;
	struct told title, summary;
	struct rows similar;
	struct citation citation;
	struct earlier_codes earlier;
	bool is_citable; /* it is public, and as it is now */
	const struct flow_state *state; /* NULL: nobody writes records of the kind */
	struct url edit, history; /* empty: not for the reader, or not there */

	/* Labels of texts that the reader's language lacks, or has in this way; or empty. */
	struct str untranslated, outdated, by_machine;
	bool has_any; /* of what is to be translated */
};

/* A record that is not shown any more. */
struct gone_view {
	const struct kind *kind;
	struct told title;
	struct str day, why;
};

/* All that the page of a record shows of a row. */
struct record_view record_view_of(
	struct request *r, struct page_out *o, const struct kind *k, const void *row);

/* "Propose a good practice": what leads to a new one (N_()). */
const char *kind_begin(const struct kind *k);

bool filter_is_active(const struct list_query *q, const struct term *t);
bool filter_has_active(const struct list_query *q, const struct vocabulary *v);

/* Beyond this many terms a filter is a drop-down beside the terms already chosen. */
enum { FILTER_CHECKBOXES_MAX = 30 };

#endif

/* pages_view.h - what register/pages.html shows; filled by pages.c. */
#ifndef PAGES_VIEW_H
#define PAGES_VIEW_H

#include "pages.h"

/* An active filter, with the address of the list without it. */
struct chip {
	struct str label;
	struct url without;
};

struct list_view {
	struct work *work;
	const struct kind *kind;
	const struct list_query *query;
	const struct list *list;
	const struct filterable *filterable;
	struct chip *chips;
	size_t n_chips;
	struct url all, first, next, previous; /* empty address: not there */
	struct url csv, jsonl, api;
	struct str explained; /* what the one filter means, in the framework's words; or empty */
};

struct record_view {
	struct work *work;
	const struct kind *kind;
	const void *row;
	struct told title, summary;
};

bool filter_is_active(const struct list_query *q, const struct term *t);
bool filter_has_active(const struct list_query *q, const struct vocabulary *v);

/* Beyond this many terms a filter is a drop-down beside the terms already chosen. */
enum { FILTER_CHECKBOXES_MAX = 30 };

#endif

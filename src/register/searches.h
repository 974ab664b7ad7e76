/*
 * searches.h - what full-text searches found, kept while the content stays as it is.
 */
#ifndef SEARCHES_H
#define SEARCHES_H

#include "bits.h"
#include "query.h"
#include "work.h"

/* Of one process, for all its threads. Lives until `a` is freed. */
struct searches *searches_new(struct arena *a);

struct hits {
	struct bits all, in_title; /* records of all kinds, by seq; in the arena of the work */
};

/* What the query finds; kept for the next who asks, if the work has searches to keep it in. */
struct hits searches_hits(struct work *w, const struct query *q);

#endif

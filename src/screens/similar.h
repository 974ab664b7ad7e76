/*
 * similar.h - records like another: by the codes they share, rare ones more than common ones, then
 * by the words of title and summary.
 */
#ifndef SIMILAR_H
#define SIMILAR_H

#include "record.h"

enum { SIMILAR_MAX = 5 };

/* The most similar first, at most SIMILAR_MAX; what the record links to already is left out. */
struct rows similar_rows(struct work *w, const struct kind *k, const void *row);

#endif

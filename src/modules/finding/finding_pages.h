/* finding_pages.h - what finding.html shows. */
#ifndef FINDING_PAGES_H
#define FINDING_PAGES_H

#include "finding.h"
#include "pages.h"
#include "screens_html.h"

/* The first records of a kind that have the words. */
struct found_records {
	const struct kind *kind;
	struct list list;
	struct url all; /* the whole list, with its filters */
};

/* A term whose name has the words. */
struct found_term {
	const struct kind *kind; /* whose records it leads to, unless it has a page */
	const struct vocabulary *vocabulary;
	const struct term *term;
	struct told label;
};

struct finding_view {
	struct work *work;
	struct str q;
	const struct search_text *search; /* NULL: nothing was asked yet */
	struct found_records *records;
	size_t n_records;
	struct found_term *terms;
	size_t n_terms;
	struct str suggestion;
	bool has_found; /* anything at all */
};

#endif

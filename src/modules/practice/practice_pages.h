/* practice_pages.h - what practice.html asks beyond the record itself. */
#ifndef PRACTICE_PAGES_H
#define PRACTICE_PAGES_H

#include "pages.h"
#include "practice.h"
#include "screens_html.h"

/* The electoral groups of its Parties, each once, in their order. */
struct practice_groups {
	const struct vocabulary *vocabulary;
	const struct term *v[8];
	size_t n;
};
struct practice_groups practice_groups(const struct work *w, const struct practice *p);

/* What a reader expects to be told; what of it is not known is said in one line. */
extern const char *const practice_expected[];

/* Partners by name where they are codes of Parties: "France, Colombia, G7". */
struct str practice_partners(struct page_out *o, const struct work *w, const struct practice *p);

#endif

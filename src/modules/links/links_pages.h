/* links_pages.h - what links.html shows. */
#ifndef LINKS_PAGES_H
#define LINKS_PAGES_H

#include "link_check.h"
#include "links.h"
#include "pages.h"

struct links_view {
	struct work *work;
	const struct dead_link *links;
	size_t n;
	struct link_figures figures;
	struct url next, first; /* or empty addresses */
};

/* What came back, with the status if there was one: "the page is not there any more (404)". */
struct str links_fault(struct page_out *o, const struct dead_link *link);

#endif

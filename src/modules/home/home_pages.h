/* home_pages.h - what home.html shows. */
#ifndef HOME_PAGES_H
#define HOME_PAGES_H

#include "home.h"
#include "pages.h"
#include "practice.h"
#include "screens_html.h"

struct home_view {
	struct work *work;
	const struct vocabulary *outputs, *activities, *parties, *leads;
	const struct list *latest; /* practices, the newest first, and how many there are */
};

/* A room of the house, and what is in it. */
struct door {
	const char *path; /* after the language */
	const char *label, *meaning; /* N_() */
};

/* Ended by a row without path. */
extern const struct door home_doors[];

/* Searches to begin with: N_(), ended by NULL. */
extern const char *const home_searches[];

/* "83 good practices": the message with the number as the language writes it. */
static inline struct str home_count(struct page_out *o, const char *message, int64_t n)
{
	return STR_FILL(o->arena, message, format_number(o->arena, o->lang, n));
}

#endif

/* home_pages.h - what home.html shows. */
#ifndef HOME_PAGES_H
#define HOME_PAGES_H

#include "home.h"
#include "pages.h"
#include "practice.h"

struct home_view {
	struct work *work;
	const struct vocabulary *outputs, *activities, *parties;
	const struct list *latest; /* practices */
};

/* "83 good practices": the message with the number as the language writes it. */
static inline struct str home_count(struct page_out *o, const char *message, int64_t n)
{
	return STR_FILL(o->arena, message, format_number(o->arena, o->lang, n));
}

#endif

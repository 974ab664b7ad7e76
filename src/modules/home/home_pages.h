/* home_pages.h - what home.html shows. */
#ifndef HOME_PAGES_H
#define HOME_PAGES_H

#include "home.h"
#include "pages.h"
#include "practice.h"

struct home_view {
	struct work *work;
	const struct vocabulary *outputs, *activities, *parties;
	const struct list *all; /* practices, for their number */
	const void **examples; /* one practice of each output that has any */
	size_t n_examples;
};

/* "83 good practices": the message with the number as the language writes it. */
static inline struct str home_count(struct page_out *o, const char *message, int64_t n)
{
	return STR_FILL(o->arena, message, format_number(o->arena, o->lang, n));
}

#endif

/*
 * practice_suggest.h - practices that carry out the activities a Party has chosen, the nearest
 * first (R045). What was chosen stands in the address alone.
 */
#ifndef PRACTICE_SUGGEST_H
#define PRACTICE_SUGGEST_H

#include "practice.h"

enum { SUGGESTED_EACH = 5, SHARED_MAX = 24 };

/* Why it is near: what it has in common with the Party and with what the Party does already. */
struct suggestion {
	const struct practice *practice;
	const struct term *group; /* an electoral group both are of; or NULL */
	const struct term *sectors[SHARED_MAX], *stages[SHARED_MAX];
	size_t n_sectors, n_stages;
};

struct suggested {
	const struct term *activity;
	struct suggestion v[SUGGESTED_EACH];
	size_t n;
	int64_t total; /* practices with the activity, those of the Party too */
};

struct suggested_view {
	struct work *work;
	const struct vocabulary *activities, *outputs, *parties;
	const struct term *party; /* or NULL */
	bool *is_chosen; /* of each activity */
	size_t n_chosen;
	struct suggested *v; /* of each that is chosen, in their order */
	size_t n;
};

/* False: a worker is to do this, or the store failed. */
bool practice_suggest(struct suggested_view *v);

/* "Same sectors as practices of Senegal: music, cinema": why it stands there, in sentences. */
struct str suggestion_why(
	struct page_out *o, const struct suggested_view *v, const struct suggestion *s);

/* The Party of the one who reads, or NULL. */
const struct term *party_of_reader(const struct work *w);

enum http_status practice_suggested_page(struct request *r);

#endif

/*
 * presence.h - who has a record open to work on it, and in which field they are. Each side is told
 * of its own people alone (writing/telling.h).
 *
 * May use writing/ and what is below it.
 */
#ifndef PRESENCE_H
#define PRESENCE_H

#include "streams.h"
#include "telling.h"

enum {
	PRESENCE_TAB_MAX = 20, /* letters and digits */
	PRESENCE_SEEN_MS = 45000, /* for so long somebody is held to be there still */
	PRESENCE_RENEW_MS = 15000,
	PRESENCE_MAX = 6000 /* rows that are looked at */
};

/* A person in a window. */
struct present {
	int64_t seq;
	struct str account_id, tab, field; /* field: a path; or empty */
	unsigned sides;
	struct str who; /* what the person is called; or empty */
};

struct presents {
	struct present *v;
	size_t n;
};

bool presence_tab_is_sound(struct str tab);

/* The one who works is there now, in that field. In the transaction of the work. */
void presence_put(
	struct work *w, const struct record *r, unsigned sides, struct str tab, struct str field);

/* These are there still; a field that is known stays. In the transaction of the work. */
void presence_renew(struct work *w, const struct presents *open);

/* Drops what means nothing any more. In the transaction of the work. */
void presence_sweep(struct work *w);

/* Who is where, by record, with what they are called. */
struct presents presence_now(struct work *w);

/* The others of his sides who have the record open: each once. */
struct presents presence_beside(struct work *w, const struct record *r, unsigned sides);

#endif

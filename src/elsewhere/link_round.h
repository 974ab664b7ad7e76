/*
 * link_round.h - asks addresses that public records name, one after the other.
 *
 * A host is held while it is asked and some seconds longer, so that nobody is asked twice at once,
 * by however many servers over one store. When one site after the other cannot be reached it is
 * more likely us than them: then nothing is written down, but that they are to be asked again
 * later.
 */
#ifndef LINK_ROUND_H
#define LINK_ROUND_H

#include "link_check.h"

enum {
	LINK_ROUND_MAX = 20, /* so many in a row, then others have their turn */
	LINK_PAUSE_MS = 5000, /* between two askings of one host */
	LINK_LOST_MAX = 5 /* hosts in a row that cannot be reached; from there on it is us */
};

/* One for each process, used by one thread. */
struct link_checker {
	const char *agent; /* who asks, for those who are asked; NULL: nobody is */
	size_t n_in_row; /* asked since others had their turn */
	size_t n_lost; /* hosts in a row that could not be reached */
	uint64_t lost_host; /* the last of them */
	bool has_told;
};

/* "Jalon/0.1.0 (+https://jalon.example; looks whether links still work)". */
const char *link_agent(struct arena *a, struct str origin);

/*
 * Asks the address that has been due for longest. In `w`, outside of transactions. True when there
 * may be another one and it is not the turn of others. That nobody can be reached is told to the
 * log once.
 */
bool link_round(struct work *w, struct link_checker *c, const atomic_bool *must_stop);

#endif

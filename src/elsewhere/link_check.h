/*
 * link_check.h - addresses elsewhere that public records name: which there are, when each is to be
 * asked, what came of it, and whether it is dead.
 *
 * Each is asked once a day. Dead is what failed three times in a row over two days or more; over a
 * week, when somebody is there and in trouble. What asks for a password or tells us to go away is
 * alive; what tells us to come later, or cannot be asked from here, stays what it was. Addresses of
 * more than 650 characters are not looked at.
 *
 * May use register/ and what is below it; screens/ mark what is dead by it, modules/links lists it,
 * link_round.h finds it out.
 */
#ifndef LINK_CHECK_H
#define LINK_CHECK_H

#include "fetch.h"
#include "kind.h"
#include "work.h"

enum {
	LINK_FAILS = 3, /* before it is dead */
	LINK_KEPT_DAYS =
		30 /* since it was asked: who asks no more does not call it dead for good */
};

/* To add one: here, and a row in link_check.c. */
enum link_fault {
	LINK_SOUND,
	LINK_GONE,
	LINK_NO_HOST,
	LINK_NO_CONNECTION,
	LINK_BAD_CERTIFICATE,
	LINK_TROUBLED,
	LINK_SLOW,
	LINK_ASTRAY,
	LINK_FAULTS,
	LINK_UNTOLD = LINK_FAULTS /* it stays what it was */
};

/* What an answer means. */
enum link_fault link_judge(struct fetch_answer answer);

/* Nobody was reached at all: it may be us. */
bool link_was_not_reached(enum link_fault fault);

/* "the page is not there any more" (N_()). */
const char *link_fault_label(enum link_fault fault);

/* ---- for readers */

/* Since when the address does not answer, if it is dead; else 0. One prepared query. */
int64_t link_dead_since(struct work *w, struct str address);

struct dead_link {
	const struct kind *kind; /* of a record that names it */
	struct str public_id, address;
	struct told title;
	int64_t since, checked_ms;
	enum link_fault fault;
	int status; /* 0: none came */
};

/* Each record that names a dead address, the longest dead first, from the nth on. How many. */
size_t links_dead(struct work *w, size_t from, size_t max, struct dead_link *ret_v);

/* How many addresses of public records are dead. */
int64_t links_dead_count(struct work *w);

struct link_figures {
	int64_t all, asked;
};
struct link_figures links_figures(struct work *w);

/* ---- for the one who asks (link_round.c) */

/*
 * Takes in what public records name since, and drops what none names any more, some at a time; in
 * transactions of its own. True: there is more of it to do.
 */
bool links_gather(struct work *w);

/* Who has not been asked for LINK_KEPT_DAYS is dead no more. In a transaction of its own. */
void links_forgive(struct work *w);

/* An address to be asked now, held until `held_until`. */
struct link_asked {
	struct str address, host;
	int64_t fails, fails_since, dead_at; /* so far; 0: none */
	int64_t held_until;
};

/*
 * The one that has been due for longest, of those whose host nobody holds; it is held. In a
 * transaction of its own. False: there is none, another server was faster, or the store failed.
 */
bool link_take(struct work *w, struct link_asked *ret_link);

/* What came of it. */
struct link_finding {
	enum link_fault fault;
	int status; /* 0: none */
	int64_t due_at; /* when it is asked again; 0: now, as if it had not been asked */
	int64_t host_free_at; /* when its host may be asked again */
};

/*
 * Writes it down, in a transaction of its own, unless the hold was over. When the address turns
 * dead or alive, the generation of public content rises.
 */
void link_settle(struct work *w, const struct link_asked *link, const struct link_finding *found);

#endif

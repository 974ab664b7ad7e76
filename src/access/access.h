/*
 * access.h - who may do what: one const table, one function. What no row grants is refused.
 *
 * May use base/ alone. What is done to a record, a person or the house is asked here and nowhere
 * else.
 */
#ifndef ACCESS_H
#define ACCESS_H

#include "role.h"

/*
 * To add one: here, its name in access.c, rows that grant it, and its cells in access_test.c.
 * Zero is nothing, so that a route without a permission is noticed.
 */
enum verb {
	VERB_NONE,
	VERB_READ, /* records */
	VERB_WRITE, /* change what they hold */
	VERB_SUBMIT, /* send them in, take them back */
	VERB_REVIEW, /* ask about what was sent in, publish it, correct it */
	VERB_COMMENT, /* on what an organisation proposes, for the Party that is asked */
	VERB_CONTACT, /* write to those who made one */
	VERB_COME, /* to the doors: sign in, answer an invitation, ask for an account */
	VERB_OWN, /* look after one's own account */
	VERB_SEE_PEOPLE, /* who holds which role */
	VERB_INVITE, /* give roles and end them; which ones: may_give() */
	VERB_ANSWER, /* requests for an account */
	VERB_HAND_OVER, /* a post to one's successor */
	VERB_ORGANISE, /* organisations */
	VERB_ADMINISTER, /* accounts, mail, settings */
	VERB_COUNT
};

struct verb_row {
	const char *name;
	const char *label; /* N_() */
	bool is_writing; /* not for those who may only read */
};

const struct verb_row *verb_row(enum verb verb);

/* Who knows of a record so far; each kind's states are of one of these (register/flow.h). */
enum phase {
	PHASE_NONE, /* it is no record */
	PHASE_PRIVATE, /* its owners */
	PHASE_SHARED, /* they, and those they have sent it to */
	PHASE_PUBLIC /* anyone */
};

/* How far a grant reaches. */
enum reach {
	REACH_NONE,
	REACH_OWN, /* what belongs to the account itself */
	REACH_ORGANISATION, /* ... to the organisation of the role */
	REACH_ASKED, /* what its Party is asked about */
	REACH_PARTY, /* ... to its Party */
	REACH_REGION, /* ... to a Party of its region */
	REACH_HOUSE, /* what belongs to no Party, organisation or person: the house's own */
	REACH_ALL
};

/* What something is done to; what is not known or does not apply is empty. */
struct subject {
	enum phase phase; /* of a record */
	struct str account; /* whose it is */
	struct str party, organisation, region;
	struct str asked_party; /* a Party that is asked about it */
};

/* A role as somebody holds it. */
struct held_role {
	enum role role;
	struct str party, organisation, region; /* codes; empty: everywhere */
};

/* Who acts. Without roles and account: anyone. */
struct actor {
	const struct held_role *held;
	size_t n_held;
	struct str account_id; /* empty when there is no account */
	bool only_reads; /* through a token that was given for reading */
};

/* At the command line of the machine. */
extern const struct actor actor_operator;

/* Nobody in particular: what is answered is for all. */
static inline bool actor_is_anyone(const struct actor *actor)
{
	return !actor->n_held && !actor->account_id.n;
}

bool actor_holds(const struct actor *actor, enum role role);

/* May `actor` do `verb` to `subject`? NULL: to anything at all. */
bool may(const struct actor *actor, enum verb verb, const struct subject *subject);

/* May `actor` give somebody this role, and end it? */
bool may_give(const struct actor *actor, const struct held_role *role);

/* The farthest that the role may do it, in whatever phase; for the page that shows the table. */
enum reach access_reach(enum role role, enum verb verb);

#endif

/*
 * heads.h - signed heads of the history: once a day what records have become is sealed, so that
 * even who makes whole chains anew, or drops their ends, is found out.
 *
 *	digest    = SHA-256(day, instant, digest of the head before, then of each record that
 *	            changed since: "id version hash"), joined by line feeds, records in order of id
 *	signature = Ed25519 of the digest, by a key that is derived from the key of the house
 */
#ifndef HEADS_H
#define HEADS_H

#include "work.h"

/*
 * Seals what is in no head yet, if there is no head of this day (UTC) or a later one. Needs the key
 * of the house; in a transaction of its own. Of several servers at once, one does it.
 */
void heads_make(struct work *w);

struct heads_found {
	int64_t n;
	struct str last_day, last_digest;
	bool are_checked_by_key; /* with the key of the house; else with those kept in the store */
	struct str other_key_until; /* a day: the heads up to it were signed with an earlier key */
};

/*
 * Makes each head's digest anew, checks its signature, and looks for each record whose sealed
 * version is not in its history any more. w->key may be NULL. `renewed_on`: the last day on which
 * the house had another key, or empty. True when all holds.
 */
bool heads_verify(struct work *w, struct str renewed_on,
	void (*say)(void *arg, struct str complaint), void *arg, struct heads_found *ret_found);

/* "2026-11-21", in UTC. */
struct str heads_day(struct arena *a, int64_t instant_ms);

#endif

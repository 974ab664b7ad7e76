/*
 * facets.h - who has which code: for each code of each kind, the set of its records in memory.
 *
 * Lists, counts and the numbers beside filters come from these sets, so they cost the same however
 * codes are combined. They are made from record_index, and brought up to date with the rows of
 * later generations when a work asks; one object serves all threads of a process.
 */
#ifndef FACETS_H
#define FACETS_H

#include "bits.h"
#include "kind.h"
#include "work.h"

/* Lives until `a` is freed. */
struct facets *facets_new(struct arena *a);

/*
 * Brings the sets up to the work's generation and keeps them so until facets_release(). A work
 * without sets gets some of its own, which see what it wrote; so does one whose sets have been
 * brought further by others than it sees. False: the store failed, or the work is brief and this
 * would take long (`needs_longer`); nothing is held.
 */
bool facets_hold(struct work *w);
void facets_release(struct work *w);

/* The generation the sets are at: a work that begins with an older one does well to begin again. */
int64_t facets_generation(const struct facets *f);

/* ---- between hold and release; the sets are not to be changed */

/* The records of the kind with that term: "activity=2.4", "state=published". Never NULL. */
const struct bits *facets_set(const struct work *w, const struct kind *k, struct str term);
const struct bits *facets_code(
	const struct work *w, const struct kind *k, const char *vocabulary, struct str code);

/* All records of the kind, whatever their state. */
const struct bits *facets_all(const struct work *w, const struct kind *k);

/* The numbers that a YEAR field has in some record, ascending, in the arena of the work. */
struct years {
	int64_t *v;
	size_t n;
};
struct years facets_years(const struct work *w, const struct kind *k, const char *field);

#endif

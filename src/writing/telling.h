/*
 * telling.h - what each reader is told of a record and of what became of it: docs/writing.md, "Who
 * reads the history". Pages and the API ask here.
 */
#ifndef TELLING_H
#define TELLING_H

#include "history.h"
#include "record.h"

/* Those who work on a record. Of what the house itself wrote, the first two are the same people. */
enum side {
	SIDE_NONE,
	SIDE_OWNERS = 1, /* who may write it, or read it while it is theirs alone */
	SIDE_REVIEWERS = 2, /* who may review it */
	SIDE_ASKED = 4 /* of the Party that is asked what it thinks of it */
};

/*
 * On which sides the one who works stands, bits; 0: he reads it as anyone does, or not at all.
 * Reading changes nothing: a token that only reads has the sides of its person.
 */
unsigned record_sides(const struct work *w, const struct record *r);

/* Is he told what is internal: whose it is, the fields for those who work on it? */
static inline bool sides_are_told_all(unsigned sides)
{
	return (sides & (SIDE_OWNERS | SIDE_REVIEWERS)) != 0;
}

/*
 * Who of that side has done something at the record, as somebody is told who stands on `sides`: one
 * of his own side by name, another by what he is.
 */
struct str side_told(struct work *w, const struct kind *k, const struct record *r, unsigned sides,
	enum side side, struct str account_id);

/* A version as far as it is told. */
struct told_version {
	int64_t version, at_ms;
	struct str action, state; /* that it led to */
	struct str note, via; /* or empty; `via` as struct history_version has it */
	enum side side; /* who made it; SIDE_NONE: nobody of a side, or not told */
	struct str by; /* one of his own side by name, another by what he is; empty: not told */
	bool is_of_somebody; /* not of the machine, nor of its operator */
	bool is_erased; /* what it changed was taken out */
	bool may_be_opened; /* the record as it was then is told too */

	const struct history_change *changes; /* of fields alone; see history_tell_changes() */
	size_t n_changes;
	bool tells_changes;
};

struct told_history {
	unsigned sides;
	struct told_version *v; /* oldest first */
	size_t n;
};

/* What of the history of a record he may be told who may read it; its changes come after. */
struct told_history history_told(struct work *w, const struct kind *k, const struct record *r);

/* Adds what `n` of the versions from `first` on changed. */
void history_tell_changes(struct work *w, const struct kind *k, const struct record *r,
	struct told_history *h, size_t first, size_t n);

/* The one of that version; NULL: he is told of none. */
const struct told_version *told_version(const struct told_history *h, int64_t version);

#endif

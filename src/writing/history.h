/*
 * history.h - what became of a record: each version with what it changed, the record as it was in
 * one of them, and what is taken out of the history for good.
 */
#ifndef HISTORY_H
#define HISTORY_H

#include "kind.h"
#include "work.h"

/*
 * One thing that a version changed. `path`: "title.fr" of column_path(), "state", or a name that
 * begins with ':', which is no column. Both texts are as column_read() gives them.
 */
struct history_change {
	struct str path;
	struct column column; /* column.field NULL: none of the kind's (now) */
	struct str before, after;
};

struct history_version {
	int64_t version, at_ms;
	struct str account_id, action;
	const struct history_change *changes;
	size_t n_changes;
	bool is_erased; /* its changes were taken out */
	struct str note, via, state; /* of ":note", ":via"; the state it led to, or empty */
};

/* Oldest first. */
struct history {
	struct history_version *v;
	size_t n;
};

/*
 * Gives each version of the record after `after` (0: all) to `fn`, oldest first, until it says
 * false. What a version points to, and what `fn` takes from the arena of the work, is given back
 * soon after: what is to stay goes to another arena. So a long history takes no more memory than a
 * short one.
 */
typedef bool history_visit(void *arg, const struct history_version *v);
void history_each(struct work *w, const struct kind *k, int64_t seq, int64_t after,
	history_visit *fn, void *arg);

/* A change that stays. */
struct history_change history_change_kept(struct arena *a, const struct history_change *c);

/* The same all at once: for those who show a history that is not too long. */
struct history history_of(struct work *w, const struct kind *k, int64_t seq, int64_t after);

/*
 * The record as it was in `version`, from the present row by undoing what came after. NULL: no such
 * version, or something after it was erased so that it cannot be told.
 */
void *history_row(struct work *w, const struct kind *k, const void *now, int64_t version);

/*
 * Takes what ever stood in the column out of the history: every version that tells of it loses its
 * changes and its salt (the chain stands); recorded as a version of its own with action "erase" and
 * the column's path in its note. Files that stand nowhere any more go with it. How many versions
 * were emptied. In the transaction of the caller,
 * the record held.
 */
size_t history_erase(struct work *w, const struct kind *k, void *row, struct column column);

#endif

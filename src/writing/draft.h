/*
 * draft.h - what somebody has typed and the record does not hold: it is still being written, cannot
 * be taken as it is, waits for a choice between two texts, or is gathered for a correction. On disk
 * as soon as it was acknowledged; nobody else sees it.
 */
#ifndef DRAFT_H
#define DRAFT_H

#include "edit.h"

/* The draft of the one who works for that column, in place of an earlier one. */
void draft_put(struct work *w, const struct record *r, struct column column, struct str text,
	int64_t base_version);

void draft_drop(struct work *w, const struct record *r, struct column column);

/* All his drafts for the record, as edits in the order of its columns; nothing became of them yet.
 */
struct edits drafts_of(struct work *w, const struct kind *k, const struct record *r);

/* Keeps what could not be taken, drops the drafts of what was. */
void drafts_settle(struct work *w, const struct record *r, const struct edits *merged);

/*
 * What he would make of the record: `row` with those of his drafts that can be taken, and what
 * became of each. `row` is a copy; nothing is stored.
 */
struct edits drafts_laid_over(struct work *w, const struct kind *k, void *row);

/* Records of the kind that he has drafts for: their seqs, newest first, at most `max`. */
size_t drafts_records(struct work *w, const struct kind *k, int64_t *ret_seqs, size_t max);

#endif

/*
 * offline.h - a record taken along as one file, and brought back with what was typed in it.
 *
 * The file is HTML (screens/offline.html) with two blocks of JSON: the record as it was, sealed by
 * the key of the house, and what was typed since, outside of the seal. All else in it is for the
 * browser, and never read here.
 *
 * together/ may use writing/ and what is below it; screens/, exchange/ and modules use together/.
 */
#ifndef OFFLINE_H
#define OFFLINE_H

#include "draft.h"

/* To change what is sealed: another number; files of the earlier one are told, and not taken. */
enum { OFFLINE_FORMAT = 1 };

enum { OFFLINE_BLOCK_MAX_BYTES = 8 << 20, OFFLINE_TEXTS_MAX = 1000 };

/* A column by its path ("title.fr"), and a text in it. */
struct offline_text {
	struct str path, text;
};

struct offline_texts {
	struct offline_text *v;
	size_t n;
};

/* What is sealed. */
struct offline {
	struct str home; /* what addresses of the house began with */
	struct str kind, public_id, state, lang; /* of the record; `lang`: of the original */
	struct str edition; /* of the form: which columns it has, and what they take */
	struct str account; /* who took it along */
	int64_t version, taken_ms;
	struct offline_texts base; /* each column of the file, as the record had it */
	struct offline_texts drafts; /* what he had typed by then, and the record did not hold */
};

/* ---- taken along */

/*
 * The record with those columns, as the one who works takes it along now. `drafts`: his own for
 * them, where they can go on from this version.
 */
struct offline offline_take(struct work *w, const struct kind *k, const void *row,
	const struct columns *columns, const struct edits *drafts, struct str home);

/* The two blocks. */
struct str offline_sealed(struct work *w, const struct offline *o);
struct str offline_typed(struct arena *a, const struct offline_texts *typed);

/* ---- brought back */

enum offline_form {
	OFFLINE_IS_ONE,
	OFFLINE_IS_NONE, /* no such file at all */
	OFFLINE_IS_CUT, /* its end is missing */
	OFFLINE_IS_OTHER, /* of another format */
	OFFLINE_IS_ALTERED /* what it says cannot come from Jalon */
};

/* The blocks in the bytes of a file, whoever made it; the seal is not asked. */
enum offline_form offline_parse(struct arena *a, struct str file, struct offline *ret_sealed,
	struct str *ret_seal, struct offline_texts *ret_typed);

/* What the seal is of: the same text for the same record, however the block was written. */
struct str offline_canonical(struct arena *a, const struct offline *o);

/*
 * Reads a file for the record. False when nothing of it can be taken, with the reason in
 * `ret_fault`: a code for programs, a sentence or two in the reader's language. `home`: as for
 * offline_take().
 */
bool offline_read(struct work *w, const struct kind *k, const struct record *r, struct str home,
	struct str file, struct offline *ret_sealed, struct offline_texts *ret_typed,
	struct problem *ret_fault);

enum offline_end {
	OFFLINE_TAKEN, /* it is in the record; or gathered for a correction */
	OFFLINE_SAME, /* it stood there already */
	OFFLINE_PAST, /* it has stood there since, and was changed again */
	OFFLINE_WAITS, /* somebody else has changed the same: a draft, until it is chosen */
	OFFLINE_WRONG, /* it cannot be stored as it is: a draft */
	OFFLINE_KEPT, /* the record takes no change now: a draft */
	OFFLINE_ELSEWHERE, /* he has another draft there by now: it stays, and this is not taken */
	OFFLINE_END_COUNT
};

/* "taken", "same"...: for programs. */
const char *offline_end_name(enum offline_end end);

/* What became of one text. */
struct offline_outcome {
	const struct edit *edit;
	enum offline_end end;
	bool is_news; /* something was written for it; false for what was brought before */
};

struct offline_merged {
	struct offline_outcome *v; /* in the order of the form */
	size_t n;
	size_t n_news;
	bool is_closed; /* the record takes no change of his now */
	bool is_correction; /* what was taken is gathered */
	struct problems problems; /* why what could be taken was kept all the same */
};

/* May the one who works bring something back to the record, be it for later? */
bool offline_may_merge(
	struct work *w, const struct kind *k, const struct record *r, const struct offline *sealed);

/*
 * Merges what was typed into the record, as edits made from the version it was taken along at;
 * what is not taken is kept as drafts. `r` is held; in the transaction of the work.
 */
struct offline_merged offline_merge(struct work *w, const struct kind *k, const struct record *r,
	const struct offline *sealed, const struct offline_texts *typed);

/* "offline:2026-11-21": by what way a version came (":via" of a history), and on which day the file
 * was taken along; false when it came by another. */
bool offline_via(struct str via, struct str *ret_day);

#endif

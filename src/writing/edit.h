/*
 * edit.h - changes of a record by people who do not know of each other: merged field by field.
 *
 * Each change names the version it was made from. A field that nobody changed since is taken; one
 * that somebody else has changed is a conflict, told with both texts, and nothing of it is written.
 * Pages take the rest and keep the conflict as a draft (draft.h); the API takes all or nothing.
 *
 * All that write do so in the transaction of the work.
 */
#ifndef EDIT_H
#define EDIT_H

#include "record.h"

enum edit_end {
	EDIT_SAME, /* it holds that already */
	EDIT_TAKEN,
	EDIT_CONFLICT, /* somebody else has changed the same since, to another text */
	EDIT_WRONG /* it cannot be stored as it is: see `why` */
};

/* What is longer is kept as a draft and never stored: a history holds each text again and again. */
enum { EDIT_TEXT_MAX_BYTES = 32 << 10 };

/* One column as somebody wants it, and what became of that. */
struct edit {
	struct column column;
	struct str text; /* as it was typed */
	int64_t base_version; /* that he had before him */
	bool is_meant; /* even if it is what stood there then; else it is one of a form's, untouched
			*/

	enum edit_end end;
	struct str why; /* EDIT_WRONG: in the reader's language */
	const char *code; /* the same for programs */
	struct str base, theirs; /* EDIT_CONFLICT: then, and now */
	struct str by; /* the account that changed it last since; may be empty */
	int64_t at_ms; /* when */
};

struct edits {
	struct arena *arena;
	struct edit *v;
	size_t n, cap;
	bool are_of_step; /* the fields that a step asks for; else those of sections alone */
};

struct edits edits_new(struct arena *a);
void edit_add(struct edits *e, struct column column, struct str text, int64_t base_version);

/* What of the value is no id but the address of a record's page becomes its id. */
struct str links_read(struct arena *a, const struct kind *target, struct str text);

/* How many ended so. */
size_t edits_count(const struct edits *e, enum edit_end end);

/* ---- whose a new record may be */

enum { OWNERS_MAX = 64 };

/* For whom the one who works may write: Parties, organisations, himself, the house. How many. */
size_t owners_open(const struct work *w, struct owner *ret_owners);

/* "France", "Ensemble", "myself", "the Secretariat": in the reader's language. */
struct str owner_shown(struct work *w, const struct owner *owner);

/* ---- writing */

/* A record of the kind in its first state; `lang` it is written in. Nothing is stored yet. */
void *record_begin(struct work *w, const struct kind *k, const struct owner *owner,
	const struct language *lang);

/*
 * The record as it stands, which nobody else can change until the transaction ends. NULL: there is
 * none that the one who works may read.
 */
void *record_hold(struct work *w, const struct kind *k, struct str public_id);

/* May he change its fields now? */
bool record_may_be_written(const struct work *w, const struct kind *k, const struct record *r);

/* Sets what can be taken in `row`, which is held or new, and tells what became of each. */
void edits_merge(struct work *w, const struct kind *k, void *row, struct edits *e);

/*
 * Stores `row` as a new version, as a change of fields is told in the state it is in; `note` says
 * why, or is empty. False, with problems, when it is refused: in a state that takes nothing
 * incomplete, or a link leads nowhere.
 */
bool edits_save(
	struct work *w, const struct kind *k, void *row, struct str note, struct problems *p);

#endif

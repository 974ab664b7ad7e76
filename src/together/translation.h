/*
 * translation.h - the texts of a record in its other languages: what stands, what somebody or a
 * machine proposes, and what the original has left behind. docs/together.md.
 *
 * Readers are shown what stands in the record alone; a proposal enters it when a person who may
 * write the record has reviewed it. All that write do so in the transaction of the work, the record
 * held.
 */
#ifndef TRANSLATION_H
#define TRANSLATION_H

#include "edit.h"
#include "module.h"
#include "telling.h"

enum translation_state {
	TRANSLATION_MISSING,
	TRANSLATION_DRAFT, /* something is proposed that nobody has reviewed */
	TRANSLATION_OUTDATED, /* the original has changed since */
	TRANSLATION_REVIEWED,
	TRANSLATION_STATE_COUNT
};

/* "missing": in addresses, files and the API. */
const char *translation_state_name(enum translation_state state);
bool translation_state_by_name(struct str name, enum translation_state *ret_state);

/* What somebody, or a machine, proposes. */
struct translation_draft {
	struct str by; /* his account; empty: a machine's */
	struct str tool; /* of a machine: its name */
	struct str text, original; /* `original`: what it was made from */
	enum side side; /* of who wrote it, then */
	int64_t at_ms;
	bool is_of_now; /* the original still says that */
};

/* One field in the language it is translated into. */
struct translated {
	struct column column;
	struct told original; /* in its own language, else in any other than this */
	struct str text; /* that stands in the record; or empty */
	enum translation_state state;
	bool is_outdated; /* so far as it stands, whatever is proposed */
	bool is_of_machine; /* what stands there was made by one, and reviewed */
	int64_t checked_ms; /* when somebody last wrote it, or said that it is right */
	struct translation_draft *drafts; /* newest first */
	size_t n_drafts;
};

/* All fields of a record that have a text to be translated, in the order of the form. */
struct translation {
	const struct language *to;
	struct translated *v;
	size_t n;
	size_t n_of[TRANSLATION_STATE_COUNT];
};

struct translation translation_of(
	struct work *w, const struct kind *k, const void *row, const struct language *to);

/* The same without drafts, as readers have it. */
struct translation translation_public(
	struct work *w, const struct kind *k, const void *row, const struct language *to);

/* The field of that name; NULL when it has nothing to be translated. */
const struct translated *translation_field(const struct translation *t, struct str field);

/*
 * The same fields as they stood after those versions, one for each. An original of which nobody can
 * tell, because the history was erased, is empty.
 */
struct translation translation_then(struct work *w, const struct kind *k, const struct record *r,
	const struct translation *t, const int64_t *versions);

/* The same after one version. */
struct translation translation_of_version(struct work *w, const struct kind *k,
	const struct record *r, const struct translation *t, int64_t version);

/*
 * What one would go on from: his own draft, else what stands, else the newest that is proposed.
 * What is outdated stands back behind what was made from the original of now.
 */
struct str translation_begun(const struct work *w, const struct translated *t);

/* Who proposes it: by name to his own side, by what he is to another; a machine by its name. */
struct str translation_by(struct work *w, const struct kind *k, const struct record *r,
	const struct translation_draft *d);

/* The original as it was when the text was last checked; empty: it has not changed since. */
struct str translation_original_then(
	struct work *w, const struct kind *k, const struct record *r, const struct translated *t);

/* ---- writing */

/* May he propose: whoever writes or reviews the record, not by a token that only reads. */
bool translations_may_be_proposed(const struct work *w, const struct record *r);

enum proposal_end {
	PROPOSAL_KEPT,
	PROPOSAL_SAME, /* it stands in the record, or was proposed by him already */
	PROPOSAL_DROPPED, /* his own, taken back by an empty text */
	PROPOSAL_TOO_LONG /* more than EDIT_TEXT_MAX_BYTES: nothing of it is kept */
};

/*
 * Proposes `text`, made from `original`, in place of what the same person or machine proposed
 * before. `tool`: the machine; empty: the one who works is a person.
 */
enum proposal_end translation_propose(struct work *w, const struct record *r,
	const struct translated *t, struct str text, struct str original, struct str tool);

/* A text that somebody who may write the record has reviewed. */
struct reviewed {
	const struct translated *of;
	struct str text;
	struct str original; /* that he had before him */
	int64_t base_version; /* the same of the record */
	int64_t seen_ms; /* the newest proposal that he was shown; 0: none */
};

/*
 * Puts them into the record as one version, with action "translate", also in a public one: a
 * translation corrects nothing. What is as it stands is taken for checked. Proposals that were seen
 * go. What became of each is told in the edits, in their order; of conflicts and of what is wrong
 * the text is kept as his proposal. An original that has changed since is a conflict of its
 * own column, with the code TRANSLATION_ORIGINAL_CHANGED. False, with problems: nothing was stored.
 */
#define TRANSLATION_ORIGINAL_CHANGED "original_changed"
bool translations_review(struct work *w, const struct kind *k, void *row, const struct reviewed *v,
	size_t n, struct edits *ret_edits, struct problems *p);

/* Takes out proposals for the field, with what they were made from. */
void translations_forget(struct work *w, const struct record *r, const struct field *f);

/* ---- the work list (translation_list.c) */

enum { WANTED_LOOKED_AT = 5000 };

struct wanted_query {
	const struct language *to;
	enum translation_state state; /* that at least one field of the record is in */
	int64_t before; /* seq of a record: those made before it; 0: from the newest on */
	bool is_to_review; /* only what others propose and the one who works may review now */
};

struct wanted {
	struct rows rows; /* newest first */
	struct translation *v; /* of each */
	int64_t next; /* `before` of what follows; 0: that was all */
};

/*
 * Records that the one who works may propose translations for and that he is asked to: he looks
 * after them. At most `max`; of a large house, what is found among WANTED_LOOKED_AT of them, or of
 * those that something is proposed for.
 */
struct wanted translations_wanted(
	struct work *w, const struct kind *k, const struct wanted_query *q, size_t max);

/* What others have proposed and the one who works may review. */
void translation_duties(struct work *w, struct page_out *o, struct duties *all);

#endif

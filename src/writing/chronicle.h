/*
 * chronicle.h - the revisions of a record read one after another: who made each when, and what was
 * said last of each thing they tell of.
 *
 * May be used inside writing/ only.
 */
#ifndef CHRONICLE_H
#define CHRONICLE_H

#include "history.h"
#include "json_read.h"
#include "revision.h"

/* Revisions after that version, in order, for revision_next(); `record_id` goes into each. */
struct db_rows *revisions_after(struct work *w, int64_t seq, int64_t version);
bool revision_next(struct db_rows *rows, struct str record_id, struct revision *ret_revision);

/* The changes of a revision, one after another; what is no change ends them. */
struct changes_reader {
	struct arena *arena;
	struct jsonr json;
};
struct changes_reader changes_of(struct arena *a, struct str changes);

/* All but the column. Where before and after are the same, what stands is only said again. */
bool changes_next(struct changes_reader *r, struct history_change *ret_change);

struct chronicle_version {
	int64_t version, at_ms;
	struct str account_id;
	bool is_erased;
};

/* What was said last of something. */
struct past {
	struct str path, text;
	size_t at; /* in which of the versions */
	bool is_changed; /* by a version that can still be read: by which, and to what */
	size_t changed_at;
	struct str changed_to;
};

struct chronicle {
	struct arena *arena;
	struct chronicle_version *v;
	size_t n, cap;
	struct past *pasts;
	size_t n_pasts, cap_pasts;
	size_t n_lost; /* so many of the first versions may hide what they told */
};

struct chronicle chronicle_new(struct arena *a);
void chronicle_add(struct chronicle *c, const struct revision *r);

/* The whole of a record; needs its seq alone. */
struct chronicle chronicle_of(struct work *w, int64_t seq);

/* What was said last, even if it was erased since that something else was said; or NULL. */
const struct past *chronicle_past(const struct chronicle *c, struct str path);

/* Does the chronicle know what it is? What was never told of is empty. */
bool chronicle_knows(const struct chronicle *c, struct str path, struct str *ret_text);

/*
 * May the version at that place of `v` be the one that changed it last? One that was emptied may,
 * if it came after all that tell of it.
 */
bool chronicle_may_have_changed(const struct chronicle *c, struct str path, size_t at);

/* The paths of facts of the record's own row. */
#define FACT_STATE        S("state")
#define FACT_ID           S(":id")
#define FACT_KIND         S(":kind")
#define FACT_LANG         S(":lang")
#define FACT_PARTY        S(":party")
#define FACT_ORGANISATION S(":organisation")
#define FACT_ACCOUNT      S(":account")
#define FACT_ASKED        S(":asked")

/* Which versions were emptied: "1;3", all there are by then. */
#define TOLD_ERASED S(":erased")

#endif

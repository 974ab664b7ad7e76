/*
 * handed.h - fields of a record handed to somebody without an account, by a link, and what comes
 * back: docs/together.md. Answers wait beside the record; who may write it decides on each.
 *
 * The link's secret is told once and kept as a digest. Who has it is believed to be the one it was
 * given to. All that write do so in the transaction of the work.
 */
#ifndef HANDED_H
#define HANDED_H

#include "edit.h"
#include "telling.h"

enum {
	HANDED_DAYS_MAX = 60,
	HANDED_KEPT_DAYS = 2 * 365, /* after its last day, with the name and the answers */
	HANDED_SHOWN_MAX = 50, /* of a record, to a side */
	HANDED_OPEN_MAX = 30, /* of a record at a time, by a side */
	HANDED_PERSON_MAX = 100,
	HANDED_WORDS_MAX = 1000
};

enum handed_state {
	HANDED_OPEN,
	HANDED_FINISHED, /* answers wait to be decided on */
	HANDED_SETTLED, /* somebody has decided on all */
	HANDED_EXPIRED,
	HANDED_RECALLED
};

struct handed {
	struct str id;
	int64_t seq; /* of the record */
	struct str kind, public_id; /* the same */
	struct str person; /* the name given */
	const char *const *fields; /* names, NULL at the end */
	size_t n_fields;
	struct str question;
	struct str word; /* with which it was sent back last; or empty */
	const struct language *lang;
	enum side side; /* of who handed it over: those who are told of it */
	struct str made_by;
	int64_t made_ms, ends_ms; /* at midnight: the day before is the last */
	int64_t recalled_ms, finished_ms, settled_ms; /* 0: not so */
};

struct handed_all {
	struct handed *v;
	size_t n;
};

enum handed_state handed_state(const struct work *w, const struct handed *h);

/* Midnight after so many more days. */
int64_t handed_ends_ms(const struct work *w, int64_t days);

/* ---- for those who write the record */

/* On which of the sides the one who works hands it over. */
enum side handed_side(const struct work *w, const struct record *r);

/* Newest first, of the sides of the one who works. */
struct handed_all handed_of(struct work *w, const struct record *r);

/* One of them by its id. To be changed, it is held. */
bool handed_load(struct work *w, const struct record *r, struct str id, bool is_held,
	struct handed *ret_handed);

/*
 * Hands over what `h` says: id, person, fields, question, lang, ends_ms. The secret of the link;
 * empty: one of that id was handed over before.
 */
struct str handed_add(struct work *w, const struct record *r, const struct handed *h);

/* Has his side handed out too many of the record that can still be answered? */
bool handed_is_full(struct work *w, const struct record *r);

void handed_recall(struct work *w, const struct handed *h);

/* Another link; the one before is dead. Its secret. */
struct str handed_renew(struct work *w, const struct handed *h, int64_t ends_ms);

/* The same link is open again. */
void handed_send_back(struct work *w, const struct handed *h, struct str word, int64_t ends_ms);

/*
 * What the one who works has handed over and is back, with answers to decide on: oldest first,
 * behind the one of that id; from the oldest on when it is empty. He may not write all of the
 * records any more.
 */
struct handed_all handed_back(struct work *w, struct str after, size_t max);

/* ---- for the one who has the link */

/* False: there is no such link. What it leads to may be over. To be answered, it is held. */
bool handed_by_secret(struct work *w, struct str secret, bool is_held, struct handed *ret_handed);

void handed_finish(struct work *w, const struct handed *h);

/* ---- answers */

enum handed_decision { DECIDED_NOT, DECIDED_ACCEPTED, DECIDED_CHANGED, DECIDED_LEFT };

struct handed_answer {
	struct column column;
	struct str text;
	struct str beside; /* sent by somebody who did not know of the first; or empty */
	int64_t base_version, written_ms;
	enum handed_decision decision;
	struct str decided_by;
	int64_t decided_ms;
};

struct handed_answers {
	struct handed_answer *v;
	size_t n;
};

/* In the order in which the fields were handed over. */
struct handed_answers handed_answers(struct work *w, const struct kind *k, const struct handed *h);

const struct handed_answer *handed_answer_to(const struct handed_answers *all, struct column c);

/* How many of the fields have an answer, and how many answers nobody has decided on. */
size_t handed_answered(const struct handed *h, const struct handed_answers *all);
size_t handed_undecided(const struct handed_answers *all);

/* The answers as edits of the record; they are meant, each of them. */
struct edits handed_edits(struct work *w, const struct handed_answers *all);

/*
 * What somebody sent through the link, with the mark of what was shown in its place.
 */
struct handed_sent {
	struct column column;
	struct str text;
	int64_t base_version;
	struct str shown; /* handed_mark_shown(); empty: not told */
	bool is_beside; /* somebody else has answered meanwhile: both are kept */
	bool is_too_large; /* nothing of it is kept */
};

/*
 * Keeps what was sent: what is as it was shown stays, what nobody else has changed is taken, and of
 * two texts for the same the first stays with the other beside, below those that are there. What
 * stands beside goes only when it was shown. `row` is the record as the one with the link sees it,
 * without answers.
 */
void handed_keep(struct work *w, const struct kind *k, const void *row, const struct handed *h,
	struct handed_sent *sent, size_t n);

/* Short, and the same for texts that the record holds alike. */
struct str handed_mark(
	struct work *w, const struct kind *k, const void *row, struct column c, struct str text);

/* Of all that a page shows of the column: the answer with what is beside it; NULL: the record's. */
struct str handed_mark_shown(struct work *w, const struct kind *k, const void *row, struct column c,
	const struct handed_answer *answer);

/* Decides on one; false: somebody else has. Then on all: handed_settle(). */
bool handed_decide(
	struct work *w, const struct handed *h, struct column c, enum handed_decision decision);
void handed_settle(struct work *w, const struct handed *h);

/* ---- in the history: by which way an accepted answer came */

/* "handed/01J...", for work->via. */
const char *handed_via(struct work *w, const struct handed *h);
bool via_is_handed(struct str via);

/* The name of the one who answered; empty: nobody is known any more, or it is not for `sides`. */
struct str handed_via_person(struct work *w, struct str via, unsigned sides);

/* Takes out answers that stood in the column, with what its history told of it. */
void handed_forget(struct work *w, const struct record *r, struct column c);

/* Takes out what was over long ago. A chore. */
void handed_tidy(struct work *w);

#endif

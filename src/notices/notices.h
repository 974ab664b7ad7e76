/*
 * notices.h - what each person is told: one person, one thing, one place. It stands in Jalon until
 * it is read, and goes out by mail at the pace of that person: docs/together.md.
 *
 * May use register/ and what is below it, and mail.
 */
#ifndef NOTICES_H
#define NOTICES_H

#include "directory.h"

enum {
	NOTICE_SUBJECT_MAX = 200, /* characters */
	NOTICE_TEXT_MAX = 10000, /* characters */
	NOTICES_READ_DAYS = 90, /* how long they are kept after they were read */
	NOTICES_UNREAD_DAYS = 2 * 365, /* and how long at all */
	NOTICES_COUNTED = 100 /* who has as many or more that were not read is told "99+" */
};

/* What is told, in the language of the reader. */
struct notice_words {
	const char *topic; /* "submit": of one topic at one place the latest alone is unread */
	struct str place; /* behind the language: "/practices/GP-1-01/edit" */
	struct str subject; /* one line */
	struct str text; /* paragraphs, as of a letter; the address of the place is added */
};

/*
 * Tells it to one person, in the transaction of whatever it tells of. Who wants to be written to at
 * once gets a letter, in which addresses begin with `home` (request_home()); not a second one with
 * the same words while the first was not read and nothing else was told of the place since.
 */
void notice_put(
	struct work *w, const struct reader *to, const struct notice_words *words, struct str home);

/* What was told of that topic and place at that instant is told no more: it was taken back. */
void notices_take_back(struct work *w, struct str place, const char *topic, int64_t at_ms);

/* ---- reading */

struct notice {
	struct str id, place, subject, text;
	const struct language *lang;
	int64_t made_ms, read_ms; /* read_ms 0: not yet */
};

struct notices {
	struct notice *v;
	size_t n;
};

/* Those of the account, the newest first, made before the one of that id (empty: from the newest
 * on). */
struct notices notices_of(
	struct work *w, struct str account_id, struct str before, size_t max, bool *ret_more);

/* False: the account has none of that id. */
bool notice_load(struct work *w, struct str account_id, struct str id, struct notice *ret_notice);

/* Those that were not read, at most NOTICES_COUNTED; and how many of them are about the place. */
size_t notices_unread(struct work *w, struct str account_id, struct str place, size_t *ret_n_here);

/* Are read from now on: that one; those about a place; all up to the one of that id. */
void notice_is_read(struct work *w, struct str account_id, struct str id);
void notices_are_read_at(struct work *w, struct str account_id, struct str place);
void notices_are_read_to(struct work *w, struct str account_id, struct str last_id);

/* ---- by mail */

enum notice_pace { PACE_AT_ONCE, PACE_DAILY, PACE_WEEKLY, PACE_NEVER, PACES };

/* "daily", as it is stored and sent. */
const char *notice_pace_name(enum notice_pace pace);

/* That of those who have not chosen is PACE_AT_ONCE. */
enum notice_pace notice_pace(struct work *w, struct str account_id);

/*
 * What is owed at the pace of before goes out with the next letter, or soon, or with PACE_NEVER not
 * at all.
 */
void notice_pace_set(struct work *w, struct str account_id, enum notice_pace pace);

/*
 * Makes the letters that are due, one for each person, of all that is owed and was not read: a few
 * people at a time, each in a transaction of its own. True: there may be more.
 */
bool notices_make_letters(struct work *w, struct str home);

/* When letters of that pace are next made after `now_ms`: at six in the morning, UTC, of a day or a
 * Monday. */
int64_t notice_pace_next_ms(enum notice_pace pace, int64_t now_ms);

/* ---- the end */

/* Deletes those that were kept for long enough. */
void notices_sweep(struct work *w);

/* All that a person was told, and how often they wanted letters. */
void notices_forget(struct work *w, struct str account_id);

#endif

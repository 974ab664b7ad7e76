/*
 * attempt.h - attempts at what is not to be tried without end: counted in the store, for all
 * processes.
 */
#ifndef ATTEMPT_H
#define ATTEMPT_H

#include "work.h"

/* To add one: here, and its bound in attempt.c. */
enum attempt_kind {
	ATTEMPT_SIGN_IN, /* at one account */
	ATTEMPT_ADDRESS, /* from one network address */
	ATTEMPT_CODE, /* second factor of one account */
	ATTEMPT_LETTER, /* letters to one address */
	ATTEMPT_REQUEST, /* for an account, from one network address */
	ATTEMPT_QUESTION, /* of one account, to those who look after a record */
	ATTEMPT_TOKEN, /* to write, by one token of the API */
	ATTEMPT_HANDED /* to answer, by one link that was handed to somebody */
};

/*
 * Is there one left? Else in how many seconds, for answer_too_many(). Before what takes long, on a
 * lane that only reads; it bounds nothing by itself, as others may be under way.
 */
bool attempt_is_left(struct work *w, enum attempt_kind kind, struct str of, int64_t *ret_wait_s);

/*
 * Takes one, before what was tried is judged: of any number that come at once no more are judged
 * than the bound says. In the transaction of the work, which must stand (keeps_refusal) when it was
 * judged wrong. False: none was left.
 */
bool attempt_take(struct work *w, enum attempt_kind kind, struct str of, int64_t *ret_wait_s);

void attempt_count(struct work *w, enum attempt_kind kind, struct str of);
void attempts_forget(struct work *w, enum attempt_kind kind, struct str of);

/* The same of a secret that somebody guesses, of its owner and from one network address. */
bool guess_is_left(struct work *w, struct request *r, enum attempt_kind kind, struct str of,
	int64_t *ret_wait_s);
bool guess_take(struct work *w, struct request *r, enum attempt_kind kind, struct str of,
	int64_t *ret_wait_s);
void guess_was_right(struct work *w, struct request *r, enum attempt_kind kind, struct str of);

/* Says when to come back. */
enum http_status answer_too_many(struct request *r, int64_t wait_s);

/* Drops what was counted before. */
void attempts_clear(struct work *w, int64_t before_ms);

#endif

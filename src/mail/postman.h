/*
 * postman.h - takes letters out of the outbox and gives them to the mail server.
 *
 * A letter is held by a lease while it is being sent, outside of any transaction; what came of it
 * is written in a transaction of its own. So each letter goes out once, by one of several servers
 * over one store, and at least once: who dies between the server's "taken" and the writing of it
 * leaves a letter that is sent a second time when the lease has run out.
 */
#ifndef POSTMAN_H
#define POSTMAN_H

#include "mail.h"
#include "smtp.h"

enum {
	POSTMAN_LEASE_MS = 2 * SMTP_SEND_S * 1000,
	POSTMAN_TRIES_DAYS = 5,
	POSTMAN_KEEPS_DAYS = 90 /* letters, whatever became of them */
};

enum post_end { POST_SENT, POST_PUT_OFF, POST_GIVEN_UP, POST_ENDS };

/* "sent", for figures. */
const char *post_end_name(enum post_end end);

/* What came of a letter, to be written down. */
struct post_result {
	enum smtp_end end;
	int64_t seq, lease, made_at;
	int64_t tries; /* before this one */
	char to[MAIL_ADDRESS_MAX + 1], fault[SMTP_REPLY_MAX + 1];
};

/* One for each process; used by one thread, its numbers by all. */
struct postman {
	struct smtp_server server; /* without url: letters stay where they are */
	struct str origin; /* of the site, under each letter; or empty */
	atomic_uint_fast64_t ended[POST_ENDS]; /* tries that came to that end */
	bool has_told; /* that the server is away, since the last letter was sent */
	struct post_result owed; /* that the store would not take down; none when seq is 0 */
};

/*
 * Sends the letter that has been due for longest. In `w`, outside of transactions. True when there
 * may be another one. Letters to addresses that were refused before, and those that nobody could
 * send for five days, are given up. A server that is away is told to the log once.
 */
bool postman_round(struct work *w, struct postman *p, const atomic_bool *must_stop);

/* Deletes letters that are older than POSTMAN_KEEPS_DAYS. */
void postman_sweep(struct work *w);

#endif

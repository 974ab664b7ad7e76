/*
 * smtp.h - one message to the mail server, by libcurl.
 *
 * Encrypted always, the server's certificate looked at: by TLS from the first byte (smtps://) or by
 * STARTTLS (smtp://). To this machine itself smtp:// may go as it is, unless a file says whose
 * certificates are trusted.
 */
#ifndef SMTP_H
#define SMTP_H

#include "str.h"

#include <stdatomic.h>

enum {
	SMTP_REPLY_MAX = 300, /* bytes */
	SMTP_SEND_S = 300, /* no longer does one message take, in seconds */
};

struct smtp_server {
	const char *url; /* without user and password; NULL: there is no server */
	const char *user, *password; /* NULL: it asks for none */
	const char *from; /* sound address, see mail.h */
	const char *ca_file; /* whose certificates are trusted; NULL: those the system trusts */
	bool needs_tls; /* STARTTLS, or nothing is said */
};

/*
 * Reads "smtp://host:587" or "smtps://user:password@host:465", user and password percent-encoded;
 * without a port 25 and 465 are taken. What is left of `ret_server` is filled from the others. In
 * `a`. False when it is no such address.
 */
bool smtp_server_read(struct arena *a, const char *url, const char *from, const char *ca_file,
	struct smtp_server *ret_server);

/* Once in the process, before other threads are made; and when they are gone. */
void smtp_begin(void);
void smtp_end(void);

enum smtp_end {
	SMTP_SENT, /* the server has taken it */
	SMTP_LATER, /* not now, the reader's server says perhaps */
	SMTP_AWAY, /* the server cannot be reached, is not the right one, or takes nothing from us
		    */
	SMTP_LETTER_REFUSED, /* for good */
	SMTP_ADDRESS_REFUSED, /* for good: nobody is there */
	SMTP_STOPPED, /* by `must_stop` */
};

struct smtp_answer {
	enum smtp_end end;
	struct str reply; /* of the server, or what kept us from one; may name the reader */
	const char *trouble; /* with SMTP_AWAY: what it is, for the log; names nobody */
};

/*
 * Gives the message (mime_write()) to the server, for the sound address `to`. Stops soon after
 * `must_stop` is set. What is in the answer lives in `a`.
 *
 * A reply of 5xx to the address means that it is refused, unless the words of the reply are about
 * us (RFC 3463, 5.7.x) or about room (552). One of 5xx to the letter's bytes means the letter. One
 * that comes earlier would come to any letter: SMTP_AWAY.
 */
struct smtp_answer smtp_send(const struct smtp_server *server, struct str to, struct str message,
	const atomic_bool *must_stop, struct arena *a);

/* ---- for tests */

/* A reply as it may be kept and shown: one line of UTF-8, without control characters, cut. */
struct str smtp_clean(struct arena *a, struct str reply);

/* Where the talk with the server has come to. */
enum smtp_step { SMTP_HELLO, SMTP_RECIPIENT, SMTP_CONTENT };

/* What a reply means at that step. */
enum smtp_end smtp_judge(enum smtp_step step, struct str reply);

#endif

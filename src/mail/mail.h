/*
 * mail.h - letters to people. They go into the outbox in the transaction of whatever they tell of,
 * and the postman (postman.h) sends them afterwards. Where nobody has told Jalon of a mail server
 * they stay there, for administrators to read.
 *
 * May use register/ and what is below it.
 */
#ifndef MAIL_H
#define MAIL_H

#include "work.h"

enum {
	MAIL_ADDRESS_MAX = 254, /* bytes: RFC 5321, 4.5.3.1 */
	MAIL_LOCAL_MAX = 64,
	MAIL_SUBJECT_MAX = 200, /* characters */
	MAIL_TEXT_MAX = 50000, /* characters */
};

struct letter {
	struct str to; /* mail_address_is_sound() */
	const struct language *lang; /* of subject and text */
	struct str account_id; /* of the reader; or empty */
	struct str subject; /* one line */

	/*
	 * Paragraphs, parted by empty lines. A line that is an address (http, https) and nothing
	 * else becomes a link. The site signs below. What is beyond MAIL_TEXT_MAX is cut off.
	 */
	struct str text;
};

/*
 * Is it an address that letters can go to: "name@host.example", or "name@localhost"? What RFC 5321
 * calls a Dot-string and a Domain: no quotes, comments, brackets, blanks, control characters. Not
 * yet those with letters beyond ASCII (RFC 6531), which many servers do not take.
 */
bool mail_address_is_sound(struct str s);

/* As the store knows it, in small letters. */
struct str mail_address_fold(struct arena *a, struct str address);

/* Into the outbox, in the transaction of the caller. */
void mail_put(struct work *w, const struct letter *l);

/* ---- for administrators */

enum mail_state { MAIL_WAITING, MAIL_SENT, MAIL_GIVEN_UP, MAIL_STATES };

/* What the state is called in files and figures: "waiting". */
const char *mail_state_name(enum mail_state state);

struct mail {
	int64_t seq;
	struct str id; /* ULID */
	struct letter letter; /* its text is empty once it was sent */
	enum mail_state state;
	int64_t made_at, due_at; /* due: the next try, while it waits */
	int64_t ended_at; /* sent or given up; 0 while it waits */
	int64_t tries;
	struct str fault; /* the server's last reply, or why nobody tried; may be empty */
};

/*
 * The outbox, the newest first: at most `n` letters made before the one whose seq is `before` (0:
 * from the newest on). How many there are in ret_letters.
 */
size_t mail_list(struct work *w, int64_t before, size_t n, struct mail *ret_letters);

/* One letter of it, by its id. False: there is none. */
bool mail_load(struct work *w, struct str id, struct mail *ret_letter);

struct mail_waiting {
	int64_t n;
	int64_t since; /* the oldest of them was made then; 0 when there is none */
};

struct mail_waiting mail_waiting(struct work *w);

/* Was the address refused for good? With the reply of the server. */
bool mail_address_has_bounced(struct work *w, struct str address, struct str *ret_fault);

/* Addresses that were refused for good, the last first: at most `n`. How many there are. */
struct mail_bounce {
	struct str address;
	int64_t bounced_at;
	struct str fault; /* the reply of the server */
};
size_t mail_bounces(struct work *w, size_t n, struct mail_bounce *ret_bounces);

/* Letters may go there again. In the transaction of the caller. */
void mail_address_forgive(struct work *w, struct str address);

/* Takes out all that was written to a person, by account and address, and what is known of it. */
void mail_forget(struct work *w, struct str account_id, struct str address);

#endif

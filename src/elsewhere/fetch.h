/*
 * fetch.h - asks an address of the web whether it answers, by libcurl. What stands there is not
 * read, and goes nowhere.
 *
 * Whoever writes a record chooses the address, and whoever has that address chooses where it leads:
 * so http and https alone are spoken, to public addresses and the ports of the web alone, which is
 * looked at when a connection is made, after each name was resolved and each redirect followed. No
 * proxy, no cookies, no credentials; little is read, and not for long.
 */
#ifndef FETCH_H
#define FETCH_H

#include "str.h"

#include <stdatomic.h>

enum {
	FETCH_MS = 20000, /* no longer does one asking take */
	FETCH_REDIRECTS_MAX = 5,
	FETCH_BODY_MAX_BYTES = 4096 /* more of an answer is not waited for */
};

/* Once in the process, before other threads are made; and when they are gone. */
void fetch_begin(void);
void fetch_end(void);

/* "www.example.org" of what fetch_ask() may be asked, in small letters; of anything else nothing.
 */
struct str fetch_host(struct arena *a, struct str address);

enum fetch_end {
	FETCH_STATUS, /* it answered, with that status */
	FETCH_NO_HOST, /* nobody knows the name */
	FETCH_NO_CONNECTION,
	FETCH_BAD_CERTIFICATE,
	FETCH_SLOW, /* it is there, but took too long */
	FETCH_ASTRAY, /* redirected too often, or to what is no page */
	FETCH_BROKEN, /* what came is no answer */
	FETCH_NOT_ASKED, /* it leads to where we do not go, or something is wrong with us */
	FETCH_STOPPED, /* by `must_stop` */
};

struct fetch_answer {
	enum fetch_end end;
	int status; /* the last there was; 0: none */
};

/*
 * Asks for the headers, and where that is refused or fails for the page itself. `agent` says who
 * asks. Stops soon after `must_stop` is set. `a` is for the time of asking.
 */
struct fetch_answer fetch_ask(
	struct str address, const char *agent, const atomic_bool *must_stop, struct arena *a);

#endif

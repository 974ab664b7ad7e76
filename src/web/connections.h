/*
 * connections.h - the open connections of a server: how many there are, how many of one address,
 * and until when each may be at what it is at. Who is slower than that, with whatever trickle of
 * bytes, is hung up on; so nobody can fill the server by doing nothing.
 */
#ifndef CONNECTIONS_H
#define CONNECTIONS_H

#include "arena.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum {
	CONNECTIONS_MAX = 12000, /* fewer if the system gives fewer descriptors */
	CONNECTIONS_BEYOND = 2000, /* more than that, to be told that there are too many */
	CONNECTIONS_PER_ADDRESS = 512, /* unless the operator says another */
	CONNECTIONS_PLACES = 1 << 14
};

/* What a connection is at. Its time begins anew with each. */
enum connection_phase {
	CONNECTION_IDLE, /* nothing of a request has come, or it is being trickled in */
	CONNECTION_HEAD, /* its first line has come */
	CONNECTION_BODY,
	CONNECTION_WORK, /* the time is ours: as long as we need */
	CONNECTION_ANSWER,
	CONNECTION_ANY /* for connections_hang_up_gone() alone */
};

struct connection {
	struct arena home; /* it lives in */
	struct connection **at; /* what points here */
	struct connection *next;
	int fd;
	uint16_t *n_of_address; /* counted with it; NULL: this machine's own */
	bool is_beyond; /* there were too many when it came: each request is told so */
	int64_t began_ms; /* clock_monotonic_ms() */
	_Atomic int64_t deadline_ms;
	_Atomic enum connection_phase phase;
};

struct connections {
	pthread_mutex_t lock;
	struct connection *first;
	size_t n, max;
	size_t per_address; /* 0: any number */
	/* By a hash of the address: two in one place share it, and nobody can choose his place. */
	uint16_t n_of_address[CONNECTIONS_PLACES];
	uint64_t seed;
};

/* Takes as many descriptors as the system gives, up to what so many connections need. */
void connections_init(struct connections *all, size_t per_address);
void connections_end(struct connections *all);

/* Is there no use in even telling this client that there are too many? For who lets it in. */
bool connections_are_full(struct connections *all, const struct sockaddr *from);

/* What connections_remove() wants, before the descriptor is closed. NULL: there is no memory. */
struct connection *connections_add(struct connections *all, int fd, const struct sockaddr *from);

void connections_remove(struct connections *all, struct connection *c);

/* The connection begins with this; the `bytes` of a body or of an answer are still to pass. */
void connection_enter(struct connection *c, enum connection_phase phase, size_t bytes);

/* Has it been open for so long that this answer is to be its last? */
bool connection_is_old(const struct connection *c);

/*
 * Hangs up on those whose time is over; when most places are taken, on those that are idle for more
 * than a moment. To be called each second.
 */
void connections_hang_up_late(struct connections *all);

/*
 * Hangs up on those in that phase whose client has gone. Needed because the library (0.9.75)
 * overlooks the end of a stream that comes together with its last bytes, and then waits for its
 * timeout.
 */
void connections_hang_up_gone(struct connections *all, enum connection_phase phase);

/*
 * Reads no more from any: what is being sent still arrives, and an event thread closes each when
 * it is done. False if none was open.
 */
bool connections_hang_up(struct connections *all);

#endif

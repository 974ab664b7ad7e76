/* sockets.h - the open connections of a server, so that it can hang up on all of them. */
#ifndef SOCKETS_H
#define SOCKETS_H

#include <pthread.h>
#include <stdbool.h>

struct sockets {
	pthread_mutex_t lock;
	struct socket *first;
};

/* What sockets_remove() wants, before the descriptor is closed. NULL: not remembered. */
struct socket *sockets_add(struct sockets *all, int fd);

void sockets_remove(struct sockets *all, struct socket *s);

/*
 * Hangs up on those whose client has gone. Needed because the library (0.9.75) overlooks the end
 * of a stream that comes together with its last bytes, and then waits for its timeout.
 */
void sockets_hang_up_gone(struct sockets *all);

/*
 * Reads no more from any: what is being sent still arrives, and an event thread closes each when
 * it is done. False if none was open.
 */
bool sockets_hang_up(struct sockets *all);

#endif

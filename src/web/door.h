/*
 * door.h - the way in. A thread of its own takes new connections and hands each on, so that the
 * event threads get them in turn: where they take them themselves, one may have all and another
 * none. The same thread looks after what has to be done each second.
 */
#ifndef DOOR_H
#define DOOR_H

#include <pthread.h>
#include <stdbool.h>
#include <sys/socket.h>

struct door_hands {
	/* `fd` is the receiver's, and does not block. */
	void (*take)(void *arg, int fd, const struct sockaddr *from, socklen_t length);
	void (*each_second)(void *arg);
};

struct door {
	int listener, closing; /* readable when it is to close */
	struct door_hands hands;
	void *arg;
	pthread_t thread;
};

/* The listener is the door's from now on. False, and it stays the caller's: no thread to be had. */
bool door_open(struct door *d, int listener, const struct door_hands *hands, void *arg);

/* Nobody comes in any more when it returns. */
void door_close(struct door *d);

#endif

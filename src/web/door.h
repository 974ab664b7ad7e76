/*
 * door.h - the way in. A thread of its own takes new connections and hands each on, so that the
 * event threads get them in turn: where they take them themselves, one may have all and another
 * none.
 */
#ifndef DOOR_H
#define DOOR_H

#include <sys/socket.h>

struct door;

/* `fd` is the receiver's, and does not block. */
typedef void door_take(void *arg, int fd, const struct sockaddr *from, socklen_t length);

/* The listener is the door's from now on. NULL, and it stays the caller's, without a thread. */
struct door *door_open(int listener, door_take *take, void *arg);

/* Nobody comes in any more when it returns. */
void door_close(struct door *d);

#endif

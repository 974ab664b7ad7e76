/* listener.h - the socket on which the server is called. */
#ifndef LISTENER_H
#define LISTENER_H

#include "str.h"

/* Listens on the host's first address that can be bound; -1, with ret_why, if none can. */
int listener_open(const char *host, unsigned short port, struct arena *a, struct str *ret_why);

/* The port it got, which is the one asked for unless that was 0. */
unsigned short listener_port(int fd);

#endif

/*
 * client.h - from where a request came, for those who count attempts.
 */
#ifndef CLIENT_H
#define CLIENT_H

#include "request.h"

#include <sys/socket.h>

/* As it is told: IPv4 without the wrapping of IPv6. `from` may be NULL; empty when it is none. */
struct str client_address(struct arena *a, const struct sockaddr *from);

/* The other end of the connection: "192.0.2.7", "2001:db8::1"; empty when there is none. */
struct str request_peer(struct request *r);

/*
 * The same, or, if that is a proxy which the site trusts, from where it says that the request came
 * (X-Forwarded-For); and so on, if that is one too.
 */
struct str request_client(struct request *r);

/* Did it come by a proxy which the site trusts? Then what that says of it is believed. */
bool request_is_by_proxy(struct request *r);

/*
 * What counts as one client: the address; of IPv6 the network of 64 bits, which is what one
 * customer has: "2001:db8::/64". What is no address stays as it is.
 */
struct str client_network(struct arena *a, struct str address);

#endif

/*
 * public_address.h - which network addresses belong to the world, so that whoever names an address
 * in a record does not make this machine speak to itself, to its neighbours or to nobody.
 */
#ifndef PUBLIC_ADDRESS_H
#define PUBLIC_ADDRESS_H

#include <stdbool.h>

struct sockaddr;

/*
 * Is it one host's address on the open internet, by IANA's registries of special purposes? Those of
 * IPv4 that stand within one of IPv6 are so by NAT64's own prefix alone (RFC 6052), where the one
 * within is; 6to4, Teredo and ::ffff:0:0/96 never.
 */
bool address_is_public(const struct sockaddr *address);

/* The same, and one of the two ports of the web. */
bool address_is_of_the_web(const struct sockaddr *address);

#endif

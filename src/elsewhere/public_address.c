#include "public_address.h"

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct range {
	unsigned bits;
	uint8_t prefix[12];
};

/* To add one: a row. */
static const struct range not_public_v4[] = {
	{ 8, { 0 } }, /* this network */
	{ 8, { 10 } }, /* private */
	{ 10, { 100, 64 } }, /* behind a provider's translation */
	{ 8, { 127 } }, /* this machine */
	{ 16, { 169, 254 } }, /* this line; of clouds: their secrets */
	{ 12, { 172, 16 } }, /* private */
	{ 24, { 192, 0, 0 } }, /* protocols */
	{ 24, { 192, 0, 2 } }, /* documentation */
	{ 24, { 192, 88, 99 } }, /* relays of 6to4 */
	{ 16, { 192, 168 } }, /* private */
	{ 15, { 198, 18 } }, /* measuring */
	{ 24, { 198, 51, 100 } }, /* documentation */
	{ 24, { 203, 0, 113 } }, /* documentation */
	{ 4, { 224 } }, /* many at once */
	{ 4, { 240 } }, /* reserved; all at once */
};

/* All that is public has these bits, ... */
static const struct range unicast_v6 = { 3, { 0x20 } };

/* ... and none of these. */
static const struct range not_public_v6[] = {
	{ 23, { 0x20, 0x01, 0x00 } }, /* protocols, Teredo, measuring */
	{ 32, { 0x20, 0x01, 0x0d, 0xb8 } }, /* documentation */
	{ 16, { 0x20, 0x02 } }, /* 6to4 */
	{ 20, { 0x3f, 0xff, 0x00 } }, /* documentation */
};

static const struct range nat64 = { 96, { 0x00, 0x64, 0xff, 0x9b } };

static bool is_in(const uint8_t *address, const struct range *r)
{
	const unsigned bytes = r->bits / 8, rest = r->bits % 8;

	return !memcmp(address, r->prefix, bytes) &&
	       (!rest || !((address[bytes] ^ r->prefix[bytes]) >> (8 - rest)));
}

static bool is_in_one(const uint8_t *address, const struct range *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_in(address, &v[i]))
			return true;
	return false;
}

static bool is_public_v4(const uint8_t *address)
{
	return !is_in_one(address, not_public_v4, sizeof not_public_v4 / sizeof *not_public_v4);
}

static bool is_public_v6(const uint8_t *address)
{
	if (is_in(address, &nat64))
		return is_public_v4(address + 12);
	return is_in(address, &unicast_v6) &&
	       !is_in_one(address, not_public_v6, sizeof not_public_v6 / sizeof *not_public_v6);
}

bool address_is_public(const struct sockaddr *address)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	switch (address->sa_family) {
	case AF_INET:
		memcpy(&v4, address, sizeof v4);
		return is_public_v4((const uint8_t *)&v4.sin_addr);
	case AF_INET6:
		memcpy(&v6, address, sizeof v6);
		return is_public_v6(v6.sin6_addr.s6_addr);
	default:
		return false;
	}
}

bool address_is_of_the_web(const struct sockaddr *address)
{
	struct sockaddr_in v4; /* its port stands where that of IPv6 does */

	if (!address_is_public(address))
		return false;
	memcpy(&v4, address, sizeof v4);
	return v4.sin_port == htons(80) || v4.sin_port == htons(443);
}

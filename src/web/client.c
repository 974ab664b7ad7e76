#include "client.h"
#include "site.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <string.h>

enum { NETWORK_BYTES = 8, BEFORE_MAPPED_BYTES = 12 };

static socklen_t address_bytes(const struct sockaddr *a)
{
	return a->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
}

struct str client_address(struct arena *a, const struct sockaddr *from)
{
	static const char mapped[] = "::ffff:"; /* IPv4 that came by a socket of IPv6 */
	char text[INET6_ADDRSTRLEN + IF_NAMESIZE];

	if (!from ||
		getnameinfo(from, address_bytes(from), text, sizeof text, NULL, 0, NI_NUMERICHOST))
		return S("");
	struct str shown = str_copy(a, str_from(text));
	return str_starts(shown, str_from(mapped)) ? str_from_at(shown, sizeof mapped - 1) : shown;
}

static bool list_names(struct str list, struct str wanted)
{
	struct str one;

	while (str_cut(&list, ',', &one))
		if (str_eq(str_trim(one), wanted))
			return true;
	return false;
}

/* ---- what a proxy says */

static bool is_proxy(const struct request *r, struct str address)
{
	return r->site && address.n && list_names(r->site->trusted_proxies, address);
}

bool request_is_by_proxy(struct request *r)
{
	return is_proxy(r, request_peer(r));
}

/* "203.0.113.7:4711", "[2001:db8::1]:443", "[2001:db8::1]": without brackets and port. */
static struct str without_port(struct str s)
{
	size_t colon = str_find(s, ':');

	if (str_starts(s, S("[")))
		return (struct str){ s.p + 1, str_find(s, ']') - 1 };
	if (colon < s.n && str_find(str_from_at(s, colon + 1), ':') == s.n - colon - 1)
		s.n = colon;
	return s;
}

/* As sockets show it: IPv4 that was written as IPv6 is IPv4. False when it is no address. */
static bool read_address(struct arena *a, struct str said, struct str *ret_address)
{
	const char *text = str_z(a, without_port(str_trim(said)));
	char shown[INET6_ADDRSTRLEN];
	struct in6_addr v6;
	struct in_addr v4;

	bool is_v4 = inet_pton(AF_INET, text, &v4) == 1;
	if (!is_v4 && inet_pton(AF_INET6, text, &v6) != 1)
		return false;
	if (!is_v4 && IN6_IS_ADDR_V4MAPPED(&v6)) {
		memcpy(&v4, v6.s6_addr + BEFORE_MAPPED_BYTES, sizeof v4);
		is_v4 = true;
	}
	inet_ntop(
		is_v4 ? AF_INET : AF_INET6, is_v4 ? (void *)&v4 : (void *)&v6, shown, sizeof shown);
	*ret_address = str_copy(a, str_from(shown));
	return true;
}

/* Cuts what stands behind the last comma off. */
static struct str cut_last(struct str *list)
{
	size_t at = list->n;

	while (at && list->p[at - 1] != ',')
		at--;
	struct str last = str_from_at(*list, at);
	list->n = at ? at - 1 : 0;
	return last;
}

/*
 * Each proxy adds at the end from whom it got the request: read from there, the first that is no
 * proxy of ours is the client. What stands before it, the client may have written himself.
 */
struct str request_client(struct request *r)
{
	struct str client = request_peer(r), list = request_peek_all(r, "X-Forwarded-For");

	while (list.n && is_proxy(r, client))
		if (!read_address(&r->arena, cut_last(&list), &client))
			break;
	return client;
}

struct str client_network(struct arena *a, struct str address)
{
	struct in6_addr v6;
	char shown[INET6_ADDRSTRLEN];

	if (inet_pton(AF_INET6, str_z(a, address), &v6) != 1 || IN6_IS_ADDR_V4MAPPED(&v6))
		return address;
	memset(v6.s6_addr + NETWORK_BYTES, 0, sizeof v6 - NETWORK_BYTES);
	return str_printf(a, "%s/64", inet_ntop(AF_INET6, &v6, shown, sizeof shown));
}

#include "client.h"
#include "site.h"

#include <arpa/inet.h>
#include <string.h>

enum { ADDRESS_MAX_BYTES = 64, NETWORK_BYTES = 8 };

static bool list_names(struct str list, struct str wanted)
{
	struct str one;

	while (str_cut(&list, ',', &one))
		if (str_eq(str_trim(one), wanted))
			return true;
	return false;
}

struct str request_client(struct request *r)
{
	struct str peer = request_peer(r), forwarded, last = S("");

	if (!peer.n || !r->site || !list_names(r->site->trusted_proxies, peer))
		return peer;
	forwarded = request_peek(r, "X-Forwarded-For");
	while (str_cut(&forwarded, ',', &last))
		;
	last = str_trim(last);
	return last.n && last.n <= ADDRESS_MAX_BYTES ? last : peer;
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

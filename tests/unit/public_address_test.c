/* public_address_test.c - to whom this machine speaks when somebody names an address. */
#include "fetch.h"
#include "public_address.h"
#include "unit.h"

#include <arpa/inet.h>
#include <string.h>

union any {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static union any address_of(const char *text, unsigned short port)
{
	union any a = { .any.sa_family = AF_UNSPEC };

	if (inet_pton(AF_INET, text, &a.v4.sin_addr) == 1) {
		a.v4.sin_family = AF_INET;
		a.v4.sin_port = htons(port);
		return a;
	}
	assert_int_equal(inet_pton(AF_INET6, text, &a.v6.sin6_addr), 1);
	a.v6.sin6_family = AF_INET6;
	a.v6.sin6_port = htons(port);
	return a;
}

static void assert_public(const char *text, bool expected)
{
	const union any a = address_of(text, 443);

	if (address_is_public(&a.any) != expected)
		fail_msg("%s is %s", text, expected ? "refused" : "asked");
}

static void what_belongs_to_the_world(void **state)
{
	static const char *const world[] = { "1.1.1.1", "1.0.0.0", "8.8.8.8", "9.255.255.255",
		"11.0.0.0", "93.184.216.34", "100.63.255.255", "100.128.0.0", "126.255.255.255",
		"128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
		"192.0.1.0", "192.0.3.0", "192.88.98.1", "192.88.100.0", "192.167.255.255",
		"192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0",
		"203.0.112.255", "203.0.114.0", "223.255.255.255", "2000::1", "2001:200::1",
		"2001:4860:4860::8888", "2001:db7:ffff::1", "2001:db9::1", "2003::1",
		"2606:4700::1111", "2a00:1450:4007::200e", "3ffe:ffff::1", "3fff:1000::1",
		"64:ff9b::808:808" };

	(void)state;
	for (size_t i = 0; i < COUNT(world); i++)
		assert_public(world[i], true);
}

static void what_does_not(void **state)
{
	static const char *const others[] = { "0.0.0.0", "0.1.2.3", "0.255.255.255", "10.0.0.0",
		"10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.0.0.2",
		"127.255.255.255", "169.254.0.1", "169.254.169.254", "172.16.0.0", "172.31.255.255",
		"192.0.0.1", "192.0.0.170", "192.0.2.1", "192.88.99.1", "192.168.0.1",
		"192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.1", "203.0.113.1",
		"224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1",
		"::7f00:1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8",
		"64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808",
		"64:ff9b:0:0:0:1:808:808", "100::1", "1fff::1", "2001::1", "2001:0:808:808::1",
		"2001:2::1", "2001:10::1", "2001:20::1", "2001:1ff:ffff::1", "2001:db8::1",
		"2001:db8:ffff::1", "2002:7f00:1::1", "2002:808:808::1", "3fff::1",
		"3fff:fff:ffff::1", "4000::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1",
		"fec0::1", "ff02::1" };

	(void)state;
	for (size_t i = 0; i < COUNT(others); i++)
		assert_public(others[i], false);
}

static void of_another_family_none_is(void **state)
{
	const struct sockaddr local = { .sa_family = AF_UNIX };

	(void)state;
	assert_false(address_is_public(&local));
	assert_false(address_is_of_the_web(&local));
}

static void the_web_has_two_ports(void **state)
{
	static const unsigned short others[] = { 0, 22, 25, 79, 81, 442, 444, 5432, 8080, 8443,
		65535 };
	static const char *const hosts[] = { "8.8.8.8", "2606:4700::1111" };

	(void)state;
	for (size_t h = 0; h < COUNT(hosts); h++) {
		const union any plain = address_of(hosts[h], 80), tls = address_of(hosts[h], 443);

		assert_true(address_is_of_the_web(&plain.any));
		assert_true(address_is_of_the_web(&tls.any));
		for (size_t i = 0; i < COUNT(others); i++) {
			const union any other = address_of(hosts[h], others[i]);

			assert_false(address_is_of_the_web(&other.any));
		}
	}
	const union any own = address_of("127.0.0.1", 80);
	assert_false(address_is_of_the_web(&own.any));
}

/* ---- addresses as they are written */

static void hosts_of_addresses(void **state)
{
	static const struct {
		const char *address, *host;
	} cases[] = {
		{ "http://example.org", "example.org" },
		{ "https://Example.ORG/Path?q=1#part", "example.org" },
		{ "HTTPS://example.org:8443/", "example.org" },
		{ "http://example.org/a|b{c}d^e`f\\g/\xc3\xa9", "example.org" },
		{ "http://[2606:4700::1111]/", "[2606:4700::1111]" },
		{ "http://0x7f.1/", "127.0.0.1" },
		{ "http://2130706433/", "127.0.0.1" },
		{ "http://me:secret@example.org/", "" },
		{ "http://me@example.org/", "" },
		{ "ftp://example.org/", "" },
		{ "file:///etc/passwd", "" },
		{ "gopher://example.org/", "" },
		{ "httpx://example.org/", "" },
		{ "example.org", "" },
		{ "http://", "" },
		{ "http://a b.example/", "" },
		{ "http://example.org:99999/", "" },
		{ "", "" },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_text(fetch_host(*state, str_from(cases[i].address)), cases[i].host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_belongs_to_the_world),
		cmocka_unit_test(what_does_not),
		cmocka_unit_test(of_another_family_none_is),
		cmocka_unit_test(the_web_has_two_ports),
		IN_ARENA(hosts_of_addresses),
	};

	return cmocka_run_group_tests_name("public addresses", tests, NULL, NULL);
}

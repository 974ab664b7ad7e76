/* sent_test.c - what browsers send along: fields, cookies, and from where. */
#include "client.h"
#include "cookie.h"
#include "params.h"
#include "unit.h"

#include <string.h>

static void fields_come_decoded_and_in_their_order(void **state)
{
	struct params all;

	assert_true(params_parse(
		S("name=Awa+Diop&note=a%26b%3Dc%0D%0Ad&name=other&empty=&=x&bare"), *state, &all));
	assert_int_equal(all.n, 6);
	assert_text(params_find(&all, "name"), "Awa Diop");
	assert_text(params_find(&all, "note"), "a&b=c\r\nd");
	assert_text(all.v[2].value, "other");
	assert_text(params_find(&all, "empty"), "");
	assert_text(params_find(&all, "bare"), "");
	assert_text(params_find(&all, "missing"), "");
}

static void what_is_no_form_is_refused_whole(void **state)
{
	static const char *const broken[] = { "a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "%c3=1" };
	struct params all = { .n = 7 };

	for (size_t i = 0; i < COUNT(broken); i++) {
		assert_false(params_parse(str_from(broken[i]), *state, &all));
		assert_int_equal(all.n, 7);
	}
}

static void too_many_fields_are_refused(void **state)
{
	struct out o = out_new(*state, 10000);
	struct params all;

	for (size_t i = 0; i < PARAMS_MAX; i++)
		out_z(&o, "a&");
	assert_true(params_parse(out_done(&o), *state, &all));
	out_z(&o, "a");
	assert_false(params_parse(out_done(&o), *state, &all));
}

static void a_cookie_is_found_by_its_whole_name(void **state)
{
	static const struct {
		const char *header, *value;
	} cases[] = {
		{ "jalon=one", "one" },
		{ "a=b; jalon=two; c=d", "two" },
		{ "a=b;jalon=three", "three" },
		{ "xjalon=no; jalonx=no; jalon-device=no", "" },
		{ "jalon=first; jalon=second", "first" },
		{ "jalon", "" },
		{ "jalon=", "" },
		{ "a=jalon=no", "" },
		{ "__Host-jalon=other", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_text(cookie_find(str_from(cases[i].header), S("jalon")), cases[i].value);
}

static void of_ipv6_a_network_counts_as_one(void **state)
{
	static const struct {
		const char *address, *network;
	} cases[] = {
		{ "192.0.2.7", "192.0.2.7" },
		{ "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64" },
		{ "2001:db8:1:2::", "2001:db8:1:2::/64" },
		{ "::1", "::/64" },
		{ "::ffff:192.0.2.7", "::ffff:192.0.2.7" },
		{ "somebody@example.org", "somebody@example.org" },
		{ "", "" },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_text(client_network(*state, str_from(cases[i].address)), cases[i].network);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(fields_come_decoded_and_in_their_order),
		IN_ARENA(what_is_no_form_is_refused_whole),
		IN_ARENA(too_many_fields_are_refused),
		cmocka_unit_test(a_cookie_is_found_by_its_whole_name),
		IN_ARENA(of_ipv6_a_network_counts_as_one),
	};

	return cmocka_run_group_tests_name("sent", tests, NULL, NULL);
}

/* smtp_test.c - the address of a mail server, and what its replies mean. */
#include "smtp.h"
#include "unit.h"

#include <string.h>

/* ---- whose server */

static void addresses_of_servers(void **state)
{
	static const struct {
		const char *given, *url, *user, *password;
		bool needs_tls;
	} cases[] = {
		{ "smtp://mail.example", "smtp://mail.example/b.example", NULL, NULL, true },
		{ "smtp://mail.example:587/", "smtp://mail.example:587/b.example", NULL, NULL,
			true },
		{ "SMTPS://Mail.Example", "smtps://Mail.Example/b.example", NULL, NULL, true },
		{ "smtps://me%40a.example:p%3a%2f@mail.example:465",
			"smtps://mail.example:465/b.example", "me@a.example", "p:/", true },
		{ "smtp://u:@mail.example", "smtp://mail.example/b.example", "u", "", true },
		{ "smtp://localhost:25", "smtp://localhost:25/b.example", NULL, NULL, false },
		{ "smtp://127.0.0.53", "smtp://127.0.0.53/b.example", NULL, NULL, false },
		{ "smtp://[::1]:25", "smtp://[::1]:25/b.example", NULL, NULL, false },
		{ "smtp://[2001:db8::1]", "smtp://[2001:db8::1]/b.example", NULL, NULL, true },
		{ "smtp://127.0.0.1.example", "smtp://127.0.0.1.example/b.example", NULL, NULL,
			true },
		{ "smtp://localhost.example", "smtp://localhost.example/b.example", NULL, NULL,
			true },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct smtp_server s = { 0 };

		if (!smtp_server_read(*state, cases[i].given, "a@b.example", NULL, &s))
			fail_msg("%s is refused", cases[i].given);
		assert_string_equal(s.url, cases[i].url);
		assert_text(str_from(s.user), cases[i].user ? cases[i].user : "");
		assert_text(str_from(s.password), cases[i].password ? cases[i].password : "");
		assert_int_equal(!s.user, !cases[i].user);
		assert_int_equal(s.needs_tls, cases[i].needs_tls);
	}
}

static void what_is_no_server(void **state)
{
	static const char *const wrong[] = { "", "mail.example", "mail.example:587", "smtp://",
		"http://mail.example", "imap://mail.example", "smtp:mail.example",
		"smtp://mail.example/path", "smtp://mail.example?x", "smtp://mail.example/#x",
		"smtp://u@mail.example", "smtp://u;AUTH=PLAIN:p@mail.example", "smtp://u:p@",
		"smtp://mail.example:0x1", "smtp://mail.example:99999", "smtp://a b.example",
		"smtp://u:p%0d%0a@mail.example", "smtp://mail.example\r\n" };
	struct smtp_server s = { .user = "untouched" };

	for (size_t i = 0; i < COUNT(wrong); i++)
		if (smtp_server_read(*state, wrong[i], "a@b.example", NULL, &s))
			fail_msg("%s is taken", wrong[i]);
	assert_string_equal(s.user, "untouched");
}

static void whose_certificates_are_told_needs_them(void **state)
{
	struct smtp_server s;

	assert_true(smtp_server_read(*state, "smtp://localhost", "a@b.example", "ca.pem", &s));
	assert_true(s.needs_tls);
	assert_string_equal(s.ca_file, "ca.pem");
}

/* ---- replies */

static void replies_mean_something_by_when_they_come(void **state)
{
	static const struct {
		enum smtp_step step;
		const char *reply;
		enum smtp_end end;
	} cases[] = {
		{ SMTP_HELLO, "", SMTP_AWAY },
		{ SMTP_HELLO, "421 4.3.2 Closing", SMTP_AWAY },
		{ SMTP_HELLO, "535 5.7.8 Wrong password", SMTP_AWAY },
		{ SMTP_HELLO, "550 5.7.1 Not from you", SMTP_AWAY },
		{ SMTP_RECIPIENT, "", SMTP_LATER },
		{ SMTP_RECIPIENT, "450 4.2.1 Try later", SMTP_LATER },
		{ SMTP_RECIPIENT, "421 Closing", SMTP_LATER },
		{ SMTP_RECIPIENT, "550 5.1.1 Nobody", SMTP_ADDRESS_REFUSED },
		{ SMTP_RECIPIENT, "550", SMTP_ADDRESS_REFUSED },
		{ SMTP_RECIPIENT, "550-5.1.1 Nobody 550 5.1.1 here", SMTP_ADDRESS_REFUSED },
		{ SMTP_RECIPIENT, "553 No such name", SMTP_ADDRESS_REFUSED },
		{ SMTP_RECIPIENT, "530 Say who you are", SMTP_LATER },
		{ SMTP_RECIPIENT, "552 5.2.2 Full", SMTP_LATER },
		{ SMTP_RECIPIENT, "554 5.7.1 Relay access denied", SMTP_LATER },
		{ SMTP_RECIPIENT, "550-5.7.26 Not signed", SMTP_LATER },
		{ SMTP_CONTENT, "", SMTP_LATER },
		{ SMTP_CONTENT, "451 Not now", SMTP_LATER },
		{ SMTP_CONTENT, "550 5.7.1 Spam", SMTP_LETTER_REFUSED },
		{ SMTP_CONTENT, "552 Too large", SMTP_LETTER_REFUSED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (smtp_judge(cases[i].step, str_from(cases[i].reply)) != cases[i].end)
			fail_msg("“%s”", cases[i].reply);
}

static void replies_are_cleaned(void **state)
{
	static const struct {
		const char *reply, *clean;
	} cases[] = {
		{ "", "" },
		{ " \r\n\t ", "" },
		{ "550 5.1.1 Nobody\r\n", "550 5.1.1 Nobody" },
		{ "550-One\r\n550  two\r\n", "550-One 550 two" },
		{ "a\x1b[31mb\x7f", "a [31mb" },
		{ "a\xc2\x9b"
		  "31mb",
			"a 31mb" },
		{ "é文\xf0\x9f\x8e\xad", "é文\xf0\x9f\x8e\xad" },
		{ "a\xff"
		  "b\xc3",
			"a?b?" },
		{ "\xe9t\xe9", "?t?" },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_text(smtp_clean(*state, str_from(cases[i].reply)), cases[i].clean);
	assert_text(smtp_clean(*state, S("a\0b")), "a?b");
}

static void long_replies_are_cut_between_characters(void **state)
{
	char reply[SMTP_REPLY_MAX + 10];

	memset(reply, 'a', sizeof reply);
	memcpy(reply + SMTP_REPLY_MAX - 1, "é", 2);
	assert_int_equal(
		smtp_clean(*state, (struct str){ reply, sizeof reply }).n, SMTP_REPLY_MAX - 1);
	memcpy(reply + SMTP_REPLY_MAX - 2, "éa", 3);
	assert_int_equal(smtp_clean(*state, (struct str){ reply, sizeof reply }).n, SMTP_REPLY_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(addresses_of_servers),
		IN_ARENA(what_is_no_server),
		IN_ARENA(whose_certificates_are_told_needs_them),
		cmocka_unit_test(replies_mean_something_by_when_they_come),
		IN_ARENA(replies_are_cleaned),
		IN_ARENA(long_replies_are_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* mime_test.c - which addresses letters can go to, and what a letter is on the wire. */
#include "mail.h"
#include "mime.h"
#include "unit.h"

#include <string.h>

/* ---- addresses */

static void assert_sound(const char *address, bool expected)
{
	if (mail_address_is_sound(str_from(address)) != expected)
		fail_msg("“%s” is %s", address, expected ? "refused" : "taken");
}

static void addresses_that_letters_can_go_to(void **state)
{
	static const char *const sound[] = { "a@b.example", "a@localhost",
		"first.last+tag@mail.b.example", "o'neil@b.example",
		"!#$%&'*+-/=?^_`{|}~@b.example", "1@2.example", "a@xn--bcher-kva.example",
		"A@B.EXAMPLE" };

	(void)state;
	for (size_t i = 0; i < COUNT(sound); i++)
		assert_sound(sound[i], true);
}

static void addresses_that_they_cannot(void **state)
{
	static const char *const wrong[] = { "", "@", "a", "a@", "@b.example", "a@b", "a@b.",
		"a@.b.example", "a@b..example", "a@-b.example", "a@b-.example", ".a@b.example",
		"a.@b.example", "a..b@c.example", "a b@c.example", "a@b c.example", "a@b@c.example",
		"\"a\"@b.example", "a@[127.0.0.1]", "<a@b.example>", "a@b.example>", "a@b.example ",
		" a@b.example", "a(c)@b.example", "a,b@c.example", "a;b@c.example", "a:b@c.example",
		"a\\b@c.example", "a@b.example\r\nBcc: c@d.example", "a\n@b.example",
		"a\t@b.example", "a@b.example\x7f", "a@b_c.example", "é@b.example", "a@é.example",
		"a@LOCALHOST" };

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_sound(wrong[i], false);
	assert_false(mail_address_is_sound(S("a\0@b.example")));
	assert_false(mail_address_is_sound(S("a@b.example\0")));
	assert_false(mail_address_is_sound((struct str){ 0 }));
}

static void addresses_have_bounds(void **state)
{
	char address[MAIL_ADDRESS_MAX + 2];
	static const size_t labels[] = { 63, 63, 61 }; /* and "a", their dots and the "@" */
	size_t n = MAIL_LOCAL_MAX + 1;

	(void)state;
	memset(address, 'a', sizeof address);
	address[MAIL_LOCAL_MAX] = '@';
	for (size_t i = 0; i < COUNT(labels); i++) {
		n += labels[i];
		if (i + 1 < COUNT(labels))
			address[n++] = '.';
	}
	assert_int_equal(n, MAIL_ADDRESS_MAX);
	assert_true(mail_address_is_sound((struct str){ address, n }));
	assert_false(mail_address_is_sound((struct str){ address, n + 1 }));
	assert_false(mail_address_is_sound(str_from_at((struct str){ address, n }, 65)));
	address[MAIL_LOCAL_MAX] = 'a';
	address[MAIL_LOCAL_MAX + 1] = '@';
	assert_false(mail_address_is_sound((struct str){ address, n - 9 }));
}

/* ---- on the wire */

static struct mime given(const char *subject, const char *text)
{
	return (struct mime){ .id = S("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
		.from = S("jalon@jalon.example"),
		.to = S("reader@b.example"),
		.lang = &languages[LANG_FR],
		.subject = str_from(subject),
		.text = str_from(text),
		.origin = S("https://jalon.example"),
		.at_ms = 1795257727000 };
}

static bool holds(struct str s, const char *part)
{
	size_t n = strlen(part);

	for (size_t i = 0; i + n <= s.n; i++)
		if (!memcmp(s.p + i, part, n))
			return true;
	return false;
}

static void assert_holds(struct str s, const char *part)
{
	if (!holds(s, part))
		fail_msg("no “%s” in\n" STR_FMT, part, STR_ARG(s));
}

static void a_letter_is_written_whole(void **state)
{
	struct mime m = given("Bonjour", "Une ligne.\n\nhttps://jalon.example/fr?a=1&b=2");

	assert_text(mime_write(*state, &m),
		"From: Jalon <jalon@jalon.example>\r\n"
		"To: <reader@b.example>\r\n"
		"Subject: Bonjour\r\n"
		"Date: Sat, 21 Nov 2026 10:42:07 +0000\r\n"
		"Message-ID: <01ARZ3NDEKTSV4RRFFQ69G5FAV@jalon.example>\r\n"
		"Auto-Submitted: auto-generated\r\n"
		"Content-Language: fr\r\n"
		"MIME-Version: 1.0\r\n"
		"Content-Type: multipart/alternative; "
		"boundary=\"=_01ARZ3NDEKTSV4RRFFQ69G5FAV\"\r\n"
		"\r\n"
		"--=_01ARZ3NDEKTSV4RRFFQ69G5FAV\r\n"
		"Content-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n"
		"\r\n"
		"Une ligne.\r\n"
		"\r\n"
		"https://jalon.example/fr?a=3D1&b=3D2\r\n"
		"\r\n"
		"Jalon\r\n"
		"https://jalon.example\r\n"
		"\r\n"
		"--=_01ARZ3NDEKTSV4RRFFQ69G5FAV\r\n"
		"Content-Type: text/html; charset=utf-8\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n"
		"\r\n"
		"<!doctype html>\r\n"
		"<html lang=3D\"fr\" dir=3D\"ltr\">\r\n"
		"<head>\r\n"
		"<meta charset=3D\"utf-8\">\r\n"
		"<meta name=3D\"viewport\" content=3D\"width=3Ddevice-width, "
		"initial-scale=3D1\"=\r\n"
		">\r\n"
		"<title>Bonjour</title>\r\n"
		"</head>\r\n"
		"<body>\r\n"
		"<p>\r\nUne ligne.\r\n</p>\r\n"
		"<p>\r\n<a href=3D\"https://jalon.example/fr?a=3D1&amp;b=3D2\">"
		"https://jalon.example/=\r\nfr?a=3D1&amp;b=3D2</a>\r\n</p>\r\n"
		"<p>\r\nJalon\r\n<br>\r\n"
		"<a href=3D\"https://jalon.example\">https://jalon.example</a>\r\n</p>\r\n"
		"</body>\r\n</html>\r\n"
		"\r\n--=_01ARZ3NDEKTSV4RRFFQ69G5FAV--\r\n");
}

static void a_subject_is_one_header_whatever_it_holds(void **state)
{
	static const struct {
		const char *subject, *header;
	} cases[] = {
		{ "", "Subject: \r\n" },
		{ "Plain = plain", "Subject: Plain = plain\r\n" },
		{ "Été", "Subject: =?UTF-8?B?w4l0w6k=?=\r\n" },
		{ "=?UTF-8?B?w4k=?=", "Subject: =?UTF-8?B?PT9VVEYtOD9CP3c0az0/PQ==?=\r\n" },
		{ " blank", "Subject: =?UTF-8?B?IGJsYW5r?=\r\n" },
		{ "a\r\nBcc: x@y.example\r\n\r\nz", "Subject: a  Bcc: x@y.example    z\r\n" },
		{ "a\x7f\tb\x01"
		  "c",
			"Subject: a  b c\r\n" },
		{ "ééééééééééééééééééééé",
			"Subject: "
			"=?UTF-8?B?w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6k=?=\r\n"
			" =?UTF-8?B?w6nDqQ==?=\r\n" },
		{ "A subject that is longer than most people would ever read on a telephone",
			"Subject: =?UTF-8?B?"
			"QSBzdWJqZWN0IHRoYXQgaXMgbG9uZ2VyIHRoYW4gbW9zdCBwZW9w?=\r\n"
			" =?UTF-8?B?bGUgd291bGQgZXZlciByZWFkIG9uIGEgdGVsZXBob25l?=\r\n" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mime m = given(cases[i].subject, "");

		assert_holds(mime_write(*state, &m), cases[i].header);
	}
}

static void lines_stay_short_and_plain(void **state)
{
	const char *const texts[] = { "", "\n\n\n", "é", "x", "a b\t\n \n\t", "=", ".", "\r\n.\r\n",
		"\xf0\x9f\x8e\xad 文化 العربية" };

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct out text = out_new(*state, 1 << 20);
		struct str line, rest;

		for (size_t n = 0; n < 200; n++)
			out_z(&text, texts[i]);
		struct mime m = given("x", str_z(*state, out_done(&text)));
		for (rest = mime_write(*state, &m); str_cut(&rest, '\n', &line);) {
			assert_true(line.n <= 78 && (!line.n || line.p[line.n - 1] == '\r'));
			for (size_t k = 0; k + 1 < line.n; k++)
				assert_true(line.p[k] >= ' ' && line.p[k] <= '~');
			assert_false(line.n > 1 && line.p[line.n - 2] == ' ');
		}
	}
}

static void days_have_their_names(void **state)
{
	assert_text(mime_date(*state, 0), "Thu, 1 Jan 1970 00:00:00 +0000");
	assert_text(mime_date(*state, 951782400000), "Tue, 29 Feb 2000 00:00:00 +0000");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_that_letters_can_go_to),
		cmocka_unit_test(addresses_that_they_cannot),
		cmocka_unit_test(addresses_have_bounds),
		IN_ARENA(a_letter_is_written_whole),
		IN_ARENA(a_subject_is_one_header_whatever_it_holds),
		IN_ARENA(lines_stay_short_and_plain),
		IN_ARENA(days_have_their_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Safe markup: what may stand in text, attributes, addresses and data blocks, and how. */
#include "html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { CAP_BYTES = 1024 * 1024 };

struct page {
	struct arena arena;
	struct out out;
	struct page_out o;
};

static int open_page(void **state)
{
	static struct page p;

	arena_init(&p.arena, CAP_BYTES);
	p.out = out_new(&p.arena, CAP_BYTES);
	p.o = (struct page_out){ .out = &p.out, .arena = &p.arena };
	*state = &p;
	return 0;
}

static int close_page(void **state)
{
	struct page *p = *state;

	arena_free(&p->arena);
	return 0;
}

static void assert_text(struct str found, const char *expected)
{
	assert_int_equal(found.n, str_from(expected).n);
	if (found.n)
		assert_memory_equal(found.p, expected, found.n);
}

/* What was written since the last time. */
static void assert_written(struct page *p, const char *expected)
{
	assert_text(out_done(&p->out), expected);
	p->out.n = 0;
}

static void markup_in_text_is_escaped(void **state)
{
	struct page *p = *state;

	HTML_TEXT(&p->o, S("<b>\"R&D\" 'x'</b>"));
	assert_written(p, "&lt;b&gt;&quot;R&amp;D&quot; &#39;x&#39;&lt;/b&gt;");
	HTML_TEXT(&p->o, "<");
	assert_written(p, "&lt;");
	HTML_TEXT(&p->o, "plain \xc3\xa9");
	assert_written(p, "plain \xc3\xa9");
}

static void attributes_are_escaped_like_text(void **state)
{
	struct page *p = *state;

	HTML_ATTR(&p->o, S("\" onclick='x'"));
	assert_written(p, "&quot; onclick=&#39;x&#39;");
	html_attr_url(&p->o, (struct url){ S("/x?a=1&b='2'") });
	assert_written(p, "/x?a=1&amp;b=&#39;2&#39;");
}

static void nothing_writes_nothing(void **state)
{
	struct page *p = *state;

	HTML_TEXT(&p->o, (struct str){ 0 });
	HTML_TEXT(&p->o, (const char *)NULL);
	HTML_ATTR(&p->o, "");
	HTML_COMPONENT(&p->o, (struct str){ 0 });
	html_attr_url(&p->o, (struct url){ 0 });
	html_json(&p->o, (struct json_text){ 0 });
	assert_written(p, "");
}

static void numbers_and_markup_go_by_their_type(void **state)
{
	struct page *p = *state;

	HTML_TEXT(&p->o, -12);
	HTML_TEXT(&p->o, (size_t)34);
	HTML_ATTR(&p->o, INT64_MIN);
	HTML_COMPONENT(&p->o, 5u);
	assert_written(p, "-1234-92233720368547758085");
	HTML_TEXT(&p->o, ((struct html){ S("<i>1</i>") }));
	assert_written(p, "<i>1</i>");
}

static void components_are_percent_encoded(void **state)
{
	struct page *p = *state;

	HTML_COMPONENT(&p->o, S("a b/c?d#e&f=\xc3\xa9-._~"));
	assert_written(p, "a%20b%2Fc%3Fd%23e%26f%3D%C3%A9-._~");
}

static void an_empty_first_segment_names_no_host(void **state)
{
	struct page *p = *state;

	out_z(&p->out, "<a href=\"/");
	HTML_COMPONENT(&p->o, "");
	out_z(&p->out, "/");
	HTML_COMPONENT(&p->o, "evil.example");
	assert_written(p, "<a href=\"/./evil.example");
	out_z(&p->out, "<a href=\"/x/");
	HTML_COMPONENT(&p->o, "");
	assert_written(p, "<a href=\"/x/");
}

static void json_cannot_end_its_script(void **state)
{
	struct page *p = *state;

	html_json(&p->o,
		(struct json_text){ S("[\"</script><!--&\\u00e9\xe2\x80\xa8\xe2\x80\xa9\"]") });
	assert_written(p, "[\"\\u003c/script\\u003e\\u003c!--\\u0026\\u00e9\\u2028\\u2029\"]");
	html_json(&p->o, (struct json_text){ S("\"\xe2\x82\xac \xe2\x80\"") });
	assert_written(p, "\"\xe2\x82\xac \xe2\x80\"");
}

#define PATH(p, literal, ...) \
	url_path(&(p)->arena, (literal), (const struct str[]){ __VA_ARGS__ }, \
		COUNT(((const struct str[]){ __VA_ARGS__ }))) \
		.address

static void paths_take_components_in_their_places(void **state)
{
	struct page *p = *state;

	assert_text(url_path(&p->arena, "/en/about", NULL, 0).address, "/en/about");
	assert_text(url_path(&p->arena, "", NULL, 0).address, "");
	assert_text(PATH(p, "/en/practices/{}", S("GP 1/2")), "/en/practices/GP%201%2F2");
	assert_text(PATH(p, "/{}/x?q={}#top", S("fr"), S("a&b")), "/fr/x?q=a%26b#top");
	assert_text(PATH(p, "?q={}", S("\xc3\xa9")), "?q=%C3%A9");
	assert_text(PATH(p, "/{}/{}", S(""), S("evil.example")), "/./evil.example");
	assert_text(PATH(p, "/x/{}", S("")), "/x/");
}

static void addresses_elsewhere_are_of_the_web(void **state)
{
	static const char *const good[] = { "http://example.org", "https://example.org/x?y#z",
		"HTTPS://EXAMPLE.ORG/", "https://[::1]/",
		"https://xn--bcher-kva.example/\xc3\xa9" };
	static const char *const bad[] = { "", "http", "http://", "https:///x", "https://?x",
		"https://#x", "https://:80/", "https://\\x", "javascript:alert(1)//https://x",
		"data:text/html,x", "//example.org", "/x", "example.org", " https://example.org",
		"https://example.org/a b", "https://example.org/\n", "https://exa\tmple.org",
		"https://example.org/\x7f", "https:/example.org", "ftp://example.org" };
	struct page *p = *state;

	for (size_t i = 0; i < COUNT(good); i++)
		assert_text(url_external(&p->arena, str_from(good[i])).address, good[i]);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_text(url_external(&p->arena, str_from(bad[i])).address, "");
	assert_text(url_external(&p->arena, (struct str){ "https://a/\0b", 12 }).address, "");
}

static void one_can_write_to_an_e_mail_address_or_a_page(void **state)
{
	static const char *const good[][2] = { { "a@b.example", "mailto:a@b.example" },
		{ "first.last+x_y-z@b", "mailto:first.last+x_y-z@b" },
		{ "https://b.example/a@b", "https://b.example/a@b" } };
	static const char *const bad[] = { "", "@", "a@", "@b", "a@b@c", "a b@c", "a@b?subject=x",
		"a@b,c@d", "a%40@b", ".a@b", "mailto:a@b", "javascript:x@y", "a" };
	struct page *p = *state;

	for (size_t i = 0; i < COUNT(good); i++)
		assert_text(url_contact(&p->arena, str_from(good[i][0])).address, good[i][1]);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_text(url_contact(&p->arena, str_from(bad[i])).address, "");
	assert_text(url_contact(&p->arena, (struct str){ "a\0b@c", 5 }).address, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_page, close_page)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(markup_in_text_is_escaped),
		TEST(attributes_are_escaped_like_text),
		TEST(nothing_writes_nothing),
		TEST(numbers_and_markup_go_by_their_type),
		TEST(components_are_percent_encoded),
		TEST(an_empty_first_segment_names_no_host),
		TEST(json_cannot_end_its_script),
		TEST(paths_take_components_in_their_places),
		TEST(addresses_elsewhere_are_of_the_web),
		TEST(one_can_write_to_an_e_mail_address_or_a_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

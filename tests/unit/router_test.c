/* Addresses: what is read from a target, and which route answers it. */
#include "router.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { ALLOWED = 1, CAP_BYTES = 1024 * 1024 };

static enum http_status answer(struct request *r)
{
	(void)r;
	return HTTP_OK;
}

#define ROW(method, pattern) \
	{ \
		METHOD_##method, pattern, LANE_READ, ALLOWED, answer, 0, NULL \
	}
#define END \
	{ \
		0 \
	}
#define SITE(...) \
	{ \
		.route_tables = (const struct route *const[]) \
		{ \
			__VA_ARGS__, NULL \
		} \
	}

static const struct route home_rows[] = {
	ROW(GET, "/"),
	ROW(GET, "/{lang}"),
	ROW(GET, "/healthz"),
	END,
};

static const struct route practice_rows[] = {
	ROW(GET, "/{lang}/practices"),
	ROW(POST, "/{lang}/practices"),
	ROW(GET, "/{lang}/practices/:id"),
	ROW(DELETE, "/{lang}/practices/:id"),
	ROW(GET, "/{lang}/practices/new"),
	ROW(GET, "/{lang}/practices/:id/texts/:field"),
	ROW(PATCH, "/api/v1/practices/:id"),
	ROW(GET, "/:anything/practices/:id/raw"),
	END,
};

static const struct site site = SITE(home_rows, practice_rows);

struct visit {
	struct request r;
	enum parse_result parsed;
	enum http_status status;
};

static int visit_setup(void **state)
{
	static struct visit v;

	v = (struct visit){ .r.lang = &languages[LANG_FR] };
	arena_init(&v.r.arena, CAP_BYTES);
	*state = &v;
	return 0;
}

static int visit_teardown(void **state)
{
	struct visit *v = *state;

	arena_free(&v->r.arena);
	return 0;
}

static struct visit *parse(void **state, struct str target)
{
	struct visit *v = *state;

	v->r.target = target;
	v->parsed = request_parse_target(&v->r);
	return v;
}

static struct visit *visit(void **state, enum http_method method, const char *target)
{
	struct visit *v = *state;

	visit_teardown(state);
	visit_setup(state);
	v->r.method = method;
	parse(state, str_from(target));
	assert_int_equal(v->parsed, PARSE_OK);
	v->status = router_match(&site, &v->r);
	return v;
}

#define assert_str(got, expected) \
	do { \
		struct str got_ = (got); \
		assert_int_equal(got_.n, strlen(expected)); \
		assert_memory_equal(got_.n ? got_.p : "", expected, got_.n); \
	} while (0)

static void assert_route(
	void **state, enum http_method method, const char *target, const char *pattern)
{
	struct visit *v = visit(state, method, target);

	assert_int_equal(v->status, HTTP_OK);
	assert_string_equal(v->r.route->pattern, pattern);
}

static void assert_missing(void **state, const char *target)
{
	assert_int_equal(visit(state, METHOD_GET, target)->status, HTTP_NOT_FOUND);
}

/* ---- reading */

static void a_target_is_split_and_decoded(void **state)
{
	struct visit *v = parse(state, S("/en/d%C3%A9c+a%2Fb?q=a+b%2Bc&party=FRA&q=%26&flag&=x&&"));

	assert_int_equal(v->parsed, PARSE_OK);
	assert_str(v->r.path, "/en/déc+a/b");
	assert_int_equal(v->r.n_segments, 2);
	assert_str(v->r.segments[0], "en");
	assert_str(v->r.segments[1], "déc+a/b");
	assert_str(v->r.query, "q=a+b%2Bc&party=FRA&q=%26&flag&=x&&");
	assert_int_equal(v->r.params.n, 5);
	assert_str(request_param(&v->r, "q"), "a b+c");
	assert_str(v->r.params.v[2].value, "&");
	assert_str(request_param(&v->r, "flag"), "");
	assert_str(v->r.params.v[4].value, "x");
	assert_str(request_param(&v->r, "absent"), "");
}

static void the_root_has_no_segments(void **state)
{
	static const struct str roots[] = { { "/", 1 }, { "/?", 2 }, { "http://jalon.example", 20 },
		{ "HTTPS://jalon.example/", 22 }, { "http://jalon.example?q=1", 24 } };

	for (size_t i = 0; i < COUNT(roots); i++) {
		struct visit *v = parse(state, roots[i]);

		assert_int_equal(v->parsed, PARSE_OK);
		assert_int_equal(v->r.n_segments, 0);
		assert_str(v->r.path, "/");
	}
}

static void the_origin_of_an_absolute_target_is_left_out(void **state)
{
	struct visit *v = parse(state, S("http://jalon.example:8080/en/about?x=/"));

	assert_int_equal(v->parsed, PARSE_OK);
	assert_str(v->r.path, "/en/about");
	assert_str(request_param(&v->r, "x"), "/");
}

static void empty_segments_are_kept(void **state)
{
	assert_int_equal(parse(state, S("//"))->r.n_segments, 2);
	assert_int_equal(parse(state, S("/en/"))->r.n_segments, 2);
	assert_int_equal(parse(state, S("/en//x"))->r.n_segments, 3);
}

static void broken_targets_are_refused(void **state)
{
	static const char *const broken[] = { "", "*", "en", "ftp://host/", "/%", "/%4", "/%4g",
		"/%g4", "/%00", "/a?b=%00", "/a?%", "/a?x=%f", "/%ff", "/%c3", "/%c3/%a9",
		"/?x=%c3&y=%a9", "/?%c3=%a9", "/%ed%a0%80", "/%c0%af", "/\xff" };

	for (size_t i = 0; i < COUNT(broken); i++) {
		struct visit *v = parse(state, str_from(broken[i]));

		if (v->parsed != PARSE_BAD)
			fail_msg("\"%s\" was taken", broken[i]);
	}
}

static struct str repeated(struct arena *a, const char *begin, const char *part, size_t n)
{
	struct out o = out_new(a, 1024 * 1024);

	out_z(&o, begin);
	while (n--)
		out_z(&o, part);
	return out_done(&o);
}

static void limits_hold_at_their_borders(void **state)
{
	struct visit *v = *state;
	struct arena *a = &v->r.arena;

	assert_int_equal(parse(state, repeated(a, "", "/s", PATH_SEGMENTS_MAX))->parsed, PARSE_OK);
	assert_int_equal(
		parse(state, repeated(a, "", "/s", PATH_SEGMENTS_MAX + 1))->parsed, PARSE_BAD);
	assert_int_equal(parse(state, repeated(a, "/?", "p&", PARAMS_MAX))->parsed, PARSE_OK);
	assert_int_equal(v->r.params.n, PARAMS_MAX);
	assert_int_equal(parse(state, repeated(a, "/?", "p&", PARAMS_MAX + 1))->parsed, PARSE_BAD);
	assert_int_equal(parse(state, repeated(a, "/?", "&", PARAMS_MAX + 1))->parsed, PARSE_OK);
	assert_int_equal(parse(state, repeated(a, "/", "a", PATH_MAX_BYTES - 1))->parsed, PARSE_OK);
	assert_int_equal(
		parse(state, repeated(a, "/", "a", PATH_MAX_BYTES))->parsed, PARSE_TOO_LONG);
}

/* ---- matching */

static void a_pattern_takes_its_addresses(void **state)
{
	assert_route(state, METHOD_GET, "/", "/");
	assert_route(state, METHOD_GET, "/fr", "/{lang}");
	assert_route(state, METHOD_GET, "/fr/", "/{lang}");
	assert_route(state, METHOD_GET, "/healthz?verbose", "/healthz");
	assert_route(state, METHOD_GET, "/en/practices", "/{lang}/practices");
	assert_route(state, METHOD_HEAD, "/en/practices", "/{lang}/practices");
	assert_route(state, METHOD_POST, "/en/practices", "/{lang}/practices");
	assert_route(state, METHOD_GET, "/en/practices/GP-1-01", "/{lang}/practices/:id");
	assert_route(state, METHOD_PATCH, "/api/v1/practices/1", "/api/v1/practices/:id");
}

static void what_is_written_out_wins_over_what_is_open(void **state)
{
	assert_route(state, METHOD_GET, "/en/practices/new", "/{lang}/practices/new");
	assert_route(state, METHOD_GET, "/en/practices/newer", "/{lang}/practices/:id");
}

static void a_dead_end_is_left_for_the_next_open_segment(void **state)
{
	assert_route(state, METHOD_GET, "/en/practices/new/raw", "/:anything/practices/:id/raw");
	assert_route(state, METHOD_GET, "/xx/practices/1/raw", "/:anything/practices/:id/raw");
}

static void other_addresses_are_not_found(void **state)
{
	static const char *const missing[] = { "/de", "/fr//", "//", "//fr", "/healthz/",
		"/en/practices/", "/en//practices", "/en/practices//texts/x", "/en/../healthz",
		"/./healthz", "/EN/practices", "/en/practices/1/texts", "/api/v1/practices",
		"/%7Blang%7D", "/en%2Fpractices", "/en/practices/1/texts/a/b" };

	for (size_t i = 0; i < COUNT(missing); i++)
		assert_missing(state, missing[i]);
}

static void the_parts_of_the_path_have_names(void **state)
{
	struct visit *v = visit(state, METHOD_GET, "/en/practices/GP%2D1/texts/title%20x");

	assert_str(request_path_arg(&v->r, "id"), "GP-1");
	assert_str(request_path_arg(&v->r, "field"), "title x");
	assert_str(request_path_arg(&v->r, "other"), "");
	assert_str(request_path_arg(&v->r, "texts"), "");
}

static void the_address_tells_the_language_even_when_nothing_is_there(void **state)
{
	assert_string_equal(visit(state, METHOD_GET, "/en/practices")->r.lang->code, "en");
	assert_string_equal(visit(state, METHOD_GET, "/en/nothing")->r.lang->code, "en");
	assert_string_equal(visit(state, METHOD_GET, "/nothing")->r.lang->code, "fr");
}

static void another_method_is_told_those_allowed(void **state)
{
	struct visit *v = visit(state, METHOD_PUT, "/en/practices/1");

	assert_int_equal(v->status, HTTP_METHOD_NOT_ALLOWED);
	assert_null(v->r.route);
	assert_int_equal(v->r.n_headers, 1);
	assert_string_equal(v->r.headers[0].name, "Allow");
	assert_str(v->r.headers[0].value, "GET, HEAD, DELETE");
	v = visit(state, METHOD_OTHER, "/api/v1/practices/1");
	assert_int_equal(v->status, HTTP_METHOD_NOT_ALLOWED);
	assert_str(v->r.headers[0].value, "PATCH");
	v = visit(state, METHOD_OTHER, "/nothing");
	assert_int_equal(v->status, HTTP_NOT_FOUND);
}

/* ---- tables */

static void assert_fault(void **state, struct route row, const char *fault)
{
	const struct route rows[] = { row, END };
	const struct site s = SITE(home_rows, rows);
	struct visit *v = *state;
	struct str why = S("untouched");

	assert_false(router_check(&s, &v->r.arena, &why));
	if (!strstr(str_z(&v->r.arena, why), fault))
		fail_msg("\"%.*s\" does not say \"%s\"", STR_ARG(why), fault);
}

static void good_tables_pass(void **state)
{
	struct visit *v = *state;
	struct str why = S("untouched");

	assert_true(router_check(&site, &v->r.arena, &why));
	assert_str(why, "untouched");
}

static void faulty_rows_are_named(void **state)
{
	struct route row = ROW(GET, "/x");

	row.permission = 0;
	assert_fault(state, row, "GET /x has no permission");
	row = (struct route)ROW(GET, "/x");
	row.handler = NULL;
	assert_fault(state, row, "has no handler");
	row = (struct route)ROW(OTHER, "/x");
	assert_fault(state, row, "unknown method");
	assert_fault(state, (struct route)ROW(GET, "x"), "slash");
	assert_fault(state, (struct route)ROW(GET, ""), "slash");
	assert_fault(state, (struct route)ROW(GET, "/x/"), "empty segment");
	assert_fault(state, (struct route)ROW(GET, "//x"), "empty segment");
	assert_fault(state, (struct route)ROW(GET, "/x/:"), "without a name");
	assert_fault(state, (struct route)ROW(GET, "/x/{lang}"), "{lang} elsewhere");
	assert_fault(state, (struct route)ROW(GET, "/{langue}"), "character");
	assert_fault(state, (struct route)ROW(GET, "/é"), "character");
	assert_fault(state, (struct route)ROW(GET, "/a/a/a/a/a/a/a/a/a/a/a/a/a"), "too many");
	assert_fault(state, (struct route)ROW(GET, "/healthz"), "twice");
	assert_fault(state, (struct route)ROW(GET, "/"), "twice");
}

/* ---- speed */

enum { COLLECTIONS = 25, PATTERNS_EACH = 12, MATCHES = 200000 };

static struct route many_rows[COLLECTIONS * PATTERNS_EACH + 1];
static const struct site many = SITE(many_rows);
static char many_patterns[COLLECTIONS * PATTERNS_EACH][80];

static void many_rows_fill(void)
{
	static const char *const forms[PATTERNS_EACH] = { "/{lang}/kind-of-thing-%u",
		"/{lang}/kind-of-thing-%u/:id", "/{lang}/kind-of-thing-%u/new",
		"/{lang}/kind-of-thing-%u/:id/edit", "/{lang}/kind-of-thing-%u/:id/history",
		"/{lang}/kind-of-thing-%u/:id/offline", "/{lang}/kind-of-thing-%u/:id/files/:file",
		"/{lang}/kind-of-thing-%u/:id/notes/:field", "/api/v1/kind-of-thing-%u",
		"/api/v1/kind-of-thing-%u/:id", "/api/v1/kind-of-thing-%u/:id/:action",
		"/api/v1/kind-of-thing-%u/:id/files/:file" };

	for (unsigned i = 0; i < COLLECTIONS * PATTERNS_EACH; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(many_patterns[i], sizeof many_patterns[i], forms[i % PATTERNS_EACH],
			i / PATTERNS_EACH);
#pragma GCC diagnostic pop
		many_rows[i] = (struct route)ROW(GET, many_patterns[i]);
	}
}

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The bound is loose, for builds with sanitizers; a release build needs about 0.1 us. */
static void three_hundred_routes_are_matched_in_microseconds(void **state)
{
	struct visit *v = *state;
	struct str why;

	many_rows_fill();
	assert_true(router_check(&many, &v->r.arena, &why));
	parse(state, S("/api/v1/kind-of-thing-24/GP-1-01/publish"));
	double begin = now_s();
	for (unsigned i = 0; i < MATCHES; i++)
		assert_int_equal(router_match(&many, &v->r), HTTP_OK);
	double each_us = (now_s() - begin) * 1e6 / MATCHES;

	assert_string_equal(v->r.route->pattern, "/api/v1/kind-of-thing-24/:id/:action");
	print_message("%.2f us a match\n", each_us);
	assert_true(each_us < 10);
}

/* ---- answering */

static void a_redirect_cannot_carry_a_header(void **state)
{
	struct visit *v = *state;

	v->r.method = METHOD_POST;
	assert_int_equal(
		answer_redirect(&v->r, S("/en?q=a\r\nSet-Cookie: x=é%20")), HTTP_SEE_OTHER);
	assert_str(v->r.headers[0].value, "/en?q=a%0D%0ASet-Cookie:%20x=%C3%A9%20");
	v->r.method = METHOD_GET;
	assert_int_equal(answer_redirect(&v->r, S("/")), HTTP_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, visit_setup, visit_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_target_is_split_and_decoded),
		TEST(the_root_has_no_segments),
		TEST(the_origin_of_an_absolute_target_is_left_out),
		TEST(empty_segments_are_kept),
		TEST(broken_targets_are_refused),
		TEST(limits_hold_at_their_borders),
		TEST(a_pattern_takes_its_addresses),
		TEST(what_is_written_out_wins_over_what_is_open),
		TEST(a_dead_end_is_left_for_the_next_open_segment),
		TEST(other_addresses_are_not_found),
		TEST(the_parts_of_the_path_have_names),
		TEST(the_address_tells_the_language_even_when_nothing_is_there),
		TEST(another_method_is_told_those_allowed),
		TEST(good_tables_pass),
		TEST(faulty_rows_are_named),
		TEST(three_hundred_routes_are_matched_in_microseconds),
		TEST(a_redirect_cannot_carry_a_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* multipart_test.c - forms with files, as browsers and programs send them. */
#include "body.h"
#include "multipart.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

#define TYPE "multipart/form-data; boundary=b"
#define PART(name, more, body) \
	"--b\r\nContent-Disposition: form-data; name=\"" name "\"" more "\r\n\r\n" body "\r\n"

struct sent {
	struct params fields;
	struct uploads files;
};

static int open_arena(void **state)
{
	static struct arena a;

	arena_init(&a, 1 << 20);
	*state = &a;
	return 0;
}

static int close_arena(void **state)
{
	arena_free(*state);
	return 0;
}

static bool parses(void **state, const char *type, const char *body, struct sent *ret_sent)
{
	return multipart_parse(str_from(body), multipart_boundary(str_from(type)), *state,
		&ret_sent->fields, &ret_sent->files);
}

static void fields_and_files_come_apart(void **state)
{
	struct sent s;

	assert_true(parses(state, TYPE,
		PART("title", "", "Été\r\n--c") PART("file", "; filename=\"r.pdf\"", "%PDF\r\n\r\n")
			PART("none", "; filename=\"\"", "") "--b--\r\n",
		&s));
	assert_int_equal(s.fields.n, 1);
	assert_text(params_find(&s.fields, "title"), "Été\r\n--c");
	assert_int_equal(s.files.n, 1);
	assert_text(s.files.v[0].field, "file");
	assert_text(s.files.v[0].name, "r.pdf");
	assert_text(s.files.v[0].bytes, "%PDF\r\n\r\n");
}

static void boundaries_are_read_as_they_are_written(void **state)
{
	(void)state;
	assert_text(multipart_boundary(S(TYPE)), "b");
	assert_text(
		multipart_boundary(S("Multipart/FORM-DATA; a=1; Boundary=\"b;c\"; d=2")), "b;c");
	assert_text(multipart_boundary(S("multipart/form-data")), "");
	assert_text(multipart_boundary(S("multipart/form-data; boundary=\"b")), "");
	assert_text(multipart_boundary(S("multipart/mixed; boundary=b")), "");
	assert_text(multipart_boundary(S("")), "");
}

static void a_name_is_one_line_without_folders(void **state)
{
	static const char *const names[][2] = {
		{ "C:\\My files\\a.pdf", "a.pdf" },
		{ "../../etc/passwd", "passwd" },
		{ "a%22b%0D%0Ac.pdf", "a\"b  c.pdf" },
		{ "a%20b", "a%20b" },
		{ "..\\", "" },
	};

	for (size_t i = 0; i < COUNT(names); i++) {
		char body[200];
		struct sent s;

		snprintf(body, sizeof body, PART("f", "; filename=\"%s\"", "x") "--b--",
			names[i][0]);
		assert_true(parses(state, TYPE, body, &s));
		assert_text(s.files.v[0].name, names[i][1]);
	}
}

static void a_long_name_ends_at_a_character(void **state)
{
	char body[1000] = "--b\r\nContent-Disposition: form-data; name=f; filename=\"x";
	struct sent s;

	for (size_t i = 0; i < 200; i++)
		strcat(body, "é");
	strcat(body, "\"\r\n\r\nx\r\n--b--");
	assert_true(parses(state, TYPE, body, &s));
	assert_int_equal(s.files.v[0].name.n, 255);
	assert_int_equal((unsigned char)s.files.v[0].name.p[254], 0xa9);
}

static void what_is_ill_formed_is_refused_whole(void **state)
{
	static const char *const bodies[] = {
		"",
		"--b",
		"--c\r\n\r\nx\r\n--c--",
		PART("a", "", "x"),
		PART("a", "", "\xff") "--b--",
		PART("\xff", "", "x") "--b--",
		"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
		"--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--b--",
		"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--",
		"--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: "
		"form-data; name=\"b\"\r\n\r\nx\r\n--b--",
		"--b\r\nContent-Disposition: form-data; name=\"a\"\nno blank line\r\n--b--",
		PART("a", "", "x") "--bx",
	};
	struct sent s;

	for (size_t i = 0; i < COUNT(bodies); i++)
		assert_false(parses(state, TYPE, bodies[i], &s));
}

static void no_more_parts_than_may_be(void **state)
{
	static char body[(PARAMS_MAX + 1) * 64 + 8];
	struct sent s;

	for (size_t i = 0; i < PARAMS_MAX; i++)
		strcat(body, PART("a", "", "x"));
	size_t whole = strlen(body);
	strcat(body, "--b--");
	assert_true(parses(state, TYPE, body, &s));
	assert_int_equal(s.fields.n, PARAMS_MAX);
	strcpy(body + whole, PART("a", "", "x") "--b--");
	assert_false(parses(state, TYPE, body, &s));
}

/* ---- where it is kept until it is read */

static void a_large_body_is_the_same_as_a_small_one(void **state)
{
	enum { PIECE = 100000, PIECES = 30 };
	static char piece[PIECE];
	struct room room = { .whole = PIECE * PIECES };
	struct body b = { .room = &room };
	struct str all;

	(void)state;
	for (int i = 0; i < PIECES; i++) {
		memset(piece, 'a' + i % 26, PIECE);
		assert_true(body_append(&b, (struct str){ piece, PIECE }));
		assert_int_equal(b.is_in_file, (i + 1) * PIECE > BODY_IN_MEMORY_BYTES);
	}
	assert_true(body_whole(&b, &all));
	assert_int_equal(all.n, PIECE * PIECES);
	for (int i = 0; i < PIECES; i++)
		for (int at = 0; at < PIECE; at += 999)
			assert_int_equal(all.p[i * PIECE + at], 'a' + i % 26);
	assert_true(body_whole(&b, &all));
	assert_int_equal(room.taken, PIECE * PIECES);
	assert_false(body_append(&b, S("x"))); /* the room is full */
	body_free(&b);
	assert_int_equal(room.taken, 0);
	body_free(&b);
}

static void nothing_sent_is_an_empty_body(void **state)
{
	struct body b = { 0 };
	struct str all;

	(void)state;
	assert_true(body_whole(&b, &all));
	assert_int_equal(all.n, 0);
	body_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_and_files_come_apart),
		cmocka_unit_test(boundaries_are_read_as_they_are_written),
		cmocka_unit_test(a_name_is_one_line_without_folders),
		cmocka_unit_test(a_long_name_ends_at_a_character),
		cmocka_unit_test(what_is_ill_formed_is_refused_whole),
		cmocka_unit_test(no_more_parts_than_may_be),
		cmocka_unit_test(a_large_body_is_the_same_as_a_small_one),
		cmocka_unit_test(nothing_sent_is_an_empty_body),
	};

	return cmocka_run_group_tests_name("multipart", tests, open_arena, close_arena);
}

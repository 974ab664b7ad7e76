/* csv_test.c - cells with their places, what is broken, and cells written and read back. */
#include "csv.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

struct expected {
	const char *text;
	unsigned line, column;
};

static void assert_row(
	struct csv_reader *r, struct arena *a, const struct expected *cells, size_t n)
{
	struct csv_row row;

	assert_int_equal(csv_next(r, a, &row), CSV_ROW);
	assert_int_equal(row.n, n);
	for (size_t i = 0; i < n; i++) {
		assert_text(row.cells[i].text, cells[i].text);
		assert_int_equal(row.cells[i].line, cells[i].line);
		assert_int_equal(row.cells[i].column, cells[i].column);
	}
}

#define ASSERT_ROW(reader, arena, ...) \
	assert_row((reader), (arena), (const struct expected[]){ __VA_ARGS__ }, \
		COUNT(((const struct expected[]){ __VA_ARGS__ })))

static void assert_end(struct csv_reader *r, struct arena *a)
{
	struct csv_row untouched = { .n = 42 };

	assert_int_equal(csv_next(r, a, &untouched), CSV_END);
	assert_int_equal(csv_next(r, a, &untouched), CSV_END);
	assert_int_equal(untouched.n, 42);
}

/* ---- reading */

static void an_empty_file_has_no_row(void **state)
{
	struct csv_reader empty = csv_read(S("")), nothing = csv_read(str_from(NULL));

	assert_end(&empty, *state);
	assert_end(&nothing, *state);
}

static void rows_and_cells_have_their_places(void **state)
{
	struct csv_reader r = csv_read(S("id,titre\nGP-1,été\n"));

	ASSERT_ROW(&r, *state, { "id", 1, 1 }, { "titre", 1, 4 });
	ASSERT_ROW(&r, *state, { "GP-1", 2, 1 }, { "été", 2, 6 });
	assert_end(&r, *state);
}

static void the_last_line_needs_no_end(void **state)
{
	struct csv_reader r = csv_read(S("a\nb"));

	ASSERT_ROW(&r, *state, { "a", 1, 1 });
	ASSERT_ROW(&r, *state, { "b", 2, 1 });
	assert_end(&r, *state);
}

static void empty_cells_and_lines_count(void **state)
{
	struct csv_reader r = csv_read(S(",,\n\n,x"));

	ASSERT_ROW(&r, *state, { "", 1, 1 }, { "", 1, 2 }, { "", 1, 3 });
	ASSERT_ROW(&r, *state, { "", 2, 1 });
	ASSERT_ROW(&r, *state, { "", 3, 1 }, { "x", 3, 2 });
	assert_end(&r, *state);
}

static void lines_end_with_crlf_too(void **state)
{
	struct csv_reader r = csv_read(S("a,b\r\n\"c\",d\r\n\r\n\"e\"\r\n"));

	ASSERT_ROW(&r, *state, { "a", 1, 1 }, { "b", 1, 3 });
	ASSERT_ROW(&r, *state, { "c", 2, 1 }, { "d", 2, 5 });
	ASSERT_ROW(&r, *state, { "", 3, 1 });
	ASSERT_ROW(&r, *state, { "e", 4, 1 });
	assert_end(&r, *state);
}

static void a_lone_cr_is_text(void **state)
{
	struct csv_reader r = csv_read(S("a\rb,c\r"));

	ASSERT_ROW(&r, *state, { "a\rb", 1, 1 }, { "c\r", 1, 5 });
	assert_end(&r, *state);
}

static void quotes_hold_commas_quotes_and_nothing(void **state)
{
	struct csv_reader r = csv_read(S("\"a,b\",\"say \"\"no\"\"\",\"\",\"\"\"\",x\n"));

	ASSERT_ROW(&r, *state, { "a,b", 1, 1 }, { "say \"no\"", 1, 7 }, { "", 1, 20 },
		{ "\"", 1, 23 }, { "x", 1, 28 });
	assert_end(&r, *state);
}

static void a_quote_inside_a_plain_cell_is_text(void **state)
{
	struct csv_reader r = csv_read(S("5\" disc, \"x\"\n"));

	ASSERT_ROW(&r, *state, { "5\" disc", 1, 1 }, { " \"x\"", 1, 9 });
}

static void after_a_cell_of_several_lines_places_are_right(void **state)
{
	struct csv_reader r = csv_read(S("\"un\ndeux\r\n\ntrois\",é,\"à\n\",fin\nx,y\n"));

	ASSERT_ROW(&r, *state, { "un\ndeux\r\n\ntrois", 1, 1 }, { "é", 4, 8 }, { "à\n", 4, 10 },
		{ "fin", 5, 3 });
	ASSERT_ROW(&r, *state, { "x", 6, 1 }, { "y", 6, 3 });
	assert_end(&r, *state);
}

static void the_source_of_a_row_is_its_bytes(void **state)
{
	struct csv_reader r = csv_read(S("a,\"b\"\"\nc\"\r\nlast"));
	struct csv_row row;

	assert_int_equal(csv_next(&r, *state, &row), CSV_ROW);
	assert_text(row.source, "a,\"b\"\"\nc\"");
	assert_int_equal(csv_next(&r, *state, &row), CSV_ROW);
	assert_text(row.source, "last");
}

/* ---- what is broken */

static void assert_broken(struct arena *a, struct str file, unsigned n_good,
	enum csv_result expected, unsigned line, unsigned column)
{
	struct csv_reader r = csv_read(file);
	struct csv_row row;

	for (unsigned i = 0; i < n_good; i++)
		assert_int_equal(csv_next(&r, a, &row), CSV_ROW);
	assert_int_equal(csv_next(&r, a, &row), expected);
	assert_int_equal(row.cells[0].line, line);
	assert_int_equal(row.cells[0].column, column);
}

static void a_quote_never_closed_is_found_where_it_opens(void **state)
{
	assert_broken(*state, S("\""), 0, CSV_BROKEN_QUOTE, 1, 1);
	assert_broken(*state, S("a,\"b\nc\n"), 0, CSV_BROKEN_QUOTE, 1, 3);
	assert_broken(*state, S("a,\"b\"\"\n"), 0, CSV_BROKEN_QUOTE, 1, 3);
	assert_broken(*state, S("a\né,\"1\n2\",\"b\n"), 1, CSV_BROKEN_QUOTE, 3, 4);
}

static void text_after_a_closing_quote_is_refused(void **state)
{
	assert_broken(*state, S("\"a\"b"), 0, CSV_TEXT_AFTER_QUOTE, 1, 1);
	assert_broken(*state, S("x\ny,\"a\" ,z\n"), 1, CSV_TEXT_AFTER_QUOTE, 2, 3);
	assert_broken(*state, S("\"a\"\rb"), 0, CSV_TEXT_AFTER_QUOTE, 1, 1);
}

static struct str commas(struct arena *a, size_t n)
{
	return (struct str){ memset(arena_take(a, n), ',', n), n };
}

static void a_row_has_at_most_500_cells(void **state)
{
	struct csv_reader r = csv_read(commas(*state, 499));
	struct csv_row row;

	assert_int_equal(csv_next(&r, *state, &row), CSV_ROW);
	assert_int_equal(row.n, 500);
	assert_broken(*state, commas(*state, 500), 0, CSV_TOO_MANY_CELLS, 1, 501);
}

/* ---- writing */

static void cells_are_quoted_only_if_they_must_be(void **state)
{
	const struct {
		struct str cell;
		const char *written;
	} cases[] = {
		{ S(""), "" },
		{ S("plain text; 'it'"), "plain text; 'it'" },
		{ S("a,b"), "\"a,b\"" },
		{ S("say \"no\""), "\"say \"\"no\"\"\"" },
		{ S("two\nlines"), "\"two\nlines\"" },
		{ S("cr\rhere"), "\"cr\rhere\"" },
		{ S("œuvre 文化"), "œuvre 文化" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct out o = out_new(*state, 100);

		csv_write(&o, cases[i].cell);
		assert_text(out_done(&o), cases[i].written);
	}
}

enum { TURNS = 300, ROWS = 4, CELLS = 5 };

static struct str random_cell(struct arena *a, unsigned *seed)
{
	static const char *const pieces[] = { "\"", ",", "\n", "\r", "\r\n", " ", "a", "é", "文",
		";" };
	struct out o = out_new(a, 1000);

	for (int n = rand_r(seed) % 6; n; n--)
		out_z(&o, pieces[(size_t)rand_r(seed) % COUNT(pieces)]);
	return out_done(&o);
}

static void random_cells_come_back(void **state)
{
	struct arena *a = *state;
	unsigned seed = 2005;

	for (int turn = 0; turn < TURNS; turn++) {
		struct out o = out_new(a, 10000);
		struct str cells[ROWS][CELLS];

		for (int i = 0; i < ROWS * CELLS; i++) {
			struct str cell = cells[i / CELLS][i % CELLS] = random_cell(a, &seed);

			csv_write(&o, cell);
			out_char(&o, i % CELLS == CELLS - 1 ? '\n' : ',');
		}
		struct csv_reader r = csv_read(out_done(&o));
		struct csv_row row;

		for (int i = 0; i < ROWS; i++) {
			assert_int_equal(csv_next(&r, a, &row), CSV_ROW);
			assert_int_equal(row.n, CELLS);
			for (int c = 0; c < CELLS; c++)
				assert_str(row.cells[c].text, cells[i][c]);
		}
		assert_end(&r, a);
		arena_free(a);
	}
}

/* ---- cells that a spreadsheet would run */

static void what_would_be_run_gets_an_apostrophe(void **state)
{
	static const char *const run[] = { "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1",
		"＋1", "－1", "＠x", "=", "'=1", "'＝1", "''", "''=1", "'''" };
	static const char *const plain[] = { "", "1", "a=1", "'", "'a", "' =", "é", " =1", "1-1",
		"\xEF\xBC\x9Ex", "\n", "a;b", "FRA;CAN", "a\n- b", "a\n-b", "a; =1", "a;'", "a;''b",
		"a\n''b''", "a;b=1", "a,=1", "a;\n" };

	for (size_t i = 0; i < COUNT(run); i++) {
		struct str guarded = csv_guarded(*state, str_from(run[i]));

		assert_int_equal(guarded.n, strlen(run[i]) + 1);
		assert_int_equal(guarded.p[0], '\'');
		assert_text(csv_unguarded(*state, guarded), run[i]);
	}
	for (size_t i = 0; i < COUNT(plain); i++) {
		assert_text(csv_guarded(*state, str_from(plain[i])), plain[i]);
		assert_text(csv_unguarded(*state, str_from(plain[i])), plain[i]);
	}
}

/* A spreadsheet that parts cells at semicolons or tabs sees cells begin inside of ours. */
static void what_would_be_run_inside_a_cell_gets_an_apostrophe(void **state)
{
	static const char *const guarded[][2] = { { "a;=1", "a;'=1" }, { "a\t@x", "a\t'@x" },
		{ "a;-1;+2", "a;'-1;'+2" }, { "a;＝1", "a;'＝1" }, { "a;'=1", "a;''=1" },
		{ "a;''=1", "a;'''=1" }, { "\n=", "\n'=" }, { "a\r\n@x", "a\r\n'@x" },
		{ "a\n-1\n+2", "a\n-1\n'+2" }, { "=1;=2", "'=1;'=2" }, { ";=", ";'=" },
		{ "\t=1", "'\t'=1" }, { "a\n;-1", "a\n;'-1" } };

	for (size_t i = 0; i < COUNT(guarded); i++) {
		assert_text(csv_guarded(*state, str_from(guarded[i][0])), guarded[i][1]);
		assert_text(csv_unguarded(*state, str_from(guarded[i][1])), guarded[i][0]);
	}
}

static void any_text_comes_back_from_its_guard(void **state)
{
	static const char *const pieces[] = { "'", "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－",
		"＠", "a", "é", " ", ";", "\n" };

	for (int turn = 0; turn < 20000; turn++) {
		struct out o = out_new(*state, 100);

		out_z(&o, "");
		for (int n = rand() % 8; n > 0; n--)
			out_z(&o, pieces[(size_t)rand() % COUNT(pieces)]);
		struct str guarded = csv_guarded(*state, out_done(&o));

		assert_str(csv_unguarded(*state, guarded), out_done(&o));
		for (size_t i = 1; i < 11; i++)
			assert_false(str_starts(guarded, str_from(pieces[i])));
		arena_free(*state);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(an_empty_file_has_no_row),
		IN_ARENA(rows_and_cells_have_their_places),
		IN_ARENA(the_last_line_needs_no_end),
		IN_ARENA(empty_cells_and_lines_count),
		IN_ARENA(lines_end_with_crlf_too),
		IN_ARENA(a_lone_cr_is_text),
		IN_ARENA(quotes_hold_commas_quotes_and_nothing),
		IN_ARENA(a_quote_inside_a_plain_cell_is_text),
		IN_ARENA(after_a_cell_of_several_lines_places_are_right),
		IN_ARENA(the_source_of_a_row_is_its_bytes),
		IN_ARENA(a_quote_never_closed_is_found_where_it_opens),
		IN_ARENA(text_after_a_closing_quote_is_refused),
		IN_ARENA(a_row_has_at_most_500_cells),
		IN_ARENA(cells_are_quoted_only_if_they_must_be),
		IN_ARENA(random_cells_come_back),
		IN_ARENA(what_would_be_run_gets_an_apostrophe),
		IN_ARENA(what_would_be_run_inside_a_cell_gets_an_apostrophe),
		IN_ARENA(any_text_comes_back_from_its_guard),
	};

	return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}

/* thesaurus_test.c - data/thesaurus.csv holds what it may, and is found by any of its words. */
#include "csv.h"
#include "data_files.h"
#include "out.h"
#include "thesaurus.h"
#include "unit.h"

#include <string.h>

enum { PAIRS_MIN = 100, PHRASES_MAX = 1000, WORDS_MAX = 16 };

struct expression {
	struct str text, key, phrase; /* stems, without and with common words */
	unsigned line;
	size_t column;
};

static struct str file_text(void)
{
	for (size_t i = 0; i < n_data_files; i++)
		if (!strcmp(data_files[i].name, "thesaurus.csv"))
			return (struct str){ (const char *)data_files[i].bytes, data_files[i].n };
	fail_msg("no thesaurus");
	return S("");
}

static struct expression read_expression(
	struct arena *a, const struct language *l, struct str text, struct csv_cell cell)
{
	struct words words = words_of(a, text, WORDS_MAX);
	struct out key = out_new(a, 1000), phrase = out_new(a, 1000);
	size_t n_telling = 0;

	for (size_t i = 0; i < words.n; i++) {
		struct str stem = word_stem(a, l, words.v[i].folded);

		out_str(&phrase, stem);
		out_char(&phrase, ' ');
		if (word_is_common(words.v[i].folded))
			continue;
		n_telling++;
		out_str(&key, stem);
		out_char(&key, ' ');
	}
	if (!n_telling || n_telling > THESAURUS_WORDS_MAX || words.n == WORDS_MAX ||
		!str_eq(str_trim(text), text))
		fail_msg("line %u: “" STR_FMT "”", cell.line, STR_ARG(text));
	return (struct expression){ text, out_done(&key), out_done(&phrase), cell.line, 0 };
}

/* All of the file, with what is wrong in a row by itself found on the way. */
static size_t read_all(struct arena *a, struct expression *to, size_t *ret_rows)
{
	struct csv_reader reader = csv_read(file_text());
	struct csv_row head, row;
	size_t n = 0, rows = 0;

	assert_int_equal(csv_next(&reader, a, &head), CSV_ROW);
	assert_int_equal(head.n, LANG_COUNT);
	while (csv_next(&reader, a, &row) == CSV_ROW) {
		assert_int_equal(row.n, LANG_COUNT);
		for (size_t i = 0; i < row.n; i++) {
			const struct language *l = language_by_code(head.cells[i].text);
			struct str rest = row.cells[i].text, part;

			assert_non_null(l);
			while (str_cut(&rest, ';', &part)) {
				assert_true(n < PHRASES_MAX);
				to[n] = read_expression(a, l, part, row.cells[i]);
				to[n++].column = i;
			}
		}
		rows++;
	}
	assert_int_equal(reader.rest.n, 0);
	*ret_rows = rows;
	return n;
}

static void the_file_is_sound(void **state)
{
	struct expression *all =
		ARENA_ARRAY((struct arena *)*state, struct expression, PHRASES_MAX);
	size_t rows, n = read_all(*state, all, &rows);

	assert_true(rows >= PAIRS_MIN);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (all[i].column == all[k].column &&
				(str_eq(all[i].phrase, all[k].phrase) ||
					(all[i].line != all[k].line &&
						str_eq(all[i].key, all[k].key))))
				fail_msg("lines %u and %u: “" STR_FMT "” and “" STR_FMT "”",
					all[k].line, all[i].line, STR_ARG(all[k].text),
					STR_ARG(all[i].text));
}

/* ---- asking */

static bool has_phrase(struct query_any any, const char *expected)
{
	for (size_t i = 0; i < any.n; i++) {
		struct str rest = str_from(expected), token;
		size_t n = 0;

		while (str_cut(&rest, ' ', &token) && n < any.v[i].n &&
			str_eq(token, any.v[i].tokens[n]))
			n++;
		if (!rest.p && n == any.v[i].n)
			return true;
	}
	return false;
}

static void words_of_either_language_find_all_expressions(void **state)
{
	(void)state;
	const struct str copyright[] = { S("e=copyright") };
	const struct str droit_auteur[] = { S("f=droit"), S("f=auteur") };
	struct query_any from_english = thesaurus_find(copyright, 1);
	struct query_any from_french = thesaurus_find(droit_auteur, 2);

	assert_true(has_phrase(from_english, "f=droit f=d f=auteur"));
	assert_true(has_phrase(from_english, "e=author e=s e=right"));
	assert_true(has_phrase(from_french, "e=copyright"));
	assert_ptr_equal(from_english.v, from_french.v);
}

static void other_words_find_nothing(void **state)
{
	(void)state;
	const struct str of_french[] = { S("f=copyright") }, half[] = { S("f=droit") };
	const struct str turned[] = { S("f=auteur"), S("f=droit") };

	assert_int_equal(thesaurus_find(of_french, 1).n, 0);
	assert_int_equal(thesaurus_find(half, 1).n, 0);
	assert_int_equal(thesaurus_find(turned, 2).n, 0);
	assert_int_equal(thesaurus_find(NULL, 0).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(the_file_is_sound),
		cmocka_unit_test(words_of_either_language_find_all_expressions),
		cmocka_unit_test(other_words_find_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

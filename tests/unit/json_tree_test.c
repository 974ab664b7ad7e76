/* json_tree_test.c - documents as trees with places, and what is no document. */
#include "json_tree.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static const struct jsont *read_text(struct arena *a, const char *text)
{
	struct jsont_fault fault = { 0 };
	const struct jsont *root = jsont_read(a, str_from(text), &fault);

	assert_non_null(root);
	assert_null(fault.why);
	return root;
}

static void a_tree_holds_what_the_text_does(void **state)
{
	const struct jsont *root =
		read_text(*state, " {\"a\": [1, \"\\u00e9\", {}],\n \"b\": null}");
	const struct jsont *a = jsont_member(root, "a"), *b = jsont_member(root, "b");

	assert_int_equal(root->type, JSONR_OBJECT);
	assert_int_equal(root->n, 2);
	assert_int_equal(a->type, JSONR_ARRAY);
	assert_int_equal(a->n, 3);
	assert_text(a->first->text, "1");
	assert_int_equal(a->first->type, JSONR_NUMBER);
	assert_text(a->first->next->text, "é");
	assert_int_equal(a->first->next->next->n, 0);
	assert_null(a->first->next->next->next);
	assert_int_equal(b->type, JSONR_NULL);
	assert_null(jsont_member(root, "c"));
	assert_null(jsont_member(a, "a"));
	assert_null(jsont_member(NULL, "a"));
}

static void values_know_their_places(void **state)
{
	const struct jsont *root = read_text(*state, "{\"é\": 1,\n  \"b\": [true,\nfalse]}");
	const struct jsont *b = jsont_member(root, "b");

	assert_int_equal(jsont_member(root, "é")->column, 7);
	assert_int_equal(b->line, 2);
	assert_int_equal(b->column, 8);
	assert_int_equal(b->first->next->line, 3);
	assert_int_equal(b->first->next->column, 1);
}

static void a_fault_has_a_place_and_a_reason(void **state)
{
	static const struct {
		const char *text;
		unsigned line, column;
	} cases[] = {
		{ "", 1, 1 },
		{ "{", 1, 2 },
		{ "{\"a\": 1,\n \"a\": 2}", 2, 2 },
		{ "[1 2]", 1, 4 },
		{ "{} {}", 1, 4 },
		{ "[\"\xff\"]", 1, 3 },
		{ "\n[\"é\xc3\"]", 2, 4 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct jsont_fault fault = { 0 };

		assert_null(jsont_read(*state, str_from(cases[i].text), &fault));
		assert_non_null(fault.why);
		assert_int_equal(fault.line, cases[i].line);
		assert_int_equal(fault.column, cases[i].column);
	}
}

static void nesting_and_members_are_bounded(void **state)
{
	struct jsont_fault fault;
	char text[8000] = { 0 };
	size_t n = 0;

	memset(text, '[', 7000);
	assert_null(jsont_read(*state, str_from(text), &fault));
	assert_int_equal(fault.column, JSONR_DEPTH_MAX + 1);
	memset(text, 0, sizeof text);
	for (unsigned i = 0; i <= JSONT_MEMBERS_MAX; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "%s\"%u\": 0", i ? "," : "{", i);
	text[n] = '}';
	assert_null(jsont_read(*state, str_from(text), &fault));
	assert_string_equal(fault.why, "this object has too many members");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(a_tree_holds_what_the_text_does),
		IN_ARENA(values_know_their_places),
		IN_ARENA(a_fault_has_a_place_and_a_reason),
		IN_ARENA(nesting_and_members_are_bounded),
	};

	return cmocka_run_group_tests_name("json_tree", tests, NULL, NULL);
}

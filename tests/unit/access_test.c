/* access_test.c - who may do what, cell by cell. */
#include "access.h"
#include "unit.h"

static const char *const states[] = { NULL, "draft", "published", "withdrawn", "" };

/* For each role and verb, the states in which it is granted, in the order of `states`. */
static const struct {
	enum role role;
	enum verb verb;
	bool granted[COUNT(states)];
} matrix[] = {
	{ ROLE_ANYONE, VERB_NONE, { 0 } },
	{ ROLE_ANYONE, VERB_READ, { [0] = true, [2] = true } },
	{ ROLE_ANYONE, VERB_WRITE, { 0 } },
	{ ROLE_OPERATOR, VERB_NONE, { 0 } },
	{ ROLE_OPERATOR, VERB_READ, { true, true, true, true, true } },
	{ ROLE_OPERATOR, VERB_WRITE, { true, true, true, true, true } },
};

static void every_cell_is_as_the_table_says(void **state)
{
	(void)state;
	assert_int_equal(COUNT(matrix), ROLE_COUNT * VERB_COUNT);
	for (size_t i = 0; i < COUNT(matrix); i++) {
		const struct actor actor = { matrix[i].role, S("") };

		for (size_t s = 0; s < COUNT(states); s++)
			if (may(&actor, matrix[i].verb, states[s]) != matrix[i].granted[s])
				fail_msg("role %d, verb %d, state %s", matrix[i].role,
					matrix[i].verb, states[s] ? states[s] : "NULL");
	}
}

/* A name in the session grants nothing by itself. */
static void an_account_alone_grants_nothing(void **state)
{
	const struct actor actor = { ROLE_ANYONE, S("01ARZ3NDEKTSV4RRFFQ69G5FAV") };

	(void)state;
	assert_false(may(&actor, VERB_WRITE, NULL));
	assert_false(may(&actor, VERB_READ, "draft"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_cell_is_as_the_table_says),
		cmocka_unit_test(an_account_alone_grants_nothing),
	};

	return cmocka_run_group_tests_name("access", tests, NULL, NULL);
}

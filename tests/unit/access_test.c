/* access_test.c - who may do what, cell by cell. */
#include "access.h"
#include "unit.h"

#include <string.h>

/*
 * How far each role reaches: o what is its own account's, g its organisation's, a what its Party is
 * asked about, p its Party's, r its region's, h the house's own, A all; after it * if only what was
 * sent to others, . if only what is public. One text for each verb, in the order of enum verb.
 */
enum { VERBS_OF_RECORDS = VERB_COME - VERB_READ };

static const struct {
	enum role role;
	const char *records[VERBS_OF_RECORDS]; /* read write submit review comment contact */
	const char *people; /* come own see invite answer hand organise admin; - nothing */
} matrix[] = {
	{ ROLE_ANYONE, { "A.", "", "", "", "", "" }, "A-------" },
	{ ROLE_MEMBER, { "", "", "", "", "", "A." }, "-o------" },
	{ ROLE_OPERATOR, { "A", "A", "A", "A", "", "" }, "---A---A" },
	{ ROLE_ADMIN, { "A*h", "h", "h", "A*", "", "" }, "--AAAAAA" },
	{ ROLE_SECRETARIAT, { "A*h", "h", "h", "A*", "", "" }, "--AAAAA-" },
	{ ROLE_FIELD_OFFICE, { "", "", "", "", "", "" }, "--r-----" },
	{ ROLE_EVALUATOR, { "", "", "", "", "", "" }, "--------" },
	{ ROLE_EXPERT, { "", "", "", "", "", "" }, "--------" },
	{ ROLE_FOCAL_POINT, { "pa*", "p", "p", "", "a*", "" }, "--pppp--" },
	{ ROLE_TEAM_MEMBER, { "pa*", "p", "", "", "", "" }, "--p-----" },
	{ ROLE_AUTHORITY, { "p", "", "", "", "", "" }, "--p-----" },
	{ ROLE_CSO, { "g", "g", "g", "", "", "" }, "--g-----" },
	{ ROLE_CONTRIBUTOR, { "o", "o", "o", "", "", "" }, "--------" },
	{ ROLE_DONOR, { "", "", "", "", "", "" }, "--g-----" },
	{ ROLE_COMMITTEE, { "", "", "", "", "", "" }, "--------" },
	{ ROLE_NATIONAL_COMMISSION, { "p", "", "", "", "", "" }, "--p-----" },
	{ ROLE_PARTNER, { "", "", "", "", "", "" }, "--g-----" },
	{ ROLE_PROGRAMME_EVALUATOR, { "", "", "", "", "", "" }, "--------" },
};

static const struct subject owned[] = {
	{ .account = S("ANA") },
	{ .account = S("BEN") },
	{ .party = S("FRA") },
	{ .party = S("SEN"), .region = S("Va") },
	{ .organisation = S("ORG") },
	{ .organisation = S("OTHER") },
	{ .organisation = S("OTHER"), .asked_party = S("FRA") },
	{ .organisation = S("OTHER"), .asked_party = S("SEN") },
	{ .region = S("I") },
	{ .account = S("") },
};

static bool is_within(char letter, const struct subject *s)
{
	switch (letter) {
	case 'A':
		return true;
	case 'o':
		return str_is(s->account, "ANA");
	case 'p':
		return str_is(s->party, "FRA");
	case 'a':
		return str_is(s->asked_party, "FRA");
	case 'g':
		return str_is(s->organisation, "ORG");
	case 'r':
		return str_is(s->region, "I");
	case 'h':
		return s->phase && !s->account.n && !s->party.n && !s->organisation.n;
	default:
		return false;
	}
}

/* What the text of a cell grants; to anything at all if `s` is NULL. */
static bool grants(const char *told, const struct subject *s)
{
	for (; *told; told++) {
		char mark = told[1];
		bool is_phase = mark == '.'   ? s && s->phase == PHASE_PUBLIC
				: mark == '*' ? s && s->phase >= PHASE_SHARED
					      : true;

		if (strchr("-*.", *told))
			continue;
		if (!s || (is_phase && is_within(*told, s)))
			return true;
	}
	return false;
}

static const char *told_of(enum role role, enum verb verb, char *room)
{
	for (size_t i = 0; i < COUNT(matrix); i++) {
		if (matrix[i].role != role || verb == VERB_NONE)
			continue;
		if (verb < VERB_COME)
			return matrix[i].records[verb - VERB_READ];
		room[0] = matrix[i].people[verb - VERB_COME];
		room[1] = 0;
		return room;
	}
	return "";
}

/* What anyone may, and with an account whoever has one, all may. */
static bool is_expected(enum role role, enum verb verb, const struct subject *s)
{
	char room[2];

	return grants(told_of(role, verb, room), s) ||
	       grants(told_of(ROLE_ANYONE, verb, room), s) ||
	       (role != ROLE_ANYONE && role != ROLE_OPERATOR &&
		       grants(told_of(ROLE_MEMBER, verb, room), s));
}

static struct actor actor_of(enum role role, struct held_role *held)
{
	bool is_held = role >= ROLE_OPERATOR;

	*held = (struct held_role){ role, S("FRA"), S("ORG"), S("I") };
	if (role == ROLE_FIELD_OFFICE)
		held->party = S("");
	return (struct actor){ .held = held,
		.n_held = is_held,
		.account_id = role == ROLE_ANYONE || role == ROLE_OPERATOR ? S("") : S("ANA") };
}

static void check_cell(enum role role, enum verb verb)
{
	struct held_role held;
	const struct actor actor = actor_of(role, &held);

	if (may(&actor, verb, NULL) != is_expected(role, verb, NULL))
		fail_msg("%s, %s", role_row(role)->name, verb_row(verb)->name);
	for (size_t i = 0; i < COUNT(owned); i++)
		for (enum phase phase = PHASE_NONE; phase <= PHASE_PUBLIC; phase++) {
			struct subject s = owned[i];

			s.phase = phase;
			if (may(&actor, verb, &s) != is_expected(role, verb, &s))
				fail_msg("%s, %s, thing %zu in phase %d", role_row(role)->name,
					verb_row(verb)->name, i, (int)phase);
		}
}

static void every_cell_is_as_the_table_says(void **state)
{
	(void)state;
	assert_int_equal(COUNT(matrix), ROLE_COUNT);
	for (size_t i = 0; i < COUNT(matrix); i++) {
		assert_int_equal(strlen(matrix[i].people), VERB_COUNT - VERB_COME);
		for (enum verb verb = VERB_NONE; verb < VERB_COUNT; verb++)
			check_cell(matrix[i].role, verb);
	}
}

static void the_page_of_the_table_tells_the_farthest(void **state)
{
	(void)state;
	assert_int_equal(access_reach(ROLE_SECRETARIAT, VERB_READ), REACH_ALL);
	assert_int_equal(access_reach(ROLE_SECRETARIAT, VERB_WRITE), REACH_HOUSE);
	assert_int_equal(access_reach(ROLE_FOCAL_POINT, VERB_READ), REACH_PARTY);
	assert_int_equal(access_reach(ROLE_FOCAL_POINT, VERB_COMMENT), REACH_ASKED);
	assert_int_equal(access_reach(ROLE_DONOR, VERB_WRITE), REACH_NONE);
}

/* A name in the session grants nothing of the house's by itself. */
static void an_account_alone_grants_its_own_alone(void **state)
{
	const struct actor actor = { .account_id = S("ANA") };

	(void)state;
	assert_true(may(&actor, VERB_OWN, &(struct subject){ .account = S("ANA") }));
	assert_false(may(&actor, VERB_OWN, &(struct subject){ .account = S("BEN") }));
	assert_false(may(&actor, VERB_OWN, &(struct subject){ 0 }));
	assert_false(may(&actor, VERB_WRITE, NULL));
	assert_false(may(&actor, VERB_READ, &(struct subject){ .phase = PHASE_SHARED }));
}

/* What belongs to no Party is not the own of a role without one. */
static void nothing_is_nobodys_own(void **state)
{
	const struct held_role held[] = { { .role = ROLE_FOCAL_POINT }, { .role = ROLE_CSO },
		{ .role = ROLE_FIELD_OFFICE } };
	const struct actor actor = { .held = held, .n_held = COUNT(held) };

	(void)state;
	assert_false(may(&actor, VERB_SEE_PEOPLE, &(struct subject){ 0 }));
	assert_false(may(&actor, VERB_INVITE, &(struct subject){ .party = S("FRA") }));
}

static void a_token_for_reading_writes_nothing(void **state)
{
	const struct held_role held = { .role = ROLE_ADMIN };
	const struct actor actor = { &held, 1, S("ANA"), .only_reads = true };

	(void)state;
	for (enum verb verb = VERB_NONE; verb < VERB_COUNT; verb++)
		assert_int_equal(
			may(&actor, verb, NULL), verb == VERB_READ || verb == VERB_SEE_PEOPLE);
	assert_false(may_give(&actor, &(struct held_role){ .role = ROLE_CSO }));
}

/* A field office of a region looks at all its Parties, unless one is named. */
static void a_field_office_keeps_to_its_region_or_party(void **state)
{
	struct held_role held = { .role = ROLE_FIELD_OFFICE, .region = S("Va") };
	const struct actor actor = { .held = &held, .n_held = 1, .account_id = S("ANA") };
	const struct subject senegal = { .party = S("SEN"), .region = S("Va") },
			     mali = { .party = S("MLI"), .region = S("Va") },
			     france = { .party = S("FRA"), .region = S("I") };

	(void)state;
	assert_true(may(&actor, VERB_SEE_PEOPLE, &senegal));
	assert_true(may(&actor, VERB_SEE_PEOPLE, &mali));
	assert_false(may(&actor, VERB_SEE_PEOPLE, &france));
	held.party = S("SEN");
	assert_true(may(&actor, VERB_SEE_PEOPLE, &senegal));
	assert_false(may(&actor, VERB_SEE_PEOPLE, &mali));
}

/* ---- giving roles */

enum { GIVES_NOTHING, GIVES_TEAM, GIVES_HOUSE, GIVES_ALL };

static int giver(enum role role)
{
	switch (role) {
	case ROLE_OPERATOR:
	case ROLE_ADMIN:
		return GIVES_ALL;
	case ROLE_SECRETARIAT:
		return GIVES_HOUSE;
	case ROLE_FOCAL_POINT:
		return GIVES_TEAM;
	default:
		return GIVES_NOTHING;
	}
}

static bool is_team(enum role role)
{
	return role == ROLE_TEAM_MEMBER || role == ROLE_AUTHORITY;
}

static void roles_are_given_by_those_above(void **state)
{
	(void)state;
	for (enum role by = ROLE_ANYONE; by < ROLE_COUNT; by++)
		for (enum role role = ROLE_FIRST_GIVEN; role < ROLE_COUNT; role++) {
			struct held_role held;
			const struct actor actor = actor_of(by, &held);
			const struct held_role own = { role, S("FRA"), S(""), S("") },
					       other = { role, S("SEN"), S(""), S("") };
			int gives = giver(by);
			bool anywhere =
				gives == GIVES_ALL || (gives == GIVES_HOUSE && role != ROLE_ADMIN);

			assert_int_equal(may_give(&actor, &other), anywhere);
			assert_int_equal(may_give(&actor, &own),
				anywhere || (gives == GIVES_TEAM && is_team(role)));
		}
}

static void roles_are_known_by_name(void **state)
{
	(void)state;
	for (enum role role = ROLE_FIRST_GIVEN; role < ROLE_COUNT; role++)
		assert_int_equal(role_by_name(str_from(role_row(role)->name)), role);
	assert_int_equal(role_by_name(S("anyone")), ROLE_COUNT);
	assert_int_equal(role_by_name(S("operator")), ROLE_COUNT);
	assert_int_equal(role_by_name(S("")), ROLE_COUNT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_cell_is_as_the_table_says),
		cmocka_unit_test(the_page_of_the_table_tells_the_farthest),
		cmocka_unit_test(an_account_alone_grants_its_own_alone),
		cmocka_unit_test(nothing_is_nobodys_own),
		cmocka_unit_test(a_token_for_reading_writes_nothing),
		cmocka_unit_test(a_field_office_keeps_to_its_region_or_party),
		cmocka_unit_test(roles_are_given_by_those_above),
		cmocka_unit_test(roles_are_known_by_name),
	};

	return cmocka_run_group_tests_name("access", tests, NULL, NULL);
}

#include "access.h"
#include "lang.h"

#include <assert.h>
#include <string.h>

static const struct verb_row verbs[VERB_COUNT] = {
	[VERB_NONE] = { "none", "", true },
	[VERB_READ] = { "read", N_("Read records"), false },
	[VERB_WRITE] = { "write", N_("Write records"), true },
	[VERB_SUBMIT] = { "submit", N_("Send records in, and take them back"), true },
	[VERB_REVIEW] = { "review", N_("Examine, publish and correct records"), true },
	[VERB_COMMENT] = { "comment", N_("Say what a Party thinks of a record"), true },
	[VERB_CONTACT] = { "contact", N_("Write to those who made a record"), true },
	[VERB_COME] = { "come", N_("Sign in, answer an invitation, ask for an account"), true },
	[VERB_OWN] = { "own", N_("Look after an account"), true },
	[VERB_SEE_PEOPLE] = { "see_people", N_("See who holds which role"), false },
	[VERB_INVITE] = { "invite", N_("Give roles and end them"), true },
	[VERB_ANSWER] = { "answer", N_("Answer requests for an account"), true },
	[VERB_HAND_OVER] = { "hand_over", N_("Hand a post over to a successor"), true },
	[VERB_ORGANISE] = { "organise", N_("Look after organisations"), true },
	[VERB_ADMINISTER] = { "administer", N_("Look after accounts, mail and settings"), true },
};

#define PHASE_BIT(phase) (1u << (phase))
#define PUBLIC           PHASE_BIT(PHASE_PUBLIC)
#define SENT             (PHASE_BIT(PHASE_SHARED) | PUBLIC)

/* To add a rule: a row here. */
static const struct grant {
	enum role role;
	enum verb verb;
	enum reach reach;
	unsigned phases; /* of a record, bits; 0: whatever the phase */
} grants[] = {
	{ ROLE_ANYONE, VERB_READ, REACH_ALL, PUBLIC },
	{ ROLE_ANYONE, VERB_COME, REACH_ALL, 0 },
	{ ROLE_MEMBER, VERB_OWN, REACH_OWN, 0 },
	{ ROLE_MEMBER, VERB_CONTACT, REACH_ALL, PUBLIC },
	{ ROLE_OPERATOR, VERB_READ, REACH_ALL, 0 },
	{ ROLE_OPERATOR, VERB_WRITE, REACH_ALL, 0 },
	{ ROLE_OPERATOR, VERB_SUBMIT, REACH_ALL, 0 },
	{ ROLE_OPERATOR, VERB_REVIEW, REACH_ALL, 0 },
	{ ROLE_OPERATOR, VERB_INVITE, REACH_ALL, 0 },
	{ ROLE_OPERATOR, VERB_ADMINISTER, REACH_ALL, 0 },

	{ ROLE_ADMIN, VERB_READ, REACH_ALL, SENT },
	{ ROLE_ADMIN, VERB_READ, REACH_HOUSE, 0 },
	{ ROLE_ADMIN, VERB_WRITE, REACH_HOUSE, 0 },
	{ ROLE_ADMIN, VERB_SUBMIT, REACH_HOUSE, 0 },
	{ ROLE_ADMIN, VERB_REVIEW, REACH_ALL, SENT },
	{ ROLE_SECRETARIAT, VERB_READ, REACH_ALL, SENT },
	{ ROLE_SECRETARIAT, VERB_READ, REACH_HOUSE, 0 },
	{ ROLE_SECRETARIAT, VERB_WRITE, REACH_HOUSE, 0 },
	{ ROLE_SECRETARIAT, VERB_SUBMIT, REACH_HOUSE, 0 },
	{ ROLE_SECRETARIAT, VERB_REVIEW, REACH_ALL, SENT },
	{ ROLE_FOCAL_POINT, VERB_READ, REACH_PARTY, 0 },
	{ ROLE_FOCAL_POINT, VERB_READ, REACH_ASKED, SENT },
	{ ROLE_FOCAL_POINT, VERB_WRITE, REACH_PARTY, 0 },
	{ ROLE_FOCAL_POINT, VERB_SUBMIT, REACH_PARTY, 0 },
	{ ROLE_FOCAL_POINT, VERB_COMMENT, REACH_ASKED, SENT },
	{ ROLE_TEAM_MEMBER, VERB_READ, REACH_PARTY, 0 },
	{ ROLE_TEAM_MEMBER, VERB_READ, REACH_ASKED, SENT },
	{ ROLE_TEAM_MEMBER, VERB_WRITE, REACH_PARTY, 0 },
	{ ROLE_AUTHORITY, VERB_READ, REACH_PARTY, 0 },
	{ ROLE_NATIONAL_COMMISSION, VERB_READ, REACH_PARTY, 0 },
	{ ROLE_CSO, VERB_READ, REACH_ORGANISATION, 0 },
	{ ROLE_CSO, VERB_WRITE, REACH_ORGANISATION, 0 },
	{ ROLE_CSO, VERB_SUBMIT, REACH_ORGANISATION, 0 },
	{ ROLE_CONTRIBUTOR, VERB_READ, REACH_OWN, 0 },
	{ ROLE_CONTRIBUTOR, VERB_WRITE, REACH_OWN, 0 },
	{ ROLE_CONTRIBUTOR, VERB_SUBMIT, REACH_OWN, 0 },

	{ ROLE_ADMIN, VERB_SEE_PEOPLE, REACH_ALL, 0 },
	{ ROLE_ADMIN, VERB_INVITE, REACH_ALL, 0 },
	{ ROLE_ADMIN, VERB_ANSWER, REACH_ALL, 0 },
	{ ROLE_ADMIN, VERB_HAND_OVER, REACH_ALL, 0 },
	{ ROLE_ADMIN, VERB_ORGANISE, REACH_ALL, 0 },
	{ ROLE_ADMIN, VERB_ADMINISTER, REACH_ALL, 0 },
	{ ROLE_SECRETARIAT, VERB_SEE_PEOPLE, REACH_ALL, 0 },
	{ ROLE_SECRETARIAT, VERB_INVITE, REACH_ALL, 0 },
	{ ROLE_SECRETARIAT, VERB_ANSWER, REACH_ALL, 0 },
	{ ROLE_SECRETARIAT, VERB_HAND_OVER, REACH_ALL, 0 },
	{ ROLE_SECRETARIAT, VERB_ORGANISE, REACH_ALL, 0 },
	{ ROLE_FIELD_OFFICE, VERB_SEE_PEOPLE, REACH_REGION, 0 },

	{ ROLE_FOCAL_POINT, VERB_SEE_PEOPLE, REACH_PARTY, 0 },
	{ ROLE_FOCAL_POINT, VERB_INVITE, REACH_PARTY, 0 },
	{ ROLE_FOCAL_POINT, VERB_ANSWER, REACH_PARTY, 0 },
	{ ROLE_FOCAL_POINT, VERB_HAND_OVER, REACH_PARTY, 0 },
	{ ROLE_TEAM_MEMBER, VERB_SEE_PEOPLE, REACH_PARTY, 0 },
	{ ROLE_AUTHORITY, VERB_SEE_PEOPLE, REACH_PARTY, 0 },
	{ ROLE_NATIONAL_COMMISSION, VERB_SEE_PEOPLE, REACH_PARTY, 0 },

	{ ROLE_CSO, VERB_SEE_PEOPLE, REACH_ORGANISATION, 0 },
	{ ROLE_DONOR, VERB_SEE_PEOPLE, REACH_ORGANISATION, 0 },
	{ ROLE_PARTNER, VERB_SEE_PEOPLE, REACH_ORGANISATION, 0 },
};

static const struct held_role operator_role = { .role = ROLE_OPERATOR };
const struct actor actor_operator = { .held = &operator_role, .n_held = 1 };

const struct verb_row *verb_row(enum verb verb)
{
	assert(verb < VERB_COUNT);
	return &verbs[verb];
}

bool actor_holds(const struct actor *actor, enum role role)
{
	for (size_t i = 0; i < actor->n_held; i++)
		if (actor->held[i].role == role)
			return true;
	return role == ROLE_ANYONE || (role == ROLE_MEMBER && actor->account_id.n);
}

/* What is empty is nobody's, and so not one's own. */
static bool is_same(struct str a, struct str b)
{
	return a.n && str_eq(a, b);
}

static bool reaches(const struct actor *actor, const struct held_role *held, enum reach reach,
	const struct subject *s)
{
	switch (reach) {
	case REACH_NONE:
		return false;
	case REACH_ALL:
		return true;
	case REACH_OWN:
		return is_same(actor->account_id, s->account);
	case REACH_ORGANISATION:
		return is_same(held->organisation, s->organisation);
	case REACH_PARTY:
		return is_same(held->party, s->party);
	case REACH_ASKED:
		return is_same(held->party, s->asked_party);
	case REACH_HOUSE:
		return s->phase && !s->account.n && !s->party.n && !s->organisation.n;
	case REACH_REGION:
		/* Of a region with one Party named, that one alone. */
		return held->party.n ? is_same(held->party, s->party)
				     : is_same(held->region, s->region);
	}
	return false;
}

static bool grant_fits(const struct actor *actor, const struct held_role *held,
	const struct grant *g, enum verb verb, const struct subject *s)
{
	return g->role == held->role && g->verb == verb &&
	       (!s || ((!g->phases || g->phases & PHASE_BIT(s->phase)) &&
			      reaches(actor, held, g->reach, s)));
}

static bool holding_grants(const struct actor *actor, const struct held_role *held, enum verb verb,
	const struct subject *s)
{
	for (size_t i = 0; i < COUNT(grants); i++)
		if (grant_fits(actor, held, &grants[i], verb, s))
			return true;
	return false;
}

bool may(const struct actor *actor, enum verb verb, const struct subject *s)
{
	static const struct held_role anyone = { .role = ROLE_ANYONE };
	static const struct held_role member = { .role = ROLE_MEMBER };

	if (verb == VERB_NONE || (actor->only_reads && verbs[verb].is_writing))
		return false;
	for (size_t i = 0; i < actor->n_held; i++)
		if (holding_grants(actor, &actor->held[i], verb, s))
			return true;
	return holding_grants(actor, &anyone, verb, s) ||
	       (actor->account_id.n && holding_grants(actor, &member, verb, s));
}

bool may_give(const struct actor *actor, const struct held_role *role)
{
	const struct subject subject = {
		.party = role->party, .organisation = role->organisation, .region = role->region
	};

	if (actor_holds(actor, ROLE_OPERATOR))
		return true;
	for (size_t i = 0; i < actor->n_held; i++)
		if (role_row(role->role)->givers & ROLE_BIT(actor->held[i].role) &&
			!actor->only_reads &&
			holding_grants(actor, &actor->held[i], VERB_INVITE, &subject))
			return true;
	return false;
}

enum reach access_reach(enum role role, enum verb verb)
{
	enum reach farthest = REACH_NONE;

	for (size_t i = 0; i < COUNT(grants); i++)
		if (grants[i].role == role && grants[i].verb == verb && grants[i].reach > farthest)
			farthest = grants[i].reach;
	return farthest;
}

/*
 * role.h - the roles that people hold, each within a Party, an organisation or a region: one const
 * table. See docs/people.md.
 */
#ifndef ROLE_H
#define ROLE_H

#include "str.h"

/* To add one: here, in role.c's table, and in access.c what it may do. */
enum role {
	ROLE_ANYONE, /* not signed in; all others may what it may */
	ROLE_MEMBER, /* whoever has an account */
	ROLE_OPERATOR, /* at the command line of the machine */
	ROLE_ADMIN,
	ROLE_SECRETARIAT,
	ROLE_FIELD_OFFICE,
	ROLE_EVALUATOR,
	ROLE_EXPERT,
	ROLE_FOCAL_POINT,
	ROLE_TEAM_MEMBER,
	ROLE_AUTHORITY,
	ROLE_CSO,
	ROLE_CONTRIBUTOR,
	ROLE_DONOR,
	ROLE_COMMITTEE,
	ROLE_NATIONAL_COMMISSION,
	ROLE_PARTNER,
	ROLE_PROGRAMME_EVALUATOR,
	ROLE_COUNT
};

/* The roles that can be given to somebody; those before follow from where one stands. */
#define ROLE_FIRST_GIVEN ROLE_ADMIN

#define ROLE_BIT(role) (1u << (role))

/* Within what a role is held. */
enum scope {
	SCOPE_NONE, /* everywhere */
	SCOPE_PARTY,
	SCOPE_ORGANISATION,
	SCOPE_REGION /* an electoral group of Parties */
};

struct role_row {
	const char *name; /* as commands, files and the store have it: "focal_point" */
	const char *label, *meaning; /* N_() */
	enum scope scope; /* what must be named with it */
	bool may_have_party; /* a Party may be named too, though it need not */
	bool is_protected; /* a second factor is required, unless the operator says otherwise */
	unsigned givers; /* ROLE_BIT()s of those who may give it and end it */
};

const struct role_row *role_row(enum role role);

/* By name, of those that can be given; ROLE_COUNT when there is none. */
enum role role_by_name(struct str name);

#endif

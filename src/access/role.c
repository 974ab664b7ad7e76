#include "role.h"
#include "lang.h"

#include <assert.h>

#define BY_ADMIN     ROLE_BIT(ROLE_ADMIN)
#define BY_HOUSE     (BY_ADMIN | ROLE_BIT(ROLE_SECRETARIAT))
#define BY_OWN_PARTY (BY_HOUSE | ROLE_BIT(ROLE_FOCAL_POINT))

/* To add a role: a row here. */
static const struct role_row rows[ROLE_COUNT] = {
	[ROLE_ANYONE] = { "anyone", N_("Anyone"), N_("Reads what is public."), SCOPE_NONE },
	[ROLE_MEMBER] = { "member", N_("Everybody with an account"),
		N_("Looks after an account of one’s own."), SCOPE_NONE },
	[ROLE_OPERATOR] = { "operator", N_("Operator"),
		N_("Runs the machine; works at its command line."), SCOPE_NONE },
	[ROLE_ADMIN] = { "admin", N_("Administrator"),
		N_("Looks after accounts and roles, mail and settings; stands in for the "
		   "Secretariat where need be."),
		SCOPE_NONE, .is_protected = true, .givers = BY_ADMIN },
	[ROLE_SECRETARIAT] = { "secretariat", N_("Secretariat"),
		N_("Serves the governing bodies of the Convention: receives what Parties send, "
		   "invites people, publishes."),
		SCOPE_NONE, .is_protected = true, .givers = BY_HOUSE },
	[ROLE_FIELD_OFFICE] = { "field_office", N_("Field office"),
		N_("Accompanies the Parties of a region."), SCOPE_REGION, .may_have_party = true,
		.givers = BY_HOUSE },
	[ROLE_EVALUATOR] = { "evaluator", N_("Evaluator of applications"),
		N_("Scores applications for assistance, and those alone."), SCOPE_NONE,
		.givers = BY_HOUSE },
	[ROLE_EXPERT] = { "expert", N_("Expert"),
		N_("Is found and called for missions of technical assistance."), SCOPE_NONE,
		.may_have_party = true, .givers = BY_HOUSE },
	[ROLE_FOCAL_POINT] = { "focal_point", N_("Focal point"),
		N_("Answers for what a Party does here: leads its team, and hands over to a "
		   "successor."),
		SCOPE_PARTY, .givers = BY_HOUSE },
	[ROLE_TEAM_MEMBER] = { "team_member", N_("Member of the national team"),
		N_("Works on the roadmap, the measures and the reports of a Party."), SCOPE_PARTY,
		.givers = BY_OWN_PARTY },
	[ROLE_AUTHORITY] = { "authority", N_("Competent authority"),
		N_("Approves for a Party what it publishes or sends."), SCOPE_PARTY,
		.givers = BY_OWN_PARTY },
	[ROLE_CSO] = { "cso", N_("Civil society organisation"),
		N_("Contributes measures, practices and opinions for an organisation."),
		SCOPE_ORGANISATION, .may_have_party = true, .givers = BY_HOUSE },
	[ROLE_CONTRIBUTOR] = { "contributor", N_("Contributor"),
		N_("Proposes good practices and answers consultations."), SCOPE_NONE,
		.may_have_party = true, .givers = BY_HOUSE },
	[ROLE_DONOR] = { "donor", N_("Donor"), N_("Follows what the money it gave is used for."),
		SCOPE_ORGANISATION, .givers = BY_HOUSE },
	[ROLE_COMMITTEE] = { "committee", N_("Member of the Committee"),
		N_("Reads what is laid before the Intergovernmental Committee."), SCOPE_NONE,
		.may_have_party = true, .givers = BY_HOUSE },
	[ROLE_NATIONAL_COMMISSION] = { "national_commission", N_("National commission"),
		N_("Stands beside the Party as its commission for UNESCO."), SCOPE_PARTY,
		.givers = BY_HOUSE },
	[ROLE_PARTNER] = { "partner", N_("Partner"),
		N_("Carries out activities of the assistance programme."), SCOPE_ORGANISATION,
		.givers = BY_HOUSE },
	[ROLE_PROGRAMME_EVALUATOR] = { "programme_evaluator", N_("Evaluator of the programme"),
		N_("Judges from outside whether the assistance programme works."), SCOPE_NONE,
		.givers = BY_HOUSE },
};

const struct role_row *role_row(enum role role)
{
	assert(role < ROLE_COUNT);
	return &rows[role];
}

enum role role_by_name(struct str name)
{
	for (enum role role = ROLE_FIRST_GIVEN; role < ROLE_COUNT; role++)
		if (str_is(name, rows[role].name))
			return role;
	return ROLE_COUNT;
}

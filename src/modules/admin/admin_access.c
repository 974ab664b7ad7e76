/* Who may do what, as access.h has it: nothing here knows a role or a verb by name. */
#include "admin_html.h"
#include "admin_pages.h"

const char *admin_reach(enum role role, enum verb verb)
{
	static const char *const words[] = {
		[REACH_NONE] = NULL,
		[REACH_OWN] = N_("own account"),
		[REACH_ORGANISATION] = N_("own organisation"),
		[REACH_ASKED] = N_("what one’s Party is asked about"),
		[REACH_PARTY] = N_("own Party"),
		[REACH_REGION] = N_("its region"),
		[REACH_HOUSE] = N_("the house’s own"),
		[REACH_ALL] = N_("all"),
	};

	return words[access_reach(role, verb)];
}

/* Whoever has all that there is to have, and may not: then it is for some states only. */
bool admin_is_of_published(enum role role, enum verb verb)
{
	const struct held_role held = { role, S("-"), S("-"), S("-") };
	const struct actor actor = { .held = &held, .n_held = 1, .account_id = S("-") };
	const struct subject draft = { .phase = PHASE_PRIVATE,
		.account = S("-"),
		.party = S("-"),
		.organisation = S("-"),
		.region = S("-") };
	const struct subject published = { .phase = PHASE_PUBLIC,
		.account = S("-"),
		.party = S("-"),
		.organisation = S("-"),
		.region = S("-") };

	return may(&actor, verb, &published) && !may(&actor, verb, &draft);
}

static struct str givers_shown(struct page_out *o, const struct role_row *row)
{
	struct out shown = out_new(o->arena, 1 << 12);

	for (enum role role = 0; role < ROLE_COUNT; role++) {
		if (!(row->givers & ROLE_BIT(role)))
			continue;
		out_z(&shown, shown.n ? ", " : "");
		out_z(&shown, tr_text(o->lang, role_row(role)->label));
	}
	return out_done(&shown);
}

static const char *scope_words(const struct role_row *row)
{
	switch (row->scope) {
	case SCOPE_PARTY:
		return N_("Held within a Party.");
	case SCOPE_ORGANISATION:
		return row->may_have_party ? N_("Held within an organisation; a Party may be "
						"named too.")
					   : N_("Held within an organisation.");
	case SCOPE_REGION:
		return N_("Held within a region, or one Party of it.");
	case SCOPE_NONE:
		break;
	}
	return row->may_have_party ? N_("A Party may be named with it.") : NULL;
}

struct str admin_role_terms(struct page_out *o, enum role role)
{
	const struct role_row *row = role_row(role);
	const char *scope = scope_words(row);
	struct out shown = out_new(o->arena, 1 << 12);

	if (role < ROLE_FIRST_GIVEN)
		return str_from(tr(o->lang, "Nobody gives it."));
	if (scope)
		out_printf(&shown, "%s ", tr_text(o->lang, scope));
	out_str(&shown,
		STR_FILL(o->arena, tr(o->lang, "Given and ended by: {1}."), givers_shown(o, row)));
	if (row->is_protected)
		out_printf(&shown, " %s", tr(o->lang, "Needs a second factor."));
	return out_done(&shown);
}

enum http_status admin_access_page(struct request *r)
{
	struct page_out o = page_begin(r);

	admin_access_html(&o);
	return admin_send(r, (struct crumb){ 0 }, str_from(tr(r->lang, "Who may do what")), &o);
}

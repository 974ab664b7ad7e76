/* What forms about roles let one choose, and the role that was chosen. */
#include "people_pages.h"

enum { ORGANISATIONS_MAX = 2000 };

void form_choose(struct form *f, const char *name, struct choices choices)
{
	struct form_field *field = form_field(f, name);

	field->choices = choices.v;
	field->n_choices = choices.n;
	if (choices.n == 1 && field->missing) {
		field->value = choices.v[0].value;
		field->none = NULL;
	}
}

static void add(struct choices *all, struct str value, struct str label)
{
	all->v[all->n++] = (struct form_choice){ .value = value, .label = label };
}

/* ---- what there is */

struct choices choices_of_languages(struct work *w)
{
	return (struct choices){ form_languages(w->arena), LANG_COUNT };
}

struct choices choices_of_roles(struct work *w, const enum role *roles, size_t n)
{
	struct choices all = { form_choices(w->arena, n), 0 };

	for (size_t i = 0; i < n; i++)
		all.v[all.n++] = (struct form_choice){ .value = str_from(role_row(roles[i])->name),
			.label = str_from(tr_text(w->lang, role_row(roles[i])->label)),
			.hint = str_from(tr_text(w->lang, role_row(roles[i])->meaning)) };
	return all;
}

struct choices choices_of_parties_for(struct work *w, enum role role)
{
	const struct vocabulary *parties = vocabulary_find(w->vocabularies, S("party"));
	struct choices all = { form_choices(w->arena, parties ? parties->n : 0), 0 };

	for (size_t i = 0; parties && i < parties->n; i++) {
		const struct term *t = parties->in_language[w->lang->index][i];
		const struct held_role there = { .role = role, .party = t->code };

		if (role == ROLE_COUNT || may_give(&w->actor, &there))
			add(&all, t->code, term_label(t, w->lang));
	}
	return all;
}

struct choices choices_of_parties(struct work *w)
{
	return choices_of_parties_for(w, ROLE_COUNT);
}

static struct choices choices_of_regions(struct work *w)
{
	const struct vocabulary *groups = vocabulary_find(w->vocabularies, S("group"));
	struct choices all = { form_choices(w->arena, groups ? groups->n : 0), 0 };

	for (size_t i = 0; groups && i < groups->n; i++)
		add(&all, groups->terms[i].code,
			STR_FILL(w->arena, "{1} – {2}", groups->terms[i].code,
				term_label(&groups->terms[i], w->lang)));
	return all;
}

struct choices choices_of_organisations(struct work *w)
{
	bool has_more;
	const struct organisations found = organisations_found(
		w, &(struct organisation_query){ 0 }, ORGANISATIONS_MAX, &has_more);
	struct choices all = { form_choices(w->arena, found.n), 0 };

	for (size_t i = 0; i < found.n; i++)
		add(&all, found.v[i].id, found.v[i].name);
	return all;
}

/* ---- what may be given */

static bool takes_party(enum role role)
{
	return role_row(role)->scope == SCOPE_PARTY || role_row(role)->may_have_party;
}

bool role_may_be_given(struct work *w, enum role role)
{
	const struct held_role anywhere = { .role = role };

	return role >= ROLE_FIRST_GIVEN && role < ROLE_COUNT &&
	       (may_give(&w->actor, &anywhere) ||
		       (takes_party(role) && choices_of_parties_for(w, role).n));
}

size_t roles_to_give(struct work *w, enum role *ret_roles)
{
	size_t n = 0;

	for (enum role role = ROLE_FIRST_GIVEN; role < ROLE_COUNT; role++)
		if (role_may_be_given(w, role))
			ret_roles[n++] = role;
	return n;
}

/* ---- within what */

static bool has_field(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->n_fields; i++)
		if (str_is(str_from(f->fields[i].name), name))
			return true;
	return false;
}

void form_choose_within(struct form *f, struct work *w, enum role role)
{
	const enum scope scope = role_row(role)->scope;

	if (scope == SCOPE_ORGANISATION)
		form_choose(f, "organisation", choices_of_organisations(w));
	else
		form_drop(f, "organisation");
	if (scope == SCOPE_REGION)
		form_choose(f, "region", choices_of_regions(w));
	else
		form_drop(f, "region");
	if (!takes_party(role)) {
		form_drop(f, "party");
		return;
	}
	if (scope != SCOPE_PARTY)
		form_field(f, "party")->missing = NULL;
	form_choose(f, "party", choices_of_parties_for(w, role));
}

static struct str taken(struct form *f, const char *name, bool is_taken)
{
	return is_taken && has_field(f, name) ? form_value(f, name) : S("");
}

static bool is_there(struct form *f, const char *name, struct str value, const char *missing)
{
	if (!value.n)
		form_fault(f, name, str_from(missing));
	return value.n;
}

bool form_take_role(struct form *f, struct work *w, enum role role, struct held_role *ret_role)
{
	const enum scope scope = role_row(role)->scope;
	const struct held_role taken_role = { .role = role,
		.party = taken(f, "party", takes_party(role)),
		.organisation = taken(f, "organisation", scope == SCOPE_ORGANISATION),
		.region = taken(f, "region", scope == SCOPE_REGION) };
	bool is_whole = true;

	if (scope == SCOPE_PARTY)
		is_whole = is_there(f, "party", taken_role.party, T(w, "Choose the Party"));
	else if (scope == SCOPE_ORGANISATION)
		is_whole = is_there(f, "organisation", taken_role.organisation,
			T(w, "Choose the organisation"));
	else if (scope == SCOPE_REGION)
		is_whole = is_there(f, "region", taken_role.region, T(w, "Choose the region"));
	if (is_whole && !may_give(&w->actor, &taken_role)) {
		form_fault(f,
			has_field(f, "role")    ? "role"
			: has_field(f, "party") ? "party"
						: "email",
			str_from(T(w, "You cannot give this role there")));
		is_whole = false;
	}
	if (is_whole)
		*ret_role = taken_role;
	return is_whole;
}

/* Organisations: the list, one of them, adding and changing. */
#include "people_html.h"
#include "people_pages.h"

enum { SHOWN = 50, WEBSITE_MAX = 500 };

static const struct subject everything;

/* ---- the list */

static struct url list_url(struct page_out *o, struct str words, struct str after)
{
	return url_path(o->arena,
		after.n ? "/{}/people/organisations?q={}&after={}"
			: "/{}/people/organisations?q={}",
		(const struct str[]){ str_from(o->lang->code), words, after }, after.n ? 3 : 2);
}

enum http_status people_organisations_page(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	struct people_organisations_view v = { .work = w,
		.query = { .words = str_trim(request_param(r, "q")),
			.with_closed = true,
			.after = request_param(r, "after") } };
	const struct crumb crumbs[] = { { "/people", str_from(T(w, "People")) },
		{ NULL, str_from(T(w, "Organisations")) } };
	struct organisation last;
	bool has_more;

	if (v.query.after.n && !organisation_load(w, v.query.after, &last))
		return HTTP_BAD_REQUEST;
	v.found = organisations_found(w, &v.query, SHOWN, &has_more);
	if (has_more)
		v.next = list_url(&o, v.query.words, v.found.v[v.found.n - 1].id);
	if (v.query.after.n)
		v.first = list_url(&o, v.query.words, S(""));
	people_organisations_html(&o, &v);
	return people_send(r, &o, crumbs, COUNT(crumbs));
}

/* ---- one of them */

static struct url below(struct page_out *o, const struct organisation *org, const char *what)
{
	return url_path(o->arena, "/{}/people/organisations/{}/{}",
		(const struct str[]){ str_from(o->lang->code), org->id, str_from(what) }, 3);
}

static const char *path_of(struct work *w, const struct organisation *o)
{
	return str_z(
		w->arena, str_printf(w->arena, "/people/organisations/" STR_FMT, STR_ARG(o->id)));
}

/* Those who act for it see it; those who look after organisations see all. */
static bool is_seen(struct work *w, const struct organisation *o)
{
	const struct subject own = { .organisation = o->id };

	return may(&w->actor, VERB_ORGANISE, &everything) || may(&w->actor, VERB_SEE_PEOPLE, &own);
}

enum http_status people_organisation_page(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	struct people_organisation_view v = { .work = w, .done = people_done(r) };
	bool sees_list = may(&w->actor, VERB_ORGANISE, NULL);

	if (!organisation_load(w, request_path_arg(r, "id"), &v.organisation) ||
		!is_seen(w, &v.organisation))
		return HTTP_NOT_FOUND;
	const struct members all = members_of_organisation(w, v.organisation.id);
	v.people = people_group_of(w, v.organisation.name, &all);
	v.website = url_external(w->arena, v.organisation.website);
	v.may_change = may(&w->actor, VERB_ORGANISE, &everything);
	v.open = form_new(r, below(&o, &v.organisation, "open"), NULL, 0, N_("Open it again"));
	const struct crumb crumbs[] = { { "/people", str_from(T(w, "People")) },
		{ "/people/organisations", str_from(T(w, "Organisations")) },
		{ NULL, v.organisation.name } };
	const struct crumb short_way[] = { crumbs[0], crumbs[2] };
	people_organisation_html(&o, &v);
	return sees_list ? people_send(r, &o, crumbs, COUNT(crumbs))
			 : people_send(r, &o, short_way, COUNT(short_way));
}

/* ---- adding and changing */

static struct form organisation_form(struct request *r, struct url action, const char *submit)
{
	static const struct form_field fields[] = {
		{ "name", FORM_TEXT, N_("Name"), N_("As it calls itself."), N_("Give the name"),
			"organization", PEOPLE_NAME_MAX },
		{ "party", FORM_SELECT, N_("Party"), N_("Where it works, if that is one country."),
			NULL, .none = N_("None") },
		{ "website", FORM_TEXT, N_("Website"), NULL, NULL, "url", WEBSITE_MAX },
	};
	struct form f = form_new(r, action, fields, COUNT(fields), submit);

	form_choose(&f, "party", choices_of_parties(work_of(r)));
	return f;
}

static bool take(struct form *f, struct request *r, struct organisation *o)
{
	struct work *w = work_of(r);
	struct organisation other;

	form_take(f, r);
	o->name = form_value(f, "name");
	o->party = form_value(f, "party");
	o->website = form_value(f, "website");
	if (o->website.n && !url_external(w->arena, o->website).address.n)
		form_fault(f, "website",
			str_from(T(w, "Write the whole address, such as https://example.org")));
	if (o->name.n && organisation_named(w, o->name, o->id, &other))
		form_fault(
			f, "name", str_from(T(w, "There is an organisation of this name already")));
	return form_is_sound(f);
}

static struct form new_form(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f = organisation_form(
		r, place(&o, "/people/organisations/new"), N_("Add the organisation"));

	f.cancel = place(&o, "/people/organisations");
	return f;
}

static enum http_status show_new(struct request *r, const struct form *f)
{
	struct work *w = work_of(r);
	const struct crumb crumbs[] = { { "/people", str_from(T(w, "People")) },
		{ "/people/organisations", str_from(T(w, "Organisations")) },
		{ NULL, str_from(T(w, "New organisation")) } };

	return people_send_form(r, crumbs, COUNT(crumbs), S(""), f);
}

enum http_status people_organisation_new_page(struct request *r)
{
	const struct form f = new_form(r);

	return show_new(r, &f);
}

enum http_status people_organisation_new_send(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct organisation organisation = { .id = S("") };
	struct form f = new_form(r);

	if (!take(&f, r, &organisation))
		return show_new(r, &f);
	organisation_save(work_of(r), &organisation);
	return people_go(r, people_organisation_url(&o, organisation.id), "saved");
}

static enum http_status show_change(
	struct request *r, const struct organisation *organisation, const struct form *f)
{
	struct work *w = work_of(r);
	const struct crumb crumbs[] = { { "/people", str_from(T(w, "People")) },
		{ "/people/organisations", str_from(T(w, "Organisations")) },
		{ path_of(w, organisation), organisation->name },
		{ NULL, str_from(T(w, "Change this organisation")) } };

	return people_send_form(r, crumbs, COUNT(crumbs), S(""), f);
}

static struct form change_form(struct request *r, const struct organisation *organisation)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f = organisation_form(r, below(&o, organisation, "change"), N_("Save"));

	form_field(&f, "name")->value = organisation->name;
	form_field(&f, "party")->value = organisation->party;
	form_field(&f, "website")->value = organisation->website;
	f.cancel = people_organisation_url(&o, organisation->id);
	return f;
}

enum http_status people_organisation_change_page(struct request *r)
{
	struct organisation organisation;

	if (!organisation_load(work_of(r), request_path_arg(r, "id"), &organisation))
		return HTTP_NOT_FOUND;
	const struct form f = change_form(r, &organisation);
	return show_change(r, &organisation, &f);
}

enum http_status people_organisation_change_send(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct organisation before, organisation;

	if (!organisation_load(work_of(r), request_path_arg(r, "id"), &before))
		return HTTP_NOT_FOUND;
	struct form f = change_form(r, &before);
	organisation = before;
	if (!take(&f, r, &organisation))
		return show_change(r, &before, &f);
	organisation_save(work_of(r), &organisation);
	return people_go(r, people_organisation_url(&o, organisation.id), "saved");
}

/* ---- closing and opening */

static enum http_status show_close(
	struct request *r, const struct organisation *organisation, struct str fault)
{
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };
	const struct crumb crumbs[] = { { "/people", str_from(T(w, "People")) },
		{ "/people/organisations", str_from(T(w, "Organisations")) },
		{ path_of(w, organisation), organisation->name },
		{ NULL, str_from(T(w, "Close this organisation")) } };
	struct people_act_view v = { .title = crumbs[3].label,
		.about = organisation->name,
		.ends = str_from(
			T(w, "All roles held in it end, a letter says so to each person, and "
			     "no new ones are given.")),
		.stays = str_from(
			T(w, "What was written for it stays, and so do the accounts. It can "
			     "be opened again, without the roles that ended.")),
		.fault = fault,
		.form = form_new(r, below(&o, organisation, "close"), NULL, 0,
			N_("Close the organisation")) };

	v.form.is_grave = true;
	v.form.cancel = people_organisation_url(&o, organisation->id);
	return people_ask_whether(r, crumbs, COUNT(crumbs), &v);
}

enum http_status people_organisation_close_page(struct request *r)
{
	struct organisation organisation;

	if (!organisation_load(work_of(r), request_path_arg(r, "id"), &organisation))
		return HTTP_NOT_FOUND;
	return show_close(r, &organisation, S(""));
}

enum http_status people_organisation_close_send(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct organisation organisation;

	if (!organisation_load(w, request_path_arg(r, "id"), &organisation))
		return HTTP_NOT_FOUND;
	if (!organisation_close(w, &organisation))
		return show_close(r, &organisation,
			str_from(T(w, "The last administrator acts for it: end that role first.")));
	return people_go(r, people_organisation_url(&o, organisation.id), "organisation-closed");
}

enum http_status people_organisation_open_send(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct organisation organisation;

	if (!organisation_load(w, request_path_arg(r, "id"), &organisation))
		return HTTP_NOT_FOUND;
	organisation_open(w, &organisation);
	return people_go(r, people_organisation_url(&o, organisation.id), "organisation-opened");
}

/* Inviting somebody: first the role, then who. */
#include "people_html.h"
#include "people_pages.h"

/* ---- what came of an invitation */

/* Whoever has the link could open the account: it must hold nothing that one may not give. */
static bool may_give_all_of(struct work *w, const struct person *p)
{
	const struct holdings held = person_holdings(w, p->id);

	for (size_t i = 0; i < held.n; i++)
		if (!held.v[i].ended_ms && !may_give(&w->actor, &held.v[i].role))
			return false;
	return true;
}

/* Where letters wait in the outbox, those who look after all people pass links on themselves. */
static bool is_link_for_me(struct work *w, const struct person *p, struct str address)
{
	return address.n && !w->sends_mail && may(&w->actor, VERB_INVITE, &(struct subject){ 0 }) &&
	       may_give_all_of(w, p);
}

enum http_status people_pass_on(
	struct request *r, const struct person *p, struct str address, const char *done)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	const struct people_link_view v = { person_shown(w, p), address,
		people_person_url(&o, p->id) };
	const struct crumb crumbs[] = { { "/people", str_from(T(w, "People")) },
		{ NULL, str_from(T(w, "Pass the link on")) } };

	if (!is_link_for_me(w, p, address))
		return people_go(r, v.person, done);
	session_move(w, r);
	people_link_html(&o, &v);
	return people_send(r, &o, crumbs, COUNT(crumbs));
}

bool form_take_address(struct form *f, struct work *w)
{
	struct str email = form_value(f, "email");
	struct person p;

	if (email.n && !mail_address_is_sound(email))
		form_fault(f, "email",
			str_from(
				T(w, "This is no e-mail address: it looks like name@example.org")));
	else if (email.n && person_by_email(w, email, &p) && p.state == PERSON_CLOSED)
		form_fault(f, "email",
			str_from(T(
				w, "This account is closed; an administrator can open it again")));
	return form_is_sound(f);
}

static const struct language *language_chosen(struct form *f)
{
	const struct language *l = language_by_code(form_value(f, "lang"));

	return l ? l : &languages[0];
}

enum http_status people_invite_named(struct request *r, struct form *f,
	const struct held_role *role, struct person *ret_person, struct str *ret_address)
{
	struct work *w = work_of(r);
	struct str email = form_value(f, "email"), key = mail_address_fold(w->arena, email);
	int64_t wait_s;

	if (!attempt_take(w, ATTEMPT_LETTER, key, &wait_s))
		return answer_too_many(r, wait_s);
	*ret_address = people_invite(
		w, request_home(r), email, form_value(f, "name"), language_chosen(f), role);
	return person_by_email(w, email, ret_person) ? HTTP_OK : HTTP_UNAVAILABLE;
}

/* ---- which role */

struct url people_invite_as_url(
	struct page_out *o, const struct people_roles_view *v, enum role role)
{
	return url_path(o->arena, "/{}/people/invite?role={}&party={}&organisation={}&person={}",
		(const struct str[]){ str_from(o->lang->code), str_from(role_row(role)->name),
			v->party, v->organisation, v->person },
		5);
}

static enum http_status roles_page(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	enum role roles[ROLE_COUNT];
	const struct people_roles_view v = { .roles = roles,
		.n = roles_to_give(w, roles),
		.party = request_param(r, "party"),
		.organisation = request_param(r, "organisation"),
		.person = request_param(r, "person") };
	const struct crumb crumbs[] = { { "/people", str_from(T(w, "People")) },
		{ NULL, str_from(T(w, "Invite somebody")) } };

	people_roles_html(&o, &v);
	return people_send(r, &o, crumbs, COUNT(crumbs));
}

/* ---- who */

static struct form invite_form(struct request *r, enum role role)
{
	static const struct form_field fields[] = {
		PEOPLE_INVITED_FIELDS,
		{ "organisation", FORM_SELECT, N_("Organisation"),
			N_("If it is not there yet, add it under “Organisations” first."),
			N_("Choose the organisation"), .none = N_("Choose") },
		{ "region", FORM_SELECT, N_("Region"), N_("An electoral group of Parties."),
			N_("Choose the region"), .none = N_("Choose") },
		{ "party", FORM_SELECT, N_("Party"), NULL, N_("Choose the Party"),
			.none = N_("Choose") },
		{ "role", FORM_HIDDEN },
	};
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f = form_new(
		r, place(&o, "/people/invite"), fields, COUNT(fields), N_("Send the invitation"));

	form_choose(&f, "lang", choices_of_languages(w));
	form_choose_within(&f, w, role);
	form_field(&f, "role")->value = str_from(role_row(role)->name);
	f.cancel = place(&o, "/people");
	return f;
}

/* What the address says already: the Party that is vacant, the person who gets another role. */
static void fill(struct request *r, struct form *f)
{
	struct work *w = work_of(r);
	struct person p;

	form_field(f, "lang")->value = str_from(r->lang->code);
	for (size_t i = 0; i < f->n_fields; i++) {
		struct form_field *field = &f->fields[i];
		struct str given = request_param(r, field->name);

		if (field->input == FORM_SELECT && field->none && given.n && !field->value.n)
			field->value = given;
	}
	if (person_load(w, request_param(r, "person"), &p) && person_may_be_written_to(w, &p)) {
		form_field(f, "email")->value = p.email;
		form_field(f, "name")->value = p.name;
		form_field(f, "lang")->value = str_from(p.lang->code);
	}
}

static enum http_status show_form(struct request *r, enum role role, struct form *f)
{
	struct work *w = work_of(r);
	struct str label = str_from(tr_text(w->lang, role_row(role)->label));
	const struct crumb crumbs[] = { { "/people", str_from(T(w, "People")) },
		{ "/people/invite", str_from(T(w, "Invite somebody")) },
		{ NULL, STR_FILL(w->arena, T(w, "Invite somebody: {1}"), label) } };

	return people_send_form(
		r, crumbs, COUNT(crumbs), str_from(tr_text(w->lang, role_row(role)->meaning)), f);
}

enum http_status people_invite_page(struct request *r)
{
	struct work *w = work_of(r);
	const enum role role = role_by_name(request_param(r, "role"));

	if (!request_param(r, "role").n)
		return roles_page(r);
	if (!role_may_be_given(w, role))
		return HTTP_NOT_FOUND;
	if (role_row(role)->is_protected && !people_is_sure(w))
		return people_make_sure(w, r);
	struct form f = invite_form(r, role);
	fill(r, &f);
	return show_form(r, role, &f);
}

static void refuse_twice(struct form *f, struct work *w, const struct held_role *role)
{
	struct person p;

	if (!person_by_email(w, form_value(f, "email"), &p) || !person_holds(w, p.id, role))
		return;
	form_fault(f, "email",
		str_from(p.state == PERSON_INVITED
				 ? T(w, "This person is invited in this role already: the "
					"invitation can be sent again from the page of the person")
				 : T(w, "This person holds this role already")));
}

static enum http_status invite(struct request *r, struct form *f, const struct held_role *role)
{
	struct str address = S("");
	struct person p = { .id = S("") };
	enum http_status status = people_invite_named(r, f, role, &p, &address);

	if (status != HTTP_OK)
		return status;
	return people_pass_on(r, &p, address, address.n ? "invited" : "given");
}

enum http_status people_invite_send(struct request *r)
{
	struct work *w = work_of(r);
	const enum role name = role_by_name(request_field(r, "role"));
	struct held_role role;

	if (!role_may_be_given(w, name))
		return HTTP_NOT_FOUND;
	if (role_row(name)->is_protected && !people_is_sure(w))
		return people_make_sure(w, r);
	struct form f = invite_form(r, name);
	form_take(&f, r);
	if (form_take_address(&f, w) && form_take_role(&f, w, name, &role))
		refuse_twice(&f, w, &role);
	return form_is_sound(&f) ? invite(r, &f, &role) : show_form(r, name, &f);
}

/* ---- once more */

/* The role that was given last is the one the letter names. */
static bool may_invite_again(struct work *w, const struct person *p)
{
	const struct holdings all = person_holdings(w, p->id);

	return p->state == PERSON_INVITED && all.n && !all.v[0].ended_ms &&
	       may_give(&w->actor, &all.v[0].role);
}

enum http_status people_invite_again_send(struct request *r)
{
	struct work *w = work_of(r);
	struct person p;
	int64_t wait_s;

	if (!person_load(w, request_path_arg(r, "id"), &p) || !person_may_be_seen(w, &p) ||
		!may_invite_again(w, &p))
		return HTTP_NOT_FOUND;
	struct str key = mail_address_fold(w->arena, p.email);
	if (!attempt_take(w, ATTEMPT_LETTER, key, &wait_s))
		return answer_too_many(r, wait_s);
	struct str address = people_invite_again(w, request_home(r), &p);
	return people_pass_on(r, &p, address, "invited");
}

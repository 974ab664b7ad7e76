/* Asking for an account, from outside; answering, from within. */
#include "client.h"
#include "people_html.h"
#include "people_pages.h"

/* ---- from outside */

static struct form ask_form(struct request *r)
{
	static const struct form_field fields[] = {
		{ "name", FORM_TEXT, N_("Your name"), NULL, N_("Give your name"), "name",
			PEOPLE_NAME_MAX },
		{ "email", FORM_EMAIL, N_("E-mail address"),
			N_("The answer goes there; the address of your office is best."),
			N_("Give your e-mail address"), "email", MAIL_ADDRESS_MAX },
		{ "role", FORM_RADIOS, N_("What for"), NULL, N_("Choose what the account is for") },
		{ "party", FORM_SELECT, N_("Party"), N_("The country you work for or in."), NULL,
			.none = N_("None") },
		{ "organisation", FORM_TEXT, N_("Organisation"), N_("What it is called."), NULL,
			"organization", PEOPLE_NAME_MAX },
		{ "why", FORM_LONG, N_("Why you ask"), N_("What you do, and who can confirm it."),
			N_("Write in a sentence or two why you ask"), NULL, PEOPLE_NOTE_MAX },
	};
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f = form_new(r, place(&o, "/ask"), fields, COUNT(fields), N_("Send"));

	form_choose(&f, "role", choices_of_roles(w, roles_to_ask, n_roles_to_ask));
	form_choose(&f, "party", choices_of_parties(w));
	return f;
}

static enum http_status show_ask(struct request *r, struct form *f)
{
	struct work *w = work_of(r);
	const struct crumb crumbs[] = { { NULL, str_from(T(w, "Ask for an account")) } };

	people_greet(r);
	f->token = r->form_token;
	return people_send_form(r, crumbs, COUNT(crumbs),
		str_from(T(w, "Everything public can be read without an account. With one you work "
			      "on the roadmap and the reports of a Party, or contribute for an "
			      "organisation. People read each request and answer it.")),
		f);
}

/* Who has an account and asks for another role need not write what is known. */
enum http_status people_ask_page(struct request *r)
{
	const struct work *w = work_of(r);
	struct form f = ask_form(r);

	if (w->actor.account_id.n) {
		form_field(&f, "name")->value = w->visit->person.name;
		form_field(&f, "email")->value = w->visit->person.email;
	}
	return show_ask(r, &f);
}

static void check_ask(struct form *f, struct work *w, enum role role)
{
	if (form_value(f, "email").n && !mail_address_is_sound(form_value(f, "email")))
		form_fault(f, "email",
			str_from(
				T(w, "This is no e-mail address: it looks like name@example.org")));
	if (role == ROLE_COUNT)
		return;
	if (role_row(role)->scope == SCOPE_PARTY && !form_value(f, "party").n)
		form_fault(f, "party", str_from(T(w, "Choose the Party")));
	if (role_row(role)->scope == SCOPE_ORGANISATION && !form_value(f, "organisation").n)
		form_fault(f, "organisation", str_from(T(w, "Give the name of the organisation")));
}

/* The same whether the address is known here or not. */
static enum http_status thank(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };

	return people_say(
		r, &(struct people_said){ .title = str_from(T(w, "Thank you")),
			   .text = str_from(T(w, "If all is well, you will hear from us.")),
			   .place = place(&o, ""),
			   .place_label = N_("Go to the home page") });
}

enum http_status people_ask_send(struct request *r)
{
	struct work *w = work_of(r);
	struct form f = ask_form(r);
	int64_t wait_s;

	form_take(&f, r);
	const enum role role = role_by_name(form_value(&f, "role"));
	check_ask(&f, w, role);
	if (!form_is_sound(&f))
		return show_ask(r, &f);
	struct str email = form_value(&f, "email"), key = mail_address_fold(w->arena, email);
	if (!attempt_take(w, ATTEMPT_REQUEST, request_client(r), &wait_s) ||
		!attempt_take(w, ATTEMPT_LETTER, key, &wait_s))
		return answer_too_many(r, wait_s);
	request_add(w, &(struct access_request){ .email = email,
			       .name = form_value(&f, "name"),
			       .reason = form_value(&f, "why"),
			       .organisation = form_value(&f, "organisation"),
			       .role = { .role = role, .party = form_value(&f, "party") },
			       .lang = r->lang });
	return thank(r);
}

/* ---- from within: the list */

struct str people_request_role(struct work *w, const struct access_request *q)
{
	struct str shown = role_shown(w, &q->role);

	return q->organisation.n ? str_printf(w->arena, STR_FMT ", " STR_FMT, STR_ARG(shown),
					   STR_ARG(q->organisation))
				 : shown;
}

enum http_status people_requests_page(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	const struct people_requests_view v = { w, requests_open(w), people_done(r) };
	const struct crumb crumbs[] = { { "/people", str_from(T(w, "People")) },
		{ NULL, str_from(T(w, "Requests for an account")) } };

	people_requests_html(&o, &v);
	return people_send(r, &o, crumbs, COUNT(crumbs));
}

/* ---- one request */

static const char new_organisation[] = "new";

/* That of the name which was given, if there is one. */
static struct str organisation_meant(struct work *w, const struct access_request *q)
{
	struct organisation o;

	if (role_row(q->role.role)->scope != SCOPE_ORGANISATION)
		return S("");
	return organisation_named(w, q->organisation, S(""), &o) ? o.id
								 : str_from(new_organisation);
}

/* The organisation may not be there yet: it is added together with the answer. */
static struct choices organisations_for(struct work *w, const struct access_request *q)
{
	struct choices all = choices_of_organisations(w);
	struct form_choice *v = form_choices(w->arena, all.n + 1);
	struct organisation known;
	size_t n = 0;

	if (q->organisation.n && may(&w->actor, VERB_ORGANISE, NULL) &&
		!organisation_named(w, q->organisation, S(""), &known))
		v[n++] = (struct form_choice){ .value = str_from(new_organisation),
			.label = STR_FILL(w->arena, T(w, "New: {1}"), q->organisation) };
	for (size_t i = 0; i < all.n; i++)
		v[n++] = all.v[i];
	return (struct choices){ v, n };
}

static struct url answer_url(struct page_out *o, const struct access_request *q, const char *answer)
{
	return url_path(o->arena, "/{}/people/requests/{}/{}",
		(const struct str[]){ str_from(o->lang->code), q->id, str_from(answer) }, 3);
}

/* Of what may be asked for, what the one who works may give. */
static struct choices roles_for(struct work *w)
{
	enum role *roles = ARENA_ARRAY(w->arena, enum role, n_roles_to_ask);
	size_t n = 0;

	for (size_t i = 0; i < n_roles_to_ask; i++)
		if (role_may_be_given(w, roles_to_ask[i]))
			roles[n++] = roles_to_ask[i];
	return choices_of_roles(w, roles, n);
}

static struct form grant_form(struct request *r, const struct access_request *q)
{
	static const struct form_field fields[] = {
		{ "role", FORM_SELECT, N_("Role"), NULL, N_("Choose the role") },
		{ "party", FORM_SELECT, N_("Party"), NULL, NULL, .none = N_("None") },
		{ "organisation", FORM_SELECT, N_("Organisation"),
			N_("Only for roles that are held within one."), NULL, .none = N_("None") },
		{ "email", FORM_HIDDEN, .max = MAIL_ADDRESS_MAX },
		{ "name", FORM_HIDDEN, .max = PEOPLE_NAME_MAX },
		{ "lang", FORM_HIDDEN },
	};
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f = form_new(
		r, answer_url(&o, q, "grant"), fields, COUNT(fields), N_("Grant and invite"));

	form_choose(&f, "role", roles_for(w));
	form_choose(&f, "party", choices_of_parties_for(w, q->role.role));
	form_choose(&f, "organisation", organisations_for(w, q));
	form_field(&f, "role")->value = str_from(role_row(q->role.role)->name);
	form_field(&f, "party")->value = q->role.party;
	form_field(&f, "organisation")->value = organisation_meant(w, q);
	return f;
}

static struct form refuse_form(struct request *r, const struct access_request *q)
{
	static const struct form_field fields[] = {
		{ "words", FORM_LONG, N_("Why not"), N_("These words stand in the letter."),
			N_("Write a sentence: the letter would say nothing without it"), NULL,
			PEOPLE_NOTE_MAX },
	};
	struct page_out o = { &r->body, &r->arena, r->lang };

	return form_new(r, answer_url(&o, q, "refuse"), fields, COUNT(fields), N_("Refuse"));
}

static enum http_status show_request(struct request *r, const struct access_request *q,
	const struct form *grant, const struct form *refuse, enum http_status status)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	struct people_request_view v = {
		.work = w, .request = q, .grant = *grant, .refuse = *refuse
	};
	const struct crumb crumbs[] = { { "/people", str_from(T(w, "People")) },
		{ "/people/requests", str_from(T(w, "Requests for an account")) },
		{ NULL, q->name.n ? q->name : str_from(T(w, "A request")) } };

	v.is_known = q->email.n && person_by_email(w, q->email, &v.known) &&
		     person_may_be_seen(w, &v.known);
	people_request_html(&o, &v);
	people_send(r, &o, crumbs, COUNT(crumbs));
	return status;
}

enum http_status people_request_page(struct request *r)
{
	struct access_request q;

	if (!request_load(work_of(r), request_path_arg(r, "id"), &q))
		return HTTP_NOT_FOUND;
	const struct form grant = grant_form(r, &q), refuse = refuse_form(r, &q);
	return show_request(r, &q, &grant, &refuse, HTTP_OK);
}

/* Of two who answer at once one is told what the other said. */
static enum http_status was_answered(struct request *r, struct access_request *q)
{
	request_load(work_of(r), q->id, q);
	const struct form grant = grant_form(r, q), refuse = refuse_form(r, q);
	return show_request(r, q, &grant, &refuse, HTTP_CONFLICT);
}

/* What is hidden in the form is the request's, whatever was sent. */
static void take_grant(struct form *f, struct request *r, const struct access_request *q)
{
	form_take(f, r);
	form_field(f, "email")->value = q->email;
	form_field(f, "name")->value = q->name;
	form_field(f, "lang")->value = str_from(q->lang->code);
}

static void add_organisation(struct form *f, struct work *w, const struct access_request *q)
{
	struct organisation o = { .name = q->organisation, .party = form_value(f, "party") };

	if (!str_is(form_value(f, "organisation"), new_organisation))
		return;
	organisation_save(w, &o);
	form_field(f, "organisation")->value = o.id;
}

static enum http_status grant(struct request *r, struct access_request *q, struct form *f)
{
	struct work *w = work_of(r);
	const enum role name = role_by_name(form_value(f, "role"));
	struct held_role role;
	struct person p;
	struct str address;

	if (!request_answer(w, q, true))
		return was_answered(r, q);
	if (role_row(name)->scope == SCOPE_ORGANISATION)
		add_organisation(f, w, q);
	if (!form_take_role(f, w, name, &role)) {
		const struct form refuse = refuse_form(r, q);

		return show_request(r, q, f, &refuse, HTTP_UNPROCESSABLE);
	}
	enum http_status status = people_invite_named(r, f, &role, &p, &address);
	return status == HTTP_OK ? people_pass_on(r, &p, address, address.n ? "invited" : "given")
				 : status;
}

enum http_status people_grant_send(struct request *r)
{
	struct work *w = work_of(r);
	struct access_request q;
	struct person p;

	if (!request_load(w, request_path_arg(r, "id"), &q))
		return HTTP_NOT_FOUND;
	if (q.answered_ms)
		return was_answered(r, &q);
	struct form f = grant_form(r, &q);
	take_grant(&f, r, &q);
	if (person_by_email(w, q.email, &p) && p.state == PERSON_CLOSED)
		form_fault(&f, "role",
			str_from(T(
				w, "This account is closed; an administrator can open it again")));
	if (form_is_sound(&f))
		return grant(r, &q, &f);
	const struct form refuse = refuse_form(r, &q);
	return show_request(r, &q, &f, &refuse, HTTP_UNPROCESSABLE);
}

enum http_status people_refuse_send(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct access_request q;

	if (!request_load(w, request_path_arg(r, "id"), &q))
		return HTTP_NOT_FOUND;
	if (q.answered_ms)
		return was_answered(r, &q);
	struct form f = refuse_form(r, &q);
	if (!form_take(&f, r)) {
		const struct form grant = grant_form(r, &q);

		return show_request(r, &q, &grant, &f, HTTP_UNPROCESSABLE);
	}
	if (!request_answer(w, &q, false))
		return was_answered(r, &q);
	letter_request_refused(w, q.email, q.lang, form_value(&f, "words"));
	return people_go(r, place(&o, "/people/requests"), "refused");
}

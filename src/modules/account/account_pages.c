/* The account at a glance, its name, its trace; and what all its pages share. */
#include "account_pages.h"
#include "account_html.h"

#include <string.h>

enum { EVENTS_SHOWN = 200 };

/* ---- what all pages share */

struct form account_form(struct request *r, const char *path, const struct form_field *fields,
	size_t n_fields, const char *submit)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f = form_new(r, place(&o, path), fields, n_fields, submit);

	f.cancel = place(&o, "/account");
	return f;
}

enum http_status account_send(
	struct request *r, const char *title, const struct form *f, struct page_out *content)
{
	const struct str shown = str_from(tr_text(r->lang, title));
	const struct crumb crumbs[] = { { "/account", str_from(tr(r->lang, "My account")) },
		{ NULL, shown } };
	const struct page page = { .title = f ? form_title(content, f, shown) : shown,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.is_private = true };

	page_send(r, &work_of(r)->house->frame, &page, content);
	return !f || form_is_sound(f) ? HTTP_OK : HTTP_UNPROCESSABLE;
}

enum http_status account_form_page(
	struct request *r, const char *title, const char *lede, const struct form *f)
{
	const struct crumb crumbs[] = { { "/account", str_from(tr(r->lang, "My account")) },
		{ NULL, str_from(tr_text(r->lang, title)) } };
	const struct page page = { .title = crumbs[1].label,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.is_private = true };

	return form_page(r, &work_of(r)->house->frame, &page,
		str_from(lede ? tr_text(r->lang, lede) : NULL), f);
}

/* To add one: a row. */
static const struct {
	const char *name, *says; /* N_() */
} deeds[DEED_COUNT] = {
	[DEED_NAME] = { "name", N_("Your name and your language are saved.") },
	[DEED_PASSWORD] = { "password",
		N_("Your password was changed, and all other sessions were ended.") },
	[DEED_EMAIL] = { "email",
		N_("Two letters are on their way: one to the address you have, one to the new one. "
		   "Confirm both within a day.") },
	[DEED_FACTOR_OFF] = { "off", N_("The second factor is off.") },
	[DEED_SESSIONS] = { "ended", N_("Ended: nobody comes in by that any more.") },
	[DEED_TOKEN_END] = { "token", N_("The token has ended: no program uses it any more.") },
};

enum http_status account_done(
	struct request *r, const struct language *l, const char *path, enum account_deed deed)
{
	return answer_redirect(
		r, str_printf(&r->arena, "/%s%s?done=%s", l->code, path, deeds[deed].name));
}

const char *account_done_words(struct request *r)
{
	struct str name = request_param(r, "done");

	for (size_t i = 0; i < COUNT(deeds); i++)
		if (str_is(name, deeds[i].name))
			return deeds[i].says;
	return NULL;
}

void account_tell_once(struct work *w, struct request *r)
{
	session_move(w, r);
	answer_header(r, "Cache-Control", S("no-store"));
}

/* ---- at a glance */

enum http_status account_page(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	struct account_view v = { .work = w,
		.person = account_own(w),
		.held = person_holdings(w, account_own(w)->id),
		.n_codes = person_recovery_left(w, account_own(w)),
		.sign_out = form_new(r, place(&o, "/sign-out"), NULL, 0, N_("Sign out")),
		.done = account_done_words(r) };
	const struct crumb crumbs[] = { { NULL, str_from(T(w, "My account")) } };
	const struct page page = { .title = crumbs[0].label,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.is_private = true };

	sessions_open(w, v.person->id, &v.n_sessions);
	api_tokens(w, v.person->id, &v.n_tokens);
	account_html(&o, &v);
	return page_send(r, &w->house->frame, &page, &o);
}

/* ---- name and language */

static struct form name_form(struct request *r)
{
	static const struct form_field fields[] = {
		{ "name", FORM_TEXT, N_("Your name"), N_("As colleagues are to see it."),
			N_("Give your name"), "name", PEOPLE_NAME_MAX },
		{ "lang", FORM_SELECT, N_("Language"),
			N_("Of the pages after you sign in, and of the letters you get."),
			N_("Choose a language") },
	};
	struct form f = account_form(r, "/account/name", fields, COUNT(fields), N_("Save"));
	const struct person *p = account_own(work_of(r));

	form_field(&f, "name")->value = p->name;
	form_field(&f, "lang")->choices = form_languages(&r->arena);
	form_field(&f, "lang")->n_choices = LANG_COUNT;
	form_field(&f, "lang")->value = str_from(p->lang->code);
	return f;
}

static enum http_status show_name(struct request *r, const struct form *f)
{
	return account_form_page(r, N_("Name and language"), NULL, f);
}

enum http_status account_name_page(struct request *r)
{
	struct form f = name_form(r);

	return show_name(r, &f);
}

enum http_status account_name(struct request *r)
{
	struct work *w = work_of(r);
	struct form f = name_form(r);

	if (form_take(&f, r) && !person_name_clean(w->arena, form_value(&f, "name")).n)
		form_fault(&f, "name", str_from(T(w, "Give your name")));
	if (!form_is_sound(&f))
		return show_name(r, &f);
	const struct language *l = language_by_code(form_value(&f, "lang"));
	person_set_name(w, account_own(w), form_value(&f, "name"), l);
	return account_done(r, l, "/account", DEED_NAME);
}

/* ---- what happened */

struct str account_event_by(struct work *w, const struct event *e)
{
	if (!e->by.n || str_eq(e->by, account_own(w)->id))
		return S("");
	return person_shown_by_id(w, e->by);
}

enum http_status account_history_page(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	struct account_history_view v = { .work = w };

	v.v = person_events(w, account_own(w)->id, EVENTS_SHOWN, &v.n);
	account_history_html(&o, &v);
	return account_send(r, N_("What happened to my account"), NULL, &o);
}

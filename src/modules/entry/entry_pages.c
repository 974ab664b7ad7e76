/* Signing in and out, and what waits for somebody who is in. */
#include "entry_pages.h"
#include "client.h"
#include "entry_html.h"
#include "note.h"
#include "password.h"
#include "step.h"
#include "translation.h"

#include <errno.h>
#include <string.h>

/* ---- what the doors share */

enum http_status entry_form_page(
	struct request *r, const char *title, struct str lede, const struct form *f)
{
	const struct crumb crumbs[] = { { NULL, str_from(tr_text(r->lang, title)) } };
	const struct page page = { .title = crumbs[0].label,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.is_private = true };

	people_greet(r);
	struct form own = *f;
	own.token = r->form_token;
	return form_page(r, &work_of(r)->house->frame, &page, lede, &own);
}

enum http_status entry_said(struct request *r, const char *title, const char *text)
{
	const struct crumb crumbs[] = { { NULL, str_from(tr_text(r->lang, title)) } };
	const struct page page = { .title = crumbs[0].label,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.is_private = true };
	struct page_out o = page_begin(r);

	entry_said_html(&o, &(struct entry_said_view){ title, text });
	answer_header(r, "Cache-Control", S("no-store"));
	return page_send(r, &work_of(r)->house->frame, &page, &o);
}

static enum http_status go_on(struct request *r)
{
	struct str then = people_then(r);

	return answer_redirect(r, then.n ? then : str_printf(&r->arena, "/%s/todo", r->lang->code));
}

/* ---- signing in */

static struct form sign_in_form(struct request *r)
{
	static const struct form_field fields[] = {
		{ "email", FORM_EMAIL, N_("E-mail address"), NULL, N_("Give your e-mail address"),
			"username", MAIL_ADDRESS_MAX },
		{ "password", FORM_PASSWORD, N_("Password"), NULL, N_("Give your password"),
			"current-password", PASSWORD_MAX_BYTES },
		{ "then", FORM_HIDDEN, .max = PATH_MAX_BYTES },
	};
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f = form_new(r, place(&o, "/sign-in"), fields, COUNT(fields), N_("Sign in"));

	form_field(&f, "then")->value = people_then(r);
	return f;
}

static enum http_status show_sign_in(struct request *r, struct form *f)
{
	const struct crumb crumbs[] = { { NULL, str_from(tr(r->lang, "Sign in")) } };
	const struct page page = { .title = crumbs[0].label,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.is_private = true };
	struct page_out o = page_begin(r);

	people_greet(r);
	f->token = r->form_token;
	entry_sign_in_html(&o, &(struct entry_sign_in_view){ *f });
	struct page own = page;
	own.title = form_title(&o, f, page.title);
	page_send(r, &work_of(r)->house->frame, &own, &o);
	return form_is_sound(f) ? HTTP_OK : HTTP_UNPROCESSABLE;
}

enum http_status entry_sign_in_page(struct request *r)
{
	struct form f = sign_in_form(r);

	if (r->reader.n)
		return go_on(r);
	return show_sign_in(r, &f);
}

/* What a worker that may take its time found out, for the one that writes. */
struct verdict {
	struct person person;
	bool was_tried; /* there was memory to try it in */
	bool fits;
};

static struct verdict *judge(struct work *w, struct form *f)
{
	struct verdict *v = ARENA_NEW(w->arena, struct verdict);
	bool is_there = person_by_email(w, form_value(f, "email"), &v->person);
	struct str hash = is_there ? v->person.password : S("");

	/* As long for an account that is not there. */
	v->fits = password_fits(hash, form_value(f, "password"));
	v->was_tried = v->fits || errno != ENOMEM;
	v->fits = v->fits && is_there && v->person.state == PERSON_ACTIVE;
	return v;
}

static enum http_status refuse_sign_in(
	struct work *w, struct request *r, struct form *f, const struct person *p)
{
	if (p->id.n)
		people_event(w, p->id, EVENT_REFUSED, S(""));
	w->keeps_refusal = true;
	form_fault(f, "email",
		str_from(T(w, "There is no account with this address and this password")));
	return show_sign_in(r, f);
}

/* The password may have been changed since it was looked at. */
static bool is_still_so(struct work *w, const struct verdict *v)
{
	struct person now;

	return v->fits && person_load(w, v->person.id, &now) && now.state == PERSON_ACTIVE &&
	       str_eq(now.password, v->person.password);
}

/* Where to after the password. */
static enum http_status let_in(struct work *w, struct request *r, const struct person *p)
{
	struct out to = out_new(w->arena, 4 * PATH_MAX_BYTES);

	session_begin(w, r, p, p->totp.n > 0);
	if (!p->totp.n)
		return go_on(r);
	out_printf(&to, "/%s/sign-in/code?then=", r->lang->code);
	out_url_component(&to, people_then(r));
	return answer_redirect(r, out_done(&to));
}

enum http_status entry_sign_in(struct request *r)
{
	struct work *w = work_of(r);
	struct form f = sign_in_form(r);
	const struct verdict *v = r->carried;
	int64_t wait_s;

	if (!form_take(&f, r))
		return show_sign_in(r, &f);
	struct str at = attempts_at(w, r, form_value(&f, "email"));
	if (r->lane != LANE_WRITE) {
		if (!guess_is_left(w, r, ATTEMPT_SIGN_IN, at, &wait_s))
			return answer_too_many(r, wait_s);
		r->carried = judge(w, &f);
		return answer_on(r, LANE_WRITE);
	}
	if (!v || !v->was_tried)
		return HTTP_UNAVAILABLE;
	if (!guess_take(w, r, ATTEMPT_SIGN_IN, at, &wait_s))
		return answer_too_many(r, wait_s);
	if (!is_still_so(w, v))
		return refuse_sign_in(w, r, &f, &v->person);
	guess_was_right(w, r, ATTEMPT_SIGN_IN, at);
	return let_in(w, r, &v->person);
}

/* ---- the second factor */

static struct form code_form(struct request *r)
{
	static const struct form_field fields[] = {
		{ "code", FORM_CODE, N_("Code"),
			N_("The six digits that your app shows now, or one of your recovery "
			   "codes."),
			N_("Give the code"), "one-time-code", 40 },
		{ "then", FORM_HIDDEN, .max = PATH_MAX_BYTES },
	};
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f =
		form_new(r, place(&o, "/sign-in/code"), fields, COUNT(fields), N_("Sign in"));

	form_field(&f, "then")->value = people_then(r);
	f.cancel = place(&o, "/sign-in");
	return f;
}

static enum http_status show_code(struct request *r, struct form *f)
{
	return entry_form_page(r, N_("Second step"),
		str_from(
			tr(r->lang, "Your password is right. Now the code of your second factor.")),
		f);
}

static enum http_status back_to_start(struct request *r)
{
	return answer_redirect(r, str_printf(&r->arena, "/%s/sign-in", r->lang->code));
}

enum http_status entry_code_page(struct request *r)
{
	const struct visit *v = work_of(r)->visit;
	struct form f = code_form(r);

	return v && v->awaits_code ? show_code(r, &f) : back_to_start(r);
}

enum http_status entry_code(struct request *r)
{
	struct work *w = work_of(r);
	struct form f = code_form(r);
	int64_t wait_s;

	if (!w->visit || !w->visit->awaits_code)
		return back_to_start(r);
	if (!form_take(&f, r))
		return show_code(r, &f);
	const struct person p = w->visit->person;
	if (!attempt_take(w, ATTEMPT_CODE, p.id, &wait_s))
		return answer_too_many(r, wait_s);
	if (!person_code_fits(w, &p, form_value(&f, "code"))) {
		people_event(w, p.id, EVENT_CODE_REFUSED, S(""));
		w->keeps_refusal = true;
		form_fault(&f, "code", str_from(T(w, "This code does not fit, or no longer")));
		return show_code(r, &f);
	}
	attempts_forget(w, ATTEMPT_CODE, p.id);
	session_begin(w, r, &p, false);
	return go_on(r);
}

enum http_status entry_sign_out(struct request *r)
{
	session_end_own(work_of(r), r);
	return answer_redirect(r, str_printf(&r->arena, "/%s", r->lang->code));
}

/* ---- what waits for somebody */

enum http_status entry_todo_page(struct request *r)
{
	struct work *w = work_of(r);
	struct entry_todo_view v = { .work = w, .duties = { .arena = w->arena } };
	struct page_out o = page_begin(r);
	const struct crumb crumbs[] = { { NULL, str_from(T(w, "What I must do")) } };
	const struct page page = { .title = crumbs[0].label,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.is_private = true };

	writing_duties(w, &o, &v.duties);
	note_duties(w, &o, &v.duties);
	translation_duties(w, &o, &v.duties);
	HOUSE_EACH(w->house, m)
		if (m->duties)
			m->duties(w, &o, &v.duties);
	entry_todo_html(&o, &v);
	return page_send(r, &w->house->frame, &page, &o);
}

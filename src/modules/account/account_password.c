/* The password given once more, and what changes by it: a new password, another address. */
#include "account_pages.h"
#include "client.h"
#include "password.h"

#include <errno.h>

/* ---- is it the person? */

/* What a worker that may take its time found out, for the one that writes. */
struct verdict {
	struct str of; /* what is kept of the password that it was compared with */
	bool fits, was_tried;
	struct str hash; /* of the new password, if there is one */
};

static struct verdict *judge(struct work *w, struct str password)
{
	struct verdict *v = ARENA_NEW(w->arena, struct verdict);

	v->of = account_own(w)->password;
	v->fits = password_fits(v->of, password);
	v->was_tried = v->fits || errno != ENOMEM;
	return v;
}

/* The password may have been changed since it was looked at. */
static bool is_still_so(struct work *w, const struct verdict *v)
{
	return v->fits && str_eq(v->of, account_own(w)->password);
}

static struct str counted_at(struct work *w, struct request *r)
{
	return attempts_at(w, r, account_own(w)->email);
}

/* Is there an attempt left? Where it will be judged, takes it. */
static bool may_try(struct work *w, struct request *r, bool with_code, int64_t *ret_wait_s)
{
	const struct str at = counted_at(w, r), id = account_own(w)->id;

	if (r->lane != LANE_WRITE)
		return guess_is_left(w, r, ATTEMPT_SIGN_IN, at, ret_wait_s) &&
		       (!with_code || attempt_is_left(w, ATTEMPT_CODE, id, ret_wait_s));
	return guess_take(w, r, ATTEMPT_SIGN_IN, at, ret_wait_s) &&
	       (!with_code || attempt_take(w, ATTEMPT_CODE, id, ret_wait_s));
}

static void refuse_password(struct work *w, struct form *f, const char *field)
{
	people_event(w, account_own(w)->id, EVENT_REFUSED, str_from(T(w, "password")));
	w->keeps_refusal = true;
	form_fault(f, field, str_from(T(w, "This is not your password")));
}

static void refuse_code(struct work *w, struct form *f)
{
	people_event(w, account_own(w)->id, EVENT_REFUSED, str_from(T(w, "code")));
	w->keeps_refusal = true;
	form_fault(f, "code", str_from(T(w, "This code does not fit, or no longer")));
}

/* ---- the password once more, for what is grave */

static struct form confirm_form(struct request *r)
{
	static const struct form_field fields[] = {
		{ "password", FORM_PASSWORD, N_("Password"), NULL, N_("Give your password"),
			"current-password", PASSWORD_MAX_BYTES },
		{ "username", FORM_USERNAME },
		{ "then", FORM_HIDDEN, .max = PATH_MAX_BYTES },
		{ "code", FORM_CODE, N_("Code"),
			N_("The six digits that your app shows now, or one of your recovery "
			   "codes."),
			N_("Give the code"), "one-time-code", 40 },
	};
	const bool has_factor = account_own(work_of(r))->totp.n > 0;
	struct form f = account_form(r, "/account/confirm", fields,
		has_factor ? COUNT(fields) : COUNT(fields) - 1, N_("Go on"));

	form_field(&f, "username")->value = account_own(work_of(r))->email;
	form_field(&f, "then")->value = people_then(r);
	return f;
}

static enum http_status show_confirm(struct request *r, const struct form *f)
{
	return account_form_page(r, N_("Is it you?"),
		N_("What comes next is grave, and your password was given a while ago: give it "
		   "once "
		   "more."),
		f);
}

static enum http_status go_on(struct request *r)
{
	struct str then = people_then(r);

	return answer_redirect(
		r, then.n ? then : str_printf(&r->arena, "/%s/account", r->lang->code));
}

enum http_status account_confirm_page(struct request *r)
{
	struct form f = confirm_form(r);

	return people_is_sure(work_of(r)) ? go_on(r) : show_confirm(r, &f);
}

enum http_status account_confirm(struct request *r)
{
	struct work *w = work_of(r);
	struct form f = confirm_form(r);
	const struct verdict *v = r->carried;
	int64_t wait_s;

	if (!form_take(&f, r))
		return show_confirm(r, &f);
	const struct person *p = account_own(w);
	if (!may_try(w, r, p->totp.n > 0, &wait_s))
		return answer_too_many(r, wait_s);
	if (r->lane != LANE_WRITE) {
		r->carried = judge(w, form_value(&f, "password"));
		return answer_on(r, LANE_WRITE);
	}
	if (!v->was_tried)
		return HTTP_UNAVAILABLE;
	if (!is_still_so(w, v))
		refuse_password(w, &f, "password");
	else if (p->totp.n && !person_code_fits(w, p, form_value(&f, "code")))
		refuse_code(w, &f);
	if (!form_is_sound(&f))
		return show_confirm(r, &f);
	guess_was_right(w, r, ATTEMPT_SIGN_IN, counted_at(w, r));
	attempts_forget(w, ATTEMPT_CODE, p->id);
	session_renew(w, r);
	return go_on(r);
}

/* ---- another password */

static struct form password_form(struct request *r)
{
	static const struct form_field fields[] = {
		{ "present", FORM_PASSWORD, N_("Present password"), NULL,
			N_("Give your present password"), "current-password", PASSWORD_MAX_BYTES },
		{ "password", FORM_PASSWORD, N_("New password"),
			N_("At least 10 characters; a sentence is good. You can paste one from a "
			   "password manager."),
			N_("Choose a password"), "new-password", PASSWORD_MAX_BYTES },
		{ "username", FORM_USERNAME },
	};
	struct form f = account_form(
		r, "/account/password", fields, COUNT(fields), N_("Save the password"));

	form_field(&f, "username")->value = account_own(work_of(r))->email;
	return f;
}

static enum http_status show_password(struct request *r, const struct form *f)
{
	return account_form_page(r, N_("Another password"),
		N_("All other sessions of your account end when you save it."), f);
}

/* Who has a second factor gives it too: the page asks for the present password alone. */
static bool needs_code(struct work *w)
{
	return account_own(w)->totp.n && !people_is_sure(w);
}

enum http_status account_password_page(struct request *r)
{
	struct form f = password_form(r);

	return needs_code(work_of(r)) ? people_make_sure(work_of(r), r) : show_password(r, &f);
}

static void check_new_password(struct work *w, struct request *r, struct form *f)
{
	const struct str personal[] = { account_own(w)->email, account_own(w)->name };

	if (people_check_password(r, f, "password", personal, COUNT(personal)) &&
		str_eq(form_value(f, "password"), form_value(f, "present")))
		form_fault(f, "password", str_from(T(w, "This is the password you have now")));
}

static struct verdict *judge_both(struct work *w, struct form *f)
{
	struct verdict *v = judge(w, form_value(f, "present"));

	if (v->fits)
		v->hash = password_hash(w->arena, form_value(f, "password"));
	return v;
}

static enum http_status change_password(struct work *w, struct request *r, struct str hash)
{
	const struct person *p = account_own(w);

	guess_was_right(w, r, ATTEMPT_SIGN_IN, counted_at(w, r));
	person_set_password(w, p, hash);
	people_event(w, p->id, EVENT_PASSWORD, S(""));
	sessions_end_others(w, p->id);
	session_renew(w, r);
	letter_password_changed(w, request_home(r), p);
	return account_done(r, r->lang, "/account", DEED_PASSWORD);
}

enum http_status account_password(struct request *r)
{
	struct work *w = work_of(r);
	struct form f = password_form(r);
	const struct verdict *v = r->carried;
	int64_t wait_s;

	if (needs_code(w))
		return people_make_sure(w, r);
	if (form_take(&f, r))
		check_new_password(w, r, &f);
	if (!form_is_sound(&f))
		return show_password(r, &f);
	if (!may_try(w, r, false, &wait_s))
		return answer_too_many(r, wait_s);
	if (r->lane != LANE_WRITE) {
		r->carried = judge_both(w, &f);
		return answer_on(r, LANE_WRITE);
	}
	if (!v->was_tried || (v->fits && !v->hash.n))
		return HTTP_UNAVAILABLE;
	if (is_still_so(w, v))
		return change_password(w, r, v->hash);
	refuse_password(w, &f, "present");
	return show_password(r, &f);
}

/* ---- another address */

static struct form email_form(struct request *r)
{
	static const struct form_field fields[] = {
		{ "email", FORM_EMAIL, N_("New e-mail address"), NULL, N_("Give an e-mail address"),
			"email", MAIL_ADDRESS_MAX },
	};

	return account_form(r, "/account/email", fields, COUNT(fields), N_("Write to both"));
}

static enum http_status show_email(struct request *r, const struct form *f)
{
	return account_form_page(r, N_("Another e-mail address"),
		N_("We write to the address you have and to the new one. When both have confirmed "
		   "it, "
		   "within a day, your account goes with the new one, and all sessions end."),
		f);
}

enum http_status account_email_page(struct request *r)
{
	struct form f = email_form(r);

	return people_is_sure(work_of(r)) ? show_email(r, &f) : people_make_sure(work_of(r), r);
}

static void check_email(struct work *w, struct form *f)
{
	struct str email = form_value(f, "email");

	if (!mail_address_is_sound(email))
		form_fault(f, "email",
			str_from(T(w, "This is no e-mail address: “name@example.org” is one")));
	else if (str_eq(mail_address_fold(w->arena, email),
			 mail_address_fold(w->arena, account_own(w)->email)))
		form_fault(f, "email", str_from(T(w, "This is the address you have now")));
}

/* Letters to somebody else's address are few, and those to one's own as well. */
static bool may_write(struct work *w, struct str email, int64_t *ret_wait_s)
{
	struct str own = mail_address_fold(w->arena, account_own(w)->email);

	return attempt_take(w, ATTEMPT_LETTER, email, ret_wait_s) &&
	       attempt_take(w, ATTEMPT_LETTER, own, ret_wait_s);
}

enum http_status account_email(struct request *r)
{
	struct work *w = work_of(r);
	struct form f = email_form(r);
	int64_t wait_s;

	if (!people_is_sure(w))
		return people_make_sure(w, r);
	if (form_take(&f, r))
		check_email(w, &f);
	if (!form_is_sound(&f))
		return show_email(r, &f);
	struct str email = form_value(&f, "email");
	if (!may_write(w, mail_address_fold(w->arena, email), &wait_s))
		return answer_too_many(r, wait_s);
	email_change_ask(w, request_home(r), account_own(w), email);
	return account_done(r, r->lang, "/account", DEED_EMAIL);
}

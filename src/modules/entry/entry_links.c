/* Forgotten passwords, and the pages behind one-time links. */
#include "client.h"
#include "entry_pages.h"
#include "password.h"

/* ---- forgotten passwords */

static struct form password_form(struct request *r)
{
	static const struct form_field fields[] = {
		{ "email", FORM_EMAIL, N_("E-mail address"), NULL, N_("Give your e-mail address"),
			"username", MAIL_ADDRESS_MAX },
	};
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f =
		form_new(r, place(&o, "/password"), fields, COUNT(fields), N_("Send me a link"));

	f.cancel = place(&o, "/sign-in");
	return f;
}

static enum http_status show_password(struct request *r, struct form *f)
{
	return entry_form_page(r, N_("A new password"),
		str_from(tr(r->lang, "We send you a link by which you choose a new one.")), f);
}

enum http_status entry_password_page(struct request *r)
{
	struct form f = password_form(r);

	return show_password(r, &f);
}

static void send_link(struct work *w, struct request *r, const struct person *p)
{
	struct str origin = request_home(r);

	if (p->state == PERSON_ACTIVE) {
		letter_password(w, p, link_make(w, origin, p->lang, LINK_PASSWORD, p->id, S("")));
		people_event(w, p->id, EVENT_PASSWORD_ASKED, S(""));
	} else if (p->state == PERSON_INVITED) {
		people_invite_again(w, origin, p);
	}
}

enum http_status entry_password(struct request *r)
{
	struct work *w = work_of(r);
	struct form f = password_form(r);
	struct person p;
	int64_t wait_s;

	if (!form_take(&f, r))
		return show_password(r, &f);
	struct str email = mail_address_fold(w->arena, form_value(&f, "email"));
	if (!guess_take(w, r, ATTEMPT_LETTER, email, &wait_s))
		return answer_too_many(r, wait_s);
	if (person_by_email(w, email, &p))
		send_link(w, r, &p);
	return entry_said(r, N_("Look into your mail"),
		N_("If an account goes with this address, a link is on its way to it. It works for "
		   "one hour."));
}

/* ---- one-time links */

/* What a link is for: its page, and what is done when the page is sent. */
struct door {
	const char *title, *lede; /* N_() */
	const struct form_field *fields;
	size_t n_fields;
	const char *submit; /* N_() */
	enum http_status (*open)(struct request *r, const struct one_time_link *link,
		struct form *f, struct str hash);
};

static const struct form_field new_account[] = {
	{ "email", FORM_EMAIL, N_("E-mail address"), N_("The one that the invitation was sent to."),
		N_("Give your e-mail address"), "username", MAIL_ADDRESS_MAX },
	{ "name", FORM_TEXT, N_("Your name"), N_("As colleagues are to see it."),
		N_("Give your name"), "name", PEOPLE_NAME_MAX },
	{ "password", FORM_PASSWORD, N_("Password"),
		N_("At least 10 characters; a sentence is good. You can paste one from a password "
		   "manager."),
		N_("Choose a password"), "new-password", PASSWORD_MAX_BYTES },
};

static const struct form_field new_password[] = {
	{ "password", FORM_PASSWORD, N_("New password"),
		N_("At least 10 characters; a sentence is good. You can paste one from a password "
		   "manager."),
		N_("Choose a password"), "new-password", PASSWORD_MAX_BYTES },
};

static enum http_status is_gone(struct request *r)
{
	entry_said(r, N_("This link does not work"),
		N_("It was used already, its time is over, or it is not whole. Ask for a new one "
		   "where you got it."));
	return HTTP_NOT_FOUND;
}

static enum http_status come_in(struct work *w, struct request *r, struct person *p)
{
	p->state = PERSON_ACTIVE;
	session_begin(w, r, p, p->totp.n > 0);
	return answer_redirect(r,
		str_printf(w->arena, "/%s/%s", p->lang->code, p->totp.n ? "sign-in/code" : "todo"));
}

static enum http_status open_account(
	struct work *w, struct request *r, struct person *p, const struct form *f, struct str hash)
{
	struct form own = *f;

	person_set_state(w, p, PERSON_ACTIVE);
	person_set_name(w, p, form_value(&own, "name"), r->lang);
	p->name = form_value(&own, "name");
	p->lang = r->lang;
	person_set_password(w, p, hash);
	people_event(w, p->id, EVENT_ACCEPTED, S(""));
	return come_in(w, r, p);
}

/* Who found the link must not find the address that goes with it by trying. */
static enum http_status open_invitation(
	struct request *r, const struct one_time_link *link, struct form *f, struct str hash)
{
	struct work *w = work_of(r);
	struct person p;
	int64_t wait_s;

	if (!person_load(w, link->account_id, &p) || p.state != PERSON_INVITED)
		return is_gone(r);
	if (!guess_take(w, r, ATTEMPT_SIGN_IN, link->digest, &wait_s))
		return answer_too_many(r, wait_s);
	if (!str_eq(mail_address_fold(w->arena, form_value(f, "email")),
		    mail_address_fold(w->arena, p.email))) {
		w->keeps_refusal = true;
		form_fault(f, "email", str_from(T(w, "The invitation went to another address")));
		return HTTP_UNPROCESSABLE;
	}
	guess_was_right(w, r, ATTEMPT_SIGN_IN, link->digest);
	return link_use(w, link) ? open_account(w, r, &p, f, hash) : is_gone(r);
}

static enum http_status open_first_administrator(
	struct request *r, const struct one_time_link *link, struct form *f, struct str hash)
{
	struct work *w = work_of(r);
	struct person p;
	struct str email = form_value(f, "email");

	if (!mail_address_is_sound(email) || person_by_email(w, email, &p)) {
		form_fault(f, "email", str_from(T(w, "This address cannot be used here")));
		return HTTP_UNPROCESSABLE;
	}
	if (!link_use(w, link) || !people_lack_administrator(w))
		return is_gone(r);
	p = person_add(w, email, form_value(f, "name"), r->lang);
	person_give(w, &p, &(struct held_role){ .role = ROLE_ADMIN });
	return open_account(w, r, &p, f, hash);
}

static enum http_status open_password(
	struct request *r, const struct one_time_link *link, struct form *f, struct str hash)
{
	struct work *w = work_of(r);
	struct person p;

	(void)f;
	if (!person_load(w, link->account_id, &p) || p.state != PERSON_ACTIVE || !link_use(w, link))
		return is_gone(r);
	person_set_password(w, &p, hash);
	people_event(w, p.id, EVENT_PASSWORD, S(""));
	sessions_end_all(w, p.id);
	letter_password_changed(w, request_home(r), &p);
	return come_in(w, r, &p);
}

static enum http_status open_email(
	struct request *r, const struct one_time_link *link, struct form *f, struct str hash)
{
	struct work *w = work_of(r);

	(void)f;
	(void)hash;
	if (!link_use(w, link))
		return is_gone(r);
	switch (email_change_confirm(w, link)) {
	case EMAIL_WAITS_FOR_OTHER:
		return entry_said(r, N_("Thank you: one half is done"),
			N_("As soon as the link in the other letter is confirmed too, your account "
			   "goes with the new address."));
	case EMAIL_CHANGED:
		return entry_said(r, N_("Your address was changed"),
			N_("Sign in with the new one from now on."));
	case EMAIL_TAKEN:
		break;
	}
	return is_gone(r);
}

/* To add one: a row. */
static const struct door doors[LINK_COUNT] = {
	[LINK_INVITATION] = { N_("Welcome to Jalon"),
		N_("You were invited. Three lines, and your account is ready."), new_account,
		COUNT(new_account), N_("Accept the invitation"), open_invitation },
	[LINK_FIRST_ADMINISTRATOR] = { N_("The first administrator"),
		N_("This account looks after all others: it invites the Secretariat and the focal "
		   "points."),
		new_account, COUNT(new_account), N_("Make the account"), open_first_administrator },
	[LINK_PASSWORD] = { N_("A new password"),
		N_("All other sessions of your account end when you save it."), new_password,
		COUNT(new_password), N_("Save the password"), open_password },
	[LINK_EMAIL_OLD] = { N_("Is your address to change?"),
		N_("Confirm that your account is to go with another address."), NULL, 0,
		N_("Yes, change it"), open_email },
	[LINK_EMAIL_NEW] = { N_("Is this your new address?"),
		N_("Confirm that your account is to go with this address."), NULL, 0,
		N_("Yes, this is mine"), open_email },
};

static struct form link_form(struct request *r, const struct door *d)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f = form_new(r, place_under(&o, "/link", request_path_arg(r, "token")),
		d->fields, d->n_fields, d->submit);

	if (d->open == open_first_administrator)
		form_field(&f, "email")->hint = N_("Letters of the site go there.");
	return f;
}

static enum http_status show_link(struct request *r, const struct door *d, struct form *f)
{
	return entry_form_page(r, d->title, str_from(tr_text(r->lang, d->lede)), f);
}

enum http_status entry_link_page(struct request *r)
{
	struct one_time_link link;

	if (!link_find(work_of(r), request_path_arg(r, "token"), &link))
		return is_gone(r);
	struct form f = link_form(r, &doors[link.purpose]);
	return show_link(r, &doors[link.purpose], &f);
}

static bool has_password(const struct form *f)
{
	return f->n_fields > 0;
}

/* Whoever chooses a password is not to choose what anybody would try first for this person. */
static void check_link_password(
	struct work *w, struct request *r, const struct one_time_link *link, struct form *f)
{
	struct person p = { .email = S("") };
	struct str personal[3];
	size_t n = 0;

	if (link->account_id.n && person_load(w, link->account_id, &p)) {
		personal[n++] = p.email;
		personal[n++] = p.name;
	}
	if (f->n_fields > 1) {
		if (!p.email.n)
			personal[n++] = form_value(f, "email");
		else
			personal[1] = form_value(f, "name");
	}
	people_check_password(r, f, "password", personal, n);
}

/* What takes long: the hash of the password that was chosen, for the one that writes. */
static enum http_status prepare_link(
	struct work *w, struct request *r, const struct one_time_link *link, struct form *f)
{
	struct str *made = ARENA_NEW(w->arena, struct str);
	int64_t wait_s;

	if (link->purpose == LINK_INVITATION &&
		!guess_is_left(w, r, ATTEMPT_SIGN_IN, link->digest, &wait_s))
		return answer_too_many(r, wait_s);
	if (has_password(f))
		*made = password_hash(w->arena, form_value(f, "password"));
	r->carried = made;
	return answer_on(r, LANE_WRITE);
}

enum http_status entry_link(struct request *r)
{
	struct work *w = work_of(r);
	struct one_time_link link;
	const struct str *hash = r->carried;

	if (!link_find(w, request_path_arg(r, "token"), &link))
		return is_gone(r);
	const struct door *d = &doors[link.purpose];
	struct form f = link_form(r, d);
	if (form_take(&f, r) && has_password(&f))
		check_link_password(w, r, &link, &f);
	if (!form_is_sound(&f))
		return show_link(r, d, &f);
	if (r->lane != LANE_WRITE)
		return prepare_link(w, r, &link, &f);
	if (has_password(&f) && (!hash || !hash->n))
		return HTTP_UNAVAILABLE;
	enum http_status status = d->open(r, &link, &f, hash ? *hash : S(""));
	return status == HTTP_UNPROCESSABLE ? show_link(r, d, &f) : status;
}

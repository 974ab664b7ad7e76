/* What is kept about the person; all of it taken along; the account erased. */
#include "account_html.h"
#include "account_pages.h"

enum { DATA_MAX_BYTES = 32 << 20 };

enum http_status account_privacy_page(struct request *r)
{
	struct page_out o = page_begin(r);

	account_privacy_html(&o);
	return account_send(r, N_("What is kept about me"), NULL, &o);
}

/* Reading all of it may take a while; writing down that it was taken does not. */
enum http_status account_data(struct request *r)
{
	struct work *w = work_of(r);

	if (!people_is_sure(w))
		return people_make_sure_at(
			w, r, str_printf(w->arena, "/%s/account/privacy#take", r->lang->code));
	if (r->lane != LANE_WRITE) {
		struct out *made = ARENA_NEW(w->arena, struct out);

		*made = out_new(w->arena, DATA_MAX_BYTES);
		person_data(w, account_own(w), made);
		r->carried = made;
		return answer_on(r, LANE_WRITE);
	}
	people_event(w, account_own(w)->id, EVENT_DATA_TAKEN, S(""));
	r->type = "application/json";
	answer_header(r, "Content-Disposition", S("attachment; filename=\"jalon-account.json\""));
	answer_header(r, "Cache-Control", S("no-store"));
	r->body = *(const struct out *)r->carried;
	return HTTP_OK;
}

/* ---- the end */

static struct form erase_form(struct request *r)
{
	static const struct form_field fields[] = {
		{ "email", FORM_EMAIL, N_("Your e-mail address, so that it is no mistake"), NULL,
			N_("Give your e-mail address"), NULL, MAIL_ADDRESS_MAX },
	};
	struct form f =
		account_form(r, "/account/erase", fields, COUNT(fields), N_("Erase my account"));
	struct page_out o = { &r->body, &r->arena, r->lang };

	f.is_grave = true;
	f.cancel = place(&o, "/account/privacy");
	return f;
}

static enum http_status show_erase(struct work *w, struct request *r, const struct form *f)
{
	struct page_out o = page_begin(r);

	account_erase_html(
		&o, &(struct account_erase_view){ w, person_holdings(w, account_own(w)->id), *f });
	return account_send(r, N_("Erase my account"), f, &o);
}

enum http_status account_erase_page(struct request *r)
{
	struct work *w = work_of(r);
	struct form f = erase_form(r);

	return people_is_sure(w) ? show_erase(w, r, &f) : people_make_sure(w, r);
}

static void check_erase(struct work *w, struct form *f)
{
	const struct person *p = account_own(w);

	if (!str_eq(mail_address_fold(w->arena, form_value(f, "email")),
		    mail_address_fold(w->arena, p->email)))
		form_fault(f, "email", str_from(T(w, "This is not the address of your account")));
	else if (!person_may_leave(w, p))
		form_fault(f, "email",
			str_from(T(w, "You are the last administrator: give that role to somebody "
				      "else first")));
}

/* The page that says so is nobody's. */
static enum http_status say_erased(struct request *r)
{
	struct page_out o = page_begin(r);
	const struct crumb crumbs[] = { { NULL, str_from(tr(r->lang, "Your account is erased")) } };
	const struct page page = { .title = crumbs[0].label,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.is_private = true };

	account_said_html(&o, &(struct account_said_view){ N_("Your account is erased"),
				      N_("Nothing here names you any more. Thank you for what you "
					 "contributed.") });
	answer_header(r, "Cache-Control", S("no-store"));
	return page_send(r, &work_of(r)->house->frame, &page, &o);
}

enum http_status account_erase(struct request *r)
{
	struct work *w = work_of(r);
	struct form f = erase_form(r);

	if (!people_is_sure(w))
		return people_make_sure(w, r);
	if (form_take(&f, r))
		check_erase(w, &f);
	if (!form_is_sound(&f))
		return show_erase(w, r, &f);
	person_erase(w, account_own(w));
	session_forget(r);
	return say_erased(r);
}

/* The browsers that are signed in. */
#include "account_html.h"
#include "account_pages.h"

enum { ID_MAX = 40 };

static struct form end_form(struct request *r, struct str id)
{
	static const struct form_field fields[] = { { "session", FORM_HIDDEN, .max = ID_MAX } };
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f = form_new(
		r, place(&o, "/account/sessions/end"), fields, COUNT(fields), N_("End this one"));

	form_field(&f, "session")->value = id;
	return f;
}

enum http_status account_sessions_page(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	struct account_sessions_view v = { .done = account_done_words(r) };

	v.v = sessions_open(w, account_own(w)->id, &v.n);
	v.ends = ARENA_ARRAY(w->arena, struct form, v.n + 1);
	for (size_t i = 0; i < v.n; i++)
		v.ends[i] = end_form(r, v.v[i].id);
	v.end_others = form_new(
		r, place(&o, "/account/sessions/end-others"), NULL, 0, N_("End all others"));
	account_sessions_html(&o, &v);
	return account_send(r, N_("Where I am signed in"), NULL, &o);
}

enum http_status account_session_end(struct request *r)
{
	struct work *w = work_of(r);

	session_end(w, account_own(w)->id, request_field(r, "session"));
	return account_done(r, r->lang, "/account/sessions", DEED_SESSIONS);
}

enum http_status account_sessions_end_others(struct request *r)
{
	struct work *w = work_of(r);

	sessions_end_others(w, account_own(w)->id);
	return account_done(r, r->lang, "/account/sessions", DEED_SESSIONS);
}

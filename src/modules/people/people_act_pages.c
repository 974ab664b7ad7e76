/* What is done about a person's roles and account, each after a page that says what it means. */
#include "people_html.h"
#include "people_pages.h"

static const char last_administrator[] =
	N_("This is the last administrator who can sign in: give the role to somebody else first.");

enum http_status people_ask_whether(
	struct request *r, const struct crumb *crumbs, size_t n, const struct people_act_view *v)
{
	struct page_out o = page_begin(r);

	people_act_html(&o, v);
	people_send(r, &o, crumbs, n);
	return v->fault.n ? HTTP_CONFLICT : HTTP_OK;
}

static struct str fill(const struct work *w, const char *message, struct str name)
{
	return STR_FILL(w->arena, tr_text(w->lang, message), name);
}

static const char *path_of(struct work *w, const struct person *p)
{
	return str_z(w->arena, str_printf(w->arena, "/people/" STR_FMT, STR_ARG(p->id)));
}

/* The page of an act below that of the person. */
static enum http_status ask(struct request *r, const struct person *p, struct people_act_view *v)
{
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };
	const struct crumb crumbs[] = { { "/people", str_from(T(w, "People")) },
		{ path_of(w, p), person_shown(w, p) }, { NULL, v->title } };

	v->form.cancel = people_person_url(&o, p->id);
	return people_ask_whether(r, crumbs, COUNT(crumbs), v);
}

/* Who looks at the own page may not be able to look at it any more. */
static enum http_status back(struct request *r, const struct person *p, const char *done)
{
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };

	if (str_eq(p->id, w->actor.account_id))
		return answer_redirect(r, place(&o, "/todo").address);
	return people_go(r, people_person_url(&o, p->id), done);
}

/* ---- ending a role */

/* The role of the address, if it is for the one who works to end. */
static bool find_role(struct request *r, struct person *p, struct holding *h)
{
	struct work *w = work_of(r);

	return person_load(w, request_path_arg(r, "id"), p) && person_may_be_seen(w, p) &&
	       holding_load(w, request_path_arg(r, "role"), h) && str_eq(h->account_id, p->id) &&
	       may_give(&w->actor, &h->role);
}

static struct url end_url(struct page_out *o, const struct holding *h)
{
	return url_path(o->arena, "/{}/people/{}/roles/{}/end",
		(const struct str[]){ str_from(o->lang->code), h->account_id, h->id }, 3);
}

static enum http_status show_end_role(
	struct request *r, const struct person *p, const struct holding *h, struct str fault)
{
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct str name = person_shown(w, p);
	struct people_act_view v = { .title = str_from(T(w, "End this role")),
		.about = STR_FILL(w->arena, T(w, "{1}: {2}"), name, role_shown(w, &h->role)),
		.ends = STR_FILL(w->arena,
			T(w, "From the next page on {1} no longer sees or changes what goes with "
			     "this role. A letter says so."),
			name),
		.stays = str_from(T(w, "What was written stays where it belongs, and so does the "
				       "trace of the role. The account stays open, with its other "
				       "roles if it has any.")),
		.fault = fault,
		.form = form_new(r, end_url(&o, h), NULL, 0, N_("End the role")) };

	v.form.is_grave = true;
	if (h->role.role == ROLE_FOCAL_POINT) {
		v.beware = str_from(T(w, "A Party without a focal point has nobody who leads its "
					 "team. If there is a successor, hand over instead."));
		v.instead = url_path(w->arena, "/{}/people/hand-over?party={}",
			(const struct str[]){ str_from(r->lang->code), h->role.party }, 2);
		v.instead_label = N_("Hand over");
	}
	return ask(r, p, &v);
}

enum http_status people_end_role_page(struct request *r)
{
	struct work *w = work_of(r);
	struct person p;
	struct holding h;

	if (!find_role(r, &p, &h))
		return HTTP_NOT_FOUND;
	if (h.ended_ms)
		return back(r, &p, "ended");
	if (role_row(h.role.role)->is_protected && !people_is_sure(w))
		return people_make_sure(w, r);
	return show_end_role(r, &p, &h, S(""));
}

enum http_status people_end_role_send(struct request *r)
{
	struct work *w = work_of(r);
	struct person p;
	struct holding h;

	if (!find_role(r, &p, &h))
		return HTTP_NOT_FOUND;
	if (h.ended_ms)
		return back(r, &p, "ended");
	if (role_row(h.role.role)->is_protected && !people_is_sure(w))
		return people_make_sure(w, r);
	if (!person_end_role(w, &h))
		return show_end_role(r, &p, &h, str_from(tr_text(w->lang, last_administrator)));
	if (p.state <= PERSON_ACTIVE)
		letter_role_ended(w, &p, &h.role);
	return back(r, &p, "ended");
}

/* ---- what administrators do about an account */

struct act {
	const char *path; /* below the person's account */
	const char *label; /* N_(), of the link and the button */
	const char *title, *ends, *stays; /* N_(); {1}: the person */
	const char *done;
	bool is_grave;
	bool (*fits)(struct work *w, const struct person *p);

	/* NULL, or why it cannot be (N_()). */
	const char *(*run)(struct work *w, struct request *r, const struct person *p);
};

static bool is_open(struct work *w, const struct person *p)
{
	(void)w;
	return p->state <= PERSON_ACTIVE;
}

static const char *close_account(struct work *w, struct request *r, const struct person *p)
{
	(void)r;
	if (!person_may_leave(w, p))
		return last_administrator;
	person_set_state(w, p, PERSON_CLOSED);
	return NULL;
}

static bool is_closed(struct work *w, const struct person *p)
{
	(void)w;
	return p->state == PERSON_CLOSED;
}

static const char *open_account(struct work *w, struct request *r, const struct person *p)
{
	(void)r;
	person_set_state(w, p, p->password.n ? PERSON_ACTIVE : PERSON_INVITED);
	return NULL;
}

static bool is_active(struct work *w, const struct person *p)
{
	(void)w;
	return p->state == PERSON_ACTIVE;
}

static const char *end_sessions(struct work *w, struct request *r, const struct person *p)
{
	(void)r;
	sessions_end_all(w, p->id);
	return NULL;
}

static bool has_bounced(struct work *w, const struct person *p)
{
	struct str fault;

	return p->state <= PERSON_CLOSED && mail_address_has_bounced(w, p->email, &fault);
}

static const char *forgive_address(struct work *w, struct request *r, const struct person *p)
{
	(void)r;
	mail_address_forgive(w, p->email);
	return NULL;
}

static bool has_second_factor(struct work *w, const struct person *p)
{
	/* One's own is looked after at one's own account, with a code of it. */
	return p->totp.n && p->state <= PERSON_CLOSED && !str_eq(p->id, w->actor.account_id);
}

static const char *take_second_factor(struct work *w, struct request *r, const struct person *p)
{
	person_set_totp(w, p, S(""), 0);
	sessions_end_all(w, p->id);
	letter_second_factor_taken(w, request_home(r), p);
	return NULL;
}

/* To add one: a row. */
static const struct act acts[] = {
	{ "second-factor", N_("Take away the second factor"),
		N_("Take away the second factor of {1}"),
		N_("The app and the recovery codes of {1} no longer count, and all sessions end. "
		   "Do this only for somebody who has lost them, and whom you have asked in person "
		   "or by telephone: who knows the password comes in without a code afterwards. A "
		   "letter tells of it."),
		N_("Password and roles stay. A role that looks after the house sleeps until there "
		   "is a new second factor."),
		"factor-taken", true, has_second_factor, take_second_factor },
	{ "sessions", N_("End all sessions"), N_("End all sessions of {1}"),
		N_("All browsers that are signed in to this account are signed out."),
		N_("Password, second factor and roles stay: {1} can sign in again at once."),
		"sessions-ended", false, is_active, end_sessions },
	{ "address", N_("Send letters to this address again"), N_("Send letters to {1} again"),
		N_("The mail server refused this address for good. What it said is forgotten, and "
		   "the next letter is tried again."),
		N_("Letters that were given up meanwhile are not sent again."), "address-forgiven",
		false, has_bounced, forgive_address },
	{ "close", N_("Close the account"), N_("Close the account of {1}"),
		N_("Nobody comes in with this account any more: its sessions end, and so do its "
		   "tokens for programs."),
		N_("Its roles, its trace and what was written stay. An administrator can open it "
		   "again."),
		"account-closed", true, is_open, close_account },
	{ "open", N_("Open the account again"), N_("Open the account of {1} again"),
		N_("{1} comes in again with the same address and password."),
		N_("The roles that were not ended count again at once. Sessions and tokens that "
		   "ended do not come back."),
		"account-opened", true, is_closed, open_account },
};

static struct url act_url(struct page_out *o, const struct person *p, const struct act *a)
{
	return url_path(o->arena, "/{}/people/{}/account/{}",
		(const struct str[]){ str_from(o->lang->code), p->id, str_from(a->path) }, 3);
}

struct person_act *people_acts(
	struct page_out *o, struct work *w, const struct person *p, size_t *ret_n)
{
	struct person_act *v = ARENA_ARRAY(w->arena, struct person_act, COUNT(acts));
	size_t n = 0;

	for (size_t i = 0; i < COUNT(acts); i++)
		if (acts[i].fits(w, p))
			v[n++] = (struct person_act){ acts[i].label, act_url(o, p, &acts[i]) };
	*ret_n = n;
	return v;
}

/* The act of the address, if there is anything to do. */
static const struct act *find_act(struct request *r, struct person *p)
{
	struct work *w = work_of(r);
	struct str path = request_path_arg(r, "act");

	if (!person_load(w, request_path_arg(r, "id"), p))
		return NULL;
	for (size_t i = 0; i < COUNT(acts); i++)
		if (str_is(path, acts[i].path) && acts[i].fits(w, p))
			return &acts[i];
	return NULL;
}

static enum http_status show_act(
	struct request *r, const struct person *p, const struct act *a, const char *fault)
{
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct str name = person_shown(w, p);
	struct people_act_view v = { .title = fill(w, a->title, name),
		.ends = fill(w, a->ends, name),
		.stays = fill(w, a->stays, name),
		.fault = fault ? str_from(tr_text(w->lang, fault)) : S(""),
		.form = form_new(r, act_url(&o, p, a), NULL, 0, a->label) };

	v.form.is_grave = a->is_grave;
	return ask(r, p, &v);
}

enum http_status people_act_page(struct request *r)
{
	struct work *w = work_of(r);
	struct person p;
	const struct act *a = find_act(r, &p);

	if (!a)
		return HTTP_NOT_FOUND;
	if (a->is_grave && !people_is_sure(w))
		return people_make_sure(w, r);
	return show_act(r, &p, a, NULL);
}

enum http_status people_act_send(struct request *r)
{
	struct work *w = work_of(r);
	struct person p;
	const struct act *a = find_act(r, &p);

	if (!a)
		return HTTP_NOT_FOUND;
	if (a->is_grave && !people_is_sure(w))
		return people_make_sure(w, r);
	const char *fault = a->run(w, r, &p);
	return fault ? show_act(r, &p, a, fault) : back(r, &p, a->done);
}

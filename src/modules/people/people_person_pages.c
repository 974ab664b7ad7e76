/* One person: roles held and ended, the trace of them, and what the reader may do about it. */
#include "people_html.h"
#include "people_pages.h"

enum { EVENTS_SHOWN = 200 };

/* ---- words */

static struct str told(struct page_out *o, struct work *w, int64_t at_ms, struct str by,
	const char *message, const char *message_operator)
{
	struct str day = format_day(o->arena, o->lang, at_ms);

	return by.n ? STR_FILL(o->arena, message, day, person_shown_by_id(w, by))
		    : STR_FILL(o->arena, message_operator, day);
}

struct str people_given_shown(struct page_out *o, struct work *w, const struct holding *h)
{
	return told(o, w, h->given_ms, h->given_by, tr(o->lang, "Given on {1} by {2}."),
		tr(o->lang, "Given on {1} by the operator of the site."));
}

struct str people_ended_shown(struct page_out *o, struct work *w, const struct holding *h)
{
	return told(o, w, h->ended_ms, h->ended_by, tr(o->lang, "Ended on {1} by {2}."),
		tr(o->lang, "Ended on {1} by the operator of the site."));
}

struct str people_event_by(struct work *w, const struct event *e, const struct person *p)
{
	return e->by.n && !str_eq(e->by, p->id) ? person_shown_by_id(w, e->by) : S("");
}

/* ---- what the reader sees of it */

static bool is_seen(struct work *w, const struct person_view *v, const struct held_role *role)
{
	const struct subject subject = role_subject(w, role);

	return v->is_own || may(&w->actor, VERB_SEE_PEOPLE, &subject);
}

static struct url under_role(struct page_out *o, const struct holding *h)
{
	return url_path(o->arena, "/{}/people/{}/roles/{}/end",
		(const struct str[]){ str_from(o->lang->code), h->account_id, h->id }, 3);
}

static struct url hand_over_url(struct page_out *o, const struct holding *h)
{
	return url_path(o->arena, "/{}/people/hand-over?party={}",
		(const struct str[]){ str_from(o->lang->code), h->role.party }, 2);
}

static struct person_role role_view(
	struct page_out *o, struct work *w, const struct person_view *v, const struct holding *h)
{
	const struct subject all = { 0 }, own = { .party = h->role.party };
	struct person_role role = { .holding = h };

	if (h->ended_ms)
		return role;
	if (may_give(&w->actor, &h->role))
		role.end = under_role(o, h);
	if (h->role.role == ROLE_FOCAL_POINT &&
		(may(&w->actor, VERB_HAND_OVER, &all) ||
			(v->is_own && may(&w->actor, VERB_HAND_OVER, &own))))
		role.hand_over = hand_over_url(o, h);
	return role;
}

static void add_roles(struct page_out *o, struct person_view *v)
{
	struct work *w = v->work;
	const struct holdings all = person_holdings(w, v->person.id);

	v->held = ARENA_ARRAY(w->arena, struct person_role, all.n + 1);
	v->earlier = ARENA_ARRAY(w->arena, struct person_role, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		const struct holding *h = &all.v[i];

		if (!is_seen(w, v, &h->role))
			continue;
		if (h->ended_ms)
			v->earlier[v->n_earlier++] = role_view(o, w, v, h);
		else
			v->held[v->n_held++] = role_view(o, w, v, h);
		v->may_invite_again |= !h->ended_ms && may_give(&w->actor, &h->role);
	}
	v->may_invite_again &= v->person.state == PERSON_INVITED;
}

/* Of roles elsewhere the trace says nothing either. */
static bool is_event_seen(struct work *w, const struct person_view *v, const struct event *e)
{
	struct held_role role;

	if (event_role(e, &role))
		return is_seen(w, v, &role);
	return v->is_own || v->sees_all || (e->kind != EVENT_CLOSED && e->kind != EVENT_OPENED);
}

static void add_trace(struct person_view *v)
{
	size_t n;
	struct event *events = person_events_of_roles(v->work, v->person.id, EVENTS_SHOWN, &n);

	v->events = events;
	for (size_t i = 0; i < n; i++)
		if (is_event_seen(v->work, v, &events[i]))
			events[v->n_events++] = events[i];
}

/* ---- the page */

static bool fill(struct request *r, struct page_out *o, struct person_view *v)
{
	struct work *w = work_of(r);
	enum role roles[ROLE_COUNT];

	if (!person_load(w, request_path_arg(r, "id"), &v->person) ||
		!person_may_be_seen(w, &v->person))
		return false;
	v->is_own = str_eq(v->person.id, w->actor.account_id);
	v->sees_all = people_sees_all(w);
	add_roles(o, v);
	add_trace(v);
	v->shows_address = person_may_be_written_to(w, &v->person);
	v->may_give = v->person.state <= PERSON_ACTIVE && roles_to_give(w, roles);
	v->has_bounced = v->shows_address && may(&w->actor, VERB_INVITE, NULL) &&
			 mail_address_has_bounced(w, v->person.email, &v->bounce);
	if (may(&w->actor, VERB_ADMINISTER, NULL))
		v->acts = people_acts(o, w, &v->person, &v->n_acts);
	return true;
}

enum http_status people_person_page(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	struct person_view v = { .work = w, .done = people_done(r) };

	if (!fill(r, &o, &v))
		return HTTP_NOT_FOUND;
	v.again = form_new(r,
		url_path(w->arena, "/{}/people/{}/invitation",
			(const struct str[]){ str_from(r->lang->code), v.person.id }, 2),
		NULL, 0, N_("Send the invitation again"));
	const struct crumb crumbs[] = { { "/people", str_from(T(w, "People")) },
		{ NULL, person_shown(w, &v.person) } };
	people_person_html(&o, &v);
	return people_send(r, &o, crumbs, COUNT(crumbs));
}

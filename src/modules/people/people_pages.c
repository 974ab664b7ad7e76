/* What all pages about people share, and the lists of them. */
#include "people_pages.h"
#include "people_html.h"

#include <assert.h>

enum { FOUND_SHOWN = 50, GROUPS_MAX = 500 };

/* ---- what pages share */

static struct page page_of(const struct crumb *crumbs, size_t n)
{
	return (struct page){
		.title = crumbs[n - 1].label, .crumbs = crumbs, .n_crumbs = n, .is_private = true
	};
}

static void keep_private(struct request *r)
{
	if (!answer_has_header(r, "Cache-Control"))
		answer_header(r, "Cache-Control", S("private, no-store"));
}

enum http_status people_send(
	struct request *r, struct page_out *o, const struct crumb *crumbs, size_t n)
{
	const struct page page = page_of(crumbs, n);

	keep_private(r);
	return page_send(r, &work_of(r)->house->frame, &page, o);
}

enum http_status people_send_form(struct request *r, const struct crumb *crumbs, size_t n,
	struct str lede, const struct form *f)
{
	const struct page page = page_of(crumbs, n);

	keep_private(r);
	return form_page(r, &work_of(r)->house->frame, &page, lede, f);
}

enum http_status people_say(struct request *r, const struct people_said *said)
{
	struct page_out o = page_begin(r);
	const struct crumb crumbs[] = { { NULL, said->title } };

	people_said_html(&o, said);
	return people_send(r, &o, crumbs, COUNT(crumbs));
}

/* To add one: a row; its name stands in addresses. */
static const struct {
	const char *name;
	const char *says; /* N_() */
	const char *without_mail; /* N_(), instead, where letters stay in the outbox; or NULL */
} done[] = {
	{ "invited", N_("The invitation is on its way."),
		N_("The invitation is written, but this site sends no letters yet: an "
		   "administrator finds it among the letters that wait.") },
	{ "given", N_("The role is given. A letter tells of it."), N_("The role is given.") },
	{ "handed-over", N_("The post is handed over. Letters tell both of it."),
		N_("The post is handed over.") },
	{ "ended", N_("The role has ended."), NULL },
	{ "account-closed", N_("The account is closed."), NULL },
	{ "account-opened", N_("The account is open again."), NULL },
	{ "sessions-ended", N_("All sessions of this account have ended."), NULL },
	{ "address-forgiven", N_("Letters go to this address again."), NULL },
	{ "factor-taken", N_("The second factor is taken away."), NULL },
	{ "refused", N_("The request is refused. A letter says so."),
		N_("The request is refused.") },
	{ "saved", N_("Saved."), NULL },
	{ "organisation-closed", N_("The organisation is closed."), NULL },
	{ "organisation-opened", N_("The organisation is open again."), NULL },
};

enum http_status people_go(struct request *r, struct url to, const char *what)
{
	return answer_redirect(
		r, str_printf(&r->arena, STR_FMT "?done=%s", STR_ARG(to.address), what));
}

struct str people_done(struct request *r)
{
	const struct work *w = work_of(r);
	struct str what = request_param(r, "done");

	for (size_t i = 0; i < COUNT(done); i++)
		if (str_is(what, done[i].name))
			return str_from(tr_text(r->lang, !w->sends_mail && done[i].without_mail
								 ? done[i].without_mail
								 : done[i].says));
	return S("");
}

struct url people_person_url(struct page_out *o, struct str account_id)
{
	return place_under(o, "/people", account_id);
}

struct url people_organisation_url(struct page_out *o, struct str id)
{
	return place_under(o, "/people/organisations", id);
}

bool people_sees_all(const struct work *w)
{
	return may(&w->actor, VERB_SEE_PEOPLE, &(struct subject){ 0 });
}

/* ---- words */

struct str people_state_shown(struct page_out *o, const struct person *p)
{
	switch (p->state) {
	case PERSON_INVITED:
		return str_from(tr(o->lang, "Invited, has not come yet"));
	case PERSON_ACTIVE:
		if (!p->signed_in_ms)
			return str_from(tr(o->lang, "Active"));
		return STR_FILL(o->arena, tr(o->lang, "Active, last signed in on {1}"),
			format_day(o->arena, o->lang, p->signed_in_ms));
	case PERSON_CLOSED:
		return str_from(tr(o->lang, "Account closed"));
	case PERSON_ERASED:
		break;
	}
	return str_from(tr(o->lang, "Account erased"));
}

struct str people_time_shown(struct page_out *o, const struct holding *h)
{
	struct str given = format_day(o->arena, o->lang, h->given_ms);

	if (!h->ended_ms)
		return STR_FILL(o->arena, tr(o->lang, "since {1}"), given);
	return STR_FILL(o->arena, tr(o->lang, "from {1} to {2}"), given,
		format_day(o->arena, o->lang, h->ended_ms));
}

static struct str label_of(const struct work *w, const char *vocabulary, struct str code)
{
	const struct vocabulary *v = vocabulary_find(w->vocabularies, str_from(vocabulary));
	const struct term *t = v ? term_find(v, code) : NULL;

	return t ? term_label(t, w->lang) : code;
}

struct str people_party_shown(const struct work *w, struct str party)
{
	return label_of(w, "party", party);
}

/* ---- a list by Party and organisation, for those who see their own */

static void sort_by_role(
	struct work *w, const struct members *all, bool is_held, struct members *ret_sorted)
{
	*ret_sorted = (struct members){ ARENA_ARRAY(w->arena, struct team_member, all->n + 1), 0 };
	for (enum role role = ROLE_FIRST_GIVEN; role < ROLE_COUNT; role++)
		for (size_t i = 0; i < all->n; i++)
			if (all->v[i].holding.role.role == role &&
				!all->v[i].holding.ended_ms == is_held)
				ret_sorted->v[ret_sorted->n++] = all->v[i];
}

struct people_group people_group_of(struct work *w, struct str title, const struct members *all)
{
	struct people_group g = { .title = title };

	sort_by_role(w, all, true, &g.held);
	sort_by_role(w, all, false, &g.earlier);
	return g;
}

static struct people_group *add_group(
	struct people_groups_view *v, struct str key, struct str title, const struct members *all)
{
	struct people_group *g = v->groups;

	/* Who holds two roles in it sees it once. */
	while (g < v->groups + v->n && !str_eq(g->key, key))
		g++;
	if (g < v->groups + v->n)
		return g;
	assert(v->n < GROUPS_MAX);
	*g = people_group_of(v->work, title, all);
	g->key = key;
	v->n++;
	return g;
}

static void add_party(struct people_groups_view *v, struct str party)
{
	const struct members all = members_of_party(v->work, party);

	if (party.n)
		add_group(v, party, people_party_shown(v->work, party), &all);
}

static void add_organisation(struct people_groups_view *v, struct page_out *o, struct str id)
{
	const struct members all = members_of_organisation(v->work, id);
	struct organisation organisation;

	if (id.n && organisation_load(v->work, id, &organisation))
		add_group(v, id, organisation.name, &all)->place = people_organisation_url(o, id);
}

/* Those of the Party; with no Party, those who have none. */
static struct members of_party(struct work *w, const struct members *all, struct str party)
{
	struct members those = { ARENA_ARRAY(w->arena, struct team_member, all->n + 1), 0 };

	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].holding.role.party, party))
			those.v[those.n++] = all->v[i];
	return those;
}

static void add_region(struct people_groups_view *v, struct str region)
{
	struct work *w = v->work;
	const struct vocabulary *parties = vocabulary_find(w->vocabularies, S("party"));
	const struct members all = members_of_region(w, region);
	const struct members own = of_party(w, &all, S(""));

	if (own.n)
		add_group(v, region, label_of(w, "group", region), &own);
	v->without.v = ARENA_ARRAY(w->arena, const struct term *, parties->n + 1);
	v->without.n = 0;
	for (size_t i = 0; i < parties->n; i++) {
		const struct term *party = parties->in_language[w->lang->index][i];
		const struct members those = of_party(w, &all, party->code);

		if (!party->broader || !str_eq(party->broader->code, region))
			continue;
		if (those.n)
			add_group(v, party->code, term_label(party, w->lang), &those);
		else
			v->without.v[v->without.n++] = party;
	}
}

static void add_of_role(
	struct people_groups_view *v, struct page_out *o, const struct held_role *role)
{
	switch (access_reach(role->role, VERB_SEE_PEOPLE)) {
	case REACH_PARTY:
		add_party(v, role->party);
		break;
	case REACH_ORGANISATION:
		add_organisation(v, o, role->organisation);
		break;
	case REACH_REGION:
		if (role->party.n)
			add_party(v, role->party);
		else
			add_region(v, role->region);
		break;
	case REACH_NONE:
	case REACH_OWN:
	case REACH_ASKED:
	case REACH_HOUSE:
	case REACH_ALL:
		break;
	}
}

static const struct crumb *people_crumbs(struct request *r)
{
	struct crumb *crumbs = ARENA_ARRAY(&r->arena, struct crumb, 1);

	crumbs[0] = (struct crumb){ NULL, str_from(tr(r->lang, "People")) };
	return crumbs;
}

static enum http_status groups_page(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	struct people_groups_view v = { .work = w,
		.groups = ARENA_ARRAY(w->arena, struct people_group, GROUPS_MAX),
		.done = people_done(r) };

	for (size_t i = 0; i < w->actor.n_held; i++)
		add_of_role(&v, &o, &w->actor.held[i]);
	people_groups_html(&o, &v);
	return people_send(r, &o, people_crumbs(r), 1);
}

/* ---- all people, for those who see them all */

/* False: no such role, Party or page of the list. */
static bool read_query(struct request *r, struct people_query *ret_query)
{
	struct work *w = work_of(r);
	const struct vocabulary *parties = vocabulary_find(w->vocabularies, S("party"));
	struct person last;

	*ret_query = (struct people_query){ .words = str_trim(request_param(r, "q")),
		.role = request_param(r, "role"),
		.party = request_param(r, "party"),
		.with_earlier = request_param(r, "earlier").n,
		.after = request_param(r, "after") };
	return (!ret_query->role.n || role_by_name(ret_query->role) != ROLE_COUNT) &&
	       (!ret_query->party.n || term_find(parties, ret_query->party)) &&
	       (!ret_query->after.n || person_load(w, ret_query->after, &last));
}

static void add_parameter(struct out *to, const char *name, struct str value)
{
	if (!value.n)
		return;
	out_char(to, to->n ? '&' : '?');
	out_printf(to, "%s=", name);
	out_url_component(to, value);
}

static struct url list_url(struct page_out *o, const struct people_query *q, struct str after)
{
	struct out to = out_new(o->arena, 4 * PATH_MAX_BYTES);

	add_parameter(&to, "q", q->words);
	add_parameter(&to, "role", q->role);
	add_parameter(&to, "party", q->party);
	add_parameter(&to, "earlier", q->with_earlier ? S("yes") : S(""));
	add_parameter(&to, "after", after);
	return place_query(o, "/people", out_done(&to));
}

/* The rows of each person side by side. */
static void add_rows(struct people_found_view *v, const struct members *all)
{
	v->rows = ARENA_ARRAY(v->work->arena, struct people_row, all->n + 1);
	for (size_t i = 0; i < all->n; i++) {
		const struct team_member *m = &all->v[i];

		if (!i || !str_eq(m->person.id, all->v[i - 1].person.id))
			v->rows[v->n++] = (struct people_row){ .person = &m->person, .v = m };
		v->rows[v->n - 1].n += m->holding.id.n > 0;
	}
}

static void choose_what_to_look_for(struct people_found_view *v)
{
	enum role roles[ROLE_COUNT];
	size_t n = 0;

	for (enum role role = ROLE_FIRST_GIVEN; role < ROLE_COUNT; role++)
		roles[n++] = role;
	v->roles = choices_of_roles(v->work, roles, n);
	v->parties = choices_of_parties(v->work);
}

static enum http_status found_page(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	struct people_found_view v = { .work = w };
	bool has_more;

	if (!read_query(r, &v.query))
		return HTTP_BAD_REQUEST;
	const struct members all = people_found(w, &v.query, FOUND_SHOWN, &has_more);
	add_rows(&v, &all);
	choose_what_to_look_for(&v);
	if (has_more)
		v.next = list_url(&o, &v.query, v.rows[v.n - 1].person->id);
	if (v.query.after.n)
		v.first = list_url(&o, &v.query, S(""));
	people_found_html(&o, &v);
	return people_send(r, &o, people_crumbs(r), 1);
}

enum http_status people_list_page(struct request *r)
{
	return people_sees_all(work_of(r)) ? found_page(r) : groups_page(r);
}

/* ---- Parties without a focal point */

size_t people_vacant_in(const struct people_vacant_view *v, const struct term *group)
{
	size_t n = 0;

	for (size_t i = 0; i < v->vacant.n; i++)
		n += v->vacant.v[i]->broader == group;
	return n;
}

struct url people_invite_point_url(struct page_out *o, const struct term *party)
{
	return url_path(o->arena, "/{}/people/invite?role=focal_point&party={}",
		(const struct str[]){ str_from(o->lang->code), party->code }, 2);
}

enum http_status people_vacant_page(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	const struct crumb crumbs[] = { { "/people", str_from(T(w, "People")) },
		{ NULL, str_from(T(w, "Parties without a focal point")) } };

	if (!may(&w->actor, VERB_ANSWER, &(struct subject){ 0 }))
		return HTTP_NOT_FOUND;
	const struct people_vacant_view v = { .work = w,
		.vacant = parties_vacant(w),
		.groups = vocabulary_find(w->vocabularies, S("group")) };
	people_vacant_html(&o, &v);
	return people_send(r, &o, crumbs, COUNT(crumbs));
}

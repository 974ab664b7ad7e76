#include "practice_suggest.h"
#include "list.h"
#include "practice_html.h"
#include "practice_pages.h"

#include <stdlib.h>
#include <string.h>

enum {
	LOOKED_AT = 40, /* of an activity, and as many again of the Party's group */
	OWN_LOOKED_AT = 100,
	BRIEF_CHOSEN_MAX = 2, /* that an event thread may look for itself */
	WHY_MAX_BYTES = 4000
};

/* ---- what a Party does already */

struct terms_of {
	const struct vocabulary *vocabulary;
	bool *has; /* each term */
};

struct profile {
	const struct term *party, *group;
	struct terms_of sectors, stages;
};

static struct terms_of terms_of(const struct work *w, const char *name)
{
	const struct vocabulary *v = vocabulary_find(w->vocabularies, str_from(name));

	return (struct terms_of){ v, ARENA_ARRAY(w->arena, bool, v->n + 1) };
}

static void terms_add(struct terms_of *to, const struct codes *codes)
{
	for (size_t i = 0; i < codes->n; i++) {
		const struct term *t = term_find(to->vocabulary, codes->v[i]);

		if (t && t >= to->vocabulary->terms &&
			t < to->vocabulary->terms + to->vocabulary->n)
			to->has[t - to->vocabulary->terms] = true;
	}
}

static struct profile profile_of(struct suggested_view *v)
{
	struct profile profile = { .party = v->party,
		.group = v->party ? v->party->broader : NULL,
		.sectors = terms_of(v->work, "sector"),
		.stages = terms_of(v->work, "stage") };
	struct list_query q = { .kind = &practice_kind, .limit = OWN_LOOKED_AT, .n_filters = 1 };

	if (!v->party)
		return profile;
	q.filters[0] = (struct list_filter){ v->parties, &v->party, 1 };
	const struct rows own = list_rows(v->work, &q);
	for (size_t i = 0; i < own.n; i++) {
		const struct practice *p = row_at(&own, i);

		terms_add(&profile.sectors, &p->sectors);
		terms_add(&profile.stages, &p->value_chain_stages);
	}
	return profile;
}

/* ---- how near a practice is */

static size_t shared(
	const struct terms_of *own, const struct codes *codes, const struct term **ret_terms)
{
	size_t n = 0;

	for (size_t i = 0; i < codes->n && n < SHARED_MAX; i++) {
		const struct term *t = term_find(own->vocabulary, codes->v[i]);

		if (t && t >= own->vocabulary->terms &&
			t < own->vocabulary->terms + own->vocabulary->n &&
			own->has[t - own->vocabulary->terms])
			ret_terms[n++] = t;
	}
	return n;
}

static const struct term *shared_group(
	const struct suggested_view *v, const struct profile *profile, const struct practice *p)
{
	for (size_t i = 0; profile->group && i < p->parties.n; i++) {
		const struct term *party = term_find(v->parties, p->parties.v[i]);

		if (party && party->broader == profile->group)
			return profile->group;
	}
	return NULL;
}

static struct suggestion weigh(
	const struct suggested_view *v, const struct profile *profile, const struct practice *p)
{
	struct suggestion s = { .practice = p, .group = shared_group(v, profile, p) };

	s.n_sectors = shared(&profile->sectors, &p->sectors, s.sectors);
	s.n_stages = shared(&profile->stages, &p->value_chain_stages, s.stages);
	return s;
}

static int64_t began(const struct practice *p)
{
	return p->start_year.is_known ? p->start_year.value : 0;
}

/* Own group, then what they have in common, then the newest. */
static int nearest_first(const void *a, const void *b)
{
	const struct suggestion *x = a, *y = b;
	const size_t in_common_x = x->n_sectors + x->n_stages,
		     in_common_y = y->n_sectors + y->n_stages;

	if (!x->group != !y->group)
		return x->group ? -1 : 1;
	if (in_common_x != in_common_y)
		return in_common_x > in_common_y ? -1 : 1;
	if (began(x->practice) != began(y->practice))
		return began(x->practice) > began(y->practice) ? -1 : 1;
	return x->practice->record.seq > y->practice->record.seq ? -1 : 1;
}

/* ---- of one activity */

struct candidates {
	struct suggestion v[2 * LOOKED_AT];
	size_t n;
};

static bool is_own(const struct profile *profile, const struct practice *p)
{
	for (size_t i = 0; profile->party && i < p->parties.n; i++)
		if (str_eq(p->parties.v[i], profile->party->code))
			return true;
	return false;
}

static bool is_there(const struct candidates *all, const struct practice *p)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].practice->record.seq == p->record.seq)
			return true;
	return false;
}

static void add_rows(const struct suggested_view *v, const struct profile *profile,
	const struct rows *rows, struct candidates *to)
{
	for (size_t i = 0; i < rows->n && to->n < COUNT(to->v); i++) {
		const struct practice *p = row_at(rows, i);

		if (!is_own(profile, p) && !is_there(to, p))
			to->v[to->n++] = weigh(v, profile, p);
	}
}

static struct suggested suggested_for(
	struct suggested_view *v, const struct profile *profile, const struct term *activity)
{
	const struct vocabulary *groups = vocabulary_find(v->work->vocabularies, S("group"));
	struct candidates *all = ARENA_NEW(v->work->arena, struct candidates);
	const struct term *group = profile->group;
	struct suggested s = { .activity = activity };
	struct list_query q = { .kind = &practice_kind, .limit = LOOKED_AT, .n_filters = 1 };

	q.filters[0] = (struct list_filter){ v->activities, &activity, 1 };
	const struct list newest = list_page(v->work, &q);
	s.total = newest.total;
	add_rows(v, profile, &newest.rows, all);
	if (group) {
		q.filters[q.n_filters++] = (struct list_filter){ groups, &group, 1 };
		const struct rows near = list_rows(v->work, &q);

		add_rows(v, profile, &near, all);
	}
	if (all->n)
		qsort(all->v, all->n, sizeof all->v[0], nearest_first);
	s.n = all->n < SUGGESTED_EACH ? all->n : SUGGESTED_EACH;
	memcpy(s.v, all->v, s.n * sizeof s.v[0]);
	return s;
}

bool practice_suggest(struct suggested_view *v)
{
	struct work *w = v->work;

	if (w->is_brief && v->n_chosen > BRIEF_CHOSEN_MAX) {
		w->needs_longer = true;
		return false;
	}
	const struct profile profile = profile_of(v);
	v->v = ARENA_ARRAY(w->arena, struct suggested, v->n_chosen + 1);
	for (size_t i = 0; i < v->activities->n && db_is_sound(w->db); i++)
		if (v->is_chosen[i])
			v->v[v->n++] = suggested_for(v, &profile, &v->activities->terms[i]);
	return db_is_sound(w->db) && !w->needs_longer;
}

/* ---- why, in words */

static struct str names_of(struct page_out *o, const struct term *const *terms, size_t n)
{
	struct out out = out_new(o->arena, WHY_MAX_BYTES);

	for (size_t i = 0; i < n; i++) {
		if (i)
			out_z(&out, tr(o->lang, ", "));
		out_str(&out, term_label(terms[i], o->lang));
	}
	return out_done(&out);
}

static void say(struct out *out, struct str sentence)
{
	out_z(out, out->n ? " " : "");
	out_str(out, sentence);
}

struct str suggestion_why(
	struct page_out *o, const struct suggested_view *v, const struct suggestion *s)
{
	struct out out = out_new(o->arena, WHY_MAX_BYTES);

	if (!v->party)
		return S("");
	const struct str party = term_label(v->party, o->lang);
	if (s->group)
		say(&out, STR_FILL(o->arena, tr(o->lang, "Same electoral group ({1})."),
				  s->group->code));
	if (s->n_sectors)
		say(&out, STR_FILL(o->arena, tr(o->lang, "Same sectors as practices of {1}: {2}."),
				  party, names_of(o, s->sectors, s->n_sectors)));
	if (s->n_stages)
		say(&out,
			STR_FILL(o->arena,
				tr(o->lang,
					"Same stages of the value chain as practices of {1}: {2}."),
				party, names_of(o, s->stages, s->n_stages)));
	return out.n ? out_done(&out) : str_from(tr(o->lang, "From another part of the world."));
}

/* ---- the page */

const struct term *party_of_reader(const struct work *w)
{
	const struct vocabulary *parties = vocabulary_find(w->vocabularies, S("party"));

	for (size_t i = 0; i < w->actor.n_held; i++)
		if (w->actor.held[i].party.n)
			return term_find(parties, w->actor.held[i].party);
	return NULL;
}

static void choose_activity(struct suggested_view *v, const struct term *t)
{
	const size_t at = (size_t)(t - v->activities->terms);

	v->n_chosen += !v->is_chosen[at];
	v->is_chosen[at] = true;
}

static void take(struct suggested_view *v, const struct param *param, struct problems *p)
{
	struct work *w = v->work;
	const struct vocabulary *of = str_is(param->name, "activity") ? v->activities
				      : str_is(param->name, "party")  ? v->parties
								      : NULL;
	const struct term *t = of ? term_find(of, param->value) : NULL;

	if (of && !param->value.n)
		return;
	if (!of)
		problem_add(p, param->name, "unknown_parameter",
			str_from(T(w, "this address takes no such parameter")));
	else if (!t || t < of->terms || t >= of->terms + of->n)
		problem_add(p, param->name, "unknown_code",
			STR_FILL(w->arena, T(w, "there is no code “{1}”"), param->value));
	else if (of == v->activities)
		choose_activity(v, t);
	else
		v->party = t;
}

enum http_status practice_suggested_page(struct request *r)
{
	struct work *w = work_of(r);
	struct problems problems = problems_new(w->arena);
	struct suggested_view v = { .work = w,
		.activities = vocabulary_find(w->vocabularies, S("activity")),
		.outputs = vocabulary_find(w->vocabularies, S("output")),
		.parties = vocabulary_find(w->vocabularies, S("party")) };
	const struct str title = str_from(T(w, "Suggested practices"));
	const struct crumb crumbs[] = {
		{ "/practices", str_from(tr_text(w->lang, practice_kind.label_plural)) },
		{ NULL, title },
	};
	const struct page page = { .title = title,
		.description = str_from(T(w, "Practices of others that carry out the activities "
					     "you choose, the nearest first.")),
		.nav_path = "/practices",
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs) };

	v.is_chosen = ARENA_ARRAY(w->arena, bool, v.activities->n + 1);
	for (size_t i = 0; i < r->params.n; i++)
		take(&v, &r->params.v[i], &problems);
	if (problems.n)
		return asked_refuse(r, &problems);
	if (!r->params.n)
		v.party = party_of_reader(w);
	if (!practice_suggest(&v))
		return HTTP_UNAVAILABLE;
	struct page_out o = page_begin(r);
	practice_suggested_html(&o, &v);
	return page_send(r, &w->house->frame, &page, &o);
}

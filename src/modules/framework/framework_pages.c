#include "framework_pages.h"
#include "framework_html.h"
#include "framework_sql.h"

#include <string.h>

static const char framework_path[] = "/framework";

/* ---- for the templates */

size_t goal_outputs(const struct framework *f, const struct framework_entry *goal)
{
	size_t n = 0;

	for (size_t i = 0; i < f->part[FRAMEWORK_OUTPUTS].n; i++)
		n += str_eq(f->part[FRAMEWORK_OUTPUTS].v[i].above, goal->code);
	return n;
}

struct str output_anchor(struct page_out *o, const struct framework_entry *output)
{
	return str_printf(o->arena, "output-" STR_FMT, STR_ARG(output->code));
}

struct str goal_anchor(struct page_out *o, const struct framework_entry *goal)
{
	return str_printf(o->arena, "goal-" STR_FMT, STR_ARG(goal->code));
}

struct url entry_url(struct page_out *o, struct str code)
{
	return place_under(o, framework_path, code);
}

struct url paragraph_url(struct page_out *o, struct str number)
{
	return place_under(o, "/guidelines", number);
}

struct url target_url(struct page_out *o, struct str number)
{
	return place_under(o, "/sdg", number);
}

struct str examples_shown(struct page_out *o, size_t n)
{
	struct str number =
		format_number(o->arena, o->lang, n > LIST_COUNT_MAX ? LIST_COUNT_MAX : (int64_t)n);

	if (!n)
		return str_from(tr(o->lang, "no example yet"));
	if (n > LIST_COUNT_MAX)
		return STR_FILL(o->arena, tr(o->lang, "more than {1} examples"), number);
	return STR_FILL(o->arena, trn(o->lang, "{1} example", "{1} examples", n), number);
}

struct url examples_url(struct page_out *o, const struct entry_view *v, const struct kind *k,
	const struct vocabulary *vocabulary, const struct term *t)
{
	return url_path(o->arena, "/{}/{}?{}={}&{}={}",
		(const struct str[]){ str_from(o->lang->code), str_from(k->plural),
			str_from(v->vocabulary->source->name), v->term->code,
			str_from(vocabulary->source->name), t->code },
		6);
}

struct having theme_examples(
	struct page_out *o, const struct entry_view *v, const struct framework_entry *theme)
{
	const struct codes codes = theme->activities;
	struct terms activities = { v->vocabulary,
		ARENA_ARRAY(o->arena, const struct term *, codes.n + 1), 0 };

	for (size_t i = 0; i < codes.n; i++) {
		const struct term *t = term_find(v->vocabulary, codes.v[i]);

		if (t)
			activities.v[activities.n++] = t;
	}
	return having_terms(o, v->work, v->examples[0].kind, activities);
}

size_t examples_total(const struct entry_view *v)
{
	size_t n = 0;

	for (size_t i = 0; i < v->n_examples; i++)
		n += (size_t)v->examples[i].list.total + !v->examples[i].list.total_is_exact;
	return n;
}

static void add_piece(struct page_out *o, struct out *to, struct str piece)
{
	if (to->n)
		out_z(to, tr(o->lang, "; "));
	out_str(to, piece);
}

/* The message with the codes in place of {1}. */
static void add_codes(struct page_out *o, struct out *to, const char *message, struct codes codes)
{
	struct out all = out_new(o->arena, 1 << 12);

	for (size_t i = 0; i < codes.n; i++) {
		out_z(&all, i ? tr(o->lang, ", ") : "");
		out_str(&all, codes.v[i]);
	}
	if (codes.n)
		add_piece(o, to, STR_FILL(o->arena, message, out_done(&all)));
}

struct str likeness_shown(struct page_out *o, const struct likeness *l)
{
	struct out shown = out_new(o->arena, 1 << 14);
	struct str themes = format_number(o->arena, o->lang, (int64_t)l->themes.n);
	struct str stages = format_number(o->arena, o->lang, (int64_t)l->stages.n);

	add_codes(o, &shown, tr(o->lang, "§ {1}"), l->paragraphs);
	add_codes(o, &shown, tr(o->lang, "SDG {1}"), l->targets);
	if (l->themes.n)
		add_piece(o, &shown,
			STR_FILL(o->arena, trn(o->lang, "{1} theme", "{1} themes", l->themes.n),
				themes));
	if (l->stages.n)
		add_piece(o, &shown,
			STR_FILL(o->arena, trn(o->lang, "{1} stage", "{1} stages", l->stages.n),
				stages));
	return out_done(&shown);
}

struct str ref_shown(struct page_out *o, const struct framework *f, struct str ref)
{
	size_t at = str_find(ref, ' ');
	const struct framework_entry *source =
		framework_find(f, FRAMEWORK_SOURCES, (struct str){ ref.p, at });
	struct str name =
		source->symbol.n ? source->symbol : framework_words(&source->title, o->lang);

	return str_printf(o->arena, STR_FMT STR_FMT, STR_ARG(name), STR_ARG(str_from_at(ref, at)));
}

/* ---- examples: records of whatever kind that have such codes */

static bool has_codes(const struct work *w, const struct kind *k, const struct vocabulary *v)
{
	const struct filterable filterable = list_filterable(w, k);

	for (size_t i = 0; i < filterable.n; i++)
		if (filterable.v[i] == v)
			return true;
	return false;
}

#define EACH_KIND(w, vocabulary, k) \
	HOUSE_EACH((w)->house, k##_module) \
		for (const struct kind *const *k##_at = k##_module->kinds, *k; \
			k##_at && (k = *k##_at); k##_at++) \
			if (has_codes(w, k, vocabulary))

static const size_t *counts_in(const struct list *list, const struct vocabulary *v)
{
	for (size_t i = 0; i < list->facets.n; i++)
		if (list->facets.v[i].vocabulary == v)
			return list->facets.v[i].counts;
	return NULL;
}

/* How many examples each activity has, in the order of the framework. */
static const size_t *count_examples(struct work *w, const struct framework *f)
{
	const struct vocabulary *v = vocabulary_find(w->vocabularies, S("activity"));
	const struct framework_list *activities = &f->part[FRAMEWORK_ACTIVITIES];
	size_t *sums = ARENA_ARRAY(w->arena, size_t, activities->n + 1);

	EACH_KIND(w, v, k)
	{
		const struct list_query q = { .kind = k, .limit = 1, .wants_facets = true };
		const struct list list = list_page(w, &q);
		const size_t *counts = counts_in(&list, v);

		for (size_t i = 0; counts && i < activities->n; i++) {
			const struct term *t = term_find(v, activities->v[i].code);

			sums[i] += t ? counts[t - v->terms] : 0;
		}
	}
	return sums;
}

/* ---- the roadmap */

enum http_status framework_page(struct request *r)
{
	struct work *w = work_of(r);
	struct roadmap_view v = { .work = w, .f = framework_now(w) };
	struct page_out o = page_begin(r);
	const struct crumb crumbs[] = { { NULL, str_from(T(w, "Open Roadmap")) } };
	const struct page page = { .title = crumbs[0].label,
		.description = str_from(T(w, "What a Party can do for the diversity of cultural "
					     "expressions online: goals, outputs and activities.")),
		.nav_path = framework_path,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs) };

	v.counts = count_examples(w, v.f);
	framework_roadmap_html(&o, &v);
	return page_send(r, &w->house->frame, &page, &o);
}

/* ---- an activity */

static void find_examples(struct entry_view *v)
{
	struct entry_examples *all;
	struct work *w = v->work;
	size_t n = 0;

	EACH_KIND(w, v->vocabulary, k)
	n++;
	all = ARENA_ARRAY(w->arena, struct entry_examples, n + 1);
	v->examples = all;
	EACH_KIND(w, v->vocabulary, k)
	{
		struct list_query q = {
			.kind = k, .limit = EXAMPLES_SHOWN_MAX, .wants_facets = true, .n_filters = 1
		};

		q.filters[0] = (struct list_filter){ v->vocabulary, &v->term, 1 };
		all[v->n_examples++] = (struct entry_examples){ k, list_page(w, &q) };
	}
}

static size_t count_of(
	const struct entry_view *v, const struct vocabulary *in, const struct term *t)
{
	size_t n = 0;

	for (size_t i = 0; i < v->n_examples; i++) {
		const size_t *counts = counts_in(&v->examples[i].list, in);

		n += counts ? counts[t - in->terms] : 0;
	}
	return n;
}

/* Parties of the group that have an example, by name: no order of how many. */
static void add_place(struct entry_view *v, const struct term *group)
{
	struct arena *a = v->work->arena;
	struct entry_place place = { .group = group,
		.n = group ? count_of(v, v->groups, group) : 0,
		.parties = ARENA_ARRAY(a, const struct term *, v->parties->n + 1) };

	for (size_t i = 0; i < v->parties->n; i++) {
		const struct term *party = v->parties->in_language[v->work->lang->index][i];

		if (party->broader == group && count_of(v, v->parties, party))
			place.parties[place.n_parties++] = party;
	}
	if (group || place.n_parties)
		v->places[v->n_places++] = place;
}

static void find_places(struct entry_view *v)
{
	v->groups = vocabulary_find(v->work->vocabularies, S("group"));
	v->parties = vocabulary_find(v->work->vocabularies, S("party"));
	v->places = ARENA_ARRAY(v->work->arena, struct entry_place, v->groups->n + 1);
	for (size_t i = 0; i < v->groups->n; i++)
		add_place(v, &v->groups->terms[i]);
	add_place(v, NULL);
}

/* ---- similar ones */

static struct codes themes_of(struct arena *a, const struct framework *f, struct str activity)
{
	const struct framework_list *themes = &f->part[FRAMEWORK_THEMES];
	struct str *codes = ARENA_ARRAY(a, struct str, themes->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < themes->n; i++)
		if (codes_hold(themes->v[i].activities, activity))
			codes[n++] = themes->v[i].code;
	return (struct codes){ codes, n };
}

static struct codes shared(struct arena *a, struct codes one, struct codes other)
{
	struct str *both = ARENA_ARRAY(a, struct str, one.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < one.n; i++)
		if (codes_hold(other, one.v[i]))
			both[n++] = one.v[i];
	return (struct codes){ both, n };
}

/* What is told on the page: a paragraph counts three, a target or a theme two, a stage one. */
static struct likeness likeness_of(const struct entry_view *v, const struct framework_entry *other)
{
	struct arena *a = v->work->arena;
	const struct framework_entry *e = v->entry;
	struct likeness l = { .other = other,
		.paragraphs = shared(a, e->paragraphs, other->paragraphs),
		.targets = shared(a, e->targets, other->targets),
		.themes = shared(a, v->themes, themes_of(a, v->f, other->code)),
		.stages = shared(a, e->stages, other->stages) };

	l.score = 3 * l.paragraphs.n + 2 * l.targets.n + 2 * l.themes.n + l.stages.n;
	return l;
}

/* Stages alone make nothing similar: all activities share some. */
static bool is_like(const struct likeness *l)
{
	return l->paragraphs.n + l->targets.n + l->themes.n > 0;
}

static void add_likeness(struct entry_view *v, struct likeness l)
{
	size_t at = v->n_similar;

	while (at && v->similar[at - 1].score < l.score)
		at--;
	if (at == LIKENESSES_MAX)
		return;
	if (v->n_similar < LIKENESSES_MAX)
		v->n_similar++;
	memmove(&v->similar[at + 1], &v->similar[at], (v->n_similar - at - 1) * sizeof l);
	v->similar[at] = l;
}

static void find_similar(struct entry_view *v)
{
	const struct framework_list *all = &v->f->part[FRAMEWORK_ACTIVITIES];

	for (size_t i = 0; i < all->n; i++) {
		struct likeness l = likeness_of(v, &all->v[i]);

		if (&all->v[i] != v->entry && is_like(&l))
			add_likeness(v, l);
	}
}

/* ---- its page */

static void view_activity(struct entry_view *v)
{
	v->output = framework_find(v->f, FRAMEWORK_OUTPUTS, v->entry->above);
	v->step = framework_step(v->f, v->entry->step);
	v->themes = themes_of(v->work->arena, v->f, v->entry->code);
	find_similar(v);
}

static struct entry_view view_of(struct work *w, const struct framework *f,
	enum framework_part part, const struct framework_entry *e)
{
	const struct framework_list *all = &f->part[part];
	size_t at = (size_t)(e - all->v);
	struct entry_view v = { .work = w,
		.f = f,
		.part = part,
		.entry = e,
		.output = e,
		.previous = at ? e - 1 : NULL,
		.next = at + 1 < all->n ? e + 1 : NULL,
		.vocabulary =
			vocabulary_find(w->vocabularies, str_from(framework_vocabulary(part))),
		.roadmap = { w, f, NULL } };

	if (part == FRAMEWORK_ACTIVITIES)
		view_activity(&v);
	else
		v.roadmap.counts = count_examples(w, f);
	v.goal = framework_find(f, FRAMEWORK_GOALS, v.output->above);
	v.term = term_find(v.vocabulary, e->code);
	find_examples(&v);
	find_places(&v);
	return v;
}

/*
 * Goals are places of the roadmap. A code of an earlier edition leads to what it has become, if
 * that is one activity, else to the page that tells what became of all.
 */
static enum http_status other_place(struct request *r, const struct framework *f, struct str code)
{
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };
	const struct vocabulary *v = vocabulary_find(w->vocabularies, S("activity"));
	const struct framework_entry *goal = framework_find(f, FRAMEWORK_GOALS, code);
	const struct term *earlier =
		f->follows.n ? term_find_under(w->arena, v, code, f->follows) : NULL;
	struct url to = place(&o, "/framework/editions");

	if (goal)
		to = url_path(o.arena, "/{}/framework#{}",
			(const struct str[]){ str_from(o.lang->code), goal_anchor(&o, goal) }, 2);
	else if (!earlier)
		return HTTP_NOT_FOUND;
	else if (earlier->n_became == 1)
		to = entry_url(&o, earlier->became[0]->code);
	return answer_redirect(r, to.address);
}

static enum http_status send_entry(struct request *r, const struct entry_view *v)
{
	const struct framework_entry *e = v->entry;
	struct work *w = v->work;
	struct page_out o = page_begin(r);
	struct str output = STR_FILL(w->arena, T(w, "Output {1}"), v->output->code);
	struct crumb crumbs[3] = { { framework_path, str_from(T(w, "Open Roadmap")) },
		{ NULL, output } };
	size_t n_crumbs = 2;

	if (v->output != e) {
		crumbs[1].path = str_printf(
			w->arena, "%s/" STR_FMT, framework_path, STR_ARG(v->output->code))
					 .p;
		crumbs[n_crumbs++] = (struct crumb){ NULL, e->code };
	}
	framework_entry_html(&o, v);
	const struct page page = { .title = str_printf(w->arena, STR_FMT " " STR_FMT,
					   STR_ARG(e->code),
					   STR_ARG(framework_words(&e->title, w->lang))),
		.description = framework_words(&e->description, w->lang),
		.nav_path = framework_path,
		.crumbs = crumbs,
		.n_crumbs = n_crumbs };
	return page_send(r, &w->house->frame, &page, &o);
}

enum http_status framework_entry_page(struct request *r)
{
	static const enum framework_part parts[] = { FRAMEWORK_ACTIVITIES, FRAMEWORK_OUTPUTS };
	struct work *w = work_of(r);
	const struct framework *f = framework_now(w);
	struct str code = request_path_arg(r, "code");

	for (size_t i = 0; i < COUNT(parts); i++) {
		const struct framework_entry *e = framework_find(f, parts[i], code);

		if (e) {
			struct entry_view v = view_of(w, f, parts[i], e);

			return send_entry(r, &v);
		}
	}
	return other_place(r, f, code);
}

/* ---- as data */

/* The document of the edition in force, or of the one asked for, as it was loaded. */
enum http_status framework_file(struct request *r)
{
	struct work *w = work_of(r);
	struct str edition = request_param(r, "edition");
	struct db_rows *rows = db_query(w->db, SQL_FRAMEWORK_DOCUMENT,
		DB_VALUES(V(edition.n ? edition : framework_now(w)->edition)));

	if (!db_next(rows))
		return HTTP_NOT_FOUND;
	r->body = out_new(&r->arena, FRAMEWORK_MAX_BYTES);
	r->type = "application/json";
	r->is_of_no_language = true;
	out_str(&r->body, db_column_text(rows, 0));
	db_done(rows);
	return HTTP_OK;
}

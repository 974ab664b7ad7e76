#include "pages.h"
#include "edit.h"
#include "pages_view.h"
#include "screens_html.h"

#include <string.h>

/* ---- for templates */

static const char *kind_path(struct arena *a, const struct kind *k)
{
	return str_printf(a, "/%s", k->plural).p;
}

struct url collection_url(struct page_out *o, const struct kind *k)
{
	return place(o, kind_path(o->arena, k));
}

struct url narrowed_url(
	struct page_out *o, const struct kind *k, const struct vocabulary *v, const struct term *t)
{
	return url_path(o->arena, "/{}/{}?{}={}",
		(const struct str[]){ str_from(o->lang->code), str_from(k->plural),
			str_from(v->source->name), t ? t->code : S("") },
		4);
}

struct url term_url(
	struct page_out *o, const struct kind *k, const struct vocabulary *v, const struct term *t)
{
	return v->source->place ? place_under(o, v->source->place, t->code)
				: narrowed_url(o, k, v, t);
}

struct having having_terms(
	struct page_out *o, struct work *w, const struct kind *k, struct terms terms)
{
	struct list_query q = { .kind = k, .limit = 1, .n_filters = 1 };

	q.filters[0] = (struct list_filter){ terms.vocabulary, terms.v, terms.n };
	const struct list list = list_page(w, &q);
	return (struct having){ list.total, !list.total_is_exact,
		place_query(o, kind_path(o->arena, k),
			list_address(o->arena, &q, &(struct list_change){ 0 })) };
}

struct url record_url(struct page_out *o, const struct kind *k, struct str public_id)
{
	return place_under(o, kind_path(o->arena, k), public_id);
}

struct url record_api_url(struct page_out *o, const struct kind *k, struct str public_id)
{
	return url_path(o->arena, "/api/v1/{}/{}",
		(const struct str[]){ str_from(k->plural), public_id }, 2);
}

struct url cite_url(struct page_out *o, struct url place, const char *name)
{
	return (struct url){ str_printf(o->arena, STR_FMT "/%s", STR_ARG(place.address), name) };
}

struct str term_output(const struct vocabulary *v, const struct term *t)
{
	for (; t && v; v = t->broader_vocabulary, t = t->broader)
		if (!strcmp(v->source->name, "output"))
			return t->code;
	return S("");
}

struct str term_shown(
	struct arena *a, const struct vocabulary *v, const struct term *t, const struct language *l)
{
	if (!t || !v->source->shows_codes)
		return term_label(t, l);
	struct str code = term_bare_code(t);
	if (t->edition.n)
		code = STR_FILL(a, "{1} ({2})", code, t->edition);
	return STR_FILL(a, "{1} – {2}", code, term_label(t, l));
}

bool field_is_known(struct arena *a, const struct field *f, const void *row)
{
	for (int part = 0; part < field_parts(f); part++)
		if (column_read(a, (struct column){ f, part }, row).n)
			return true;
	return false;
}

static bool is_named(const struct field *f, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(*names, f->name))
			return true;
	return false;
}

struct str fields_unknown(
	struct page_out *o, const struct kind *k, const char *const *names, const void *row)
{
	struct out out = out_new(o->arena, 1 << 16);

	for (size_t i = 0; i < k->n_fields; i++) {
		const struct field *f = &k->fields[i];

		if ((names && !is_named(f, names)) || f->flags & F_INTERNAL ||
			field_is_known(o->arena, f, row))
			continue;
		if (out.n)
			out_z(&out, tr(o->lang, ", "));
		out_z(&out, tr_text(o->lang, f->label));
	}
	return out_done(&out);
}

struct str period_shown(struct page_out *o, const struct number *start, const struct number *end)
{
	struct str from = str_printf(o->arena, "%lld", (long long)start->value);
	struct str to = str_printf(o->arena, "%lld", (long long)end->value);

	if (start->is_known && end->is_known && start->value == end->value)
		return from;
	if (start->is_known && end->is_known)
		return STR_FILL(o->arena, tr(o->lang, "{1}–{2}"), from, to);
	/* An end that is not known is no sign that it goes on. */
	if (start->is_known)
		return from;
	if (end->is_known)
		return STR_FILL(o->arena, tr(o->lang, "up to {1}"), to);
	return S("");
}

bool filter_is_active(const struct list_query *q, const struct term *t)
{
	for (size_t i = 0; i < q->n_filters; i++)
		for (size_t n = 0; n < q->filters[i].n; n++)
			if (q->filters[i].terms[n] == t)
				return true;
	return false;
}

bool filter_has_active(const struct list_query *q, const struct vocabulary *v)
{
	for (size_t i = 0; i < q->n_filters; i++)
		if (q->filters[i].vocabulary == v)
			return true;
	return false;
}

struct str count_shown(struct page_out *o, size_t n)
{
	struct str number =
		format_number(o->arena, o->lang, n > LIST_COUNT_MAX ? LIST_COUNT_MAX : (int64_t)n);

	return n > LIST_COUNT_MAX ? str_printf(o->arena, STR_FMT "+", STR_ARG(number)) : number;
}

/* The order of a short list tells something; in a long one a reader looks for a name. */
enum { TERMS_AT_A_GLANCE_MAX = 10 };

size_t term_place(const struct page_out *o, const struct vocabulary *v, size_t nth)
{
	if (v->source->shows_codes || v->n <= TERMS_AT_A_GLANCE_MAX)
		return nth;
	return (size_t)(v->in_language[o->lang->index][nth] - v->terms);
}

bool term_is_offered(const struct list_view *v, size_t filter, size_t term)
{
	return v->list.facets.v[filter].counts[term] ||
	       filter_is_active(v->query, &v->filterable.v[filter]->terms[term]);
}

/* ---- a collection */

enum { TITLE_MAX_BYTES = 60 };

static void add_chip(
	struct page_out *o, struct list_view *v, struct str label, const struct list_change *change)
{
	v->chips[v->n_chips++] =
		(struct chip){ label, place_query(o, kind_path(o->arena, v->kind),
					      list_address(o->arena, v->query, change)) };
}

static void add_chips(struct page_out *o, struct list_view *v)
{
	const struct list_query *q = v->query;
	size_t n = q->n_years + 1;

	for (size_t i = 0; i < q->n_filters; i++)
		n += q->filters[i].n;
	v->chips = ARENA_ARRAY(o->arena, struct chip, n);
	if (q->search)
		add_chip(o, v, STR_FILL(o->arena, tr(o->lang, "“{1}”"), q->q),
			&(struct list_change){ .without_words = true });
	for (size_t i = 0; i < q->n_filters; i++)
		for (size_t t = 0; t < q->filters[i].n; t++) {
			const struct term *term = q->filters[i].terms[t];

			add_chip(o, v,
				term_shown(o->arena, q->filters[i].vocabulary, term, o->lang),
				&(struct list_change){ .without = term });
		}
	for (size_t i = 0; i < q->n_years; i++)
		add_chip(o, v, str_printf(o->arena, "%lld", (long long)q->years[i]),
			&(struct list_change){ .without_year = q->years[i] });
}

/* To add a way to order lists: a row here. */
static const struct {
	const char *label; /* N_() */
	enum list_order order;
} sorts[] = {
	{ N_("Relevance"), ORDER_BEST },
	{ N_("Newest"), ORDER_NEWEST },
	{ N_("Title"), ORDER_TITLE },
	{ N_("Start"), ORDER_START_DOWN },
};

static void add_sorts(struct page_out *o, struct list_view *v)
{
	const struct list_query *q = v->query;
	const enum list_order usual = q->search ? ORDER_BEST : ORDER_NEWEST;

	for (size_t i = 0; i < COUNT(sorts); i++) {
		const struct list_change change = { .order = sorts[i].order, .has_order = true };

		if ((sorts[i].order == ORDER_BEST && !q->search) ||
			(sorts[i].order == ORDER_START_DOWN && !v->kind->start))
			continue;
		v->sorts[v->n_sorts++] = (struct sort_choice){ sorts[i].label,
			place_query(o, kind_path(o->arena, v->kind),
				list_address(o->arena, q, &change)),
			sorts[i].order == (q->has_order ? q->order : usual) };
	}
}

static struct url list_place(struct page_out *o, const struct list_view *v, struct str cursor)
{
	if (!cursor.n)
		return (struct url){ S("") };
	return place_query(o, kind_path(o->arena, v->kind),
		list_address(o->arena, v->query, &(struct list_change){ .cursor = cursor }));
}

static struct url feed_url(struct page_out *o, const struct list_query *q)
{
	return place_query(o, str_printf(o->arena, "/feeds/%s", q->kind->plural).p,
		list_address(o->arena, q, &(struct list_change){ 0 }));
}

static void add_suggestion(struct page_out *o, struct list_view *v)
{
	struct list_query reworded;

	if (!v->query->search || v->list.total)
		return;
	v->suggestion = screen_suggest(v->work, v->query);
	if (!v->suggestion.n)
		return;
	reworded = (struct list_query){ .q = v->suggestion, .search = v->query->search };
	v->suggested = place_query(o, kind_path(o->arena, v->kind),
		list_address(o->arena, &reworded, &(struct list_change){ 0 }));
}

/* For those who write records of the kind, or examine them. */
static void add_doors(struct page_out *o, struct list_view *v)
{
	static const enum verb verbs[] = { VERB_WRITE, VERB_REVIEW, VERB_COMMENT };
	const struct actor *actor = &v->work->actor;
	struct owner owners[OWNERS_MAX];

	if (!v->kind->flow || !v->kind->sections || !actor->account_id.n)
		return;
	for (size_t i = 0; i < COUNT(verbs); i++)
		if (may(actor, verbs[i], NULL))
			v->mine = place(o, str_printf(o->arena, "/%s/mine", v->kind->plural).p);
	if (owners_open(v->work, owners))
		v->begin = place(o, str_printf(o->arena, "/%s/new", v->kind->plural).p);
}

static void add_places(struct page_out *o, struct list_view *v)
{
	add_doors(o, v);
	v->all = collection_url(o, v->kind);
	v->next = list_place(o, v, v->list.next);
	v->previous = list_place(o, v, v->list.previous);
	if (v->query->after_seq || v->query->before_seq)
		v->first = place_query(o, kind_path(o->arena, v->kind),
			list_address(o->arena, v->query, &(struct list_change){ 0 }));
	v->csv = asked_api_url(o->arena, v->query, "format=csv", S(""));
	v->xlsx = asked_api_url(o->arena, v->query, "format=xlsx", S(""));
	v->jsonl = asked_api_url(o->arena, v->query, "format=jsonl", S(""));
	v->api = asked_api_url(o->arena, v->query, "", S(""));
	v->feed = feed_url(o, v->query);
}

/*
 * What the list is narrowed to comes first: tabs and bookmarks tell lists apart by it. By code,
 * which is short; the codes of lists in C ("yes") are for programs.
 */
static struct str list_title(
	struct arena *a, const struct list_query *q, struct str label, const struct language *l)
{
	struct out o = out_new(a, TITLE_MAX_BYTES);

	for (size_t i = 0; i < q->n_filters; i++)
		for (size_t t = 0; t < q->filters[i].n; t++) {
			const struct term *term = q->filters[i].terms[t];
			bool is_plain = q->filters[i].vocabulary->source->choices != NULL;

			out_str(&o, is_plain ? term_label(term, l) : term->code);
			out_z(&o, " · ");
		}
	out_str(&o, label);
	return o.full ? label : out_done(&o);
}

/* The words of the framework for the one thing the list is narrowed to; else nothing. */
static struct str list_explained(const struct list_query *q, const struct language *l)
{
	if (q->n_filters != 1 || q->filters[0].n != 1)
		return S("");
	return q->filters[0].terms[0]->description[l->index];
}

bool list_view_fill(
	struct page_out *o, struct work *w, const struct list_query *q, struct list_view *ret_view)
{
	struct list_view v = { .work = w,
		.kind = q->kind,
		.query = q,
		.list = list_page(w, q),
		.filterable = list_filterable(w, q->kind),
		.explained = list_explained(q, w->lang) };

	if (v.list.facets.n != v.filterable.n)
		return false;
	add_chips(o, &v);
	add_sorts(o, &v);
	add_places(o, &v);
	add_suggestion(o, &v);
	w->search = q->search;
	*ret_view = v;
	return true;
}

enum http_status list_view_send(
	struct request *r, const struct list_view *v, struct page_out *content)
{
	struct work *w = v->work;
	struct str label = str_from(tr_text(w->lang, v->kind->label_plural));
	const struct crumb crumbs[] = { { NULL, label } };
	struct page page = { .title = list_title(w->arena, v->query, label, w->lang),
		.nav_path = kind_path(w->arena, v->kind),
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.feed = v->feed,
		.type = "CollectionPage" };

	/* A part of the collection is no dataset of its own. */
	if (!r->params.n) {
		page.description = str_from(tr_text(w->lang, v->kind->meaning));
		page.entity = linked_collection(content, request_origin(r), v->kind);
	}
	return page_send(r, &w->house->frame, &page, content);
}

enum http_status screen_list_page(struct request *r)
{
	struct work *w = work_of(r);
	struct problems problems = problems_new(w->arena);
	struct page_out o = page_begin(r);
	struct list_query q;
	struct list_view v;

	if (!list_parse(w, r->route->arg, r->params.v, r->params.n, true, &q, &problems))
		return asked_refuse(r, &problems);
	q.wants_facets = true;
	if (!list_view_fill(&o, w, &q, &v))
		return HTTP_UNAVAILABLE;
	screen_list_html(&o, &v);
	return list_view_send(r, &v, &o);
}

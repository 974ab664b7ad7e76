#include "party_pages.h"
#include "csv.h"
#include "party_html.h"
#include "reference.h"

enum { SHOWN_MAX = 400, PLACES_MAX = 400, LATEST_SHOWN = 3, KINDS_MAX = 32 };

/* ---- the map */

/* Where a Party's dot stands, as map_positions.csv has it. */
struct position {
	struct str code;
	int64_t x, y;
};

struct positions {
	struct position v[PLACES_MAX];
	size_t n;
};

static const struct positions *read_positions(struct arena *a)
{
	struct csv_reader reader = csv_read(reference_file("map_positions.csv"));
	struct positions *all = ARENA_NEW(a, struct positions);
	struct csv_row row;

	csv_next(&reader, a, &row); /* names of columns */
	while (all->n < PLACES_MAX && csv_next(&reader, a, &row) == CSV_ROW && row.n == 3) {
		struct position *p = &all->v[all->n];

		p->code = row.cells[0].text;
		all->n += str_int(row.cells[1].text, &p->x) && str_int(row.cells[2].text, &p->y);
	}
	return all;
}

static bool find_dot(struct page_out *o, const struct positions *positions, const struct party *p,
	struct map_dot *ret_dot)
{
	for (size_t i = 0; i < positions->n; i++) {
		const struct position *at = &positions->v[i];

		if (!str_eq(at->code, p->record.public_id))
			continue;
		*ret_dot = (struct map_dot){ .x = at->x,
			.y = at->y,
			.label = record_title(&party_kind, p, o->lang).text,
			.place = party_url(o, p) };
		return true;
	}
	return false;
}

bool party_dot(struct page_out *o, const struct party *p, struct map_dot *ret_dot)
{
	return find_dot(o, read_positions(o->arena), p, ret_dot);
}

/* ---- the list */

struct url party_url(struct page_out *o, const struct party *p)
{
	return record_url(o, &party_kind, p->record.public_id);
}

const struct term *party_group_of(const struct work *w, const struct party *p)
{
	return term_find(vocabulary_find(w->vocabularies, S("group")), p->electoral_group);
}

size_t party_count_sure(const struct party_list_view *v, const struct term *certainty)
{
	size_t n = 0;

	for (size_t i = 0; i < v->all.n; i++)
		n += str_eq(((const struct party *)row_at(&v->all, i))->checked, certainty->code);
	return n;
}

static bool is_among(const struct rows *rows, const struct party *p)
{
	for (size_t i = 0; i < rows->n; i++)
		if (((const struct record *)row_at(rows, i))->seq == p->record.seq)
			return true;
	return false;
}

static void add_dots(struct page_out *o, struct party_list_view *v)
{
	struct map_dot *dots = ARENA_ARRAY(o->arena, struct map_dot, v->all.n + 1);
	const struct positions *positions = read_positions(o->arena);
	const struct rows *shown = &v->list.list.rows;

	v->unplaced = ARENA_ARRAY(o->arena, const struct party *, v->all.n + 1);
	for (size_t i = 0; i < v->all.n; i++) {
		const struct party *p = row_at(&v->all, i);
		bool is_chosen = is_among(shown, p);
		struct map_dot *dot = &dots[v->map.n];

		if (find_dot(o, positions, p, dot)) {
			dot->is_chosen = is_chosen;
			v->map.n++;
		} else if (is_chosen) {
			v->unplaced[v->n_unplaced++] = p;
		}
	}
	v->map.dots = dots;
	v->map.title = str_from(tr(o->lang, "Parties on a map of the world"));
}

static void add_group(struct party_list_view *v, const struct term *group)
{
	struct work *w = v->list.work;
	const struct rows *rows = &v->list.list.rows;
	struct party_group *g = &v->groups[v->n_groups];

	*g = (struct party_group){ .group = group,
		.parties = ARENA_ARRAY(w->arena, const struct party *, rows->n + 1) };
	for (size_t i = 0; i < rows->n; i++)
		if (party_group_of(w, row_at(rows, i)) == group)
			g->parties[g->n++] = row_at(rows, i);
	v->n_groups += g->n > 0;
}

static void add_groups(struct party_list_view *v)
{
	struct work *w = v->list.work;
	const struct vocabulary *groups = vocabulary_find(w->vocabularies, S("group"));

	v->groups = ARENA_ARRAY(w->arena, struct party_group, groups->n + 1);
	for (size_t i = 0; i < groups->n; i++)
		add_group(v, &groups->terms[i]);
	add_group(v, NULL);
}

static struct str latest_day(const struct rows *rows)
{
	struct str latest = S("");

	for (size_t i = 0; i < rows->n; i++) {
		const struct party *p = row_at(rows, i);

		if (str_compare(p->as_of, latest) > 0)
			latest = p->as_of;
	}
	return latest;
}

/* All of them, by name: there is no other order of Parties. */
static struct list_query whole(void)
{
	return (struct list_query){ .kind = &party_kind, .order = ORDER_TITLE, .limit = SHOWN_MAX };
}

static bool parse(struct request *r, struct list_query *ret_query, struct problems *p)
{
	const struct list_query all = whole();

	if (!list_parse(work_of(r), &party_kind, r->params.v, r->params.n, true, ret_query, p))
		return false;
	ret_query->order = all.order;
	ret_query->limit = all.limit;
	ret_query->has_order = false;
	ret_query->after_seq = ret_query->before_seq = 0;
	ret_query->wants_facets = true;
	return true;
}

enum http_status party_list_page(struct request *r)
{
	struct work *w = work_of(r);
	struct problems problems = problems_new(w->arena);
	struct page_out o = page_begin(r);
	const struct list_query all = whole();
	struct party_list_view v = { 0 };
	struct list_query q;

	if (!parse(r, &q, &problems))
		return asked_refuse(r, &problems);
	if (!list_view_fill(&o, w, &q, &v.list))
		return HTTP_UNAVAILABLE;
	v.all = v.list.n_chips ? list_rows(w, &all) : v.list.list.rows;
	v.as_of = latest_day(&v.all);
	add_dots(&o, &v);
	add_groups(&v);
	party_list_html(&o, &v);
	return list_view_send(r, &v.list, &o);
}

/* ---- one Party */

struct codes party_sources(struct page_out *o, const struct party *p)
{
	struct str *v = ARENA_ARRAY(o->arena, struct str, p->sources.n + 1);
	struct str rest = p->sources, part;
	size_t n = 0;

	while (str_cut(&rest, ';', &part)) {
		v[n] = str_trim(part);
		n += v[n].n > 0;
	}
	return (struct codes){ v, n };
}

static const size_t *counts_of(const struct list *list, const struct vocabulary *v)
{
	for (size_t i = 0; i < list->facets.n; i++)
		if (list->facets.v[i].vocabulary == v)
			return list->facets.v[i].counts;
	return NULL;
}

static bool is_narrowed_by(const struct work *w, const struct kind *k, const struct vocabulary *v)
{
	const struct filterable all = list_filterable(w, k);

	for (size_t i = 0; i < all.n; i++)
		if (all.v[i] == v)
			return true;
	return false;
}

static void add_holding(struct page_out *o, struct work *w, struct party_holdings *h,
	const struct kind *k, const struct list_filter *of)
{
	struct list_query q = {
		.kind = k, .limit = LATEST_SHOWN, .wants_facets = true, .n_filters = 1
	};
	const struct vocabulary *activities = vocabulary_find(w->vocabularies, S("activity"));
	struct party_holding *to = &h->v[h->n];

	q.filters[0] = *of;
	*to = (struct party_holding){ .kind = k,
		.list = list_page(w, &q),
		.all = narrowed_url(o, k, of->vocabulary, of->terms[0]),
		.activities = activities };
	to->counts = counts_of(&to->list, activities);
	if (to->list.total)
		h->n++;
	else
		h->without[h->n_without++] = k;
}

struct party_holdings party_holdings(struct page_out *o, struct work *w, const struct party *p)
{
	const struct vocabulary *parties = vocabulary_find(w->vocabularies, S("party"));
	const struct term *term = term_find(parties, p->record.public_id);
	const struct list_filter of = { parties, &term, 1 };
	struct party_holdings h = { .v = ARENA_ARRAY(w->arena, struct party_holding, KINDS_MAX),
		.without = ARENA_ARRAY(w->arena, const struct kind *, KINDS_MAX) };

	HOUSE_EACH(w->house, m)
		for (const struct kind *const *k = m->kinds; k && *k; k++)
			if (term && h.n + h.n_without < KINDS_MAX - 1 &&
				is_narrowed_by(w, *k, parties))
				add_holding(o, w, &h, *k, &of);
	return h;
}

struct url party_activity_url(struct page_out *o, const struct party_holding *h,
	const struct party *p, const struct term *activity)
{
	return url_path(o->arena, "/{}/{}?activity={}&party={}",
		(const struct str[]){ str_from(o->lang->code), str_from(h->kind->plural),
			activity->code, p->record.public_id },
		4);
}

struct url party_suggested_url(struct page_out *o, const struct party *p)
{
	return url_path(o->arena, "/{}/practices/suggested?party={}",
		(const struct str[]){ str_from(o->lang->code), p->record.public_id }, 2);
}

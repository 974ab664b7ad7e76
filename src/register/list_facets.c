/* list_facets.c - how many records of a list have each code, and each year. */
#include "list_found.h"

#include <assert.h>

struct bits list_under_way(struct work *w, const struct kind *k, int64_t year)
{
	const struct years starts = facets_years(w, k, k->start);
	const struct years ends = facets_years(w, k, k->end);
	struct bits under_way = bits_new(w->arena);
	struct str code;

	for (size_t i = 0; i < starts.n && starts.v[i] <= year; i++) {
		code = str_printf(w->arena, "%lld", (long long)starts.v[i]);
		bits_or(&under_way, facets_code(w, k, k->start, code));
	}
	for (size_t i = 0; i < ends.n && ends.v[i] < year; i++) {
		code = str_printf(w->arena, "%lld", (long long)ends.v[i]);
		bits_and_not(&under_way, facets_code(w, k, k->end, code));
	}
	return under_way;
}

static bool narrows(const struct list_query *q, const struct vocabulary *v)
{
	for (size_t i = 0; i < q->n_filters; i++)
		if (q->filters[i].vocabulary == v)
			return true;
	return false;
}

/* A list to be compared with many sets. */
struct counted {
	const struct bits *hits;
	struct bits_few few; /* the same, when it is short */
};

static struct counted counted_new(struct work *w, const struct bits *hits)
{
	return (struct counted){ hits, bits_few(w->arena, hits) };
}

static size_t count_in(const struct counted *c, const struct bits *set)
{
	return c->few.v ? bits_count_few(&c->few, set, LIST_COUNT_MAX + 1)
			: bits_count_both(c->hits, set, LIST_COUNT_MAX + 1);
}

static struct facet count_terms(struct work *w, const struct list_query *q,
	const struct found *found, const struct counted *list, const struct vocabulary *v)
{
	struct facet facet = { v, ARENA_ARRAY(w->arena, size_t, v->n) };
	struct counted counted = *list;
	struct bits wider;

	if (narrows(q, v)) {
		wider = list_hits(w, q, found, v, false);
		counted = counted_new(w, &wider);
	}
	for (size_t i = 0; i < v->n; i++)
		facet.counts[i] = count_in(
			&counted, facets_code(w, q->kind, v->source->name, v->terms[i].code));
	return facet;
}

/* First to last year told anywhere, both counted; none when nothing is known. */
static bool year_span(struct work *w, const struct kind *k, int64_t *ret_first, int64_t *ret_last)
{
	const struct years starts = facets_years(w, k, k->start);
	const struct years ends = facets_years(w, k, k->end);

	if (!starts.n)
		return false;
	*ret_first = starts.v[0];
	*ret_last = starts.v[starts.n - 1];
	if (ends.n && ends.v[ends.n - 1] > *ret_last)
		*ret_last = ends.v[ends.n - 1];
	return true;
}

static void count_years(struct work *w, const struct list_query *q, const struct found *found,
	struct list_facets *facets)
{
	struct bits hits = q->n_years ? list_hits(w, q, found, NULL, true) : found->hits;
	const struct counted counted = counted_new(w, &hits);
	struct bits under_way = bits_new(w->arena);
	const struct kind *k = q->kind;
	int64_t first, last;

	if (!year_span(w, k, &first, &last))
		return;
	facets->years = ARENA_ARRAY(w->arena, struct year_count, (size_t)(last - first + 1));
	for (int64_t year = first; year <= last; year++) {
		struct str now = str_printf(w->arena, "%lld", (long long)year);
		struct str before = str_printf(w->arena, "%lld", (long long)(year - 1));
		size_t n;

		bits_or(&under_way, facets_code(w, k, k->start, now));
		bits_and_not(&under_way, facets_code(w, k, k->end, before));
		n = count_in(&counted, &under_way);
		if (n)
			facets->years[facets->n_years++] = (struct year_count){ year, n };
	}
}

struct list_facets list_count_facets(
	struct work *w, const struct list_query *q, const struct found *found)
{
	const struct filterable filterable = list_filterable(w, q->kind);
	const struct counted counted = counted_new(w, &found->hits);
	struct list_facets facets = { .n = filterable.n };

	for (size_t i = 0; i < filterable.n; i++)
		facets.v[i] = count_terms(w, q, found, &counted, filterable.v[i]);
	if (filterable.has_year && q->has_facets)
		count_years(w, q, found, &facets);
	return facets;
}

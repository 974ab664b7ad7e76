#include "cross.h"
#include "facets.h"

enum { COUNT_BOUND = LIST_COUNT_MAX + 1 };

static const struct bits *records_of(
	const struct work *w, const struct kind *k, const struct vocabulary *v, size_t term)
{
	return facets_code(w, k, v->source->name, v->terms[term].code);
}

static size_t *count_codes(struct work *w, const struct kind *k, const struct vocabulary *v)
{
	const struct bits *published = facets_set(w, k, S("state=published"));
	size_t *counts = ARENA_ARRAY(w->arena, size_t, v->n);

	for (size_t i = 0; i < v->n; i++)
		counts[i] = bits_count_both(published, records_of(w, k, v, i), COUNT_BOUND);
	return counts;
}

static void count_row(struct work *w, const struct kind *k, const struct cross *cross, size_t row)
{
	struct bits public = bits_copy(w->arena, records_of(w, k, cross->rows, row));
	size_t *counts = &cross->counts[row * cross->columns->n];

	bits_and(&public, facets_set(w, k, S("state=published")));
	for (size_t i = 0; i < cross->columns->n; i++)
		counts[i] =
			bits_count_both(&public, records_of(w, k, cross->columns, i), COUNT_BOUND);
}

bool cross_count(struct work *w, const struct kind *k, const struct vocabulary *rows,
	const struct vocabulary *columns, struct cross *ret_cross)
{
	struct cross cross = { rows, columns,
		.counts = ARENA_ARRAY(w->arena, size_t, rows->n * columns->n) };

	if (!facets_hold(w))
		return false;
	cross.all = bits_count(facets_set(w, k, S("state=published")), COUNT_BOUND);
	cross.of_rows = count_codes(w, k, rows);
	cross.of_columns = count_codes(w, k, columns);
	for (size_t i = 0; i < rows->n; i++)
		count_row(w, k, &cross, i);
	facets_release(w);
	*ret_cross = cross;
	return true;
}

bool cross_count_codes(
	struct work *w, const struct kind *k, const struct vocabulary *v, size_t **ret_counts)
{
	if (!facets_hold(w))
		return false;
	*ret_counts = count_codes(w, k, v);
	facets_release(w);
	return true;
}

#include "list.h"
#include "list_found.h"
#include "record_copy.h"
#include "searches.h"

#include <string.h>

/* ---- which records */

/* What is not is listed nowhere but among what one works on (writing/work_list.c). */
static struct bits published(struct work *w, const struct kind *k)
{
	return *facets_set(w, k, S("state=published"));
}

static void keep_filter(
	struct work *w, const struct list_query *q, const struct list_filter *f, struct bits *hits)
{
	const char *name = f->vocabulary->source->name;
	struct bits any;

	if (f->n == 1) {
		bits_and(hits, facets_code(w, q->kind, name, f->terms[0]->code));
		return;
	}
	any = bits_new(w->arena);
	for (size_t i = 0; i < f->n; i++)
		bits_or(&any, facets_code(w, q->kind, name, f->terms[i]->code));
	bits_and(hits, &any);
}

static struct bits years_asked_for(struct work *w, const struct list_query *q)
{
	struct bits any = bits_new(w->arena);

	for (size_t i = 0; i < q->n_years; i++) {
		struct bits under_way = list_under_way(w, q->kind, q->years[i]);

		bits_or(&any, &under_way);
	}
	return any;
}

struct bits list_hits(struct work *w, const struct list_query *q, const struct found *found,
	const struct vocabulary *apart, bool without_years)
{
	struct bits hits = published(w, q->kind);

	if (!q->n_filters && !q->n_years && !q->search)
		return hits;
	/* The sets are everybody's: what is narrowed is a copy, of the smallest at hand. */
	hits = bits_copy(w->arena, q->search ? &found->words : &hits);
	if (q->search) {
		struct bits all = published(w, q->kind);

		bits_and(&hits, &all);
	}
	for (size_t i = 0; i < q->n_filters; i++)
		if (q->filters[i].vocabulary != apart)
			keep_filter(w, q, &q->filters[i], &hits);
	if (q->n_years && !without_years)
		bits_and(&hits, &found->years);
	return hits;
}

static void find_words(struct work *w, const struct list_query *q, struct found *found)
{
	struct hits hits;

	if (!q->search)
		return;
	hits = searches_hits(w, &q->search->query);
	found->words = hits.all;
	found->in_title = hits.in_title;
}

/* ---- their rows */

/* The store gives rows in an order of its own, and one may have changed its state since. */
static void put_in_order(struct work *w, struct rows *rows, const uint32_t *seqs, size_t n)
{
	struct rows ordered = { rows->kind, arena_alloc(w->arena, rows->n * rows->kind->size), 0 };

	for (size_t i = 0; i < n; i++)
		for (size_t r = 0; r < rows->n; r++) {
			const struct record *record = row_at(rows, r);

			if (record->seq != seqs[i] || !record_may_be_read(w, record))
				continue;
			memcpy(row_at(&ordered, ordered.n++), record, rows->kind->size);
			break;
		}
	*rows = ordered;
}

struct rows list_rows_of(struct work *w, const struct kind *k, const uint32_t *seqs, size_t n)
{
	struct rows rows = { .kind = k };

	if (!n)
		return rows;
	rows = record_copies(w, k, seqs, n);
	put_in_order(w, &rows, seqs, n);
	return rows;
}

/* ---- a page */

static bool is_by_title(const struct list_query *q)
{
	return q->order == ORDER_TITLE || q->order == ORDER_TITLE_DOWN;
}

/* Up to `limit` records beyond the cursor; with a `list`, its counts too. */
static size_t find_seqs(
	struct work *w, const struct list_query *q, size_t limit, uint32_t *seqs, struct list *list)
{
	struct found found = { .hits = bits_new(w->arena) };
	size_t n = 0;

	find_words(w, q, &found);
	if (!facets_hold(w))
		return 0;
	found.years = years_asked_for(w, q);
	found.hits = list_hits(w, q, &found, NULL, false);
	if (list)
		list->total = (int64_t)bits_count(&found.hits, LIST_COUNT_MAX + 1);
	if (list && q->wants_facets)
		list->facets = list_count_facets(w, q, &found);
	if (is_by_title(q))
		found.hits = bits_copy(w->arena, &found.hits);
	else
		n = list_walk(w, q, &found, limit, seqs);
	facets_release(w);
	if (is_by_title(q))
		n = list_walk_titles(w, q, &found, limit, seqs);
	return n;
}

/* A walk back found the records nearest first; readers want them in the list's own order. */
static void reverse(uint32_t *seqs, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		uint32_t kept = seqs[i];

		seqs[i] = seqs[n - 1 - i];
		seqs[n - 1 - i] = kept;
	}
}

struct list_step list_step(struct work *w, const struct list_query *q)
{
	/* One more than asked for tells whether the list goes on. */
	size_t limit = (size_t)q->limit;
	uint32_t *seqs = ARENA_ARRAY(w->arena, uint32_t, limit + 1);
	size_t n = find_seqs(w, q, limit + 1, seqs, NULL);
	struct list_step step = { .rows = { .kind = q->kind }, .goes_on = n > limit };

	if (step.goes_on)
		n = limit;
	if (!n)
		return step;
	step.last_seq = seqs[n - 1];
	if (q->before_seq)
		reverse(seqs, n);
	step.rows = list_rows_of(w, q->kind, seqs, n);
	return step;
}

struct rows list_rows(struct work *w, const struct list_query *q)
{
	return list_step(w, q).rows;
}

static struct str cursor(struct arena *a, char direction, uint32_t seq)
{
	return str_printf(a, "%c%u", direction, seq);
}

struct list list_page(struct work *w, const struct list_query *q)
{
	/* One more than asked for tells whether the list goes on. */
	size_t limit = (size_t)q->limit;
	uint32_t *seqs = ARENA_ARRAY(w->arena, uint32_t, limit + 1);
	struct list list = { .rows = { .kind = q->kind } };
	size_t n = find_seqs(w, q, limit + 1, seqs, &list);
	bool is_back = q->before_seq > 0, goes_on = n > limit;

	list.total_is_exact = list.total <= LIST_COUNT_MAX;
	if (!list.total_is_exact)
		list.total = LIST_COUNT_MAX;
	if (goes_on)
		n = limit;
	if (!n)
		return list;
	if (is_back)
		reverse(seqs, n);
	list.rows = list_rows_of(w, q->kind, seqs, n);
	if (goes_on || is_back)
		list.next = cursor(w->arena, 'a', seqs[n - 1]);
	if (is_back ? goes_on : q->after_seq > 0)
		list.previous = cursor(w->arena, 'b', seqs[0]);
	return list;
}

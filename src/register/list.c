#include "list.h"
#include "register_sql.h"

#include <string.h>

/*
 * Where the walk begins: a filter of one code is an index in the order of the list, so the rows
 * come in order from there; the other filters are asked of each row. Without such a filter the
 * walk is along the records themselves.
 */
static const struct list_filter *driving_filter(const struct list_query *q)
{
	for (size_t i = 0; i < q->n_filters; i++)
		if (q->filters[i].n == 1)
			return &q->filters[i];
	return NULL;
}

static void add_codes(struct sql_text *t, const struct list_filter *f)
{
	for (size_t i = 0; i < f->n; i++) {
		sql_add(t, i ? ", " : "(");
		sql_value(t, V(f->terms[i]->code));
	}
	sql_add(t, ")");
}

static void add_source(struct sql_text *t, const struct list_query *q, const struct list_filter *d,
	bool with_own_columns)
{
	/* CROSS JOIN: SQLite keeps the order of the tables; to PostgreSQL it is a plain join. */
	if (d)
		sql_add(t, " FROM record_facet d CROSS JOIN record r");
	else
		sql_add(t, " FROM record r");
	if (with_own_columns) {
		sql_add(t, " CROSS JOIN ");
		sql_add(t, q->kind->name);
		sql_add(t, " k");
	}
	sql_add(t, " WHERE r.kind = ");
	sql_value(t, V(q->kind->name));
	if (with_own_columns)
		sql_add(t, " AND k.seq = r.seq");
	if (d) {
		sql_add(t, " AND r.seq = d.seq AND d.kind = ");
		sql_value(t, V(q->kind->name));
		sql_add(t, " AND d.vocabulary = ");
		sql_value(t, V(d->vocabulary->source->name));
		sql_add(t, " AND d.code = ");
		sql_value(t, V(d->terms[0]->code));
	}
}

static void add_filter(struct sql_text *t, const struct list_query *q, const struct list_filter *f)
{
	sql_add(t, " AND EXISTS (SELECT 1 FROM record_facet f WHERE f.kind = ");
	sql_value(t, V(q->kind->name));
	sql_add(t, " AND f.vocabulary = ");
	sql_value(t, V(f->vocabulary->source->name));
	sql_add(t, " AND f.code IN ");
	add_codes(t, f);
	sql_add(t, " AND f.seq = r.seq)");
}

/* start <= year <= end; an open end counts, an unknown start does not. */
static void add_years(struct sql_text *t, const struct list_query *q)
{
	for (size_t i = 0; i < q->n_years; i++) {
		sql_add(t, i ? " OR (k." : " AND ((k.");
		sql_add(t, q->kind->start);
		sql_add(t, " <= ");
		sql_value(t, V(q->years[i]));
		sql_add(t, " AND (k.");
		sql_add(t, q->kind->end);
		sql_add(t, " IS NULL OR k.");
		sql_add(t, q->kind->end);
		sql_add(t, " >= ");
		sql_value(t, V(q->years[i]));
		sql_add(t, "))");
	}
	if (q->n_years)
		sql_add(t, ")");
}

static void add_states(struct work *w, struct sql_text *t)
{
	if (may(&w->actor, VERB_READ, "draft"))
		return;
	sql_add(t, " AND r.state = 'published'");
}

static void add_conditions(
	struct work *w, struct sql_text *t, const struct list_query *q, bool with_own_columns)
{
	const struct list_filter *driving = driving_filter(q);

	add_source(t, q, driving, with_own_columns);
	add_states(w, t);
	for (size_t i = 0; i < q->n_filters; i++)
		if (&q->filters[i] != driving)
			add_filter(t, q, &q->filters[i]);
	add_years(t, q);
}

/* Room for the values of any query: every parameter of an address once, and a few of ours. */
static struct sql_text query_text(struct work *w, const struct list_query *q)
{
	size_t n = 16 + 2 * q->n_years;

	for (size_t i = 0; i < q->n_filters; i++)
		n += 3 + q->filters[i].n;
	return sql_text_new(w->db, n);
}

/* To a bound, for what matches often; rows that match rarely are still walked. */
static int64_t count_rows(struct work *w, const struct list_query *q)
{
	struct sql_text t = query_text(w, q);
	int64_t total = 0;

	sql_add(&t, "SELECT count(*) FROM (SELECT 1");
	add_conditions(w, &t, q, q->n_years > 0);
	sql_add(&t, " LIMIT ");
	sql_value(&t, V(LIST_COUNT_MAX + 1));
	sql_add(&t, ") counted");
	struct db_rows *rows = sql_query(w->db, &t);
	if (db_next(rows))
		total = db_column_int(rows, 0);
	db_done(rows);
	return total;
}

/* `limit` rows beyond the cursor, in the direction of the walk. */
static struct rows fetch(struct work *w, const struct list_query *q, int64_t limit)
{
	struct sql_text t = query_text(w, q);
	bool is_back = q->before_seq > 0;
	bool ascending = q->oldest_first != is_back;
	int64_t from = is_back ? q->before_seq : q->after_seq;
	const char *seq = driving_filter(q) ? "d.seq" : "r.seq";

	sql_add(&t, "SELECT ");
	record_columns(&t, q->kind);
	add_conditions(w, &t, q, true);
	if (from) {
		sql_add(&t, " AND ");
		sql_add(&t, seq);
		sql_add(&t, ascending ? " > " : " < ");
		sql_value(&t, V(from));
	}
	sql_add(&t, " ORDER BY ");
	sql_add(&t, seq);
	sql_add(&t, ascending ? " LIMIT " : " DESC LIMIT ");
	sql_value(&t, V(limit));
	return record_rows(w, q->kind, &t);
}

struct rows list_rows(struct work *w, const struct list_query *q)
{
	return fetch(w, q, q->limit);
}

/* A walk back found the rows nearest first; readers want them in the list's own order. */
static void reverse(struct arena *a, struct rows *rows)
{
	char *v = arena_alloc(a, rows->n * rows->kind->size);

	for (size_t i = 0; i < rows->n; i++)
		memcpy(v + i * rows->kind->size, row_at(rows, rows->n - 1 - i), rows->kind->size);
	rows->v = v;
}

static struct str cursor(struct arena *a, char direction, const void *row)
{
	const struct record *r = row;

	return str_printf(a, "%c%lld", direction, (long long)r->seq);
}

struct list list_page(struct work *w, const struct list_query *q)
{
	/* One more than asked for tells whether the list goes on. */
	struct list list = { .rows = fetch(w, q, q->limit + 1), .total = count_rows(w, q) };
	bool is_back = q->before_seq > 0;
	bool goes_on = list.rows.n > (size_t)q->limit;

	list.total_is_exact = list.total <= LIST_COUNT_MAX;
	if (!list.total_is_exact)
		list.total = LIST_COUNT_MAX;
	if (goes_on)
		list.rows.n = (size_t)q->limit;
	if (!list.rows.n)
		return list;
	if (is_back)
		reverse(w->arena, &list.rows);
	if (goes_on || is_back)
		list.next = cursor(w->arena, 'a', row_at(&list.rows, list.rows.n - 1));
	if (is_back ? goes_on : q->after_seq > 0)
		list.previous = cursor(w->arena, 'b', row_at(&list.rows, 0));
	return list;
}

/*
 * list_walk.c - from the records a list holds to the next few of them, in its order.
 *
 * An order is a row of tiers, each a set of records walked newest first: one for "newest", two for
 * words (in the title, elsewhere), one for each year. Titles alone have an index in the store.
 */
#include "list_found.h"
#include "register_sql.h"

#include <assert.h>

struct tiers {
	struct bits *v;
	size_t n;
};

static struct tiers tiers_new(struct arena *a, size_t cap)
{
	return (struct tiers){ ARENA_ARRAY(a, struct bits, cap), 0 };
}

/* In the title first; then all that is found. A record stands in its first tier. */
static struct tiers tiers_of_words(
	struct work *w, const struct list_query *q, const struct found *found)
{
	struct tiers tiers = tiers_new(w->arena, 2);

	if (q->search)
		tiers.v[tiers.n++] = found->in_title;
	tiers.v[tiers.n++] = *facets_all(w, q->kind);
	if (q->search) {
		tiers.v[1] = bits_copy(w->arena, &tiers.v[1]);
		bits_and_not(&tiers.v[1], &tiers.v[0]);
	}
	return tiers;
}

static struct tiers tiers_of_years(struct work *w, const struct list_query *q)
{
	const struct years years = facets_years(w, q->kind, q->kind->start);
	struct tiers tiers = tiers_new(w->arena, years.n + 1);
	struct bits unknown = bits_copy(w->arena, facets_all(w, q->kind));

	for (size_t i = 0; i < years.n; i++) {
		size_t at = q->order == ORDER_START ? i : years.n - 1 - i;
		struct str year = str_printf(w->arena, "%lld", (long long)years.v[at]);

		tiers.v[tiers.n] = *facets_code(w, q->kind, q->kind->start, year);
		bits_and_not(&unknown, &tiers.v[tiers.n++]);
	}
	tiers.v[tiers.n++] = unknown;
	return tiers;
}

static struct tiers tiers_of(struct work *w, const struct list_query *q, const struct found *found)
{
	switch (q->order) {
	case ORDER_START:
	case ORDER_START_DOWN:
		return tiers_of_years(w, q);
	case ORDER_BEST:
		return tiers_of_words(w, q, found);
	default: {
		struct tiers tiers = tiers_new(w->arena, 1);

		tiers.v[tiers.n++] = *facets_all(w, q->kind);
		return tiers;
	}
	}
}

/* The tier that a cursor's record stands in; beyond the last when it is gone. */
static size_t tier_of(const struct tiers *tiers, int64_t seq)
{
	size_t at = 0;

	while (at < tiers->n && !bits_has(&tiers->v[at], (uint32_t)seq))
		at++;
	return at;
}

/* Appends records of the tier beyond `from` (0: from its beginning), up to `limit` in all. */
static size_t walk_tier(const struct bits *hits, const struct bits *tier, bool ascending,
	int64_t from, size_t n, size_t limit, uint32_t *seqs)
{
	uint32_t at = from ? (uint32_t)from : ascending ? 0 : UINT32_MAX;

	while (n < limit &&
		(ascending ? bits_after(tier, hits, at, &at) : bits_before(tier, hits, at, &at)))
		seqs[n++] = at;
	return n;
}

size_t list_walk(struct work *w, const struct list_query *q, const struct found *found,
	size_t limit, uint32_t *seqs)
{
	const struct tiers tiers = tiers_of(w, q, found);
	bool is_back = q->before_seq > 0;
	bool ascending = (q->order == ORDER_OLDEST) != is_back;
	int64_t from = is_back ? q->before_seq : q->after_seq;
	size_t first = from ? tier_of(&tiers, from) : 0, n = 0;

	/* The record of the cursor is gone: its place among the newest is still known. */
	if (first == tiers.n)
		first = tiers.n - 1;
	for (size_t i = first; i < tiers.n && n < limit; i += is_back ? (size_t)-1 : 1)
		n = walk_tier(&found->hits, &tiers.v[i], ascending, i == first ? from : 0, n, limit,
			seqs);
	return n;
}

/* ---- by title */

enum { FEW = 500, TITLES_STEP = 1000, BRIEF_STEPS = 10 };

struct title_walk {
	struct work *work;
	const struct list_query *query;
	const struct bits *hits;
	const struct language *lang; /* in which titles are compared */
	bool ascending;
	struct str key; /* of the last title met, with its record's seq */
	int64_t seq;
	bool has_begun;
};

/* Titles in the language, beyond the last one met. */
static void add_titles(struct title_walk *t, struct sql_text *text)
{
	sql_add(text, "SELECT key, seq FROM record_order WHERE lang = ");
	sql_value(text, V(t->lang->code));
	if (t->has_begun) {
		sql_add(text, t->ascending ? " AND (key, seq) > (" : " AND (key, seq) < (");
		sql_value(text, V(t->key));
		sql_add(text, ", ");
		sql_value(text, V(t->seq));
		sql_add(text, ")");
	}
}

static void add_end(struct title_walk *t, struct sql_text *text, int64_t limit)
{
	sql_add(text,
		t->ascending ? " ORDER BY key, seq LIMIT " : " ORDER BY key DESC, seq DESC LIMIT ");
	sql_value(text, V(limit));
}

/*
 * Few records: the store looks up just these and puts them in order; told of their kind, it would
 * rather read the titles of all. The numbers are filled up, for few texts of statements.
 */
static struct db_rows *titles_of_few(struct title_walk *t, size_t limit)
{
	struct sql_text text = sql_text_new(t->work->db, FEW + 5);
	uint32_t seq = 0;

	add_titles(t, &text);
	sql_add(&text, " AND seq IN (");
	for (size_t i = 0; i < FEW; i++) {
		bits_after(t->hits, NULL, seq, &seq);
		if (i)
			sql_add(&text, ", ");
		sql_value(&text, V((int64_t)seq));
	}
	sql_add(&text, ")");
	add_end(t, &text, (int64_t)limit);
	return sql_query(t->work->db, &text);
}

/* Many records: of any thousand titles in order some are of the list. */
static struct db_rows *titles_of_all(struct title_walk *t)
{
	struct sql_text text = sql_text_new(t->work->db, 5);

	add_titles(t, &text);
	sql_add(&text, " AND kind = ");
	sql_value(&text, V(t->query->kind->name));
	add_end(t, &text, TITLES_STEP);
	return sql_query(t->work->db, &text);
}

/* Appends those that the list holds; how many titles there were. */
static size_t take_titles(
	struct title_walk *t, struct db_rows *rows, size_t limit, size_t *n, uint32_t *seqs)
{
	size_t n_met = 0;

	for (; *n < limit && db_next(rows); n_met++) {
		t->key = db_column_text(rows, 0);
		t->seq = db_column_int(rows, 1);
		t->has_begun = true;
		if (bits_has(t->hits, (uint32_t)t->seq))
			seqs[(*n)++] = (uint32_t)t->seq;
	}
	db_done(rows);
	return n_met;
}

/* False: the cursor's record has no title any more, so the list has no such place. */
static bool begin_at(struct title_walk *t, int64_t seq)
{
	struct db_rows *rows =
		db_query(t->work->db, SQL_REGISTER_ORDER_KEY, DB_VALUES(V(seq), V(t->lang->code)));

	t->has_begun = db_next(rows);
	if (t->has_begun)
		t->key = db_column_text(rows, 0);
	t->seq = seq;
	db_done(rows);
	return t->has_begun;
}

size_t list_walk_titles(struct work *w, const struct list_query *q, const struct found *found,
	size_t limit, uint32_t *seqs)
{
	bool is_back = q->before_seq > 0;
	int64_t from = is_back ? q->before_seq : q->after_seq;
	struct title_walk t = { .work = w,
		.query = q,
		.hits = &found->hits,
		.lang = q->only ? q->only : w->lang,
		.ascending = (q->order == ORDER_TITLE) != is_back };
	size_t n = 0, n_hits = bits_count(&found->hits, FEW + 1);

	if (!n_hits || (from && !begin_at(&t, from)))
		return 0;
	if (n_hits <= FEW) {
		take_titles(&t, titles_of_few(&t, limit), limit, &n, seqs);
		return n;
	}
	for (size_t step = 0; n < limit; step++) {
		/* They stand late in the order, or close together: event threads do not go on. */
		w->needs_longer |= w->is_brief && step == BRIEF_STEPS;
		if (w->needs_longer ||
			take_titles(&t, titles_of_all(&t), limit, &n, seqs) < TITLES_STEP)
			break;
	}
	return n;
}

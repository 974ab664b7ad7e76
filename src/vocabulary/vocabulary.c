#include "vocabulary.h"
#include "vocabulary_sql.h"
#include "words.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { SORT_KEY_BYTES = 400 };

/* What the store says of a term, kept until all terms stand. */
struct origin {
	struct str code, edition, follows, came_from;
	struct str broader_vocabulary, broader_code;
	bool is_resolved; /* what it became is known */
};

/* While they are gathered, terms can still be written to. */
struct gathered {
	struct vocabulary *v;
	struct term *terms;
	struct origin *origins; /* one for each term */
	size_t cap;
};

struct gathering {
	struct arena *arena;
	struct gathered *v;
	size_t n;
};

static struct gathered *gathered_find(struct gathering *g, struct str name)
{
	for (size_t i = 0; i < g->n; i++)
		if (str_is(name, g->v[i].v->source->name))
			return &g->v[i];
	return NULL;
}

static void gathered_grow(struct arena *a, struct gathered *in)
{
	size_t cap = in->cap ? 2 * in->cap : 32, n = in->v->n_known;
	struct term *terms = ARENA_ARRAY(a, struct term, cap);
	struct origin *origins = ARENA_ARRAY(a, struct origin, cap);

	if (n) {
		memcpy(terms, in->terms, n * sizeof *terms);
		memcpy(origins, in->origins, n * sizeof *origins);
	}
	in->terms = terms;
	in->origins = origins;
	in->cap = cap;
}

static struct term *gathered_add(struct gathering *g, struct gathered *in, struct origin origin)
{
	size_t at = in->v->n_known;

	if (at == in->cap)
		gathered_grow(g->arena, in);
	in->terms[at] = (struct term){ .code = origin.code, .position = (int64_t)at };
	in->origins[at] = origin;
	in->v->n_known++;
	return &in->terms[at];
}

static int compare_terms(const void *a, const void *b)
{
	const struct term *const *x = a, *const *y = b;

	return str_compare((*x)->code, (*y)->code);
}

static void index_by_code(struct arena *a, struct vocabulary *v)
{
	v->by_code = ARENA_ARRAY(a, const struct term *, v->n_known + 1);
	for (size_t i = 0; i < v->n_known; i++)
		v->by_code[i] = &v->terms[i];
	qsort(v->by_code, v->n_known, sizeof *v->by_code, compare_terms);
}

/* A label as it is sorted: without marks and case, so that É stands with E. */
struct label_key {
	const struct term *term;
	struct str folded;
};

static int compare_labels(const void *a, const void *b)
{
	const struct label_key *x = a, *y = b;
	int order = str_compare(x->folded, y->folded);

	return order ? order : (x->term > y->term) - (x->term < y->term);
}

static void sort_in_language(struct arena *a, struct vocabulary *v, const struct language *l)
{
	struct label_key *keys = ARENA_ARRAY(a, struct label_key, v->n + 1);
	const struct term **sorted = ARENA_ARRAY(a, const struct term *, v->n + 1);

	for (size_t i = 0; i < v->n; i++)
		keys[i] = (struct label_key){ &v->terms[i],
			text_folded(a, term_label(&v->terms[i], l), SORT_KEY_BYTES) };
	qsort(keys, v->n, sizeof *keys, compare_labels);
	for (size_t i = 0; i < v->n; i++)
		sorted[i] = keys[i].term;
	v->in_language[l->index] = sorted;
}

static void gather_choices(struct gathering *g, struct gathered *in)
{
	for (const struct choice *c = in->v->source->choices; c->code; c++) {
		struct term *t = gathered_add(g, in, (struct origin){ .code = str_from(c->code) });

		for (size_t l = 0; l < LANG_COUNT; l++)
			t->label[l] = str_from(tr_text(&languages[l], c->label));
	}
	in->v->n = in->v->n_known;
}

/* "3.2@2019": the name of a code whose edition is not in force. */
static struct str code_under(struct arena *a, struct str code, struct str edition)
{
	return str_printf(a, STR_FMT "@" STR_FMT, STR_ARG(code), STR_ARG(edition));
}

static struct origin read_origin(struct arena *a, struct db_rows *row)
{
	return (struct origin){ .edition = str_copy(a, db_column_text(row, 1)),
		.code = str_copy(a, db_column_text(row, 2)),
		.broader_vocabulary = str_copy(a, db_column_text(row, 3)),
		.broader_code = str_copy(a, db_column_text(row, 4)),
		.follows = str_copy(a, db_column_text(row, 6)),
		.came_from = db_column_is_null(row, 7) ? (struct str){ 0 }
						       : str_copy(a, db_column_text(row, 7)) };
}

static void gather_stored(struct gathering *g, struct db *db)
{
	struct db_rows *rows = db_query(db, SQL_VOCABULARY_TERMS, NULL, 0);

	while (db_next(rows)) {
		struct gathered *in = gathered_find(g, db_column_text(rows, 0));

		if (!in || in->v->source->choices)
			continue;
		struct origin origin = read_origin(g->arena, rows);
		struct term *t = gathered_add(g, in, origin);

		if (db_column_int(rows, 5)) {
			in->v->edition = origin.edition;
			in->v->n = in->v->n_known;
		} else {
			t->edition = origin.edition;
			t->code = code_under(g->arena, origin.code, origin.edition);
		}
	}
}

/* ---- what became of earlier codes */

static bool came_from(const struct origin *later, struct str code)
{
	struct str rest = later->came_from, part;

	if (!rest.p)
		return str_eq(later->code, code);
	while (str_cut(&rest, ';', &part))
		if (str_eq(part, code))
			return true;
	return false;
}

static void add_became(struct arena *a, struct term *t, const struct term *now)
{
	const struct term **became = ARENA_ARRAY(a, const struct term *, t->n_became + 1);

	for (size_t i = 0; i < t->n_became; i++) {
		if (t->became[i] == now)
			return;
		became[i] = t->became[i];
	}
	became[t->n_became++] = now;
	t->became = became;
}

/* What came from it in the edition after it, and so on to the one in force. */
static void resolve_became(struct arena *a, struct gathered *in, size_t at)
{
	struct origin *origin = &in->origins[at];

	if (origin->is_resolved)
		return;
	origin->is_resolved = true;
	for (size_t i = 0; i < in->v->n_known; i++) {
		const struct term *later = &in->terms[i];

		if (!str_eq(in->origins[i].follows, origin->edition) ||
			!came_from(&in->origins[i], origin->code))
			continue;
		if (i < in->v->n) {
			add_became(a, &in->terms[at], later);
			continue;
		}
		resolve_became(a, in, i);
		for (size_t n = 0; n < later->n_became; n++)
			add_became(a, &in->terms[at], later->became[n]);
	}
}

/* The broader term as it is now, also of a term that is not in force. */
static const struct term *broader_now(struct arena *a, const struct gathered *in,
	const struct origin *origin, const struct term *t)
{
	const struct term *then =
		t->edition.n ? term_find_under(a, in->v, origin->broader_code, t->edition) : NULL;

	if (then && then->n_became)
		return then->became[0];
	return then ? then : term_find(in->v, origin->broader_code);
}

static void resolve_broader(struct gathering *g, const struct gathered *of)
{
	for (size_t i = 0; i < of->v->n_known; i++) {
		struct term *t = &of->terms[i];
		const struct origin *origin = &of->origins[i];
		struct gathered *in = gathered_find(g, origin->broader_vocabulary);

		t->broader = in ? broader_now(g->arena, in, origin, t) : NULL;
		t->broader_vocabulary = t->broader ? in->v : NULL;
	}
}

static void resolve(struct gathering *g)
{
	for (size_t i = 0; i < g->n; i++)
		for (size_t t = g->v[i].v->n; t < g->v[i].v->n_known; t++)
			resolve_became(g->arena, &g->v[i], t);
	for (size_t i = 0; i < g->n; i++)
		resolve_broader(g, &g->v[i]);
}

static void gather_texts(struct gathering *g, struct db *db)
{
	struct db_rows *rows = db_query(db, SQL_VOCABULARY_TERM_TEXTS, NULL, 0);

	while (db_next(rows)) {
		struct gathered *in = gathered_find(g, db_column_text(rows, 0));
		const struct language *l = language_by_code(db_column_text(rows, 3));
		struct str code = db_column_text(rows, 1);

		if (!in || !l)
			continue;
		if (!db_column_int(rows, 6))
			code = code_under(g->arena, code, db_column_text(rows, 5));
		const struct term *found = term_find(in->v, code);
		if (!found)
			continue;
		struct term *t = &in->terms[found - in->v->terms];
		struct str text = str_copy(g->arena, db_column_text(rows, 4));

		if (str_is(db_column_text(rows, 2), "label"))
			t->label[l->index] = text;
		else
			t->description[l->index] = text;
	}
}

static size_t count_sources(const struct vocabulary_source *const *sources)
{
	size_t n = 0;

	for (; *sources; sources++)
		for (const struct vocabulary_source *s = *sources; s->name; s++)
			n++;
	return n;
}

struct vocabularies *vocabularies_load(
	struct db *db, struct arena *a, const struct vocabulary_source *const *sources)
{
	size_t n = count_sources(sources);
	struct vocabularies *all = ARENA_NEW(a, struct vocabularies);
	struct vocabulary *v = ARENA_ARRAY(a, struct vocabulary, n);
	struct gathering g = { a, ARENA_ARRAY(a, struct gathered, n), 0 };

	all->version = counters_read(db).vocabulary;
	for (; *sources; sources++)
		for (const struct vocabulary_source *s = *sources; s->name; s++) {
			v[g.n] = (struct vocabulary){ .source = s, .edition = S("") };
			g.v[g.n] = (struct gathered){ .v = &v[g.n] };
			g.n++;
		}
	gather_stored(&g, db);
	for (size_t i = 0; i < n; i++) {
		if (v[i].source->choices)
			gather_choices(&g, &g.v[i]);
		v[i].terms = g.v[i].terms;
		index_by_code(a, &v[i]);
	}
	resolve(&g);
	gather_texts(&g, db);
	for (size_t i = 0; i < n; i++)
		for (size_t l = 0; l < LANG_COUNT; l++)
			sort_in_language(a, &v[i], &languages[l]);
	all->v = v;
	all->n = n;
	return db_is_sound(db) ? all : NULL;
}

struct counters counters_read(struct db *db)
{
	struct db_rows *rows = db_query(db, SQL_VOCABULARY_COUNTERS, NULL, 0);
	struct counters counters = { 0 };

	if (db_next(rows)) {
		counters.vocabulary = db_column_int(rows, 0);
		counters.generation = db_column_int(rows, 1);
	}
	db_done(rows);
	return counters;
}

const struct vocabulary *vocabulary_find(const struct vocabularies *all, struct str name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_is(name, all->v[i].source->name))
			return &all->v[i];
	return NULL;
}

const struct term *term_find(const struct vocabulary *v, struct str code)
{
	const struct term key = { .code = code }, *wanted = &key;
	const struct term **found;

	if (!v->n_known)
		return NULL;
	found = bsearch(&wanted, v->by_code, v->n_known, sizeof *v->by_code, compare_terms);
	return found ? *found : NULL;
}

const struct term *term_find_under(
	struct arena *a, const struct vocabulary *v, struct str code, struct str edition)
{
	return term_find(v, str_eq(edition, v->edition) ? code : code_under(a, code, edition));
}

struct str term_bare_code(const struct term *t)
{
	return t->edition.n ? (struct str){ t->code.p, t->code.n - t->edition.n - 1 } : t->code;
}

struct str term_label(const struct term *t, const struct language *l)
{
	if (!t)
		return S("");
	if (t->label[l->index].n)
		return t->label[l->index];
	for (size_t i = 0; i < LANG_COUNT; i++)
		if (t->label[i].n)
			return t->label[i];
	return t->code;
}

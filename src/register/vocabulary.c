#include "vocabulary.h"
#include "register_sql.h"
#include "words.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { SORT_KEY_BYTES = 400 };

/* Names of a broader term, kept until all terms stand. */
struct broader_names {
	struct str vocabulary, code;
};

/* While they are gathered, terms can still be written to. */
struct gathered {
	struct vocabulary *v;
	struct term *terms;
	struct broader_names *broader; /* one for each term */
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

static struct term *gathered_add(struct gathering *g, struct gathered *in, struct str code)
{
	if (in->v->n == in->cap) {
		size_t cap = in->cap ? 2 * in->cap : 32;
		struct term *terms = ARENA_ARRAY(g->arena, struct term, cap);
		struct broader_names *broader = ARENA_ARRAY(g->arena, struct broader_names, cap);

		if (in->v->n) {
			memcpy(terms, in->terms, in->v->n * sizeof *terms);
			memcpy(broader, in->broader, in->v->n * sizeof *broader);
		}
		in->terms = terms;
		in->broader = broader;
		in->cap = cap;
	}
	struct term *t = &in->terms[in->v->n];

	*t = (struct term){ .code = str_copy(g->arena, code), .position = (int64_t)in->v->n };
	in->v->n++;
	return t;
}

static int compare_terms(const void *a, const void *b)
{
	const struct term *const *x = a, *const *y = b;

	return str_compare((*x)->code, (*y)->code);
}

static void index_by_code(struct arena *a, struct vocabulary *v)
{
	v->by_code = ARENA_ARRAY(a, const struct term *, v->n + 1);
	for (size_t i = 0; i < v->n; i++)
		v->by_code[i] = &v->terms[i];
	qsort(v->by_code, v->n, sizeof *v->by_code, compare_terms);
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
		struct term *t = gathered_add(g, in, str_from(c->code));

		for (size_t l = 0; l < LANG_COUNT; l++)
			t->label[l] = str_from(tr_text(&languages[l], c->label));
	}
}

static void gather_stored(struct gathering *g, struct db *db)
{
	struct db_rows *rows = db_query(db, SQL_REGISTER_TERMS, NULL, 0);

	while (db_next(rows)) {
		struct gathered *in = gathered_find(g, db_column_text(rows, 0));

		if (!in || in->v->source->choices)
			continue;
		gathered_add(g, in, db_column_text(rows, 2));
		in->v->edition = str_copy(g->arena, db_column_text(rows, 1));
		in->broader[in->v->n - 1] =
			(struct broader_names){ str_copy(g->arena, db_column_text(rows, 3)),
				str_copy(g->arena, db_column_text(rows, 4)) };
	}
}

static void resolve_broader(struct gathering *g)
{
	for (size_t i = 0; i < g->n; i++) {
		for (size_t j = 0; j < g->v[i].v->n; j++) {
			struct term *t = &g->v[i].terms[j];
			struct broader_names *names = &g->v[i].broader[j];
			struct gathered *in = gathered_find(g, names->vocabulary);

			t->broader = in ? term_find(in->v, names->code) : NULL;
			t->broader_vocabulary = t->broader ? in->v : NULL;
		}
	}
}

static void gather_texts(struct gathering *g, struct db *db)
{
	struct db_rows *rows = db_query(db, SQL_REGISTER_TERM_TEXTS, NULL, 0);

	while (db_next(rows)) {
		struct gathered *in = gathered_find(g, db_column_text(rows, 0));
		const struct language *l = language_by_code(db_column_text(rows, 3));
		const struct term *found = in ? term_find(in->v, db_column_text(rows, 1)) : NULL;

		if (!found || !l)
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

const struct vocabularies *vocabularies_load(
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
	resolve_broader(&g);
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
	struct db_rows *rows = db_query(db, SQL_REGISTER_COUNTERS, NULL, 0);
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

	if (!v->n)
		return NULL;
	found = bsearch(&wanted, v->by_code, v->n, sizeof *v->by_code, compare_terms);
	return found ? *found : NULL;
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

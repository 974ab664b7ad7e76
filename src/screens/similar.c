#include "similar.h"
#include "facets.h"
#include "list.h"
#include "record_index.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

enum {
	TERMS_MAX = 64,
	CANDIDATES_MAX = 400, /* weighed by their terms */
	READ_MAX = 20, /* of those, weighed by their words */
	COMMON = 5000, /* a term of so many tells nothing of one */
	WORDS_MAX = 300,
	WORD_WEIGHT = 2,
	WEIGHT_MIN = 8
};

struct weighed_term {
	const struct bits *records;
	size_t n;
	unsigned weight;
};

struct candidate {
	uint32_t seq;
	unsigned weight;
	const void *row;
};

/* ---- by terms */

static int rarest_first(const void *a, const void *b)
{
	const struct weighed_term *x = a, *y = b;

	return (x->n > y->n) - (x->n < y->n);
}

static int heaviest_first(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return (x->seq < y->seq) - (x->seq > y->seq);
}

/* Each halving of the records that have it makes a term tell more. */
static unsigned weight_of(size_t n, size_t n_all)
{
	unsigned weight = 1;

	for (; n && n < n_all; n *= 2)
		weight++;
	return weight;
}

static size_t terms_weighed(
	struct work *w, const struct kind *k, const void *row, struct weighed_term *terms)
{
	const struct bits *published = facets_set(w, k, S("state=published"));
	size_t n = 0, n_all = bits_count(published, SIZE_MAX);
	struct str rest = record_terms(w, k, row), term;

	while (n < TERMS_MAX && str_cut(&rest, '\n', &term)) {
		const struct bits *records = facets_set(w, k, term);
		size_t n_records = bits_count_both(records, published, COMMON + 1);

		if (str_starts(term, S("state=")) || n_records < 2 || n_records > COMMON)
			continue;
		terms[n++] =
			(struct weighed_term){ records, n_records, weight_of(n_records, n_all) };
	}
	qsort(terms, n, sizeof *terms, rarest_first);
	return n;
}

static unsigned weigh(const struct weighed_term *terms, size_t n, uint32_t seq)
{
	unsigned weight = 0;

	for (size_t i = 0; i < n; i++)
		if (bits_has(terms[i].records, seq))
			weight += terms[i].weight;
	return weight;
}

/* Those that share the rarest terms, newest first; how many. */
static size_t gather(
	struct work *w, const struct kind *k, const void *row, struct candidate *candidates)
{
	const struct bits *published = facets_set(w, k, S("state=published"));
	struct weighed_term terms[TERMS_MAX];
	size_t n_terms = terms_weighed(w, k, row, terms), n = 0;
	struct bits met = bits_new(w->arena);

	bits_add(&met, (uint32_t)((const struct record *)row)->seq);
	for (size_t i = 0; i < n_terms && n < CANDIDATES_MAX; i++) {
		uint32_t seq = UINT32_MAX;

		while (n < CANDIDATES_MAX && bits_before(terms[i].records, published, seq, &seq)) {
			if (bits_has(&met, seq))
				continue;
			bits_add(&met, seq);
			candidates[n++] =
				(struct candidate){ seq, weigh(terms, n_terms, seq), NULL };
		}
	}
	return n;
}

/* ---- by words */

/* The stems of title and summary, in the language the record was written in. */
static struct words telling_words(struct work *w, const struct kind *k, const void *row)
{
	const struct record *r = row;
	const struct field *f = kind_field(k, k->summary);
	struct str title = record_title(k, row, r->lang).text, summary = S("");

	if (f && f->type == FIELD_TEXT)
		summary = ((const struct text *)field_of(f, row))->in[r->lang->index];
	return words_of(w->arena,
		str_printf(w->arena, STR_FMT " " STR_FMT, STR_ARG(title), STR_ARG(summary)),
		WORDS_MAX);
}

static int by_bytes(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* Sorted, each once, without those that every text has. */
static struct codes stems_of(struct work *w, const struct kind *k, const void *row)
{
	const struct words words = telling_words(w, k, row);
	struct str *stems = ARENA_ARRAY(w->arena, struct str, words.n);
	size_t n = 0, n_kept = 0;

	for (size_t i = 0; i < words.n; i++)
		if (words.v[i].folded.n > 2 && !word_is_common(words.v[i].folded))
			stems[n++] = word_stem(
				w->arena, ((const struct record *)row)->lang, words.v[i].folded);
	qsort(stems, n, sizeof *stems, by_bytes);
	for (size_t i = 0; i < n; i++)
		if (!n_kept || !str_eq(stems[n_kept - 1], stems[i]))
			stems[n_kept++] = stems[i];
	return (struct codes){ stems, n_kept };
}

static unsigned shared(const struct codes *a, const struct codes *b)
{
	size_t i = 0, j = 0;
	unsigned n = 0;

	while (i < a->n && j < b->n) {
		int order = str_compare(a->v[i], b->v[j]);

		n += !order;
		i += order <= 0;
		j += order >= 0;
	}
	return n;
}

static bool is_linked(const struct kind *k, const void *row, const struct record *other)
{
	for (size_t f = 0; f < k->n_fields; f++) {
		struct codes links = field_codes(&k->fields[f], row);

		for (size_t i = 0; k->fields[f].type == FIELD_LINKS && i < links.n; i++)
			if (str_eq(links.v[i], other->public_id))
				return true;
	}
	return false;
}

static size_t read_and_weigh(struct work *w, const struct kind *k, const void *row,
	struct candidate *candidates, size_t n)
{
	uint32_t seqs[READ_MAX];
	const struct codes stems = stems_of(w, k, row);
	size_t n_read = 0;

	for (size_t i = 0; i < n; i++)
		seqs[i] = candidates[i].seq;
	const struct rows rows = list_rows_of(w, k, seqs, n);
	for (size_t i = 0, c = 0; i < rows.n; i++) {
		const struct record *other = row_at(&rows, i);
		const struct codes others = stems_of(w, k, other);

		while (candidates[c].seq != other->seq)
			c++;
		if (is_linked(k, row, other))
			continue;
		candidates[n_read++] = (struct candidate){ candidates[c].seq,
			candidates[c].weight + WORD_WEIGHT * shared(&stems, &others), other };
	}
	qsort(candidates, n_read, sizeof *candidates, heaviest_first);
	return n_read;
}

struct rows similar_rows(struct work *w, const struct kind *k, const void *row)
{
	struct candidate candidates[CANDIDATES_MAX];
	struct rows similar = { k, arena_alloc(w->arena, SIMILAR_MAX * k->size), 0 };
	size_t n;

	if (!facets_hold(w))
		return similar;
	n = gather(w, k, row, candidates);
	facets_release(w);
	qsort(candidates, n, sizeof *candidates, heaviest_first);
	n = read_and_weigh(w, k, row, candidates, n < READ_MAX ? n : READ_MAX);
	for (size_t i = 0; i < n && similar.n < SIMILAR_MAX; i++)
		if (candidates[i].weight >= WEIGHT_MIN)
			memcpy(row_at(&similar, similar.n++), candidates[i].row, k->size);
	return similar;
}

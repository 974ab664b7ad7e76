#include "record_index.h"
#include "inserts.h"
#include "module.h"
#include "record.h"
#include "record_copy.h"
#include "register_sql.h"
#include "search.h"
#include "utf8.h"
#include "words.h"

#include <string.h>

enum {
	TERMS_MAX_BYTES = 64 << 10,
	ORDER_KEY_BYTES = 200,
	WORD_TOLD_BYTES = 4, /* shorter ones are near to all others */
	RUN_GAP = 2
};

const char *const record_index_tables[] = {
	"record_copy",
	"record_facet",
	"record_index",
	"record_order",
	"search_word",
	NULL,
};

/* ---- terms */

static void add_term(struct out *o, const char *name, struct str code)
{
	out_z(o, name);
	out_char(o, '=');
	out_str(o, code);
	out_char(o, '\n');
}

/* The term and those above it in other vocabularies: 2.4 stands under activity and output. */
static void add_code(struct out *o, const struct vocabulary *v, const struct term *t)
{
	for (; t; v = t->broader_vocabulary, t = t->broader) {
		add_term(o, v->source->name, t->code);
		if (t->broader_vocabulary == v)
			break;
	}
}

static void add_year(struct arena *a, struct out *o, const struct field *f, const void *row)
{
	const struct number *year = field_of(f, row);

	if (year->is_known)
		add_term(o, f->name, str_printf(a, "%lld", (long long)year->value));
}

struct str record_terms(struct work *w, const struct kind *k, const void *row)
{
	struct out o = out_new(w->arena, TERMS_MAX_BYTES);

	add_term(&o, "state", ((const struct record *)row)->state);
	for (size_t i = 0; i < k->n_fields; i++) {
		const struct field *f = &k->fields[i];
		const struct vocabulary *v = field_vocabulary(w, f);
		struct codes codes = field_codes(f, row);

		if (f->type == FIELD_YEAR)
			add_year(w->arena, &o, f, row);
		for (size_t c = 0; v && f->flags & F_FILTER && c < codes.n; c++)
			add_code(&o, v, term_find(v, codes.v[c]));
	}
	if (o.full)
		failure_record(w->failure, "a record has too many terms",
			((const struct record *)row)->public_id, NULL);
	return out_done(&o);
}

static void save_terms(struct work *w, const struct kind *k, void *const *rows, size_t n)
{
	struct inserts terms = inserts_new(w->db,
		"INSERT INTO record_index (seq, kind, generation, terms) VALUES ", 4,
		" ON CONFLICT (seq) DO UPDATE SET generation = excluded.generation, "
		"terms = excluded.terms");

	for (size_t i = 0; i < n; i++)
		INSERTS_ADD(&terms, V(((const struct record *)rows[i])->seq), V(k->name),
			V(w->generation), V(record_terms(w, k, rows[i])));
	inserts_run(&terms);
}

/* ---- order */

static void clear_order(struct work *w, void *const *rows, size_t n)
{
	struct sql_text t = sql_text_new(w->db, n);
	uint32_t seqs[RECORDS_AT_ONCE];

	for (size_t i = 0; i < n; i++)
		seqs[i] = (uint32_t)((const struct record *)rows[i])->seq;
	sql_add(&t, "DELETE FROM record_order WHERE seq IN ");
	record_add_seqs(&t, seqs, n);
	sql_run(w->db, &t);
}

static void save_order(
	struct work *w, const struct kind *k, void *const *rows, size_t n, bool are_new)
{
	struct inserts keys = inserts_new(
		w->db, "INSERT INTO record_order (kind, lang, key, seq) VALUES ", 4, "");

	if (!are_new)
		clear_order(w, rows, n);
	for (size_t i = 0; i < n; i++)
		for (size_t l = 0; l < LANG_COUNT; l++) {
			struct told title = record_title(k, rows[i], &languages[l]);

			INSERTS_ADD(&keys, V(k->name), V(languages[l].code),
				V(text_folded(w->arena, title.text, ORDER_KEY_BYTES)),
				V(((const struct record *)rows[i])->seq));
		}
	inserts_run(&keys);
}

/* ---- words */

struct document {
	struct work *work;
	struct arena *home; /* that of the work, as long as the document has its own */
	struct search_run *runs;
	size_t n_runs, cap_runs;
	unsigned position; /* of the next text */
	struct inserts *new_words;
};

static void add_run(struct document *d, struct search_run run)
{
	if (d->n_runs == d->cap_runs) {
		size_t cap = d->cap_runs ? 2 * d->cap_runs : 32;
		struct search_run *runs = ARENA_ARRAY(d->work->arena, struct search_run, cap);

		if (d->n_runs)
			memcpy(runs, d->runs, d->n_runs * sizeof *runs);
		d->runs = runs;
		d->cap_runs = cap;
	}
	d->runs[d->n_runs++] = run;
}

/* A load meets the same words again and again: those it told already are not told twice. */
static bool was_told(struct work *w, struct str word)
{
	uint64_t hash = str_hash(word, 0);

	if (!w->told_words)
		return false;
	uint64_t *place = &w->told_words[hash % WORK_TOLD_WORDS];
	bool is_told = *place == hash;
	*place = hash;
	return is_told;
}

/* Numbers and identifiers are no words that somebody mistypes. */
static bool has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

/* It waits longer than the document lives. */
static void tell_word(struct document *d, struct str folded, struct str shown)
{
	struct arena *kept = d->home;

	if (folded.n < WORD_TOLD_BYTES || has_digit(folded) || was_told(d->work, folded))
		return;
	struct str word = str_copy(kept, folded);
	INSERTS_ADD(d->new_words, V(word), V(str_copy(kept, shown)), V(utf8_beginning(word, 1)),
		V((int64_t)utf8_count(word)));
}

static void add_stems(struct document *d, const struct words *words, const struct language *l,
	struct search_run run)
{
	struct str *stems = ARENA_ARRAY(d->work->arena, struct str, words->n);

	for (size_t i = 0; i < words->n; i++)
		stems[i] = word_stem(d->work->arena, l, words->v[i].folded);
	run.tokens = stems;
	run.is_stems = true;
	add_run(d, run);
}

/* A text in a language; NULL: in none, or in any. */
static void add_text(
	struct document *d, struct str text, const struct language *lang, bool is_title)
{
	struct arena *a = d->work->arena;

	if (!text.n || d->position >= SEARCH_POSITIONS_MAX)
		return;
	struct words words = words_of(a, text, SEARCH_POSITIONS_MAX - d->position);
	struct str *folded = ARENA_ARRAY(a, struct str, words.n);
	struct search_run run = {
		.tokens = folded, .n = words.n, .position = d->position, .is_title = is_title
	};

	for (size_t i = 0; i < words.n; i++) {
		folded[i] = words.v[i].folded;
		tell_word(d, folded[i], (struct str){ text.p + words.v[i].at, words.v[i].n });
	}
	add_run(d, run);
	for (size_t i = 0; i < LANG_COUNT; i++)
		if (!lang || lang == &languages[i])
			add_stems(d, &words, &languages[i], run);
	d->position += (unsigned)words.n + RUN_GAP;
}

static void add_labels(struct document *d, const struct field *f, const void *row)
{
	const struct vocabulary *v = field_vocabulary(d->work, f);
	struct codes codes = field_codes(f, row);

	for (size_t c = 0; v && c < codes.n; c++) {
		const struct term *t = term_find(v, codes.v[c]);

		for (size_t i = 0; t && i < LANG_COUNT; i++)
			add_text(d, term_label(t, &languages[i]), &languages[i], false);
	}
}

static void add_field(
	struct document *d, const struct kind *k, const struct field *f, const void *row)
{
	const struct text *text = field_of(f, row);

	if (f->type == FIELD_TEXT)
		for (size_t i = 0; i < LANG_COUNT; i++)
			add_text(d, text->in[i], &languages[i], !strcmp(f->name, k->title));
	else if (f->vocabulary)
		add_labels(d, f, row);
	else
		add_text(d, column_read(d->work->arena, (struct column){ f, 0 }, row), NULL, false);
}

/* A long text is many words: what one record takes does not wait for the others. */
static void save_document(struct work *w, const struct kind *k, const void *row,
	struct search_puts *documents, struct inserts *new_words, bool is_new)
{
	const struct record *r = row;
	struct document d = { .work = w, .home = w->arena, .position = 1, .new_words = new_words };
	struct arena own;

	arena_init(&own, SIZE_MAX); /* bounded by the positions of a document */
	w->arena = &own;
	for (size_t i = 0; i < k->n_fields; i++)
		if (k->fields[i].flags & F_SEARCH)
			add_field(&d, k, &k->fields[i], row);
	add_text(&d, r->public_id, NULL, false);
	w->arena = d.home;
	search_put(documents, r->seq, d.runs, d.n_runs, is_new);
	arena_free(&own);
}

static void save_words(
	struct work *w, const struct kind *k, void *const *rows, size_t n, bool are_new)
{
	struct search_puts documents = search_puts_new(w->db);
	struct inserts new_words =
		inserts_new(w->db, "INSERT INTO search_word (word, shown, head, size) VALUES ", 4,
			" ON CONFLICT (word) DO NOTHING");

	for (size_t i = 0; i < n; i++)
		save_document(w, k, rows[i], &documents, &new_words, are_new);
	search_puts_run(&documents);
	inserts_run(&new_words);
}

bool record_is_indexed(const struct kind *k, const struct record *r)
{
	return !k->flow || kind_state(k, r->state)->phase == PHASE_PUBLIC;
}

void record_index_save(
	struct work *w, const struct kind *k, void *const *rows, size_t n, bool are_new)
{
	if (!n)
		return;
	save_terms(w, k, rows, n);
	record_copies_save(w, k, rows, n);
	save_order(w, k, rows, n, are_new);
	save_words(w, k, rows, n, are_new);
}

/* ---- all anew */

static void renew_rows(struct work *w, const struct rows *rows, void *arg)
{
	void *all[RECORDS_AT_ONCE];
	size_t *n_renewed = arg, n = 0;

	for (size_t i = 0; i < rows->n; i++)
		if (record_is_indexed(rows->kind, row_at(rows, i)))
			all[n++] = row_at(rows, i);
	*n_renewed += n;
	record_index_save(w, rows->kind, all, n, false);
}

static int64_t counter(struct work *w, const char *name)
{
	int64_t value = 0;

	db_one_int(w->db, SQL_REGISTER_COUNTER_READ, DB_VALUES(V(name)), &value);
	return value;
}

/* The program's way: what is written here, and the fields it is written of. */
static int64_t format_of(struct work *w)
{
	uint64_t hash = RECORD_INDEX_FORMAT;

	HOUSE_EACH(w->house, m)
		for (const struct kind *const *k = m->kinds; k && *k; k++) {
			const struct columns columns = kind_columns(w->arena, *k);

			hash = str_hash(str_from((*k)->name), hash);
			for (size_t i = 0; i < columns.n; i++)
				hash = str_hash(column_path(w->arena, columns.v[i]),
					hash + columns.v[i].field->flags);
		}
	return (int64_t)(hash >> 1);
}

void record_index_forget(struct work *w)
{
	int64_t now_s = w->now_ms / 1000;

	db_run(w->db, SQL_REGISTER_COUNTER_SET, DB_VALUES(V(0), V("index_format")));
	if (counter(w, "generation") < now_s)
		db_run(w->db, SQL_REGISTER_COUNTER_SET, DB_VALUES(V(now_s), V("generation")));
}

void record_index_renew(struct work *w)
{
	int64_t format = format_of(w);
	int64_t vocabulary = counter(w, "vocabulary");
	size_t n_renewed = 0;

	if (counter(w, "index_format") == format && counter(w, "index_vocabulary") == vocabulary)
		return;
	db_one_int(w->db, SQL_REGISTER_COUNTER_RAISE, DB_VALUES(V(1), V("generation")),
		&w->generation);
	w->told_words = ARENA_ARRAY(w->arena, uint64_t, WORK_TOLD_WORDS);
	HOUSE_EACH(w->house, m)
		for (const struct kind *const *k = m->kinds; k && *k; k++)
			records_each(w, *k, renew_rows, &n_renewed);
	search_settle(w->db, n_renewed);
	db_run(w->db, SQL_REGISTER_COUNTER_SET, DB_VALUES(V(format), V("index_format")));
	db_run(w->db, SQL_REGISTER_COUNTER_SET, DB_VALUES(V(vocabulary), V("index_vocabulary")));
}

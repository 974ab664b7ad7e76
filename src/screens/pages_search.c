/* pages_search.c - what pages show of a search: marked words, other words that may be meant. */
#include "facets.h"
#include "pages.h"
#include "pages_view.h"
#include "register_sql.h"
#include "searches.h"
#include "utf8.h"

#include <string.h>

enum {
	SHORT_WORD_BYTES = 5,
	SUGGESTED_WORDS_MAX = 4, /* in longer searches more is wrong than a letter */
	SUGGESTED_MAX_BYTES = 1000,
	WORDS_READ_MAX = 3000,
	WORDS_READ_BYTES = 4 << 20
};

/* ---- marked words */

struct passage text_marked(
	struct page_out *o, const struct work *w, struct told told, size_t max_chars)
{
	struct passage_piece *whole;

	if (w->search)
		return passage_of(o->arena, w->search, told.text, told.lang, max_chars);
	whole = ARENA_NEW(o->arena, struct passage_piece);
	*whole = (struct passage_piece){ told.text, false };
	return (struct passage){ .v = whole, .n = 1 };
}

static bool shows_words(struct page_out *o, const struct work *w, struct told told)
{
	return told.lang && text_marked(o, w, told, 0).n_found > 0;
}

/* The labels of the codes, as one text in a language. */
static struct told labels_of(struct page_out *o, const struct work *w, const struct field *f,
	const void *row, const struct language *l)
{
	const struct vocabulary *v = field_vocabulary(w, f);
	struct codes codes = field_codes(f, row);
	struct out out = out_new(o->arena, 1 << 16);

	for (size_t i = 0; v && i < codes.n; i++) {
		if (i)
			out_z(&out, tr(l, ", "));
		out_str(&out, term_label(term_find(v, codes.v[i]), l));
	}
	return (struct told){ out_done(&out), l };
}

/* The field's text in which the words are found: in the reader's language first. */
static struct told found_in_field(
	struct page_out *o, const struct work *w, const struct field *f, const void *row)
{
	const struct text *text = f->type == FIELD_TEXT ? field_of(f, row) : NULL;

	if (!text && !f->vocabulary) {
		struct str value = column_read(o->arena, (struct column){ f, 0 }, row);
		struct told told = { value, o->lang };

		return shows_words(o, w, told) ? told : (struct told){ 0 };
	}
	for (size_t i = 0; i < LANG_COUNT; i++) {
		const struct language *l = &languages[(o->lang->index + i) % LANG_COUNT];
		struct told told =
			text ? (struct told){ text->in[l->index], l } : labels_of(o, w, f, row, l);

		if (told.text.n && shows_words(o, w, told))
			return told;
	}
	return (struct told){ 0 };
}

static bool stands_in_list(
	struct page_out *o, const struct work *w, const struct kind *k, const void *row)
{
	const struct field *summary = kind_field(k, k->summary);
	const struct record *r = row;

	if (shows_words(o, w, record_title(k, row, o->lang)))
		return true;
	return summary && summary->type == FIELD_TEXT &&
	       shows_words(o, w, text_told(field_of(summary, row), o->lang, r->lang));
}

struct found_text found_elsewhere(
	struct page_out *o, const struct work *w, const struct kind *k, const void *row)
{
	if (!w->search || stands_in_list(o, w, k, row))
		return (struct found_text){ 0 };
	for (size_t i = 0; i < k->n_fields; i++) {
		const struct field *f = &k->fields[i];
		struct told told = { 0 };

		if (f->flags & F_SEARCH)
			told = found_in_field(o, w, f, row);
		if (told.lang)
			return (struct found_text){ f->label, told };
	}
	return (struct found_text){ 0 };
}

/* ---- did you mean */

static unsigned edits_allowed(struct str word)
{
	return word.n <= SHORT_WORD_BYTES ? 1 : 2;
}

/* The nearest word of the base, as it is written there; the empty text when none is near. */
static struct str nearest_word(struct work *w, struct str folded)
{
	int64_t size = (int64_t)utf8_count(folded), edits = edits_allowed(folded);
	unsigned best = edits_allowed(folded) + 1;
	struct str nearest = S("");
	struct db_rows *rows = db_query(w->db, SQL_REGISTER_WORDS_LIKE,
		DB_VALUES(V(utf8_beginning(folded, 1)), V(size - edits), V(size + edits),
			V(WORDS_READ_MAX)));

	while (best && db_next(rows)) {
		unsigned distance = word_distance(folded, db_column_text(rows, 0), best - 1);

		if (distance >= best)
			continue;
		best = distance;
		nearest = str_copy(w->arena, db_column_text(rows, 1));
	}
	db_done(rows);
	/* The base knows the word itself: it is not what was mistyped. */
	return best ? nearest : S("");
}

static struct str nearest_word_in_step(struct work *w, struct str folded)
{
	struct arena step, *home;

	arena_init(&step, WORDS_READ_BYTES);
	home = db_lend(w->db, &step);
	struct str nearest = nearest_word(w, folded);
	db_lend(w->db, home);
	arena_free(&step);
	return nearest;
}

static bool finds_something(struct work *w, const struct list_query *q, struct str typed)
{
	const struct search_text search = search_text_parse(w->arena, typed);
	struct list_query reworded = { .kind = q->kind, .limit = 1, .q = typed, .search = &search };

	return list_rows(w, &reworded).n > 0;
}

struct str screen_suggest(struct work *w, const struct list_query *q)
{
	const struct search_text *search = q->search;
	struct str typed = q->q;

	if (!search || search->is_empty || search->words.n > SUGGESTED_WORDS_MAX ||
		typed.n > SUGGESTED_MAX_BYTES)
		return S("");
	/* From the last to the first: what stands before a word keeps its place. */
	for (size_t i = search->words.n; i-- > 0;) {
		struct str near = nearest_word_in_step(w, search->words.v[i].folded);

		if (near.n)
			typed = search_text_reworded(w->arena, search, typed, i, near);
	}
	return !str_eq(typed, q->q) && finds_something(w, q, typed) ? typed : S("");
}

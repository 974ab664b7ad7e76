#include "search_text.h"
#include "fold.h"
#include "out.h"
#include "thesaurus.h"
#include "utf8.h"

#include <assert.h>
#include <string.h>

enum {
	WORDS_READ_MAX = 4 * SEARCH_WORDS_MAX, /* of a query, with those it does without */
	ALTERNATIVES_MAX = 16 /* of one word */
};

/* ---- what was typed, cut into terms */

struct term {
	struct str text; /* without its signs */
	bool is_quoted, is_without;
};

struct lexer {
	struct str typed;
	size_t at;
	char room[FOLD_MAX_BYTES]; /* of the character at `at` */
};

static struct fold fold_at(struct lexer *l)
{
	return fold_next(l->typed.p + l->at, l->typed.p + l->typed.n, l->room);
}

/* Quotes of all shapes fold to the same. */
static bool is_quote(struct fold f)
{
	return f.role == FOLD_SIGN && f.n == 1 && f.p[0] == '"';
}

/* What stands before a quote, or before a blank too. */
static struct str take_until(struct lexer *l, bool stops_at_blank)
{
	size_t start = l->at;

	while (l->at < l->typed.n) {
		struct fold f = fold_at(l);

		if (is_quote(f) || (stops_at_blank && f.role == FOLD_BLANK))
			break;
		l->at += f.width;
	}
	return (struct str){ l->typed.p + start, l->at - start };
}

/* True when something was skipped, or nothing is before. */
static bool skip_blanks(struct lexer *l)
{
	bool is_apart = !l->at;

	while (l->at < l->typed.n && fold_at(l).role == FOLD_BLANK) {
		l->at += fold_at(l).width;
		is_apart = true;
	}
	return is_apart;
}

/* The next term, which may have no word; false at the end. */
static bool next_term(struct lexer *l, struct term *ret_term)
{
	bool is_apart = skip_blanks(l);
	struct term t = { .is_quoted = false };

	if (l->at >= l->typed.n)
		return false;
	if (is_apart && l->typed.p[l->at] == '-') {
		t.is_without = true;
		l->at++;
	}
	t.is_quoted = l->at < l->typed.n && is_quote(fold_at(l));
	if (t.is_quoted)
		l->at += fold_at(l).width;
	t.text = take_until(l, !t.is_quoted);
	if (t.is_quoted && l->at < l->typed.n)
		l->at += fold_at(l).width;
	*ret_term = t;
	return true;
}

/* ---- its words */

struct typed_word {
	struct word word; /* `at` in what was typed */
	struct str stems[LANG_COUNT];
	bool is_common;
	bool touches_next; /* no sign between: scripts without blanks */
};

struct typed_term {
	bool is_quoted, is_without;
	size_t first, n; /* words */
};

struct reading {
	struct arena *arena;
	struct typed_word words[WORDS_READ_MAX + 1];
	struct typed_term terms[WORDS_READ_MAX + 1]; /* those that have words */
	size_t n_words, n_terms;
	bool ends_quoted;
	bool needs_common; /* nothing else was typed */
};

static bool is_bare(const struct typed_term *t)
{
	return !t->is_quoted && !t->is_without;
}

static bool is_kept(const struct reading *r, const struct typed_term *t, const struct typed_word *w)
{
	return !is_bare(t) || r->needs_common || !w->is_common;
}

static void read_word(struct reading *r, struct word word, size_t offset)
{
	struct typed_word *w = &r->words[r->n_words++];

	word.at += offset;
	*w = (struct typed_word){ .word = word, .is_common = word_is_common(word.folded) };
	for (size_t i = 0; i < LANG_COUNT; i++)
		w->stems[i] = word_stem(r->arena, &languages[i], word.folded);
}

static void read_term(struct reading *r, struct term t, size_t offset)
{
	struct words words = words_of(r->arena, t.text, WORDS_READ_MAX + 1 - r->n_words);
	struct typed_term *term = &r->terms[r->n_terms];

	if (!words.n)
		return;
	*term = (struct typed_term){ t.is_quoted, t.is_without, r->n_words, words.n };
	r->n_terms++;
	for (size_t i = 0; i < words.n; i++) {
		const struct word *w = &words.v[i];

		read_word(r, *w, offset);
		if (i + 1 < words.n && w->at + w->n == w[1].at)
			r->words[r->n_words - 1].touches_next = true;
	}
}

static struct reading *read_typed(struct arena *a, struct str typed)
{
	struct reading *r = ARENA_NEW(a, struct reading);
	struct lexer lexer = { .typed = typed };
	struct term t;

	r->arena = a;
	r->needs_common = true;
	while (r->n_words <= WORDS_READ_MAX && next_term(&lexer, &t)) {
		size_t first = r->n_words;

		read_term(r, t, (size_t)(t.text.p - typed.p));
		r->ends_quoted = t.is_quoted;
		for (size_t i = first; i < r->n_words && !t.is_without; i++)
			r->needs_common &= !t.is_quoted && r->words[i].is_common;
	}
	return r;
}

/* ---- groups of alternatives */

struct group {
	struct query_phrase v[ALTERNATIVES_MAX];
	size_t n;
};

struct groups {
	struct group *v; /* room for one per word, and for the one that is being made */
	size_t n;
};

static bool is_same(const struct query_phrase *one, const struct query_phrase *other)
{
	if (one->n != other->n || one->is_prefix != other->is_prefix)
		return false;
	for (size_t i = 0; i < one->n; i++)
		if (!str_eq(one->tokens[i], other->tokens[i]))
			return false;
	return true;
}

/* Whether all that has `p` has `known` anyway. */
static bool is_covered(const struct query_phrase *p, const struct query_phrase *known)
{
	if (is_same(p, known))
		return true;
	if (known->n > 1 || p->is_prefix)
		return false;
	for (size_t i = 0; i < p->n; i++)
		if (known->is_prefix ? str_starts(p->tokens[i], known->tokens[0])
				     : str_eq(p->tokens[i], known->tokens[0]))
			return true;
	return false;
}

static void group_add(struct group *g, struct query_phrase p)
{
	for (size_t i = 0; i < g->n; i++)
		if (is_covered(&p, &g->v[i]))
			return;
	if (g->n < ALTERNATIVES_MAX)
		g->v[g->n++] = p;
}

static struct query_phrase exact_phrase(struct arena *a, const struct typed_word *words, size_t n)
{
	struct str *tokens = ARENA_ARRAY(a, struct str, n);

	for (size_t i = 0; i < n; i++)
		tokens[i] = words[i].word.folded;
	return (struct query_phrase){ .tokens = tokens, .n = n };
}

static struct query_phrase stem_phrase(
	struct arena *a, const struct typed_word *words, size_t n, size_t language)
{
	struct str *tokens = ARENA_ARRAY(a, struct str, n);

	for (size_t i = 0; i < n; i++)
		tokens[i] = words[i].stems[language];
	return (struct query_phrase){ .tokens = tokens, .n = n };
}

/* The words side by side, by their stems in each language, and as they are. */
static void add_forms(struct arena *a, struct group *g, const struct typed_word *words, size_t n)
{
	for (size_t i = 0; i < LANG_COUNT; i++)
		group_add(g, stem_phrase(a, words, n, i));
	group_add(g, exact_phrase(a, words, n));
}

/* Keeps what was added last, unless it is there already; which group has it then. */
static struct group *keep_group(struct groups *all)
{
	struct group *last = &all->v[all->n];

	for (size_t i = 0; i < all->n; i++) {
		struct group *g = &all->v[i];
		bool same = g->n == last->n;

		for (size_t k = 0; same && k < g->n; k++)
			same = is_same(&g->v[k], &last->v[k]);
		if (same) {
			last->n = 0;
			return g;
		}
	}
	all->n++;
	return last;
}

/* ---- the query out of the words */

struct making {
	const struct reading *read;
	struct arena *arena;
	struct groups all, none;
	struct group *of_word[WORDS_READ_MAX + 1]; /* of each word that must be there by itself */
	const struct typed_word *last; /* of those */
};

static void add_exact(struct making *m, struct groups *to, const struct typed_word *words, size_t n)
{
	group_add(&to->v[to->n], exact_phrase(m->arena, words, n));
	keep_group(to);
}

static void add_bare_word(struct making *m, size_t at)
{
	const struct typed_word *w = &m->read->words[at];

	add_forms(m->arena, &m->all.v[m->all.n], w, 1);
	m->of_word[at] = keep_group(&m->all);
	m->last = w;
}

/* Each word must be there; those of scripts without blanks side by side. */
static void add_bare(struct making *m, const struct typed_term *t)
{
	const struct typed_word *words = m->read->words;
	size_t end = t->first + t->n, n;

	for (size_t i = t->first; i < end; i += n) {
		for (n = 1; words[i + n - 1].touches_next;)
			n++;
		if (n > 1)
			add_exact(m, &m->all, &words[i], n);
		else if (is_kept(m->read, t, &words[i]))
			add_bare_word(m, i);
	}
}

/* "-l'accès" is without "accès" too, so common words at the ends do not count. */
static void add_without(struct making *m, const struct typed_term *t)
{
	const struct typed_word *first = &m->read->words[t->first], *last = first + t->n - 1;

	while (first < last && first->is_common)
		first++;
	while (first < last && last->is_common)
		last--;
	add_forms(m->arena, &m->none.v[m->none.n], first, (size_t)(last - first + 1));
	keep_group(&m->none);
}

static void add_prefix(struct making *m)
{
	if (!m->last || m->read->ends_quoted ||
		utf8_count(m->last->word.folded) < SEARCH_PREFIX_LETTERS)
		return;
	struct group *g = m->of_word[m->last - m->read->words];
	struct query_phrase p = exact_phrase(m->arena, m->last, 1);
	size_t kept = 0;

	p.is_prefix = true;
	for (size_t i = 0; i < g->n; i++)
		if (!is_covered(&g->v[i], &p))
			g->v[kept++] = g->v[i];
	g->n = kept;
	group_add(g, p);
}

/* ---- the thesaurus */

static void add_equivalents(struct making *m, const size_t *at, size_t n)
{
	for (size_t l = 0; l < LANG_COUNT; l++) {
		struct str stems[THESAURUS_WORDS_MAX];

		for (size_t i = 0; i < n; i++)
			stems[i] = m->read->words[at[i]].stems[l];
		struct query_any same = thesaurus_find(stems, n);
		for (size_t i = 0; i < n; i++)
			for (size_t k = 0; k < same.n; k++)
				group_add(m->of_word[at[i]], same.v[k]);
	}
}

/* Looks up each few of successive words. */
static void add_thesaurus(struct making *m, const size_t *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t few = 1; few <= THESAURUS_WORDS_MAX && i + few <= n; few++)
			add_equivalents(m, at + i, few);
}

static void add_all_equivalents(struct making *m)
{
	const struct reading *r = m->read;
	size_t run[WORDS_READ_MAX + 1], n = 0;

	for (size_t t = 0; t < r->n_terms; t++) {
		const struct typed_term *term = &r->terms[t];

		if (!is_bare(term)) {
			add_thesaurus(m, run, n);
			n = 0;
			continue;
		}
		for (size_t i = term->first; i < term->first + term->n; i++)
			if (m->of_word[i] && !r->words[i].is_common)
				run[n++] = i;
	}
	add_thesaurus(m, run, n);
}

/* ---- all together */

static size_t count_kept(const struct reading *r, bool with_without)
{
	size_t n = 0;

	for (size_t t = 0; t < r->n_terms; t++)
		for (size_t i = 0; i < r->terms[t].n; i++)
			n += (with_without || !r->terms[t].is_without) &&
			     is_kept(r, &r->terms[t], &r->words[r->terms[t].first + i]);
	return n;
}

static struct words words_kept(const struct reading *r)
{
	struct word *v = ARENA_ARRAY(r->arena, struct word, count_kept(r, false));
	size_t n = 0;

	for (size_t t = 0; t < r->n_terms; t++)
		for (size_t i = 0; i < r->terms[t].n; i++) {
			const struct typed_word *w = &r->words[r->terms[t].first + i];

			if (!r->terms[t].is_without && is_kept(r, &r->terms[t], w))
				v[n++] = w->word;
		}
	return (struct words){ v, n };
}

static const struct query_any *groups_done(struct arena *a, const struct groups *g)
{
	struct query_any *v = ARENA_ARRAY(a, struct query_any, g->n);

	for (size_t i = 0; i < g->n; i++)
		v[i] = (struct query_any){ g->v[i].v, g->v[i].n };
	return v;
}

static struct groups groups_new(struct arena *a, size_t n_words)
{
	return (struct groups){ .v = ARENA_ARRAY(a, struct group, n_words + 1) };
}

static struct query make_query(const struct reading *r)
{
	struct arena *a = r->arena;
	size_t n_needed = count_kept(r, false), n_without = count_kept(r, true) - n_needed;
	struct making m = { .read = r,
		.arena = a,
		.all = groups_new(a, n_needed),
		.none = groups_new(a, n_without) };

	for (size_t i = 0; i < r->n_terms; i++) {
		const struct typed_term *t = &r->terms[i];

		if (t->is_quoted)
			add_exact(&m, t->is_without ? &m.none : &m.all, &r->words[t->first], t->n);
		else if (t->is_without)
			add_without(&m, t);
		else
			add_bare(&m, t);
	}
	add_prefix(&m);
	add_all_equivalents(&m);
	return (struct query){ groups_done(a, &m.all), groups_done(a, &m.none), m.all.n, m.none.n };
}

struct search_text search_text_parse(struct arena *a, struct str typed)
{
	struct reading *r = read_typed(a, typed);

	if (r->n_words > WORDS_READ_MAX || count_kept(r, true) > SEARCH_WORDS_MAX)
		return (struct search_text){ .is_too_long = true };
	struct query query = make_query(r);
	return (struct search_text){
		.query = query, .words = words_kept(r), .is_empty = !query.n_all
	};
}

struct str search_text_reworded(struct arena *a, const struct search_text *s, struct str typed,
	size_t word, struct str with)
{
	assert(word < s->words.n);
	const struct word *w = &s->words.v[word];
	struct out o = out_new(a, typed.n + with.n);

	out_bytes(&o, typed.p, w->at);
	out_str(&o, with);
	out_str(&o, str_from_at(typed, w->at + w->n));
	return out_done(&o);
}

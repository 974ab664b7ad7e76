#include "search_text.h"
#include "utf8.h"

#include <assert.h>
#include <string.h>

enum { PASSAGE_WORDS_MAX = 50000 }; /* of a text; what is beyond is not looked at */

/* What is known of a word of the text. */
struct seen {
	struct str stems[LANG_COUNT]; /* made when first asked for */
	uint64_t parts; /* of the query, found here */
	bool has_stems;
	bool joins; /* one phrase holds it and the next word */
};

struct look {
	struct arena *arena;
	struct query query;
	const struct language *lang;
	struct words words;
	struct seen *seen; /* one per word */
	uint32_t beginnings[256]; /* of tokens: see may_fit() */
};

/* ---- which words are found */

static bool is_stem(struct str token)
{
	return token.n > 2 && token.p[1] == '=';
}

static uint32_t second_letter(char c)
{
	return UINT32_C(1) << (c & 31);
}

static void note_beginning(struct look *l, struct str token)
{
	struct str letters = is_stem(token) ? str_from_at(token, 2) : token;
	unsigned char first = letters.n ? (unsigned char)letters.p[0] : 0;

	l->beginnings[first] |= letters.n > 1 ? second_letter(letters.p[1]) : UINT32_MAX;
}

/*
 * Stemming is slow, and a stem begins as its word does ("dying", "die" is the one exception): most
 * words of a text need none.
 */
static bool may_fit(const struct look *l, struct str folded)
{
	uint32_t row = folded.n ? l->beginnings[(unsigned char)folded.p[0]] : 0;
	char second = folded.n > 1 ? folded.p[1] : 0;

	return row & (second_letter(second) | (second == 'y' ? second_letter('i') : 0));
}

static bool fits_stem(struct look *l, size_t word, struct str token)
{
	struct seen *s = &l->seen[word];

	for (size_t i = 0; i < LANG_COUNT && !s->has_stems; i++)
		if (!l->lang || l->lang->index == i)
			s->stems[i] = word_stem(l->arena, &languages[i], l->words.v[word].folded);
	s->has_stems = true;
	for (size_t i = 0; i < LANG_COUNT; i++)
		if (str_eq(s->stems[i], token))
			return true;
	return false;
}

static bool fits(struct look *l, size_t word, struct str token, bool is_prefix)
{
	struct str folded = l->words.v[word].folded;

	if (!may_fit(l, folded))
		return false;
	if (is_stem(token))
		return fits_stem(l, word, token);
	return is_prefix ? str_starts(folded, token) : str_eq(folded, token);
}

static void look_for_phrase(struct look *l, size_t word, const struct query_phrase *p, size_t part)
{
	if (p->n > l->words.n - word)
		return;
	for (size_t i = 0; i < p->n; i++)
		if (!fits(l, word + i, p->tokens[i], p->is_prefix && i + 1 == p->n))
			return;
	for (size_t i = 0; i < p->n; i++) {
		l->seen[word + i].parts |= UINT64_C(1) << part;
		l->seen[word + i].joins |= i + 1 < p->n;
	}
}

static void look_at(struct look *l, size_t word)
{
	if (!may_fit(l, l->words.v[word].folded))
		return;
	for (size_t part = 0; part < l->query.n_all; part++)
		for (size_t i = 0; i < l->query.all[part].n; i++)
			look_for_phrase(l, word, &l->query.all[part].v[i], part);
}

static void look_through(struct look *l)
{
	assert(l->query.n_all <= 64);
	for (size_t part = 0; part < l->query.n_all; part++)
		for (size_t i = 0; i < l->query.all[part].n; i++)
			for (size_t k = 0; k < l->query.all[part].v[i].n; k++)
				note_beginning(l, l->query.all[part].v[i].tokens[k]);
	for (size_t i = 0; i < l->words.n; i++)
		look_at(l, i);
}

/* ---- which part of the text is shown */

/* Words `first` to `end`, without it. */
struct span {
	size_t first, end;
};

/* Where words stand, in characters. */
struct places {
	size_t *begins, *ends;
};

static struct places count_places(const struct look *l, struct str text)
{
	struct places p = { ARENA_ARRAY(l->arena, size_t, l->words.n),
		ARENA_ARRAY(l->arena, size_t, l->words.n) };
	size_t characters = 0, at = 0;

	for (size_t i = 0; i < l->words.n; i++) {
		const struct word *w = &l->words.v[i];

		characters += utf8_count((struct str){ text.p + at, w->at - at });
		p.begins[i] = characters;
		characters += utf8_count((struct str){ text.p + w->at, w->n });
		p.ends[i] = characters;
		at = w->at + w->n;
	}
	return p;
}

/* How often each part of the query is in a stretch of words. */
struct tally {
	unsigned of_part[64];
	unsigned n_parts; /* that are there at all */
};

static void tally_add(struct tally *t, uint64_t parts)
{
	for (; parts; parts &= parts - 1)
		t->n_parts += !t->of_part[__builtin_ctzll(parts)]++;
}

static void tally_drop(struct tally *t, uint64_t parts)
{
	for (; parts; parts &= parts - 1)
		t->n_parts -= !--t->of_part[__builtin_ctzll(parts)];
}

/*
 * The first stretch of at most `max_chars` with most parts of the query, from a found word to a
 * found word; nothing, at the beginning, when none is.
 */
static struct span best_stretch(const struct look *l, struct places p, size_t max_chars)
{
	struct tally tally = { .n_parts = 0 };
	struct span best = { 0, 0 };
	unsigned most = 0;
	size_t first = 0;

	for (size_t i = 0; i < l->words.n; i++) {
		if (!l->seen[i].parts)
			continue;
		tally_add(&tally, l->seen[i].parts);
		while (first < i &&
			(!l->seen[first].parts || p.ends[i] - p.begins[first] > max_chars))
			tally_drop(&tally, l->seen[first++].parts);
		if (tally.n_parts > most) {
			most = tally.n_parts;
			best = (struct span){ first, i + 1 };
		}
	}
	return best;
}

/* The character at which to begin: a third of the room that is left goes before the core. */
static size_t first_character(struct places p, struct span core, size_t total, size_t max_chars)
{
	size_t begin = p.begins[core.first], used = p.ends[core.end - 1] - begin;
	size_t left = used < max_chars ? max_chars - used : 0;
	size_t latest = total - max_chars; /* from which the rest fits */

	if (begin <= left / 2)
		return 0;
	return begin - left / 3 < latest ? begin - left / 3 : latest;
}

/* The first word shown. */
static size_t first_shown(const struct look *l, struct places p, struct span core, size_t from)
{
	size_t word = 0;

	while (word < core.first && p.begins[word] < from)
		word++;
	for (size_t i = word; i <= core.first; i++)
		if (!i || !l->words.v[i - 1].joins_next)
			return i;
	return word;
}

/* The word after the last one shown. */
static size_t end_shown(
	const struct look *l, struct places p, size_t first, struct span core, size_t max_chars)
{
	size_t end = first;

	while (end < l->words.n && p.ends[end] - p.begins[first] <= max_chars)
		end++;
	for (size_t i = end; i > first && i >= core.end; i--)
		if (i == l->words.n || !l->words.v[i - 1].joins_next)
			return i;
	return end;
}

/* What is shown, in bytes. */
struct cut {
	size_t from, to;
};

/* At most so many characters from there. */
static size_t after_characters(struct str text, size_t from, size_t max_chars)
{
	size_t at = from;

	for (size_t n = 0; at < text.n; at++) {
		n += (text.p[at] & 0xC0) != 0x80;
		if (n > max_chars)
			break;
	}
	return at;
}

static struct cut cut_out(const struct look *l, struct str text, size_t max_chars)
{
	size_t total = max_chars && text.n > max_chars ? utf8_count(text) : 0;

	if (total <= max_chars)
		return (struct cut){ 0, text.n };
	if (!l->words.n)
		return (struct cut){ 0, after_characters(text, 0, max_chars) };
	struct places p = count_places(l, text);
	struct span core = best_stretch(l, p, max_chars);
	size_t first =
		core.end ? first_shown(l, p, core, first_character(p, core, total, max_chars)) : 0;
	size_t end = end_shown(l, p, first, core, max_chars);
	struct cut c = { first ? l->words.v[first].at : 0, text.n };
	if (end < l->words.n)
		c.to = end > first ? l->words.v[end - 1].at + l->words.v[end - 1].n : text.n;
	/* A word or signs may be longer than what may be shown. */
	size_t most = after_characters(text, c.from, max_chars);
	c.to = c.to < most ? c.to : most;
	return c;
}

/* ---- its pieces */

struct pieces {
	struct passage_piece *v;
	size_t n;
};

static void add_piece(struct pieces *to, struct str text, size_t from, size_t end, bool is_found)
{
	if (from < end)
		to->v[to->n++] = (struct passage_piece){ { text.p + from, end - from }, is_found };
}

/* The first word of a mark to the last, without what the cut leaves out. */
static struct passage pieces_of(const struct look *l, struct str text, struct cut c)
{
	struct pieces to = { ARENA_ARRAY(l->arena, struct passage_piece, 2 * l->words.n + 1), 0 };
	size_t at = c.from;
	uint64_t parts = 0;

	for (size_t i = 0; i < l->words.n; i++) {
		const struct word *w = &l->words.v[i];
		size_t begin = w->at;

		if (!l->seen[i].parts || begin < c.from || w->at + w->n > c.to)
			continue;
		parts |= l->seen[i].parts;
		while (l->seen[i].joins && i + 1 < l->words.n && w[1].at + w[1].n <= c.to) {
			w++;
			parts |= l->seen[++i].parts;
		}
		add_piece(&to, text, at, begin, false);
		add_piece(&to, text, begin, w->at + w->n, true);
		at = w->at + w->n;
	}
	add_piece(&to, text, at, c.to, false);
	return (struct passage){ .v = to.v,
		.n = to.n,
		.n_found = (size_t)__builtin_popcountll(parts),
		.is_cut_before = c.from > 0,
		.is_cut_after = c.to < text.n };
}

struct passage passage_of(struct arena *a, const struct search_text *s, struct str text,
	const struct language *lang, size_t max_chars)
{
	struct look l = { .arena = a, .query = s->query, .lang = lang };

	l.words = words_of(a, text, PASSAGE_WORDS_MAX);
	l.seen = ARENA_ARRAY(a, struct seen, l.words.n);
	look_through(&l);
	return pieces_of(&l, text, cut_out(&l, text, max_chars));
}

/*
 * Any bytes as what was typed and, after the first line break, a text: the query stays in its
 * bounds, the passage is a part of the text, and what is folded stays as it is.
 */
#include "search_text.h"
#include "utf8.h"

#include <assert.h>
#include <string.h>

enum { CAP_BYTES = 256 << 20, WORDS_MAX = 2000, CHARS_MAX = 40 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check_words(struct arena *a, struct str text)
{
	struct words words = words_of(a, text, WORDS_MAX);
	size_t end = 0;

	for (size_t i = 0; i < words.n; i++) {
		const struct word *w = &words.v[i];
		struct words again = words_of(a, w->folded, 2);

		assert(w->at >= end && w->n && w->at + w->n <= text.n);
		assert(w->folded.n && w->folded.n <= WORD_MAX_BYTES && utf8_is_text(w->folded));
		assert(again.n == 1 && str_eq(again.v[0].folded, w->folded));
		assert(!word_distance(w->folded, again.v[0].folded, 2));
		end = w->at + w->n;
	}
}

/* See may_fit() in passage.c. */
static void check_stems(struct arena *a, struct str text)
{
	struct words words = words_of(a, text, WORDS_MAX);

	for (size_t i = 0; i < words.n; i++)
		for (size_t l = 0; l < LANG_COUNT; l++) {
			struct str word = words.v[i].folded,
				   stem = word_stem(a, &languages[l], word);

			assert(stem.n > 2 && stem.p[1] == '=' && stem.p[2] == word.p[0]);
			assert(stem.n == 3 || stem.p[3] == word.p[1] ||
				(stem.p[3] == 'i' && word.p[1] == 'y'));
		}
}

static void check_any(const struct query_any *any, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		assert(any[i].n);
		for (size_t k = 0; k < any[i].n; k++) {
			assert(any[i].v[k].n);
			for (size_t t = 0; t < any[i].v[k].n; t++)
				assert(any[i].v[k].tokens[t].n);
		}
	}
}

static void check_query(struct arena *a, const struct search_text *s, struct str typed)
{
	assert(s->query.n_all + s->query.n_none <= SEARCH_WORDS_MAX);
	assert(s->words.n <= SEARCH_WORDS_MAX && s->query.n_all <= s->words.n);
	assert(s->is_too_long || s->is_empty == !s->query.n_all);
	check_any(s->query.all, s->query.n_all);
	check_any(s->query.none, s->query.n_none);
	for (size_t i = 0; i < s->words.n; i++) {
		const struct word *w = &s->words.v[i];
		struct words at = words_of(a, (struct str){ typed.p + w->at, w->n }, 2);

		assert(w->at + w->n <= typed.n && at.n == 1);
		assert(str_eq(at.v[0].folded, w->folded));
		struct str same =
			search_text_reworded(a, s, typed, i, (struct str){ typed.p + w->at, w->n });
		assert(str_eq(same, typed));
	}
}

static void check_passage(
	struct arena *a, const struct search_text *s, struct str text, size_t max_chars)
{
	for (size_t l = 0; l <= LANG_COUNT; l++) {
		struct passage p =
			passage_of(a, s, text, l < LANG_COUNT ? &languages[l] : NULL, max_chars);
		const char *at = p.n ? p.v[0].text.p : text.p;
		size_t characters = 0;
		bool is_marked = false;

		assert(p.is_cut_before == (at > text.p));
		for (size_t i = 0; i < p.n; i++) {
			assert(p.v[i].text.p == at && p.v[i].text.n);
			at += p.v[i].text.n;
			characters += utf8_count(p.v[i].text);
			is_marked |= p.v[i].is_found;
		}
		assert(p.is_cut_after == (at < text.p + text.n));
		assert(!max_chars || characters <= max_chars);
		assert(is_marked == (p.n_found > 0) && p.n_found <= s->query.n_all);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str rest = { (const char *)bytes, n }, typed = rest, text = S("");
	struct arena a;

	if (str_cut(&rest, '\n', &typed) && rest.p)
		text = rest;
	if (!utf8_is_text(typed) || !utf8_is_text(text))
		return 0;
	arena_init(&a, CAP_BYTES);
	check_words(&a, text);
	check_stems(&a, text);
	struct search_text s = search_text_parse(&a, typed);
	check_query(&a, &s, typed);
	check_passage(&a, &s, text, 0);
	check_passage(&a, &s, text, CHARS_MAX);
	struct str folded = text_folded(&a, text, CHARS_MAX);
	assert(folded.n <= CHARS_MAX && utf8_is_text(folded));
	arena_free(&a);
	return 0;
}

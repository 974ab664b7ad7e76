/* search_test.c - full text in the store: the same documents on both engines. */
#include "search.h"
#include "store_work.h"

#include <stdio.h>
#include <string.h>

/* ---- documents and queries, written as people read them */

enum { TOKENS_MAX = 500, RUNS_MAX = 16, ANYS_MAX = 8 };

static size_t cut(struct work *w, const char *text, struct str *to)
{
	struct str rest = str_from(text), token;
	size_t n = 0;

	while (str_cut(&rest, ' ', &token))
		if (token.n)
			to[n++] = str_copy(&w->arena, token);
	assert_in_range(n, 1, TOKENS_MAX);
	return n;
}

static void put_runs(
	struct work *w, int64_t id, const struct search_run *runs, size_t n, bool is_new)
{
	struct search_puts documents = search_puts_new(w->db);

	search_put(&documents, id, runs, n, is_new);
	search_puts_run(&documents);
	assert_sound(w);
}

/* Runs parted by "|": "T: of the title", "s: stems", "Ts:"; a run of stems stands under the last.
 */
static void put(struct work *w, int64_t id, const char *document, bool is_new)
{
	struct search_run runs[RUNS_MAX];
	struct str rest = str_from(document), part;
	unsigned position = 1, before = 1;
	size_t n = 0;

	while (str_cut(&rest, '|', &part)) {
		struct str kind, words = str_trim(part);
		bool is_marked = str_cut(&words, ':', &kind) && words.n;
		struct str *tokens = ARENA_ARRAY(&w->arena, struct str, TOKENS_MAX);
		size_t n_tokens = cut(w, str_z(&w->arena, is_marked ? words : kind), tokens);
		bool is_stems = is_marked && kind.p[kind.n - 1] == 's';

		runs[n++] = (struct search_run){ .tokens = tokens,
			.n = n_tokens,
			.position = is_stems ? before : position,
			.is_title = is_marked && kind.p[0] == 'T',
			.is_stems = is_stems };
		before = runs[n - 1].position;
		if (!is_stems)
			position += (unsigned)n_tokens + 2;
	}
	put_runs(w, id, runs, n, is_new);
}

static struct query_any any_of(struct work *w, struct str text)
{
	struct query_phrase *v = ARENA_ARRAY(&w->arena, struct query_phrase, ANYS_MAX);
	struct str phrase;
	size_t n = 0;

	for (; str_cut(&text, '/', &phrase); n++) {
		struct str *tokens = ARENA_ARRAY(&w->arena, struct str, TOKENS_MAX);
		bool is_prefix = str_ends(phrase, S("*"));

		if (is_prefix)
			phrase.n--;
		v[n] = (struct query_phrase){ tokens, cut(w, str_z(&w->arena, phrase), tokens),
			is_prefix };
	}
	return (struct query_any){ v, n };
}

/* "numer* / digital & f=droit f=auteur & -film": all, any, phrases, none. */
static struct query query_of(struct work *w, const char *text)
{
	struct query_any *all = ARENA_ARRAY(&w->arena, struct query_any, ANYS_MAX),
			 *none = ARENA_ARRAY(&w->arena, struct query_any, ANYS_MAX);
	struct str rest = str_from(text), part;
	struct query q = { .all = all, .none = none };

	while (str_cut(&rest, '&', &part)) {
		part = str_trim(part);
		if (str_starts(part, S("-")))
			none[q.n_none++] = any_of(w, str_from_at(part, 1));
		else if (part.n)
			all[q.n_all++] = any_of(w, part);
	}
	return q;
}

static void assert_hits(struct work *w, const char *query, bool in_title, const char *expected)
{
	struct query q = query_of(w, query);
	struct bits found = bits_new(&w->arena);
	char text[500] = "";
	uint32_t id = 0;

	search_find(w->db, &q, in_title, &found);
	assert_sound(w);
	while (bits_after(&found, NULL, id, &id))
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%u", *text ? " " : "",
			id);
	if (strcmp(text, expected))
		fail_msg("%s%s: found “%s”, not “%s”", query, in_title ? " (title)" : "", text,
			expected);
}

#define ASSERT_FINDS(query, expected)    assert_hits(w, query, false, expected)
#define ASSERT_IN_TITLE(query, expected) assert_hits(w, query, true, expected)

static struct work *prepared(void **state)
{
	struct work *w = *state;

	db_begin(w->db);
	search_prepare(w->db);
	search_prepare(w->db);
	assert_sound(w);
	return w;
}

/* ---- what is found */

static void words_are_found_whole(void **state)
{
	struct work *w = prepared(state);

	put(w, 1, "le numerique", true);
	put(w, 2, "numeriques", true);
	put(w, 30, "le film", true);
	put(w, 59, "film", true);
	put(w, 60, "film numerique", true);
	put(w, 100000, "film", true);
	ASSERT_FINDS("numerique", "1 60");
	ASSERT_FINDS("film", "30 59 60 100000");
	ASSERT_FINDS("radio", "");
	ASSERT_FINDS("nume", "");
}

static void all_are_required_any_will_do_none_may_be(void **state)
{
	struct work *w = prepared(state);

	put(w, 1, "radio film musique", true);
	put(w, 2, "radio film", true);
	put(w, 3, "musique", true);
	put(w, 4, "danse", true);
	ASSERT_FINDS("radio & film", "1 2");
	ASSERT_FINDS("radio & musique", "1");
	ASSERT_FINDS("film/musique", "1 2 3");
	ASSERT_FINDS("film/musique & radio/danse", "1 2");
	ASSERT_FINDS("film/musique/danse & -radio", "3 4");
	ASSERT_FINDS("film & -musique & -danse", "2");
	ASSERT_FINDS("film & -musique/radio", "");
	ASSERT_FINDS("film & -film", "");
	ASSERT_FINDS("-film", "");
	ASSERT_FINDS("", "");
}

static void phrases_stand_side_by_side_in_one_run(void **state)
{
	struct work *w = prepared(state);

	put(w, 1, "le droit d auteur", true);
	put(w, 2, "auteur d un droit", true);
	put(w, 3, "un droit | d auteur", true);
	put(w, 4, "T: un droit | T: d auteur", true);
	put(w, 5, "T: le droit | d auteur", true);
	put(w, 6, "droit d droit d auteur", true);
	ASSERT_FINDS("droit d auteur", "1 6");
	ASSERT_FINDS("un droit", "2 3 4");
	ASSERT_FINDS("droit d", "1 6");
	ASSERT_FINDS("d auteur", "1 3 4 5 6");
	ASSERT_FINDS("droit d auteur/un droit", "1 2 3 4 6");
	ASSERT_FINDS("d auteur & -droit d", "3 4 5");
	ASSERT_FINDS("d droit d", "6");
}

static void stems_stand_beside_words_not_among_them(void **state)
{
	struct work *w = prepared(state);

	put(w, 1, "droits d auteurs | s: f=droit f=d f=auteur | s: e=droit e=d e=auteur", true);
	put(w, 2, "f droit | s: f=f f=droit", true);
	ASSERT_FINDS("f=droit", "1 2");
	ASSERT_FINDS("f=droit f=d f=auteur", "1");
	ASSERT_FINDS("e=d e=auteur", "1");
	ASSERT_FINDS("droits d auteurs", "1");
	ASSERT_FINDS("f=auteur e=droit", "");
	ASSERT_FINDS("droit", "2");
	ASSERT_FINDS("f", "2");
}

static void beginnings_find_words_and_no_stems(void **state)
{
	struct work *w = prepared(state);

	put(w, 1, "numerisation", true);
	put(w, 2, "film numerique", true);
	put(w, 3, "nume | s: f=numer", true);
	put(w, 4, "T: numerus", true);
	ASSERT_FINDS("numer*", "1 2 4");
	ASSERT_FINDS("num*", "1 2 3 4");
	ASSERT_FINDS("numeri*", "1 2");
	ASSERT_FINDS("film numer*", "2");
	ASSERT_FINDS("numer* & film", "2");
	ASSERT_FINDS("numerisation*", "1");
	ASSERT_FINDS("numerisations*", "");
	ASSERT_IN_TITLE("numer*", "4");
}

static void titles_are_searched_apart(void **state)
{
	struct work *w = prepared(state);

	put(w, 1, "T: film du soir | radio | Ts: f=film f=du f=soir", true);
	put(w, 2, "T: radio | film du soir | s: f=film f=du f=soir", true);
	put(w, 3, "T: radio du soir | T: film", true);
	ASSERT_IN_TITLE("film", "1 3");
	ASSERT_IN_TITLE("film du soir", "1");
	ASSERT_IN_TITLE("f=film f=du", "1");
	ASSERT_IN_TITLE("film & radio", "3");
	ASSERT_IN_TITLE("film/radio", "1 2 3");
	ASSERT_IN_TITLE("film & -soir", "1 3");
	ASSERT_FINDS("film & radio", "1 2 3");
}

/* ---- letters of all kinds */

static void any_letters_are_tokens(void **state)
{
	struct work *w = prepared(state);

	put(w, 1, "数 字 音 乐 | s: f=数 f=字", true);
	put(w, 2, "موسيقى رقمية", true);
	put(w, 3, "культура", true);
	put(w, 4, "संगीत", true);
	put(w, 5, "and or not near 42", true);
	ASSERT_FINDS("音 乐", "1");
	ASSERT_FINDS("乐 音", "");
	ASSERT_FINDS("f=数 f=字", "1");
	ASSERT_FINDS("رقمية", "2");
	ASSERT_FINDS("культ*", "3");
	ASSERT_FINDS("संगीत", "4");
	ASSERT_FINDS("and or not near", "5");
	ASSERT_FINDS("42 & not", "5");
	ASSERT_FINDS("and & -or", "");
}

/* ---- documents that change */

static void what_is_put_again_replaces(void **state)
{
	struct work *w = prepared(state);

	put(w, 1, "T: radio | film", true);
	put(w, 2, "film", true);
	put(w, 1, "T: danse | musique", false);
	ASSERT_FINDS("film", "2");
	ASSERT_FINDS("radio", "");
	ASSERT_FINDS("musique & danse", "1");
	ASSERT_IN_TITLE("danse", "1");
	put(w, 3, "film", false);
	ASSERT_FINDS("film", "2 3");
	put_runs(w, 2, NULL, 0, false);
	ASSERT_FINDS("film", "3");
}

/* ---- much at once */

static const char *repeated(struct work *w, const char *word, size_t n, const char *end)
{
	struct out o = out_new(&w->arena, 1 << 16);

	while (n--) {
		out_z(&o, word);
		out_char(&o, ' ');
	}
	out_z(&o, end);
	return str_z(&w->arena, out_done(&o));
}

static void a_word_of_which_a_text_is_full_is_found_to_its_end(void **state)
{
	struct work *w = prepared(state);

	put(w, 1, repeated(w, "de", 200, "la mer"), true);
	put(w, 2, repeated(w, "de", 300, "la mer"), true);
	put(w, 3, "la mer", true);
	ASSERT_FINDS("la mer", "1 2 3");
	ASSERT_FINDS("de & mer", "1 2");
	ASSERT_FINDS("de la mer", "1");
}

/* Regression: one engine found the phrase wherever it stood, the other up to a place. */
static void a_word_has_the_same_places_on_both_engines(void **state)
{
	struct work *w = prepared(state);

	put(w, 1, repeated(w, "de", SEARCH_PLACES_MAX, "la mer"), true);
	put(w, 2, repeated(w, "de", SEARCH_PLACES_MAX - 1, "de la mer"), true);
	put(w, 3, repeated(w, "de", SEARCH_PLACES_MAX, "de la mer"), true);
	put(w, 4, repeated(w, "d", 400, "la mer du sud | s: f=d f=la f=mer f=du"), true);
	ASSERT_FINDS("de la mer", "1 2");
	ASSERT_FINDS("la mer", "1 2 3 4");
	ASSERT_FINDS("la mer du sud", "4");
	ASSERT_FINDS("d la", "");
	ASSERT_FINDS("f=d f=la", "4");
	ASSERT_FINDS("de & -de la mer", "3");
}

static void positions_reach_as_far_as_promised(void **state)
{
	struct work *w = prepared(state);
	const struct str ends[] = { S("fin"), S("finale") };
	const struct search_run run = {
		.tokens = ends, .n = 2, .position = SEARCH_POSITIONS_MAX - 1
	};

	put_runs(w, 1, &run, 1, true);
	put(w, 2, "finale | fin", true);
	ASSERT_FINDS("fin finale", "1");
	ASSERT_FINDS("fin & finale", "1 2");
}

static void a_query_of_many_parts_is_answered(void **state)
{
	struct work *w = prepared(state);
	struct query_any all[32], none[32];
	struct query_phrase phrases[32][16];
	struct bits found = bits_new(&w->arena);
	struct str words[17];

	for (size_t i = 0; i < 17; i++)
		words[i] = str_printf(&w->arena, "mot%zu", i);
	const struct query_phrase left_out = { &words[16], 1, false };
	for (size_t i = 0; i < 32; i++) {
		for (size_t k = 0; k < 16; k++)
			phrases[i][k] = (struct query_phrase){ &words[k], 1, k % 2 };
		all[i] = (struct query_any){ phrases[i], 16 };
		none[i] = (struct query_any){ &left_out, 1 };
	}
	put(w, 1, "mot3 mot4", true);
	put(w, 2, "mot3 mot16", true);
	put(w, 3, "mot30", true);
	const struct query q = { all, none, 32, 32 };
	search_find(w->db, &q, false, &found);
	assert_sound(w);
	/* "mot3" is also the beginning of "mot30". */
	assert_int_equal(bits_count(&found, 10), 2);
	assert_true(bits_has(&found, 1) && bits_has(&found, 3));
}

static void hits_are_added_to_those_at_hand(void **state)
{
	struct work *w = prepared(state);
	struct bits found = bits_new(&w->arena);
	struct query q = query_of(w, "film");

	put(w, 1, "film", true);
	bits_add(&found, 7);
	search_find(w->db, &q, false, &found);
	assert_int_equal(bits_count(&found, 10), 2);
	assert_true(bits_has(&found, 7));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		EMPTY(words_are_found_whole),
		EMPTY(all_are_required_any_will_do_none_may_be),
		EMPTY(phrases_stand_side_by_side_in_one_run),
		EMPTY(stems_stand_beside_words_not_among_them),
		EMPTY(beginnings_find_words_and_no_stems),
		EMPTY(titles_are_searched_apart),
		EMPTY(any_letters_are_tokens),
		EMPTY(what_is_put_again_replaces),
		EMPTY(a_word_of_which_a_text_is_full_is_found_to_its_end),
		EMPTY(a_word_has_the_same_places_on_both_engines),
		EMPTY(positions_reach_as_far_as_promised),
		EMPTY(a_query_of_many_parts_is_answered),
		EMPTY(hits_are_added_to_those_at_hand),
	};

	return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}

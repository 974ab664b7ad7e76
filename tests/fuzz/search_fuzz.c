/*
 * Any text as a search over a few records: whatever was typed, the store answers it, what is found
 * in titles is found, and what is shown of a text is a piece of it.
 */
#include "fresh_house.h"
#include "list.h"
#include "pages.h"
#include "practice.h"
#include "search.h"
#include "searches.h"
#include "utf8.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

enum { SHOWN_CHARS = 20 };

static const char *const texts[][2] = {
	{ "Le droit d’auteur en ligne", "Une œuvre numérique, and a film." },
	{ "数字音乐平台 – الموسيقى الرقمية", "Культура, संगीत, ดนตรี: \"C++\" & 42 = x-1_2" },
	{ "Copyright, streaming and fair remuneration", "Radios de la jeunesse." },
};

static struct fresh_house h;

static void add_record(struct work *w, size_t i)
{
	struct practice *p = record_new(w, &practice_kind);
	struct problems problems = problems_new(w->arena);

	p->record.public_id = str_printf(w->arena, "T-%zu", i);
	p->record.state = S("published");
	p->output = S("1");
	for (size_t l = 0; l < LANG_COUNT; l++) {
		p->title.in[l] = str_from(texts[i][0]);
		p->summary.in[l] = str_from(texts[i][1]);
	}
	enum save_result result = register_save(w, &practice_kind, p, "test", &problems);
	assert(result == SAVE_CREATED);
}

static void open_house(void)
{
	fresh_house_open(&h, DB_SQLITE, HOUSE_BARE);
	db_begin(h.work.db);
	for (size_t i = 0; i < COUNT(texts); i++)
		add_record(&h.work, i);
	bool is_done = db_commit(h.work.db);
	assert(is_done);
}

static void check_sound(const struct work *w)
{
	if (w->failure->what)
		fprintf(stderr, "%s: %s\n", w->failure->what, w->failure->detail);
	assert(!w->failure->what);
}

static void check_query(const struct query *q)
{
	const struct query_any *const sides[] = { q->all, q->none };
	const size_t counts[] = { q->n_all, q->n_none };

	assert(q->n_all + q->n_none <= SEARCH_WORDS_MAX);
	for (size_t s = 0; s < 2; s++)
		for (size_t i = 0; i < counts[s]; i++)
			for (size_t p = 0; p < sides[s][i].n; p++)
				assert(sides[s][i].v[p].n);
}

static void check_hits(struct work *w, const struct search_text *search)
{
	struct hits hits = searches_hits(w, &search->query);
	uint32_t i = 0;

	check_sound(w);
	if (search->is_empty)
		assert(!bits_count(&hits.all, 1));
	while (bits_after(&hits.in_title, NULL, i, &i))
		assert(bits_has(&hits.all, i));
}

/* The pieces, put together, stand in the text. */
static void check_passage(
	struct work *w, const struct search_text *search, struct str text, size_t max_chars)
{
	struct passage shown = passage_of(w->arena, search, text, NULL, max_chars);
	const char *at = shown.n ? shown.v[0].text.p : text.p;

	assert(shown.n_found <= search->query.n_all);
	for (size_t i = 0; i < shown.n; i++) {
		assert(shown.v[i].text.p == at && shown.v[i].text.n);
		at += shown.v[i].text.n;
	}
	assert(at <= text.p + text.n && (shown.is_cut_after || at == text.p + text.n));
	assert(max_chars || (!shown.is_cut_before && !shown.is_cut_after));
}

static void check_list(struct work *w, const struct search_text *search, struct str typed)
{
	struct list_query q = { .kind = &practice_kind,
		.q = typed,
		.search = search,
		.limit = LIST_LIMIT_MAX,
		.wants_facets = true };

	for (q.order = ORDER_NEWEST; q.order <= ORDER_START_DOWN; q.order++) {
		struct list list = list_page(w, &q);

		check_sound(w);
		assert(list.total == (int64_t)list.rows.n && list.total_is_exact);
	}
	struct str meant = screen_suggest(w, &q);
	check_sound(w);
	assert(utf8_is_text(meant));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str typed = { (const char *)bytes, n };

	if (!utf8_is_text(typed)) /* no address leads further */
		return 0;
	if (!h.url)
		open_house();
	struct work *w = fresh_house_work(&h);
	struct search_text search = search_text_parse(w->arena, typed);
	if (search.is_too_long)
		return 0;
	check_query(&search.query);
	check_hits(w, &search);
	for (size_t i = 0; i < COUNT(texts); i++) {
		check_passage(w, &search, str_from(texts[i][0]), 0);
		check_passage(w, &search, str_from(texts[i][1]), SHOWN_CHARS);
	}
	check_passage(w, &search, typed, SHOWN_CHARS);
	check_list(w, &search, typed);
	return 0;
}

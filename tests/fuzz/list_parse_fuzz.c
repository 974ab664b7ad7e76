/*
 * Any bytes as the address of a list: what is understood, written as an address again, is
 * understood as the same.
 */
#include "fresh_house.h"
#include "list.h"
#include "practice.h"
#include "router.h"

#include <assert.h>
#include <string.h>

enum { CAP_BYTES = 8 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* The code lists, read once. */
static const struct vocabularies *vocabularies(void)
{
	static struct fresh_house h;

	if (!h.url)
		fresh_house_open(&h, DB_SQLITE, HOUSE_BARE);
	return h.work.vocabularies;
}

/* False when the address or what it asks for is refused. */
static bool parse(
	struct work *w, struct request *r, struct str target, struct list_query *ret_query)
{
	struct problems p = problems_new(w->arena);

	*r = (struct request){ .arena = r->arena, .target = target };
	if (request_parse_target(r) != PARSE_OK)
		return false;
	bool is_good =
		list_parse(w, &practice_kind, r->params.v, r->params.n, false, ret_query, &p);
	assert(is_good == !p.n);
	for (size_t i = 0; i < p.n; i++)
		assert(p.v[i].message.n && p.v[i].code);
	return is_good;
}

static void assert_same_filter(const struct list_filter *a, const struct list_filter *b)
{
	assert(a->vocabulary == b->vocabulary && a->n == b->n && a->n);
	assert(!memcmp(a->terms, b->terms, a->n * sizeof *a->terms));
}

static void assert_same(const struct list_query *a, const struct list_query *b)
{
	assert(a->n_filters == b->n_filters && a->n_years == b->n_years && a->only == b->only);
	for (size_t i = 0; i < a->n_filters; i++)
		assert_same_filter(&a->filters[i], &b->filters[i]);
	assert(!a->n_years || !memcmp(a->years, b->years, a->n_years * sizeof *a->years));
	assert(a->limit == b->limit && a->has_limit == b->has_limit);
	assert(a->has_facets == b->has_facets && a->wants_facets == b->wants_facets);
	assert(a->after_seq == b->after_seq && a->before_seq == b->before_seq);
	assert(!a->search == !b->search && str_eq(a->q, b->q));
	assert(a->order == b->order && a->has_order == b->has_order);
}

/* The limit is written beside a cursor only, so one is always given. */
static struct str address_of(struct arena *a, struct list_query *q)
{
	if (!q->after_seq && !q->before_seq)
		q->after_seq = 1;
	struct str cursor = str_printf(a, "%c%lld", q->before_seq ? 'b' : 'a',
		(long long)(q->before_seq ? q->before_seq : q->after_seq));

	return STR_FILL(
		a, "/practices{1}", list_address(a, q, &(struct list_change){ .cursor = cursor }));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct list_query q, again;
	struct request r = { 0 };

	arena_init(&r.arena, CAP_BYTES);
	struct work w = { .arena = &r.arena,
		.vocabularies = vocabularies(),
		.lang = &languages[n % LANG_COUNT] };
	struct str target =
		STR_FILL(&r.arena, "/practices?{1}", ((struct str){ (const char *)bytes, n }));

	if (parse(&w, &r, target, &q)) {
		struct str address = address_of(&r.arena, &q);

		if (address.n <= PATH_MAX_BYTES) {
			bool is_read = parse(&w, &r, address, &again);

			assert(is_read);
			assert_same(&q, &again);
		}
	}
	arena_free(&r.arena);
	return 0;
}

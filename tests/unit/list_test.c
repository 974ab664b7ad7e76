/* list_test.c - collections narrowed by filters, page by page. */
#include "house_work.h"
#include "list.h"
#include "router.h"

#include <string.h>

/* ---- addresses */

/* The query of "?activity=2.4&limit=5"; what is wrong with it goes to `p`. */
static void free_arena(void *a)
{
	arena_free(a);
}

static struct list_query parse(
	struct work *w, const char *address, bool is_form, struct problems *p)
{
	struct request *r = ARENA_NEW(w->arena, struct request);
	struct list_query q;

	arena_init(&r->arena, 1 << 20);
	r->target = str_printf(w->arena, "/practices%s", address);
	assert_int_equal(request_parse_target(r), PARSE_OK);
	*p = problems_new(w->arena);
	bool is_good = list_parse(w, &practice_kind, r->params.v, r->params.n, is_form, &q, p);
	assert_int_equal(is_good, !p->n);
	assert_sound(w);
	/* Problems and formats point into the address. */
	arena_defer(w->arena, free_arena, &r->arena);
	return q;
}

static struct list_query query(struct work *w, const char *address)
{
	struct problems p;
	struct list_query q = parse(w, address, false, &p);

	if (p.n)
		fail_msg("%s: " STR_FMT, address, STR_ARG(p.v[0].message));
	return q;
}

static void without_parameters_everything_is_asked_for(void **state)
{
	struct list_query q = query(*state, "");

	assert_ptr_equal(q.kind, &practice_kind);
	assert_int_equal(q.n_filters, 0);
	assert_int_equal(q.n_years, 0);
	assert_int_equal(q.limit, 20);
	assert_false(q.has_limit);
	assert_null(q.only);
	assert_text(q.format, "json");
	assert_int_equal(q.after_seq + q.before_seq, 0);
}

static void every_parameter_is_read(void **state)
{
	struct list_query q = query(*state,
		"?activity=2.4&party=FRA&activity=1.1&activity=2.4&year=2016&year=2018&limit=100"
		"&cursor=a7&lang=fr&format=csv&lead_type=civil+society");

	assert_int_equal(q.n_filters, 3);
	assert_string_equal(q.filters[0].vocabulary->source->name, "activity");
	assert_int_equal(q.filters[0].n, 2);
	assert_text(q.filters[0].terms[0]->code, "2.4");
	assert_text(q.filters[0].terms[1]->code, "1.1");
	assert_text(q.filters[1].terms[0]->code, "FRA");
	assert_text(q.filters[2].terms[0]->code, "civil society");
	assert_int_equal(q.n_years, 2);
	assert_int_equal(q.years[1], 2018);
	assert_int_equal(q.limit, 100);
	assert_true(q.has_limit);
	assert_int_equal(q.after_seq, 7);
	assert_ptr_equal(q.only, &languages[LANG_FR]);
	assert_text(q.format, "csv");
	assert_int_equal(query(*state, "?cursor=b7").before_seq, 7);
}

static const struct {
	const char *address, *column, *code;
} refusals[] = {
	{ "?colour=red", "colour", "unknown_name" },
	{ "?title=x", "title", "unknown_name" },
	{ "?Activity=2.4", "Activity", "unknown_name" },
	{ "?parties=FRA", "parties", "unknown_name" },
	{ "?stakeholder=x", "stakeholder", "unknown_name" },
	{ "?=x", "", "unknown_name" },
	{ "?activity=9.9", "activity", "bad_value" },
	{ "?activity=", "activity", "bad_value" },
	{ "?activity=2.4;1.1", "activity", "bad_value" },
	{ "?activity=2.4%20", "activity", "bad_value" },
	{ "?party=fra", "party", "bad_value" },
	{ "?group=VI", "group", "bad_value" },
	{ "?year=16", "year", "bad_value" },
	{ "?year=abcd", "year", "bad_value" },
	{ "?year=", "year", "bad_value" },
	{ "?year=0999", "year", "bad_value" },
	{ "?year=20166", "year", "bad_value" },
	{ "?limit=0", "limit", "bad_value" },
	{ "?limit=101", "limit", "bad_value" },
	{ "?limit=-1", "limit", "bad_value" },
	{ "?limit=ten", "limit", "bad_value" },
	{ "?limit=", "limit", "bad_value" },
	{ "?limit=99999999999999999999", "limit", "bad_value" },
	{ "?cursor=", "cursor", "bad_value" },
	{ "?cursor=a", "cursor", "bad_value" },
	{ "?cursor=7", "cursor", "bad_value" },
	{ "?cursor=c7", "cursor", "bad_value" },
	{ "?cursor=a0", "cursor", "bad_value" },
	{ "?cursor=a-7", "cursor", "bad_value" },
	{ "?cursor=a2147483648", "cursor", "bad_value" },
	{ "?cursor=a7x", "cursor", "bad_value" },
	{ "?lang=de", "lang", "bad_value" },
	{ "?lang=FR", "lang", "bad_value" },
	{ "?format=xml", "format", "bad_value" },
	{ "?format=CSV", "format", "bad_value" },
	{ "?q=a&q=b", "q", "repeated" },
	{ "?q=a&output=2&q=a", "q", "repeated" },
	{ "?sort=title&sort=-title", "sort", "repeated" },
	{ "?limit=5&limit=6", "limit", "repeated" },
	{ "?cursor=a1&cursor=a2", "cursor", "repeated" },
	{ "?format=json&format=json", "format", "repeated" },
	{ "?lang=fr&lang=en", "lang", "repeated" },
	{ "?facets=1&facets=0", "facets", "repeated" },
};

static void what_is_not_known_is_refused(void **state)
{
	struct work *w = *state;

	for (size_t i = 0; i < COUNT(refusals); i++) {
		struct problems p;

		parse(w, refusals[i].address, false, &p);
		if (p.n != 1)
			fail_msg("%s: %zu problems", refusals[i].address, p.n);
		assert_problem(&p, refusals[i].column, refusals[i].code);
	}
}

static void an_input_left_empty_in_a_form_asks_for_nothing(void **state)
{
	struct work *w = *state;
	struct problems p;
	struct list_query q = parse(w, "?activity=&year=&party=FRA&q=&sort=&q=", true, &p);

	assert_int_equal(p.n, 0);
	assert_int_equal(q.n_filters, 1);
	parse(w, "?activity=x", true, &p);
	assert_problem(&p, "activity", "bad_value");
	parse(w, "?colour=", true, &p);
	assert_problem(&p, "colour", "unknown_name");
}

static void every_wrong_parameter_is_told(void **state)
{
	struct problems p;

	parse(*state, "?colour=red&activity=x&limit=0&party=FRA", false, &p);
	assert_int_equal(p.n, 3);
}

static struct str address(
	struct work *w, const struct list_query *q, const struct list_change change)
{
	return list_address(w->arena, q, &change);
}

static void a_query_is_written_as_an_address_again(void **state)
{
	struct work *w = *state;
	struct list_query q = query(
		w, "?lead_type=civil+society&activity=2.4&activity=1.1&year=2016&lang=fr&limit=5");
	const struct term *without = q.filters[1].terms[0];

	assert_text(address(w, &q, (struct list_change){ 0 }),
		"?lead_type=civil%20society&activity=2.4&activity=1.1&year=2016&lang=fr");
	assert_text(address(w, &q, (struct list_change){ .without = without }),
		"?lead_type=civil%20society&activity=1.1&year=2016&lang=fr");
	assert_text(address(w, &q, (struct list_change){ .without_year = 2016 }),
		"?lead_type=civil%20society&activity=2.4&activity=1.1&lang=fr");
	assert_text(address(w, &q, (struct list_change){ .cursor = S("a7") }),
		"?lead_type=civil%20society&activity=2.4&activity=1.1&year=2016&lang=fr&limit=5"
		"&cursor=a7");
	q = query(w, "?facets=1&output=2");
	assert_text(address(w, &q, (struct list_change){ 0 }), "?output=2");
	assert_text(address(w, &q, (struct list_change){ .cursor = S("a7") }),
		"?output=2&facets=1&cursor=a7");
	q = query(w, "?facets=0");
	assert_text(address(w, &q, (struct list_change){ .cursor = S("a7") }), "?cursor=a7");
	q = query(w, "");
	assert_text(address(w, &q, (struct list_change){ 0 }), "");
}

static void what_a_collection_can_be_narrowed_by(void **state)
{
	static const char *const names[] = { "party", "group", "output", "goal", "activity",
		"lead_type", "example_type", "sector", "stage" };
	struct filterable all = list_filterable(*state, &practice_kind);

	assert_true(all.has_year);
	assert_int_equal(all.n, COUNT(names));
	for (size_t i = 0; i < all.n; i++)
		assert_string_equal(all.v[i]->source->name, names[i]);
}

/* ---- paging: 45 records of activity 2.4 among 60 */

enum { OF_24 = 45, ALL = 60 };

static void given_records(struct work *w)
{
	for (int i = 1; i <= ALL; i++) {
		struct practice *p = given_practice(w, str_printf(w->arena, "T-%02d", i).p);

		set(w, p, "activities", i % 4 ? "2.4" : "1.1");
		save(w, p, SAVE_CREATED);
	}
}

static struct list page(struct work *w, const char *address)
{
	struct list_query q = query(w, address);
	struct list l = list_page(w, &q);

	assert_sound(w);
	return l;
}

static struct str id_at(const struct list *l, size_t i)
{
	return ((struct record *)row_at(&l->rows, i))->public_id;
}

/* The ids of records of activity 2.4, newest first, from the `from`-th on. */
static void assert_page(struct work *w, const struct list *l, size_t from, size_t n)
{
	size_t at = 0;

	assert_int_equal(l->rows.n, n);
	assert_int_equal(l->total, OF_24);
	for (int i = ALL; i >= 1; i--) {
		if (i % 4 == 0)
			continue;
		if (at >= from && at < from + n)
			assert_str(id_at(l, at - from), str_printf(w->arena, "T-%02d", i));
		at++;
	}
}

static struct list turn(struct work *w, const char *filter, struct str cursor)
{
	assert_true(cursor.n > 0);
	return page(w, str_printf(w->arena, "%s&cursor=" STR_FMT, filter, STR_ARG(cursor)).p);
}

static void pages_go_forward_and_back(void **state)
{
	static const char filter[] = "?activity=2.4&limit=20";
	struct work *w = *state;

	given_records(w);
	struct list first = page(w, filter);
	assert_page(w, &first, 0, 20);
	assert_int_equal(first.previous.n, 0);
	struct list second = turn(w, filter, first.next);
	assert_page(w, &second, 20, 20);
	struct list third = turn(w, filter, second.next);
	assert_page(w, &third, 40, 5);
	assert_int_equal(third.next.n, 0);
	struct list back = turn(w, filter, third.previous);
	assert_page(w, &back, 20, 20);
	assert_str(back.next, second.next);
	back = turn(w, filter, back.previous);
	assert_page(w, &back, 0, 20);
	assert_int_equal(back.previous.n, 0);
	assert_str(back.next, first.next);
}

static void a_page_that_ends_with_the_list_has_no_next(void **state)
{
	struct work *w = *state;

	given_records(w);
	struct list all = page(w, "?activity=2.4&limit=45");
	assert_page(w, &all, 0, 45);
	assert_int_equal(all.next.n, 0);
	struct list most = page(w, "?activity=2.4&limit=44");
	struct list last = turn(w, "?activity=2.4&limit=44", most.next);
	assert_page(w, &last, 44, 1);
	assert_int_equal(last.next.n, 0);
}

/* The same list through a filter that cannot drive the walk. */
static void two_values_of_a_filter_page_alike(void **state)
{
	static const char filter[] = "?activity=2.4&activity=3.1&limit=20";
	struct work *w = *state;

	given_records(w);
	struct list first = page(w, filter);
	assert_page(w, &first, 0, 20);
	struct list second = turn(w, filter, first.next);
	assert_page(w, &second, 20, 20);
	struct list back = turn(w, filter, second.previous);
	assert_page(w, &back, 0, 20);
}

/* A page keeps its place although records are added before it. */
static void new_records_do_not_move_a_page(void **state)
{
	struct work *w = *state;

	given_records(w);
	struct list first = page(w, "?activity=2.4&limit=20");
	struct practice *p = given_practice(w, "NEW");
	set(w, p, "activities", "2.4");
	save(w, p, SAVE_CREATED);
	struct list second = turn(w, "?activity=2.4&limit=20", first.next);
	assert_text(id_at(&second, 0), "T-33");
	assert_int_equal(second.total, OF_24 + 1);
}

static void rows_of_a_list_are_whole(void **state)
{
	struct work *w = *state;

	given_records(w);
	struct list l = page(w, "?activity=2.4&limit=100");
	for (size_t i = 0; i < l.rows.n; i++) {
		const struct practice *p = row_at(&l.rows, i);

		assert_text(get(w, p, "activities"), "2.4");
		assert_text(get(w, p, "title_fr"), "Une radio en ligne");
		assert_text(get(w, p, "output"), "2");
	}
}

/* Whatever its length, a list of records makes one of four texts, for rows and what belongs to
 * them. */
static void lists_of_records_have_four_lengths(void **state)
{
	static const struct {
		size_t n, filled_to;
	} sizes[] = { { 1, 1 }, { 2, 21 }, { 20, 21 }, { 21, 21 }, { 22, 101 }, { 100, 101 },
		{ 101, 101 }, { 102, 501 }, { 501, 501 } };
	uint32_t seqs[RECORD_SEQS_MAX];
	struct work *w = *state;

	for (uint32_t i = 0; i < RECORD_SEQS_MAX; i++)
		seqs[i] = i + 7;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct sql_text t = sql_text_new(w->db, RECORD_SEQS_MAX);

		record_add_seqs(&t, seqs, sizes[i].n);
		assert_int_equal(t.n, sizes[i].filled_to);
		assert_int_equal(t.values[0].integer, 7);
		assert_int_equal(t.values[t.n - 1].integer, seqs[sizes[i].n - 1]);
	}
}

/* How many rows are shown by steps of 7, each in order, until the list says that it ends. */
static size_t walk_oldest_first(struct work *w, const char *address, size_t *ret_steps)
{
	struct list_query q = query(w, address);
	struct list_step step = { .goes_on = true };
	size_t n = 0;

	q.order = ORDER_OLDEST;
	q.limit = 7;
	for (*ret_steps = 0; step.goes_on; ++*ret_steps) {
		step = list_step(w, &q);
		for (size_t i = 1; i < step.rows.n; i++)
			assert_true(((struct record *)row_at(&step.rows, i - 1))->seq <
				    ((struct record *)row_at(&step.rows, i))->seq);
		n += step.rows.n;
		q.after_seq = step.last_seq;
	}
	return n;
}

static void exports_walk_oldest_first(void **state)
{
	struct work *w = *state;
	size_t steps;

	given_records(w);
	assert_int_equal(walk_oldest_first(w, "?activity=2.4", &steps), OF_24);
	assert_int_equal(steps, (OF_24 + 6) / 7);
}

/* The sets may know of records that the store shows no more. */
static void a_walk_goes_on_beyond_records_that_may_not_be_read(void **state)
{
	struct work *w = *state;
	size_t steps, all;

	given_records(w);
	w->actor = (struct actor){ 0 };
	all = walk_oldest_first(w, "", &steps);
	run_text(w, "UPDATE record SET state = 'draft' WHERE public_id IN ('T-03', 'T-06')");
	assert_int_equal(walk_oldest_first(w, "", &steps), all - 2);
	run_text(w, "UPDATE record SET state = 'draft' WHERE public_id LIKE 'T-0_'");
	assert_int_equal(walk_oldest_first(w, "", &steps), all - 9);
}

/* ---- what a filter means */

static int64_t total(struct work *w, const char *address)
{
	return page(w, address).total;
}

static void given(struct work *w, const char *parties, const char *activities, const char *start,
	const char *end)
{
	struct practice *p = given_practice(w, "");

	set(w, p, "parties", parties);
	set(w, p, "activities", activities);
	set(w, p, "start_year", start);
	set(w, p, "end_year", end);
	save(w, p, SAVE_CREATED);
}

static void values_of_one_filter_add_and_filters_cut(void **state)
{
	struct work *w = *state;

	given(w, "FRA", "2.4", "", "");
	given(w, "FRA;SEN", "1.1", "", "");
	given(w, "BRA", "3.1", "", "");
	assert_int_equal(total(w, ""), 3);
	assert_int_equal(total(w, "?party=FRA"), 2);
	assert_int_equal(total(w, "?party=SEN&party=BRA"), 2);
	assert_int_equal(total(w, "?party=FRA&party=SEN"), 2);
	assert_int_equal(total(w, "?party=FRA&activity=2.4"), 1);
	assert_int_equal(total(w, "?party=FRA&party=BRA&activity=2.4&activity=3.1"), 2);
	assert_int_equal(total(w, "?party=BRA&activity=2.4"), 0);
	assert_int_equal(total(w, "?party=DEU"), 0);
}

static void broader_terms_find_what_stands_under_them(void **state)
{
	struct work *w = *state;

	given(w, "FRA", "2.4", "", ""); /* output 2 */
	given(w, "SEN;DEU", "3.1", "", ""); /* outputs 2 and 3 */
	given(w, "EUE", "1.1;1.2", "", ""); /* outputs 2 and 1 */
	assert_int_equal(total(w, "?output=2"), 3);
	assert_int_equal(total(w, "?output=3"), 1);
	assert_int_equal(total(w, "?output=1"), 1);
	assert_int_equal(total(w, "?goal=G2"), 1);
	assert_int_equal(total(w, "?group=I"), 2);
	assert_int_equal(total(w, "?group=Va"), 1);
	assert_int_equal(total(w, "?group=Va&group=I"), 2);
	assert_int_equal(total(w, "?group=II"), 0);
}

static void a_year_lies_between_start_and_end(void **state)
{
	struct work *w = *state;

	given(w, "", "", "2014", "2016");
	given(w, "", "", "2016", "");
	given(w, "", "", "", "2020");
	given(w, "", "", "", "");
	assert_int_equal(total(w, "?year=2013"), 0);
	assert_int_equal(total(w, "?year=2014"), 1);
	assert_int_equal(total(w, "?year=2016"), 2);
	assert_int_equal(total(w, "?year=2017"), 1);
	assert_int_equal(total(w, "?year=2999"), 1);
	assert_int_equal(total(w, "?year=2014&year=2020"), 2);
	assert_int_equal(total(w, "?year=2016&output=2"), 2);
	assert_int_equal(total(w, "?year=2016&output=3"), 0);
}

static void only_published_records_are_listed(void **state)
{
	struct work *w = *state;
	struct practice *draft = given_practice(w, "DRAFT");

	given(w, "FRA", "", "", "");
	draft->record.state = S("draft");
	save(w, draft, SAVE_CREATED);
	assert_int_equal(total(w, ""), 1);
	w->actor = (struct actor){ 0 };
	assert_int_equal(total(w, ""), 1);
	assert_int_equal(total(w, "?output=2"), 1);
	assert_int_equal(page(w, "").rows.n, 1);
}

static void an_empty_list_has_no_pages(void **state)
{
	struct list l = page(*state, "?activity=2.4");

	assert_int_equal(l.total, 0);
	assert_int_equal(l.rows.n, 0);
	assert_int_equal(l.next.n + l.previous.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(without_parameters_everything_is_asked_for),
		IN_HOUSE(every_parameter_is_read),
		IN_HOUSE(what_is_not_known_is_refused),
		IN_HOUSE(an_input_left_empty_in_a_form_asks_for_nothing),
		IN_HOUSE(every_wrong_parameter_is_told),
		IN_HOUSE(a_query_is_written_as_an_address_again),
		IN_HOUSE(what_a_collection_can_be_narrowed_by),
		IN_HOUSE(pages_go_forward_and_back),
		IN_HOUSE(a_page_that_ends_with_the_list_has_no_next),
		IN_HOUSE(two_values_of_a_filter_page_alike),
		IN_HOUSE(new_records_do_not_move_a_page),
		IN_HOUSE(rows_of_a_list_are_whole),
		IN_HOUSE(lists_of_records_have_four_lengths),
		IN_HOUSE(exports_walk_oldest_first),
		IN_HOUSE(a_walk_goes_on_beyond_records_that_may_not_be_read),
		IN_HOUSE(values_of_one_filter_add_and_filters_cut),
		IN_HOUSE(broader_terms_find_what_stands_under_them),
		IN_HOUSE(a_year_lies_between_start_and_end),
		IN_HOUSE(only_published_records_are_listed),
		IN_HOUSE(an_empty_list_has_no_pages),
	};

	return RUN_IN_HOUSES("list", tests);
}

/* kept_test.c - answers kept in memory: recalled while true, let go when room is short. */
#include "kept.h"
#include "unit.h"

#include <pthread.h>
#include <string.h>

enum { REQUEST_CAP = 8 << 20, MUCH = 64 << 20 };

static const struct counters now = { 3, 7 }, later = { 3, 8 }, renamed = { 4, 7 };

static void ask(struct request *r, const char *target)
{
	*r = (struct request){ .method = METHOD_GET,
		.target = str_from(target),
		.lane = LANE_READ,
		.lang = &languages[LANG_FR] };
	arena_init(&r->arena, REQUEST_CAP);
	r->body = out_new(&r->arena, REQUEST_CAP);
}

/* A request answered by its handler, and forgotten but for what is kept of it. */
static void answer(struct kept_answers *k, const char *target, const char *body)
{
	struct request r;
	char type[] = "text/plain";

	ask(&r, target);
	out_z(&r.body, body);
	r.type = "text/plain";
	answer_header(&r, "X-Made-Of", str_from(type));
	kept_keep(k, &r, &now, HTTP_OK);
	memset(type, '?', strlen(type));
	arena_free(&r.arena);
}

static bool is_kept(struct kept_answers *k, const char *target)
{
	struct request r;
	enum http_status status;

	ask(&r, target);
	status = kept_recall(k, &r, &now);
	assert_true(!status || status == HTTP_OK);
	arena_free(&r.arena);
	return status;
}

static void assert_says(struct kept_answers *k, const char *target, const char *body)
{
	struct request r;

	ask(&r, target);
	assert_int_equal(kept_recall(k, &r, &now), HTTP_OK);
	assert_text(out_done(&r.body), body);
	assert_string_equal(r.type, "text/plain");
	assert_int_equal(r.n_headers, 1);
	assert_text(answer_vary(&r), "Accept-Encoding");
	assert_string_equal(r.headers[0].name, "X-Made-Of");
	assert_text(r.headers[0].value, "text/plain");
	arena_free(&r.arena);
}

static const char *target_of(struct arena *a, size_t i)
{
	return str_printf(a, "/fr/practices?q=%zu", i).p;
}

static void what_was_answered_is_answered_again(void **state)
{
	struct kept_answers *k = kept_new(*state, MUCH, MUCH);

	assert_false(is_kept(k, "/fr"));
	answer(k, "/fr", "bonjour");
	answer(k, "/fr/practices?output=2", "");
	assert_says(k, "/fr", "bonjour");
	assert_says(k, "/fr", "bonjour");
	assert_says(k, "/fr/practices?output=2", "");
	assert_false(is_kept(k, "/fr/practices"));
	assert_false(is_kept(k, "/fr/practices?output=22"));
	assert_false(is_kept(k, "/"));
}

static void an_answer_of_another_state_is_forgotten(void **state)
{
	struct kept_answers *k = kept_new(*state, MUCH, MUCH);
	const struct counters *const others[] = { &later, &renamed };

	for (size_t i = 0; i < COUNT(others); i++) {
		struct request r;

		ask(&r, "/fr");
		answer(k, "/fr", "bonjour");
		assert_int_equal(kept_recall(k, &r, others[i]), 0);
		assert_int_equal(r.body.n, 0);
		assert_false(is_kept(k, "/fr"));
		arena_free(&r.arena);
	}
}

static void languages_and_ways_to_ask_are_told_apart(void **state)
{
	struct kept_answers *k = kept_new(*state, MUCH, MUCH);
	struct request r;

	ask(&r, "/api/v1/practices");
	answer(k, "/api/v1/practices", "liste");
	r.lang = &languages[LANG_EN];
	assert_int_equal(kept_recall(k, &r, &now), 0);
	r.lang = &languages[LANG_FR];
	r.method = METHOD_POST;
	assert_int_equal(kept_recall(k, &r, &now), 0);
	r.method = METHOD_GET;
	r.lane = LANE_SLOW;
	assert_int_equal(kept_recall(k, &r, &now), 0);
	r.lane = LANE_WRITE;
	assert_int_equal(kept_recall(k, &r, &now), 0);
	r.lane = LANE_READ;
	r.method = METHOD_HEAD;
	assert_int_equal(kept_recall(k, &r, &now), HTTP_OK);
	assert_text(out_done(&r.body), "liste");
	arena_free(&r.arena);
}

/* Long pages are kept packed, and come back to the letter when the room for plain ones is short. */
static void what_is_only_kept_packed_comes_back_whole(void **state)
{
	struct arena *a = *state;
	struct kept_answers *k = kept_new(a, 20 << 10, MUCH);
	struct out page = out_new(a, MUCH);

	for (size_t i = 0; i < 2000; i++)
		out_printf(&page, "<li>%zu</li>\n", i);
	answer(k, "/fr", str_z(a, out_done(&page)));
	for (size_t i = 0; i < 50; i++)
		answer(k, target_of(a, i), "x");
	for (size_t i = 0; i < 3; i++)
		assert_says(k, "/fr", str_z(a, out_done(&page)));
}

/* ---- what is not kept */

static void keep_so(struct kept_answers *k, enum http_status status, enum http_method method,
	enum lane lane, bool is_not_for_all)
{
	struct request r;

	ask(&r, "/fr");
	out_z(&r.body, "bonjour");
	r.method = method;
	r.lane = lane;
	if (is_not_for_all)
		answer_varies(&r, "Cookie");
	kept_keep(k, &r, &now, status);
	arena_free(&r.arena);
}

static void what_is_not_the_same_for_all_is_not_kept(void **state)
{
	struct kept_answers *k = kept_new(*state, MUCH, MUCH);

	keep_so(k, HTTP_NOT_FOUND, METHOD_GET, LANE_READ, false);
	keep_so(k, HTTP_BAD_REQUEST, METHOD_GET, LANE_READ, false);
	keep_so(k, HTTP_INTERNAL_ERROR, METHOD_GET, LANE_READ, false);
	keep_so(k, HTTP_MOVE_LANE, METHOD_GET, LANE_READ, false);
	keep_so(k, HTTP_OK, METHOD_POST, LANE_READ, false);
	keep_so(k, HTTP_OK, METHOD_GET, LANE_SLOW, false);
	keep_so(k, HTTP_OK, METHOD_GET, LANE_WRITE, false);
	keep_so(k, HTTP_OK, METHOD_GET, LANE_READ, true);
	assert_false(is_kept(k, "/fr"));
	keep_so(k, HTTP_OK, METHOD_GET, LANE_READ, false);
	assert_true(is_kept(k, "/fr"));
}

static void what_is_cut_off_or_very_long_is_not_kept(void **state)
{
	struct kept_answers *k = kept_new(*state, MUCH, MUCH);
	struct request r;

	ask(&r, "/fr");
	r.body = out_new(&r.arena, 4);
	out_z(&r.body, "too long for it");
	kept_keep(k, &r, &now, HTTP_OK);
	assert_false(is_kept(k, "/fr"));
	r.body = out_new(&r.arena, REQUEST_CAP);
	for (size_t i = 0; i < (3 << 20) / 16; i++)
		out_z(&r.body, "sixteen letters.");
	kept_keep(k, &r, &now, HTTP_OK);
	assert_false(is_kept(k, "/fr"));
	arena_free(&r.arena);
}

/* ---- room */

static void the_last_answer_wins(void **state)
{
	struct kept_answers *k = kept_new(*state, MUCH, MUCH);

	for (size_t i = 0; i < 100; i++)
		answer(k, "/fr", i % 2 ? "bonsoir" : "bonjour");
	assert_says(k, "/fr", "bonsoir");
}

static size_t count_kept(struct kept_answers *k, struct arena *a, size_t n)
{
	size_t n_kept = 0;

	for (size_t i = 0; i < n; i++)
		n_kept += is_kept(k, target_of(a, i));
	return n_kept;
}

static void what_was_not_asked_for_goes_first(void **state)
{
	struct arena *a = *state;
	struct kept_answers *k = kept_new(a, 20 << 10, 20 << 10);

	for (size_t i = 0; i < 400; i++) {
		answer(k, target_of(a, i), "bonjour");
		assert_says(k, target_of(a, 0), "bonjour"); /* in use all the time */
		assert_true(is_kept(k, target_of(a, i)));
		assert_true(!i || is_kept(k, target_of(a, i - 1)));
	}
	size_t n = count_kept(k, a, 400);
	assert_in_range(n, 10, 100);
	assert_false(is_kept(k, target_of(a, 1)));
	assert_true(is_kept(k, target_of(a, 0)));
}

/* Replacing counts the room of what it replaces: else a busy page would drive out all others. */
static void answers_that_are_replaced_take_no_room(void **state)
{
	struct arena *a = *state;
	struct kept_answers *k = kept_new(a, 20 << 10, 20 << 10);

	answer(k, "/fr/about", "autre");
	for (size_t i = 0; i < 2000; i++)
		answer(k, "/fr", "bonjour");
	assert_says(k, "/fr/about", "autre");
}

/* Thousands of answers share places of the table. */
static void all_that_fit_are_kept(void **state)
{
	struct arena *a = *state;
	struct kept_answers *k = kept_new(a, MUCH, MUCH);

	for (size_t i = 0; i < 20000; i++)
		answer(k, target_of(a, i), "x");
	assert_int_equal(count_kept(k, a, 20000), 20000);
}

/* ---- readers */

static void a_reader_reads_on_what_was_let_go(void **state)
{
	struct arena *a = *state;
	struct kept_answers *k = kept_new(a, 10 << 10, 10 << 10);
	struct request replaced, evicted, outdated, other;

	ask(&replaced, "/fr");
	ask(&evicted, "/fr");
	ask(&outdated, "/fr");
	ask(&other, "/fr");
	answer(k, "/fr", "bonjour");
	assert_int_equal(kept_recall(k, &replaced, &now), HTTP_OK);
	answer(k, "/fr", "bonsoir");
	assert_int_equal(kept_recall(k, &evicted, &now), HTTP_OK);
	for (size_t i = 0; i < 100; i++)
		answer(k, target_of(a, i), "x");
	assert_false(is_kept(k, "/fr"));
	answer(k, "/fr", "salut");
	assert_int_equal(kept_recall(k, &outdated, &now), HTTP_OK);
	assert_int_equal(kept_recall(k, &other, &later), 0);
	assert_text(out_done(&replaced.body), "bonjour");
	assert_text(out_done(&evicted.body), "bonsoir");
	assert_text(out_done(&outdated.body), "salut");
	assert_text(evicted.headers[0].value, "text/plain");
	arena_free(&replaced.arena);
	arena_free(&evicted.arena);
	arena_free(&outdated.arena);
	arena_free(&other.arena);
}

/* Many threads ask and answer; each body is of its own target, whole. */
static void *ask_and_answer(void *arg)
{
	struct kept_answers *k = arg;
	struct arena a;
	unsigned chance = (unsigned)(uintptr_t)&a | 1;

	arena_init(&a, MUCH);
	for (size_t i = 0; i < 4000; i++) {
		chance = chance * 1103515245u + 12345u;
		const char *target = target_of(&a, chance >> 16 & 63);
		struct request r;

		ask(&r, target);
		if (kept_recall(k, &r, &now))
			assert_text(out_done(&r.body), target);
		else
			answer(k, target, target);
		arena_free(&r.arena);
	}
	arena_free(&a);
	arena_forget_kept();
	return NULL;
}

static void threads_share_answers(void **state)
{
	struct kept_answers *k = kept_new(*state, 60 << 10, 60 << 10);
	pthread_t threads[4];

	for (size_t i = 0; i < COUNT(threads); i++)
		pthread_create(&threads[i], NULL, ask_and_answer, k);
	for (size_t i = 0; i < COUNT(threads); i++)
		pthread_join(threads[i], NULL);
	assert_in_range(count_kept(k, *state, 64), 10, 64);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(what_was_answered_is_answered_again),
		IN_ARENA(an_answer_of_another_state_is_forgotten),
		IN_ARENA(languages_and_ways_to_ask_are_told_apart),
		IN_ARENA(what_is_only_kept_packed_comes_back_whole),
		IN_ARENA(what_is_not_the_same_for_all_is_not_kept),
		IN_ARENA(what_is_cut_off_or_very_long_is_not_kept),
		IN_ARENA(the_last_answer_wins),
		IN_ARENA(what_was_not_asked_for_goes_first),
		IN_ARENA(answers_that_are_replaced_take_no_room),
		IN_ARENA(all_that_fit_are_kept),
		IN_ARENA(a_reader_reads_on_what_was_let_go),
		IN_ARENA(threads_share_answers),
	};

	return cmocka_run_group_tests_name("kept", tests, NULL, NULL);
}

/* link_check_test.c - which addresses are asked, and when one is dead, on both engines. */
#include "clock.h"
#include "house_work.h"
#include "link_round.h"

enum { DAY_MS = 24 * 3600 * 1000 };

#define PAGE "https://a.example/page"

static struct practice *practice_with(struct work *w, const char *id, const char *address)
{
	struct practice *p = given_practice(w, id);

	set(w, p, "url", address);
	return p;
}

/* Saves a record that names the address, and has it taken in. */
static void given_address(struct work *w, const char *address)
{
	save(w, practice_with(w, "L-1", address), SAVE_CREATED);
	assert_true(db_commit(w->db));
	assert_false(links_gather(w));
}

/* ---- what an answer means */

static void answers_mean_something(void **state)
{
	static const struct {
		enum fetch_end end;
		int status;
		enum link_fault fault;
	} cases[] = {
		{ FETCH_STATUS, 200, LINK_SOUND },
		{ FETCH_STATUS, 204, LINK_SOUND },
		{ FETCH_STATUS, 304, LINK_SOUND },
		{ FETCH_STATUS, 400, LINK_SOUND },
		{ FETCH_STATUS, 401, LINK_SOUND },
		{ FETCH_STATUS, 403, LINK_SOUND },
		{ FETCH_STATUS, 451, LINK_SOUND },
		{ FETCH_STATUS, 404, LINK_GONE },
		{ FETCH_STATUS, 410, LINK_GONE },
		{ FETCH_STATUS, 429, LINK_UNTOLD },
		{ FETCH_STATUS, 500, LINK_TROUBLED },
		{ FETCH_STATUS, 503, LINK_TROUBLED },
		{ FETCH_NO_HOST, 0, LINK_NO_HOST },
		{ FETCH_NO_CONNECTION, 0, LINK_NO_CONNECTION },
		{ FETCH_BAD_CERTIFICATE, 0, LINK_BAD_CERTIFICATE },
		{ FETCH_SLOW, 0, LINK_SLOW },
		{ FETCH_ASTRAY, 301, LINK_ASTRAY },
		{ FETCH_BROKEN, 0, LINK_TROUBLED },
		{ FETCH_NOT_ASKED, 0, LINK_UNTOLD },
		{ FETCH_STOPPED, 200, LINK_UNTOLD },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(link_judge((struct fetch_answer){ cases[i].end, cases[i].status }),
			cases[i].fault);
}

/* ---- which there are */

static void what_public_records_name_is_known(void **state)
{
	struct work *w = *state;
	struct practice *draft = practice_with(w, "L-2", "https://b.example/draft");

	draft->record.state = S("draft");
	save(w, draft, SAVE_CREATED);
	save(w, practice_with(w, "L-3", PAGE), SAVE_CREATED);
	given_address(w, PAGE);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM link_check"), 1);
	assert_text(ask_text(w, "SELECT address FROM link_check"), PAGE);
	assert_text(ask_text(w, "SELECT host FROM link_host"), "a.example");
	assert_false(links_gather(w));
	assert_int_equal(ask_int(w, "SELECT count(*) FROM link_check"), 1);
}

static void what_none_names_any_more_is_forgotten(void **state)
{
	struct work *w = *state;
	struct practice *p;

	given_address(w, PAGE);
	db_begin(w->db);
	p = load(w, "L-1");
	set(w, p, "url", "https://a.example/other");
	save(w, p, SAVE_UPDATED);
	assert_true(db_commit(w->db));
	links_gather(w);
	assert_text(ask_text(w, "SELECT address FROM link_check"), "https://a.example/other");
	assert_int_equal(ask_int(w, "SELECT count(*) FROM link_host"), 1);
	run_text(w, "UPDATE record SET state = 'withdrawn' WHERE public_id = 'L-1'");
	links_gather(w);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM link_check"), 0);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM link_host"), 0);
}

static void who_cannot_be_asked_is_not(void **state)
{
	struct work *w = *state;
	struct link_asked link;

	given_address(w, "https://me:secret@a.example/");
	assert_int_equal(ask_int(w, "SELECT count(*) FROM link_check WHERE host = ''"), 1);
	assert_false(link_take(w, &link));
}

static void addresses_too_long_for_an_index_are_left_alone(void **state)
{
	struct work *w = *state;
	struct out o = out_new(w->arena, 4000);

	out_z(&o, "https://a.example/");
	while (o.n < 651)
		out_char(&o, 'x');
	given_address(w, str_z(w->arena, out_done(&o)));
	assert_int_equal(ask_int(w, "SELECT count(*) FROM link_check"), 0);
}

#define NUMBERS "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600) "

static void many_are_taken_in_some_at_a_time(void **state)
{
	struct work *w = *state;
	size_t n = 1;

	run_text(w, NUMBERS "INSERT INTO record (seq, id, kind, public_id, created_at, version, "
			    "state, lang, updated_at) SELECT 9000 + i, 'L' || i, 'practice', "
			    "'L-' || i, 1, 1, 'published', 'en', 1 FROM n");
	run_text(w, NUMBERS "INSERT INTO practice (seq, link) SELECT 9000 + i, "
			    "'https://h' || i || '.example/' FROM n");
	assert_true(db_commit(w->db));
	while (links_gather(w))
		n++;
	assert_int_equal(n, 2);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM link_check"), 600);
	assert_int_equal(links_figures(w).all, 600);
	assert_int_equal(links_figures(w).asked, 0);
}

/* ---- one at a time */

static void a_host_is_asked_by_one_at_a_time_and_then_has_a_rest(void **state)
{
	struct work *w = *state;
	struct link_asked first, second;
	const int64_t now = clock_now_ms();

	save(w, practice_with(w, "L-2", "https://a.example/second"), SAVE_CREATED);
	save(w, practice_with(w, "L-3", "https://b.example/"), SAVE_CREATED);
	given_address(w, PAGE);
	assert_true(link_take(w, &first));
	assert_true(link_take(w, &second));
	assert_false(str_eq(first.host, second.host));
	assert_false(link_take(w, &second));

	const struct link_asked of_a = str_is(first.host, "a.example") ? first : second;
	link_settle(w, &of_a,
		&(struct link_finding){ LINK_SOUND, 200, now + DAY_MS, now + LINK_PAUSE_MS });
	assert_false(link_take(w, &second));
	run_text(w, "UPDATE link_host SET free_at = free_at - 5000 WHERE host = 'a.example'");
	assert_true(link_take(w, &second));
	assert_text(second.host, "a.example");
	assert_false(str_eq(second.address, of_a.address));
}

static void who_held_it_for_too_long_writes_nothing(void **state)
{
	struct work *w = *state;
	struct link_asked link;

	given_address(w, PAGE);
	assert_true(link_take(w, &link));
	run_text(w, "UPDATE link_host SET free_at = free_at + 1");
	link_settle(w, &link, &(struct link_finding){ LINK_GONE, 404, 1, 1 });
	assert_int_equal(ask_int(w, "SELECT fails FROM link_check"), 0);
	assert_true(ask_int(w, "SELECT free_at FROM link_host") > 1);
}

/* ---- dead and alive */

/* Asked a day later, with that finding. */
static void a_night_with(struct work *w, enum link_fault fault, int status)
{
	struct link_asked link;

	run_text(w, "UPDATE link_check SET due_at = 0, fails_since = fails_since - 86400000, "
		    "checked_at = checked_at - 86400000");
	run_text(w, "UPDATE link_host SET free_at = 0");
	w->raised_generation = false; /* it is another piece of work */
	assert_true(link_take(w, &link));
	link_settle(w, &link, &(struct link_finding){ fault, status, clock_now_ms() + DAY_MS, 0 });
	assert_sound(w);
}

static int64_t generation(struct work *w)
{
	return ask_int(w, "SELECT value FROM counter WHERE name = 'generation'");
}

static bool is_dead(struct work *w)
{
	return link_dead_since(w, S(PAGE)) != 0;
}

static void three_nights_make_it_dead_and_an_answer_alive(void **state)
{
	struct work *w = *state;
	struct dead_link dead[2];

	given_address(w, PAGE);
	const int64_t before = generation(w), began = clock_now_ms();

	a_night_with(w, LINK_GONE, 404);
	a_night_with(w, LINK_NO_HOST, 0);
	assert_false(is_dead(w));
	assert_int_equal(generation(w), before);
	a_night_with(w, LINK_GONE, 410);
	assert_true(is_dead(w));
	assert_true(link_dead_since(w, S(PAGE)) >= began - 2 * DAY_MS);
	assert_true(link_dead_since(w, S(PAGE)) <= clock_now_ms() - 2 * DAY_MS);
	assert_int_equal(generation(w), before + 1);
	assert_int_equal(links_dead_count(w), 1);
	assert_int_equal(links_dead(w, 0, 2, dead), 1);
	assert_text(dead[0].public_id, "L-1");
	assert_text(dead[0].address, PAGE);
	assert_int_equal(dead[0].fault, LINK_GONE);
	assert_int_equal(dead[0].status, 410);
	assert_ptr_equal(dead[0].kind, &practice_kind);
	assert_non_null(dead[0].title.lang);
	assert_int_equal(links_dead(w, 1, 2, dead), 0);

	a_night_with(w, LINK_GONE, 404);
	assert_int_equal(generation(w), before + 1);
	a_night_with(w, LINK_SOUND, 200);
	assert_false(is_dead(w));
	assert_int_equal(generation(w), before + 2);
	assert_int_equal(links_dead_count(w), 0);
	assert_int_equal(ask_int(w, "SELECT fails FROM link_check WHERE fault IS NULL"), 0);
}

static void a_good_night_between_bad_ones_counts(void **state)
{
	struct work *w = *state;

	given_address(w, PAGE);
	a_night_with(w, LINK_GONE, 404);
	a_night_with(w, LINK_GONE, 404);
	a_night_with(w, LINK_SOUND, 200);
	a_night_with(w, LINK_GONE, 404);
	a_night_with(w, LINK_GONE, 404);
	assert_false(is_dead(w));
	a_night_with(w, LINK_UNTOLD, 429);
	assert_false(is_dead(w));
	a_night_with(w, LINK_GONE, 404);
	assert_true(is_dead(w));
}

static void three_times_within_a_day_are_not_enough(void **state)
{
	struct work *w = *state;

	given_address(w, PAGE);
	for (size_t i = 0; i < 5; i++) {
		a_night_with(w, LINK_GONE, 404);
		run_text(w, "UPDATE link_check SET fails_since = fails_since + 86400000 "
			    "WHERE fails > 1");
	}
	assert_int_equal(ask_int(w, "SELECT fails FROM link_check"), 5);
	assert_false(is_dead(w));
}

static void trouble_lasts_a_week_before_it_is_death(void **state)
{
	static const enum link_fault troubles[] = { LINK_TROUBLED, LINK_SLOW, LINK_ASTRAY };
	struct work *w = *state;

	given_address(w, PAGE);
	for (size_t t = 0; t < COUNT(troubles); t++) {
		for (size_t night = 0; night < 7; night++) {
			a_night_with(w, troubles[t], 0);
			assert_false(is_dead(w));
		}
		a_night_with(w, troubles[t], 0);
		assert_true(is_dead(w));
		a_night_with(w, LINK_SOUND, 200);
	}
}

static void what_is_not_asked_for_a_month_is_dead_no_more(void **state)
{
	struct work *w = *state;

	given_address(w, PAGE);
	for (size_t i = 0; i < 3; i++)
		a_night_with(w, LINK_GONE, 404);
	const int64_t before = generation(w);

	links_forgive(w);
	assert_true(is_dead(w));
	run_text(w, "UPDATE link_check SET checked_at = checked_at - 2592000001");
	w->raised_generation = false;
	links_forgive(w);
	assert_false(is_dead(w));
	assert_int_equal(generation(w), before + 1);
	links_forgive(w);
	assert_int_equal(generation(w), before + 1);
}

/* ---- who asks */

static void who_asks_says_so(void **state)
{
	assert_text(str_from(link_agent(*state, S("https://jalon.example"))),
		"Jalon/" JALON_VERSION " (+https://jalon.example; looks whether links still work)");
	assert_text(str_from(link_agent(*state, S(""))),
		"Jalon/" JALON_VERSION " (looks whether links still work)");
}

static void nobody_is_asked_who_is_not_to_be(void **state)
{
	struct work *w = *state;
	struct link_checker c = { 0 };
	atomic_bool must_stop = false;

	given_address(w, PAGE);
	assert_false(link_round(w, &c, &must_stop));
	assert_int_equal(ask_int(w, "SELECT free_at FROM link_host"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_mean_something),
		IN_ARENA(who_asks_says_so),
	};
	const struct CMUnitTest in_house[] = {
		IN_OWN_HOUSE(what_public_records_name_is_known),
		IN_OWN_HOUSE(what_none_names_any_more_is_forgotten),
		IN_OWN_HOUSE(who_cannot_be_asked_is_not),
		IN_OWN_HOUSE(addresses_too_long_for_an_index_are_left_alone),
		IN_OWN_HOUSE(many_are_taken_in_some_at_a_time),
		IN_OWN_HOUSE(a_host_is_asked_by_one_at_a_time_and_then_has_a_rest),
		IN_OWN_HOUSE(who_held_it_for_too_long_writes_nothing),
		IN_OWN_HOUSE(three_nights_make_it_dead_and_an_answer_alive),
		IN_OWN_HOUSE(a_good_night_between_bad_ones_counts),
		IN_OWN_HOUSE(three_times_within_a_day_are_not_enough),
		IN_OWN_HOUSE(trouble_lasts_a_week_before_it_is_death),
		IN_OWN_HOUSE(what_is_not_asked_for_a_month_is_dead_no_more),
		IN_OWN_HOUSE(nobody_is_asked_who_is_not_to_be),
	};

	return cmocka_run_group_tests_name("links", tests, NULL, NULL) +
	       RUN_IN_HOUSES("links", in_house);
}

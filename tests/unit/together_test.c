/* together_test.c - many records found, reserved and saved at once are as if saved one by one. */
#include "house_work.h"
#include "list.h"
#include "search.h"
#include "verify.h"

#include <string.h>

static struct str numbered(struct work *w, const char *name, int i)
{
	return str_printf(w->arena, "%s%d", name, i);
}

static struct practice *titled(struct work *w, const char *id, const char *title)
{
	struct practice *p = given_practice(w, id);

	set(w, p, "title_fr", title);
	return p;
}

static struct saving saving_of(struct work *w, void *row)
{
	struct problems *p = ARENA_NEW(w->arena, struct problems);

	*p = problems_new(w->arena);
	return (struct saving){ .row = row, .problems = p };
}

static void save_together(struct work *w, struct saving *v, size_t n)
{
	register_save_all(w, &practice_kind, v, n, "test");
	search_settle(w->db, n);
	assert_sound(w);
}

static int64_t count_hits(struct work *w, const char *typed)
{
	struct search_text *search = ARENA_NEW(w->arena, struct search_text);
	const struct list_query q = {
		.kind = &practice_kind, .search = search, .limit = LIST_LIMIT_MAX
	};

	*search = search_text_parse(w->arena, str_from(typed));
	struct list list = list_page(w, &q);
	assert_sound(w);
	return list.total;
}

static void no_complaint(void *arg, struct str complaint)
{
	(void)arg;
	fail_msg(STR_FMT, STR_ARG(complaint));
}

static void assert_histories_hold(struct work *w, int64_t expected)
{
	int64_t n = 0;

	assert_true(verify_records(w, no_complaint, NULL, &n));
	assert_int_equal(n, expected);
}

/* ---- saved */

static void each_has_its_own_result(void **state)
{
	struct work *w = *state;

	save(w, titled(w, "T-1", "Premier"), SAVE_CREATED);
	save(w, titled(w, "T-2", "Deuxième"), SAVE_CREATED);
	w = house_work_next(w);
	struct practice *bad = titled(w, "T-3", "");
	struct practice *linking = titled(w, "T-4", "Lié au suivant");
	set(w, linking, "related_ids", "T-5");
	struct saving v[] = { saving_of(w, titled(w, "T-2", "Deuxième changé")), saving_of(w, bad),
		saving_of(w, linking), saving_of(w, titled(w, "T-1", "Premier")),
		saving_of(w, titled(w, "T-5", "Cinquième")),
		saving_of(w, titled(w, "", "Nouveau")) };
	const enum save_result expected[] = { SAVE_UPDATED, SAVE_REFUSED, SAVE_CREATED,
		SAVE_UNCHANGED, SAVE_CREATED, SAVE_CREATED };
	const int64_t versions[] = { 2, 0, 1, 1, 1, 1 };

	save_together(w, v, COUNT(v));
	for (size_t i = 0; i < COUNT(v); i++) {
		assert_int_equal(v[i].result, expected[i]);
		assert_int_equal(v[i].problems->n > 0, expected[i] == SAVE_REFUSED);
		assert_int_equal(((struct record *)v[i].row)->version, versions[i]);
	}
	assert_true(((struct record *)v[5].row)->public_id.n > 0);
	assert_null(load(w, "T-3"));
	assert_text(get(w, load(w, "T-2"), "title_fr"), "Deuxième changé");
	assert_text(get(w, load(w, "T-4"), "related_ids"), "T-5");
	assert_histories_hold(w, 6);
	assert_int_equal(count_hits(w, "changé"), 1);
	assert_int_equal(count_hits(w, "premier"), 1);
}

static void as_many_as_may_be_keep_apart(void **state)
{
	struct work *w = *state;
	struct saving v[RECORDS_AT_ONCE];

	for (int round = 1; round <= 2; round++) {
		for (int i = 0; i < RECORDS_AT_ONCE; i++) {
			struct practice *p = titled(w, numbered(w, "T-", i).p,
				numbered(w, round == 1 ? "radio mot" : "radio terme", i).p);

			p->start_year = (struct number){ 2000 + i % 20, true };
			v[i] = saving_of(w, p);
		}
		save_together(w, v, RECORDS_AT_ONCE);
		for (int i = 0; i < RECORDS_AT_ONCE; i++)
			assert_int_equal(v[i].result, round == 1 ? SAVE_CREATED : SAVE_UPDATED);
		w = house_work_next(w);
	}
	for (int i = 0; i < RECORDS_AT_ONCE; i += 33) {
		struct practice *p = load(w, numbered(w, "T-", i).p);

		assert_str(get(w, p, "title_fr"), numbered(w, "radio terme", i));
		assert_int_equal(p->start_year.value, 2000 + i % 20);
		assert_int_equal(p->record.version, 2);
		assert_int_equal(count_hits(w, numbered(w, "terme", i).p), 1);
		assert_int_equal(count_hits(w, numbered(w, "mot", i).p), 0);
	}
	assert_int_equal(count_hits(w, "radio"), RECORDS_AT_ONCE);
	assert_int_equal(
		ask_int(w, "SELECT count(*) FROM record_order"), LANG_COUNT * RECORDS_AT_ONCE);
	assert_histories_hold(w, 2 * RECORDS_AT_ONCE);
}

static void a_dead_link_refuses_its_own_record(void **state)
{
	struct work *w = *state;
	struct practice *lost = given_practice(w, "T-1");

	set(w, lost, "related_ids", "T-2;NO-SUCH");
	struct saving v[] = { saving_of(w, lost), saving_of(w, given_practice(w, "T-2")) };
	save_together(w, v, COUNT(v));
	assert_int_equal(v[0].result, SAVE_REFUSED);
	assert_problem(v[0].problems, "related_ids", "unknown_record");
	assert_int_equal(v[1].result, SAVE_CREATED);
	assert_int_equal(v[1].problems->n, 0);
}

/* ---- found and reserved */

static void those_there_are_found_and_the_others_reserved(void **state)
{
	struct work *w = *state;
	struct reserved v[] = { { .public_id = S("T-1") }, { .public_id = S("T-2") },
		{ .public_id = S("T-3") } };

	save(w, given_practice(w, "T-2"), SAVE_CREATED);
	int64_t seq = load(w, "T-2")->record.seq;
	records_find(w, "practice", v, COUNT(v));
	assert_true(!v[0].seq && v[1].seq == seq && !v[2].seq);
	records_find(w, "no such kind", v, COUNT(v));
	assert_false(v[1].seq);
	records_reserve(w, "practice", v, COUNT(v));
	assert_true(v[0].is_new && !v[1].is_new && v[2].is_new);
	assert_true(v[1].seq == seq && v[0].seq && v[2].seq && v[0].seq != v[2].seq);
	for (size_t i = 0; i < COUNT(v); i++)
		v[i].is_new = false;
	const struct reserved first = v[0];
	records_reserve(w, "practice", v, COUNT(v));
	assert_false(v[0].is_new || v[2].is_new);
	assert_int_equal(v[0].seq, first.seq);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM record"), 3);
	assert_int_equal(ask_int(w, "SELECT value FROM counter WHERE name = 'seq'"), seq + 2);
}

/* ---- settled */

/* In pages; they no longer do after it. */
static const char still_waiting[] = "SELECT gin_clean_pending_list('search_words_index') + "
				    "gin_clean_pending_list('search_titles_index')";

static void words_that_wait_are_put_in_their_places(void **state)
{
	struct work *w = *state;

	if (db_engine(w->db) == DB_SQLITE)
		return; /* they never wait */
	struct saving one = saving_of(w, given_practice(w, "T-1"));
	register_save_all(w, &practice_kind, &one, 1, "test");
	assert_true(ask_int(w, still_waiting) > 0);
	save(w, given_practice(w, "T-2"), SAVE_CREATED);
	assert_int_equal(ask_int(w, still_waiting), 0);
	assert_int_equal(count_hits(w, "musique"), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_OWN_HOUSE(each_has_its_own_result),
		IN_OWN_HOUSE(as_many_as_may_be_keep_apart),
		IN_HOUSE(a_dead_link_refuses_its_own_record),
		IN_HOUSE(those_there_are_found_and_the_others_reserved),
		IN_HOUSE(words_that_wait_are_put_in_their_places),
	};

	return RUN_IN_HOUSES("together", tests);
}

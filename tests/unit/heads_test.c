/* heads_test.c - signed heads: who drops the end of a history or makes chains anew is found out. */
#include "clock.h"
#include "heads.h"
#include "house_work.h"
#include "own_key.h"
#include "verify.h"

#include <string.h>

enum { DAY_MS = 86400000 };

static void change(struct work *w, const char *id, const char *value)
{
	struct practice *p = load(w, id);

	set(w, p, "place_fr", value);
	w->now_ms += 1000;
	save(w, p, SAVE_UPDATED);
}

/* Outside of the transaction, and into the next one. */
static void make_head(struct work *w)
{
	assert_true(db_commit(w->db));
	heads_make(w);
	assert_sound(w);
	db_begin(w->db);
}

/* Two heads: of T-1 and T-2, and of T-1 as it was changed since. T-2 has changed after them. */
static struct work *given_heads(struct work *w)
{
	w->key = own_key(w);
	save(w, given_practice(w, "T-1"), SAVE_CREATED);
	change(w, "T-1", "Dakar");
	save(w, given_practice(w, "T-2"), SAVE_CREATED);
	make_head(w);
	w->now_ms += DAY_MS;
	change(w, "T-1", "Paris");
	make_head(w);
	change(w, "T-2", "Depuis");
	return w;
}

struct complaints {
	struct arena *arena;
	struct str all;
};

static void keep(void *arg, struct str complaint)
{
	struct complaints *c = arg;

	c->all = str_printf(c->arena, STR_FMT STR_FMT "\n", STR_ARG(c->all), STR_ARG(complaint));
}

static struct heads_found assert_heads(struct work *w, const char *expected)
{
	struct complaints c = { w->arena, S("") };
	struct heads_found found;

	bool is_content = heads_verify(w, S(""), keep, &c, &found);
	assert_sound(w);
	assert_text(c.all, expected);
	assert_int_equal(is_content, !*expected);
	return found;
}

#define NOT_DIGEST \
	": its digest is not that of what it seals and of the head before it: one of these is " \
	"missing or was changed\n"
#define NOT_SIGNED ": its signature is not of its digest\n"
#define NOT_THERE(day) \
	": it was sealed on " day " and is not in the history as it was: the end was dropped, or " \
	"the chain made anew\n"

/* ---- making */

static void a_head_seals_what_changed_since_the_last(void **state)
{
	struct work *w = given_heads(*state);
	const struct heads_found found = assert_heads(w, "");

	assert_int_equal(found.n, 2);
	assert_text(found.last_day, "2026-11-22");
	assert_str(found.last_digest,
		ask_text(w, "SELECT digest FROM history_head ORDER BY day DESC"));
	assert_true(found.are_checked_by_key);
	assert_int_equal(ask_int(w, "SELECT n FROM history_head WHERE day = '2026-11-21'"), 2);
	assert_int_equal(ask_int(w, "SELECT n FROM history_head WHERE day = '2026-11-22'"), 1);
	assert_int_equal(
		ask_int(w, "SELECT version FROM history_head_record WHERE day = '2026-11-22'"), 3);
}

static void a_day_has_one_head(void **state)
{
	struct work *w = given_heads(*state);
	struct str digest = ask_text(w, "SELECT max(digest) FROM history_head");

	make_head(w);
	w->now_ms -= DAY_MS;
	make_head(w); /* of a clock that was put back */
	assert_int_equal(ask_int(w, "SELECT count(*) FROM history_head"), 2);
	assert_str(ask_text(w, "SELECT max(digest) FROM history_head"), digest);
	w->now_ms += 3 * (int64_t)DAY_MS;
	make_head(w);
	assert_int_equal(ask_int(w, "SELECT n FROM history_head WHERE day = '2026-11-24'"), 1);
	w->now_ms += DAY_MS;
	make_head(w);
	assert_int_equal(ask_int(w, "SELECT n FROM history_head WHERE day = '2026-11-25'"), 0);
	assert_heads(w, "");
}

static void without_the_key_those_kept_are_used(void **state)
{
	struct work *w = given_heads(*state);

	w->key = NULL;
	assert_false(assert_heads(w, "").are_checked_by_key);
	run_text(w, "UPDATE history_head SET signature = replace(signature, 'a', 'b')"
		    " WHERE day = '2026-11-22'");
	assert_heads(w, "head of 2026-11-22" NOT_SIGNED);
}

/* ---- what is found out */

static void a_dropped_end_shows(void **state)
{
	struct work *w = given_heads(*state);
	struct complaints none = { w->arena, S("") };
	int64_t n;

	/* So that nothing but the head knows that there was more. */
	run_text(w, "DELETE FROM record_revision WHERE version = 3");
	run_text(w, "UPDATE record_text SET text = 'Dakar', written_at = written_at - 86401000"
		    " WHERE field = 'place' AND text = 'Paris'");
	run_text(w, "UPDATE record SET version = 2, updated_at = updated_at - 86401000"
		    " WHERE public_id = 'T-1'");
	assert_true(verify_records(w, keep, &none, &n));
	assert_heads(w, "practice T-1, version 3" NOT_THERE("2026-11-22"));
}

static void a_chain_made_anew_shows(void **state)
{
	struct work *w = given_heads(*state);

	/* Its last link, as if it had been made so: the chain itself holds. */
	run_text(w, "DELETE FROM record_revision WHERE version = 3");
	run_text(w, "UPDATE record SET version = 2 WHERE public_id = 'T-1'");
	run_text(w, "UPDATE record_text SET text = 'Dakar' WHERE text = 'Paris'");
	change(w, "T-1", "Lima");
	assert_heads(w, "practice T-1, version 3" NOT_THERE("2026-11-22"));
}

static void a_record_that_is_gone_shows(void **state)
{
	struct work *w = given_heads(*state);
	struct str id = ask_text(w, "SELECT id FROM record WHERE public_id = 'T-2'");

	run_text(w, "DELETE FROM record WHERE public_id = 'T-2'");
	assert_heads(w, str_printf(w->arena, "record " STR_FMT ", version 1%s", STR_ARG(id),
				NOT_THERE("2026-11-21"))
				.p);
}

static void a_missing_head_shows(void **state)
{
	struct work *w = given_heads(*state);

	run_text(w, "DELETE FROM history_head WHERE day = '2026-11-21'");
	assert_heads(w, "head of 2026-11-22" NOT_DIGEST
			"head of 2026-11-21: it is missing, its records are there\n");
	run_text(w, "DELETE FROM history_head_record WHERE day = '2026-11-21'");
	assert_heads(w, "head of 2026-11-22" NOT_DIGEST);
}

static void a_head_signed_by_another_shows(void **state)
{
	struct work *w = given_heads(*state);
	const struct key *own = w->key;
	struct complaints c = { w->arena, S("") };
	struct heads_found found;

	run_text(w, "DELETE FROM history_head WHERE day = '2026-11-22'");
	run_text(w, "DELETE FROM history_head_record WHERE day = '2026-11-22'");
	w->key = own_key(w);
	make_head(w);
	assert_heads(w, "head of 2026-11-21: it is signed with another key than that of the key "
			"file\n");
	w->key = own;
	assert_heads(w, "head of 2026-11-22: it is signed with another key than that of the key "
			"file\n");
	/* Unless the house had another key then. */
	assert_true(heads_verify(w, S("2026-11-22"), keep, &c, &found));
	assert_text(found.other_key_until, "2026-11-22");
}

/* ---- many */

static void many_records_are_sealed_in_batches(void **state)
{
	struct work *w = *state;

	w->key = own_key(w);
	run_text(w,
		"INSERT INTO record (seq, id, kind, public_id, state, lang, version, created_at, "
		"updated_at) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
		"WHERE i < 6000) SELECT i, CAST(100000 + i AS TEXT), 'practice', CAST(i AS TEXT), "
		"'published', 'fr', 1, 1, 1 FROM n");
	run_text(w, "INSERT INTO record_revision (seq, version, at, action, changes, salt, digest, "
		    "hash)"
		    " SELECT seq, 1, 1, 'test', '{}', '', '', id FROM record");
	make_head(w);
	assert_int_equal(ask_int(w, "SELECT n FROM history_head"), 6000);
	assert_heads(w, "");
	run_text(w, "UPDATE history_head_record SET hash = 'x' WHERE record_id = '105900'");
	assert_heads(w,
		"head of 2026-11-21" NOT_DIGEST "practice 5900, version 1" NOT_THERE("2026-11-21"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_OWN_HOUSE(a_head_seals_what_changed_since_the_last),
		IN_OWN_HOUSE(a_day_has_one_head),
		IN_OWN_HOUSE(without_the_key_those_kept_are_used),
		IN_OWN_HOUSE(a_dropped_end_shows),
		IN_OWN_HOUSE(a_chain_made_anew_shows),
		IN_OWN_HOUSE(a_record_that_is_gone_shows),
		IN_OWN_HOUSE(a_missing_head_shows),
		IN_OWN_HOUSE(a_head_signed_by_another_shows),
		IN_OWN_HOUSE(many_records_are_sealed_in_batches),
	};

	return RUN_IN_HOUSES("heads", tests);
}

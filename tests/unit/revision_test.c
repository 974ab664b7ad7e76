/* revision_test.c - the history of a record: what it tells, and that tampering shows. */
#include "house_work.h"
#include "verify.h"

#include <sodium.h>
#include <string.h>

struct link {
	int64_t version, at_ms;
	struct str account_id, action, changes, salt, digest, hash;
};

/* The revision of that version of the only record there is. */
static struct link link_of_version(struct work *w, int64_t version)
{
	struct sql_text t = sql_text_new(w->db, 1);

	sql_add(&t, "SELECT version, at, account_id, action, changes, salt, digest, hash"
		    " FROM record_revision WHERE version = ");
	sql_value(&t, V(version));
	struct db_rows *rows = sql_query(w->db, &t);
	if (!db_next(rows))
		fail_msg("there is no version %lld", (long long)version);
	struct link l = { db_column_int(rows, 0), db_column_int(rows, 1), db_column_text(rows, 2),
		db_column_text(rows, 3), db_column_text(rows, 4), db_column_text(rows, 5),
		db_column_text(rows, 6), db_column_text(rows, 7) };
	db_done(rows);
	return l;
}

static void change(struct work *w, const char *column, const char *value)
{
	struct practice *p = load(w, "T-1");

	set(w, p, column, value);
	w->now_ms += 1000;
	save(w, p, SAVE_UPDATED);
}

static void assert_last_changes(struct work *w, const char *expected)
{
	assert_text(
		ask_text(w, "SELECT changes FROM record_revision ORDER BY version DESC"), expected);
}

/* ---- what it tells */

#define VIA "\":via\":[null,\"command\"]"
#define BORN \
	"{\"state\":[null,\"published\"],\":id\":[null,\"T-1\"],\":kind\":[null,\"practice\"]," \
	"\":lang\":[null,\"fr\"]," VIA ","

static void a_creation_tells_every_field_that_is_known(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");

	set(w, p, "parties", "FRA;DEU");
	set(w, p, "title_en", "Online radio");
	set(w, p, "start_year", "2016");
	set(w, p, "amount", "12.5");
	set(w, p, "currency", "EUR");
	set(w, p, "added_since_2018", "no");
	save(w, p, SAVE_CREATED);
	assert_last_changes(w, BORN
		"\"parties\":[null,\"FRA;DEU\"],"
		"\"title.fr\":[null,\"Une radio en ligne\"],\"title.en\":[null,\"Online radio\"],"
		"\"summary.fr\":[null,\"Elle joue la musique du pays.\"],\"output\":[null,\"2\"],"
		"\"start_year\":[null,\"2016\"],\"amount\":[null,\"12.50\"],"
		"\"currency\":[null,\"EUR\"],\"added_since_2018\":[null,\"no\"]}");
}

static void a_change_tells_before_and_after(void **state)
{
	struct work *w = *state;

	save(w, given_practice(w, "T-1"), SAVE_CREATED);
	change(w, "title_en", "Radio \"A\"\n\\ 文");
	assert_last_changes(w, "{" VIA ",\"title.en\":[null,\"Radio \\\"A\\\"\\n\\\\ 文\"]}");
	change(w, "title_en", "");
	assert_last_changes(w, "{" VIA ",\"title.en\":[\"Radio \\\"A\\\"\\n\\\\ 文\",null]}");
	change(w, "parties", "FRA;DEU");
	change(w, "parties", "DEU;FRA");
	assert_last_changes(w, "{" VIA ",\"parties\":[\"FRA;DEU\",\"DEU;FRA\"]}");
	change(w, "related_ids", "T-1");
	assert_last_changes(w, "{" VIA ",\"related_ids\":[null,\"T-1\"]}");
}

static void a_state_is_told_like_a_field(void **state)
{
	struct work *w = *state;

	save(w, given_practice(w, "T-1"), SAVE_CREATED);
	struct practice *p = load(w, "T-1");
	p->record.state = S("draft");
	save(w, p, SAVE_UPDATED);
	assert_last_changes(w, "{\"state\":[\"published\",\"draft\"]," VIA "}");
}

static void a_revision_tells_when_who_and_what_for(void **state)
{
	struct work *w = *state;

	save(w, given_practice(w, "T-1"), SAVE_CREATED);
	w->actor.account_id = S("ANA");
	change(w, "place_fr", "Paris");
	struct link first = link_of_version(w, 1), second = link_of_version(w, 2);

	assert_text(first.account_id, "");
	assert_text(first.action, "test");
	assert_true(first.at_ms == HOUSE_NOW_MS);
	assert_text(second.account_id, "ANA");
	assert_true(second.at_ms == HOUSE_NOW_MS + 1000);
}

/* ---- the chain, reckoned here by itself */

static struct str sha256_hex(struct arena *a, struct str text)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char *hex = arena_take(a, 2 * sizeof hash + 1);

	crypto_hash_sha256(hash, (const unsigned char *)text.p, text.n);
	sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
	return str_from(hex);
}

static void the_chain_can_be_reckoned_by_others(void **state)
{
	struct work *w = *state;
	struct str before = S("");

	save(w, given_practice(w, "T-1"), SAVE_CREATED);
	w->actor.account_id = S("ANA");
	change(w, "place_fr", "Paris");
	change(w, "place_fr", "Dakar");
	struct str id = load(w, "T-1")->record.id;
	for (int64_t version = 1; version <= 3; version++) {
		struct link l = link_of_version(w, version);
		struct str digest =
			sha256_hex(w->arena, STR_FILL(w->arena, "{1}\n{2}", l.salt, l.changes));

		assert_str(l.digest, digest);
		struct str covered = str_printf(w->arena,
			STR_FMT "\n" STR_FMT "\n%lld\n%lld\n" STR_FMT "\ntest\n" STR_FMT,
			STR_ARG(before), STR_ARG(id), (long long)version, (long long)l.at_ms,
			STR_ARG(l.account_id), STR_ARG(digest));
		assert_str(l.hash, sha256_hex(w->arena, covered));
		before = l.hash;
	}
}

static void each_revision_has_its_own_salt(void **state)
{
	struct work *w = *state;

	save(w, given_practice(w, "T-1"), SAVE_CREATED);
	change(w, "place_fr", "Paris");
	struct str one = link_of_version(w, 1).salt, two = link_of_version(w, 2).salt;

	assert_int_equal(one.n, 32);
	assert_int_equal(strspn(one.p, "0123456789abcdef"), 32);
	assert_false(str_eq(one, two));
}

/* ---- verifying */

struct complaints {
	struct arena *arena;
	struct str v[8];
	size_t n;
};

static void keep(void *arg, struct str complaint)
{
	struct complaints *c = arg;

	if (c->n < COUNT(c->v))
		c->v[c->n++] = str_copy(c->arena, complaint);
}

/* Two records, of three revisions and one. */
static void given_history(struct work *w)
{
	save(w, given_practice(w, "T-1"), SAVE_CREATED);
	change(w, "place_fr", "Paris");
	change(w, "place_fr", "Dakar");
	save(w, given_practice(w, "T-2"), SAVE_CREATED);
}

static void assert_verify(struct work *w, const char *const *complaints, size_t n)
{
	struct complaints found = { .arena = w->arena };
	int64_t n_seen = 0;

	assert_int_equal(verify_records(w, keep, &found, &n_seen), n == 0);
	assert_sound(w);
	assert_true(n_seen == ask_int(w, "SELECT count(*) FROM record_revision"));
	assert_int_equal(found.n, n);
	for (size_t i = 0; i < n; i++)
		assert_text(found.v[i], complaints[i]);
}

#define ASSERT_VERIFY(work, ...) \
	assert_verify((work), (const char *const[]){ __VA_ARGS__ }, \
		COUNT(((const char *const[]){ __VA_ARGS__ })))

#define T1        "practice T-1, version "
#define NOT_LINK  ": its hash does not follow from what stands before it"
#define NOT_SAME  ": its changes are not what was recorded"
#define IS_GAP    ": a revision before it is missing, or its number was changed"
#define IS_BEHIND ": the record's version is not that of its last revision"

static void a_history_nobody_touched_holds(void **state)
{
	struct work *w = *state;

	assert_verify(w, NULL, 0);
	given_history(w);
	assert_verify(w, NULL, 0);
}

static void changed_words_show(void **state)
{
	struct work *w = *state;

	given_history(w);
	run_text(w, "UPDATE record_revision SET changes = '{}' WHERE version = 2");
	ASSERT_VERIFY(w, T1 "2" NOT_SAME);
}

/* What every part of a hash covers, so that none can be altered. */
static void changed_facts_show(void **state)
{
	static const char *const changes[] = {
		"UPDATE record_revision SET at = at + 1 WHERE version = 2",
		"UPDATE record_revision SET account_id = 'EVE' WHERE version = 2",
		"UPDATE record_revision SET action = 'other' WHERE version = 2",
	};
	struct work *w = *state;

	for (size_t i = 0; i < COUNT(changes); i++) {
		given_history(w);
		run_text(w, changes[i]);
		ASSERT_VERIFY(w, T1 "2" NOT_LINK);
		db_rollback(w->db);
		db_begin(w->db);
	}
}

static void a_hash_made_anew_breaks_the_next(void **state)
{
	struct work *w = *state;

	given_history(w);
	run_text(w, "UPDATE record_revision SET hash = 'abc' WHERE version = 1"
		    " AND seq = (SELECT seq FROM record WHERE public_id = 'T-1')");
	ASSERT_VERIFY(w, T1 "1" NOT_LINK, T1 "2" NOT_LINK);
}

static void a_missing_revision_shows(void **state)
{
	struct work *w = *state;

	given_history(w);
	run_text(w, "DELETE FROM record_revision WHERE version = 2");
	ASSERT_VERIFY(w, T1 "3" IS_GAP);
}

static void a_dropped_tail_shows(void **state)
{
	struct work *w = *state;

	given_history(w);
	run_text(w, "DELETE FROM record_revision WHERE version = 3");
	ASSERT_VERIFY(w, T1 "3" IS_BEHIND, "practice T-1: updated_at is not what the history says",
		"practice T-1: place.fr is not what the history says",
		"practice T-1: place.fr was written by another or at another time, says the "
		"history");
}

static void a_record_without_any_history_shows(void **state)
{
	struct work *w = *state;

	given_history(w);
	run_text(w, "DELETE FROM record_revision"
		    " WHERE seq = (SELECT seq FROM record WHERE public_id = 'T-2')");
	ASSERT_VERIFY(w, "practice T-2, version 1" IS_BEHIND,
		"practice T-2: state is not what the history says, “”",
		"practice T-2: summary.fr is not what the history says",
		"practice T-2: summary.fr was written by another or at another time, says the "
		"history",
		"practice T-2: title.fr is not what the history says",
		"practice T-2: title.fr was written by another or at another time, says the "
		"history",
		"practice T-2: output is not what the history says");
}

/* Who empties a version by hand leaves no version that tells of it. */
static void words_taken_out_by_hand_show(void **state)
{
	struct work *w = *state;

	given_history(w);
	run_text(w, "UPDATE record_revision SET changes = '', salt = '' WHERE version = 2");
	ASSERT_VERIFY(w, T1 "2: its changes are gone, and nobody erased them");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(a_creation_tells_every_field_that_is_known),
		IN_HOUSE(a_change_tells_before_and_after),
		IN_HOUSE(a_state_is_told_like_a_field),
		IN_HOUSE(a_revision_tells_when_who_and_what_for),
		IN_HOUSE(the_chain_can_be_reckoned_by_others),
		IN_HOUSE(each_revision_has_its_own_salt),
		IN_HOUSE(a_history_nobody_touched_holds),
		IN_HOUSE(changed_words_show),
		IN_HOUSE(changed_facts_show),
		IN_HOUSE(a_hash_made_anew_breaks_the_next),
		IN_HOUSE(a_missing_revision_shows),
		IN_HOUSE(a_dropped_tail_shows),
		IN_HOUSE(a_record_without_any_history_shows),
		IN_HOUSE(words_taken_out_by_hand_show),
	};

	return RUN_IN_HOUSES("revision", tests);
}

/* history_test.c - what the history of a record tells, earlier versions, and what is taken out. */
#include "history.h"
#include "house_work.h"
#include "verify.h"

#include <string.h>

static struct work *given_history(struct work *w)
{
	struct practice *p = given_practice(w, "T-1");

	set(w, p, "partners", "Nora");
	set(w, p, "activities", "2.4;2.1");
	save(w, p, SAVE_CREATED);
	w->actor.account_id = S("ANA");
	w->now_ms += 1000;
	p = load(w, "T-1");
	set(w, p, "place_fr", "Dakar");
	set(w, p, "amount", "12.5");
	set(w, p, "currency", "EUR");
	save(w, p, SAVE_UPDATED);
	w->now_ms += 1000;
	p = load(w, "T-1");
	set(w, p, "partners", "Nora et Ben");
	set(w, p, "activities", "2.1");
	p->record.state = S("draft");
	save(w, p, SAVE_UPDATED);
	return w;
}

static struct history history(struct work *w, int64_t after)
{
	const struct history h = history_of(w, &practice_kind, load(w, "T-1")->record.seq, after);

	assert_sound(w);
	return h;
}

static struct column column_at(struct work *w, const char *path)
{
	return kind_column(w->arena, &practice_kind, str_from(path));
}

static const struct history_change *change_of(const struct history_version *v, const char *path)
{
	for (size_t i = 0; i < v->n_changes; i++)
		if (str_is(v->changes[i].path, path))
			return &v->changes[i];
	return NULL;
}

/* ---- reading */

static void versions_tell_what_they_changed(void **state)
{
	struct work *w = given_history(*state);
	const struct history h = history(w, 0);

	assert_int_equal(h.n, 3);
	const struct history_version *v = &h.v[1];
	assert_int_equal(v->version, 2);
	assert_int_equal(v->at_ms, HOUSE_NOW_MS + 1000);
	assert_text(v->account_id, "ANA");
	assert_text(v->action, "test");
	assert_text(v->via, "command");
	assert_text(v->state, "");
	assert_false(v->is_erased);
	const struct history_change *place = change_of(v, "place.fr");
	assert_non_null(place);
	assert_string_equal(place->column.field->name, "place");
	assert_text(place->before, "");
	assert_text(place->after, "Dakar");
	assert_text(change_of(v, "amount")->after, "12.50");
	assert_null(change_of(v, "partners"));
	assert_text(h.v[0].state, "published");
	assert_null(change_of(&h.v[0], ":id")->column.field);
	assert_text(h.v[2].state, "draft");
	assert_text(change_of(&h.v[2], "partners")->before, "Nora");
}

static void only_later_versions_may_be_asked_for(void **state)
{
	struct work *w = given_history(*state);

	assert_int_equal(history(w, 2).n, 1);
	assert_int_equal(history(w, 2).v[0].version, 3);
	assert_int_equal(history(w, 3).n, 0);
}

/* ---- earlier versions */

static const struct practice *as_in(struct work *w, int64_t version)
{
	return history_row(w, &practice_kind, load(w, "T-1"), version);
}

static void a_record_is_shown_as_it_was(void **state)
{
	struct work *w = given_history(*state);
	const struct practice *first = as_in(w, 1), *second = as_in(w, 2), *third = as_in(w, 3);

	assert_text(get(w, first, "partners"), "Nora");
	assert_text(get(w, first, "place_fr"), "");
	assert_text(get(w, first, "amount"), "");
	assert_text(get(w, first, "currency"), "");
	assert_text(get(w, first, "activities"), "2.4;2.1");
	assert_text(first->record.state, "published");
	assert_int_equal(first->record.version, 1);
	assert_int_equal(first->record.updated_ms, HOUSE_NOW_MS);
	assert_text(get(w, second, "place_fr"), "Dakar");
	assert_text(get(w, second, "amount"), "12.50");
	assert_text(get(w, second, "partners"), "Nora");
	assert_text(get(w, third, "partners"), "Nora et Ben");
	assert_text(third->record.state, "draft");
	assert_null(as_in(w, 0));
	assert_null(as_in(w, 4));
}

static void an_earlier_version_can_be_saved_again(void **state)
{
	struct work *w = given_history(*state);
	struct practice *first = (struct practice *)(uintptr_t)as_in(w, 1);

	save(w, first, SAVE_UPDATED);
	assert_int_equal(load(w, "T-1")->record.version, 4);
	assert_text(get(w, load(w, "T-1"), "partners"), "Nora");
	assert_text(get(w, as_in(w, 3), "partners"), "Nora et Ben");
}

/* ---- erasing */

static void complain(void *arg, struct str complaint)
{
	(void)arg;
	fail_msg(STR_FMT, STR_ARG(complaint));
}

static void ignore(void *arg, struct str complaint)
{
	(void)arg;
	(void)complaint;
}

static void assert_holds(struct work *w)
{
	int64_t n;

	assert_true(verify_records(w, complain, NULL, &n));
	assert_sound(w);
}

static size_t erase(struct work *w, const char *path)
{
	w->now_ms += 1000;
	size_t n = history_erase(w, &practice_kind, load(w, "T-1"), column_at(w, path));
	assert_sound(w);
	return n;
}

static void clear(struct work *w, const char *column)
{
	struct practice *p = load(w, "T-1");

	w->now_ms += 1000;
	set(w, p, column, "");
	save(w, p, SAVE_UPDATED);
}

static void what_is_erased_stands_nowhere(void **state)
{
	struct work *w = given_history(*state);

	clear(w, "partners");
	assert_int_equal(erase(w, "partners"), 3);
	assert_int_equal(
		ask_int(w, "SELECT count(*) FROM record_revision WHERE changes LIKE '%Nora%'"), 0);
	assert_holds(w);
	const struct history h = history(w, 0);
	assert_int_equal(h.n, 5);
	assert_true(h.v[0].is_erased && !h.v[1].is_erased && h.v[2].is_erased);
	assert_true(h.v[3].is_erased && !h.v[4].is_erased);
	assert_text(h.v[4].action, "erase");
	assert_text(h.v[4].note, "partners");
	assert_text(h.v[4].state, "");
	assert_null(change_of(&h.v[4], "place.fr"));
	assert_int_equal(load(w, "T-1")->record.version, 5);
	assert_int_equal(erase(w, "partners"), 0);
	assert_int_equal(history(w, 0).n, 5);
}

static void what_came_before_an_erased_version_cannot_be_told(void **state)
{
	struct work *w = given_history(*state);

	clear(w, "partners");
	erase(w, "partners");
	assert_text(get(w, as_in(w, 4), "place_fr"), "Dakar");
	assert_null(as_in(w, 2));
	assert_null(as_in(w, 1));
}

/* All but the erased field can be held against the history as before. */
static void a_record_is_verified_after_erasing(void **state)
{
	static const char *const edits[] = {
		"UPDATE practice SET amount_minor = 1300",
		"UPDATE practice SET source_symbol = 'x'",
		"UPDATE practice SET partners = 'Nora'",
		"UPDATE record_text SET text = 'x' WHERE field = 'title'",
		"UPDATE record_text SET written_at = 5 WHERE field = 'title'",
		"DELETE FROM record_term WHERE field = 'activities'",
		"UPDATE record SET state = 'published'",
		"UPDATE record SET public_id = 'T-2'",
		"UPDATE record SET owner_party = 'FRA'",
		"UPDATE record_revision SET changes = '', salt = '' WHERE version = 2",
		"UPDATE record_revision SET changes = '{}' WHERE version = 3",
	};
	struct work *w = house_work_next(given_history(*state));

	for (size_t i = 0; i < COUNT(edits); i++) {
		int64_t n;

		clear(w, "partners");
		erase(w, "partners");
		assert_holds(w);
		run_text(w, edits[i]);
		if (verify_records(w, ignore, NULL, &n))
			fail_msg("%s: not named", edits[i]);
		db_rollback(w->db);
		db_begin(w->db);
	}
}

static void a_second_erasing_leaves_the_first(void **state)
{
	struct work *w = given_history(*state);

	clear(w, "partners");
	erase(w, "partners");
	clear(w, "place_fr");
	assert_int_equal(erase(w, "place.fr"), 3); /* set, told again, cleared */
	assert_holds(w);
	assert_int_equal(
		ask_int(w, "SELECT count(*) FROM record_revision WHERE changes LIKE '%Dakar%'"), 0);
	assert_text(ask_text(w, "SELECT state FROM record"), "draft");
	clear(w, "activities");
	assert_holds(w);
}

/* What still stands in the field is not told again; it is not compared either. */
static void what_still_stands_is_not_told_again(void **state)
{
	struct work *w = given_history(*state);

	assert_int_equal(erase(w, "partners"), 2);
	assert_int_equal(
		ask_int(w, "SELECT count(*) FROM record_revision WHERE changes LIKE '%Nora%'"), 0);
	assert_text(get(w, load(w, "T-1"), "partners"), "Nora et Ben");
	assert_holds(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(versions_tell_what_they_changed),
		IN_HOUSE(only_later_versions_may_be_asked_for),
		IN_HOUSE(a_record_is_shown_as_it_was),
		IN_HOUSE(an_earlier_version_can_be_saved_again),
		IN_HOUSE(what_is_erased_stands_nowhere),
		IN_HOUSE(what_came_before_an_erased_version_cannot_be_told),
		IN_OWN_HOUSE(a_record_is_verified_after_erasing),
		IN_HOUSE(a_second_erasing_leaves_the_first),
		IN_HOUSE(what_still_stands_is_not_told_again),
	};

	return RUN_IN_HOUSES("history", tests);
}

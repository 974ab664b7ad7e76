#include "note.h"
#include "id.h"
#include "note_people.h"
#include "note_sql.h"

#include <assert.h>

enum { FIELDS_MAX = 200 };

/* ---- sides */

/* Of what the house itself wrote those who write and those who examine are the same people. */
static bool is_of_house(const struct noted *on)
{
	return owner_is_house(&on->record->owner);
}

static unsigned own_sides(const struct noted *on)
{
	const unsigned house = SIDE_OWNERS | SIDE_REVIEWERS;

	return is_of_house(on) && on->sides & house ? on->sides | house : on->sides;
}

/* On which he writes in a thread for those sides: he may stand on several. */
static enum side side_among(const struct noted *on, unsigned sides)
{
	const unsigned both = own_sides(on) & sides;

	return both & SIDE_OWNERS ? SIDE_OWNERS : both & SIDE_REVIEWERS ? SIDE_REVIEWERS : both;
}

static const struct audience house = { "own", N_("The Secretariat"), NULL,
	SIDE_OWNERS | SIDE_REVIEWERS };

/* Of one side, in the order in which one's own is told. */
static const struct audience own[] = {
	{ "own", N_("Those who write it"), NULL, SIDE_OWNERS },
	{ "own", N_("The Secretariat alone"), NULL, SIDE_REVIEWERS },
	{ "own", N_("Those of the Party that is asked"), NULL, SIDE_ASKED },
};

/* To add one: a row. */
static const struct audience between[] = {
	{ "between", N_("Those who write it, and the Secretariat"),
		N_("The Secretariat sees it once the record is sent in."),
		SIDE_OWNERS | SIDE_REVIEWERS },
	{ "asked", N_("The Secretariat, and the Party that is asked"), NULL,
		SIDE_REVIEWERS | SIDE_ASKED },
};

size_t audiences_open(const struct noted *on, struct audience *ret_audiences)
{
	const enum side side = side_among(on, own_sides(on));
	size_t n = 0;

	if (is_of_house(on)) {
		ret_audiences[0] = house;
		return 1;
	}
	for (size_t i = 0; i < COUNT(own); i++)
		if (own[i].sides == (unsigned)side)
			ret_audiences[n++] = own[i];
	for (size_t i = 0; i < COUNT(between); i++)
		if (between[i].sides & (unsigned)side &&
			(on->record->asked_party.n || !(between[i].sides & SIDE_ASKED)))
			ret_audiences[n++] = between[i];
	return n;
}

const struct audience *audience_of(const struct noted *on, unsigned sides)
{
	if (is_of_house(on))
		return &house;
	for (size_t i = 0; i < COUNT(own); i++)
		if (own[i].sides == sides)
			return &own[i];
	return sides & SIDE_ASKED ? &between[1] : &between[0];
}

bool notes_may_be_written(const struct noted *on)
{
	return on->sides && on->work->actor.account_id.n && !on->work->actor.only_reads;
}

/* ---- reading */

/* In the order of the statements' columns. */
static struct thread read_thread(const struct noted *on, struct db_rows *rows)
{
	struct thread t = { .id = db_column_text(rows, 0),
		.seq = db_column_int(rows, 1),
		.field = db_column_text(rows, 2),
		.sides = (unsigned)db_column_int(rows, 3),
		.awaits = (unsigned)db_column_int(rows, 4),
		.begun_by = db_column_text(rows, 5),
		.begun_side = (enum side)db_column_int(rows, 6),
		.begun_ms = db_column_int(rows, 7),
		.last_ms = db_column_int(rows, 8),
		.n_notes = db_column_int(rows, 9),
		.closed_ms = db_column_int(rows, 10),
		.closed_by = db_column_text(rows, 11),
		.asked = db_column_text(rows, 12) };

	/* Another Party is asked by now: it neither reads nor answers. */
	if (!str_eq(t.asked, on->record->asked_party)) {
		t.sides &= ~(unsigned)SIDE_ASKED;
		t.awaits &= ~(unsigned)SIDE_ASKED;
	}
	return t;
}

static struct threads read_threads(const struct noted *on, struct db_rows *rows, size_t max)
{
	struct threads all = { ARENA_ARRAY(on->work->arena, struct thread, max), 0 };

	while (all.n < max && db_next(rows))
		all.v[all.n++] = read_thread(on, rows);
	db_done(rows);
	return all;
}

struct threads threads_of(
	const struct noted *on, const struct threads_query *q, size_t max, bool *ret_more)
{
	struct work *w = on->work;
	const struct str before = q->before.n ? q->before : S("~"); /* behind all ids */
	struct threads all = read_threads(on,
		db_query(w->db, q->are_closed ? SQL_NOTE_THREADS_CLOSED : SQL_NOTE_THREADS,
			DB_VALUES(V(on->record->seq), V(before), V(q->of_any_field), V(q->field),
				V(own_sides(on)), V(on->record->asked_party), V(max + 1))),
		max + 1);

	*ret_more = all.n > max;
	all.n -= *ret_more;
	return all;
}

bool thread_load(const struct noted *on, struct str id, struct thread *ret_thread)
{
	struct work *w = on->work;
	const struct threads one = read_threads(on,
		db_query(w->db, SQL_NOTE_THREAD,
			DB_VALUES(V(id), V(on->record->seq), V(own_sides(on)),
				V(on->record->asked_party))),
		1);

	if (one.n)
		*ret_thread = one.v[0];
	return one.n > 0;
}

static struct note read_note(const struct thread *t, struct db_rows *rows)
{
	return (struct note){ .id = db_column_text(rows, 0),
		.thread_id = db_column_text(rows, 1),
		.number = db_column_int(rows, 2),
		.written_by = db_column_text(rows, 3),
		.side = (enum side)db_column_int(rows, 4),
		.at_ms = db_column_int(rows, 5),
		.text = db_column_text(rows, 6),
		.changed_ms = db_column_int(rows, 7),
		.taken_back_ms = db_column_int(rows, 8),
		.asked = t->asked };
}

struct notes notes_of(
	const struct noted *on, const struct thread *t, int64_t after, size_t max, bool *ret_more)
{
	struct work *w = on->work;
	struct notes all = { ARENA_ARRAY(w->arena, struct note, max + 1), 0 };
	struct db_rows *rows =
		db_query(w->db, SQL_NOTE_PAGE, DB_VALUES(V(t->id), V(after), V(max + 1)));

	while (all.n <= max && db_next(rows))
		all.v[all.n++] = read_note(t, rows);
	db_done(rows);
	*ret_more = all.n > max;
	all.n -= *ret_more;
	return all;
}

struct note *notes_first(const struct noted *on, const struct threads *all)
{
	struct note *v = ARENA_ARRAY(on->work->arena, struct note, all->n + 1);
	bool has_more;

	for (size_t i = 0; i < all->n; i++) {
		const struct notes one = notes_of(on, &all->v[i], 0, 1, &has_more);

		if (one.n)
			v[i] = one.v[0];
	}
	return v;
}

bool note_load(const struct noted *on, const struct thread *t, struct str id, struct note *ret_note)
{
	struct work *w = on->work;
	struct db_rows *rows = db_query(w->db, SQL_NOTE_ONE, DB_VALUES(V(t->id), V(id)));
	const bool is_there = db_next(rows);

	if (is_there)
		*ret_note = read_note(t, rows);
	db_done(rows);
	return is_there;
}

struct notes_open notes_open(const struct noted *on)
{
	struct work *w = on->work;
	struct notes_open all = { .n = 0 };
	struct db_rows *rows = db_query(w->db, SQL_NOTE_OPEN_COUNT,
		DB_VALUES(V(on->record->seq), V(own_sides(on)), V(on->record->asked_party)));

	all.v = arena_alloc(w->arena, FIELDS_MAX * sizeof *all.v);
	while (all.n < FIELDS_MAX && db_next(rows)) {
		all.v[all.n].field = db_column_text(rows, 0);
		all.v[all.n].n = db_column_int(rows, 1);
		all.n_all += all.v[all.n++].n;
	}
	db_done(rows);
	return all;
}

int64_t notes_open_at(const struct notes_open *all, struct str field)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].field, field))
			return all->v[i].n;
	return 0;
}

struct str note_by(const struct noted *on, const struct note *n)
{
	struct record then = *on->record;

	then.asked_party = n->asked;
	return side_told(on->work, on->kind, &then, on->sides, n->side, n->written_by);
}

/* Whether he may speak for a side that is to answer. */
static bool answers_for(const struct noted *on, unsigned sides)
{
	const struct work *w = on->work;

	return (sides & SIDE_OWNERS && record_may(w, VERB_SUBMIT, on->record)) ||
	       (sides & SIDE_REVIEWERS && record_may(w, VERB_REVIEW, on->record)) ||
	       (sides & SIDE_ASKED && record_may(w, VERB_COMMENT, on->record));
}

bool thread_asks(const struct noted *on, const struct thread *t)
{
	struct work *w = on->work;
	int64_t n = 0;

	if (t->closed_ms)
		return false;
	db_one_int(
		w->db, SQL_NOTE_MENTION_IS_OPEN, DB_VALUES(V(w->actor.account_id), V(t->id)), &n);
	return n || answers_for(on, t->awaits);
}

/* ---- writing */

/* Whose turn it is after a note of that side: nobody's in a thread of one side. */
static unsigned awaits_after(const struct noted *on, const struct thread *t, enum side side)
{
	return is_of_house(on) ? 0 : t->sides & ~(unsigned)side;
}

static struct str add_note(
	const struct noted *on, const struct thread *t, const struct note_sent *sent, bool is_first)
{
	struct work *w = on->work;
	const enum side side = side_among(on, t->sides);
	char id[ULID_LENGTH + 1];

	ulid_make(id);
	const struct note n = { .id = str_copy(w->arena, str_from(id)),
		.thread_id = t->id,
		.asked = t->asked,
		.written_by = w->actor.account_id,
		.side = side,
		.at_ms = w->now_ms,
		.text = sent->text };
	if (!db_run(w->db, SQL_NOTE_THREAD_ANSWERED,
		    DB_VALUES(V(w->now_ms), V(awaits_after(on, t, side)), V(t->id))))
		return S("");
	db_run(w->db, SQL_NOTE_ADD,
		DB_VALUES(V(n.id), V(n.written_by), V((int)side), V(n.at_ms), V(n.text), V(t->id)));
	db_run(w->db, SQL_NOTE_MENTION_ANSWERED, DB_VALUES(V(n.written_by), V(t->id)));
	note_tell(on, t, &n, sent, is_first);
	return n.id;
}

struct str thread_begin(
	const struct noted *on, struct str field, unsigned sides, const struct note_sent *sent)
{
	struct work *w = on->work;
	char id[ULID_LENGTH + 1];

	ulid_make(id);
	const struct thread t = { .id = str_copy(w->arena, str_from(id)),
		.field = field,
		.seq = on->record->seq,
		.sides = sides,
		.asked = on->record->asked_party,
		.begun_by = w->actor.account_id,
		.begun_side = side_among(on, sides) };
	assert(t.begun_side && notes_may_be_written(on));
	db_run(w->db, SQL_NOTE_THREAD_ADD,
		DB_VALUES(V(t.id), V(t.seq), V(field), V(sides), V(t.asked), V(t.begun_by),
			V((int)t.begun_side), V(w->now_ms)));
	add_note(on, &t, sent, true);
	return t.id;
}

struct str note_add(const struct noted *on, const struct thread *t, const struct note_sent *sent)
{
	assert(notes_may_be_written(on));
	return add_note(on, t, sent, false);
}

bool note_may_be_taken_back(const struct noted *on, const struct note *n)
{
	return notes_may_be_written(on) && !n->taken_back_ms &&
	       str_eq(n->written_by, on->work->actor.account_id);
}

bool note_may_be_changed(const struct noted *on, const struct note *n)
{
	return note_may_be_taken_back(on, n) && on->work->now_ms < n->at_ms + NOTE_CHANGE_MS;
}

void note_change(const struct noted *on, const struct note *n, struct str text)
{
	struct work *w = on->work;

	if (!str_eq(n->text, text))
		db_run(w->db, SQL_NOTE_CHANGE, DB_VALUES(V(text), V(w->now_ms), V(n->id)));
}

void note_take_back(const struct noted *on, const struct note *n)
{
	struct work *w = on->work;

	db_run(w->db, SQL_NOTE_TAKE_BACK, DB_VALUES(V(w->now_ms), V(n->id)));
	notices_take_back(w, note_place(on, n->thread_id), NOTE_TOPIC, n->at_ms);
}

bool thread_may_be_closed(const struct noted *on, const struct thread *t)
{
	return notes_may_be_written(on) &&
	       (str_eq(t->begun_by, on->work->actor.account_id) || answers_for(on, t->begun_side) ||
		       (t->sides & SIDE_OWNERS && record_may(on->work, VERB_SUBMIT, on->record)));
}

void thread_close(const struct noted *on, const struct thread *t)
{
	struct work *w = on->work;

	db_run(w->db, SQL_NOTE_THREAD_CLOSE,
		DB_VALUES(V(w->now_ms), V(w->actor.account_id), V(t->id)));
}

void thread_open(const struct noted *on, const struct thread *t)
{
	db_run(on->work->db, SQL_NOTE_THREAD_OPEN, DB_VALUES(V(t->id)));
}

void notes_forget_mentions(struct work *w, struct str account_id)
{
	db_run(w->db, SQL_NOTE_MENTIONS_FORGET, DB_VALUES(V(account_id)));
}

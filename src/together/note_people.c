#include "note_people.h"
#include "note_sql.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PEOPLE_MAX = 300, TAKERS_MAX = 1000 };

/* ---- who stands on which side */

/* Somebody who may read the record, and on which sides he stands there. */
struct standing {
	struct reader reader;
	unsigned sides;
	bool is_admin_alone; /* by no other role */
};

struct crowd {
	const struct noted *on;
	struct standing *v;
	size_t n;
};

static void add(struct crowd *all, const struct reader *reader, enum role role, unsigned sides)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].reader.account_id, reader->account_id)) {
			all->v[i].sides |= sides;
			all->v[i].is_admin_alone &= role == ROLE_ADMIN;
			return;
		}
	if (all->n < PEOPLE_MAX)
		all->v[all->n++] = (struct standing){ *reader, sides, role == ROLE_ADMIN };
}

/* On which sides somebody stands by that role alone. */
static unsigned sides_of(const struct crowd *all, const struct held_role *held, struct str account)
{
	struct work as = *all->on->work;

	as.actor = (struct actor){ .held = held, .n_held = held ? 1 : 0, .account_id = account };
	return record_sides(&as, all->on->record);
}

static void add_holders(struct crowd *all, const struct held_role *held, unsigned wanted)
{
	struct work *w = all->on->work;
	const unsigned sides = sides_of(all, held, S(""));

	if (!(sides & wanted))
		return;
	const struct readers holders = w->house->directory->readers(w, held);
	for (size_t i = 0; i < holders.n; i++)
		add(all, &holders.v[i], held->role, sides);
}

/* Whose own it is has a role, which alone lets nobody near another's. */
static void add_owner(struct crowd *all, enum role role, unsigned wanted)
{
	struct work *w = all->on->work;
	const struct str account = all->on->record->owner.account;
	const struct held_role held = { .role = role };
	const unsigned sides = account.n ? sides_of(all, &held, account) : 0;
	struct reader reader;

	if (!(sides & wanted) || sides == sides_of(all, &held, S("")))
		return;
	const struct readers holders = w->house->directory->readers(w, &held);
	for (size_t i = 0; i < holders.n; i++)
		if (str_eq(holders.v[i].account_id, account) &&
			w->house->directory->reader(w, account, &reader))
			add(all, &reader, role, sides);
}

/* All who stand on one of those sides, by the roles they hold now. */
static struct crowd crowd_of(const struct noted *on, unsigned wanted)
{
	const struct record *r = on->record;
	struct crowd all = { on, ARENA_ARRAY(on->work->arena, struct standing, PEOPLE_MAX), 0 };

	for (enum role role = ROLE_FIRST_GIVEN; on->work->house->directory && role < ROLE_COUNT;
		role++) {
		const struct held_role everywhere = { .role = role },
				       of_party = { .role = role, .party = r->owner.party },
				       of_asked = { .role = role, .party = r->asked_party },
				       of_organisation = { .role = role,
					       .organisation = r->owner.organisation };

		add_holders(&all, &everywhere, wanted);
		if (r->owner.party.n)
			add_holders(&all, &of_party, wanted);
		if (r->asked_party.n)
			add_holders(&all, &of_asked, wanted);
		if (r->owner.organisation.n)
			add_holders(&all, &of_organisation, wanted);
		add_owner(&all, role, wanted);
	}
	return all;
}

/* ---- colleagues */

static int by_name(const void *a, const void *b)
{
	const struct colleague *one = a, *other = b;
	const int order = str_compare(one->name, other->name);

	return order ? order : str_compare(one->reader.account_id, other->reader.account_id);
}

/* His own side: all of it stands there as he does. */
static unsigned own_side(const struct noted *on)
{
	struct audience audiences[AUDIENCES_MAX];

	audiences_open(on, audiences);
	return audiences[0].sides;
}

struct colleagues note_colleagues(const struct noted *on)
{
	struct work *w = on->work;
	const struct crowd all = crowd_of(on, own_side(on));
	struct colleagues own = { ARENA_ARRAY(w->arena, struct colleague, all.n + 1), 0 };

	for (size_t i = 0; i < all.n; i++)
		if (!str_eq(all.v[i].reader.account_id, w->actor.account_id))
			own.v[own.n++] = (struct colleague){ all.v[i].reader,
				w->house->directory->person(w, all.v[i].reader.account_id) };
	qsort(own.v, own.n, sizeof own.v[0], by_name);
	return own;
}

/* ---- mentions */

static bool is_among(struct str id, const struct str *ids, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(ids[i], id))
			return true;
	return false;
}

/* Bytes beyond ASCII are letters. */
static bool goes_on(struct str text, size_t at)
{
	const unsigned char c = at < text.n ? (unsigned char)text.p[at] : ' ';

	return c >= 0x80 || isalnum(c);
}

/* "@Ana Lima", in small letters or large ones. */
static bool names(struct str text, struct str name)
{
	for (size_t i = 0; name.n && i + name.n < text.n; i++)
		if (text.p[i] == '@' && !strncasecmp(text.p + i + 1, name.p, name.n) &&
			!goes_on(text, i + 1 + name.n))
			return true;
	return false;
}

/* ---- telling */

struct telling {
	const struct noted *on;
	const struct thread *thread;
	const struct note *note;
};

enum because { BECAUSE_MENTIONED, BECAUSE_ASKED, BECAUSE_ANSWERED };

/* N_(); {1}: who, {2}: the title, {3}: the field. */
static const struct {
	const char *subject, *of_field, *of_record;
} words[] = {
	[BECAUSE_MENTIONED] = { N_("A note mentions you: {2}"),
		N_("In a note beside “{3}” of “{2}”, {1} mentions you:"),
		N_("In a note on “{2}”, {1} mentions you:") },
	[BECAUSE_ASKED] = { N_("A note for you: {2}"),
		N_("Beside “{3}” of “{2}”, {1} has written a note:"),
		N_("On “{2}”, {1} has written a note:") },
	[BECAUSE_ANSWERED] = { N_("An answer to a note: {2}"),
		N_("Beside “{3}” of “{2}”, {1} has answered a note:"),
		N_("On “{2}”, {1} has answered a note:") },
};

struct str note_place(const struct noted *on, struct str thread_id)
{
	return str_printf(on->work->arena, "/%s/" STR_FMT "/notes/" STR_FMT, on->kind->plural,
		STR_ARG(on->record->public_id), STR_ARG(thread_id));
}

static void tell(const struct telling *t, const struct standing *to, enum because because)
{
	const struct noted *on = t->on;
	struct work *w = on->work;
	const struct language *own = w->lang, *l = to->reader.lang;
	const struct field *f = kind_field(on->kind, str_z(w->arena, t->thread->field));

	if (f && f->flags & F_INTERNAL && !sides_are_told_all(to->sides))
		f = NULL;
	w->lang = l;
	const struct str who =
		side_told(w, on->kind, on->record, to->sides, t->note->side, t->note->written_by);
	const struct str parts[] = { who, record_title(on->kind, on->record, l).text,
		f ? str_from(tr_text(l, f->label)) : S("") };
	const struct str says = str_fill(w->arena,
		tr_text(l, f ? words[because].of_field : words[because].of_record), parts,
		COUNT(parts));
	const struct notice_words told = { .topic = NOTE_TOPIC,
		.place = note_place(on, t->thread->id),
		.subject =
			str_fill(w->arena, tr_text(l, words[because].subject), parts, COUNT(parts)),
		.text = str_printf(
			w->arena, STR_FMT "\n\n" STR_FMT, STR_ARG(says), STR_ARG(t->note->text)) };
	w->lang = own;
	notice_put(w, &to->reader, &told, on->home);
}

static size_t takers_of(const struct noted *on, const struct thread *t, struct str *ret_ids)
{
	struct db_rows *rows = db_query(on->work->db, SQL_NOTE_TAKERS, DB_VALUES(V(t->id)));
	size_t n = 0;

	while (n < TAKERS_MAX && db_next(rows))
		ret_ids[n++] = db_column_text(rows, 0);
	db_done(rows);
	return n;
}

/* Of his own side, named by "@" or chosen beside it. */
static bool is_mentioned(
	const struct noted *on, const struct standing *one, const struct note_sent *sent)
{
	struct work *w = on->work;
	const struct str id = one->reader.account_id;

	return (one->sides & own_side(on)) &&
	       (is_among(id, sent->mentions, sent->n_mentions) ||
		       names(sent->text, w->house->directory->person(w, id)));
}

/* Of the side that is to answer; administrators stand in where nobody else is there. */
static bool is_asked(const struct noted *on, const struct crowd *all, const struct standing *one)
{
	bool has_others = false;

	if (own_side(on) & one->sides)
		return false;
	for (size_t i = 0; one->is_admin_alone && i < all->n; i++)
		has_others |= !all->v[i].is_admin_alone && !(own_side(on) & all->v[i].sides);
	return !has_others;
}

void note_tell(const struct noted *on, const struct thread *t, const struct note *n,
	const struct note_sent *sent, bool is_first)
{
	struct work *w = on->work;
	const struct telling telling = { .on = on, .thread = t, .note = n };
	const struct crowd all = crowd_of(on, t->sides);
	struct str *takers = ARENA_ARRAY(w->arena, struct str, TAKERS_MAX);
	const size_t n_takers = takers_of(on, t, takers);

	for (size_t i = 0; i < all.n; i++) {
		const struct standing *one = &all.v[i];
		const struct str id = one->reader.account_id;

		if (str_eq(id, w->actor.account_id))
			continue;
		if (is_mentioned(on, one, sent)) {
			db_run(w->db, SQL_NOTE_MENTION_PUT, DB_VALUES(V(id), V(t->id)));
			tell(&telling, one, BECAUSE_MENTIONED);
		} else if (is_among(id, takers, n_takers)) {
			tell(&telling, one, BECAUSE_ANSWERED);
		} else if (is_first && is_asked(on, &all, one)) {
			tell(&telling, one, BECAUSE_ASKED);
		}
	}
}

/* ---- what waits */

enum { ASKS_AT_ONCE = 100, DUTIES_MAX = 20 };

struct asking {
	struct work *work;
	struct page_out *out;
	struct duties *all;
	struct str told[DUTIES_MAX]; /* threads */
	size_t n;
};

struct asked_thread {
	struct str id, kind;
	int64_t seq;
};

static void add_duty(struct asking *a, const struct asked_thread *t)
{
	struct work *w = a->work;
	const struct kind *k = house_kind(w->house, t->kind);
	void *row = NULL;
	struct thread thread;

	if (a->n == DUTIES_MAX || is_among(t->id, a->told, a->n) || !k)
		return;
	records_load(w, k, &t->seq, 1, &row);
	if (!row)
		return;
	const struct noted on = {
		.work = w, .kind = k, .record = row, .sides = record_sides(w, row)
	};
	if (!on.sides || !thread_load(&on, t->id, &thread) || !thread_asks(&on, &thread))
		return;
	a->told[a->n++] = t->id;
	duty_add(a->all,
		STR_FILL(a->out->arena, tr(a->out->lang, "Answer a note about “{1}”"),
			record_title(k, row, a->out->lang).text),
		url_path(a->out->arena, "/{}/{}/{}/notes/{}",
			(const struct str[]){ str_from(a->out->lang->code), str_from(k->plural),
				on.record->public_id, t->id },
			4),
		0);
}

/* Those behind `after`, oldest first; how many. */
static size_t find_asking(struct asking *a, const struct sql *sql, struct str value,
	struct str after, struct asked_thread *ret_found)
{
	struct db_rows *rows =
		db_query(a->work->db, sql, DB_VALUES(V(value), V(after), V(ASKS_AT_ONCE)));
	size_t n = 0;

	while (n < ASKS_AT_ONCE && db_next(rows))
		ret_found[n++] = (struct asked_thread){ .id = db_column_text(rows, 0),
			.seq = db_column_int(rows, 1),
			.kind = db_column_text(rows, 2) };
	db_done(rows);
	return n;
}

/* Any number may not be for him: they keep none that are from being found. */
static void look(struct asking *a, const struct sql *sql, struct str value)
{
	struct asked_thread found[ASKS_AT_ONCE];
	struct str after = S("");
	size_t n = ASKS_AT_ONCE;

	while (n == ASKS_AT_ONCE && a->n < DUTIES_MAX) {
		n = find_asking(a, sql, value, after, found);
		for (size_t i = 0; i < n; i++)
			add_duty(a, &found[i]);
		after = n ? found[n - 1].id : after;
	}
}

static void look_by_role(struct asking *a, const struct held_role *held)
{
	const enum reach submits = access_reach(held->role, VERB_SUBMIT);

	if (submits == REACH_OWN)
		look(a, SQL_NOTE_ASKS_ACCOUNT, a->work->actor.account_id);
	if (submits == REACH_ORGANISATION)
		look(a, SQL_NOTE_ASKS_ORGANISATION, held->organisation);
	if (submits == REACH_PARTY)
		look(a, SQL_NOTE_ASKS_PARTY, held->party);
	if (access_reach(held->role, VERB_COMMENT) == REACH_ASKED)
		look(a, SQL_NOTE_ASKS_ASKED, held->party);
	if (access_reach(held->role, VERB_REVIEW) == REACH_ALL)
		look(a, SQL_NOTE_ASKS_REVIEWERS, S(""));
}

void note_duties(struct work *w, struct page_out *o, struct duties *all)
{
	struct asking a = { .work = w, .out = o, .all = all };

	if (!w->actor.account_id.n)
		return;
	look(&a, SQL_NOTE_ASKS_MENTIONED, w->actor.account_id);
	for (size_t i = 0; i < w->actor.n_held; i++)
		look_by_role(&a, &w->actor.held[i]);
}

#include "people.h"
#include "people_sql.h"
#include "people_store.h"

#include <stdlib.h>

enum { HOLDINGS_MAX = 2000 };

/* ---- reading */

struct holding holding_read(struct db_rows *row, unsigned at)
{
	return (struct holding){ .id = db_column_text(row, at),
		.account_id = db_column_text(row, at + 1),
		.role = { .role = role_by_name(db_column_text(row, at + 2)),
			.party = db_column_text(row, at + 3),
			.organisation = db_column_text(row, at + 4),
			.region = db_column_text(row, at + 5) },
		.given_ms = db_column_int(row, at + 6),
		.given_by = db_column_text(row, at + 7),
		.ended_ms = db_column_int(row, at + 8),
		.ended_by = db_column_text(row, at + 9) };
}

/* A role of a later Jalon, which this one does not know, grants nothing and is not shown. */
static struct holdings read_holdings(struct work *w, struct db_rows *rows)
{
	struct holding found;
	struct holdings all = { NULL, 0 };
	size_t cap = 0;

	while (all.n < HOLDINGS_MAX && db_next(rows)) {
		found = holding_read(rows, 0);
		if (found.role.role == ROLE_COUNT)
			continue;
		if (all.n == cap) {
			struct holding *grown =
				ARENA_ARRAY(w->arena, struct holding, cap = cap ? 2 * cap : 8);

			for (size_t i = 0; i < all.n; i++)
				grown[i] = all.v[i];
			all.v = grown;
		}
		all.v[all.n++] = found;
	}
	db_done(rows);
	return all;
}

struct holdings person_holdings(struct work *w, struct str account_id)
{
	return read_holdings(w, db_query(w->db, SQL_PEOPLE_HOLDINGS, DB_VALUES(V(account_id))));
}

struct holdings holdings_of_party(struct work *w, struct str party)
{
	return read_holdings(w, db_query(w->db, SQL_PEOPLE_PARTY_HOLDINGS, DB_VALUES(V(party))));
}

bool holding_load(struct work *w, struct str id, struct holding *ret_holding)
{
	struct holdings found =
		read_holdings(w, db_query(w->db, SQL_PEOPLE_HOLDING, DB_VALUES(V(id))));

	if (found.n)
		*ret_holding = found.v[0];
	return found.n;
}

struct subject role_subject(const struct work *w, const struct held_role *role)
{
	const struct vocabulary *parties = vocabulary_find(w->vocabularies, S("party"));
	const struct term *party = parties ? term_find(parties, role->party) : NULL;

	return (struct subject){ .party = role->party,
		.organisation = role->organisation,
		.region = role->region.n            ? role->region
			  : party && party->broader ? party->broader->code
						    : S("") };
}

static bool is_within_reach(struct work *w, const struct person *p, bool must_be_held)
{
	const struct subject own = { .account = p->id };
	const struct holdings all = person_holdings(w, p->id);

	if (may(&w->actor, VERB_OWN, &own) || may(&w->actor, VERB_SEE_PEOPLE, &own))
		return true;
	for (size_t i = 0; i < all.n; i++) {
		const struct subject subject = role_subject(w, &all.v[i].role);

		if ((!must_be_held || !all.v[i].ended_ms) &&
			may(&w->actor, VERB_SEE_PEOPLE, &subject))
			return true;
	}
	return false;
}

bool person_may_be_seen(struct work *w, const struct person *p)
{
	return is_within_reach(w, p, false);
}

bool person_may_be_written_to(struct work *w, const struct person *p)
{
	return p->state != PERSON_ERASED && is_within_reach(w, p, true);
}

/* ---- words */

static struct str label_in(const struct work *w, const char *vocabulary, struct str code)
{
	const struct vocabulary *v = vocabulary_find(w->vocabularies, str_from(vocabulary));
	const struct term *t = v ? term_find(v, code) : NULL;

	return t ? term_label(t, w->lang) : code;
}

static struct str organisation_name(struct work *w, struct str id)
{
	struct organisation o;

	return organisation_load(w, id, &o) ? o.name : id;
}

struct str role_within_shown(struct work *w, const struct held_role *role)
{
	struct str names[3];
	struct out o = out_new(w->arena, 1 << 12);
	size_t n = 0;

	if (role->organisation.n)
		names[n++] = organisation_name(w, role->organisation);
	if (role->party.n)
		names[n++] = label_in(w, "party", role->party);
	if (role->region.n)
		names[n++] = label_in(w, "group", role->region);
	for (size_t i = 0; i < n; i++) {
		out_z(&o, i ? ", " : "");
		out_str(&o, names[i]);
	}
	return out_done(&o);
}

struct str role_shown(struct work *w, const struct held_role *role)
{
	struct str label = str_from(tr_text(w->lang, role_row(role->role)->label)),
		   within = role_within_shown(w, role);

	return within.n
		       ? str_printf(w->arena, STR_FMT ", " STR_FMT, STR_ARG(label), STR_ARG(within))
		       : label;
}

/* ---- what the trace remembers of a role, in no language */

struct str role_code(struct work *w, const struct held_role *role)
{
	return str_printf(w->arena, "%s " STR_FMT " " STR_FMT " " STR_FMT,
		role_row(role->role)->name, STR_ARG(role->party), STR_ARG(role->organisation),
		STR_ARG(role->region));
}

bool role_decode(struct str code, struct held_role *ret_role)
{
	struct str parts[4] = { { 0 } };
	size_t n = 0;

	while (n < COUNT(parts) && str_cut(&code, ' ', &parts[n]))
		n++;
	*ret_role = (struct held_role){ role_by_name(parts[0]), parts[1], parts[2], parts[3] };
	return n == COUNT(parts) && ret_role->role != ROLE_COUNT;
}

/* ---- giving and ending */

static bool is_same_role(const struct held_role *a, const struct held_role *b)
{
	return a->role == b->role && str_eq(a->party, b->party) &&
	       str_eq(a->organisation, b->organisation) && str_eq(a->region, b->region);
}

bool person_holds(struct work *w, struct str account_id, const struct held_role *role)
{
	const struct holdings all = person_holdings(w, account_id);

	for (size_t i = 0; i < all.n; i++)
		if (!all.v[i].ended_ms && is_same_role(&all.v[i].role, role))
			return true;
	return false;
}

void person_give(struct work *w, const struct person *p, const struct held_role *role)
{
	if (db_run(w->db, SQL_PEOPLE_ROLE_ADD,
		    DB_VALUES(V(people_new_id(w)), V(p->id), V(role_row(role->role)->name),
			    db_text_or_null(role->party), db_text_or_null(role->organisation),
			    db_text_or_null(role->region), V(w->now_ms), people_by(w))))
		people_event(w, p->id, EVENT_ROLE_GIVEN, role_code(w, role));
}

bool role_end(struct work *w, const struct holding *h)
{
	bool is_held = db_run(w->db, SQL_PEOPLE_ROLE_END,
			       DB_VALUES(V(w->now_ms), people_by(w), V(h->id))) == 1;

	if (is_held)
		people_event(w, h->account_id, EVENT_ROLE_ENDED, role_code(w, &h->role));
	return is_held;
}

static bool is_an_administrator_left(struct work *w, struct str but)
{
	int64_t n = 0;

	db_run(w->db, SQL_PEOPLE_ADMINISTRATORS_LOCK, NULL, 0);
	db_one_int(w->db, SQL_PEOPLE_ADMINISTRATORS_ACTIVE, DB_VALUES(V(but)), &n);
	return n > 0;
}

bool people_have_administrator(struct work *w)
{
	int64_t n = 0;

	db_one_int(w->db, SQL_PEOPLE_ADMINISTRATORS, DB_VALUES(V("")), &n);
	return n > 0;
}

bool people_lack_administrator(struct work *w)
{
	db_run(w->db, SQL_PEOPLE_ADMINISTRATORS_LOCK, NULL, 0);
	return !people_have_administrator(w);
}

bool person_end_role(struct work *w, const struct holding *h)
{
	if (h->role.role == ROLE_ADMIN && !is_an_administrator_left(w, h->account_id))
		return false;
	role_end(w, h);
	return true;
}

bool person_may_leave(struct work *w, const struct person *p)
{
	const struct holdings all = person_holdings(w, p->id);

	for (size_t i = 0; i < all.n; i++)
		if (!all.v[i].ended_ms && all.v[i].role.role == ROLE_ADMIN)
			return is_an_administrator_left(w, p->id);
	return true;
}

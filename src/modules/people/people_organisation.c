/* Organisations that people act for. */
#include "people.h"
#include "people_sql.h"
#include "people_store.h"

static struct organisation read_organisation(struct db_rows *row)
{
	return (struct organisation){ .id = db_column_text(row, 0),
		.name = db_column_text(row, 1),
		.party = db_column_text(row, 2),
		.website = db_column_text(row, 3),
		.created_ms = db_column_int(row, 4),
		.created_by = db_column_text(row, 5),
		.closed_ms = db_column_int(row, 6) };
}

static bool read_one(struct db_rows *rows, struct organisation *ret_organisation)
{
	bool is_there = db_next(rows);

	if (is_there)
		*ret_organisation = read_organisation(rows);
	db_done(rows);
	return is_there;
}

bool organisation_load(struct work *w, struct str id, struct organisation *ret_organisation)
{
	return read_one(
		db_query(w->db, SQL_PEOPLE_ORGANISATION, DB_VALUES(V(id))), ret_organisation);
}

bool organisation_named(
	struct work *w, struct str name, struct str but, struct organisation *ret_organisation)
{
	return read_one(db_query(w->db, SQL_PEOPLE_ORGANISATION_NAMED,
				DB_VALUES(V(people_name_key(w, name)), V(but))),
		ret_organisation);
}

struct organisations organisations_found(
	struct work *w, const struct organisation_query *q, size_t limit, bool *ret_more)
{
	struct organisations all = { ARENA_ARRAY(w->arena, struct organisation, limit), 0 };
	struct str pattern = people_pattern(w, people_name_key(w, q->words));
	struct db_rows *rows = db_query(w->db, SQL_PEOPLE_ORGANISATIONS,
		DB_VALUES(V(q->after), V(pattern), V(q->with_closed), V(limit + 1)));

	while (all.n < limit && db_next(rows))
		all.v[all.n++] = read_organisation(rows);
	*ret_more = all.n == limit && db_next(rows);
	db_done(rows);
	return all;
}

void organisation_save(struct work *w, struct organisation *o)
{
	struct str key;

	o->name = person_name_clean(w->arena, o->name);
	key = people_name_key(w, o->name);
	if (o->id.n) {
		db_run(w->db, SQL_PEOPLE_ORGANISATION_CHANGE,
			DB_VALUES(V(o->name), V(key), db_text_or_null(o->party),
				db_text_or_null(o->website), V(o->id)));
		return;
	}
	o->id = people_new_id(w);
	db_run(w->db, SQL_PEOPLE_ORGANISATION_ADD,
		DB_VALUES(V(o->id), V(o->name), V(key), db_text_or_null(o->party),
			db_text_or_null(o->website), V(w->now_ms), people_by(w)));
}

/* False: a role in it cannot end, see person_end_role(). */
static bool end_role(struct work *w, const struct team_member *m)
{
	if (m->holding.ended_ms)
		return true;
	if (!person_end_role(w, &m->holding))
		return false;
	if (m->person.state <= PERSON_ACTIVE)
		letter_role_ended(w, &m->person, &m->holding.role);
	return true;
}

bool organisation_close(struct work *w, const struct organisation *o)
{
	const struct members all = members_of_organisation(w, o->id);
	bool is_done = true;

	db_run(w->db, SQL_PEOPLE_ORGANISATION_CLOSE, DB_VALUES(V(w->now_ms), V(o->id)));
	for (size_t i = 0; i < all.n; i++)
		is_done &= end_role(w, &all.v[i]);
	return is_done;
}

void organisation_open(struct work *w, const struct organisation *o)
{
	db_run(w->db, SQL_PEOPLE_ORGANISATION_OPEN, DB_VALUES(V(o->id)));
}

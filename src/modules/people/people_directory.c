/* What those who write records ask about people: see directory.h. */
#include "directory.h"
#include "people.h"
#include "people_sql.h"

enum { READERS_MAX = 200 };

static struct str person(struct work *w, struct str account_id)
{
	return account_id.n ? person_shown_by_id(w, account_id) : S("");
}

static struct str organisation(struct work *w, struct str id)
{
	struct organisation o;

	return organisation_load(w, id, &o) ? o.name : S("");
}

static struct str organisation_party(struct work *w, struct str id)
{
	struct organisation o;

	return organisation_load(w, id, &o) ? o.party : S("");
}

static bool reader(struct work *w, struct str account_id, struct reader *ret_reader)
{
	struct person p;

	if (!person_load(w, account_id, &p) || p.state != PERSON_ACTIVE)
		return false;
	*ret_reader = (struct reader){ p.id, p.email, p.lang };
	return true;
}

static struct readers readers(struct work *w, const struct held_role *role)
{
	struct readers found = { ARENA_ARRAY(w->arena, struct reader, READERS_MAX), 0 };
	struct db_rows *rows = db_query(w->db, SQL_PEOPLE_READERS,
		DB_VALUES(V(role_row(role->role)->name), V(role->party), V(role->organisation),
			V(role->region), V(READERS_MAX)));

	while (found.n < READERS_MAX && db_next(rows)) {
		const struct language *l = language_by_code(db_column_text(rows, 2));

		found.v[found.n++] = (struct reader){ db_column_text(rows, 0),
			db_column_text(rows, 1), l ? l : &languages[0] };
	}
	db_done(rows);
	return found;
}

const struct directory people_directory = { .person = person,
	.organisation = organisation,
	.organisation_party = organisation_party,
	.reader = reader,
	.readers = readers };

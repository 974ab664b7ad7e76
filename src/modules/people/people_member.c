/* Who holds what: people with their roles, for lists. Only what the one who works may see. */
#include "people.h"
#include "people_sql.h"
#include "people_store.h"

enum { MEMBERS_MAX = 5000, PATTERN_MAX_BYTES = 1 << 12 };

/* Columns of the person come first; without a role, those of the role are empty. */
static struct team_member read_member(struct db_rows *row)
{
	enum { PERSON_COLUMNS = 7 };

	return (struct team_member){
		.person = { .id = db_column_text(row, 0),
			.state = person_state_named(db_column_text(row, 1)),
			.email = db_column_text(row, 2),
			.name = db_column_text(row, 3),
			.lang = person_language(db_column_text(row, 4)),
			.created_ms = db_column_int(row, 5),
			.signed_in_ms = db_column_int(row, 6) },
		.holding = holding_read(row, PERSON_COLUMNS),
	};
}

static bool is_for_me(struct work *w, const struct team_member *m)
{
	if (!m->holding.id.n)
		return may(&w->actor, VERB_SEE_PEOPLE, &(struct subject){ 0 });
	if (m->holding.role.role == ROLE_COUNT)
		return false;
	const struct subject subject = role_subject(w, &m->holding.role);
	return may(&w->actor, VERB_SEE_PEOPLE, &subject);
}

static void add(struct work *w, struct members *all, size_t *cap, const struct team_member *m)
{
	if (all->n == *cap) {
		struct team_member *grown =
			ARENA_ARRAY(w->arena, struct team_member, *cap = *cap ? 2 * *cap : 16);

		for (size_t i = 0; i < all->n; i++)
			grown[i] = all->v[i];
		all->v = grown;
	}
	all->v[all->n++] = *m;
}

static struct members read_members(struct work *w, struct db_rows *rows)
{
	struct members all = { NULL, 0 };
	size_t cap = 0;

	while (all.n < MEMBERS_MAX && db_next(rows)) {
		const struct team_member m = read_member(rows);

		if (is_for_me(w, &m))
			add(w, &all, &cap, &m);
	}
	db_done(rows);
	return all;
}

struct members members_of_party(struct work *w, struct str party)
{
	return read_members(w, db_query(w->db, SQL_PEOPLE_MEMBERS_PARTY, DB_VALUES(V(party))));
}

struct members members_of_region(struct work *w, struct str region)
{
	return read_members(w, db_query(w->db, SQL_PEOPLE_MEMBERS_REGION, DB_VALUES(V(region))));
}

struct members members_of_organisation(struct work *w, struct str organisation)
{
	return read_members(
		w, db_query(w->db, SQL_PEOPLE_MEMBERS_ORGANISATION, DB_VALUES(V(organisation))));
}

struct members members_of_role(struct work *w, enum role role)
{
	return read_members(
		w, db_query(w->db, SQL_PEOPLE_MEMBERS_ROLE, DB_VALUES(V(role_row(role)->name))));
}

/* ---- looking for people */

struct str people_pattern(struct work *w, struct str words)
{
	struct out o = out_new(w->arena, PATTERN_MAX_BYTES);

	if (!words.n)
		return S("");
	out_char(&o, '%');
	for (size_t i = 0; i < words.n; i++) {
		if (words.p[i] == '%' || words.p[i] == '_' || words.p[i] == '!')
			out_char(&o, '!');
		out_char(&o, words.p[i]);
	}
	out_char(&o, '%');
	return out_done(&o);
}

/* The rows of the person after the last one asked for go; that there is one is told. */
static bool cut(struct members *all, size_t limit)
{
	size_t n_people = 0;

	for (size_t i = 0; i < all->n; i++) {
		if (!i || !str_eq(all->v[i].person.id, all->v[i - 1].person.id))
			n_people++;
		if (n_people > limit) {
			all->n = i;
			return true;
		}
	}
	return false;
}

struct members people_found(
	struct work *w, const struct people_query *q, size_t limit, bool *ret_more)
{
	struct str folded = people_name_key(w, q->words);
	struct members all = read_members(
		w, db_query(w->db, SQL_PEOPLE_FOUND,
			   DB_VALUES(V(q->after), V(people_pattern(w, folded)),
				   V(people_pattern(w, mail_address_fold(w->arena, q->words))),
				   V(q->role), V(q->party), V(q->with_earlier), V(limit + 1))));

	*ret_more = cut(&all, limit);
	return all;
}

/* ---- Parties without a focal point */

static bool has_focal_point(const struct members *all, struct str party)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].person.state <= PERSON_ACTIVE &&
			str_eq(all->v[i].holding.role.party, party))
			return true;
	return false;
}

struct parties parties_vacant(struct work *w)
{
	const struct vocabulary *all = vocabulary_find(w->vocabularies, S("party"));
	const struct members points = members_of_role(w, ROLE_FOCAL_POINT);
	struct parties vacant = { ARENA_ARRAY(w->arena, const struct term *, all ? all->n + 1 : 1),
		0 };

	for (size_t i = 0; all && i < all->n; i++) {
		const struct term *party = all->in_language[w->lang->index][i];

		if (!has_focal_point(&points, party->code))
			vacant.v[vacant.n++] = party;
	}
	return vacant;
}

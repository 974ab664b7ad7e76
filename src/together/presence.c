#include "presence.h"
#include "directory.h"
#include "module.h"
#include "presence_sql.h"

enum { BESIDE_MAX = 50 };

bool presence_tab_is_sound(struct str tab)
{
	for (size_t i = 0; i < tab.n; i++) {
		char c = tab.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
			return false;
	}
	return tab.n && tab.n <= PRESENCE_TAB_MAX;
}

void presence_put(
	struct work *w, const struct record *r, unsigned sides, struct str tab, struct str field)
{
	db_run(w->db, SQL_PRESENCE_PUT,
		DB_VALUES(V(r->seq), V(w->actor.account_id), V(tab), V((int64_t)sides), V(field),
			V(w->now_ms)));
}

void presence_renew(struct work *w, const struct presents *open)
{
	for (size_t i = 0; i < open->n; i++)
		db_run(w->db, SQL_PRESENCE_RENEW,
			DB_VALUES(V(open->v[i].seq), V(open->v[i].account_id), V(open->v[i].tab),
				V((int64_t)open->v[i].sides), V(w->now_ms)));
}

void presence_sweep(struct work *w)
{
	db_run(w->db, SQL_PRESENCE_SWEEP, DB_VALUES(V(w->now_ms - 2 * PRESENCE_SEEN_MS)));
}

/* Rows of one person stand one after the other within a record. */
static void name_them(struct work *w, struct presents *all)
{
	for (size_t i = 0; i < all->n; i++) {
		struct present *p = &all->v[i];
		bool is_known = i && str_eq(p->account_id, p[-1].account_id);

		if (is_known)
			p->who = p[-1].who;
		else if (w->house->directory)
			p->who = w->house->directory->person(w, p->account_id);
	}
}

struct presents presence_now(struct work *w)
{
	struct presents all = { ARENA_ARRAY(w->arena, struct present, PRESENCE_MAX), 0 };
	struct db_rows *rows = db_query(w->db, SQL_PRESENCE_NOW,
		DB_VALUES(V(w->now_ms - PRESENCE_SEEN_MS), V((int64_t)PRESENCE_MAX)));

	while (db_next(rows) && all.n < PRESENCE_MAX)
		all.v[all.n++] = (struct present){ .seq = db_column_int(rows, 0),
			.account_id = db_column_text(rows, 1),
			.tab = db_column_text(rows, 2),
			.sides = (unsigned)db_column_int(rows, 3),
			.field = db_column_text(rows, 4) };
	name_them(w, &all);
	return all;
}

struct presents presence_beside(struct work *w, const struct record *r, unsigned sides)
{
	struct presents all = { ARENA_ARRAY(w->arena, struct present, BESIDE_MAX), 0 };
	struct str before = S("");

	if (!sides)
		return all;
	struct db_rows *rows = db_query(w->db, SQL_PRESENCE_BESIDE,
		DB_VALUES(V(r->seq), V(w->actor.account_id), V(w->now_ms - PRESENCE_SEEN_MS),
			V((int64_t)BESIDE_MAX)));
	while (db_next(rows)) {
		struct str account_id = db_column_text(rows, 0);

		if (!((unsigned)db_column_int(rows, 1) & sides) || str_eq(account_id, before))
			continue;
		all.v[all.n++] = (struct present){ .account_id = account_id };
		before = account_id;
	}
	name_them(w, &all);
	return all;
}

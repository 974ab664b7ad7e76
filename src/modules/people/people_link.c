#include "people.h"
#include "people_sql.h"
#include "people_store.h"
#include "token.h"

enum { HOUR_MS = 3600 * 1000 };
static const int64_t day_ms = 24 * (int64_t)HOUR_MS;

/* To add one: a row. */
static const struct {
	const char *name;
	int64_t hours;
} purposes[LINK_COUNT] = {
	[LINK_INVITATION] = { "invitation", 14 * 24 },
	[LINK_FIRST_ADMINISTRATOR] = { "first_administrator", 7 * 24 },
	[LINK_PASSWORD] = { "password", 1 },
	[LINK_EMAIL_OLD] = { "email_old", 24 },
	[LINK_EMAIL_NEW] = { "email_new", 24 },
};

struct str link_make(struct work *w, struct str origin, const struct language *lang,
	enum link_purpose purpose, struct str account_id, struct str detail)
{
	struct str token = token_make(w->arena);

	if (account_id.n)
		db_run(w->db, SQL_PEOPLE_LINK_VOID,
			DB_VALUES(V(account_id), V(purposes[purpose].name)));
	db_run(w->db, SQL_PEOPLE_LINK_ADD,
		DB_VALUES(V(token_digest(w->arena, token)), V(purposes[purpose].name),
			db_text_or_null(account_id), db_text_or_null(detail), V(w->now_ms),
			people_by(w), V(w->now_ms + purposes[purpose].hours * HOUR_MS)));
	return str_printf(
		w->arena, STR_FMT "/%s/link/" STR_FMT, STR_ARG(origin), lang->code, STR_ARG(token));
}

static enum link_purpose purpose_named(struct str name)
{
	enum link_purpose purpose = 0;

	while (purpose < LINK_COUNT && !str_is(name, purposes[purpose].name))
		purpose++;
	return purpose;
}

bool link_find(struct work *w, struct str token, struct one_time_link *ret_link)
{
	struct one_time_link link = { .purpose = LINK_COUNT };
	struct db_rows *rows;

	if (!token_is_well_formed(token))
		return false;
	link.digest = token_digest(w->arena, token);
	rows = db_query(w->db, SQL_PEOPLE_LINK, DB_VALUES(V(link.digest)));
	if (db_next(rows)) {
		link.purpose = purpose_named(db_column_text(rows, 0));
		link.account_id = db_column_text(rows, 1);
		link.detail = db_column_text(rows, 2);
		link.made_by = db_column_text(rows, 3);
		link.ends_ms = db_column_int(rows, 4);
		link.used_ms = db_column_int(rows, 5);
	}
	db_done(rows);
	if (link.purpose == LINK_COUNT || link.used_ms || link.ends_ms <= w->now_ms ||
		(link.purpose == LINK_FIRST_ADMINISTRATOR && people_have_administrator(w)))
		return false;
	*ret_link = link;
	return true;
}

bool link_use(struct work *w, const struct one_time_link *link)
{
	return db_run(w->db, SQL_PEOPLE_LINK_USE, DB_VALUES(V(w->now_ms), V(link->digest))) == 1;
}

void links_tidy(struct work *w)
{
	db_run(w->db, SQL_PEOPLE_LINKS_OLD, DB_VALUES(V(w->now_ms - 90 * day_ms)));
}

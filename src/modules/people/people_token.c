#include "people.h"
#include "people_sql.h"
#include "people_store.h"
#include "token.h"

enum { TOKENS_MAX = 100 };
static const int64_t day_ms = 24 * 3600 * (int64_t)1000;

struct str api_token_make(
	struct work *w, struct str account_id, struct str name, bool only_reads, int64_t days)
{
	struct str token = token_make(w->arena);

	db_run(w->db, SQL_PEOPLE_TOKEN_ADD,
		DB_VALUES(V(people_new_id(w)), V(token_digest(w->arena, token)), V(account_id),
			V(name), V(only_reads ? "read" : "write"), V(w->now_ms), people_by(w),
			days ? db_int(w->now_ms + days * day_ms) : db_null()));
	people_event(w, account_id, EVENT_TOKEN_MADE, name);
	return token;
}

struct api_token *api_tokens(struct work *w, struct str account_id, size_t *ret_n)
{
	struct api_token *v = ARENA_ARRAY(w->arena, struct api_token, TOKENS_MAX);
	struct db_rows *rows =
		db_query(w->db, SQL_PEOPLE_TOKENS, DB_VALUES(V(account_id), V(w->now_ms)));
	size_t n = 0;

	while (n < TOKENS_MAX && db_next(rows))
		v[n++] = (struct api_token){ .id = db_column_text(rows, 0),
			.name = db_column_text(rows, 1),
			.only_reads = str_is(db_column_text(rows, 2), "read"),
			.made_ms = db_column_int(rows, 3),
			.ends_ms = db_column_int(rows, 4),
			.used_ms = db_column_int(rows, 5) };
	db_done(rows);
	*ret_n = n;
	return v;
}

void api_token_end(struct work *w, struct str account_id, struct str id)
{
	if (db_run(w->db, SQL_PEOPLE_TOKEN_END, DB_VALUES(V(w->now_ms), V(account_id), V(id))))
		people_event(w, account_id, EVENT_TOKEN_ENDED, S(""));
}

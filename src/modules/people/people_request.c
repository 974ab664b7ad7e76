/* Requests for an account, from outside. */
#include "people.h"
#include "people_sql.h"
#include "people_store.h"

enum { REQUESTS_MAX = 1000 };

/* To add one: its role here, if whoever comes from outside may ask for it. */
const enum role roles_to_ask[] = {
	ROLE_FOCAL_POINT,
	ROLE_TEAM_MEMBER,
	ROLE_AUTHORITY,
	ROLE_NATIONAL_COMMISSION,
	ROLE_CSO,
	ROLE_CONTRIBUTOR,
	ROLE_EXPERT,
	ROLE_PARTNER,
};
const size_t n_roles_to_ask = COUNT(roles_to_ask);

void request_add(struct work *w, const struct access_request *q)
{
	db_run(w->db, SQL_PEOPLE_REQUEST_ADD,
		DB_VALUES(V(people_new_id(w)), V(q->email), V(person_name_clean(w->arena, q->name)),
			V(q->lang->code), V(role_row(q->role.role)->name),
			db_text_or_null(q->role.party),
			db_text_or_null(person_name_clean(w->arena, q->organisation)),
			db_text_or_null(q->reason), V(w->now_ms)));
}

static struct access_request read_request(struct db_rows *row)
{
	return (struct access_request){ .id = db_column_text(row, 0),
		.email = db_column_text(row, 1),
		.name = db_column_text(row, 2),
		.lang = person_language(db_column_text(row, 3)),
		.role = { .role = role_by_name(db_column_text(row, 4)),
			.party = db_column_text(row, 5) },
		.organisation = db_column_text(row, 6),
		.reason = db_column_text(row, 7),
		.made_ms = db_column_int(row, 8),
		.answered_ms = db_column_int(row, 9),
		.answered_by = db_column_text(row, 10),
		.is_granted = str_is(db_column_text(row, 11), "granted") };
}

/* Whose answer it is: of those who answer for the Party, the ones who may give the role. */
static bool is_for_me(struct work *w, const struct access_request *q)
{
	if (q->role.role == ROLE_COUNT || !may_give(&w->actor, &q->role))
		return false;
	const struct subject subject = role_subject(w, &q->role);
	return may(&w->actor, VERB_ANSWER, &subject);
}

bool request_load(struct work *w, struct str id, struct access_request *ret_request)
{
	struct db_rows *rows = db_query(w->db, SQL_PEOPLE_REQUEST, DB_VALUES(V(id)));
	struct access_request q = { .id = S("") };

	if (db_next(rows))
		q = read_request(rows);
	db_done(rows);
	if (!q.id.n || !is_for_me(w, &q))
		return false;
	*ret_request = q;
	return true;
}

struct access_requests requests_open(struct work *w)
{
	struct access_requests all = { ARENA_ARRAY(w->arena, struct access_request, REQUESTS_MAX),
		0 };
	struct db_rows *rows = db_query(w->db, SQL_PEOPLE_REQUESTS_OPEN, NULL, 0);

	while (all.n < REQUESTS_MAX && db_next(rows)) {
		const struct access_request q = read_request(rows);

		if (is_for_me(w, &q))
			all.v[all.n++] = q;
	}
	db_done(rows);
	return all;
}

bool request_answer(struct work *w, const struct access_request *q, bool is_granted)
{
	return db_run(w->db, SQL_PEOPLE_REQUEST_ANSWER,
		       DB_VALUES(V(w->now_ms), people_by(w), V(is_granted ? "granted" : "refused"),
			       V(q->id))) == 1;
}

void requests_tidy(struct work *w)
{
	const int64_t day_ms = 24 * (int64_t)3600 * 1000;

	db_run(w->db, SQL_PEOPLE_REQUESTS_FORGET,
		DB_VALUES(V(w->now_ms - REQUEST_KEPT_DAYS * day_ms)));
}

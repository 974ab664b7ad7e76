/*
 * Attempts are counted by a digest of what they were made at, under the key of the house: the store
 * tells neither addresses nor accounts.
 */
#include "client.h"
#include "people.h"
#include "people_sql.h"
#include "people_store.h"

#include <inttypes.h>

enum { MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS };

/* To add one: a row. */
static const struct {
	const char *name;
	int64_t max, within_ms;
} bounds[] = {
	[ATTEMPT_SIGN_IN] = { "sign in", 10, 15 * MINUTE_MS },
	[ATTEMPT_ADDRESS] = { "address", 50, 15 * MINUTE_MS },
	[ATTEMPT_CODE] = { "code", 10, 15 * MINUTE_MS },
	[ATTEMPT_LETTER] = { "letter", 5, HOUR_MS },
	[ATTEMPT_REQUEST] = { "request", 10, 24 * HOUR_MS },
};

static struct str counted(struct work *w, enum attempt_kind kind, struct str of)
{
	return key_digest(w->key, w->arena, bounds[kind].name, client_network(w->arena, of));
}

bool attempt_is_left(struct work *w, enum attempt_kind kind, struct str of, int64_t *ret_wait_s)
{
	struct db_rows *rows =
		db_query(w->db, SQL_PEOPLE_ATTEMPT, DB_VALUES(V(counted(w, kind, of))));
	int64_t since = 0, n = 0;

	if (db_next(rows)) {
		since = db_column_int(rows, 0);
		n = db_column_int(rows, 1);
	}
	db_done(rows);
	int64_t over_in_ms = since + bounds[kind].within_ms - w->now_ms;
	if (n < bounds[kind].max || over_in_ms <= 0)
		return true;
	*ret_wait_s = (over_in_ms + 999) / 1000;
	return false;
}

void attempt_count(struct work *w, enum attempt_kind kind, struct str of)
{
	db_run(w->db, SQL_PEOPLE_ATTEMPT_COUNT,
		DB_VALUES(V(counted(w, kind, of)), V(w->now_ms),
			V(w->now_ms - bounds[kind].within_ms + 1)));
}

void attempts_forget(struct work *w, enum attempt_kind kind, struct str of)
{
	db_run(w->db, SQL_PEOPLE_ATTEMPT_FORGET, DB_VALUES(V(counted(w, kind, of))));
}

/*
 * Who guesses from elsewhere must not lock the person out where she is used to come from.
 */
struct str attempts_at(struct work *w, struct request *r, struct str email)
{
	struct person p = { .id = S("") };
	struct str folded = mail_address_fold(w->arena, email);

	person_by_email(w, email, &p);
	return device_is_known(w, r, p.id) ? str_printf(w->arena, "known " STR_FMT, STR_ARG(folded))
					   : folded;
}

enum http_status answer_too_many(struct request *r, int64_t wait_s)
{
	const int64_t minutes = (wait_s + 59) / 60;

	answer_header(r, "Retry-After", str_printf(&r->arena, "%" PRId64, wait_s));
	return answer_problem(r, HTTP_TOO_MANY,
		STR_FILL(&r->arena,
			trn(r->lang, "Too many attempts. Try again in one minute.",
				"Too many attempts. Try again in {1} minutes.", (uint64_t)minutes),
			format_number(&r->arena, r->lang, minutes)));
}

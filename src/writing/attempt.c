/*
 * Attempts are counted by a digest of what they were made at, under the key of the house: the store
 * tells neither addresses nor accounts.
 */
#include "attempt.h"
#include "client.h"
#include "key.h"
#include "page.h"
#include "writing_sql.h"

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
	[ATTEMPT_QUESTION] = { "question", 10, 24 * HOUR_MS },
	[ATTEMPT_TOKEN] = { "token", 1200, MINUTE_MS },
	[ATTEMPT_HANDED] = { "handed", 120, 15 * MINUTE_MS },
};

static struct str counted(struct work *w, enum attempt_kind kind, struct str of)
{
	return key_digest(w->key, w->arena, bounds[kind].name, client_network(w->arena, of));
}

struct tally {
	int64_t n, over_in_ms;
};

static struct tally tally_of(struct work *w, enum attempt_kind kind, struct str of)
{
	struct db_rows *rows =
		db_query(w->db, SQL_WRITING_ATTEMPT, DB_VALUES(V(counted(w, kind, of))));
	int64_t since = 0;
	struct tally t = { 0 };

	if (db_next(rows)) {
		since = db_column_int(rows, 0);
		t.n = db_column_int(rows, 1);
	}
	db_done(rows);
	t.over_in_ms = since + bounds[kind].within_ms - w->now_ms;
	if (t.over_in_ms <= 0)
		t.n = 0;
	return t;
}

static bool fits(const struct tally *t, int64_t max, int64_t *ret_wait_s)
{
	if (t->n <= max)
		return true;
	*ret_wait_s = (t->over_in_ms + 999) / 1000;
	return false;
}

bool attempt_is_left(struct work *w, enum attempt_kind kind, struct str of, int64_t *ret_wait_s)
{
	const struct tally t = tally_of(w, kind, of);

	return fits(&t, bounds[kind].max - 1, ret_wait_s);
}

void attempt_count(struct work *w, enum attempt_kind kind, struct str of)
{
	db_run(w->db, SQL_WRITING_ATTEMPT_COUNT,
		DB_VALUES(V(counted(w, kind, of)), V(w->now_ms),
			V(w->now_ms - bounds[kind].within_ms + 1)));
}

/* Its row is locked by the counting: whoever comes meanwhile waits, and then finds it counted. */
bool attempt_take(struct work *w, enum attempt_kind kind, struct str of, int64_t *ret_wait_s)
{
	attempt_count(w, kind, of);
	const struct tally t = tally_of(w, kind, of);

	return fits(&t, bounds[kind].max, ret_wait_s);
}

void attempts_forget(struct work *w, enum attempt_kind kind, struct str of)
{
	db_run(w->db, SQL_WRITING_ATTEMPT_FORGET, DB_VALUES(V(counted(w, kind, of))));
}

/* ---- guesses: counted at what is guessed and at where they come from */

bool guess_is_left(struct work *w, struct request *r, enum attempt_kind kind, struct str of,
	int64_t *ret_wait_s)
{
	return attempt_is_left(w, ATTEMPT_ADDRESS, request_client(r), ret_wait_s) &&
	       attempt_is_left(w, kind, of, ret_wait_s);
}

/* In this order everywhere, so that no two wait for each other. */
bool guess_take(struct work *w, struct request *r, enum attempt_kind kind, struct str of,
	int64_t *ret_wait_s)
{
	return attempt_take(w, ATTEMPT_ADDRESS, request_client(r), ret_wait_s) &&
	       attempt_take(w, kind, of, ret_wait_s);
}

void guess_was_right(struct work *w, struct request *r, enum attempt_kind kind, struct str of)
{
	struct str address = counted(w, ATTEMPT_ADDRESS, request_client(r));

	db_run(w->db, SQL_WRITING_ATTEMPT_GIVE_BACK, DB_VALUES(V(address)));
	attempts_forget(w, kind, of);
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

void attempts_clear(struct work *w, int64_t before_ms)
{
	db_run(w->db, SQL_WRITING_ATTEMPTS_CLEAR, DB_VALUES(V(before_ms)));
}

#include "cookie.h"
#include "people.h"
#include "people_seen.h"
#include "people_sql.h"
#include "people_store.h"
#include "token.h"

#include <string.h>

enum { MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS, ROLES_MAX = 64, SESSIONS_MAX = 100 };
enum { SURE_FOR_MS = 15 * MINUTE_MS, CODE_WITHIN_MS = 15 * MINUTE_MS };

static const char session_cookie[] = "jalon";

/*
 * How long a session lasts, and how long without being used. Who looks after the house works in
 * shorter ones. docs/people.md says so too.
 */
static const int64_t lasts_ms[] = { 30 * 24 * (int64_t)HOUR_MS, 12 * HOUR_MS },
		     idle_ms[] = { 7 * 24 * (int64_t)HOUR_MS, 2 * HOUR_MS };

/* ---- who asks */

static void add_role(struct visit *v, struct held_role *held, const struct held_role *role,
	bool needs_second_factor)
{
	if (role->role == ROLE_COUNT)
		return;
	if (needs_second_factor && role_row(role->role)->is_protected && !v->person.totp.n) {
		v->lacks_second_factor = true;
		return;
	}
	held[v->actor.n_held++] = *role;
}

static void take_roles(struct work *w, struct visit *v, bool needs_second_factor)
{
	struct held_role *held = ARENA_ARRAY(w->arena, struct held_role, ROLES_MAX);
	struct db_rows *rows = db_query(w->db, SQL_PEOPLE_ROLES_HELD, DB_VALUES(V(v->person.id)));

	v->actor = (struct actor){ .held = held, .account_id = v->person.id };
	while (v->actor.n_held < ROLES_MAX && db_next(rows)) {
		const struct held_role role = { role_by_name(db_column_text(rows, 0)),
			db_column_text(rows, 1), db_column_text(rows, 2), db_column_text(rows, 3) };

		add_role(v, held, &role, needs_second_factor);
	}
	db_done(rows);
}

static bool is_of_the_house(const struct actor *actor)
{
	for (size_t i = 0; i < actor->n_held; i++)
		if (role_row(actor->held[i].role)->is_protected)
			return true;
	return false;
}

struct times {
	int64_t seen_ms, ends_ms;
};

static bool session_read(struct work *w, struct str digest, struct visit *v, struct times *times)
{
	struct db_rows *rows = db_query(w->db, SQL_PEOPLE_SESSION, DB_VALUES(V(digest)));
	bool is_there = db_next(rows);

	if (is_there) {
		v->digest = digest;
		v->session_id = db_column_text(rows, 0);
		v->person.id = db_column_text(rows, 1);
		v->began_ms = db_column_int(rows, 2);
		times->seen_ms = db_column_int(rows, 3);
		v->confirmed_ms = db_column_int(rows, 4);
		times->ends_ms = db_column_int(rows, 5);
		v->awaits_code = db_column_int(rows, 6);
	}
	db_done(rows);
	return is_there && person_load(w, v->person.id, &v->person) &&
	       v->person.state == PERSON_ACTIVE;
}

/* By the roles of now: who got one that is protected after signing in has no longer session. */
static bool is_over(const struct work *w, const struct visit *v, const struct times *times)
{
	bool is_short = is_of_the_house(&v->actor);
	int64_t last_ms = v->began_ms + (v->awaits_code ? CODE_WITHIN_MS : lasts_ms[is_short]);

	return w->now_ms >= last_ms || w->now_ms >= times->ends_ms ||
	       w->now_ms >= times->seen_ms + idle_ms[is_short];
}

static void admit_by_cookie(struct work *w, struct request *r, struct str token)
{
	struct visit *v = ARENA_NEW(w->arena, struct visit);
	struct times times;

	if (!session_read(w, token_digest(w->arena, token), v, &times))
		return;
	take_roles(w, v, w->needs_second_factor);
	if (is_over(w, v, &times))
		return;
	w->visit = v;
	if (v->awaits_code)
		return;
	if (w->now_ms - times.seen_ms > MINUTE_MS)
		seen_note(SEEN_SESSION, v->digest, w->now_ms);
	w->actor = v->actor;
	r->reader = person_shown(w, &v->person);
	r->reader_tag = token_digest(w->arena, v->person.id);
}

/* ---- forms */

static bool is_writing(const struct request *r)
{
	return r->method != METHOD_GET && r->method != METHOD_HEAD;
}

/* Is the address a secret itself? Then who has it may do what it is for, and is nobody else. */
static bool is_secret(const struct request *r)
{
	return r->route && strstr(r->route->pattern, "/:secret");
}

/*
 * Browsers say from which site a form was sent; other programs need not, and those do not which
 * were told to tell nobody where they come from.
 */
static bool is_from_here(struct request *r)
{
	struct str origin = request_peek(r, "Origin"), site = request_peek(r, "Sec-Fetch-Site");
	bool is_hidden = is_secret(r) && str_is(origin, "null");

	return (!origin.n || is_hidden || str_eq(origin, request_origin_peek(r))) &&
	       (!site.n || str_is(site, "same-origin") || str_is(site, "none"));
}

static enum http_status refuse_form(struct request *r)
{
	return answer_problem(r, HTTP_FORBIDDEN,
		str_from(tr(r->lang, "This form is no longer valid: open its page again and send "
				     "it once more.")));
}

static enum http_status check_form(struct request *r)
{
	enum http_status status = request_read_form(r);

	if (status != HTTP_OK)
		return status;
	if (is_from_here(r) && r->form_token.n &&
		secret_eq(request_field(r, "token"), r->form_token))
		return HTTP_OK;
	return refuse_form(r);
}

static enum http_status admit_reader(struct work *w, struct request *r)
{
	struct str token = request_cookie(r, session_cookie);

	/* Of an earlier run on another lane: the session may have ended since. */
	r->reader = r->reader_tag = r->form_token = S("");
	if (is_secret(r)) {
		r->form_token = token_for_form(w->arena, request_path_arg(r, "secret"));
	} else if (token_is_well_formed(token)) {
		r->form_token = token_for_form(w->arena, token);
		admit_by_cookie(w, r, token);
	}
	return is_writing(r) ? check_form(r) : HTTP_OK;
}

/* ---- programs */

static enum http_status refuse_token(struct request *r)
{
	answer_header(r, "WWW-Authenticate", S("Bearer"));
	return answer_problem(
		r, HTTP_UNAUTHORIZED, str_from(tr(r->lang, "There is no such token any more.")));
}

/* What the operator did not make himself is no way around the second factor. */
struct token_kind {
	struct str id;
	bool only_reads, is_of_operator;
};

static bool token_read(
	struct work *w, struct str token, struct visit *v, struct token_kind *ret_kind)
{
	struct db_rows *rows =
		db_query(w->db, SQL_PEOPLE_TOKEN, DB_VALUES(V(token_digest(w->arena, token))));
	bool is_there = db_next(rows);
	if (is_there) {
		int64_t ends_ms = db_column_int(rows, 3);

		ret_kind->id = db_column_text(rows, 0);
		v->person.id = db_column_text(rows, 1);
		ret_kind->only_reads = !str_is(db_column_text(rows, 2), "write");
		ret_kind->is_of_operator = db_column_is_null(rows, 4);
		is_there = !ends_ms || ends_ms > w->now_ms;
	}
	db_done(rows);
	if (!is_there || !person_load(w, v->person.id, &v->person) ||
		v->person.state >= PERSON_CLOSED)
		return false;
	seen_note(SEEN_TOKEN, ret_kind->id, w->now_ms);
	return true;
}

/* Of writes that come to something; what is refused leaves no trace, and no count. */
static bool has_pace(struct work *w, struct request *r, struct str token_id)
{
	int64_t wait_s;

	if (!is_writing(r) || r->lane != LANE_WRITE ||
		attempt_take(w, ATTEMPT_TOKEN, token_id, &wait_s))
		return true;
	answer_too_many(r, wait_s);
	return false;
}

static enum http_status admit_program(struct work *w, struct request *r)
{
	struct str header = request_peek(r, "Authorization"), token;
	struct visit *v = ARENA_NEW(w->arena, struct visit);
	struct token_kind kind = { .only_reads = true };

	if (!header.n)
		return HTTP_OK;
	token = str_trim(str_from_at(header, str_find(header, ' ')));
	if (header.n < 7 || strncasecmp(header.p, "Bearer ", 7) || !token_is_well_formed(token) ||
		!token_read(w, token, v, &kind))
		return refuse_token(r);
	take_roles(w, v, w->needs_second_factor && !kind.is_of_operator);
	v->actor.only_reads = kind.only_reads;
	w->visit = v;
	w->actor = v->actor;
	return has_pace(w, r, kind.id) ? HTTP_OK : HTTP_TOO_MANY;
}

bool people_stand_for(struct work *w, struct str account_id)
{
	struct visit *v = ARENA_NEW(w->arena, struct visit);

	if (!person_load(w, account_id, &v->person) || v->person.state != PERSON_ACTIVE)
		return false;
	take_roles(w, v, w->needs_second_factor);
	w->visit = v;
	w->actor = v->actor;
	return true;
}

enum http_status people_admit(struct work *w, struct request *r)
{
	return r->is_api ? admit_program(w, r) : admit_reader(w, r);
}

static enum http_status ask_for_token(struct request *r)
{
	answer_header(r, "WWW-Authenticate", S("Bearer"));
	return HTTP_UNAUTHORIZED;
}

enum http_status people_takes_body(struct request *r)
{
	if (r->is_api)
		return request_peek(r, "Authorization").n ? HTTP_OK : ask_for_token(r);
	return is_secret(r) || token_is_well_formed(request_cookie(r, session_cookie))
		       ? HTTP_OK
		       : refuse_form(r);
}

enum http_status people_turn_away(struct work *w, struct request *r)
{
	struct out to = out_new(w->arena, 4 * PATH_MAX_BYTES);

	if (r->is_api && !w->visit)
		return ask_for_token(r);
	if (r->is_api || is_writing(r))
		return HTTP_FORBIDDEN;
	answer_header(r, "Cache-Control", S("no-store"));
	if (w->visit && w->visit->lacks_second_factor)
		return answer_redirect(
			r, str_printf(w->arena, "/%s/account/second-factor", r->lang->code));
	if (w->visit && !w->visit->awaits_code)
		return HTTP_FORBIDDEN;
	out_printf(&to, "/%s/sign-in?then=", r->lang->code);
	out_url_component(&to, r->target);
	return answer_redirect(r, out_done(&to));
}

/* ---- coming and going */

static void give_cookie(struct work *w, struct request *r, struct str token)
{
	answer_cookie(r, session_cookie, token, COOKIE_SESSION);
	r->form_token = token_for_form(w->arena, token);
}

void people_greet(struct request *r)
{
	answer_header(r, "Cache-Control", S("no-store"));
	if (!r->form_token.n)
		give_cookie(work_of(r), r, token_make(&r->arena));
}

static void tell_of_sign_in(struct work *w, struct request *r, const struct person *p)
{
	struct str device = device_shown(w, r);

	db_run(w->db, SQL_PEOPLE_ACCOUNT_SIGNED_IN, DB_VALUES(V(w->now_ms), V(p->id)));
	people_event(w, p->id, EVENT_SIGNED_IN, device);
	if (!device_remember(w, r, p->id))
		return;
	people_event(w, p->id, EVENT_NEW_DEVICE, device);
	letter_new_device(w, request_home(r), p, device);
}

static int64_t end_of_session(struct work *w, const struct person *p)
{
	struct visit v = { .person = *p };

	take_roles(w, &v, false);
	return w->now_ms + lasts_ms[is_of_the_house(&v.actor)];
}

void session_begin(struct work *w, struct request *r, const struct person *p, bool awaits_code)
{
	struct str token = token_make(w->arena), device = device_shown(w, r),
		   earlier = request_cookie(r, session_cookie);

	if (token_is_well_formed(earlier))
		db_run(w->db, SQL_PEOPLE_SESSION_END_DIGEST,
			DB_VALUES(V(token_digest(w->arena, earlier))));
	db_run(w->db, SQL_PEOPLE_SESSION_ADD,
		DB_VALUES(V(token_digest(w->arena, token)), V(p->id), V(people_new_id(w)),
			V(w->now_ms), V(end_of_session(w, p)), V(awaits_code), V(device)));
	give_cookie(w, r, token);
	if (!awaits_code)
		tell_of_sign_in(w, r, p);
}

static void change_secret(struct work *w, struct request *r, int64_t confirmed_ms)
{
	struct str token = token_make(w->arena);

	db_run(w->db, SQL_PEOPLE_SESSION_DIGEST,
		DB_VALUES(V(token_digest(w->arena, token)), V(confirmed_ms), V(w->now_ms),
			V(w->visit->digest)));
	give_cookie(w, r, token);
}

void session_renew(struct work *w, struct request *r)
{
	change_secret(w, r, w->now_ms);
}

void session_move(struct work *w, struct request *r)
{
	change_secret(w, r, w->visit->confirmed_ms);
}

static void take_cookie_back(struct request *r)
{
	answer_cookie(r, session_cookie, S(""), 0);
	answer_header(r, "Clear-Site-Data", S("\"cache\""));
}

void session_end_own(struct work *w, struct request *r)
{
	if (w->visit) {
		db_run(w->db, SQL_PEOPLE_SESSION_END_DIGEST, DB_VALUES(V(w->visit->digest)));
		people_event(w, w->visit->person.id, EVENT_SIGNED_OUT, S(""));
	}
	take_cookie_back(r);
}

void session_forget(struct request *r)
{
	take_cookie_back(r);
	device_forget(r);
	r->reader = S("");
	r->form_token = S("");
}

void session_end(struct work *w, struct str account_id, struct str session_id)
{
	if (db_run(w->db, SQL_PEOPLE_SESSION_END, DB_VALUES(V(account_id), V(session_id))))
		people_event(w, account_id, EVENT_SESSIONS_ENDED, S(""));
}

void sessions_end_others(struct work *w, struct str account_id)
{
	struct str own = w->visit ? w->visit->digest : S("");

	if (db_run(w->db, SQL_PEOPLE_SESSIONS_END_OTHERS, DB_VALUES(V(account_id), V(own))))
		people_event(w, account_id, EVENT_SESSIONS_ENDED, S(""));
}

void sessions_end_all(struct work *w, struct str account_id)
{
	if (db_run(w->db, SQL_PEOPLE_SESSIONS_END_OTHERS, DB_VALUES(V(account_id), V(""))))
		people_event(w, account_id, EVENT_SESSIONS_ENDED, S(""));
}

int64_t sessions_count(struct work *w)
{
	int64_t n = 0;

	db_one_int(w->db, SQL_PEOPLE_SESSIONS_COUNT,
		DB_VALUES(V(w->now_ms), V(w->now_ms - idle_ms[0])), &n);
	return n;
}

struct open_session *sessions_open(struct work *w, struct str account_id, size_t *ret_n)
{
	struct open_session *v = ARENA_ARRAY(w->arena, struct open_session, SESSIONS_MAX);
	struct db_rows *rows = db_query(w->db, SQL_PEOPLE_SESSIONS,
		DB_VALUES(V(account_id), V(w->now_ms),
			V(w->now_ms - idle_ms[w->visit && is_of_the_house(&w->actor)])));
	size_t n = 0;

	while (n < SESSIONS_MAX && db_next(rows))
		v[n++] = (struct open_session){ .id = db_column_text(rows, 0),
			.is_own = w->visit && str_eq(db_column_text(rows, 1), w->visit->digest),
			.device = db_column_text(rows, 2),
			.began_ms = db_column_int(rows, 3),
			.seen_ms = db_column_int(rows, 4) };
	db_done(rows);
	*ret_n = n;
	return v;
}

/* ---- what is grave */

bool people_is_sure(struct work *w)
{
	return w->visit && w->now_ms < w->visit->confirmed_ms + SURE_FOR_MS;
}

enum http_status people_make_sure_at(struct work *w, struct request *r, struct str then)
{
	struct out to = out_new(w->arena, 4 * PATH_MAX_BYTES);

	out_printf(&to, "/%s/account/confirm?then=", r->lang->code);
	out_url_component(&to, then);
	answer_header(r, "Cache-Control", S("no-store"));
	return answer_redirect(r, out_done(&to));
}

enum http_status people_make_sure(struct work *w, struct request *r)
{
	struct str whole = r->target;

	if (is_writing(r))
		whole.n = str_find(whole, '?');
	return people_make_sure_at(w, r, whole);
}

struct str people_then(struct request *r)
{
	struct str then =
		r->method == METHOD_POST ? request_field(r, "then") : request_param(r, "then");
	bool is_ours = then.n > 2 && then.n <= PATH_MAX_BYTES && then.p[0] == '/' &&
		       language_by_code((struct str){ then.p + 1, 2 }) &&
		       (then.n == 3 || then.p[3] == '/' || then.p[3] == '?');

	return is_ours ? then : S("");
}

/* ---- what is over */

void people_tidy(struct work *w)
{
	const int64_t now = w->now_ms, day_ms = 24 * (int64_t)HOUR_MS;

	seen_write(w);
	db_run(w->db, SQL_PEOPLE_SESSIONS_CLEAR, DB_VALUES(V(now), V(now - idle_ms[0])));
	attempts_clear(w, now - day_ms);
	db_run(w->db, SQL_PEOPLE_DEVICES_OLD, DB_VALUES(V(now - 400 * day_ms)));
	db_run(w->db, SQL_PEOPLE_EVENTS_CLEAR, DB_VALUES(V(now - 365 * day_ms)));
	db_run(w->db, SQL_PEOPLE_REQUESTS_OLD, DB_VALUES(V(now - 365 * day_ms)));
	links_tidy(w);
	requests_tidy(w);
}

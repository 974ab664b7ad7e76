#include "postman.h"
#include "clock.h"
#include "mail_sql.h"
#include "mime.h"

#include <stdio.h>

enum { STORE_MS = 10000, MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS };

#define DAY_MS ((int64_t)24 * HOUR_MS)

/* To the next try, after so many of them; the last stands for all later ones. */
static const int64_t pauses_ms[] = { MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS,
	12 * HOUR_MS, DAY_MS };

const char *post_end_name(enum post_end end)
{
	static const char *const names[POST_ENDS] = {
		[POST_SENT] = "sent", [POST_PUT_OFF] = "put-off", [POST_GIVEN_UP] = "given-up"
	};

	return names[end];
}

/* The store has some time for each word, however long the mail server took. */
static void use_store(struct work *w)
{
	db_use(w->db, w->arena, w->failure, clock_monotonic_ms() + STORE_MS);
}

/* ---- what came of a letter */

static void put_off(struct work *w, const struct post_result *r, int64_t now, int64_t pause_ms)
{
	db_run(w->db, SQL_MAIL_PUT_OFF,
		DB_VALUES(V(now + pause_ms), V(r->fault), V(r->seq), V(r->lease)));
}

static void give_up(struct work *w, const struct post_result *r, int64_t now)
{
	db_run(w->db, SQL_MAIL_GIVE_UP, DB_VALUES(V(now), V(r->fault), V(r->seq), V(r->lease)));
}

/* POST_ENDS: none, as if nobody had tried. */
static enum post_end write_result(struct work *w, const struct post_result *r, int64_t now)
{
	const size_t n_pauses = COUNT(pauses_ms), tries = (size_t)r->tries;
	const int64_t pause_ms = pauses_ms[tries < n_pauses ? tries : n_pauses - 1];

	switch (r->end) {
	case SMTP_SENT:
		db_run(w->db, SQL_MAIL_SENT, DB_VALUES(V(now), V(r->seq), V(r->lease)));
		return POST_SENT;
	case SMTP_STOPPED:
		db_run(w->db, SQL_MAIL_RELEASE, DB_VALUES(V(r->seq), V(r->lease)));
		return POST_ENDS;
	case SMTP_ADDRESS_REFUSED:
		db_run(w->db, SQL_MAIL_ADDRESS_MARK,
			DB_VALUES(V(mail_address_fold(w->arena, str_from(r->to))), V(now),
				V(r->fault)));
		give_up(w, r, now);
		return POST_GIVEN_UP;
	case SMTP_LATER:
	case SMTP_AWAY:
		if (now + pause_ms - r->made_at < POSTMAN_TRIES_DAYS * DAY_MS) {
			put_off(w, r, now, pause_ms);
			return POST_PUT_OFF;
		}
		break;
	case SMTP_LETTER_REFUSED:
		break;
	}
	give_up(w, r, now);
	return POST_GIVEN_UP;
}

/* In a transaction of its own. What the store does not take now is owed to it. */
static bool settle(struct work *w, struct postman *p, const struct post_result *r)
{
	use_store(w);
	db_begin(w->db);
	enum post_end end = write_result(w, r, clock_now_ms());
	bool is_written = db_commit(w->db);

	if (is_written && end != POST_ENDS)
		atomic_fetch_add(&p->ended[end], 1);
	p->owed = is_written ? (struct post_result){ 0 } : *r;
	return is_written;
}

/* ---- a letter on its way */

struct taken {
	struct post_result result;
	struct mime message;
	const char *why_not; /* to be sent; NULL: it is to be sent */
};

/* The one that has been due for longest, held by nobody yet. False: there is none. */
static bool read_next(struct work *w, int64_t now, struct taken *ret_taken)
{
	struct db_rows *rows = db_query(w->db, SQL_MAIL_NEXT, DB_VALUES(V(now)));

	if (!db_next(rows))
		return false;
	const struct language *lang = language_by_code(db_column_text(rows, 3));

	*ret_taken = (struct taken){ .result = { .seq = db_column_int(rows, 0),
					     .lease = now + POSTMAN_LEASE_MS,
					     .made_at = db_column_int(rows, 6),
					     .tries = db_column_int(rows, 7) },
		.message = { .id = db_column_text(rows, 1),
			.to = db_column_text(rows, 2),
			.lang = lang ? lang : &languages[LANG_EN],
			.subject = db_column_text(rows, 4),
			.text = db_column_text(rows, 5),
			.at_ms = db_column_int(rows, 6) } };
	db_done(rows);
	return true;
}

/* False: another server was faster, or the store failed. */
static bool lease(struct work *w, const struct post_result *r, int64_t now)
{
	db_begin(w->db);
	int64_t touched = db_run(
		w->db, SQL_MAIL_LEASE, DB_VALUES(V(r->lease), V(r->seq), V(r->tries), V(now)));
	return db_commit(w->db) && touched == 1;
}

/* Sets why it is not to be sent, if it is not. */
static void look_at(struct work *w, struct taken *t, int64_t now)
{
	struct str fault = S("");

	if (!mail_address_is_sound(t->message.to))
		t->why_not = N_("this is no e-mail address");
	else if (now - t->result.made_at >= POSTMAN_TRIES_DAYS * DAY_MS)
		t->why_not = N_("for five days nobody could send it");
	else if (mail_address_has_bounced(w, t->message.to, &fault))
		t->why_not = str_z(w->arena, fault);
}

static void note(struct post_result *r, enum smtp_end end, struct str fault)
{
	r->end = end;
	snprintf(r->fault, sizeof r->fault, STR_FMT, STR_ARG(fault));
}

/* One line when the server goes away, and no other until it has come back. */
static void tell(struct postman *p, const struct smtp_answer *answer)
{
	struct failure f = { 0 };
	bool is_away = answer->end == SMTP_AWAY;

	if (is_away && !p->has_told) {
		failure_record(&f, "letters cannot be sent", str_from(answer->trouble),
			"Check --smtp and the mail server; letters wait meanwhile.");
		failure_log(&f);
	}
	if (answer->end != SMTP_STOPPED)
		p->has_told = is_away;
}

/* False: there was no memory for the whole letter. */
static bool deliver(
	struct work *w, struct postman *p, struct taken *t, const atomic_bool *must_stop)
{
	t->message.from = str_from(p->server.from);
	t->message.origin = p->origin;
	struct str bytes = mime_write(w->arena, &t->message);

	if (!db_has_room(w->db, w->arena))
		return false;
	struct smtp_answer answer =
		smtp_send(&p->server, t->message.to, bytes, must_stop, w->arena);
	snprintf(t->result.to, sizeof t->result.to, STR_FMT, STR_ARG(t->message.to));
	note(&t->result, answer.end, answer.reply);
	tell(p, &answer);
	return true;
}

bool postman_round(struct work *w, struct postman *p, const atomic_bool *must_stop)
{
	const int64_t now = clock_now_ms();
	struct taken t;

	use_store(w);
	if (p->owed.seq && !settle(w, p, &p->owed))
		return false;
	if (!p->server.url || !read_next(w, now, &t))
		return false;
	look_at(w, &t, now);
	if (!lease(w, &t.result, now))
		return db_is_sound(w->db);
	if (t.why_not)
		note(&t.result, SMTP_LETTER_REFUSED, str_from(t.why_not));
	else if (!deliver(w, p, &t, must_stop))
		return false;
	return settle(w, p, &t.result) && t.result.end != SMTP_AWAY && t.result.end != SMTP_STOPPED;
}

void postman_sweep(struct work *w)
{
	const int64_t now = clock_now_ms(), before = now - POSTMAN_KEEPS_DAYS * DAY_MS;
	int64_t oldest = now;

	use_store(w);
	if (!db_one_int(w->db, SQL_MAIL_OLDEST, NULL, 0, &oldest) || oldest >= before)
		return;
	db_begin(w->db);
	db_run(w->db, SQL_MAIL_SWEEP, DB_VALUES(V(before), V(now)));
	db_commit(w->db);
}

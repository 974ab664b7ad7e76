/*
 * Deadlines as a calendar (RFC 5545), for programs that read it by an address of one's own. Who has
 * the address reads what its owner must do by some day, and nothing else.
 */
#include "clock.h"
#include "notice_pages.h"
#include "notice_sql.h"
#include "people.h"
#include "step.h"
#include "token.h"

#include <string.h>

enum { LINE_MAX_BYTES = 75, CALENDAR_MAX_BYTES = 1 << 20, UID_CHARS = 32 };

/* ---- its secret */

struct str calendar_make(struct work *w, struct str account_id)
{
	const struct str secret = token_make(w->arena);

	db_run(w->db, SQL_NOTICE_CALENDAR_MAKE,
		DB_VALUES(V(account_id), V(token_digest(w->arena, secret)), V(w->now_ms)));
	return secret;
}

void calendar_end(struct work *w, struct str account_id)
{
	db_run(w->db, SQL_NOTICE_CALENDAR_END, DB_VALUES(V(account_id)));
}

int64_t calendar_made_ms(struct work *w, struct str account_id)
{
	int64_t made_ms = 0;

	db_one_int(w->db, SQL_NOTICE_CALENDAR_MADE, DB_VALUES(V(account_id)), &made_ms);
	return made_ms;
}

/* From here on the work is that person's. */
static bool come_by(struct work *w, struct str secret)
{
	struct str account_id = S("");

	if (!token_is_well_formed(secret))
		return false;
	struct db_rows *rows =
		db_query(w->db, SQL_NOTICE_CALENDAR, DB_VALUES(V(token_digest(w->arena, secret))));
	if (db_next(rows))
		account_id = db_column_text(rows, 0);
	db_done(rows);
	return account_id.n && people_stand_for(w, account_id);
}

/* ---- its lines */

/* One character of UTF-8 is never parted. */
static size_t char_bytes(struct str s, size_t at)
{
	size_t n = 1;

	while (at + n < s.n && ((unsigned char)s.p[at + n] & 0xc0) == 0x80)
		n++;
	return n;
}

static void out_folded(struct out *o, struct str line)
{
	size_t used = 0;

	for (size_t i = 0; i < line.n;) {
		const size_t n = char_bytes(line, i);

		if (used + n > LINE_MAX_BYTES) {
			out_z(o, "\r\n ");
			used = 1;
		}
		out_bytes(o, line.p + i, n);
		used += n;
		i += n;
	}
	out_z(o, "\r\n");
}

static void out_escaped(struct out *o, struct str value)
{
	for (size_t i = 0; i < value.n; i++) {
		const char c = value.p[i];

		if (c == '\n')
			out_z(o, "\\n");
		else if (c && strchr("\\;,", c))
			out_printf(o, "\\%c", c);
		else if ((unsigned char)c >= ' ' && c != 0x7f)
			out_char(o, c);
	}
}

void calendar_line(struct out *o, const char *name, struct str value)
{
	struct out line = out_new(o->arena, CALENDAR_MAX_BYTES);

	out_z(&line, name);
	out_char(&line, ':');
	out_escaped(&line, value);
	out_folded(o, out_done(&line));
}

/* What is no text has nothing to escape. */
static void plain_line(struct out *o, const char *name, struct str value)
{
	out_folded(o, str_printf(o->arena, "%s:" STR_FMT, name, STR_ARG(value)));
}

/* "20261122", or with the time "20261122T032504Z". */
static struct str compact(struct arena *a, int64_t at_ms, bool has_time)
{
	const struct str told = clock_rfc3339(a, at_ms);
	struct out o = out_new(a, told.n);

	for (size_t i = 0; i < told.n && (has_time || told.p[i] != 'T'); i++)
		if (told.p[i] != '-' && told.p[i] != ':')
			out_char(&o, told.p[i]);
	return out_done(&o);
}

void calendar_event(struct out *o, const struct calendar_event *e, int64_t now_ms)
{
	out_folded(o, S("BEGIN:VEVENT"));
	plain_line(o, "UID", e->uid);
	plain_line(o, "DTSTAMP", compact(o->arena, now_ms, true));
	plain_line(o, "DTSTART;VALUE=DATE", compact(o->arena, e->day_ms, false));
	calendar_line(o, "SUMMARY", e->what);
	plain_line(o, "URL", e->address);
	calendar_line(o, "DESCRIPTION", e->address);
	out_folded(o, S("TRANSP:TRANSPARENT"));
	out_folded(o, S("END:VEVENT"));
}

/* ---- what is in it */

/*
 * The same for the same duty whatever its day and the language it is told in: of its place, behind
 * the language, and its number among those of that place.
 */
static struct str uid_of(struct work *w, const struct duties *all, size_t at)
{
	const struct str address = all->v[at].place.address;
	size_t n = 0;

	for (size_t i = 0; i < at; i++)
		n += all->v[i].due_ms && str_eq(all->v[i].place.address, address);
	const struct str digest = token_digest(w->arena,
		str_printf(w->arena, STR_FMT " %zu " STR_FMT, STR_ARG(w->actor.account_id), n,
			STR_ARG(str_from_at(address, strlen("/en")))));
	return str_printf(w->arena, "%.*s@jalon", UID_CHARS, digest.p);
}

static struct duties duties_of(struct work *w, struct page_out *o)
{
	struct duties all = { .arena = w->arena };

	writing_duties(w, o, &all);
	HOUSE_EACH(w->house, m)
		if (m->duties)
			m->duties(w, o, &all);
	return all;
}

static void write_calendar(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = { &r->body, w->arena, w->lang };
	const struct duties all = duties_of(w, &o);
	struct out *to = &r->body;

	out_folded(to, S("BEGIN:VCALENDAR"));
	out_folded(to, S("VERSION:2.0"));
	out_folded(to, S("PRODID:-//Jalon//Jalon//EN"));
	calendar_line(to, "NAME", str_from(T(w, "Jalon: what I must do")));
	calendar_line(to, "X-WR-CALNAME", str_from(T(w, "Jalon: what I must do")));
	out_folded(to, S("REFRESH-INTERVAL;VALUE=DURATION:PT6H"));
	for (size_t i = 0; i < all.n; i++) {
		const struct duty *d = &all.v[i];
		const struct calendar_event e = { .uid = uid_of(w, &all, i),
			.what = d->what,
			.address = str_printf(w->arena, STR_FMT STR_FMT, STR_ARG(request_home(r)),
				STR_ARG(d->place.address)),
			.day_ms = d->due_ms - 1 };

		if (d->due_ms)
			calendar_event(to, &e, w->now_ms);
	}
	out_folded(to, S("END:VCALENDAR"));
}

enum http_status notice_calendar(struct request *r)
{
	static const struct str ending = { ".ics", 4 };
	struct work *w = work_of(r);
	struct str secret = request_path_arg(r, "secret");

	if (!str_ends(secret, ending))
		return HTTP_NOT_FOUND;
	secret.n -= ending.n;
	if (!come_by(w, secret))
		return HTTP_NOT_FOUND;
	w->lang = w->visit->person.lang;
	r->is_of_no_language = true;
	r->type = "text/calendar; charset=utf-8";
	answer_header(r, "Cache-Control", S("private, no-store"));
	answer_header(r, "X-Robots-Tag", S("noindex"));
	write_calendar(r);
	return HTTP_OK;
}

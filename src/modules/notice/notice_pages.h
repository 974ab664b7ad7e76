/* notice_pages.h - handlers, and what notice.html shows. */
#ifndef NOTICE_PAGES_H
#define NOTICE_PAGES_H

#include "form.h"
#include "notice.h"
#include "notices.h"

struct notices_view {
	struct notices all; /* of one page */
	struct form read_all;
	bool has_unread, is_first;
	struct url next; /* or empty */
	struct str done;
};

struct notice_settings_view {
	struct form pace, make, end;
	struct str email;
	bool sends_mail;
	int64_t calendar_ms; /* since when there is an address of one's own; 0: there is none */
	struct str done;
};

struct notice_calendar_view {
	struct str address;
};

/* Of a notice, by which it is opened. */
struct url notice_url(struct page_out *o, const struct notice *n);

/* Of what it says, as much as a list shows. */
struct str notice_beginning(struct page_out *o, const struct notice *n);

/* A page below the list; with `title` empty, the list itself. The title of a form tells whether
 * something is wrong. */
enum http_status notice_send(
	struct request *r, struct str title, const struct form *f, struct page_out *o);

/* What was done on the page before, or the empty text. */
struct str notice_done(struct request *r);

/* ---- the calendar (notice_calendar.c) */

/* A new secret in place of the one before, told this once. */
struct str calendar_make(struct work *w, struct str account_id);
void calendar_end(struct work *w, struct str account_id);

/* Since when; 0: there is none. */
int64_t calendar_made_ms(struct work *w, struct str account_id);

/* A line of a calendar: its name, and a value that is escaped; folded after 75 bytes (RFC 5545). */
void calendar_line(struct out *o, const char *name, struct str value);

/* An event of a whole day: `uid` is the same each time it is told. */
struct calendar_event {
	struct str uid, what, address;
	int64_t day_ms; /* some time of that day */
};
void calendar_event(struct out *o, const struct calendar_event *e, int64_t now_ms);

/* ---- handlers */

enum http_status notices_page(struct request *r);
enum http_status notice_open(struct request *r);
enum http_status notices_read_all(struct request *r);
enum http_status notice_settings_page(struct request *r);
enum http_status notice_settings_save(struct request *r);
enum http_status notice_calendar_make(struct request *r);
enum http_status notice_calendar_end(struct request *r);
enum http_status notice_calendar(struct request *r);

#endif

/* admin_pages.h - handlers of the house for administrators, and what admin.html shows. */
#ifndef ADMIN_PAGES_H
#define ADMIN_PAGES_H

#include "admin.h"

enum http_status admin_page(struct request *r);
enum http_status admin_access_page(struct request *r);
enum http_status admin_mail_page(struct request *r);
enum http_status admin_mail_forgive(struct request *r);
enum http_status admin_letter_page(struct request *r);
enum http_status admin_letter_open(struct request *r);
enum http_status admin_processing_page(struct request *r);
enum http_status admin_processing_csv(struct request *r);

/* A page below "Administration": `above` is a place between the two, or has no path. */
enum http_status admin_send(
	struct request *r, struct crumb above, struct str title, struct page_out *content);

/* ---- what the templates show */

/* A room: a place, its name, and what is in it (N_()). */
struct admin_room {
	const char *path, *label, *meaning;
};

/* Ended by a row without path. */
extern const struct admin_room admin_rooms[];

struct admin_view {
	struct work *work;
	struct people_figures people;
	struct mail_waiting waiting;
	struct str key; /* the beginning of its fingerprint */
};

/* "3 letters wait, the first since 21 November 2026". */
struct str admin_waiting(struct page_out *o, struct mail_waiting waiting);

/* "12 active, 3 invited". */
struct str admin_accounts_shown(struct page_out *o, const struct people_figures *f);

/* ---- who may do what (admin_access.c) */

/* How far the role goes in words: "own Party"; NULL where it may not at all. */
const char *admin_reach(enum role role, enum verb verb);

/* Is it so for what is public only? */
bool admin_is_of_published(enum role role, enum verb verb);

/* "Within a Party. Given and ended by: Administrator, Secretariat." */
struct str admin_role_terms(struct page_out *o, enum role role);

/* ---- letters (admin_mail.c) */

struct admin_mail_view {
	struct work *work;
	struct mail_waiting waiting;
	const struct mail *letters;
	size_t n;
	struct url older, newest; /* or empty addresses */
	const struct mail_bounce *bounces;
	struct form *forgives; /* a button each */
	size_t n_bounces;
	bool was_forgiven; /* just now */
};

struct admin_letter_view {
	struct work *work;
	const struct mail *letter;
	struct str reader; /* the person it is for; or empty */
	struct form open; /* the button that shows the text */
	bool is_open;
};

/* N_(), and how pressing it looks: "ask", "done". */
const char *admin_mail_state(enum mail_state state);
const char *admin_mail_urgency(enum mail_state state);

/* ---- the register of processing */

struct admin_processing_view {
	struct str contact; /* of who runs the site, as it was told; or empty */
	struct url contact_url;
};

#endif

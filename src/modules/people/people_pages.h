/* people_pages.h - what people.html shows, and the handlers that fill it. */
#ifndef PEOPLE_PAGES_H
#define PEOPLE_PAGES_H

#include "form.h"
#include "pages.h"
#include "people.h"
#include "ui_html.h"

/* ---- people_pages.c: the list */
enum http_status people_list_page(struct request *r);
enum http_status people_vacant_page(struct request *r);

/* ---- people_person_pages.c: one person */
enum http_status people_person_page(struct request *r);

/* ---- people_act_pages.c: what is done about a person */
enum http_status people_end_role_page(struct request *r);
enum http_status people_end_role_send(struct request *r);
enum http_status people_act_page(struct request *r);
enum http_status people_act_send(struct request *r);

/* ---- people_invite_pages.c */
enum http_status people_invite_page(struct request *r);
enum http_status people_invite_send(struct request *r);
enum http_status people_invite_again_send(struct request *r);

/* ---- people_hand_over_pages.c */
enum http_status people_hand_over_page(struct request *r);
enum http_status people_hand_over_send(struct request *r);

/* ---- people_ask_pages.c: requests, from outside and from within */
enum http_status people_ask_page(struct request *r);
enum http_status people_ask_send(struct request *r);
enum http_status people_requests_page(struct request *r);
enum http_status people_request_page(struct request *r);
enum http_status people_grant_send(struct request *r);
enum http_status people_refuse_send(struct request *r);

/* ---- people_organisation_pages.c */
enum http_status people_organisations_page(struct request *r);
enum http_status people_organisation_page(struct request *r);
enum http_status people_organisation_new_page(struct request *r);
enum http_status people_organisation_new_send(struct request *r);
enum http_status people_organisation_change_page(struct request *r);
enum http_status people_organisation_change_send(struct request *r);
enum http_status people_organisation_close_page(struct request *r);
enum http_status people_organisation_close_send(struct request *r);
enum http_status people_organisation_open_send(struct request *r);

/* ---- what these pages share (people_pages.c) */

/* A page below "People". The crumbs end with the page itself, whose title that is. */
enum http_status people_send(
	struct request *r, struct page_out *o, const struct crumb *crumbs, size_t n);

/* The same of one form; HTTP_UNPROCESSABLE when something is wrong with what was sent. */
enum http_status people_send_form(struct request *r, const struct crumb *crumbs, size_t n,
	struct str lede, const struct form *f);

/* Nothing but a title, a text, and where to go on. */
struct people_said {
	struct str title, text;
	struct url place;
	const char *place_label; /* N_() */
};
enum http_status people_say(struct request *r, const struct people_said *said);

/* On to a page, which says by people_done() what was done; `done` is a name in people_pages.c. */
enum http_status people_go(struct request *r, struct url to, const char *done);
struct str people_done(struct request *r);

/* The page of the person. */
struct url people_person_url(struct page_out *o, struct str account_id);
struct url people_organisation_url(struct page_out *o, struct str id);

/* "Last signed in on 3 May 2026": what an account is at. */
struct str people_state_shown(struct page_out *o, const struct person *p);

/* "since 3 May 2026", "from 3 May 2024 to 1 June 2026" */
struct str people_time_shown(struct page_out *o, const struct holding *h);

struct str people_party_shown(const struct work *w, struct str party);

/* Does the one who works see all people there are? */
bool people_sees_all(const struct work *w);

/* ---- choices of forms, out of which roles are put together (people_choice.c) */

struct choices {
	struct form_choice *v;
	size_t n;
};

struct choices choices_of_languages(struct work *w);
struct choices choices_of_parties(struct work *w);
struct choices choices_of_organisations(struct work *w);

/* Those where the one who works may give the role; ROLE_COUNT: all. */
struct choices choices_of_parties_for(struct work *w, enum role role);
struct choices choices_of_roles(struct work *w, const enum role *roles, size_t n);

/* Sets those of a field, and that one which is the only one. */
void form_choose(struct form *f, const char *name, struct choices choices);

/* All that the one who works may give, wherever that is; at most ROLE_COUNT. */
size_t roles_to_give(struct work *w, enum role *ret_roles);
bool role_may_be_given(struct work *w, enum role role);

/* The fields "party", "organisation", "region" of the form with what the role may be given within;
 * those it does not want are dropped. */
void form_choose_within(struct form *f, struct work *w, enum role role);

/*
 * The role with what the form says it is within. False, said beside the field: something is
 * missing, or the one who works may not give it.
 */
bool form_take_role(struct form *f, struct work *w, enum role role, struct held_role *ret_role);

/* The fields that every form of an invitation begins with: "email", "name", "lang". */
#define PEOPLE_INVITED_FIELDS \
	{ "email", FORM_EMAIL, N_("E-mail address"), \
		N_("The invitation goes there. It works for 14 days."), \
		N_("Give the e-mail address"), NULL, MAIL_ADDRESS_MAX }, \
		{ "name", FORM_TEXT, N_("Name"), \
			N_("As colleagues are to see it; the person can change it."), \
			N_("Give the name"), NULL, PEOPLE_NAME_MAX }, \
	{ \
		"lang", FORM_SELECT, N_("Language of the invitation"), NULL, \
			N_("Choose the language") \
	}

/* ---- inviting, from several pages (people_invite_pages.c) */

/*
 * Is the address one that somebody can be invited by? Says at the field "email" what is wrong: it
 * is none, or its account is closed.
 */
bool form_take_address(struct form *f, struct work *w);

/*
 * Invites whom the form names; `ret_address` as people_invite() gives it. HTTP_OK, or what is
 * answered instead, nothing told.
 */
enum http_status people_invite_named(struct request *r, struct form *f,
	const struct held_role *role, struct person *ret_person, struct str *ret_address);

/*
 * What came of it: the link, once, where letters do not leave the house and it is for the one who
 * works to pass on; else on to the person's page.
 */
enum http_status people_pass_on(
	struct request *r, const struct person *p, struct str address, const char *done);

/* ---- views */

/* A person with the roles that a list shows. */
struct people_row {
	const struct person *person;
	const struct team_member *v; /* held ones first */
	size_t n;
};

struct people_found_view {
	struct work *work;
	struct people_query query;
	struct choices roles, parties;
	struct people_row *rows;
	size_t n;
	struct url next, first; /* empty: not there */
};

/* Who holds and who held roles within a Party, an organisation or a region. */
struct people_group {
	struct str key; /* the code or id of what it is */
	struct str title;
	struct url place; /* of an organisation */
	struct members held, earlier;
};

struct people_groups_view {
	struct work *work;
	struct people_group *groups;
	size_t n;
	struct parties without; /* Parties of a region with nobody */
	struct str done;
};

/* Parts what is held from what has ended, the roles in the order of enum role. */
struct people_group people_group_of(struct work *w, struct str title, const struct members *all);

struct people_vacant_view {
	struct work *work;
	struct parties vacant;
	const struct vocabulary *groups;
};

/* How many of the vacant Parties are of the group. */
size_t people_vacant_in(const struct people_vacant_view *v, const struct term *group);
struct url people_invite_point_url(struct page_out *o, const struct term *party);

struct person_role {
	const struct holding *holding;
	struct url end, hand_over; /* empty: not for the reader */
};

struct person_act {
	const char *label; /* N_() */
	struct url place;
};

struct person_view {
	struct work *work;
	struct person person;
	struct str done;
	bool is_own, sees_all, shows_address;
	struct person_role *held, *earlier;
	size_t n_held, n_earlier;
	const struct event *events;
	size_t n_events;
	struct person_act *acts;
	size_t n_acts;
	struct form again; /* to send the invitation again */
	bool may_invite_again, may_give;
	bool has_bounced;
	struct str bounce; /* what the mail server said */
};

/* "Given on 3 May 2026 by Ana Silva", "Ended ..." */
struct str people_given_shown(struct page_out *o, struct work *w, const struct holding *h);
struct str people_ended_shown(struct page_out *o, struct work *w, const struct holding *h);

/* Who did it, if it was not the person; or empty. */
struct str people_event_by(struct work *w, const struct event *e, const struct person *p);

/* What there is to do about the account, for administrators. */
struct person_act *people_acts(
	struct page_out *o, struct work *w, const struct person *p, size_t *ret_n);

/* A question before something is done. */
struct people_act_view {
	struct str title, about; /* about: what it is done to; may be empty */
	struct str ends, stays, beware; /* beware may be empty */
	struct str fault; /* why it cannot be; or empty */
	struct form form;
	struct url instead; /* what may be better; or empty */
	const char *instead_label; /* N_() */
};
enum http_status people_ask_whether(
	struct request *r, const struct crumb *crumbs, size_t n, const struct people_act_view *v);

struct people_roles_view {
	const enum role *roles;
	size_t n;
	struct str party, organisation, person; /* what the choice is for already */
};
struct url people_invite_as_url(
	struct page_out *o, const struct people_roles_view *v, enum role role);

struct people_link_view {
	struct str name, address;
	struct url person;
};

struct people_requests_view {
	struct work *work;
	struct access_requests requests;
	struct str done;
};

struct people_request_view {
	struct work *work;
	const struct access_request *request;
	struct person known; /* who has the address already */
	bool is_known;
	struct form grant, refuse;
};
struct str people_request_role(struct work *w, const struct access_request *q);

struct people_organisations_view {
	struct work *work;
	struct organisation_query query;
	struct organisations found;
	struct url next, first;
};

struct people_organisation_view {
	struct work *work;
	struct organisation organisation;
	struct people_group people;
	struct url website; /* or empty */
	bool may_change;
	struct form open;
	struct str done;
};

#endif

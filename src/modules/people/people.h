/*
 * people.h - accounts, the roles they hold within Parties, organisations and regions, and how
 * somebody is known again: sessions, one-time links, tokens of the API (R200). The plan of it, and
 * who may do what, is docs/people.md.
 *
 * An account is invited (somebody gave it a role, nobody has used it yet), active, closed (it no
 * longer opens anything) or erased (nothing of the person is left but its id, which the history of
 * records names). Roles are given and ended, never taken out: the trace of a post stays.
 *
 * Secrets are kept as digests: who reads the store can use none of them.
 */
#ifndef PEOPLE_H
#define PEOPLE_H

#include "attempt.h"
#include "form.h"
#include "mail.h"
#include "module.h"

enum person_state { PERSON_INVITED, PERSON_ACTIVE, PERSON_CLOSED, PERSON_ERASED };

struct person {
	struct str id, email, name;
	enum person_state state;
	const struct language *lang;
	struct str password; /* as password.h keeps it; empty: none yet */
	struct str totp; /* the sealed secret of the second factor; empty: none */
	int64_t totp_step; /* of the last code, which is not taken again */
	int64_t created_ms, signed_in_ms, password_ms; /* 0: never */
};

/* A role somebody holds or held. */
struct holding {
	struct str id, account_id;
	struct held_role role;
	int64_t given_ms, ended_ms; /* ended_ms 0: it is held */
	struct str given_by, ended_by; /* accounts; empty: the operator */
};

struct holdings {
	struct holding *v;
	size_t n;
};

enum { PEOPLE_NAME_MAX = 200, PEOPLE_NOTE_MAX = 1000 };

/* ---- accounts (people_account.c). All that write do so in the transaction of the work. */

/* False, nothing told: there is none. */
bool person_load(struct work *w, struct str id, struct person *ret_person);
bool person_by_email(struct work *w, struct str email, struct person *ret_person);

/* The name, or the address when there is none yet; of an account that is gone, words for that. */
struct str person_shown(const struct work *w, const struct person *p);
struct str person_shown_by_id(struct work *w, struct str id);

/*
 * A name as it is kept: one line, one blank between words, nothing that turns the direction of what
 * stands beside it. May be empty.
 */
struct str person_name_clean(struct arena *a, struct str name);

/* A new account, invited; the address is sound and nobody has it. */
struct person person_add(
	struct work *w, struct str email, struct str name, const struct language *lang);

/* Who changes a person's account tells it to the person's trace; see people_event(). */
void person_set_state(struct work *w, const struct person *p, enum person_state state);
void person_set_name(
	struct work *w, const struct person *p, struct str name, const struct language *lang);

/* These two void all one-time links of the account that were not used. */
void person_set_email(struct work *w, const struct person *p, struct str email);
void person_set_password(struct work *w, const struct person *p, struct str hash);

/* The secret of a second factor that was tried with the code of `step`; empty: none any more. */
void person_set_totp(struct work *w, const struct person *p, struct str secret, int64_t step);

/*
 * The code of the second factor, of the app or one of those for recovery; each fits once.
 */
bool person_code_fits(struct work *w, const struct person *p, struct str code);

/* New codes for recovery in place of all earlier ones, to be shown once. */
enum { PEOPLE_RECOVERY_CODES = 10 };
void person_recovery_codes(
	struct work *w, const struct person *p, struct str ret_codes[PEOPLE_RECOVERY_CODES]);
int64_t person_recovery_left(struct work *w, const struct person *p);

/* Takes everything that tells of the person out of the store; its id stands. Ends its roles. */
void person_erase(struct work *w, const struct person *p);

/* How many accounts there are of each state, and sessions that still open something. */
struct people_figures {
	int64_t of_state[PERSON_ERASED + 1], sessions;
};
struct people_figures people_figures(struct work *w);

/* "active": what the state is called in the store. */
const char *person_state_name(enum person_state state);

/* ---- roles (people_role.c) */

/* All the person holds and held, those held first, newest first. */
struct holdings person_holdings(struct work *w, struct str account_id);

/* Who holds roles of a Party now, or held them; oldest first. */
struct holdings holdings_of_party(struct work *w, struct str party);

/* Does nothing if the person holds it already. Told to both traces. */
void person_give(struct work *w, const struct person *p, const struct held_role *role);

bool holding_load(struct work *w, struct str id, struct holding *ret_holding);

/* Does the person hold it now? */
bool person_holds(struct work *w, struct str account_id, const struct held_role *role);

/* Ends it. False, and nothing done: it is the last administrator's. */
bool person_end_role(struct work *w, const struct holding *h);

/* The same for a role that is no administrator's. False: somebody else has just ended it. */
bool role_end(struct work *w, const struct holding *h);

/* May the account be closed or erased: is it not that of the last administrator? */
bool person_may_leave(struct work *w, const struct person *p);

/* Is there an administrator who can sign in, or has yet to answer the invitation? */
bool people_have_administrator(struct work *w);

/* Is there none, and will there be none unless this work makes one? For the first of them. */
bool people_lack_administrator(struct work *w);

/* "Focal point, France": what the role is called with what it is held within. */
struct str role_shown(struct work *w, const struct held_role *role);
struct str role_within_shown(struct work *w, const struct held_role *role);

/* The subject of something about people of that role: its Party, organisation and region. */
struct subject role_subject(const struct work *w, const struct held_role *role);

/* May the one who works see this person: is it himself, or one role within reach? */
bool person_may_be_seen(struct work *w, const struct person *p);

/* May he see the address too? Not of those who have no role within reach any more. */
bool person_may_be_written_to(struct work *w, const struct person *p);

/* ---- who holds what (people_member.c): of people and roles those that the one who works may see
 */

/* A role somebody holds or held; its `id` is empty for people who never had one. */
struct team_member {
	struct person person; /* without password and second factor */
	struct holding holding;
};

struct members {
	struct team_member *v;
	size_t n;
};

/* By name, held or ended. Of a region: its own, and those of its Parties. */
struct members members_of_party(struct work *w, struct str party);
struct members members_of_region(struct work *w, struct str region);
struct members members_of_organisation(struct work *w, struct str organisation);

/* Who holds the role now, by Party. */
struct members members_of_role(struct work *w, enum role role);

/* What people are looked for by; what is empty does not matter. */
struct people_query {
	struct str words; /* in names and addresses */
	struct str role, party;
	bool with_earlier; /* those who held the role before as well */
	struct str after; /* id of the last one that was shown */
};

/* The next `limit` people by name, each with all its roles side by side. */
struct members people_found(
	struct work *w, const struct people_query *q, size_t limit, bool *ret_more);

struct parties {
	const struct term **v; /* by name */
	size_t n;
};

/* Those without a focal point who can come in or is yet to answer the invitation. */
struct parties parties_vacant(struct work *w);

/* ---- organisations (people_organisation.c) */

struct organisation {
	struct str id, name, party, website;
	int64_t created_ms, closed_ms; /* closed_ms 0: it is open */
	struct str created_by;
};

struct organisations {
	struct organisation *v;
	size_t n;
};

struct organisation_query {
	struct str words; /* in names */
	bool with_closed;
	struct str after; /* id of the last one that was shown */
};

bool organisation_load(struct work *w, struct str id, struct organisation *ret_organisation);

/* Another one than `but` that has this name, however it is written. */
bool organisation_named(
	struct work *w, struct str name, struct str but, struct organisation *ret_organisation);

/* The next `limit` by name. */
struct organisations organisations_found(
	struct work *w, const struct organisation_query *q, size_t limit, bool *ret_more);

/* Name, Party and website; a new one, without id, gets one. */
void organisation_save(struct work *w, struct organisation *o);

/* Ends all roles held in it too, with a letter to each. False: one of them cannot end. */
bool organisation_close(struct work *w, const struct organisation *o);
void organisation_open(struct work *w, const struct organisation *o);

/* ---- requests for an account (people_request.c): those that the one who works may answer */

enum { REQUEST_KEPT_DAYS = 90 }; /* with name and address, after the answer */

struct access_request {
	struct str id, email, name, reason;
	struct str organisation; /* as it was called */
	struct held_role role; /* with its Party, without an organisation */
	const struct language *lang;
	int64_t made_ms, answered_ms; /* answered_ms 0: it is open */
	struct str answered_by;
	bool is_granted;
};

struct access_requests {
	struct access_request *v;
	size_t n;
};

/* What anybody may ask for, in the order it is offered in. */
extern const enum role roles_to_ask[];
extern const size_t n_roles_to_ask;

void request_add(struct work *w, const struct access_request *q);

/* False, nothing told: there is none, or it is not for the one who works to answer. */
bool request_load(struct work *w, struct str id, struct access_request *ret_request);

/* Who has waited longest comes first. */
struct access_requests requests_open(struct work *w);

/* Writes the answer down, nothing else. False: somebody else has just answered. */
bool request_answer(struct work *w, const struct access_request *q, bool is_granted);

/* ---- the trace of an account (people_event.c) */

/* To add one: here, and its words in people_event.c. */
enum event_kind {
	EVENT_INVITED,
	EVENT_ACCEPTED,
	EVENT_SIGNED_IN,
	EVENT_REFUSED, /* a password that did not fit */
	EVENT_CODE_REFUSED, /* it did, the code did not */
	EVENT_NEW_DEVICE,
	EVENT_SIGNED_OUT,
	EVENT_SESSIONS_ENDED,
	EVENT_NAME,
	EVENT_PASSWORD,
	EVENT_PASSWORD_ASKED,
	EVENT_EMAIL_ASKED,
	EVENT_EMAIL,
	EVENT_TOTP_ON,
	EVENT_TOTP_OFF,
	EVENT_RECOVERY_USED,
	EVENT_TOKEN_MADE,
	EVENT_TOKEN_ENDED,
	EVENT_ROLE_GIVEN,
	EVENT_ROLE_ENDED,
	EVENT_HANDED_OVER,
	EVENT_CLOSED,
	EVENT_OPENED,
	EVENT_DATA_TAKEN,
	EVENT_LETTER_READ,
	EVENT_COUNT
};

struct event {
	enum event_kind kind;
	int64_t at_ms;
	struct str by; /* account; empty: the person, or the operator */
	struct str detail;
};

void people_event(struct work *w, struct str account_id, enum event_kind kind, struct str detail);

/* The newest `limit`; *ret_n of them. */
struct event *person_events(struct work *w, struct str account_id, size_t limit, size_t *ret_n);

/* Of those the ones that tell of roles, and of the account as a whole. */
struct event *person_events_of_roles(
	struct work *w, struct str account_id, size_t limit, size_t *ret_n);

/* The role that it tells of; false when it tells of none. */
bool event_role(const struct event *e, struct held_role *ret_role);
struct str event_shown(struct work *w, const struct event *e);

/* ---- sessions (people_session.c) */

/* Whose request it is. */
struct visit {
	struct person person;
	struct str session_id, digest; /* of the session; empty with a token of the API */
	int64_t began_ms, confirmed_ms; /* the password was last given then */
	bool awaits_code; /* the password fitted, the second factor is still to come */
	bool lacks_second_factor; /* some of its roles sleep until there is one */
	struct actor actor;
};

/*
 * Tells who asks: sets the work's actor and visit and what the page's frame shows. HTTP_OK;
 * HTTP_UNAUTHORIZED: a token that is none (any more); HTTP_FORBIDDEN: a form that was not made for
 * this reader.
 */
enum http_status people_admit(struct work *w, struct request *r);

/*
 * May a large body come with it? Asked without the store: HTTP_OK; what people_admit() would answer
 * at last to who names neither session nor token.
 */
enum http_status people_takes_body(struct request *r);

/*
 * From here on the work is that person's, with its roles as they are: for what tells a person's own
 * by another key, and writes nothing. False: the account opens nothing.
 */
bool people_stand_for(struct work *w, struct str account_id);

/* Who may not: the way to the door for those who have not come in yet, else HTTP_FORBIDDEN. */
enum http_status people_turn_away(struct work *w, struct request *r);

/* Begins a session, in place of the one the request came with. */
void session_begin(struct work *w, struct request *r, const struct person *p, bool awaits_code);

/* The same session goes on under a new secret; its password was given just now. */
void session_renew(struct work *w, struct request *r);

/*
 * The same session goes on under a new secret, so that no form of before is taken once more: for
 * what was answered with a secret of its own, and is not to be done again by loading the page anew.
 */
void session_move(struct work *w, struct request *r);

/* Ends that of the request and takes the cookie back. */
void session_end_own(struct work *w, struct request *r);

/* Takes back all cookies of a person who is no more; the page in answer is for nobody. */
void session_forget(struct request *r);

/* Ends one by its id, or all of the person but the request's own; of what still opens something. */
void session_end(struct work *w, struct str account_id, struct str session_id);
void sessions_end_others(struct work *w, struct str account_id);
void sessions_end_all(struct work *w, struct str account_id);

struct open_session {
	struct str id, device;
	int64_t began_ms, seen_ms;
	bool is_own;
};
struct open_session *sessions_open(struct work *w, struct str account_id, size_t *ret_n);

/* A form for somebody who is not signed in has a token too: gives the reader a cookie for it. */
void people_greet(struct request *r);

/*
 * For what is grave: was the password given a moment ago? If not, the redirection to the page that
 * asks for it and comes back.
 */
bool people_is_sure(struct work *w);
enum http_status people_make_sure(struct work *w, struct request *r);

/* The same, coming back to another place: for what is no page. */
enum http_status people_make_sure_at(struct work *w, struct request *r, struct str then);

/* Where to go afterwards, as "then" of the address or the form says: a place of this site, or the
 * empty text. */
struct str people_then(struct request *r);

/* Writes down when sessions and tokens were last seen, and clears away what is over. A chore. */
void people_tidy(struct work *w);

/* ---- passwords that are chosen (people_password.c) */

/*
 * Is the password in that field fit to be taken? Says at the field what is wrong with it.
 * `personal`: what is known of its owner, see password_fault().
 */
bool people_check_password(struct request *r, struct form *f, const char *field,
	const struct str *personal, size_t n_personal);

/* ---- attempts (attempt.h, people_attempt.c) */

/* What attempts to sign in are counted by: an account, apart for browsers it was used from. */
struct str attempts_at(struct work *w, struct request *r, struct str email);

/* ---- one-time links (people_link.c) */

/* To add one: here, and a row in people_link.c. */
enum link_purpose {
	LINK_INVITATION,
	LINK_FIRST_ADMINISTRATOR, /* belongs to no account */
	LINK_PASSWORD,
	LINK_EMAIL_OLD, /* the change of address, confirmed at the old one */
	LINK_EMAIL_NEW, /* and at the new one */
	LINK_COUNT
};

struct one_time_link {
	struct str digest;
	enum link_purpose purpose;
	struct str account_id, detail, made_by;
	int64_t ends_ms, used_ms; /* used_ms 0: it was not */
};

/* Its address, whole; those made for the same before are void. */
struct str link_make(struct work *w, struct str origin, const struct language *lang,
	enum link_purpose purpose, struct str account_id, struct str detail);

/* False: there is none, or it is over or used. Nothing is consumed. */
bool link_find(struct work *w, struct str token, struct one_time_link *ret_link);

/* Uses it; false when somebody else just did. */
bool link_use(struct work *w, const struct one_time_link *link);

/* ---- letters (people_letter.c), in the language of who reads them */

void letter_invitation(struct work *w, struct str origin, const struct person *p,
	const struct held_role *role, struct str address);
void letter_password(struct work *w, const struct person *p, struct str address);
void letter_password_changed(struct work *w, struct str origin, const struct person *p);
void letter_email_old(struct work *w, const struct person *p, struct str email, struct str address);
void letter_email_new(struct work *w, const struct person *p, struct str email, struct str address);
void letter_email_changed(struct work *w, const struct person *p, struct str old_email);
void letter_new_device(
	struct work *w, struct str origin, const struct person *p, struct str device);
void letter_role_ended(struct work *w, const struct person *p, const struct held_role *role);
/* Written to the one whose post it was. */
void letter_handed_over(struct work *w, const struct person *p, const struct held_role *role,
	const struct person *successor);
void letter_second_factor_taken(struct work *w, struct str origin, const struct person *p);
void letter_request_refused(
	struct work *w, struct str email, const struct language *lang, struct str why);

/* ---- inviting */

/*
 * May whoever works invite somebody with that address at all? An account that was closed is opened
 * again, with all the roles it holds, by administrators alone.
 */
bool people_may_invite(struct work *w, struct str email);

/*
 * Gives the role to whoever has the address: an account that is there, or a new one with an
 * invitation. The address of the link to set it up, or the empty text if none is needed. Does
 * nothing if people_may_invite() says no.
 */
struct str people_invite(struct work *w, struct str origin, struct str email, struct str name,
	const struct language *lang, const struct held_role *role);

/* The invitation once more, under a new link; the one before is void. */
struct str people_invite_again(struct work *w, struct str origin, const struct person *p);

/* ---- changing an address: confirmed at both (people_email.c) */

/*
 * Writes to both addresses; only to the old one when somebody has the new one already, and nobody
 * is told the difference.
 */
void email_change_ask(struct work *w, struct str origin, const struct person *p, struct str email);

enum email_change { EMAIL_WAITS_FOR_OTHER, EMAIL_CHANGED, EMAIL_TAKEN };

/* One of the two links was used. */
enum email_change email_change_confirm(struct work *w, const struct one_time_link *link);

/* ---- tokens of the API (people_token.c) */

struct api_token {
	struct str id, name;
	bool only_reads;
	int64_t made_ms, ends_ms, used_ms; /* ends_ms 0: it does not; used_ms 0: never */
};

/* The token itself, which is told this once. `days` 0: it does not end. */
struct str api_token_make(
	struct work *w, struct str account_id, struct str name, bool only_reads, int64_t days);
struct api_token *api_tokens(struct work *w, struct str account_id, size_t *ret_n);
void api_token_end(struct work *w, struct str account_id, struct str id);

/* ---- what a person takes along (people_data.c) */

/* All that is kept about the person, without secrets and digests: one JSON object. */
void person_data(struct work *w, const struct person *p, struct out *to);

/* ---- what is kept about people, for themselves and for the operator's register (people_kept.c) */

struct people_kept {
	const char *what, *why, *until, *who_sees; /* N_() */
};

/* Ended by a row without `what`. */
extern const struct people_kept people_kept[];

/* For the house: whom letters about records go to, and what people are called in histories. */
extern const struct directory people_directory;

extern const struct module people_module;

#endif

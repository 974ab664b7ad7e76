/* account_pages.h - handlers of one's own account, what they share, and what account.html shows. */
#ifndef ACCOUNT_PAGES_H
#define ACCOUNT_PAGES_H

#include "account.h"

enum http_status account_page(struct request *r);
enum http_status account_confirm_page(struct request *r);
enum http_status account_confirm(struct request *r);
enum http_status account_name_page(struct request *r);
enum http_status account_name(struct request *r);
enum http_status account_password_page(struct request *r);
enum http_status account_password(struct request *r);
enum http_status account_email_page(struct request *r);
enum http_status account_email(struct request *r);
enum http_status account_factor_page(struct request *r);
enum http_status account_set_up_page(struct request *r);
enum http_status account_set_up(struct request *r);
enum http_status account_codes_page(struct request *r);
enum http_status account_codes(struct request *r);
enum http_status account_factor_off_page(struct request *r);
enum http_status account_factor_off(struct request *r);
enum http_status account_sessions_page(struct request *r);
enum http_status account_session_end(struct request *r);
enum http_status account_sessions_end_others(struct request *r);
enum http_status account_tokens_page(struct request *r);
enum http_status account_token_page(struct request *r);
enum http_status account_token(struct request *r);
enum http_status account_token_end(struct request *r);
enum http_status account_history_page(struct request *r);
enum http_status account_privacy_page(struct request *r);
enum http_status account_data(struct request *r);
enum http_status account_erase_page(struct request *r);
enum http_status account_erase(struct request *r);

/* ---- what they share (account_pages.c) */

/* Whose account it is. */
static inline const struct person *account_own(const struct work *w)
{
	return &w->visit->person;
}

/* The form of a place below /account, which leads back there unless it is sent. */
struct form account_form(struct request *r, const char *path, const struct form_field *fields,
	size_t n_fields, const char *submit);

/* A page below "My account". With a form (or NULL) that is not sound: HTTP_UNPROCESSABLE. */
enum http_status account_send(
	struct request *r, const char *title, const struct form *f, struct page_out *content);

/* One that is a form and a sentence. */
enum http_status account_form_page(
	struct request *r, const char *title, const char *lede, const struct form *f);

/* To add one: here, and its name and sentence in account_pages.c. */
enum account_deed {
	DEED_NAME,
	DEED_PASSWORD,
	DEED_EMAIL,
	DEED_FACTOR_OFF,
	DEED_SESSIONS,
	DEED_TOKEN_END,
	DEED_COUNT
};

/* To a place of the account in the language given, which says that this was done. */
enum http_status account_done(
	struct request *r, const struct language *l, const char *path, enum account_deed deed);

/* What was done, N_(), if the address says so; else NULL. */
const char *account_done_words(struct request *r);

/* Nothing keeps this answer, and loading the page again does not do the same once more. */
void account_tell_once(struct work *w, struct request *r);

/* ---- what the templates show */

struct account_view {
	struct work *work;
	const struct person *person;
	struct holdings held; /* those that ended come after the others */
	int64_t n_codes;
	size_t n_sessions, n_tokens;
	struct form sign_out;
	const char *done; /* N_() or NULL */
};

struct account_factor_view {
	struct form form;
	struct html qr;
	struct str shown; /* the secret for those who type it */
};

struct account_factor_on_view {
	int64_t n_codes;
	bool is_required;
};

struct account_codes_view {
	struct str codes[PEOPLE_RECOVERY_CODES];
};

struct account_sessions_view {
	const struct open_session *v;
	struct form *ends; /* a button each */
	size_t n;
	struct form end_others;
	const char *done; /* N_() or NULL */
};

struct account_tokens_view {
	const struct api_token *v;
	struct form *ends; /* a button each */
	size_t n;
	const char *done; /* N_() or NULL */
};

struct account_token_view {
	struct str token;
};

struct account_history_view {
	struct work *work;
	const struct event *v;
	size_t n;
};

struct account_erase_view {
	struct work *work;
	struct holdings held;
	struct form form;
};

/* Those who did it, if it was neither the person nor nobody in particular; or the empty text. */
struct str account_event_by(struct work *w, const struct event *e);

/* Something that is empty but for a title and sentences. */
struct account_said_view {
	const char *title, *text; /* N_() */
};

#endif

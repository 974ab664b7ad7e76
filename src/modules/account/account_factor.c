/*
 * The second factor: set up, its recovery codes, turned off.
 *
 * Until its first code has been given, the secret of a phone is kept nowhere: the form carries it,
 * sealed for this account and for an hour.
 */
#include "account_html.h"
#include "account_pages.h"
#include "key.h"
#include "one_time_code.h"
#include "qr.h"

#include <string.h>

enum { SEALED_MAX = 400 };
static const int64_t set_up_within_ms = 60 * 60 * 1000;

static const char to_be_purpose[] = "second factor to be";

/* ---- the secret on its way */

/* The bytes of the secret, the account, the instant. */
static struct str seal_secret(struct work *w, const unsigned char secret[TOTP_SECRET_BYTES])
{
	struct out plain = out_new(w->arena, SEALED_MAX);

	out_bytes(&plain, (const char *)secret, TOTP_SECRET_BYTES);
	out_str(&plain, account_own(w)->id);
	out_printf(&plain, " %lld", (long long)w->now_ms);
	return key_seal(w->key, w->arena, to_be_purpose, out_done(&plain));
}

/* False: it was not sealed here, for this account, within the last hour. */
static bool unseal_secret(
	struct work *w, struct str sealed, unsigned char ret_secret[TOTP_SECRET_BYTES])
{
	struct str plain, account, rest;
	int64_t made_ms;

	if (!key_unseal(w->key, w->arena, to_be_purpose, sealed, &plain) ||
		plain.n <= TOTP_SECRET_BYTES)
		return false;
	rest = str_from_at(plain, TOTP_SECRET_BYTES);
	if (!str_cut(&rest, ' ', &account) || !str_eq(account, account_own(w)->id) ||
		!str_int(rest, &made_ms) || made_ms + set_up_within_ms < w->now_ms)
		return false;
	memcpy(ret_secret, plain.p, TOTP_SECRET_BYTES);
	return true;
}

/* ---- setting it up */

static struct form set_up_form(struct request *r)
{
	static const struct form_field fields[] = {
		{ "code", FORM_CODE, N_("The six digits that the app shows"), NULL,
			N_("Give the code"), "one-time-code", 40 },
		{ "secret", FORM_HIDDEN, .max = SEALED_MAX },
	};

	return account_form(
		r, "/account/second-factor/set-up", fields, COUNT(fields), N_("Turn it on"));
}

/* "Jalon (jalon.example)": a phone may know several. */
static struct str issuer(struct work *w, struct request *r)
{
	struct str host = request_origin_peek(r);

	for (int i = 0; i < 2; i++) /* behind "https://" */
		host = str_from_at(
			host, str_find(host, '/') < host.n ? str_find(host, '/') + 1 : 0);
	host.n = str_find(host, ':');
	return host.n ? str_printf(w->arena, "Jalon (" STR_FMT ")", STR_ARG(host)) : S("Jalon");
}

static enum http_status show_set_up(struct work *w, struct request *r, struct form *f,
	const unsigned char secret[TOTP_SECRET_BYTES])
{
	struct page_out o = page_begin(r);
	struct str address = totp_address(w->arena, issuer(w, r), account_own(w)->email, secret);

	form_field(f, "secret")->value = seal_secret(w, secret);
	form_field(f, "code")->value = S("");
	const struct account_factor_view v = { *f,
		qr_html(&o, address, str_from(T(w, "The secret as a code to scan"))),
		totp_secret_shown(w->arena, secret) };
	account_factor_html(&o, &v);
	answer_header(r, "Cache-Control", S("no-store"));
	return account_send(r, N_("Second factor"), f, &o);
}

static enum http_status begin_set_up(struct work *w, struct request *r, struct form *f)
{
	unsigned char secret[TOTP_SECRET_BYTES];

	totp_secret_make(secret);
	return show_set_up(w, r, f, secret);
}

enum http_status account_set_up_page(struct request *r)
{
	struct work *w = work_of(r);
	struct form f = set_up_form(r);

	return people_is_sure(w) ? begin_set_up(w, r, &f) : people_make_sure(w, r);
}

/* Would a role of the person sleep without it? */
static bool is_required(const struct work *w)
{
	for (size_t i = 0; w->needs_second_factor && i < w->actor.n_held; i++)
		if (role_row(w->actor.held[i].role)->is_protected)
			return true;
	return false;
}

enum http_status account_factor_page(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);

	if (!account_own(w)->totp.n)
		return account_set_up_page(r);
	account_factor_on_html(
		&o, &(struct account_factor_on_view){
			    person_recovery_left(w, account_own(w)), is_required(w) });
	return account_send(r, N_("Second factor"), NULL, &o);
}

/* New codes for recovery, told this once. */
static enum http_status tell_codes(struct work *w, struct request *r)
{
	struct account_codes_view v;

	person_recovery_codes(w, account_own(w), v.codes);
	account_tell_once(w, r);
	struct page_out o = page_begin(r);
	account_codes_html(&o, &v);
	return account_send(r, N_("Your recovery codes"), NULL, &o);
}

enum http_status account_set_up(struct request *r)
{
	struct work *w = work_of(r);
	struct form f = set_up_form(r);
	unsigned char secret[TOTP_SECRET_BYTES];
	int64_t step = -1;

	if (!people_is_sure(w))
		return people_make_sure(w, r);
	form_take(&f, r);
	if (!unseal_secret(w, form_value(&f, "secret"), secret)) {
		form_fault(&f, "code",
			str_from(T(w, "This page was open for too long: scan the new code below")));
		return begin_set_up(w, r, &f);
	}
	if (form_is_sound(&f) && !totp_fits(secret, form_value(&f, "code"), w->now_ms, -1, &step))
		form_fault(&f, "code",
			str_from(T(w, "This code does not fit: is the clock of the phone right?")));
	if (!form_is_sound(&f))
		return show_set_up(w, r, &f, secret);
	person_set_totp(
		w, account_own(w), (struct str){ (const char *)secret, sizeof secret }, step);
	return tell_codes(w, r);
}

/* ---- new recovery codes */

static enum http_status to_factor(struct request *r)
{
	return answer_redirect(
		r, str_printf(&r->arena, "/%s/account/second-factor", r->lang->code));
}

static enum http_status show_codes_form(struct request *r)
{
	struct form f =
		account_form(r, "/account/second-factor/codes", NULL, 0, N_("Make new codes"));

	return account_form_page(r, N_("New recovery codes"),
		N_("Those you have now no longer work then. The new ones are shown once: have a "
		   "printer "
		   "or a sheet of paper ready."),
		&f);
}

enum http_status account_codes_page(struct request *r)
{
	struct work *w = work_of(r);

	if (!account_own(w)->totp.n)
		return to_factor(r);
	return people_is_sure(w) ? show_codes_form(r) : people_make_sure(w, r);
}

enum http_status account_codes(struct request *r)
{
	struct work *w = work_of(r);

	if (!account_own(w)->totp.n)
		return to_factor(r);
	return people_is_sure(w) ? tell_codes(w, r) : people_make_sure(w, r);
}

/* ---- turning it off */

static enum http_status refuse_off(struct request *r)
{
	struct page_out o = page_begin(r);

	account_said_html(
		&o, &(struct account_said_view){ N_("Turn the second factor off"),
			    N_("Your role requires a second factor: it cannot be turned off "
			       "as long as you hold it. If you have another phone, set it "
			       "up in place of the one you had.") });
	return account_send(r, N_("Turn the second factor off"), NULL, &o);
}

enum http_status account_factor_off_page(struct request *r)
{
	struct work *w = work_of(r);

	if (!account_own(w)->totp.n)
		return to_factor(r);
	if (is_required(w))
		return refuse_off(r);
	if (!people_is_sure(w))
		return people_make_sure(w, r);
	struct form f = account_form(r, "/account/second-factor/off", NULL, 0, N_("Turn it off"));
	f.is_grave = true;
	return account_form_page(r, N_("Turn the second factor off"),
		N_("Your password alone opens your account then, and your recovery codes no longer "
		   "work."),
		&f);
}

enum http_status account_factor_off(struct request *r)
{
	struct work *w = work_of(r);

	if (!account_own(w)->totp.n)
		return to_factor(r);
	if (is_required(w)) {
		refuse_off(r);
		return HTTP_UNPROCESSABLE;
	}
	if (!people_is_sure(w))
		return people_make_sure(w, r);
	person_set_totp(w, account_own(w), S(""), 0);
	return account_done(r, r->lang, "/account", DEED_FACTOR_OFF);
}

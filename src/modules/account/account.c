#include "account.h"
#include "account_pages.h"

/* A name of many letters is to come back with what is wrong with it. */
enum { FORM_MAX_BYTES = 128 * 1024 };

#define PAGE(path, handler) \
	{ \
		METHOD_GET, "/{lang}/account" path, LANE_READ, VERB_OWN, handler \
	}
#define FORM(path, lane, handler) \
	{ \
		METHOD_POST, "/{lang}/account" path, lane, VERB_OWN, handler, FORM_MAX_BYTES \
	}

static const struct route routes[] = {
	PAGE("", account_page),
	PAGE("/confirm", account_confirm_page),
	FORM("/confirm", LANE_SLOW, account_confirm),
	PAGE("/name", account_name_page),
	FORM("/name", LANE_WRITE, account_name),
	PAGE("/password", account_password_page),
	FORM("/password", LANE_SLOW, account_password),
	PAGE("/email", account_email_page),
	FORM("/email", LANE_WRITE, account_email),
	PAGE("/second-factor", account_factor_page),
	PAGE("/second-factor/set-up", account_set_up_page),
	FORM("/second-factor/set-up", LANE_WRITE, account_set_up),
	PAGE("/second-factor/codes", account_codes_page),
	FORM("/second-factor/codes", LANE_WRITE, account_codes),
	PAGE("/second-factor/off", account_factor_off_page),
	FORM("/second-factor/off", LANE_WRITE, account_factor_off),
	PAGE("/sessions", account_sessions_page),
	FORM("/sessions/end", LANE_WRITE, account_session_end),
	FORM("/sessions/end-others", LANE_WRITE, account_sessions_end_others),
	PAGE("/tokens", account_tokens_page),
	PAGE("/tokens/new", account_token_page),
	FORM("/tokens/new", LANE_WRITE, account_token),
	FORM("/tokens/end", LANE_WRITE, account_token_end),
	PAGE("/history", account_history_page),
	PAGE("/privacy", account_privacy_page),
	{ METHOD_GET, "/{lang}/account/data.json", LANE_SLOW, VERB_OWN, account_data },
	PAGE("/erase", account_erase_page),
	FORM("/erase", LANE_WRITE, account_erase),
	{ 0 },
};

const struct module account_module = { .name = "account", .routes = routes };

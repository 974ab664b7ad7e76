#include "people.h"
#include "people_sql.h"
#include "people_store.h"

enum { EVENTS_MAX = 500 };

/* To add one: a row. `says` may have a place for what the detail is, {1}. */
static const struct {
	const char *name;
	const char *says; /* N_() */
	bool is_of_role; /* the detail is a role_code() */
} kinds[EVENT_COUNT] = {
	[EVENT_INVITED] = { "invited", N_("Invited") },
	[EVENT_ACCEPTED] = { "accepted", N_("The invitation was accepted") },
	[EVENT_SIGNED_IN] = { "signed_in", N_("Signed in: {1}") },
	[EVENT_REFUSED] = { "refused", N_("Somebody tried to sign in with a wrong password") },
	[EVENT_CODE_REFUSED] = { "code_refused",
		N_("Somebody gave the right password and a wrong code") },
	[EVENT_NEW_DEVICE] = { "new_device", N_("First time from this device: {1}") },
	[EVENT_SIGNED_OUT] = { "signed_out", N_("Signed out") },
	[EVENT_SESSIONS_ENDED] = { "sessions_ended", N_("Sessions were ended") },
	[EVENT_NAME] = { "name", N_("Name or language changed") },
	[EVENT_PASSWORD] = { "password", N_("Password changed") },
	[EVENT_PASSWORD_ASKED] = { "password_asked",
		N_("A link for a new password was asked for") },
	[EVENT_EMAIL_ASKED] = { "email_asked", N_("A change of address was asked for") },
	[EVENT_EMAIL] = { "email", N_("Address changed") },
	[EVENT_TOTP_ON] = { "totp_on", N_("Second factor set up") },
	[EVENT_TOTP_OFF] = { "totp_off", N_("Second factor taken away") },
	[EVENT_RECOVERY_USED] = { "recovery_used", N_("A recovery code was used") },
	[EVENT_TOKEN_MADE] = { "token_made", N_("Token for programs made: {1}") },
	[EVENT_TOKEN_ENDED] = { "token_ended", N_("Token for programs ended") },
	[EVENT_ROLE_GIVEN] = { "role_given", N_("Role given: {1}"), true },
	[EVENT_ROLE_ENDED] = { "role_ended", N_("Role ended: {1}"), true },
	[EVENT_HANDED_OVER] = { "handed_over", N_("Handed over: {1}"), true },
	[EVENT_CLOSED] = { "closed", N_("Account closed") },
	[EVENT_OPENED] = { "opened", N_("Account opened again") },
	[EVENT_DATA_TAKEN] = { "data_taken", N_("All data of the account taken along") },
	[EVENT_LETTER_READ] = { "letter_read",
		N_("An administrator opened a letter to this account") },
};

void people_event(struct work *w, struct str account_id, enum event_kind kind, struct str detail)
{
	struct str by = w->actor.account_id;

	db_run(w->db, SQL_PEOPLE_EVENT_ADD,
		DB_VALUES(V(people_new_id(w)), V(account_id), V(w->now_ms), V(kinds[kind].name),
			db_text_or_null(by), db_text_or_null(detail)));
}

static enum event_kind kind_named(struct str name)
{
	enum event_kind kind = 0;

	while (kind < EVENT_COUNT && !str_is(name, kinds[kind].name))
		kind++;
	return kind;
}

static struct event *read_events(struct work *w, struct db_rows *rows, size_t limit, size_t *ret_n)
{
	struct event *v = ARENA_ARRAY(w->arena, struct event, limit + 1);
	size_t n = 0;

	while (n < limit && db_next(rows)) {
		enum event_kind kind = kind_named(db_column_text(rows, 1));

		if (kind != EVENT_COUNT)
			v[n++] = (struct event){ kind, db_column_int(rows, 0),
				db_column_text(rows, 2), db_column_text(rows, 3) };
	}
	db_done(rows);
	*ret_n = n;
	return v;
}

static size_t bounded(size_t limit)
{
	return limit < EVENTS_MAX ? limit : EVENTS_MAX;
}

struct event *person_events(struct work *w, struct str account_id, size_t limit, size_t *ret_n)
{
	limit = bounded(limit);
	return read_events(w,
		db_query(w->db, SQL_PEOPLE_EVENTS, DB_VALUES(V(account_id), V(limit))), limit,
		ret_n);
}

struct event *person_events_of_roles(
	struct work *w, struct str account_id, size_t limit, size_t *ret_n)
{
	limit = bounded(limit);
	return read_events(w,
		db_query(w->db, SQL_PEOPLE_EVENTS_OF_ROLES, DB_VALUES(V(account_id), V(limit))),
		limit, ret_n);
}

bool event_role(const struct event *e, struct held_role *ret_role)
{
	return kinds[e->kind].is_of_role && role_decode(e->detail, ret_role);
}

struct str event_shown(struct work *w, const struct event *e)
{
	struct held_role role;
	struct str detail = e->detail;

	if (event_role(e, &role))
		detail = role_shown(w, &role);
	return STR_FILL(w->arena, tr_text(w->lang, kinds[e->kind].says), detail);
}

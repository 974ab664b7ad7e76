#include "id.h"
#include "note.h"
#include "one_time_code.h"
#include "people.h"
#include "people_sql.h"
#include "people_store.h"
#include "words.h"

#include <string.h>

enum { NAME_KEY_BYTES = 400 };

static const char totp_purpose[] = "second factor";

static const char *const state_names[] = {
	[PERSON_INVITED] = "invited",
	[PERSON_ACTIVE] = "active",
	[PERSON_CLOSED] = "closed",
	[PERSON_ERASED] = "erased",
};

struct str people_new_id(struct work *w)
{
	char id[ULID_LENGTH + 1];

	ulid_make(id);
	return str_copy(w->arena, str_from(id));
}

struct db_value people_by(const struct work *w)
{
	return db_text_or_null(w->actor.account_id);
}

/* ---- reading */

enum person_state person_state_named(struct str name)
{
	enum person_state state = PERSON_INVITED;

	while (state < PERSON_ERASED && !str_is(name, state_names[state]))
		state++;
	return state;
}

const struct language *person_language(struct str code)
{
	const struct language *l = language_by_code(code);

	return l ? l : &languages[0];
}

static void read_person(struct db_rows *row, struct person *p)
{
	*p = (struct person){ .id = db_column_text(row, 0),
		.state = person_state_named(db_column_text(row, 1)),
		.email = db_column_text(row, 2),
		.name = db_column_text(row, 3),
		.lang = person_language(db_column_text(row, 4)),
		.password = db_column_text(row, 5),
		.password_ms = db_column_int(row, 6),
		.totp = db_column_text(row, 7),
		.totp_step = db_column_int(row, 8),
		.created_ms = db_column_int(row, 9),
		.signed_in_ms = db_column_int(row, 10) };
}

bool person_load(struct work *w, struct str id, struct person *ret_person)
{
	struct db_rows *rows = db_query(w->db, SQL_PEOPLE_ACCOUNT, DB_VALUES(V(id)));
	bool is_there = db_next(rows);

	if (is_there)
		read_person(rows, ret_person);
	db_done(rows);
	return is_there;
}

bool person_by_email(struct work *w, struct str email, struct person *ret_person)
{
	struct db_rows *rows = db_query(w->db, SQL_PEOPLE_ACCOUNT_BY_EMAIL,
		DB_VALUES(V(mail_address_fold(w->arena, email))));
	struct str id = db_next(rows) ? db_column_text(rows, 0) : S("");

	db_done(rows);
	return id.n && person_load(w, id, ret_person);
}

struct str person_shown(const struct work *w, const struct person *p)
{
	if (p->state == PERSON_ERASED)
		return str_from(T(w, "An account that was erased"));
	return p->name.n ? p->name : p->email;
}

struct str person_shown_by_id(struct work *w, struct str id)
{
	struct person p;

	if (!id.n)
		return str_from(T(w, "The operator of the site"));
	return person_load(w, id, &p) ? person_shown(w, &p) : id;
}

/* ---- writing */

struct str people_name_key(struct work *w, struct str name)
{
	return text_folded(w->arena, name, NAME_KEY_BYTES);
}

/* How many bytes at the start of `s`, which is not empty, cannot stand in a name. */
static size_t beside_name(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	if (p[0] <= ' ' || p[0] == 0x7f)
		return 1;
	if (s.n > 1 && p[0] == 0xc2 && p[1] < 0xa0)
		return 2; /* U+0080 to U+009F: control characters */
	if (s.n > 2 && p[0] == 0xe2 && p[1] == 0x80 && p[2] >= 0xa8 && p[2] <= 0xae)
		return 3; /* U+2028 to U+202E: ends of lines, changes of direction */
	if (s.n > 2 && p[0] == 0xe2 && p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9)
		return 3; /* U+2066 to U+2069: the same */
	return 0;
}

struct str person_name_clean(struct arena *a, struct str name)
{
	struct out o = out_new(a, name.n + 1);
	bool is_parted = false;

	while (name.n) {
		size_t skip = beside_name(name);

		if (!skip) {
			if (is_parted && o.n)
				out_char(&o, ' ');
			out_char(&o, *name.p);
		}
		is_parted = skip;
		name = str_from_at(name, skip ? skip : 1);
	}
	return out_done(&o);
}

/* Of two who add the same address at once the second gets what the first has made. */
struct person person_add(
	struct work *w, struct str email, struct str name, const struct language *lang)
{
	struct person p = { .id = people_new_id(w),
		.email = email,
		.name = person_name_clean(w->arena, name),
		.lang = lang,
		.created_ms = w->now_ms };

	if (!db_run(w->db, SQL_PEOPLE_ACCOUNT_ADD,
		    DB_VALUES(V(p.id), V(email), V(mail_address_fold(w->arena, email)), V(p.name),
			    V(people_name_key(w, p.name.n ? p.name : email)), V(lang->code),
			    V(w->now_ms))))
		person_by_email(w, email, &p);
	return p;
}

void person_set_state(struct work *w, const struct person *p, enum person_state state)
{
	db_run(w->db, SQL_PEOPLE_ACCOUNT_STATE, DB_VALUES(V(state_names[state]), V(p->id)));
	if (state == PERSON_CLOSED) {
		sessions_end_all(w, p->id);
		db_run(w->db, SQL_PEOPLE_TOKENS_END, DB_VALUES(V(w->now_ms), V(p->id)));
		people_event(w, p->id, EVENT_CLOSED, S(""));
	} else if (p->state == PERSON_CLOSED) {
		people_event(w, p->id, EVENT_OPENED, S(""));
	}
}

void person_set_name(
	struct work *w, const struct person *p, struct str name, const struct language *lang)
{
	struct str clean = person_name_clean(w->arena, name);

	db_run(w->db, SQL_PEOPLE_ACCOUNT_NAME,
		DB_VALUES(V(clean), V(people_name_key(w, clean.n ? clean : p->email)),
			V(lang->code), V(p->id)));
	people_event(w, p->id, EVENT_NAME, S(""));
}

void person_set_email(struct work *w, const struct person *p, struct str email)
{
	db_run(w->db, SQL_PEOPLE_ACCOUNT_EMAIL,
		DB_VALUES(V(email), V(mail_address_fold(w->arena, email)), V(p->id)));
	db_run(w->db, SQL_PEOPLE_LINKS_VOID, DB_VALUES(V(p->id)));
	people_event(w, p->id, EVENT_EMAIL, S(""));
}

void person_set_password(struct work *w, const struct person *p, struct str hash)
{
	db_run(w->db, SQL_PEOPLE_ACCOUNT_PASSWORD, DB_VALUES(V(hash), V(w->now_ms), V(p->id)));
	db_run(w->db, SQL_PEOPLE_LINKS_VOID, DB_VALUES(V(p->id)));
	attempts_forget(w, ATTEMPT_SIGN_IN, mail_address_fold(w->arena, p->email));
}

void person_set_totp(struct work *w, const struct person *p, struct str secret, int64_t step)
{
	struct str sealed = secret.n ? key_seal(w->key, w->arena, totp_purpose, secret) : S("");

	db_run(w->db, SQL_PEOPLE_ACCOUNT_TOTP,
		DB_VALUES(db_text_or_null(sealed), V(step), V(p->id)));
	if (!secret.n)
		db_run(w->db, SQL_PEOPLE_RECOVERY_CLEAR, DB_VALUES(V(p->id)));
	people_event(w, p->id, secret.n ? EVENT_TOTP_ON : EVENT_TOTP_OFF, S(""));
}

/* ---- the second factor */

static bool totp_of_person_fits(struct work *w, const struct person *p, struct str code)
{
	struct str secret;
	int64_t step;

	return p->totp.n && key_unseal(w->key, w->arena, totp_purpose, p->totp, &secret) &&
	       secret.n == TOTP_SECRET_BYTES &&
	       totp_fits((const unsigned char *)secret.p, code, w->now_ms, p->totp_step, &step) &&
	       db_run(w->db, SQL_PEOPLE_ACCOUNT_TOTP_STEP, DB_VALUES(V(step), V(p->id))) == 1;
}

/* They are short enough to be guessed by who has the store, but for the key. */
static struct str recovery_digest(struct work *w, struct str code)
{
	return key_digest(w->key, w->arena, "recovery code", recovery_code_folded(w->arena, code));
}

bool person_code_fits(struct work *w, const struct person *p, struct str code)
{
	if (!p->totp.n)
		return false;
	if (totp_of_person_fits(w, p, code))
		return true;
	if (db_run(w->db, SQL_PEOPLE_RECOVERY_USE,
		    DB_VALUES(V(w->now_ms), V(p->id), V(recovery_digest(w, code)))) != 1)
		return false;
	people_event(w, p->id, EVENT_RECOVERY_USED, S(""));
	return true;
}

void person_recovery_codes(
	struct work *w, const struct person *p, struct str ret_codes[PEOPLE_RECOVERY_CODES])
{
	db_run(w->db, SQL_PEOPLE_RECOVERY_CLEAR, DB_VALUES(V(p->id)));
	for (size_t i = 0; i < PEOPLE_RECOVERY_CODES; i++) {
		ret_codes[i] = recovery_code_make(w->arena);
		db_run(w->db, SQL_PEOPLE_RECOVERY_ADD,
			DB_VALUES(V(p->id), V(recovery_digest(w, ret_codes[i]))));
	}
}

int64_t person_recovery_left(struct work *w, const struct person *p)
{
	int64_t n = 0;

	db_one_int(w->db, SQL_PEOPLE_RECOVERY_LEFT, DB_VALUES(V(p->id)), &n);
	return n;
}

/* ---- the end */

void person_erase(struct work *w, const struct person *p)
{
	static const struct sql *const clearing[] = { SQL_PEOPLE_RECOVERY_CLEAR,
		SQL_PEOPLE_DEVICES_CLEAR, SQL_PEOPLE_LINKS_CLEAR, SQL_PEOPLE_TOKENS_CLEAR,
		SQL_PEOPLE_EVENTS_BLANK, SQL_PEOPLE_QUESTIONS_CLEAR, SQL_PEOPLE_DRAFTS_CLEAR,
		SQL_PEOPLE_TRANSLATIONS_CLEAR, SQL_PEOPLE_PRESENCE_CLEAR, SQL_PEOPLE_HANDED_BLANK };
	const struct str email_key = mail_address_fold(w->arena, p->email);

	sessions_end_all(w, p->id);
	db_run(w->db, SQL_PEOPLE_ROLES_END, DB_VALUES(V(w->now_ms), people_by(w), V(p->id)));
	for (size_t i = 0; i < COUNT(clearing); i++)
		db_run(w->db, clearing[i], DB_VALUES(V(p->id)));
	db_run(w->db, SQL_PEOPLE_REQUESTS_CLEAR, DB_VALUES(V(email_key)));
	db_run(w->db, SQL_PEOPLE_REQUESTS_ERASE, DB_VALUES(V(email_key)));
	mail_forget(w, p->id, p->email);
	notices_forget(w, p->id);
	notes_forget_mentions(w, p->id);
	db_run(w->db, SQL_PEOPLE_ACCOUNT_ERASE, DB_VALUES(V(p->id)));
}

/* ---- figures */

const char *person_state_name(enum person_state state)
{
	return state_names[state];
}

struct people_figures people_figures(struct work *w)
{
	struct db_rows *rows = db_query(w->db, SQL_PEOPLE_ACCOUNT_COUNT, NULL, 0);
	struct people_figures f = { .sessions = sessions_count(w) };

	while (db_next(rows))
		f.of_state[person_state_named(db_column_text(rows, 0))] += db_column_int(rows, 1);
	return f;
}

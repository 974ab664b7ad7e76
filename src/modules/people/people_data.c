/*
 * What a person takes along, as programs read it: a member for each table that tells of the person.
 * Other people are named by the ids of their accounts alone.
 */
#include "clock.h"
#include "json.h"
#include "people.h"
#include "people_sql.h"

enum { MEMBERS_MAX = 9 };

enum member_type { MEMBER_END, MEMBER_TEXT, MEMBER_INT, MEMBER_INSTANT };

struct member {
	const char *key;
	enum member_type type;
};

/* To add one: a row, with a member for each column of its statement. */
static const struct part {
	const char *key;
	const struct sql *sql;
	bool by_address; /* asked by the address in small letters, after the id if it takes both */
	struct member members[MEMBERS_MAX];
} parts[] = {
	{ "roles", SQL_PEOPLE_DATA_ROLES, false,
		{ { "role", MEMBER_TEXT }, { "party", MEMBER_TEXT },
			{ "organisation", MEMBER_TEXT }, { "region", MEMBER_TEXT },
			{ "given", MEMBER_INSTANT }, { "given_by", MEMBER_TEXT },
			{ "ended", MEMBER_INSTANT }, { "ended_by", MEMBER_TEXT } } },
	{ "events", SQL_PEOPLE_DATA_EVENTS, false,
		{ { "at", MEMBER_INSTANT }, { "what", MEMBER_TEXT }, { "by", MEMBER_TEXT },
			{ "detail", MEMBER_TEXT } } },
	{ "sessions", SQL_PEOPLE_DATA_SESSIONS, false,
		{ { "device", MEMBER_TEXT }, { "began", MEMBER_INSTANT },
			{ "last_seen", MEMBER_INSTANT }, { "password_given", MEMBER_INSTANT },
			{ "ends", MEMBER_INSTANT } } },
	{ "devices", SQL_PEOPLE_DATA_DEVICES, false, { { "last_seen", MEMBER_INSTANT } } },
	{ "links", SQL_PEOPLE_DATA_LINKS, false,
		{ { "purpose", MEMBER_TEXT }, { "detail", MEMBER_TEXT }, { "made", MEMBER_INSTANT },
			{ "ends", MEMBER_INSTANT }, { "used", MEMBER_INSTANT } } },
	{ "tokens", SQL_PEOPLE_DATA_TOKENS, false,
		{ { "name", MEMBER_TEXT }, { "scope", MEMBER_TEXT }, { "made", MEMBER_INSTANT },
			{ "ends", MEMBER_INSTANT }, { "last_used", MEMBER_INSTANT },
			{ "ended", MEMBER_INSTANT } } },
	{ "letters", SQL_PEOPLE_DATA_LETTERS, true,
		{ { "to", MEMBER_TEXT }, { "subject", MEMBER_TEXT }, { "made", MEMBER_INSTANT },
			{ "sent", MEMBER_INSTANT } } },
	{ "notices", SQL_PEOPLE_DATA_NOTICES, false,
		{ { "subject", MEMBER_TEXT }, { "text", MEMBER_TEXT }, { "place", MEMBER_TEXT },
			{ "made", MEMBER_INSTANT }, { "read", MEMBER_INSTANT } } },
	{ "notice_letters", SQL_PEOPLE_DATA_NOTICE_LETTERS, false,
		{ { "pace", MEMBER_TEXT }, { "next", MEMBER_INSTANT } } },
	{ "calendar", SQL_PEOPLE_DATA_CALENDAR, false, { { "made", MEMBER_INSTANT } } },
	{ "requests", SQL_PEOPLE_DATA_REQUESTS, true,
		{ { "role", MEMBER_TEXT }, { "party", MEMBER_TEXT }, { "name", MEMBER_TEXT },
			{ "email", MEMBER_TEXT }, { "reason", MEMBER_TEXT },
			{ "made", MEMBER_INSTANT }, { "answered", MEMBER_INSTANT },
			{ "answer", MEMBER_TEXT } } },
	{ "questions", SQL_PEOPLE_DATA_QUESTIONS, false,
		{ { "record", MEMBER_TEXT }, { "text", MEMBER_TEXT }, { "asked", MEMBER_INSTANT },
			{ "answer", MEMBER_TEXT }, { "answered", MEMBER_INSTANT } } },
	{ "answers", SQL_PEOPLE_DATA_ANSWERS, false,
		{ { "record", MEMBER_TEXT }, { "text", MEMBER_TEXT },
			{ "answered", MEMBER_INSTANT } } },
	{ "handed_over", SQL_PEOPLE_DATA_HANDED, false,
		{ { "record", MEMBER_TEXT }, { "person", MEMBER_TEXT }, { "fields", MEMBER_TEXT },
			{ "question", MEMBER_TEXT }, { "word", MEMBER_TEXT },
			{ "made", MEMBER_INSTANT }, { "ends", MEMBER_INSTANT } } },
	{ "notes", SQL_PEOPLE_DATA_NOTES, false,
		{ { "record", MEMBER_TEXT }, { "field", MEMBER_TEXT }, { "text", MEMBER_TEXT },
			{ "written", MEMBER_INSTANT }, { "changed", MEMBER_INSTANT },
			{ "taken_back", MEMBER_INSTANT } } },
	{ "drafts", SQL_PEOPLE_DATA_DRAFTS, false,
		{ { "record", MEMBER_TEXT }, { "field", MEMBER_TEXT }, { "text", MEMBER_TEXT },
			{ "written", MEMBER_INSTANT } } },
	{ "translations", SQL_PEOPLE_DATA_TRANSLATIONS, false,
		{ { "record", MEMBER_TEXT }, { "field", MEMBER_TEXT }, { "lang", MEMBER_TEXT },
			{ "text", MEMBER_TEXT }, { "original", MEMBER_TEXT },
			{ "written", MEMBER_INSTANT } } },
	{ "files", SQL_PEOPLE_DATA_FILES, false,
		{ { "record", MEMBER_TEXT }, { "id", MEMBER_TEXT }, { "name", MEMBER_TEXT },
			{ "bytes", MEMBER_INT }, { "sent", MEMBER_INSTANT } } },
	{ "revisions", SQL_PEOPLE_DATA_REVISIONS, false,
		{ { "kind", MEMBER_TEXT }, { "record", MEMBER_TEXT }, { "version", MEMBER_INT },
			{ "at", MEMBER_INSTANT }, { "action", MEMBER_TEXT } } },
};

static void write_instant(struct work *w, struct json *j, const char *key, int64_t at_ms)
{
	jsonw_key(j, key);
	if (at_ms)
		jsonw_str(j, clock_rfc3339(w->arena, at_ms));
	else
		jsonw_null(j);
}

static void write_cell(struct work *w, struct json *j, struct db_rows *row, unsigned at,
	const struct member *member)
{
	if (db_column_is_null(row, at)) {
		jsonw_key(j, member->key);
		jsonw_null(j);
	} else if (member->type == MEMBER_INSTANT) {
		write_instant(w, j, member->key, db_column_int(row, at));
	} else if (member->type == MEMBER_INT) {
		jsonw_member_int(j, member->key, db_column_int(row, at));
	} else {
		jsonw_member(j, member->key, db_column_text(row, at));
	}
}

static struct db_rows *rows_of(struct work *w, const struct part *part, const struct person *p)
{
	const struct db_value email_key = V(mail_address_fold(w->arena, p->email));

	if (!part->by_address)
		return db_query(w->db, part->sql, DB_VALUES(V(p->id)));
	if (part->sql->n_params == 1)
		return db_query(w->db, part->sql, DB_VALUES(email_key));
	return db_query(w->db, part->sql, DB_VALUES(V(p->id), email_key));
}

static void write_part(
	struct work *w, struct json *j, const struct part *part, const struct person *p)
{
	struct db_rows *rows = rows_of(w, part, p);

	jsonw_key(j, part->key);
	jsonw_array(j);
	while (db_next(rows)) {
		jsonw_object(j);
		for (unsigned i = 0; i < MEMBERS_MAX && part->members[i].type != MEMBER_END; i++)
			write_cell(w, j, rows, i, &part->members[i]);
		jsonw_object_end(j);
	}
	jsonw_array_end(j);
}

static void write_account(struct work *w, struct json *j, const struct person *p)
{
	jsonw_key(j, "account");
	jsonw_object(j);
	jsonw_member(j, "id", p->id);
	jsonw_member(j, "email", p->email);
	jsonw_member(j, "name", p->name);
	jsonw_member_z(j, "language", p->lang->code);
	write_instant(w, j, "made", p->created_ms);
	write_instant(w, j, "last_signed_in", p->signed_in_ms);
	write_instant(w, j, "password_changed", p->password_ms);
	jsonw_member_bool(j, "second_factor", p->totp.n > 0);
	jsonw_member_int(j, "recovery_codes_left", person_recovery_left(w, p));
	jsonw_object_end(j);
}

void person_data(struct work *w, const struct person *p, struct out *to)
{
	struct json j = jsonw_to(to);

	jsonw_object(&j);
	write_account(w, &j, p);
	for (size_t i = 0; i < COUNT(parts); i++)
		write_part(w, &j, &parts[i], p);
	jsonw_object_end(&j);
	out_char(to, '\n');
}

#include "mail.h"
#include "id.h"
#include "mail_sql.h"
#include "register_sql.h"
#include "utf8.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

enum { LABEL_MAX = 63 };

/* ---- addresses */

/* A part between two dots of what stands before the "@": RFC 5322, atext. */
static bool is_atom(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x80 || !c || (!isalnum(c) && !strchr("!#$%&'*+-/=?^_`{|}~", c)))
			return false;
	}
	return s.n > 0;
}

static bool is_label(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x80 || (!isalnum(c) && c != '-'))
			return false;
	}
	return s.n > 0 && s.n <= LABEL_MAX && s.p[0] != '-' && s.p[s.n - 1] != '-';
}

/* How many parts there are between the dots; 0 when one is wrong. */
static size_t count_parts(struct str s, bool (*is_right)(struct str part))
{
	struct str part;
	size_t n = 0;

	for (; str_cut(&s, '.', &part); n++)
		if (!is_right(part))
			return 0;
	return n;
}

bool mail_address_is_sound(struct str s)
{
	size_t at = str_find(s, '@');

	if (at == s.n || at > MAIL_LOCAL_MAX || s.n > MAIL_ADDRESS_MAX)
		return false;
	struct str local = { s.p, at }, domain = str_from_at(s, at + 1);
	size_t n_labels = count_parts(domain, is_label);

	return count_parts(local, is_atom) && (n_labels > 1 || str_is(domain, "localhost"));
}

struct str mail_address_fold(struct arena *a, struct str address)
{
	char *p = arena_take(a, address.n + 1);

	for (size_t i = 0; i < address.n; i++)
		p[i] = (char)tolower((unsigned char)address.p[i]);
	return (struct str){ p, address.n };
}

bool mail_address_has_bounced(struct work *w, struct str address, struct str *ret_fault)
{
	struct db_rows *rows = db_query(
		w->db, SQL_MAIL_ADDRESS_FAULT, DB_VALUES(V(mail_address_fold(w->arena, address))));
	bool has_bounced = db_next(rows);

	if (has_bounced)
		*ret_fault = db_column_text(rows, 0);
	db_done(rows);
	return has_bounced;
}

void mail_address_forgive(struct work *w, struct str address)
{
	db_run(w->db, SQL_MAIL_ADDRESS_FORGET, DB_VALUES(V(mail_address_fold(w->arena, address))));
}

/* ---- into the outbox */

void mail_put(struct work *w, const struct letter *l)
{
	char id[ULID_LENGTH + 1];
	int64_t seq = 0;

	assert(mail_address_is_sound(l->to) && l->lang);
	ulid_make(id);
	db_one_int(w->db, SQL_REGISTER_COUNTER_RAISE, DB_VALUES(V(1), V("mail")), &seq);
	db_run(w->db, SQL_MAIL_ADD,
		DB_VALUES(V(seq), V(id), V(l->to), db_text_or_null(l->account_id), V(l->lang->code),
			V(utf8_beginning(l->subject, MAIL_SUBJECT_MAX)),
			V(utf8_beginning(l->text, MAIL_TEXT_MAX)), V(w->now_ms)));
}

/* ---- out of it, for those who look */

const char *mail_state_name(enum mail_state state)
{
	static const char *const names[MAIL_STATES] = {
		[MAIL_WAITING] = "waiting", [MAIL_SENT] = "sent", [MAIL_GIVEN_UP] = "given-up"
	};

	return names[state];
}

static struct mail read_row(struct db_rows *rows)
{
	const struct language *lang = language_by_code(db_column_text(rows, 4));
	int64_t sent_at = db_column_int(rows, 10), given_up_at = db_column_int(rows, 11);

	return (struct mail){ .seq = db_column_int(rows, 0),
		.id = db_column_text(rows, 1),
		.letter = { .to = db_column_text(rows, 2),
			.lang = lang ? lang : &languages[LANG_EN],
			.account_id = db_column_text(rows, 3),
			.subject = db_column_text(rows, 5),
			.text = db_column_text(rows, 6) },
		.state = sent_at       ? MAIL_SENT
			 : given_up_at ? MAIL_GIVEN_UP
				       : MAIL_WAITING,
		.made_at = db_column_int(rows, 7),
		.due_at = db_column_int(rows, 8),
		.ended_at = sent_at ? sent_at : given_up_at,
		.tries = db_column_int(rows, 9),
		.fault = db_column_text(rows, 12) };
}

size_t mail_list(struct work *w, int64_t before, size_t n, struct mail *ret_letters)
{
	/* The column has 32 bits on one engine. */
	struct db_rows *rows =
		db_query(w->db, SQL_MAIL_PAGE, DB_VALUES(V(before ? before : INT32_MAX), V(n)));
	size_t found = 0;

	while (found < n && db_next(rows))
		ret_letters[found++] = read_row(rows);
	db_done(rows);
	return found;
}

bool mail_load(struct work *w, struct str id, struct mail *ret_letter)
{
	struct db_rows *rows = db_query(w->db, SQL_MAIL_LETTER, DB_VALUES(V(id)));
	bool is_there = db_next(rows);

	if (is_there)
		*ret_letter = read_row(rows);
	db_done(rows);
	return is_there;
}

size_t mail_bounces(struct work *w, size_t n, struct mail_bounce *ret_bounces)
{
	struct db_rows *rows = db_query(w->db, SQL_MAIL_BOUNCES, DB_VALUES(V(n)));
	size_t found = 0;

	while (found < n && db_next(rows))
		ret_bounces[found++] = (struct mail_bounce){ .address = db_column_text(rows, 0),
			.bounced_at = db_column_int(rows, 1),
			.fault = db_column_text(rows, 2) };
	db_done(rows);
	return found;
}

struct mail_waiting mail_waiting(struct work *w)
{
	struct db_rows *rows = db_query(w->db, SQL_MAIL_WAITING, NULL, 0);
	struct mail_waiting waiting = { 0 };

	if (db_next(rows)) {
		waiting.n = db_column_int(rows, 0);
		waiting.since = db_column_int(rows, 1);
	}
	db_done(rows);
	return waiting;
}

void mail_forget(struct work *w, struct str account_id, struct str address)
{
	db_run(w->db, SQL_MAIL_FORGET, DB_VALUES(V(account_id), V(address)));
	mail_address_forgive(w, address);
}

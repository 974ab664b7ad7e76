#include "notices.h"
#include "id.h"
#include "module.h"
#include "notice_letter.h"
#include "notices_sql.h"
#include "utf8.h"

#include <assert.h>

enum { LETTERS_AT_ONCE = 20 };

static const int64_t hour_ms = 3600 * INT64_C(1000), day_ms = 24 * 3600 * INT64_C(1000);

/* ---- pace */

const char *notice_pace_name(enum notice_pace pace)
{
	static const char *const names[PACES] = { [PACE_AT_ONCE] = "at_once",
		[PACE_DAILY] = "daily",
		[PACE_WEEKLY] = "weekly",
		[PACE_NEVER] = "never" };

	return names[pace];
}

static enum notice_pace pace_named(struct str name)
{
	for (enum notice_pace pace = PACE_AT_ONCE; pace < PACES; pace++)
		if (str_is(name, notice_pace_name(pace)))
			return pace;
	return PACE_AT_ONCE;
}

enum notice_pace notice_pace(struct work *w, struct str account_id)
{
	struct db_rows *rows = db_query(w->db, SQL_NOTICES_PACE, DB_VALUES(V(account_id)));
	const enum notice_pace pace =
		db_next(rows) ? pace_named(db_column_text(rows, 0)) : PACE_AT_ONCE;

	db_done(rows);
	return pace;
}

int64_t notice_pace_next_ms(enum notice_pace pace, int64_t now_ms)
{
	enum { FIRST_MONDAY = 4 }; /* the day 0 was a Thursday */
	const int64_t day = (now_ms - 6 * hour_ms) / day_ms + 1;
	const int64_t past = (day - FIRST_MONDAY) % 7;

	return (pace == PACE_WEEKLY && past ? day + 7 - past : day) * day_ms + 6 * hour_ms;
}

static bool is_gathered(enum notice_pace pace)
{
	return pace == PACE_DAILY || pace == PACE_WEEKLY;
}

/* When the next letter of all that is owed is made. */
static struct db_value due_at(const struct work *w, enum notice_pace pace)
{
	return is_gathered(pace) ? V(notice_pace_next_ms(pace, w->now_ms)) : db_null();
}

void notice_pace_set(struct work *w, struct str account_id, enum notice_pace pace)
{
	const struct db_value due = pace == PACE_AT_ONCE ? V(w->now_ms) : due_at(w, pace);

	db_run(w->db, SQL_NOTICES_PACE_SET,
		DB_VALUES(V(account_id), V(notice_pace_name(pace)), due));
	if (pace == PACE_NEVER)
		db_run(w->db, SQL_NOTICES_LET_GO, DB_VALUES(V(account_id)));
}

/* ---- telling */

static bool was_told(
	struct work *w, const struct reader *to, const struct notice *n, const char *topic)
{
	int64_t same = 0;

	db_one_int(w->db, SQL_NOTICES_SAME,
		DB_VALUES(V(to->account_id), V(n->place), V(topic), V(n->subject), V(n->text)),
		&same);
	return same > 0;
}

void notice_put(
	struct work *w, const struct reader *to, const struct notice_words *words, struct str home)
{
	const enum notice_pace pace = notice_pace(w, to->account_id);
	const struct notice n = { .place = words->place,
		.subject = utf8_beginning(words->subject, NOTICE_SUBJECT_MAX),
		.text = utf8_beginning(words->text, NOTICE_TEXT_MAX),
		.lang = to->lang };
	const bool is_told = was_told(w, to, &n, words->topic);
	char id[ULID_LENGTH + 1];

	assert(n.place.n && n.place.p[0] == '/');
	ulid_make(id);
	db_run(w->db, SQL_NOTICES_PUT,
		DB_VALUES(V(id), V(to->account_id), V(n.place), V(words->topic), V(to->lang->code),
			V(n.subject), V(n.text), V(w->now_ms), V(!is_told && is_gathered(pace))));
	if (pace == PACE_AT_ONCE && !is_told)
		notice_letter(w, to, &n, home);
}

/* ---- reading */

/* In the order of the statements' columns. */
static struct notice read_row(struct db_rows *rows)
{
	const struct language *lang = language_by_code(db_column_text(rows, 4));

	return (struct notice){ .id = db_column_text(rows, 0),
		.place = db_column_text(rows, 1),
		.subject = db_column_text(rows, 2),
		.text = db_column_text(rows, 3),
		.lang = lang ? lang : &languages[LANG_EN],
		.made_ms = db_column_int(rows, 5),
		.read_ms = db_column_int(rows, 6) };
}

static struct notices read_rows(struct work *w, struct db_rows *rows, size_t max)
{
	struct notices all = { ARENA_ARRAY(w->arena, struct notice, max), 0 };

	while (all.n < max && db_next(rows))
		all.v[all.n++] = read_row(rows);
	db_done(rows);
	return all;
}

struct notices notices_of(
	struct work *w, struct str account_id, struct str before, size_t max, bool *ret_more)
{
	const struct str from = before.n ? before : S("~"); /* behind all ids */
	struct notices all = read_rows(w,
		db_query(w->db, SQL_NOTICES_PAGE, DB_VALUES(V(account_id), V(from), V(max + 1))),
		max + 1);

	*ret_more = all.n > max;
	all.n -= *ret_more;
	return all;
}

bool notice_load(struct work *w, struct str account_id, struct str id, struct notice *ret_notice)
{
	const struct notices one =
		read_rows(w, db_query(w->db, SQL_NOTICES_ONE, DB_VALUES(V(account_id), V(id))), 1);

	if (one.n)
		*ret_notice = one.v[0];
	return one.n > 0;
}

size_t notices_unread(struct work *w, struct str account_id, struct str place, size_t *ret_n_here)
{
	struct db_rows *rows = db_query(
		w->db, SQL_NOTICES_UNREAD, DB_VALUES(V(account_id), V(NOTICES_COUNTED), V(place)));
	const bool is_there = db_next(rows);
	const size_t n = is_there ? (size_t)db_column_int(rows, 0) : 0;

	*ret_n_here = is_there ? (size_t)db_column_int(rows, 1) : 0;
	db_done(rows);
	return n;
}

void notice_is_read(struct work *w, struct str account_id, struct str id)
{
	db_run(w->db, SQL_NOTICES_READ, DB_VALUES(V(w->now_ms), V(account_id), V(id)));
}

void notices_are_read_at(struct work *w, struct str account_id, struct str place)
{
	db_run(w->db, SQL_NOTICES_READ_AT, DB_VALUES(V(w->now_ms), V(account_id), V(place)));
}

void notices_are_read_to(struct work *w, struct str account_id, struct str last_id)
{
	db_run(w->db, SQL_NOTICES_READ_TO, DB_VALUES(V(w->now_ms), V(account_id), V(last_id)));
}

/* ---- letters of several */

struct debt {
	struct str account_id;
	enum notice_pace pace;
	int64_t due_ms;
};

static size_t read_debts(struct work *w, struct debt *ret_debts)
{
	struct db_rows *rows =
		db_query(w->db, SQL_NOTICES_DUE, DB_VALUES(V(w->now_ms), V(LETTERS_AT_ONCE)));
	size_t n = 0;

	while (n < LETTERS_AT_ONCE && db_next(rows))
		ret_debts[n++] = (struct debt){ .account_id = db_column_text(rows, 0),
			.pace = pace_named(db_column_text(rows, 1)),
			.due_ms = db_column_int(rows, 2) };
	db_done(rows);
	return n;
}

static void make_letter(struct work *w, const struct reader *to, struct str home)
{
	int64_t n = 0;

	db_one_int(w->db, SQL_NOTICES_OWED_COUNT, DB_VALUES(V(to->account_id)), &n);
	if (!n)
		return;
	const struct notices owed = read_rows(w,
		db_query(
			w->db, SQL_NOTICES_OWED, DB_VALUES(V(to->account_id), V(NOTICES_GATHERED))),
		NOTICES_GATHERED);
	notices_letter(w, to, &owed, (size_t)n, home);
}

/* Who can no longer be written to is owed nothing. */
static void settle(struct work *w, const struct debt *debt, struct str home)
{
	const struct directory *directory = w->house->directory;
	struct reader to;

	db_begin(w->db);
	if (db_run(w->db, SQL_NOTICES_DUE_TAKE,
		    DB_VALUES(due_at(w, debt->pace), V(debt->account_id), V(debt->due_ms)))) {
		if (directory && directory->reader(w, debt->account_id, &to))
			make_letter(w, &to, home);
		db_run(w->db, SQL_NOTICES_LET_GO, DB_VALUES(V(debt->account_id)));
	}
	db_commit(w->db);
}

bool notices_make_letters(struct work *w, struct str home)
{
	struct debt debts[LETTERS_AT_ONCE];
	const size_t n = read_debts(w, debts);

	for (size_t i = 0; i < n && db_is_sound(w->db); i++)
		settle(w, &debts[i], home);
	return n == LETTERS_AT_ONCE && db_is_sound(w->db);
}

/* ---- the end */

void notices_take_back(struct work *w, struct str place, const char *topic, int64_t at_ms)
{
	db_run(w->db, SQL_NOTICES_TAKE_BACK, DB_VALUES(V(place), V(topic), V(at_ms)));
}

void notices_sweep(struct work *w)
{
	db_run(w->db, SQL_NOTICES_SWEEP,
		DB_VALUES(V(w->now_ms - NOTICES_READ_DAYS * day_ms),
			V(w->now_ms - NOTICES_UNREAD_DAYS * day_ms)));
}

void notices_forget(struct work *w, struct str account_id)
{
	db_run(w->db, SQL_NOTICES_FORGET, DB_VALUES(V(account_id)));
	db_run(w->db, SQL_NOTICES_READER_FORGET, DB_VALUES(V(account_id)));
	db_run(w->db, SQL_NOTICES_CALENDAR_FORGET, DB_VALUES(V(account_id)));
}

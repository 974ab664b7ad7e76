#include "handed.h"
#include "handed_sql.h"
#include "module.h"
#include "token.h"

#include <stdlib.h>
#include <string.h>

enum { MARK_CHARS = 16 };

static const int64_t day_ms = 24 * 3600 * INT64_C(1000);
static const char via_start[] = "handed/";

/* ---- reading */

/* To add one: here; the names are stored. */
static const char *const sides[] = { [SIDE_OWNERS] = "owners", [SIDE_REVIEWERS] = "reviewers" };

static const char *const decisions[] = {
	[DECIDED_ACCEPTED] = "accepted", [DECIDED_CHANGED] = "changed", [DECIDED_LEFT] = "left"
};

/* "title;summary" as names; a field that the kind no longer has is left out where it is shown. */
static void read_fields(struct work *w, struct str fields, struct handed *h)
{
	const char **names = ARENA_ARRAY(w->arena, const char *, fields.n / 2 + 2);
	struct str rest = fields, name;

	while (fields.n && str_cut(&rest, ';', &name))
		names[h->n_fields++] = str_z(w->arena, name);
	h->fields = names;
}

/* In the order of the statements' columns. */
static struct handed read_handed(struct work *w, struct db_rows *rows)
{
	const struct language *lang = language_by_code(db_column_text(rows, 8));
	struct handed h = { .id = db_column_text(rows, 0),
		.seq = db_column_int(rows, 1),
		.kind = db_column_text(rows, 2),
		.public_id = db_column_text(rows, 3),
		.person = db_column_text(rows, 4),
		.question = db_column_text(rows, 6),
		.word = db_column_text(rows, 7),
		.lang = lang ? lang : w->lang,
		.side = str_is(db_column_text(rows, 9), sides[SIDE_REVIEWERS]) ? SIDE_REVIEWERS
									       : SIDE_OWNERS,
		.made_by = db_column_text(rows, 10),
		.made_ms = db_column_int(rows, 11),
		.ends_ms = db_column_int(rows, 12),
		.recalled_ms = db_column_int(rows, 13),
		.finished_ms = db_column_int(rows, 14),
		.settled_ms = db_column_int(rows, 15) };

	read_fields(w, db_column_text(rows, 5), &h);
	return h;
}

static struct handed_all read_all(struct work *w, struct db_rows *rows, size_t max)
{
	struct handed_all all = { ARENA_ARRAY(w->arena, struct handed, max + 1), 0 };

	while (all.n < max && db_next(rows))
		all.v[all.n++] = read_handed(w, rows);
	db_done(rows);
	return all;
}

static bool read_one(struct work *w, struct db_rows *rows, struct handed *ret_handed)
{
	const struct handed_all one = read_all(w, rows, 1);

	if (one.n)
		*ret_handed = one.v[0];
	return one.n > 0;
}

enum handed_state handed_state(const struct work *w, const struct handed *h)
{
	if (h->recalled_ms)
		return HANDED_RECALLED;
	if (h->settled_ms)
		return HANDED_SETTLED;
	if (h->finished_ms)
		return HANDED_FINISHED;
	return w->now_ms >= h->ends_ms ? HANDED_EXPIRED : HANDED_OPEN;
}

int64_t handed_ends_ms(const struct work *w, int64_t days)
{
	return (w->now_ms / day_ms + days + 1) * day_ms;
}

/* ---- for those who write the record */

enum side handed_side(const struct work *w, const struct record *r)
{
	return record_sides(w, r) & SIDE_OWNERS ? SIDE_OWNERS : SIDE_REVIEWERS;
}

/* As it is stored; empty: it is none of his. */
static struct str side_among(unsigned own, enum side side)
{
	return str_from(own & side ? sides[side] : "");
}

struct handed_all handed_of(struct work *w, const struct record *r)
{
	const unsigned own = record_sides(w, r);

	return read_all(w,
		db_query(w->db, SQL_HANDED_OF,
			DB_VALUES(V(r->seq), V(side_among(own, SIDE_OWNERS)),
				V(side_among(own, SIDE_REVIEWERS)), V(HANDED_SHOWN_MAX))),
		HANDED_SHOWN_MAX);
}

bool handed_load(struct work *w, const struct record *r, struct str id, bool is_held,
	struct handed *ret_handed)
{
	struct handed h;

	if (is_held)
		db_run(w->db, SQL_HANDED_HOLD, DB_VALUES(V(id)));
	if (!read_one(w, db_query(w->db, SQL_HANDED_BY_ID, DB_VALUES(V(id))), &h) ||
		h.seq != r->seq || !(record_sides(w, r) & h.side))
		return false;
	*ret_handed = h;
	return true;
}

bool handed_is_full(struct work *w, const struct record *r)
{
	int64_t n = 0;

	db_one_int(w->db, SQL_HANDED_OPEN_COUNT,
		DB_VALUES(V(r->seq), V(sides[handed_side(w, r)]), V(w->now_ms)), &n);
	return n >= HANDED_OPEN_MAX;
}

static struct str fields_text(struct arena *a, const char *const *names)
{
	struct out o = out_new(a, 1 << 16);

	for (; *names; names++)
		out_printf(&o, "%s%s", o.n ? ";" : "", *names);
	return out_done(&o);
}

struct str handed_add(struct work *w, const struct record *r, const struct handed *h)
{
	struct str secret = token_make(w->arena);
	const enum side side = handed_side(w, r);

	return db_run(w->db, SQL_HANDED_ADD,
		       DB_VALUES(V(h->id), V(r->seq), V(token_digest(w->arena, secret)),
			       V(h->person), V(fields_text(w->arena, h->fields)), V(h->question),
			       V(h->lang->code), V(sides[side]), V(w->actor.account_id),
			       V(w->now_ms), V(h->ends_ms)))
		       ? secret
		       : S("");
}

void handed_recall(struct work *w, const struct handed *h)
{
	db_run(w->db, SQL_HANDED_RECALL, DB_VALUES(V(w->now_ms), V(h->id)));
}

struct str handed_renew(struct work *w, const struct handed *h, int64_t ends_ms)
{
	struct str secret = token_make(w->arena);

	db_run(w->db, SQL_HANDED_RENEW,
		DB_VALUES(V(token_digest(w->arena, secret)), V(ends_ms), V(h->id)));
	return secret;
}

void handed_send_back(struct work *w, const struct handed *h, struct str word, int64_t ends_ms)
{
	db_run(w->db, SQL_HANDED_SEND_BACK, DB_VALUES(V(word), V(ends_ms), V(h->id)));
}

struct handed_all handed_back(struct work *w, struct str after, size_t max)
{
	return read_all(w,
		db_query(w->db, SQL_HANDED_BACK,
			DB_VALUES(V(w->actor.account_id), V(after), V(w->now_ms), V(max))),
		max);
}

/* ---- for the one who has the link */

bool handed_by_secret(struct work *w, struct str secret, bool is_held, struct handed *ret_handed)
{
	if (!token_is_well_formed(secret))
		return false;
	struct str digest = token_digest(w->arena, secret);
	if (is_held)
		db_run(w->db, SQL_HANDED_HOLD_DIGEST, DB_VALUES(V(digest)));
	return read_one(w, db_query(w->db, SQL_HANDED_BY_DIGEST, DB_VALUES(V(digest))), ret_handed);
}

void handed_finish(struct work *w, const struct handed *h)
{
	db_run(w->db, SQL_HANDED_FINISH, DB_VALUES(V(w->now_ms), V(h->id)));
}

/* ---- answers */

static enum handed_decision decision_named(struct str name)
{
	for (size_t i = 1; i < COUNT(decisions); i++)
		if (str_is(name, decisions[i]))
			return (enum handed_decision)i;
	return DECIDED_NOT;
}

static struct handed_answer read_answer(struct work *w, const struct kind *k, struct db_rows *rows)
{
	return (struct handed_answer){ .column = kind_column(w->arena, k, db_column_text(rows, 0)),
		.base_version = db_column_int(rows, 1),
		.text = db_column_text(rows, 2),
		.beside = db_column_text(rows, 3),
		.written_ms = db_column_int(rows, 4),
		.decision = decision_named(db_column_text(rows, 5)),
		.decided_by = db_column_text(rows, 6),
		.decided_ms = db_column_int(rows, 7) };
}

const struct handed_answer *handed_answer_to(const struct handed_answers *all, struct column c)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].column.field == c.field && all->v[i].column.part == c.part)
			return &all->v[i];
	return NULL;
}

struct handed_answers handed_answers(struct work *w, const struct kind *k, const struct handed *h)
{
	const struct columns columns = kind_columns(w->arena, k);
	struct handed_answers all = { ARENA_ARRAY(w->arena, struct handed_answer, columns.n + 1),
		0 };
	struct handed_answers sorted = { ARENA_ARRAY(w->arena, struct handed_answer, columns.n + 1),
		0 };
	struct db_rows *rows = db_query(w->db, SQL_HANDED_ANSWERS, DB_VALUES(V(h->id)));

	while (all.n < columns.n && db_next(rows)) {
		all.v[all.n] = read_answer(w, k, rows);
		all.n += all.v[all.n].column.field != NULL;
	}
	db_done(rows);
	for (const char *const *name = h->fields; *name; name++)
		for (size_t i = 0; i < columns.n; i++) {
			const struct handed_answer *one = handed_answer_to(&all, columns.v[i]);

			if (one && !strcmp(*name, columns.v[i].field->name))
				sorted.v[sorted.n++] = *one;
		}
	return sorted;
}

static bool has_answer(const struct handed_answers *all, const char *field)
{
	for (size_t i = 0; i < all->n; i++)
		if (!strcmp(all->v[i].column.field->name, field))
			return true;
	return false;
}

size_t handed_answered(const struct handed *h, const struct handed_answers *all)
{
	size_t n = 0;

	for (const char *const *name = h->fields; *name; name++)
		n += has_answer(all, *name);
	return n;
}

size_t handed_undecided(const struct handed_answers *all)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += all->v[i].decision == DECIDED_NOT;
	return n;
}

struct edits handed_edits(struct work *w, const struct handed_answers *all)
{
	struct edits edits = edits_new(w->arena);

	for (size_t i = 0; i < all->n; i++) {
		edit_add(&edits, all->v[i].column, all->v[i].text, all->v[i].base_version);
		edits.v[i].is_meant = true;
	}
	return edits;
}

/* ---- what is sent */

static int compare_codes(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* Boxes are sent in the order of the page. */
static struct str codes_in_order(struct arena *a, struct str codes)
{
	struct str *v = ARENA_ARRAY(a, struct str, codes.n + 1), rest = codes, one;
	struct out o = out_new(a, codes.n + 1);
	size_t n = 0;

	while (codes.n && str_cut(&rest, ';', &one))
		v[n++] = one;
	qsort(v, n, sizeof v[0], compare_codes);
	for (size_t i = 0; i < n; i++) {
		if (i)
			out_char(&o, ';');
		out_str(&o, v[i]);
	}
	return out_done(&o);
}

struct str handed_mark(
	struct work *w, const struct kind *k, const void *row, struct column c, struct str text)
{
	void *trial = arena_alloc(w->arena, k->size);
	struct str held = str_trim(text), digest;

	memcpy(trial, row, k->size);
	if (!column_write(w->arena, c, trial, held))
		held = column_read(w->arena, c, trial);
	if (c.field->type == FIELD_CODES || c.field->type == FIELD_LINKS)
		held = codes_in_order(w->arena, held);
	digest = token_digest(w->arena, held);
	return (struct str){ digest.p, MARK_CHARS };
}

struct str handed_mark_shown(struct work *w, const struct kind *k, const void *row, struct column c,
	const struct handed_answer *answer)
{
	struct str text = answer ? answer->text : column_read(w->arena, c, row);
	struct str mark = handed_mark(w, k, row, c, text);

	if (!answer || !answer->beside.n)
		return mark;
	return str_printf(w->arena, STR_FMT STR_FMT, STR_ARG(mark),
		STR_ARG(handed_mark(w, k, row, c, answer->beside)));
}

/* What stands in the column for those with the link, and what was sent in its place. */
struct keeping {
	struct work *work;
	const struct handed *handed;
	const struct handed_answer *answer; /* NULL: there is none yet */
	struct str path;
	struct str of_record, of_now, of_sent; /* marks */
	struct str of_beside; /* empty: nothing is there */
	struct str shown, shown_beside; /* what the page told of them */
};

/* What is beside the answer and is not known to who sends another. */
static struct str unseen(const struct keeping *x)
{
	bool is_known = str_eq(x->of_beside, x->shown_beside) || str_eq(x->of_beside, x->of_sent);

	return x->answer && !is_known ? x->answer->beside : S("");
}

static void put_answer(const struct keeping *x, const struct handed_sent *sent)
{
	struct work *w = x->work;
	struct str beside = unseen(x);

	if (x->answer && !beside.n && str_eq(x->of_sent, x->of_record))
		db_run(w->db, SQL_HANDED_ANSWER_DROP, DB_VALUES(V(x->handed->id), V(x->path)));
	else
		db_run(w->db, SQL_HANDED_ANSWER_PUT,
			DB_VALUES(V(x->handed->id), V(x->path), V(sent->base_version),
				V(sent->text), V(beside), V(w->now_ms)));
}

/* Is it one of the texts that are there, with blank lines between them? */
static bool is_among(struct arena *a, struct str texts, struct str text)
{
	struct str all = str_printf(a, "\n\n" STR_FMT "\n\n", STR_ARG(texts));
	struct str one = str_printf(a, "\n\n" STR_FMT "\n\n", STR_ARG(text));

	for (size_t at = 0; at + one.n <= all.n; at++)
		if (!memcmp(all.p + at, one.p, one.n))
			return true;
	return false;
}

static void put_beside(const struct keeping *x, struct handed_sent *sent)
{
	struct work *w = x->work;
	struct str before = x->answer->beside, both = sent->text;

	if (before.n && (!both.n || is_among(w->arena, before, both)))
		both = before;
	else if (before.n)
		both = str_printf(w->arena, STR_FMT "\n\n" STR_FMT, STR_ARG(before), STR_ARG(both));
	sent->is_too_large = both.n > EDIT_TEXT_MAX_BYTES;
	sent->is_beside = !sent->is_too_large;
	if (sent->is_beside)
		db_run(w->db, SQL_HANDED_ANSWER_BESIDE,
			DB_VALUES(V(both), V(w->now_ms), V(x->handed->id), V(x->path)));
}

static void keep_one(const struct keeping *x, struct handed_sent *sent)
{
	bool is_shown = x->shown.n > 0;

	if (str_eq(x->of_sent, x->of_now) || (is_shown && str_eq(x->of_sent, x->shown)))
		return;
	if (x->answer && is_shown && !str_eq(x->shown, x->of_now))
		put_beside(x, sent);
	else
		put_answer(x, sent);
}

static struct keeping keeping_of(struct work *w, const struct kind *k, const void *row,
	const struct handed *h, const struct handed_answer *answer, const struct handed_sent *sent)
{
	struct column c = sent->column;
	size_t n = sent->shown.n < MARK_CHARS ? sent->shown.n : MARK_CHARS;
	struct keeping x = { .work = w,
		.handed = h,
		.answer = answer,
		.path = column_path(w->arena, c),
		.of_record = handed_mark_shown(w, k, row, c, NULL),
		.of_sent = handed_mark(w, k, row, c, sent->text),
		.shown = { sent->shown.p, n },
		.shown_beside = str_from_at(sent->shown, n) };

	x.of_now = answer ? handed_mark(w, k, row, c, answer->text) : x.of_record;
	if (answer && answer->beside.n)
		x.of_beside = handed_mark(w, k, row, c, answer->beside);
	return x;
}

void handed_keep(struct work *w, const struct kind *k, const void *row, const struct handed *h,
	struct handed_sent *sent, size_t n)
{
	const struct handed_answers answers = handed_answers(w, k, h);

	for (size_t i = 0; i < n; i++) {
		const struct handed_answer *answer = handed_answer_to(&answers, sent[i].column);
		const struct keeping x = keeping_of(w, k, row, h, answer, &sent[i]);

		sent[i].is_too_large = sent[i].text.n > EDIT_TEXT_MAX_BYTES;
		if (!sent[i].is_too_large)
			keep_one(&x, &sent[i]);
	}
}

/* ---- deciding */

bool handed_decide(
	struct work *w, const struct handed *h, struct column c, enum handed_decision decision)
{
	return db_run(w->db, SQL_HANDED_ANSWER_DECIDE,
		       DB_VALUES(V(decisions[decision]), V(w->actor.account_id), V(w->now_ms),
			       V(h->id), V(column_path(w->arena, c)))) == 1;
}

void handed_settle(struct work *w, const struct handed *h)
{
	db_run(w->db, SQL_HANDED_SETTLE, DB_VALUES(V(w->now_ms), V(h->id)));
}

/* ---- in the history */

const char *handed_via(struct work *w, const struct handed *h)
{
	return str_z(w->arena, str_printf(w->arena, "%s" STR_FMT, via_start, STR_ARG(h->id)));
}

bool via_is_handed(struct str via)
{
	return str_starts(via, str_from(via_start));
}

struct str handed_via_person(struct work *w, struct str via, unsigned own)
{
	struct str id = via_is_handed(via) ? str_from_at(via, strlen(via_start)) : S("");
	struct handed h;

	if (!id.n || !read_one(w, db_query(w->db, SQL_HANDED_BY_ID, DB_VALUES(V(id))), &h))
		return S("");
	return own & h.side ? h.person : S("");
}

/* ---- what is over */

void handed_forget(struct work *w, const struct record *r, struct column c)
{
	db_run(w->db, SQL_HANDED_FORGET, DB_VALUES(V(column_path(w->arena, c)), V(r->seq)));
}

void handed_tidy(struct work *w)
{
	const struct db_value before = V(w->now_ms - HANDED_KEPT_DAYS * day_ms);

	db_run(w->db, SQL_HANDED_ANSWERS_OLD, DB_VALUES(before));
	db_run(w->db, SQL_HANDED_OLD, DB_VALUES(before));
}

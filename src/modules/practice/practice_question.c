#include "practice_question.h"
#include "id.h"
#include "notices.h"
#include "people.h"
#include "practice_parts.h"
#include "practice_sql.h"
#include "step.h"

enum { WAITING_MAX = 100, THREAD_MAX = 50, ROLES_MAX_BYTES = 4000 };

static const int64_t day_ms = 24 * 3600 * INT64_C(1000);

/* ---- reading */

/* In the order of the statements' columns. */
static struct question read_question(struct db_rows *rows)
{
	return (struct question){ .id = db_column_text(rows, 0),
		.seq = db_column_int(rows, 1),
		.asked_by = db_column_text(rows, 2),
		.text = db_column_text(rows, 3),
		.asked_ms = db_column_int(rows, 4),
		.answer = db_column_text(rows, 5),
		.answered_ms = db_column_int(rows, 6) };
}

static struct questions read_all(struct work *w, struct db_rows *rows, size_t max)
{
	struct questions all = { ARENA_ARRAY(w->arena, struct question, max), 0 };

	while (all.n < max && db_next(rows))
		all.v[all.n++] = read_question(rows);
	db_done(rows);
	return all;
}

bool question_load(struct work *w, struct str id, struct question *ret_question)
{
	const struct questions one =
		read_all(w, db_query(w->db, SQL_PRACTICE_QUESTION, DB_VALUES(V(id))), 1);

	if (one.n)
		*ret_question = one.v[0];
	return one.n > 0;
}

struct questions question_thread(struct work *w, const struct question *q)
{
	return read_all(w,
		db_query(w->db, SQL_PRACTICE_QUESTION_THREAD,
			DB_VALUES(V(q->seq), V(q->asked_by), V(THREAD_MAX))),
		THREAD_MAX);
}

/* ---- who */

static struct readers keepers(struct work *w, const struct practice *p)
{
	return record_readers(w, &p->record, FLOW_TO_OWNERS);
}

static bool is_kept_by_nobody(struct work *w, const struct practice *p)
{
	return !practice_is_of_house(p) && !keepers(w, p).n;
}

bool question_may_be_answered(struct work *w, const struct practice *p)
{
	if (record_may(w, VERB_SUBMIT, &p->record))
		return true;
	return record_may(w, VERB_REVIEW, &p->record) && is_kept_by_nobody(w, p);
}

bool question_may_be_read(struct work *w, const struct practice *p, const struct question *q)
{
	return str_eq(q->asked_by, w->actor.account_id) || question_may_be_answered(w, p);
}

struct questions questions_waiting(struct work *w, const struct practice ***ret_practices)
{
	struct questions all = read_all(w,
		db_query(w->db, SQL_PRACTICE_QUESTIONS_WAITING, DB_VALUES(V(WAITING_MAX))),
		WAITING_MAX);
	const struct practice **of = ARENA_ARRAY(w->arena, const struct practice *, all.n + 1);
	int64_t seqs[WAITING_MAX] = { 0 };
	void *rows[WAITING_MAX];
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++)
		seqs[i] = all.v[i].seq;
	records_load(w, &practice_kind, seqs, all.n, rows);
	for (size_t i = 0; i < all.n; i++) {
		if (!rows[i] || !question_may_be_answered(w, rows[i]))
			continue;
		of[n] = rows[i];
		all.v[n++] = all.v[i];
	}
	all.n = n;
	*ret_practices = of;
	return all;
}

/* Never the address, which stands for the name where there is none. */
struct str question_asker(struct work *w, struct str account_id)
{
	struct person p;

	if (!person_load(w, account_id, &p) || p.state == PERSON_ERASED)
		return str_from(T(w, "An account that was erased"));
	return p.name.n ? p.name : str_from(T(w, "Somebody without a name"));
}

struct str question_asker_roles(struct work *w, struct str account_id)
{
	const struct holdings all = person_holdings(w, account_id);
	struct out o = out_new(w->arena, ROLES_MAX_BYTES);

	for (size_t i = 0; i < all.n; i++) {
		if (all.v[i].ended_ms)
			continue;
		out_z(&o, o.n ? "; " : "");
		out_str(&o, role_shown(w, &all.v[i].role));
	}
	return o.n ? out_done(&o) : str_from(T(w, "without a role"));
}

/* ---- told in the language of who reads it, codes and roles too */

struct question_letter {
	const struct practice *practice;
	const struct question *question;
	const char *subject, *text; /* N_(); {1}: the title, {2} to {4}: below */
	struct str words;
};

static void tell(
	struct work *w, const struct reader *to, const struct question_letter *m, struct str home)
{
	const struct language *own = w->lang;

	w->lang = to->lang;
	const struct str title = record_title(&practice_kind, m->practice, to->lang).text;
	const struct str asker = question_asker(w, m->question->asked_by);
	const struct str roles = question_asker_roles(w, m->question->asked_by);
	const struct str says = STR_FILL(w->arena, tr_text(to->lang, m->text), title, asker, roles,
		practice_keeper(w, m->practice));
	const struct notice_words words = { .topic = m->question->answered_ms ? "answer"
									      : "question",
		.place = str_printf(w->arena, "/practices/" STR_FMT "/questions/" STR_FMT,
			STR_ARG(m->practice->record.public_id), STR_ARG(m->question->id)),
		.subject = STR_FILL(w->arena, tr_text(to->lang, m->subject), title),
		.text = str_printf(w->arena, STR_FMT "\n\n" STR_FMT "\n\n" STR_FMT, STR_ARG(says),
			STR_ARG(m->words),
			STR_ARG(str_from(m->question->answered_ms
						 ? T(w, "All of it stands here:")
						 : T(w, "You answer on this page; your address "
							"is not passed on:")))) };
	w->lang = own;
	notice_put(w, to, &words, home);
}

/* ---- asking and answering */

void question_ask(struct work *w, const struct practice *p, struct str text, struct str home,
	struct question *ret_question)
{
	char id[ULID_LENGTH + 1];
	struct readers to = keepers(w, p);

	ulid_make(id);
	*ret_question = (struct question){ .id = str_copy(w->arena, str_from(id)),
		.seq = p->record.seq,
		.asked_by = w->actor.account_id,
		.text = text,
		.asked_ms = w->now_ms };
	db_run(w->db, SQL_PRACTICE_QUESTION_ADD,
		DB_VALUES(V(ret_question->id), V(p->record.seq), V(w->actor.account_id), V(text),
			V(w->now_ms)));
	const struct question_letter m = { p, ret_question, N_("A question about “{1}”"),
		N_("{2} ({3}) asks about the good practice “{1}”:"), text };
	if (!to.n)
		to = record_readers(w, &p->record, FLOW_TO_REVIEWERS);
	for (size_t i = 0; i < to.n; i++)
		tell(w, &to.v[i], &m, home);
}

bool question_answer(struct work *w, const struct practice *p, const struct question *q,
	struct str answer, struct str home)
{
	struct question answered = *q;
	struct reader asker;

	if (!db_run(w->db, SQL_PRACTICE_QUESTION_ANSWER,
		    DB_VALUES(V(answer), V(w->actor.account_id), V(w->now_ms), V(q->id))))
		return false;
	answered.answer = answer;
	answered.answered_ms = w->now_ms;
	const struct question_letter m = { p, &answered, N_("An answer about “{1}”"),
		N_("Those who look after the good practice “{1}” ({4}) have answered your "
		   "question:"),
		answer };
	if (w->house->directory && w->house->directory->reader(w, q->asked_by, &asker))
		tell(w, &asker, &m, home);
	return true;
}

void questions_tidy(struct work *w)
{
	db_run(w->db, SQL_PRACTICE_QUESTIONS_CLEAR,
		DB_VALUES(V(w->now_ms - QUESTIONS_KEPT_YEARS * 365 * day_ms)));
}

/*
 * practice_chores.c - what days bring about: names that may no longer be told are taken out, who
 * looks after a practice is reminded to confirm it, old questions go.
 */
#include "practice_chores.h"
#include "history.h"
#include "log.h"
#include "practice_html.h"
#include "practice_pages.h"
#include "practice_question.h"
#include "practice_sql.h"
#include "step.h"

enum { AT_ONCE = 20, UNCONFIRMED_MAX = RECORDS_AT_ONCE, DUTIES_MAX = 20 };

static const int64_t year_ms = 365 * 24 * 3600 * INT64_C(1000);

/* Two years and more, whatever years they are: what was made before is stale by its day too. */
static const int64_t stale_ms = (PRACTICE_STALE_YEARS * 366 + 1) * 24 * 3600 * INT64_C(1000);

struct ids {
	struct str v[AT_ONCE];
	size_t n;
};

static struct ids read_ids(struct db_rows *rows)
{
	struct ids ids = { .n = 0 };

	while (ids.n < AT_ONCE && db_next(rows))
		ids.v[ids.n++] = db_column_text(rows, 0);
	db_done(rows);
	return ids;
}

/* Commits what `fn` did with the record, if it did anything. How often it did. */
static size_t with_each(struct work *w, const struct ids *ids, struct str home,
	bool (*fn)(struct work *w, struct practice *p, struct str home))
{
	size_t n = 0;

	for (size_t i = 0; i < ids->n && db_is_sound(w->db); i++) {
		db_begin(w->db);
		w->raised_generation = false;
		struct practice *p = record_hold(w, &practice_kind, ids->v[i]);

		if (p && fn(w, p, home))
			n += db_commit(w->db);
		else
			db_rollback(w->db);
	}
	return n;
}

/* ---- names whose day is over */

static bool forget_names(struct work *w, struct practice *p, struct str home)
{
	const struct column column = { .field = kind_field(&practice_kind, "credits") };
	struct problems problems = problems_new(w->arena);
	struct saving one = { .row = p,
		.problems = &problems,
		.note = str_from(T(w, "The day until which people could be named is over.")) };

	(void)home;
	if (!p->credits.n || str_compare(p->credits_until, practice_today(w)) >= 0)
		return false;
	p->credits = p->credits_until = S("");
	p->credits_agreed = UNKNOWN;
	db_run(w->db, SQL_PRACTICE_CREDITS_DRAFTS_CLEAR, DB_VALUES(V(p->record.seq)));
	db_run(w->db, SQL_PRACTICE_CREDITS_HANDED_CLEAR, DB_VALUES(V(p->record.seq)));
	if (register_save_one(w, &practice_kind, &one, "edit") == SAVE_REFUSED) {
		log_error("names are not taken out of the practice " STR_FMT
			  ", which is not whole: " STR_FMT,
			STR_ARG(p->record.public_id),
			STR_ARG(problems.n ? problems.v[0].message : S("")));
		return false;
	}
	history_erase(w, &practice_kind, p, column);
	return true;
}

static size_t forget_all_names(struct work *w)
{
	const struct ids due = read_ids(db_query(
		w->db, SQL_PRACTICE_CREDITS_OVER, DB_VALUES(V(practice_today(w)), V(AT_ONCE))));

	return with_each(w, &due, S(""), forget_names);
}

/* ---- reminders, once a year */

static const struct flow_letter letters[] = {
	{ FLOW_TO_OWNERS, N_("Is your good practice still as it says? {1}"),
		N_("Nobody has confirmed the good practice “{1}” for two years, and readers are "
		   "told so.\n\nIf it is still as it says, confirm it with one button. If it is "
		   "not, write to the Secretariat what has changed, or withdraw it.") },
	{ 0 },
};

/* Readers see a mark from now on: what is kept of the page for them is no longer true. */
static bool remind(struct work *w, struct practice *p, struct str home)
{
	const struct flow_step step = { .action = "remind", .letters = letters };

	if (!practice_is_stale(w, p) || record_subject(w, &p->record).phase != PHASE_PUBLIC)
		return false;
	db_run(w->db, SQL_PRACTICE_REMINDED, DB_VALUES(V(p->record.seq), V(w->now_ms)));
	register_touch_public(w);
	if (!practice_is_of_house(p))
		step_tell(w, &practice_kind, p, &step, S(""), home);
	return true;
}

static size_t remind_all(struct work *w, struct str home)
{
	const struct ids due = read_ids(db_query(w->db, SQL_PRACTICE_STALE_UNTOLD,
		DB_VALUES(V(practice_stale_before(w)), V(w->now_ms - stale_ms),
			V(w->now_ms - year_ms), V(AT_ONCE))));

	return with_each(w, &due, home, remind);
}

bool practice_look_after(struct work *w, struct str home)
{
	const size_t n_names = forget_all_names(w), n_reminded = remind_all(w, home);

	db_begin(w->db);
	questions_tidy(w);
	db_commit(w->db);
	return (n_names == AT_ONCE || n_reminded == AT_ONCE) && db_is_sound(w->db);
}

/* ---- what waits for somebody */

static void question_duties(struct work *w, struct page_out *o, struct duties *all)
{
	const struct practice **of;
	const struct questions waiting = questions_waiting(w, &of);

	for (size_t i = 0; i < waiting.n && i < DUTIES_MAX; i++)
		duty_add(all,
			STR_FILL(o->arena, tr(o->lang, "Answer a question about “{1}”"),
				record_title(&practice_kind, of[i], o->lang).text),
			question_url(o, of[i], &waiting.v[i]), 0);
}

/* Of one's own: there are few. */
static void confirm_duties(struct work *w, struct page_out *o, struct duties *all)
{
	bool has_more;
	const struct rows rows = records_awaiting(
		w, &practice_kind, S("published"), VERB_SUBMIT, RECORDS_AT_ONCE - 1, &has_more);

	for (size_t i = 0; i < rows.n; i++) {
		const struct practice *p = row_at(&rows, i);

		if (!practice_is_of_house(p) && practice_is_stale(w, p))
			duty_add(all,
				STR_FILL(o->arena,
					tr(o->lang, "Confirm that “{1}” is still as it says"),
					record_title(&practice_kind, p, o->lang).text),
				practice_edit_url(o, p), 0);
	}
}

static struct rows unconfirmed(struct work *w)
{
	struct sql_text t = sql_text_new(w->db, 4);

	record_select(&t, &practice_kind);
	sql_add(&t, "r.kind = 'practice' AND r.state = 'published' AND r.version > 0 "
		    "AND (k.confirmed_on < ");
	sql_value(&t, V(practice_stale_before(w)));
	sql_add(&t, " OR (k.confirmed_on IS NULL AND r.created_at < ");
	sql_value(&t, V(w->now_ms - stale_ms));
	sql_add(&t, ")) ORDER BY r.seq LIMIT ");
	sql_value(&t, V(UNCONFIRMED_MAX));
	return record_rows(w, &practice_kind, &t);
}

/* Of the house's own one line is enough. */
static void house_duties(struct work *w, struct page_out *o, struct duties *all)
{
	int64_t n = 0;

	db_one_int(w->db, SQL_PRACTICE_STALE_OF_HOUSE,
		DB_VALUES(V(practice_stale_before(w)), V(w->now_ms - stale_ms)), &n);
	if (n)
		duty_add(all,
			STR_FILL(w->arena,
				trn(w->lang,
					"{1} good practice of the Secretariat has not been "
					"confirmed for two years",
					"{1} good practices of the Secretariat have not been "
					"confirmed for two years",
					(uint64_t)n),
				format_number(w->arena, w->lang, n)),
			place(o, "/practices/unconfirmed"), 0);
}

void practice_duties(struct work *w, struct page_out *o, struct duties *all)
{
	question_duties(w, o, all);
	confirm_duties(w, o, all);
	if (may(&w->actor, VERB_REVIEW, NULL))
		house_duties(w, o, all);
}

enum http_status practice_unconfirmed_page(struct request *r)
{
	struct work *w = work_of(r);
	const struct rows rows = unconfirmed(w);
	struct page_out o = page_begin(r);
	const struct str title = str_from(T(w, "Not confirmed for two years"));
	const struct crumb crumbs[] = {
		{ "/practices", str_from(tr_text(w->lang, practice_kind.label_plural)) },
		{ NULL, title },
	};
	const struct page page = { .title = title,
		.nav_path = "/practices",
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.is_private = true };

	practice_unconfirmed_html(&o, w, &rows);
	return page_send(r, &w->house->frame, &page, &o);
}

/* Asking those who look after a practice, and their answer: see practice_question.h. */
#include "people.h"
#include "practice_html.h"
#include "practice_pages.h"
#include "practice_question.h"

#include <string.h>

struct url question_url(struct page_out *o, const struct practice *p, const struct question *q)
{
	return url_path(o->arena, "/{}/practices/{}/questions/{}",
		(const struct str[]){ str_from(o->lang->code), p->record.public_id, q->id }, 3);
}

static enum http_status send_page(struct request *r, const struct practice *p, const char *title,
	struct page_out *content, const struct form *f, struct str lede)
{
	struct work *w = work_of(r);
	const struct told own = record_title(&practice_kind, p, w->lang);
	const char *back =
		str_printf(w->arena, "/practices/" STR_FMT, STR_ARG(p->record.public_id)).p;
	const struct crumb crumbs[] = {
		{ "/practices", str_from(tr_text(w->lang, practice_kind.label_plural)) },
		{ back, own.text },
		{ NULL, str_from(tr_text(w->lang, title)) },
	};
	const struct page page = { .title = str_from(tr_text(w->lang, title)),
		.nav_path = "/practices",
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.is_private = true };

	return f ? form_page(r, &w->house->frame, &page, lede, f)
		 : page_send(r, &w->house->frame, &page, content);
}

/* ---- asking */

static const char ask_title[] = N_("Ask those who look after it");

static struct form ask_form(struct request *r, const struct practice *p)
{
	static const struct form_field fields[] = {
		{ "words", FORM_LONG, N_("Your question"),
			N_("What you would like to know, and what for."),
			N_("Write what you would like to know"), .max = QUESTION_MAX_CHARS },
	};
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f = form_new(r, practice_ask_url(&o, p), fields, COUNT(fields), N_("Send"));

	f.cancel = record_url(&o, &practice_kind, p->record.public_id);
	return f;
}

/* One that is public, which somebody else looks after. */
static const struct practice *askable(struct request *r)
{
	struct work *w = work_of(r);
	const struct practice *p = record_load(w, &practice_kind, request_path_arg(r, "id"));
	bool is_open = p && practice_may_be_asked(w, p) && w->visit &&
		       record_may(w, VERB_CONTACT, &p->record);

	return is_open && !question_may_be_answered(w, p) ? p : NULL;
}

static enum http_status show_ask(struct request *r, const struct practice *p, const struct form *f)
{
	struct work *w = work_of(r);
	const struct str lede = STR_FILL(w->arena,
		T(w, "Your question goes by letter to those who look after this practice: {1}. "
		     "They are told your name and your roles – {2}, {3} – and not your address. "
		     "They answer here, and the answer comes to you by letter."),
		practice_keeper(w, p), question_asker(w, w->actor.account_id),
		question_asker_roles(w, w->actor.account_id));

	return send_page(r, p, ask_title, NULL, f, lede);
}

enum http_status practice_ask_page(struct request *r)
{
	const struct practice *p = askable(r);

	if (!p)
		return HTTP_NOT_FOUND;
	const struct form f = ask_form(r, p);
	return show_ask(r, p, &f);
}

enum http_status practice_ask_send(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };
	const struct practice *p = askable(r);
	struct question q;
	int64_t wait_s;

	if (!p)
		return HTTP_NOT_FOUND;
	struct form f = ask_form(r, p);
	if (!form_take(&f, r))
		return show_ask(r, p, &f);
	if (!attempt_take(w, ATTEMPT_QUESTION, w->actor.account_id, &wait_s))
		return answer_too_many(r, wait_s);
	question_ask(w, p, form_value(&f, "words"), request_home(r), &q);
	return answer_redirect(r, question_url(&o, p, &q).address);
}

/* ---- the question and its answer */

static struct form answer_form(
	struct request *r, const struct practice *p, const struct question *q)
{
	static const struct form_field fields[] = {
		{ "words", FORM_LONG, N_("Your answer"),
			N_("It goes by letter to the one who asked, as the answer of those who "
			   "look after the practice; your name and address are not passed on."),
			N_("Write an answer"), .max = QUESTION_MAX_CHARS },
	};
	struct page_out o = { &r->body, &r->arena, r->lang };

	return form_new(r, question_url(&o, p, q), fields, COUNT(fields), N_("Send the answer"));
}

/* Of the practice of the address; false: none that the one who works may read. */
static bool find(struct request *r, struct question_view *v)
{
	struct work *w = work_of(r);
	void *row = NULL;

	if (!question_load(w, request_path_arg(r, "question"), &v->question))
		return false;
	records_load(w, &practice_kind, &v->question.seq, 1, &row);
	v->work = w;
	v->practice = row;
	if (!row || !str_eq(v->practice->record.public_id, request_path_arg(r, "id")) ||
		!question_may_be_read(w, row, &v->question))
		return false;
	v->is_own = str_eq(v->question.asked_by, w->actor.account_id);
	v->thread = question_thread(w, &v->question);
	if (!v->question.answered_ms && question_may_be_answered(w, row))
		v->form = answer_form(r, row, &v->question);
	return true;
}

static enum http_status show(
	struct request *r, const struct question_view *v, enum http_status status)
{
	struct page_out o = page_begin(r);

	practice_question_html(&o, v);
	const enum http_status sent =
		send_page(r, v->practice, N_("A question and its answer"), &o, NULL, S(""));
	return sent == HTTP_OK ? status : sent;
}

enum http_status practice_question_page(struct request *r)
{
	struct question_view v = { 0 };

	return find(r, &v) ? show(r, &v, HTTP_OK) : HTTP_NOT_FOUND;
}

enum http_status practice_question_send(struct request *r)
{
	struct question_view v = { 0 };
	struct page_out o = { &r->body, &r->arena, r->lang };

	if (!find(r, &v))
		return HTTP_NOT_FOUND;
	if (!v.form.n_fields)
		return v.question.answered_ms ? show(r, &v, HTTP_CONFLICT) : HTTP_NOT_FOUND;
	if (!form_take(&v.form, r))
		return show(r, &v, HTTP_UNPROCESSABLE);
	if (question_answer(
		    v.work, v.practice, &v.question, form_value(&v.form, "words"), request_home(r)))
		return answer_redirect(r, question_url(&o, v.practice, &v.question).address);
	return find(r, &v) ? show(r, &v, HTTP_CONFLICT) : HTTP_NOT_FOUND;
}

/*
 * What somebody without an account sees of a record of which fields were handed over: those, and
 * the title. Whoever has the link is the one it was given to; nobody is signed in here, and to look
 * changes nothing.
 */
#include "attempt.h"
#include "client.h"
#include "handed_view.h"
#include "screens_html.h"

#include <stdio.h>
#include <string.h>

static const char page_title[] = N_("You are asked for help");

/* ---- answering */

static enum http_status link_send(struct request *r, const struct form *f, struct page_out *o)
{
	struct work *w = work_of(r);
	struct str title = str_from(tr_text(r->lang, page_title));
	/* Messaging programs show the title to all who read along: it says nothing. */
	const struct page page = {
		.title = f ? form_title(o, f, title) : title, .has_forms = true, .is_private = true
	};

	return page_send(r, &w->house->frame, &page, o);
}

static enum http_status say(
	struct request *r, enum http_status status, const struct link_over_view *what)
{
	struct page_out o = page_begin(r);

	screen_link_over_html(&o, what);
	link_send(r, NULL, &o);
	return status;
}

static enum http_status say_unknown(struct request *r)
{
	static const struct link_over_view unknown = { N_("This link does not work"),
		N_("It is not whole, or there is a newer one. Ask the person who sent it to "
		   "you.") };

	return say(r, HTTP_NOT_FOUND, &unknown);
}

static enum http_status say_over(struct request *r, enum handed_state state)
{
	static const struct link_over_view over[] = {
		[HANDED_FINISHED] = { N_("This is finished"),
			N_("Thank you. Your answers have arrived. If anything is to be changed, "
			   "the person who sent you the link can open it again.") },
		[HANDED_SETTLED] = { N_("This is finished"),
			N_("Thank you. Your answers have arrived. If anything is to be changed, "
			   "the person who sent you the link can open it again.") },
		[HANDED_EXPIRED] = { N_("The time of this link is over"),
			N_("What was saved until then has arrived. If you would still like to "
			   "answer, ask the person who sent it to you for a new one.") },
		[HANDED_RECALLED] = { N_("This link was recalled"),
			N_("Nothing is asked of you any more. What was saved until then has "
			   "arrived.") },
	};

	return say(r, HTTP_GONE, &over[state]);
}

/* ---- the record, as far as it was handed over */

static bool is_handed(const struct handed *h, const struct field *f)
{
	for (const char *const *name = h->fields; *name; name++)
		if (!strcmp(*name, f->name))
			return true;
	return false;
}

/* Rules between fields must not tell of what was not handed over: it is not there at all. */
static void *handed_row(struct work *w, const struct edited *e, const struct handed *h)
{
	const struct columns columns = kind_columns(w->arena, e->kind);
	void *row = arena_alloc(w->arena, e->kind->size);

	memcpy(row, e->record, e->kind->size);
	for (size_t i = 0; i < columns.n; i++)
		if (!is_handed(h, columns.v[i].field))
			column_restore(w->arena, columns.v[i], row, S(""));
	return row;
}

/* With the answers so far in the place of drafts. False: the record is gone. */
static bool link_load(struct request *r, const struct handed *h, struct edited *ret_edited)
{
	struct work *w = work_of(r);
	const struct kind *k = house_kind(w->house, h->kind);
	struct edited e = {
		.request = r, .work = w, .kind = k, .may_write = true, .sees_all = true
	};

	e.record = k ? record_load(w, k, h->public_id) : NULL;
	if (!e.record || !k->flow || !k->sections)
		return false;
	e.state = kind_state(k, e.record->state);
	e.title = record_title(k, e.record, r->lang);
	const struct handed_answers answers = handed_answers(w, k, h);
	e.row = handed_row(w, &e, h);
	e.drafts = handed_edits(w, &answers);
	edits_merge(w, k, e.row, &e.drafts);
	e.problems = problems_new(w->arena);
	e.advice = problems_new(w->arena);
	record_check(w, k, e.row, &e.problems);
	*ret_edited = e;
	return true;
}

/* "Solange Diop, Senegal": without a name when there is none any more. */
static struct str who_asks(struct work *w, const struct record *record, const struct handed *h)
{
	const struct directory *d = w->house->directory;
	const struct owner nobody = { 0 };
	struct str body = owner_shown(w, h->side == SIDE_REVIEWERS ? &nobody : &record->owner);
	struct reader reader;

	if (!d || !d->reader(w, h->made_by, &reader))
		return body;
	struct str name = d->person(w, h->made_by);
	/* An address stands for the name where there is none; strangers are not told it. */
	if (str_eq(name, reader.email) || str_eq(name, body))
		return body;
	return STR_FILL(w->arena, T(w, "{1}, {2}"), name, body);
}

/* ---- the form */

static struct url link_url(struct page_out *o, struct request *r)
{
	return place_under(o, "/handed", request_path_arg(r, "secret"));
}

static void add_marks(struct link_view *v)
{
	const struct edited *e = v->edited;
	const struct handed_answers answers = handed_answers(e->work, e->kind, v->handed);

	v->marks = ARENA_ARRAY(e->work->arena, struct str, v->columns.n + 1);
	for (size_t i = 0; i < v->columns.n; i++)
		v->marks[i] = handed_mark_shown(e->work, e->kind, e->record, v->columns.v[i],
			handed_answer_to(&answers, v->columns.v[i]));
}

/* Two people have answered the same: each sees the other's text. */
static void add_theirs(struct link_view *v, struct page_out *o)
{
	const struct edited *e = v->edited;
	const struct handed_answers answers = handed_answers(e->work, e->kind, v->handed);

	v->theirs = ARENA_ARRAY(o->arena, struct theirs_view, answers.n + 1);
	for (size_t i = 0; i < answers.n; i++) {
		const struct handed_answer *a = &answers.v[i];

		if (a->beside.n)
			v->theirs[v->n_theirs++] =
				(struct theirs_view){ column_label(o, e->record->lang, a->column),
					change_told(o, e->work, e->record->lang, a->column, a->text,
						a->beside) };
	}
}

/* Conflicts with the record are for those who decide on the answers. */
static void tell_wrong(const struct edited *e, struct form *f)
{
	for (size_t i = 0; i < e->drafts.n; i++) {
		const struct edit *edit = &e->drafts.v[i];
		struct str path = column_path(e->work->arena, edit->column);

		for (size_t n = 0; edit->end == EDIT_WRONG && n < f->n_fields; n++)
			if (str_is(path, f->fields[n].name))
				form_fault(f, f->fields[n].name, edit->why);
	}
}

static struct link_view link_view(
	struct page_out *o, const struct edited *e, const struct handed *h)
{
	struct link_view v = { .edited = e,
		.handed = h,
		.title = e->title,
		.who = who_asks(e->work, e->record, h),
		.columns = columns_typed(e, h->fields) };

	v.form = columns_form(o, e, &v.columns, link_url(o, e->request), N_("It is finished"));
	add_marks(&v);
	v.bases = columns_bases(e, &v.columns);
	add_theirs(&v, o);
	return v;
}

static enum http_status show(struct request *r, struct link_view *v, struct page_out *o)
{
	v->blocks = columns_blocks(v->edited, &v->columns, &v->form);
	/* Who reads in another language than the record is written in may answer in that. */
	for (size_t i = 0; i < v->blocks.n; i++)
		v->blocks.v[i].is_open |= r->lang != v->edited->record->lang;
	screen_link_html(o, v);
	return link_send(r, &v->form, o);
}

/* ---- finding it */

/* Once, though the handler may run on two lanes. */
static void keep_private(struct request *r)
{
	if (answer_has_header(r, "Referrer-Policy"))
		return;
	answer_header(r, "Cache-Control", S("private, no-store"));
	answer_header(r, "Referrer-Policy", S("no-referrer"));
	answer_header(r, "X-Robots-Tag", S("noindex, nofollow"));
}

/*
 * False: the answer is `ret_status`. A link that leads nowhere is a guess; that it was one is
 * written down, so who only looks comes here a second time, on the lane that writes.
 */
static bool link_find(
	struct request *r, bool is_held, struct handed *ret_handed, enum http_status *ret_status)
{
	struct work *w = work_of(r);
	struct str client = request_client(r);
	int64_t wait_s;

	keep_private(r);
	if (!attempt_is_left(w, ATTEMPT_ADDRESS, client, &wait_s)) {
		*ret_status = answer_too_many(r, wait_s);
		return false;
	}
	if (handed_by_secret(w, request_path_arg(r, "secret"), is_held, ret_handed))
		return true;
	if (r->lane != LANE_WRITE) {
		*ret_status = answer_on(r, LANE_WRITE);
		return false;
	}
	w->keeps_refusal = true;
	*ret_status = attempt_take(w, ATTEMPT_ADDRESS, client, &wait_s)
			      ? say_unknown(r)
			      : answer_too_many(r, wait_s);
	return false;
}

enum http_status screen_handed_link_page(struct request *r)
{
	struct page_out o = page_begin(r);
	enum http_status status;
	struct handed h;
	struct edited e;

	if (!link_find(r, false, &h, &status))
		return status;
	const enum handed_state state = handed_state(work_of(r), &h);
	if (state != HANDED_OPEN)
		return say_over(r, state);
	if (!link_load(r, &h, &e))
		return say_unknown(r);
	struct link_view v = link_view(&o, &e, &h);
	tell_wrong(&e, &v.form);
	form_tell_problems(&e, &v.form, &e.problems, false);
	v.is_told = !form_is_sound(&v.form);
	if (str_is(request_param(r, "done"), "saved"))
		v.done = str_from(tr(r->lang, "Saved. You can go on now, or later under the same "
					      "link."));
	return show(r, &v, &o);
}

/* ---- what was sent */

static struct str mark_sent(struct request *r, const char *name)
{
	char own[200];

	snprintf(own, sizeof own, "shown:%s", name);
	return request_field(r, own);
}

static struct handed_sent *keep(struct request *r, const struct edited *e, const struct handed *h,
	const struct columns *columns, size_t *ret_n)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f = columns_form(&o, e, columns, link_url(&o, r), "");
	const struct edits edits = columns_sent(r, e, columns, &f);
	struct handed_sent *sent = ARENA_ARRAY(&r->arena, struct handed_sent, edits.n + 1);

	for (size_t i = 0; i < edits.n; i++)
		sent[i] = (struct handed_sent){ .column = edits.v[i].column,
			.text = edits.v[i].text,
			.base_version = edits.v[i].base_version,
			.shown = mark_sent(
				r, str_z(&r->arena, column_path(&r->arena, edits.v[i].column))) };
	handed_keep(e->work, e->kind, handed_row(e->work, e, h), h, sent, edits.n);
	*ret_n = edits.n;
	return sent;
}

/* Of two texts for the same, the field holds the one that was sent now; sent again, it is taken. */
static void tell_sent(
	struct link_view *v, struct request *r, const struct handed_sent *sent, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *name = str_z(&r->arena, column_path(&r->arena, sent[i].column));

		if (!sent[i].is_beside && !sent[i].is_too_large)
			continue;
		form_field(&v->form, name)->value = sent[i].text;
		form_fault(&v->form, name,
			str_from(
				sent[i].is_beside
					? tr(r->lang,
						  "somebody else has answered this meanwhile: both "
						  "texts are kept. What stands in the field is "
						  "taken when you save again")
					: tr(r->lang, "this is too long to be kept: it is not "
						      "saved")));
	}
}

static bool is_unkept(const struct handed_sent *sent, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sent[i].is_beside || sent[i].is_too_large)
			return true;
	return false;
}

static enum http_status thank(struct request *r, const struct edited *e, const struct handed *h)
{
	struct page_out o = page_begin(r);
	struct thanks_view v = { .handed = h,
		.title = e->title,
		.who = who_asks(e->work, e->record, h),
		.v = ARENA_ARRAY(&r->arena, struct change_view, e->drafts.n + 1) };

	for (size_t i = 0; i < e->drafts.n; i++)
		v.v[v.n++] = change_told(&o, e->work, e->record->lang, e->drafts.v[i].column, S(""),
			e->drafts.v[i].text);
	screen_link_thanks_html(&o, &v);
	return link_send(r, NULL, &o);
}

/* The page once more, with what is wrong; all that could be is saved. */
static enum http_status show_again(struct request *r, const struct edited *e,
	const struct handed *h, const struct handed_sent *sent, size_t n)
{
	struct page_out o = page_begin(r);
	struct link_view v = link_view(&o, e, h);
	bool is_unsaved = is_unkept(sent, n);

	tell_sent(&v, r, sent, n);
	tell_wrong(e, &v.form);
	form_tell_problems(e, &v.form, &e->problems, false);
	work_of(r)->keeps_refusal = true;
	v.is_told = !is_unsaved;
	v.done = str_from(is_unsaved ? tr(r->lang, "All else is saved.")
				     : tr(r->lang, "It is saved as it is."));
	show(r, &v, &o);
	return is_unsaved ? HTTP_CONFLICT : HTTP_UNPROCESSABLE;
}

/* Is something wrong that could be put right before it is finished? */
static bool has_faults(struct request *r, const struct edited *e, const struct columns *columns)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f = columns_form(&o, e, columns, link_url(&o, r), "");

	tell_wrong(e, &f);
	form_tell_problems(e, &f, &e->problems, false);
	return !form_is_sound(&f);
}

static enum http_status go_on(struct request *r, const struct handed *h, const struct edited *e)
{
	struct page_out o = { &r->body, &r->arena, r->lang };

	if (str_is(request_field(r, "go"), "finish")) {
		handed_finish(work_of(r), h);
		return thank(r, e, h);
	}
	return written_go(r, link_url(&o, r), "saved");
}

enum http_status screen_handed_link_send(struct request *r)
{
	struct work *w = work_of(r);
	enum http_status status;
	int64_t wait_s;
	struct handed h;
	struct edited e;
	size_t n;

	if (!link_find(r, true, &h, &status))
		return status;
	const enum handed_state state = handed_state(w, &h);
	if (state != HANDED_OPEN)
		return say_over(r, state);
	if (!attempt_take(w, ATTEMPT_HANDED, h.id, &wait_s))
		return answer_too_many(r, wait_s);
	if (!link_load(r, &h, &e))
		return say_unknown(r);
	const struct columns columns = columns_typed(&e, h.fields);
	const struct handed_sent *sent = keep(r, &e, &h, &columns, &n);
	if (!link_load(r, &h, &e))
		return say_unknown(r);
	bool is_finishing = str_is(request_field(r, "go"), "finish");
	bool was_told = request_field(r, "told").n > 0;
	bool is_wrong = has_faults(r, &e, &columns) && (!is_finishing || !was_told);
	if (is_unkept(sent, n) || is_wrong)
		return show_again(r, &e, &h, sent, n);
	return go_on(r, &h, &e);
}

/* What came back from somebody to whom fields were handed: each answer is decided on. */
#include "handed_view.h"
#include "screens_html.h"

#include <stdio.h>
#include <string.h>

enum { NAME_MAX_BYTES = 200 };

static struct str sent_about(const struct request *r, const char *what, struct str path)
{
	char name[NAME_MAX_BYTES];

	snprintf(name, sizeof name, "%s:" STR_FMT, what, STR_ARG(path));
	return request_field(r, name);
}

/* ---- the page */

static struct str decided_told(struct page_out *o, struct work *w, const struct handed_answer *a)
{
	static const char *const told[] = { [DECIDED_ACCEPTED] = N_("{1} accepted it on {2}"),
		[DECIDED_CHANGED] = N_("{1} accepted it, changed, on {2}"),
		[DECIDED_LEFT] = N_("{1} left it out on {2}") };
	const struct directory *d = w->house->directory;

	if (a->decision == DECIDED_NOT)
		return S("");
	return STR_FILL(o->arena, tr_text(o->lang, told[a->decision]),
		d ? d->person(w, a->decided_by) : S(""),
		format_day(o->arena, o->lang, a->decided_ms));
}

/* In a correction an answer takes the place of what he has written himself, whatever its end. */
static const struct edit *draft_in_place(const struct edited *e, struct column c)
{
	return e->state->writing == FLOW_AS_CORRECTION ? edited_draft(e, c) : NULL;
}

/* What the record holds for him: in a correction, what he has written so far. */
static struct str present_of(const struct edited *e, struct column c)
{
	const struct edit *draft = draft_in_place(e, c);

	return draft ? draft->text : column_read(e->work->arena, c, e->record);
}

/* Of his draft that the page shows; empty: there is none. */
static struct str draft_mark(const struct edited *e, struct column c)
{
	const struct edit *draft = draft_in_place(e, c);

	return draft ? handed_mark(e->work, e->kind, e->record, c, draft->text) : S("");
}

static bool is_typed(struct column c)
{
	return c.field->type != FIELD_CODE && c.field->type != FIELD_CODES &&
	       c.field->type != FIELD_LINKS && c.field->type != FIELD_YESNO &&
	       c.field->type != FIELD_FILES;
}

static struct str conflict_of(struct page_out *o, const struct edited *e, const struct edit *edit)
{
	struct str when = format_instant(o->arena, o->lang, edit->at_ms);
	struct str who = edit_who(e, edit);

	if (str_eq(edit->by, e->work->actor.account_id))
		return STR_FILL(o->arena,
			tr(o->lang, "you have changed this on {1}, after it was handed over"),
			when);
	if (!who.n)
		who = str_from(tr(o->lang, "somebody else"));
	return STR_FILL(o->arena,
		tr(o->lang, "{1} has changed this on {2}, after it was handed "
			    "over"),
		who, when);
}

static struct answer_view answer_of(struct page_out *o, const struct edited *e,
	const struct handed_answer *answer, const struct edit *edit)
{
	struct request *r = e->request;
	struct str present = present_of(e, answer->column);
	struct str path = column_path(o->arena, answer->column);
	struct answer_view v = { .answer = answer,
		.path = path,
		.change = change_told(
			o, e->work, e->record->lang, answer->column, present, answer->text),
		.decided = decided_told(o, e->work, answer),
		.draft = draft_mark(e, answer->column),
		.chosen = sent_about(r, "choice", path),
		.combined = sent_about(r, "text", path),
		.can_take = edit->end != EDIT_WRONG,
		.can_change = is_typed(answer->column) };

	if (answer->decision == DECIDED_NOT && edit->end == EDIT_CONFLICT)
		v.conflict = conflict_of(o, e, edit);
	if (answer->decision == DECIDED_NOT && edit->end == EDIT_WRONG)
		v.why = edit->why;
	if (!v.combined.n)
		v.combined = answer->text;
	return v;
}

/* What would become of the answers, each from the version it was made from. */
static struct edits answers_tried(const struct edited *e, const struct handed_answers *answers)
{
	struct edits edits = handed_edits(e->work, answers);
	void *trial = arena_alloc(e->work->arena, e->kind->size);

	memcpy(trial, e->record, e->kind->size);
	edits_merge(e->work, e->kind, trial, &edits);
	return edits;
}

static struct str missing_told(struct page_out *o, const struct edited *e, const struct handed *h,
	const struct handed_answers *answers)
{
	struct handed rest = *h;
	const char **names = ARENA_ARRAY(o->arena, const char *, h->n_fields + 1);
	size_t n = 0;

	for (const char *const *name = h->fields; *name; name++) {
		const char *const one[] = { *name, NULL };
		const struct handed own = { .fields = one };

		if (!handed_answered(&own, answers))
			names[n++] = *name;
	}
	rest.fields = names;
	return handed_fields_told(o, e, &rest);
}

static void add_ways(struct page_out *o, struct answers_view *v, const struct handed *h)
{
	const struct edited *e = v->edited;
	struct str here = handed_url(o, e, h).address;

	if (h->recalled_ms)
		return;
	v->recall.address = str_printf(o->arena, STR_FMT "/recall", STR_ARG(here));
	if (!e->may_write)
		return;
	v->renew.address = str_printf(o->arena, STR_FMT "/renew", STR_ARG(here));
	if (h->finished_ms || v->n)
		v->back.address = str_printf(o->arena, STR_FMT "/back", STR_ARG(here));
}

static struct answers_view view_of(
	struct page_out *o, const struct edited *e, const struct handed_line *line)
{
	const struct handed *h = line->handed;
	const struct handed_answers answers = handed_answers(e->work, e->kind, h);
	const struct edits tried = answers_tried(e, &answers);
	struct answers_view v = { .edited = e,
		.line = line,
		.fields = handed_fields_told(o, e, h),
		.v = ARENA_ARRAY(o->arena, struct answer_view, answers.n + 1),
		.n = answers.n,
		.n_open = handed_undecided(&answers),
		.missing = missing_told(o, e, h, &answers),
		.form = form_new(e->request, handed_url(o, e, h), NULL, 0, N_("Save my decisions")),
		.may_decide = e->may_write,
		.is_over = line->state == HANDED_FINISHED };

	for (size_t i = 0; i < answers.n; i++)
		v.v[i] = answer_of(o, e, &answers.v[i], &tried.v[i]);
	add_ways(o, &v, h);
	return v;
}

static enum http_status show(struct request *r, struct page_out *o, const struct answers_view *v)
{
	screen_answers_html(o, v);
	return written_send(r, v->edited,
		STR_FILL(o->arena, tr(o->lang, "Handed to {1}"), v->line->handed->person), NULL, o);
}

static struct handed_line line_alone(
	struct page_out *o, const struct edited *e, const struct handed *h)
{
	const struct handed_lines all = handed_lines(o, e);

	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.v[i].handed->id, h->id))
			return all.v[i];
	return (struct handed_line){
		.handed = h, .state = handed_state(e->work, h), .tone = "todo"
	};
}

enum http_status screen_handed_page(struct request *r)
{
	struct page_out o = page_begin(r);
	struct edited e;
	struct handed h;

	if (!handed_find(r, false, &e, &h))
		return HTTP_NOT_FOUND;
	const struct handed_line line = line_alone(&o, &e, &h);
	struct answers_view v = view_of(&o, &e, &line);
	v.done = written_done(r);
	return show(r, &o, &v);
}

/* ---- deciding */

struct deciding {
	struct request *request;
	const struct edited *edited;
	const struct handed *handed;
	struct handed_answers answers;
	struct edits edits;
	const struct handed_answer **of; /* the answer of each edit */
	enum handed_decision *as; /* and as what it is accepted */
	const struct handed_answer **left;
	size_t n_left, n_chosen;
	bool is_stale; /* the answer, or his draft, is another than the page showed */
};

/*
 * The choice is made between the two texts that were shown: another change of the record since
 * makes a conflict of it.
 */
static int64_t base_shown(const struct deciding *d, const struct handed_answer *answer)
{
	int64_t shown;

	if (!str_int(request_field(d->request, "version"), &shown) ||
		shown > d->edited->record->version)
		return answer->base_version;
	return shown > answer->base_version ? shown : answer->base_version;
}

static void accept(struct deciding *d, const struct handed_answer *answer, struct str text,
	enum handed_decision as)
{
	d->of[d->edits.n] = answer;
	d->as[d->edits.n] = as;
	edit_add(&d->edits, answer->column, text, base_shown(d, answer));
	d->edits.v[d->edits.n - 1].is_meant = true;
}

/* Has he written something there that the page did not show? */
static bool has_unseen_draft(const struct deciding *d, const struct handed_answer *answer)
{
	struct request *r = d->request;
	struct str mark = draft_mark(d->edited, answer->column);
	struct str path = column_path(&r->arena, answer->column);

	return mark.n && !str_eq(mark, sent_about(r, "draft", path));
}

static void choose(struct deciding *d, const struct handed_answer *answer)
{
	struct request *r = d->request;
	struct str path = column_path(&r->arena, answer->column);
	struct str choice = sent_about(r, "choice", path);
	int64_t shown_ms = 0;

	if (!choice.n || answer->decision != DECIDED_NOT)
		return;
	str_int(sent_about(r, "at", path), &shown_ms);
	if (shown_ms != answer->written_ms || has_unseen_draft(d, answer)) {
		d->is_stale = true;
		return;
	}
	d->n_chosen++;
	if (str_is(choice, "take"))
		accept(d, answer, answer->text, DECIDED_ACCEPTED);
	else if (str_is(choice, "change") && is_typed(answer->column))
		accept(d, answer, form_text(&r->arena, sent_about(r, "text", path), true),
			DECIDED_CHANGED);
	else if (str_is(choice, "leave"))
		d->left[d->n_left++] = answer;
}

/* Into the record, or among what is gathered for its correction. */
static bool store(struct deciding *d, struct problems *p)
{
	const struct edited *e = d->edited;
	struct work *w = e->work;
	void *row = arena_alloc(w->arena, e->kind->size);
	const char *own_via = w->via;

	memcpy(row, e->record, e->kind->size);
	edits_merge(w, e->kind, row, &d->edits);
	if (!edits_count(&d->edits, EDIT_TAKEN))
		return true;
	if (e->state->writing == FLOW_AS_CORRECTION) {
		for (size_t i = 0; i < d->edits.n; i++)
			if (d->edits.v[i].end == EDIT_TAKEN)
				draft_put(w, e->record, d->edits.v[i].column, d->edits.v[i].text,
					d->edits.v[i].base_version);
		return true;
	}
	w->via = handed_via(w, d->handed);
	bool is_stored = edits_save(w, e->kind, row, S(""), p);
	w->via = own_via;
	return is_stored;
}

static void write_down(struct deciding *d)
{
	for (size_t i = 0; i < d->edits.n; i++)
		if (d->edits.v[i].end == EDIT_TAKEN || d->edits.v[i].end == EDIT_SAME)
			handed_decide(d->edited->work, d->handed, d->of[i]->column, d->as[i]);
	for (size_t i = 0; i < d->n_left; i++)
		handed_decide(d->edited->work, d->handed, d->left[i]->column, DECIDED_LEFT);
	handed_settle(d->edited->work, d->handed);
}

/* Says beside the answers why they were not taken. */
static void tell_ends(struct page_out *o, struct answers_view *v, const struct deciding *d,
	const struct problems *p)
{
	for (size_t i = 0; i < v->n; i++) {
		struct answer_view *one = &v->v[i];

		for (size_t k = 0; k < d->edits.n; k++) {
			const struct edit *edit = &d->edits.v[k];

			if (edit->column.field != one->answer->column.field ||
				edit->column.part != one->answer->column.part)
				continue;
			if (edit->end == EDIT_CONFLICT)
				one->conflict = conflict_of(o, v->edited, edit);
			if (edit->end == EDIT_WRONG)
				one->why = edit->why;
		}
		for (size_t k = 0; k < p->n; k++) {
			struct column c = problem_column(v->edited, &p->v[k]);

			if (c.field == one->answer->column.field && one->decided.n == 0)
				one->why = p->v[k].message;
		}
	}
}

static enum http_status show_again(
	struct request *r, const struct deciding *d, const struct problems *p, bool is_stored)
{
	struct page_out o = page_begin(r);
	struct edited e;
	struct handed h;

	work_of(r)->keeps_refusal = is_stored;
	if (!handed_find(r, true, &e, &h))
		return HTTP_NOT_FOUND;
	const struct handed_line line = line_alone(&o, &e, &h);
	struct answers_view v = view_of(&o, &e, &line);
	tell_ends(&o, &v, d, p);
	v.is_unfinished = true;
	show(r, &o, &v);
	return d->is_stale || edits_count(&d->edits, EDIT_CONFLICT) ? HTTP_CONFLICT
								    : HTTP_UNPROCESSABLE;
}

static struct deciding deciding_of(
	struct request *r, const struct edited *e, const struct handed *h)
{
	struct deciding d = { .request = r,
		.edited = e,
		.handed = h,
		.answers = handed_answers(e->work, e->kind, h),
		.edits = edits_new(&r->arena) };

	d.of = ARENA_ARRAY(&r->arena, const struct handed_answer *, d.answers.n + 1);
	d.left = ARENA_ARRAY(&r->arena, const struct handed_answer *, d.answers.n + 1);
	d.as = ARENA_ARRAY(&r->arena, enum handed_decision, d.answers.n + 1);
	return d;
}

enum http_status screen_handed_send(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct problems problems = problems_new(&r->arena);
	struct edited e;
	struct handed h;

	if (!handed_find(r, true, &e, &h))
		return HTTP_NOT_FOUND;
	if (!e.may_write)
		return answer_problem(r, HTTP_CONFLICT,
			str_from(T(e.work, "The record cannot be changed now. The answers wait "
					   "until it can be.")));
	struct deciding d = deciding_of(r, &e, &h);
	for (size_t i = 0; i < d.answers.n; i++)
		choose(&d, &d.answers.v[i]);
	bool is_stored = store(&d, &problems);
	if (is_stored)
		write_down(&d);
	bool is_refused = !is_stored || d.is_stale || edits_count(&d.edits, EDIT_CONFLICT) ||
			  edits_count(&d.edits, EDIT_WRONG);
	if (is_refused || (!d.n_chosen && handed_undecided(&d.answers)))
		return show_again(r, &d, &problems, is_stored);
	return written_go(r, handed_url(&o, &e, &h), "decided");
}

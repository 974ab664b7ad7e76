/* A step: what it means, what goes with it, and taking it. */
#include "edit_view.h"
#include "screens_html.h"

#include <string.h>

/* ---- the form */

/* Who takes a step knows: it is no, unless it is yes. */
static void ask_yes_or_no(struct form_field *f)
{
	if (f->input != FORM_RADIOS || f->n_choices != 2 || !str_is(f->choices[0].value, "yes"))
		return;
	f->none = NULL;
	if (!f->value.n)
		f->value = f->choices[1].value;
}

static struct form step_form(struct page_out *o, const struct edited *e,
	const struct flow_step *step, const struct columns *columns)
{
	const struct form own = columns_form(o, e, columns, step_url(o, e, step), step->label);
	struct form f = own;

	f.fields = ARENA_ARRAY(o->arena, struct form_field, own.n_fields + 2);
	if (own.n_fields)
		memcpy(f.fields, own.fields, own.n_fields * sizeof *f.fields);
	for (size_t i = 0; i < own.n_fields; i++)
		ask_yes_or_no(&f.fields[i]);
	f.names_fields = false;
	if (step->note)
		f.fields[f.n_fields++] = (struct form_field){ .name = "note",
			.input = FORM_LONG,
			.label = step->note,
			.missing = step->needs_note ? N_("this is required") : NULL,
			.max = 4000 };
	if (step->consent)
		f.fields[f.n_fields++] = (struct form_field){ .name = "agree",
			.input = FORM_CHECK,
			.label = step->consent,
			.missing = N_("this step needs your agreement") };
	f.is_grave = step->is_grave;
	f.cancel = written_url(o, e->kind, e->record->public_id, "edit");
	return f;
}

static bool has_field(const struct form *f, struct str name)
{
	for (size_t i = 0; i < f->n_fields; i++)
		if (str_is(name, f->fields[i].name))
			return true;
	return false;
}

/* ---- what keeps it from being taken */

/* The row as the step would take it; what the step itself asks for is left to its form. */
static struct remarks blocks_of(struct page_out *o, const struct edited *e,
	const struct flow_step *step, const struct form *f, const struct problems *p)
{
	struct problems own = problems_new(o->arena);

	for (size_t i = 0; i < p->n; i++) {
		struct column c = problem_column(e, &p->v[i]);

		if (has_field(f, p->v[i].column) ||
			(c.field && has_field(f, column_path(o->arena, c))))
			continue;
		problem_add(&own, p->v[i].column, p->v[i].code, p->v[i].message);
	}
	(void)step;
	return edited_remarks(o, e, &own);
}

/* Drafts that can neither be taken nor left behind unseen. */
static void add_unsettled(const struct edited *e, struct problems *p)
{
	struct work *w = e->work;

	for (size_t i = 0; i < e->drafts.n; i++) {
		const struct edit *d = &e->drafts.v[i];
		struct str column = column_path(w->arena, d->column);

		if (d->end == EDIT_WRONG)
			problem_add(p, column, d->code, d->why);
		if (d->end == EDIT_CONFLICT)
			problem_add(p, column, "conflict",
				str_from(T(w, "two texts wait for your choice")));
	}
}

static struct problems problems_before(const struct edited *e, const struct flow_step *step)
{
	const struct flow_state *to = kind_state(e->kind, str_from(step->to));
	struct problems p = problems_new(e->work->arena);

	if (e->may_write && strcmp(step->from, step->to))
		add_unsettled(e, &p);
	if (!to->takes_incomplete)
		for (size_t i = 0; i < e->problems.n; i++)
			problem_add(&p, e->problems.v[i].column, e->problems.v[i].code,
				e->problems.v[i].message);
	return p;
}

/* ---- the page */

static enum http_status show_step(struct request *r, const struct edited *e,
	const struct flow_step *step, const struct form *f, const struct problems *p)
{
	struct page_out o = page_begin(r);
	struct step_page_view v = {
		.edited = e, .step = step, .form = *f, .blocks = blocks_of(&o, e, step, f, p)
	};

	if (step->takes_drafts)
		v.gathered = drafts_waiting(&o, e, EDIT_TAKEN);
	screen_step_html(&o, &v);
	written_send(r, e, str_from(tr_text(r->lang, step->label)), f, &o);
	return form_is_sound(f) && !v.blocks.n ? HTTP_OK : HTTP_UNPROCESSABLE;
}

/* The overview, for a step that cannot be taken now, if there is such a step at all. */
static enum http_status back(struct request *r, const struct edited *e)
{
	struct page_out o = { &r->body, &r->arena, r->lang };

	if (!flow_has_action(e->kind->flow, request_path_arg(r, "action")))
		return HTTP_NOT_FOUND;
	return answer_redirect(r, written_url(&o, e->kind, e->record->public_id, "edit").address);
}

enum http_status screen_step_page(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct edited e;

	if (!edited_load(r, false, &e))
		return HTTP_NOT_FOUND;
	const struct flow_step *step =
		step_open(e.work, e.kind, e.record, request_path_arg(r, "action"));
	if (!step)
		return back(r, &e);
	const struct columns columns = columns_named(&e, step->fields);
	const struct form f = step_form(&o, &e, step, &columns);
	const struct problems p = problems_before(&e, step);
	show_step(r, &e, step, &f, &p);
	return HTTP_OK;
}

/* ---- taking it */

/* What was typed and not saved yet goes with the step. */
static bool take_drafts(const struct edited *e)
{
	struct edits drafts = drafts_of(e->work, e->kind, e->record);

	return !e->may_write || e->state->writing == FLOW_AS_CORRECTION || !drafts.n ||
	       edits_take(e, &drafts);
}

/* A kind may have a field that is called like what the step itself asks: "note". */
static struct str input_of_problem(
	const struct edited *e, const struct form *f, const struct problem *p)
{
	struct column c = problem_column(e, p);

	return has_field(f, p->column) || !c.field ? p->column : column_path(e->work->arena, c);
}

/* What the step had put into the row is not shown as if it stood there. */
static enum http_status refuse(
	struct request *r, const struct flow_step *step, struct form *f, const struct problems *p)
{
	struct edited e;

	if (!edited_load(r, true, &e))
		return HTTP_NOT_FOUND;
	for (size_t i = 0; i < p->n; i++) {
		struct str name = input_of_problem(&e, f, &p->v[i]);

		if (has_field(f, name))
			form_fault(f, str_z(e.work->arena, name), p->v[i].message);
	}
	return show_step(r, &e, step, f, p);
}

/* Those who take a step may lose sight of the record by it. */
static enum http_status go_on(struct request *r, const struct edited *e)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	const struct record *now = record_load(e->work, e->kind, e->record->public_id);
	bool sees = now && record_is_worked_on(e->work, now);

	return written_go(r,
		sees ? written_url(&o, e->kind, e->record->public_id, "edit")
		     : place(&o, str_z(o.arena, str_printf(o.arena, "/%s/mine", e->kind->plural))),
		"taken");
}

enum http_status screen_step_send(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct edited e;

	if (!edited_load(r, true, &e))
		return HTTP_NOT_FOUND;
	const struct flow_step *step =
		step_open(e.work, e.kind, e.record, request_path_arg(r, "action"));
	if (!step)
		return back(r, &e);
	const struct columns columns = columns_named(&e, step->fields);
	struct form f = step_form(&o, &e, step, &columns);
	const struct edits fields = columns_sent(r, &e, &columns, &f);
	const struct step_words words = { form_text(&r->arena, request_field(r, "note"), true),
		request_field(r, "agree").n > 0, &fields };
	struct problems p = problems_before(&e, step);

	if (p.n)
		return refuse(r, step, &f, &p);
	if (!take_drafts(&e) || !edited_load(r, true, &e))
		return HTTP_CONFLICT;
	if (!step_take(
		    e.work, e.kind, (void *)(uintptr_t)e.record, step, &words, request_home(r), &p))
		return refuse(r, step, &f, &p);
	return go_on(r, &e);
}

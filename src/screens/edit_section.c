/* One section of a record: its fields, and what became of what was sent. */
#include "note_view.h"
#include "screens_html.h"

#include <string.h>

/* ---- the page */

/* Fields that stand together: a text in its languages, an amount and its currency. */
static struct field_block block_of(
	const struct columns *columns, const struct form *f, size_t first)
{
	const struct field *field = columns->v[first].field;
	struct field_block b = { .first = first, .form = BLOCK_PLAIN };

	while (first + b.n < columns->n && columns->v[first + b.n].field == field)
		b.n++;
	if (field->type == FIELD_TEXT && b.n > 1)
		b.form = BLOCK_LANGUAGES;
	if (field->type == FIELD_MONEY && b.n > 1)
		b.form = BLOCK_PAIR;
	for (size_t i = first + 1; i < first + b.n; i++)
		b.is_open |= f->fields[i].value.n || f->fields[i].fault.n;
	b.field = field;
	return b;
}

struct field_blocks columns_blocks(
	const struct edited *e, const struct columns *columns, const struct form *f)
{
	struct field_blocks all = { ARENA_ARRAY(e->work->arena, struct field_block, columns->n + 1),
		0 };
	const struct section *before = NULL;

	for (size_t i = 0; i < columns->n; i += all.v[all.n++].n) {
		const struct section *s = section_of(e->kind, columns->v[i].field);

		all.v[all.n] = block_of(columns, f, i);
		all.v[all.n].begins = s != before ? s : NULL;
		before = s;
	}
	/* One section alone is named by its page. */
	if (columns->n && section_of(e->kind, columns->v[0].field) == before)
		all.v[0].begins = NULL;
	return all;
}

struct draft_bases columns_bases(const struct edited *e, const struct columns *columns)
{
	struct draft_bases all = { ARENA_ARRAY(e->work->arena, const struct edit *, columns->n + 1),
		0 };

	for (size_t i = 0; i < columns->n; i++) {
		const struct edit *draft = edited_draft(e, columns->v[i]);

		if (draft && draft->base_version != e->record->version)
			all.v[all.n++] = draft;
	}
	return all;
}

static void add_advice(struct section_page_view *v, struct page_out *o)
{
	const struct edited *e = v->edited;
	struct problems own = problems_new(o->arena);

	for (size_t i = 0; i < e->advice.n; i++)
		if (section_has(v->section, problem_column(e, &e->advice.v[i]).field))
			problem_add(&own, e->advice.v[i].column, e->advice.v[i].code,
				e->advice.v[i].message);
	v->advice = edited_remarks(o, e, &own);
}

static void fill_form(struct section_page_view *v, struct page_out *o, bool tells_missing)
{
	const struct edited *e = v->edited;
	const struct columns columns = columns_typed(e, v->section->fields);

	v->form = columns_form(o, e, &columns, section_url(o, e, v->section), N_("Save and go on"));
	form_tell_edits(o, e, &v->form, &columns, &e->drafts);
	form_tell_problems(e, &v->form, &e->problems, tells_missing);
	v->blocks = columns_blocks(e, &columns, &v->form);
	v->bases = columns_bases(e, &columns);
	add_advice(v, o);
	v->draft = written_url(o, e->kind, e->record->public_id, "draft");
}

static struct str section_note(const struct edited *e)
{
	struct work *w = e->work;

	if (!e->may_write)
		return str_from(
			T(w, "You can read this section. It cannot be changed by you now."));
	if (e->state->writing == FLOW_AS_CORRECTION)
		return str_from(T(w, "This is public. What you change here is kept for you alone, "
				     "and readers see it when you publish the correction with its "
				     "reason."));
	return S("");
}

/* Where one goes from here: the next section that there is, or the overview. */
static struct url next_url(struct page_out *o, const struct edited *e, const struct section *s)
{
	while ((++s)->name)
		if (columns_named(e, s->fields).n)
			return section_url(o, e, s);
	return written_url(o, e->kind, e->record->public_id, "edit");
}

/* Where its fields are handed to somebody; empty where there are none to be typed. */
static struct url hand_section_url(
	struct page_out *o, const struct edited *e, const struct section *s)
{
	return e->may_write && columns_typed(e, s->fields).n ? hand_url(o, e, s)
							     : (struct url){ S("") };
}

/* As GET and POST show it. */
static enum http_status show_section(
	struct request *r, const struct edited *e, const struct section *s, bool tells_missing)
{
	struct page_out o = page_begin(r);
	const struct noted on = noted_of(e);
	struct section_page_view v = { .edited = e,
		.section = s,
		.open = notes_open(&on),
		.done = written_done(r),
		.beside = edited_beside(e),
		.hand = hand_section_url(&o, e, s),
		.note = section_note(e),
		.sections = edited_sections(&o, e, s),
		.files = file_blocks_of(&o, e, s->fields),
		.next = next_url(&o, e, s),
		.is_correction = e->state->writing == FLOW_AS_CORRECTION };

	if (e->may_write)
		fill_form(&v, &o, tells_missing);
	screen_section_html(&o, &v);
	return written_send(r, e, str_from(tr_text(r->lang, s->label)), &v.form, &o);
}

static bool load(
	struct request *r, bool is_held, struct edited *e, const struct section **ret_section)
{
	if (!edited_load(r, is_held, e))
		return false;
	struct str name = request_path_arg(r, "section");
	*ret_section = str_is(name, "all") ? section_of_all(e) : section_named(e->kind, name);
	return *ret_section && columns_named(e, (*ret_section)->fields).n;
}

enum http_status screen_section_page(struct request *r)
{
	const struct section *s;
	struct edited e;

	if (!load(r, false, &e, &s))
		return HTTP_NOT_FOUND;
	return show_section(r, &e, s, request_param(r, "check").n);
}

/* ---- what was sent */

/* Stores what can be; what cannot is kept as drafts. */
static void keep(const struct edited *e, struct edits *edits)
{
	for (size_t i = 0; i < edits->n; i++) {
		const struct edit *edit = &edits->v[i];

		if (edit->end == EDIT_SAME)
			draft_drop(e->work, e->record, edit->column);
		else
			draft_put(e->work, e->record, edit->column, edit->text, edit->base_version);
	}
}

bool edits_take(const struct edited *e, struct edits *edits)
{
	struct work *w = e->work;
	struct problems problems = problems_new(w->arena);
	void *row = arena_alloc(w->arena, e->kind->size);

	memcpy(row, e->record, e->kind->size);
	edits_merge(w, e->kind, row, edits);
	if (!e->may_write || e->state->writing == FLOW_AS_CORRECTION) {
		keep(e, edits);
		return true;
	}
	if (edits_count(edits, EDIT_TAKEN) && !edits_save(w, e->kind, row, S(""), &problems)) {
		keep(e, edits);
		return false;
	}
	drafts_settle(w, e->record, edits);
	return true;
}

static enum http_status go_on(struct request *r, const struct edited *e, const struct section *s)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	bool is_last = str_is(request_field(r, "go"), "stay");

	return written_go(r, is_last ? section_url(&o, e, s) : next_url(&o, e, s),
		e->state->writing == FLOW_AS_CORRECTION ? "gathered" : "saved");
}

/* The page again, as it stands in the store now, with what is wrong beside the fields. */
static enum http_status show_again(
	struct request *r, const struct section *s, enum http_status status)
{
	struct edited e;

	work_of(r)->keeps_refusal = true;
	if (!edited_load(r, true, &e))
		return HTTP_NOT_FOUND;
	show_section(r, &e, s, true);
	return status;
}

static enum http_status say_closed(struct request *r, const struct edited *e)
{
	struct page_out o = page_begin(r);
	struct step_page_view v = { .edited = e };

	work_of(r)->keeps_refusal = true;
	screen_closed_html(&o, &v);
	written_send(r, e, str_from(tr(r->lang, "It cannot be changed now")), NULL, &o);
	return HTTP_CONFLICT;
}

enum http_status screen_section_send(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	const struct section *s;
	struct edited e;

	if (!load(r, true, &e, &s))
		return HTTP_NOT_FOUND;
	if (!e.may_write && !record_is_own(e.work, e.record))
		return HTTP_FORBIDDEN;
	const struct columns columns = columns_typed(&e, s->fields);
	struct form f = columns_form(&o, &e, &columns, section_url(&o, &e, s), "");
	struct edits edits = columns_sent(r, &e, &columns, &f);
	bool is_stored = edits_take(&e, &edits);

	if (!e.may_write)
		return say_closed(r, &e);
	if (edits_count(&edits, EDIT_CONFLICT))
		return show_again(r, s, HTTP_CONFLICT);
	if (edits_count(&edits, EDIT_WRONG) || !is_stored)
		return show_again(r, s, HTTP_UNPROCESSABLE);
	return go_on(r, &e, s);
}

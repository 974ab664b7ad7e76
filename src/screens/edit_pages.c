/* The overview of a record that is written: how far it is, what waits, what can be done. */
#include "note_view.h"
#include "screens_html.h"
#include "translate_view.h"

/* ---- what was said */

static void add_said(struct edit_view *v, const struct edited *e)
{
	struct work *w = e->work;
	const struct told_history h = history_told(w, e->kind, e->record);

	v->said = ARENA_ARRAY(w->arena, struct said, h.n + 1);
	for (size_t i = 0; i < h.n; i++)
		if (h.v[i].note.n && version_step(e->kind, &h, i))
			v->said[v->n_said++] = (struct said){ version_what(w, e->kind, &h, i),
				h.v[i].note, h.v[i].at_ms };
}

/* ---- what waits */

static struct form drop_form(struct page_out *o, const struct edited *e, struct column c)
{
	static const struct form_field fields[] = { { "drop", FORM_HIDDEN, .max = 200 } };
	struct form f =
		form_new(e->request, written_url(o, e->kind, e->record->public_id, "conflicts"),
			fields, COUNT(fields), N_("Drop it"));

	form_field(&f, "drop")->value = column_path(o->arena, c);
	return f;
}

static struct waiting waiting_of(
	struct page_out *o, const struct edited *e, const struct edit *edit)
{
	const struct section *s = section_of(e->kind, edit->column.field);
	struct str now = column_read(o->arena, edit->column, e->record);
	struct waiting one = { .change = change_told(
				       o, e->work, e->record->lang, edit->column, now, edit->text),
		.why = edit->end == EDIT_WRONG ? edit->why : S(""),
		.drop = drop_form(o, e, edit->column) };

	if (s)
		one.place = (struct url){ str_printf(o->arena, STR_FMT "#f-" STR_FMT,
			STR_ARG(section_url(o, e, s).address),
			STR_ARG(column_path(o->arena, edit->column))) };
	return one;
}

struct waitings drafts_waiting(struct page_out *o, const struct edited *e, enum edit_end end)
{
	struct waitings all = { ARENA_ARRAY(o->arena, struct waiting, e->drafts.n + 1), 0 };

	for (size_t i = 0; i < e->drafts.n; i++)
		if (e->drafts.v[i].end == end)
			all.v[all.n++] = waiting_of(o, e, &e->drafts.v[i]);
	return all;
}

/* ---- the page */

struct str turn_told(
	struct page_out *o, struct work *w, const struct kind *k, const struct record *r)
{
	const struct flow_state *state = kind_state(k, r->state);
	int64_t due_ms = state_due_ms(k, r);
	bool is_his = state->awaits != VERB_NONE && record_may(w, state->awaits, r);
	struct str day = due_ms ? format_day(o->arena, o->lang, due_ms - 1) : S("");

	if (is_his)
		return due_ms ? STR_FILL(o->arena, tr(o->lang, "your turn, until {1}"), day)
			      : str_from(tr(o->lang, "your turn"));
	return due_ms ? STR_FILL(o->arena, tr(o->lang, "until {1}"), day) : S("");
}

/* The step that takes the record further: the one that most have come for. */
bool step_leads_on(const struct kind *k, const struct flow_step *step)
{
	return !step->is_grave && !kind_state(k, str_from(step->to))->takes_incomplete;
}

static void add_translations(struct edit_view *v, struct page_out *o, const struct edited *e)
{
	if (!translations_may_be_proposed(e->work, e->record))
		return;
	v->translations = ARENA_ARRAY(o->arena, struct translation_line, LANG_COUNT);
	for (size_t l = 0; l < LANG_COUNT; l++) {
		const struct translation t =
			translation_of(e->work, e->kind, e->record, &languages[l]);

		if (t.n)
			v->translations[v->n_translations++] =
				(struct translation_line){ t.to, translation_told(o, &t),
					translate_url(o, e->kind, e->record->public_id, t.to) };
	}
}

static void fill(struct edit_view *v, struct page_out *o, const struct edited *e)
{
	const struct record *r = e->record;
	const struct noted on = noted_of(e);

	v->steps = steps_open(e->work, e->kind, r);
	v->sections = edited_sections(o, e, NULL);
	if (e->may_write && e->state->takes_incomplete)
		v->blocks = edited_remarks(o, e, &e->problems);
	if (e->may_write)
		v->advice = edited_remarks(o, e, &e->advice);
	v->wrong = drafts_waiting(o, e, EDIT_WRONG);
	v->n_conflicts = edits_count(&e->drafts, EDIT_CONFLICT);
	if (e->may_write && e->state->writing == FLOW_AS_CORRECTION)
		v->gathered = drafts_waiting(o, e, EDIT_TAKEN);
	else if (e->may_write)
		v->unsaved = drafts_waiting(o, e, EDIT_TAKEN);
	v->owner = record_owner_told(e->work, r);
	v->turn = turn_told(o, e->work, e->kind, r);
	v->handed = handed_lines(o, e);
	if (e->may_write)
		v->hand = hand_url(o, e, NULL);
	v->conflicts = written_url(o, e->kind, r->public_id, "conflicts");
	v->history = written_url(o, e->kind, r->public_id, "history");
	v->notes = notes_url(o, e, NULL);
	v->n_open = notes_open(&on).n_all;
	v->shown = written_url(o, e->kind, r->public_id, "");
	if (e->may_write)
		v->along = written_url(o, e->kind, r->public_id, "take-along");
	add_translations(v, o, e);
	v->mine = place(o, str_z(o->arena, str_printf(o->arena, "/%s/mine", e->kind->plural)));
}

enum http_status screen_edit_page(struct request *r)
{
	struct page_out o = page_begin(r);
	struct edited e;

	if (!edited_load(r, false, &e))
		return HTTP_NOT_FOUND;
	struct edit_view v = { .edited = &e, .done = written_done(r), .beside = edited_beside(&e) };

	fill(&v, &o, &e);
	add_said(&v, &e);
	screen_edit_html(&o, &v);
	return written_send(r, &e, S(""), NULL, &o);
}

/* Two texts of one field, and a choice: theirs, mine, or one made out of both. */
#include "edit_view.h"
#include "screens_html.h"

#include <stdio.h>

enum { NAME_MAX_BYTES = 200 };

/* ---- the page */

static struct str sent_about(const struct request *r, const char *what, struct str path)
{
	char name[NAME_MAX_BYTES];

	snprintf(name, sizeof name, "%s:" STR_FMT, what, STR_ARG(path));
	return request_field(r, name);
}

static struct str combined_of(struct page_out *o, const struct edit *edit)
{
	const struct text_diff d = text_diff(o->arena, edit->theirs, edit->text);

	return text_combined(o->arena, &d);
}

static struct conflict_view conflict_of(
	struct page_out *o, const struct edited *e, const struct edit *edit)
{
	struct work *w = e->work;
	struct column c = edit->column;
	struct str path = column_path(o->arena, c);
	struct conflict_view v = { .edit = edit,
		.path = path,
		.name = str_z(o->arena, path),
		.told = conflict_told(o, e, edit),
		.change = change_told(o, w, e->record->lang, c, edit->theirs, edit->text),
		.base = value_told(o, w, c, edit->base),
		.chosen = sent_about(e->request, "choice", path),
		.combined = sent_about(e->request, "text", path) };

	v.can_combine = c.field->type == FIELD_TEXT || c.field->type == FIELD_LINE ||
			c.field->type == FIELD_CODES || c.field->type == FIELD_LINKS;
	v.is_text = c.field->type == FIELD_TEXT || c.field->type == FIELD_LINE;
	if (v.is_text && !v.combined.n)
		v.combined = combined_of(o, edit);
	return v;
}

static enum http_status show_conflicts(
	struct request *r, const struct edited *e, bool is_unfinished)
{
	struct page_out o = page_begin(r);
	struct conflicts_view v = { .edited = e,
		.done = written_done(r),
		.v = ARENA_ARRAY(o.arena, struct conflict_view, e->drafts.n + 1),
		.is_unfinished = is_unfinished,
		.overview = written_url(&o, e->kind, e->record->public_id, "edit"),
		.form = form_new(r, written_url(&o, e->kind, e->record->public_id, "conflicts"),
			NULL, 0, N_("Save my choice")) };

	for (size_t i = 0; i < e->drafts.n; i++)
		if (e->drafts.v[i].end == EDIT_CONFLICT)
			v.v[v.n++] = conflict_of(&o, e, &e->drafts.v[i]);
	screen_conflicts_html(&o, &v);
	return written_send(r, e, str_from(tr(r->lang, "Two texts, one choice")), NULL, &o);
}

enum http_status screen_conflicts_page(struct request *r)
{
	struct edited e;

	if (!edited_load(r, false, &e) || (!record_is_own(e.work, e.record) && !e.may_write))
		return HTTP_NOT_FOUND;
	return show_conflicts(r, &e, false);
}

/* ---- what was chosen */

/* Each value of both once, mine behind theirs. */
static struct str values_of_both(struct arena *a, struct str theirs, struct str mine)
{
	struct out o = out_new(a, 1 << 20);
	struct str rest = mine, one, other, others;

	out_str(&o, theirs);
	while (mine.n && str_cut(&rest, ';', &one)) {
		bool is_there = false;

		others = theirs;
		while (theirs.n && str_cut(&others, ';', &other))
			is_there |= str_eq(one, other);
		if (is_there)
			continue;
		if (o.n)
			out_char(&o, ';');
		out_str(&o, one);
	}
	return out_done(&o);
}

static struct str combined_sent(struct request *r, const struct edit *edit, struct str path)
{
	if (edit->column.field->type == FIELD_CODES || edit->column.field->type == FIELD_LINKS)
		return values_of_both(&r->arena, edit->theirs, edit->text);
	return form_text(&r->arena, sent_about(r, "text", path), true);
}

/*
 * The choice is made between the two texts that were shown: if theirs has been changed once more
 * since, the version that was shown makes another conflict of it.
 */
static bool choose(
	struct request *r, const struct edited *e, const struct edit *edit, struct edits *chosen)
{
	struct str path = column_path(&r->arena, edit->column);
	struct str choice = sent_about(r, "choice", path);
	int64_t base = e->record->version;

	if (str_int(request_field(r, "version"), &base) && base > e->record->version)
		base = e->record->version;
	if (!choice.n)
		return false;
	if (str_is(choice, "theirs"))
		draft_drop(e->work, e->record, edit->column);
	else if (str_is(choice, "mine"))
		edit_add(chosen, edit->column, edit->text, base);
	else if (str_is(choice, "both"))
		edit_add(chosen, edit->column, combined_sent(r, edit, path), base);
	return true;
}

static enum http_status drop(struct request *r, const struct edited *e, struct column c)
{
	struct page_out o = { &r->body, &r->arena, r->lang };

	draft_drop(e->work, e->record, c);
	return written_go(r, written_url(&o, e->kind, e->record->public_id, "edit"), "dropped");
}

/* They are chosen all at once, or some at a time. */
static enum http_status show_rest(struct request *r, const struct edits *chosen, bool has_chosen)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct edited e;

	if (!edited_load(r, true, &e))
		return HTTP_NOT_FOUND;
	bool has_more = edits_count(&e.drafts, EDIT_CONFLICT);
	if (has_chosen && !edits_count(chosen, EDIT_CONFLICT))
		return written_go(r,
			written_url(
				&o, e.kind, e.record->public_id, has_more ? "conflicts" : "edit"),
			"chosen");
	work_of(r)->keeps_refusal = true;
	show_conflicts(r, &e, true);
	return has_chosen ? HTTP_CONFLICT : HTTP_UNPROCESSABLE;
}

enum http_status screen_conflicts_send(struct request *r)
{
	struct edits chosen = edits_new(&r->arena);
	bool has_chosen = false;
	struct edited e;

	if (!edited_load(r, true, &e) || (!record_is_own(e.work, e.record) && !e.may_write))
		return HTTP_NOT_FOUND;
	struct column dropped = kind_column(&r->arena, e.kind, request_field(r, "drop"));
	if (dropped.field)
		return drop(r, &e, dropped);
	for (size_t i = 0; i < e.drafts.n; i++)
		if (e.drafts.v[i].end == EDIT_CONFLICT)
			has_chosen |= choose(r, &e, &e.drafts.v[i], &chosen);
	if (chosen.n)
		edits_take(&e, &chosen);
	return show_rest(r, &chosen, has_chosen);
}

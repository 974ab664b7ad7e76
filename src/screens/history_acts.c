/* What is done to a history: an earlier text comes back, or is erased for good. */
#include "edit_view.h"
#include "screens_html.h"

#include <string.h>

/* ---- an earlier version comes back */

/* The version of the address; NULL: there is none that he could bring back. */
static void *earlier_row(struct request *r, const struct edited *e)
{
	const struct told_history h = history_told(e->work, e->kind, e->record);
	int64_t version;

	if (!e->may_write || !str_int(request_path_arg(r, "version"), &version) ||
		version >= e->record->version)
		return NULL;
	return version_row(e->work, e->kind, e->record, &h, version);
}

/* The one field that is asked for, or all that are written on some page. */
static struct edits edits_back(
	struct request *r, const struct edited *e, const void *earlier, struct str path)
{
	const struct columns columns = kind_columns(&r->arena, e->kind);
	struct edits edits = edits_new(&r->arena);

	for (size_t i = 0; i < columns.n; i++) {
		struct column c = columns.v[i];
		struct str text = column_read(&r->arena, c, earlier);

		if (!section_of(e->kind, c.field) ||
			str_eq(text, column_read(&r->arena, c, e->record)) ||
			(path.n && !str_eq(path, column_path(&r->arena, c))))
			continue;
		edit_add(&edits, c, text, e->record->version);
	}
	return edits;
}

static struct str restore_about(struct request *r, const struct edited *e)
{
	struct work *w = e->work;

	if (e->state->writing == FLOW_AS_CORRECTION)
		return str_from(T(w, "These texts are kept as a correction, which readers see when "
				     "you publish it with its reason."));
	return STR_FILL(w->arena,
		T(w, "What stood in version {1} comes back as a new version. The present texts "
		     "stay in the history."),
		request_path_arg(r, "version"));
}

static struct form restore_form(struct request *r, const struct edited *e)
{
	static const struct form_field fields[] = { { "field", FORM_HIDDEN, .max = 200 } };
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f = form_new(r,
		written_url(&o, e->kind, e->record->public_id,
			str_z(o.arena, str_printf(o.arena, "history/" STR_FMT "/restore",
					       STR_ARG(request_path_arg(r, "version"))))),
		fields, COUNT(fields), N_("Bring it back"));

	f.cancel = written_url(&o, e->kind, e->record->public_id, "history");
	return f;
}

enum http_status screen_restore_page(struct request *r)
{
	struct page_out o = page_begin(r);
	struct edited e;
	void *earlier;

	if (!edited_load(r, false, &e) || !(earlier = earlier_row(r, &e)))
		return HTTP_NOT_FOUND;
	struct str path = request_param(r, "field");
	const struct edits edits = edits_back(r, &e, earlier, path);
	struct history_act_view v = { .edited = &e,
		.v = ARENA_ARRAY(&r->arena, struct change_view, edits.n + 1),
		.about = restore_about(r, &e),
		.form = restore_form(r, &e),
		.is_same = !edits.n };
	form_field(&v.form, "field")->value = path;
	for (size_t i = 0; i < edits.n; i++)
		v.v[v.n++] = change_told(&o, e.work, e.record->lang, edits.v[i].column,
			column_read(&r->arena, edits.v[i].column, e.record), edits.v[i].text);
	screen_restore_html(&o, &v);
	return written_send(
		r, &e, str_from(tr(r->lang, "Bring an earlier version back")), NULL, &o);
}

enum http_status screen_restore_send(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct edited e;
	void *earlier;

	if (!edited_load(r, true, &e) || !(earlier = earlier_row(r, &e)))
		return HTTP_NOT_FOUND;
	struct edits edits = edits_back(r, &e, earlier, request_field(r, "field"));
	bool is_stored = !edits.n || edits_take(&e, &edits);
	bool is_correction = e.state->writing == FLOW_AS_CORRECTION;
	return written_go(r, written_url(&o, e.kind, e.record->public_id, "edit"),
		is_correction || !is_stored ? "gathered" : "restored");
}

/* ---- earlier texts are erased */

static struct form erase_form(struct page_out *o, const struct edited *e)
{
	static const struct form_field fields[] = {
		{ "field", FORM_SELECT, N_("Which field"),
			N_("Its earlier texts are erased, in this language."),
			N_("Choose the field"), .none = N_("Choose one") },
		{ "sure", FORM_CHECK, N_("I know that nobody can bring these texts back."), NULL,
			N_("this step needs your agreement") },
	};
	struct form f =
		form_new(e->request, written_url(o, e->kind, e->record->public_id, "history/erase"),
			fields, COUNT(fields), N_("Erase the earlier texts"));
	const struct columns columns = kind_columns(o->arena, e->kind);
	struct form_choice *v = form_choices(o->arena, columns.n);

	for (size_t i = 0; i < columns.n; i++)
		v[i] = (struct form_choice){ .value = column_path(o->arena, columns.v[i]),
			.label = column_label(o, e->record->lang, columns.v[i]) };
	form_field(&f, "field")->choices = v;
	form_field(&f, "field")->n_choices = columns.n;
	f.is_grave = true;
	f.cancel = written_url(o, e->kind, e->record->public_id, "history");
	return f;
}

static enum http_status show_erase(struct request *r, const struct edited *e, const struct form *f)
{
	struct page_out o = page_begin(r);
	const struct history_act_view v = { .edited = e, .form = *f };

	screen_erase_html(&o, &v);
	written_send(r, e, str_from(tr(r->lang, "Erase earlier texts")), f, &o);
	return form_is_sound(f) ? HTTP_OK : HTTP_UNPROCESSABLE;
}

enum http_status screen_erase_page(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct edited e;

	if (!edited_load(r, false, &e) || !record_may(e.work, VERB_REVIEW, e.record))
		return HTTP_NOT_FOUND;
	struct form f = erase_form(&o, &e);
	form_field(&f, "field")->value = request_param(r, "field");
	return show_erase(r, &e, &f);
}

enum http_status screen_erase_send(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct edited e;

	if (!edited_load(r, true, &e) || !record_may(e.work, VERB_REVIEW, e.record))
		return HTTP_NOT_FOUND;
	struct form f = erase_form(&o, &e);
	if (!form_take(&f, r))
		return show_erase(r, &e, &f);
	const struct column column = kind_column(&r->arena, e.kind, form_value(&f, "field"));
	history_erase(e.work, e.kind, (void *)(uintptr_t)e.record, column);
	handed_forget(e.work, e.record, column);
	translations_forget(e.work, e.record, column.field);
	return written_go(r, written_url(&o, e.kind, e.record->public_id, "history"), "erased");
}

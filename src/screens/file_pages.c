/* file_pages.c - attaching a file to a record, saying what it shows, taking it away. */
#include "edit_view.h"
#include "screens_html.h"

#include <stdio.h>
#include <string.h>

enum { NAME_MAX_BYTES = 40 };

/* ---- shown */

struct url file_url(struct page_out *o, const struct file *f)
{
	return (struct url){ file_address(o->arena, f) };
}

struct str screen_file_label(struct page_out *o, const struct file *f)
{
	return STR_FILL(o->arena, tr(o->lang, "{1} ({2}, {3})"), f->name, str_from(f->type->label),
		format_bytes(o->arena, o->lang, f->bytes));
}

static struct url files_url(struct page_out *o, const struct edited *e, struct str what)
{
	return written_url(o, e->kind, e->record->public_id,
		str_z(o->arena, str_printf(o->arena, "files/" STR_FMT, STR_ARG(what))));
}

static struct str value_in(const struct edited *e, const struct field *f)
{
	return *(const struct str *)field_of(f, e->row);
}

static struct file_block block_of(struct page_out *o, const struct edited *e, const struct field *f)
{
	struct files *files = ARENA_NEW(o->arena, struct files);
	struct file_block b = { .field = f };

	*files = files_of(e->work, value_in(e, f));
	b.v = ARENA_ARRAY(o->arena, struct file_row, files->n + 1);
	for (; b.n < files->n; b.n++) {
		const struct file *one = &files->v[b.n];

		b.v[b.n] = (struct file_row){ .file = one,
			.about = file_about(one, o->lang, e->record->lang) };
		if (!e->may_write)
			continue;
		b.v[b.n].about_place = files_url(o, e, one->id);
		b.v[b.n].remove_place =
			files_url(o, e, str_printf(o->arena, STR_FMT "/remove", STR_ARG(one->id)));
	}
	if (e->may_write)
		b.attach = files_url(o, e, str_printf(o->arena, "new?field=%s", f->name));
	return b;
}

struct file_blocks file_blocks_of(
	struct page_out *o, const struct edited *e, const char *const *names)
{
	struct file_blocks all = { 0 };
	size_t n = 0;

	while (names[n])
		n++;
	all.v = ARENA_ARRAY(o->arena, struct file_block, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct field *f = kind_field(e->kind, names[i]);

		if (f && f->type == FIELD_FILES && edited_shows(e, f))
			all.v[all.n++] = block_of(o, e, f);
	}
	return all;
}

/* ---- the description in a form */

static const char *about_name(struct arena *a, const struct language *l)
{
	return str_printf(a, "about.%s", l->code).p;
}

static struct form_field about_input(
	struct page_out *o, const struct edited *e, const struct language *l)
{
	const char *label = N_("What it shows or says");
	const bool is_original = l == e->record->lang;

	if (!is_original)
		label = str_z(o->arena, STR_FILL(o->arena, tr(o->lang, "{1} ({2})"),
						str_from(tr_text(o->lang, label)),
						str_from(tr_text(o->lang, l->label))));
	return (struct form_field){ .name = about_name(o->arena, l),
		.input = FORM_LONG,
		.label = label,
		.hint = is_original
				? N_("For those who cannot see or open it: of a picture, what is "
				     "to be seen; of a document, what it is and what it says.")
				: NULL,
		.need = is_original ? N_("(recommended)") : NULL,
		.max = FILE_ABOUT_MAX_CHARS,
		.lang = l };
}

static struct text about_sent(struct page_out *o, struct form *f)
{
	struct text about = { 0 };

	for (size_t l = 0; l < LANG_COUNT; l++)
		for (size_t i = 0; i < f->n_fields; i++)
			if (!strcmp(f->fields[i].name, about_name(o->arena, &languages[l])))
				about.in[l] = f->fields[i].value;
	return about;
}

/* ---- what was done, into the record */

/*
 * The field as it is with the change, from the version that is there: whoever attaches another at
 * the same time comes before or after.
 */
static bool take(
	const struct edited *e, const struct field *f, struct str value, struct str *ret_why)
{
	struct edits edits = edits_new(e->work->arena);

	edit_add(&edits, (struct column){ f, 0 }, value, e->record->version);
	edits.v[0].is_meant = true;
	bool is_stored = edits_take(e, &edits);
	if (edits.v[0].end == EDIT_WRONG)
		*ret_why = edits.v[0].why;
	else if (!is_stored)
		*ret_why = str_from(T(e->work, "As it stands, this section cannot be saved: "
					       "something is missing or wrong."));
	return is_stored && edits.v[0].end != EDIT_WRONG;
}

static enum http_status go_back(
	struct request *r, const struct edited *e, const struct field *f, const char *done)
{
	struct page_out o = { &r->body, &r->arena, r->lang };

	return written_go(r, section_url(&o, e, section_of(e->kind, f)),
		e->state->writing == FLOW_AS_CORRECTION ? "gathered" : done);
}

static bool is_of_section(const struct edited *e, const struct field *f)
{
	return f && edited_shows(e, f) && section_of(e->kind, f);
}

static bool is_correction(const struct edited *e)
{
	return e->state->writing == FLOW_AS_CORRECTION;
}

/* ---- a new one */

static struct form new_form(struct page_out *o, const struct edited *e, const struct field *f)
{
	const struct form_field fields[] = {
		{ .name = "file",
			.input = FORM_FILE,
			.label = N_("File"),
			.hint = N_("PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, JPEG, PNG, WebP, GIF, "
				   "plain text, CSV, MP3 or MP4, at most 25 MB. Pictures lose "
				   "what tells where and by whom they were taken."),
			.missing = N_("Choose a file"),
			.accept = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.jpg,.jpeg,.png,.webp,"
				  ".gif,.txt,.csv,.mp3,.mp4" },
		about_input(o, e, e->record->lang),
	};
	struct form form =
		form_new(e->request, files_url(o, e, str_printf(o->arena, "new?field=%s", f->name)),
			fields, COUNT(fields), N_("Attach it"));

	form.cancel = section_url(o, e, section_of(e->kind, f));
	return form;
}

static enum http_status show_new(struct request *r, const struct edited *e, const struct form *f)
{
	struct page_out o = page_begin(r);
	const struct file_page_view v = { e, NULL, *f, is_correction(e) };

	screen_file_new_html(&o, &v);
	written_send(r, e, str_from(tr(r->lang, "Attach a file")), f, &o);
	return form_is_sound(f) ? HTTP_OK : HTTP_UNPROCESSABLE;
}

/* The record, and the field of files that the address names. */
static bool load_new(
	struct request *r, bool is_held, struct edited *e, const struct field **ret_field)
{
	if (!edited_load(r, is_held, e))
		return false;
	*ret_field = files_field(e->kind, request_param(r, "field"));
	return is_of_section(e, *ret_field) && (e->may_write || record_is_own(e->work, e->record));
}

enum http_status screen_file_new_page(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	const struct field *field;
	struct edited e;

	if (!load_new(r, false, &e, &field))
		return HTTP_NOT_FOUND;
	if (!e.may_write)
		return HTTP_CONFLICT;
	const struct form f = new_form(&o, &e, field);
	return show_new(r, &e, &f);
}

/* Looked through by a worker, before anything waits for it. */
static enum http_status examine(struct request *r)
{
	struct file_sent *sent = ARENA_NEW(&r->arena, struct file_sent);

	const struct upload *file = request_upload(r, "file");

	if (file)
		*sent = file_examine(&r->arena, file->name, file->bytes);
	r->carried = sent;
	return answer_on(r, LANE_WRITE);
}

static void check_sent(const struct edited *e, struct form *f, const struct file_sent *sent)
{
	struct work *w = e->work;

	if (sent->why)
		form_fault(f, "file", str_from(tr_text(w->lang, sent->why)));
	else if (files_count(e->kind, e->row) >= FILES_OF_RECORD_MAX)
		form_fault(f, "file",
			str_from(T(w, "A record holds at most 20 files. Take one away first.")));
	else if (files_sent_today(w) + sent->bytes > FILES_A_DAY_MAX_BYTES)
		form_fault(f, "file",
			str_from(T(w, "You have sent 200 MB within a day. Send this one "
				      "tomorrow.")));
}

enum http_status screen_file_new_send(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	const struct file_sent *sent = r->carried;
	const struct field *field;
	struct str why = S("");
	struct edited e;

	if (!load_new(r, r->lane == LANE_WRITE, &e, &field))
		return HTTP_NOT_FOUND;
	if (!e.may_write)
		return HTTP_CONFLICT;
	if (r->lane != LANE_WRITE || !sent)
		return examine(r);
	struct form f = new_form(&o, &e, field);
	if (form_take(&f, r))
		check_sent(&e, &f, sent);
	if (!form_is_sound(&f))
		return show_new(r, &e, &f);
	const struct text about = about_sent(&o, &f);
	struct str id = file_put(e.work, e.record, sent, &about);
	if (!take(&e, field, files_with(&r->arena, value_in(&e, field), S(""), id), &why)) {
		form_fault(&f, "file", why);
		return show_new(r, &e, &f);
	}
	return go_back(r, &e, field, "attached");
}

/* ---- one that is there */

/* The record, and the file of the address with the field that lists it. */
static bool load_file(struct request *r, bool is_held, struct edited *e, struct file *ret_file,
	const struct field **ret_field)
{
	const struct str id = request_path_arg(r, "file");

	if (!edited_load(r, is_held, e) || !e->may_write)
		return false;
	for (size_t i = 0; i < e->kind->n_fields; i++) {
		const struct field *f = &e->kind->fields[i];

		if (f->type != FIELD_FILES || !is_of_section(e, f) ||
			!files_name(value_in(e, f), id))
			continue;
		*ret_field = f;
		return file_find(e->work, id, ret_file);
	}
	return false;
}

static struct form about_form(struct page_out *o, const struct edited *e, const struct field *field,
	const struct file *file)
{
	struct form_field fields[LANG_COUNT];
	size_t n = 0;

	fields[n] = about_input(o, e, e->record->lang);
	fields[n++].value = file->about.in[e->record->lang->index];
	for (size_t l = 0; l < LANG_COUNT; l++) {
		if (&languages[l] == e->record->lang)
			continue;
		fields[n] = about_input(o, e, &languages[l]);
		fields[n++].value = file->about.in[l];
	}
	struct form f = form_new(
		e->request, files_url(o, e, file->id), fields, n, N_("Save the description"));
	f.cancel = section_url(o, e, section_of(e->kind, field));
	return f;
}

static enum http_status show_about(
	struct request *r, const struct edited *e, const struct file *file, const struct form *f)
{
	struct page_out o = page_begin(r);
	const struct file_page_view v = { e, file, *f, is_correction(e) };

	screen_file_about_html(&o, &v);
	written_send(r, e, str_from(tr(r->lang, "What the file shows or says")), f, &o);
	return form_is_sound(f) ? HTTP_OK : HTTP_UNPROCESSABLE;
}

enum http_status screen_file_about_page(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	const struct field *field;
	struct file file;
	struct edited e;

	if (!load_file(r, false, &e, &file, &field))
		return HTTP_NOT_FOUND;
	const struct form f = about_form(&o, &e, field, &file);
	return show_about(r, &e, &file, &f);
}

static bool is_same_text(const struct text *a, const struct text *b)
{
	for (size_t i = 0; i < LANG_COUNT; i++)
		if (!str_eq(a->in[i], b->in[i]))
			return false;
	return true;
}

enum http_status screen_file_about_send(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	const struct field *field;
	struct str why = S("");
	struct file file;
	struct edited e;

	if (!load_file(r, true, &e, &file, &field))
		return HTTP_NOT_FOUND;
	struct form f = about_form(&o, &e, field, &file);
	if (!form_take(&f, r))
		return show_about(r, &e, &file, &f);
	const struct text about = about_sent(&o, &f);
	if (is_same_text(&about, &file.about))
		return go_back(r, &e, field, "described");
	struct str id = file_again(e.work, &file, &about);
	if (!take(&e, field, files_with(&r->arena, value_in(&e, field), file.id, id), &why)) {
		form_fault(&f, f.fields[0].name, why);
		return show_about(r, &e, &file, &f);
	}
	return go_back(r, &e, field, "described");
}

/* ---- away */

enum http_status screen_file_remove_page(struct request *r)
{
	struct page_out o = page_begin(r);
	const struct field *field;
	struct file file;
	struct edited e;

	if (!load_file(r, false, &e, &file, &field))
		return HTTP_NOT_FOUND;
	struct file_page_view v = { &e, &file,
		form_new(r,
			files_url(&o, &e, str_printf(o.arena, STR_FMT "/remove", STR_ARG(file.id))),
			NULL, 0, N_("Take it away")),
		is_correction(&e) };
	v.form.cancel = section_url(&o, &e, section_of(e.kind, field));
	screen_file_remove_html(&o, &v);
	return written_send(r, &e, str_from(tr(r->lang, "Take a file away")), NULL, &o);
}

enum http_status screen_file_remove_send(struct request *r)
{
	const struct field *field;
	struct str why = S("");
	struct file file;
	struct edited e;

	if (!load_file(r, true, &e, &file, &field))
		return HTTP_NOT_FOUND;
	if (!take(&e, field, files_with(&r->arena, value_in(&e, field), file.id, S("")), &why))
		return answer_problem(r, HTTP_UNPROCESSABLE, why);
	return go_back(r, &e, field, "removed");
}

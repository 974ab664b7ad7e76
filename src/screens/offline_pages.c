/* A record taken along: as a file that needs no connection, or on paper. */
#include "clock.h"
#include "inlined.h"
#include "offline_view.h"
#include "screens_html.h"

#include <string.h>

enum { FILE_MAX_BYTES = 16 << 20 };

/* ---- a form to be filled in elsewhere */

struct sheet sheet_of(struct page_out *o, const struct edited *e, const struct section *only)
{
	struct sheet s = { .edited = e };
	const struct section *sections = only ? only : e->kind->sections;

	s.columns.v = ARENA_ARRAY(o->arena, struct column, kind_columns(o->arena, e->kind).n + 1);
	for (; sections->name; sections++) {
		const struct columns own = columns_typed(e, sections->fields);

		memcpy(s.columns.v + s.columns.n, own.v, own.n * sizeof *own.v);
		s.columns.n += own.n;
		if (only)
			break;
	}
	s.form = columns_form(o, e, &s.columns, (struct url){ 0 }, "");
	s.blocks = columns_blocks(e, &s.columns, &s.form);
	return s;
}

const char *sheet_type(struct column c)
{
	/* To add a type: its name, which the rules of assets/offline.js know. */
	static const char *const names[FIELD_TYPE_COUNT] = { [FIELD_TEXT] = "text",
		[FIELD_LINE] = "line",
		[FIELD_URL] = "url",
		[FIELD_YEAR] = "year",
		[FIELD_DATE] = "date",
		[FIELD_YESNO] = "yesno",
		[FIELD_MONEY] = "amount",
		[FIELD_CODE] = "code",
		[FIELD_CODES] = "codes",
		[FIELD_LINKS] = "links" };

	return c.field->type == FIELD_MONEY && c.part == MONEY_CURRENCY ? "currency"
									: names[c.field->type];
}

struct str sheet_after(struct page_out *o, const struct kind *k, struct column c)
{
	if (!k->start || !k->end || strcmp(c.field->name, k->end) != 0)
		return S("");
	return column_path(o->arena, (struct column){ kind_field(k, k->start), 0 });
}

bool sheet_is_chosen(const struct form_field *f, const struct form_choice *c)
{
	return str_eq(f->value, c->value);
}

static struct paper paper_of_list(const struct form_field *f)
{
	struct paper p = { .n_rules = 1, .has_choices = f->n_choices <= FORM_BOXES_MAX };

	for (size_t i = 0; i < f->n_choices; i++)
		if (sheet_is_chosen(f, &f->choices[i]))
			p.text = f->choices[i].label;
	return p;
}

/* Lines enough for what may stand there; fewer where something does, to change it. */
static int rules_of(const struct form_field *f, bool is_first)
{
	enum { CHARS_A_LINE = 90, LINE_RULES_MAX = 2, RULES_MAX = 8, OTHERS_MAX = 3 };
	size_t most = f->input == FORM_TEXT ? LINE_RULES_MAX : is_first ? RULES_MAX : OTHERS_MAX;
	size_t rules = 1 + f->max / CHARS_A_LINE;

	if (!f->is_counted)
		most = 1; /* a year, a day, an amount, an address */
	if (f->value.n)
		most = (most + 1) / 2;
	return (int)(rules > most ? most : rules);
}

struct paper sheet_paper(const struct sheet *s, size_t at)
{
	const struct form_field *f = &s->form.fields[at];
	const struct column c = s->columns.v[at];
	bool is_first =
		c.field->type != FIELD_TEXT || c.part == (int)s->edited->record->lang->index;

	switch (f->input) {
	case FORM_RADIOS:
	case FORM_BOXES:
		return (struct paper){ 0 };
	case FORM_BOXES_SELECT:
	case FORM_BOXES_TEXT:
		return (struct paper){ .n_rules = 2 };
	case FORM_SELECT:
		return paper_of_list(f);
	default:
		return (struct paper){ .text = f->value,
			.n_rules = rules_of(f, is_first),
			.is_short = f->inputmode && strcmp(f->inputmode, "url") != 0 };
	}
}

/* ---- the file */

/*
 * His drafts go along where they can go on from this version. One that waits for a choice stays
 * here: in the file nobody would see the other text.
 */
static void leave_conflicts(struct edited *e)
{
	struct edits along = edits_new(e->work->arena);

	for (size_t i = 0; i < e->drafts.n; i++) {
		const struct edit *d = &e->drafts.v[i];

		if (d->text.n <= EDIT_TEXT_MAX_BYTES &&
			(d->end == EDIT_TAKEN ||
				(d->end == EDIT_WRONG && d->base_version == e->record->version))) {
			edit_add(&along, d->column, d->text, d->base_version);
			along.v[along.n - 1] = *d;
		}
	}
	e->drafts = along;
}

static struct edits drafts_in(const struct edited *e, const struct columns *columns)
{
	struct edits in = edits_new(e->work->arena);

	for (size_t i = 0; i < columns->n; i++) {
		const struct edit *d = edited_draft(e, columns->v[i]);

		if (d)
			edit_add(&in, d->column, d->text, d->base_version);
	}
	return in;
}

static void answer_as_file(struct request *r, const struct edited *e)
{
	struct str day = clock_rfc3339(&r->arena, e->work->now_ms);

	r->type = "text/html; charset=utf-8";
	answer_header(r, "Content-Disposition",
		str_printf(&r->arena, "attachment; filename=\"" STR_FMT "-%.10s.html\"",
			STR_ARG(e->record->public_id), str_z(&r->arena, day)));
	answer_header(r, "Cache-Control", S("private, no-store"));
}

/* As addresses in letters begin: where the file belongs, whoever looks at it. */
static void write_file(struct request *r, struct edited *e)
{
	r->body = out_new(&r->arena, FILE_MAX_BYTES);
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct offline_file_view v = { .policy =
					       inlined_policy(o.arena, "offline.css", "offline.js"),
		.style = inlined_style(o.arena, "offline.css"),
		.script = inlined_script(o.arena, "offline.js"),
		.day = format_day(o.arena, o.lang, e->work->now_ms),
		.owner = record_owner_told(e->work, e->record) };

	leave_conflicts(e);
	v.sheet = sheet_of(&o, e, NULL);
	const struct edits drafts = drafts_in(e, &v.sheet.columns);
	const struct offline taken = offline_take(
		e->work, e->kind, e->record, &v.sheet.columns, &drafts, request_home(r));
	v.sealed.text = offline_sealed(e->work, &taken);
	v.typed.text = offline_typed(o.arena, &taken.drafts);
	screen_offline_html(&o, &v);
	/* What could not be brought back is not given away. */
	r->body.full |= v.sealed.text.n > OFFLINE_BLOCK_MAX_BYTES;
}

enum http_status screen_offline_file(struct request *r)
{
	struct edited e;

	if (!edited_load(r, false, &e))
		return HTTP_NOT_FOUND;
	if (!e.may_write)
		return record_is_own(e.work, e.record)
			       ? answer_problem(r, HTTP_CONFLICT,
					 str_from(T(e.work, "It cannot be changed now, so there is "
							    "nothing to type in.")))
			       : HTTP_FORBIDDEN;
	write_file(r, &e);
	answer_as_file(r, &e);
	return HTTP_OK;
}

/* ---- on paper */

static struct url all_url(struct page_out *o, const struct edited *e)
{
	return e->may_write && section_of_all(e)
		       ? written_url(o, e->kind, e->record->public_id, "edit/all")
		       : (struct url){ S("") };
}

enum http_status screen_print_page(struct request *r)
{
	struct page_out o = page_begin(r);
	struct str name = request_param(r, "section");
	struct edited e;

	if (!edited_load(r, false, &e))
		return HTTP_NOT_FOUND;
	const struct section *only = name.n ? section_named(e.kind, name) : NULL;
	if (name.n && (!only || !columns_typed(&e, only->fields).n))
		return HTTP_NOT_FOUND;
	struct print_view v = { .sheet = sheet_of(&o, &e, only),
		.only = only,
		.owner = record_owner_told(e.work, e.record),
		.type_in = only && e.may_write ? section_url(&o, &e, only) : all_url(&o, &e) };

	screen_print_html(&o, &v);
	return written_send(r, &e, str_from(tr(r->lang, "On paper")), NULL, &o);
}

/* ---- the page that offers both */

enum http_status along_show(struct request *r, const struct edited *e, struct str fault)
{
	struct page_out o = page_begin(r);
	struct url file = written_url(&o, e->kind, e->record->public_id, "offline");
	struct str title = str_from(tr(r->lang, "Take it along"));
	struct along_view v = { .edited = e,
		.form = form_new(r, file, NULL, 0, N_("Bring the file back")),
		.file = file,
		.print = written_url(&o, e->kind, e->record->public_id, "print"),
		.type_in = all_url(&o, e),
		.sections = edited_sections(&o, e, NULL),
		.fault = fault };

	v.form.n_faults = fault.n > 0;
	screen_along_html(&o, &v);
	return written_send(r, e, title, &v.form, &o);
}

enum http_status screen_along_page(struct request *r)
{
	struct edited e;

	if (!edited_load(r, false, &e))
		return HTTP_NOT_FOUND;
	if (!e.may_write && !record_is_own(e.work, e.record))
		return HTTP_FORBIDDEN;
	return along_show(r, &e, S(""));
}

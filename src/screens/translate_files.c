/* Translations taken along as a file, and brought back. */
#include "screens_html.h"
#include "translate_view.h"

#include <string.h>

/* ---- taken along */

/* One record of the address, if he may translate it. */
static bool find_one(struct request *r, const struct wanted_query *q, struct wanted *ret_found)
{
	const struct kind *k = r->route->arg;
	struct work *w = work_of(r);
	struct record *row = record_load(w, k, request_param(r, "record"));

	if (!row || !translations_may_be_proposed(w, row))
		return false;
	*ret_found = (struct wanted){ .rows = { k, (char *)row, 1 },
		.v = ARENA_NEW(w->arena, struct translation) };
	ret_found->v[0] = translation_of(w, k, row, q->to);
	return true;
}

static void name_file(struct request *r, const struct wanted_query *q, enum translation_format f)
{
	const struct kind *k = r->route->arg;
	const struct str record = request_param(r, "record");

	r->type = translation_format_type(f);
	answer_header(r, "Content-Disposition",
		str_printf(&r->arena, "attachment; filename=\"" STR_FMT "-%s.%s\"",
			STR_ARG(record.n ? record : str_from(k->plural)), q->to->code,
			translation_format_name(f)));
	answer_header(r, "Cache-Control", S("private, no-store"));
}

enum http_status screen_translation_file(struct request *r)
{
	struct work *w = work_of(r);
	enum translation_format format;
	struct wanted_query q;
	struct wanted found;

	if (!wanted_read_query(r, &q) ||
		!translation_format_by_name(request_param(r, "format"), &format))
		return HTTP_BAD_REQUEST;
	if (!request_param(r, "record").n)
		found = translations_wanted(w, r->route->arg, &q, RECORDS_AT_ONCE);
	else if (!find_one(r, &q, &found))
		return HTTP_NOT_FOUND;
	const struct str file = translation_file_write(w, format, q.to, &found.rows, found.v);
	if (!file.n)
		return answer_problem(
			r, HTTP_UNPROCESSABLE, str_from(T(w, "This is more than one file holds.")));
	r->body = out_new(&r->arena, file.n + 1);
	out_str(&r->body, file);
	name_file(r, &q, format);
	return HTTP_OK;
}

/* ---- brought back */

static const struct form_field bring_fields[] = {
	{ "file", FORM_FILE, N_("The file"),
		N_("XLIFF 1.2 or CSV, as it was taken along here, with the translations in it. "
		   "What it "
		   "brings is proposed in your name."),
		N_("choose the file that you bring back"),
		.accept = ".xlf,.xliff,.csv,application/xliff+xml,text/csv" },
};

static struct form bring_form(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	const struct kind *k = r->route->arg;
	struct form f = form_new(r,
		place(&o, str_z(&r->arena,
				  str_printf(&r->arena, "/%s/translations/bring", k->plural))),
		bring_fields, COUNT(bring_fields), N_("Bring the file back"));

	f.cancel =
		place(&o, str_z(&r->arena, str_printf(&r->arena, "/%s/translations", k->plural)));
	return f;
}

static enum http_status show_bring(struct request *r, const struct form *f)
{
	struct page_out o = page_begin(r);

	screen_bring_html(&o, f);
	wanted_send(r, &o, N_("Bring translations back"), f);
	return form_is_sound(f) ? HTTP_OK : HTTP_UNPROCESSABLE;
}

enum http_status screen_translation_bring_page(struct request *r)
{
	const struct form f = bring_form(r);

	return show_bring(r, &f);
}

static struct carried_view carried_told(
	struct page_out *o, const struct kind *k, const struct carried *c)
{
	const struct record *r = c->row;
	struct carried_view v = { .of = c,
		.title = r ? record_title(k, r, o->lang) : (struct told){ c->record, o->lang },
		.field =
			c->of ? str_from(tr_text(o->lang, c->of->column.field->label)) : c->field };

	if (r && c->of)
		v.place = (struct url){ str_printf(o->arena, STR_FMT "#f-" STR_FMT,
			STR_ARG(translate_url(o, k, r->public_id, &languages[c->of->column.part])
					.address),
			STR_ARG(column_path(o->arena, c->of->column))) };
	return v;
}

static enum http_status show_carried(struct request *r, const struct carried_all *all)
{
	struct page_out o = page_begin(r);
	const struct kind *k = r->route->arg;
	struct carried_page_view v = { .all = all,
		.v = ARENA_ARRAY(&r->arena, struct carried_view, all->n + 1),
		.again = bring_form(r).action,
		.list = bring_form(r).cancel };

	for (size_t i = 0; i < all->n; i++)
		v.v[i] = carried_told(&o, k, &all->v[i]);
	screen_carried_html(&o, &v);
	return wanted_send(r, &o, N_("Brought back"), NULL);
}

enum http_status screen_translation_bring_send(struct request *r)
{
	const struct upload *file = request_upload(r, "file");
	struct form f = bring_form(r);
	struct carried_all all = { 0 };
	struct problem fault;

	if (!file || !file->bytes.n)
		form_fault(
			&f, "file", str_from(tr(r->lang, "choose the file that you bring back")));
	else if (!translation_file_read(
			 work_of(r), r->route->arg, NULL, S(""), file->bytes, &all, &fault))
		form_fault(&f, "file", fault.message);
	return form_is_sound(&f) ? show_carried(r, &all) : show_bring(r, &f);
}

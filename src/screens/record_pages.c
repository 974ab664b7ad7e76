/* One record: for readers, and for those who work on it; and what was withdrawn. */
#include "edit_view.h"
#include "screens_html.h"
#include "similar.h"
#include "translation.h"
#include "withdrawn.h"

#include <string.h>

static const char *list_path(struct arena *a, const struct kind *k)
{
	return str_z(a, str_printf(a, "/%s", k->plural));
}

static void add_writing(struct record_view *v, struct page_out *o)
{
	struct work *w = v->work;
	const struct record *r = v->row;

	if (!v->kind->flow || !v->kind->sections)
		return;
	v->state = kind_state(v->kind, r->state);
	v->history = written_url(o, v->kind, r->public_id, "history");
	if (record_is_worked_on(w, r))
		v->edit = written_url(o, v->kind, r->public_id, "edit");
}

static void add_label(struct page_out *o, struct out *to, const struct translated *t)
{
	if (to->n)
		out_z(to, tr(o->lang, ", "));
	out_z(to, tr_text(o->lang, t->column.field->label));
}

static void add_languages(struct record_view *v, struct page_out *o)
{
	const struct translation t = translation_public(v->work, v->kind, v->row, o->lang);
	enum { LABELS_MAX_BYTES = 1 << 12 };
	struct out missing = out_new(o->arena, LABELS_MAX_BYTES),
		   outdated = out_new(o->arena, LABELS_MAX_BYTES),
		   by_machine = out_new(o->arena, LABELS_MAX_BYTES);

	for (size_t i = 0; i < t.n; i++) {
		if (t.v[i].state == TRANSLATION_MISSING)
			add_label(o, &missing, &t.v[i]);
		if (t.v[i].state == TRANSLATION_OUTDATED)
			add_label(o, &outdated, &t.v[i]);
		if (t.v[i].is_of_machine)
			add_label(o, &by_machine, &t.v[i]);
	}
	v->has_any = t.n_of[TRANSLATION_MISSING] < t.n;
	v->untranslated = out_done(&missing);
	v->outdated = out_done(&outdated);
	v->by_machine = out_done(&by_machine);
}

struct record_view record_view_of(
	struct request *r, struct page_out *o, const struct kind *k, const void *row)
{
	struct work *w = work_of(r);
	const struct record *record = row;
	const struct field *summary = kind_field(k, k->summary);
	struct record_view v = {
		.work = w, .kind = k, .row = row, .title = record_title(k, row, w->lang)
	};

	if (summary && summary->type == FIELD_TEXT)
		v.summary = text_told(field_of(summary, row), w->lang, record->lang);
	v.citation = cite_record(o, request_origin(r), k, row);
	v.earlier = record_earlier_codes(w, k, row);
	return v;
}

/* ---- what was withdrawn: an address that was public never dies */

static enum http_status gone_page(struct request *r)
{
	const struct kind *k = r->route->arg;
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	struct withdrawal gone;

	if (!record_withdrawn(w, k, request_path_arg(r, "id"), &gone))
		return HTTP_NOT_FOUND;
	const struct gone_view v = { .kind = k,
		.title = record_title(k, gone.record, w->lang),
		.day = format_day(w->arena, w->lang, gone.at_ms),
		.why = gone.why };
	const struct crumb crumbs[] = {
		{ list_path(w->arena, k), str_from(tr_text(w->lang, k->label_plural)) },
		{ NULL, v.title.text },
	};
	const struct page page = { .title = v.title.text,
		.nav_path = crumbs[0].path,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.is_private = true };

	screen_gone_html(&o, &v);
	page_send(r, &w->house->frame, &page, &o);
	return HTTP_GONE;
}

/* ---- the page */

enum http_status screen_record_page(struct request *r)
{
	const struct kind *k = r->route->arg;
	struct work *w = work_of(r);
	const struct record *row = asked_record(r);

	if (!row)
		return gone_page(r);
	struct page_out o = page_begin(r);
	struct record_view v = record_view_of(r, &o, k, row);
	bool is_public = kind_state(k, row->state)->phase == PHASE_PUBLIC;

	v.is_citable = is_public;
	add_writing(&v, &o);
	add_languages(&v, &o);
	/* Without sentences to compare, codes alone make nothing similar. */
	if (k->summary && is_public)
		v.similar = similar_rows(w, k, row);
	screen_record_html(&o, &v);
	const struct crumb crumbs[] = {
		{ list_path(w->arena, k), str_from(tr_text(w->lang, k->label_plural)) },
	};
	const struct page page = { .title = v.title.text,
		.description = v.summary.text,
		.nav_path = crumbs[0].path,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.type = "ItemPage",
		.is_private = !is_public,
		.entity = linked_record(&o, w, request_origin(r), k, row) };
	return page_send(r, &w->house->frame, &page, &o);
}

enum http_status screen_record_cited(struct request *r)
{
	void *row = asked_record(r);

	if (!row)
		return HTTP_NOT_FOUND;
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct citation c = cite_record(&o, request_origin(r), r->route->arg, row);
	return cite_answer(r, &c, r->segments[r->n_segments - 1]);
}

/* A file is brought back: what became of each text that was typed in it. */
#include "offline_view.h"
#include "screens_html.h"

/* ---- what became of it */

static struct url field_url(struct page_out *o, const struct edited *e, struct column c)
{
	const struct section *s = section_of(e->kind, c.field);

	return (struct url){ str_printf(o->arena, STR_FMT "#f-" STR_FMT,
		STR_ARG(section_url(o, e, s).address), STR_ARG(column_path(o->arena, c))) };
}

static struct brought brought_of(
	struct page_out *o, const struct edited *e, const struct offline_outcome *outcome)
{
	const struct edit *edit = outcome->edit;
	struct str now = column_read(o->arena, edit->column, e->record);

	return (struct brought){
		.change = change_told(o, e->work, e->record->lang, edit->column, now, edit->text),
		.end = outcome->end,
		.told = outcome->end == OFFLINE_WRONG   ? edit->why
			: outcome->end == OFFLINE_WAITS ? conflict_told(o, e, edit)
							: S(""),
		.place = e->may_write ? field_url(o, e, edit->column) : (struct url){ S("") },
	};
}

static enum http_status show_brought(struct request *r, const struct edited *e,
	const struct offline *sealed, const struct offline_merged *merged)
{
	struct page_out o = page_begin(r);
	struct str id = e->record->public_id;
	struct brought_view v = { .edited = e,
		.merged = merged,
		.v = ARENA_ARRAY(o.arena, struct brought, merged->n + 1),
		.day = format_day(o.arena, o.lang, sealed->taken_ms),
		.overview = written_url(&o, e->kind, id, "edit"),
		.conflicts = written_url(&o, e->kind, id, "conflicts"),
		.along = written_url(&o, e->kind, id, "take-along"),
		.problems = edited_remarks(&o, e, &merged->problems) };

	for (size_t i = 0; i < merged->n; i++) {
		v.v[v.n++] = brought_of(&o, e, &merged->v[i]);
		v.n_of[merged->v[i].end]++;
	}
	screen_brought_html(&o, &v);
	return written_send(r, e, str_from(tr(r->lang, "Brought back")), NULL, &o);
}

/* ---- what was sent */

static enum http_status refuse(struct request *r, const struct edited *e, struct str fault)
{
	along_show(r, e, fault);
	return HTTP_UNPROCESSABLE;
}

static enum http_status merge(struct request *r, const struct edited *e,
	const struct offline *sealed, const struct offline_texts *typed)
{
	struct work *w = e->work;
	const struct offline_merged merged = offline_merge(w, e->kind, e->record, sealed, typed);
	struct edited now;

	if (!edited_load(r, true, &now))
		return HTTP_NOT_FOUND;
	w->keeps_refusal = true;
	show_brought(r, &now, sealed, &merged);
	return merged.is_closed && merged.n ? HTTP_CONFLICT : HTTP_OK;
}

enum http_status screen_offline_send(struct request *r)
{
	const struct upload *file = request_upload(r, "file");
	struct offline_texts typed;
	struct offline sealed;
	struct problem fault;
	struct edited e;

	if (!edited_load(r, true, &e))
		return HTTP_NOT_FOUND;
	if (!file)
		return refuse(r, &e, str_from(T(e.work, "choose the file that you bring back")));
	if (!offline_read(e.work, e.kind, e.record, request_home(r), file->bytes, &sealed, &typed,
		    &fault))
		return refuse(r, &e, fault.message);
	if (!offline_may_merge(e.work, e.kind, e.record, &sealed))
		return HTTP_FORBIDDEN;
	return merge(r, &e, &sealed, &typed);
}

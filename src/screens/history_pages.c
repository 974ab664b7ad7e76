/* The history of a record: its versions, one of them, and two compared. */
#include "edit_view.h"
#include "screens_html.h"

#include <string.h>

/* A short history needs no headings. */
enum { VERSIONS_SHOWN = 50, DAYS_TOLD_FROM = 10 };

/* ---- what of it is for the reader */

static enum phase phase_of(const struct kind *k, struct str state)
{
	return kind_state(k, state)->phase;
}

/* From the first version that he could read on; what it was made of before is not told. */
static void show_from(
	struct history_shown *s, const struct kind *k, enum phase least, bool only_then)
{
	bool has_begun = false;

	for (size_t i = 0; i < s->all.n; i++) {
		bool was_there = i && phase_of(k, state_before(&s->all, i)) >= least;
		bool is_there = phase_of(k, state_after(&s->all, i)) >= least;

		s->is_shown[i] = is_there || (has_begun && (was_there || !only_then));
		s->tells_changes[i] = has_begun && s->is_shown[i];
		has_begun |= is_there;
	}
}

struct history_shown history_for(
	struct work *w, const struct kind *k, const struct record *r)
{
	struct history_shown s = { .all = history_of(w, k, r->seq, 0) };
	bool is_worked_on = record_is_worked_on(w, r);

	s.sees_all = w->actor.account_id.n && record_sees_all(w, r);
	s.tells_names = is_worked_on;
	s.is_shown = ARENA_ARRAY(w->arena, bool, s.all.n + 1);
	s.tells_changes = ARENA_ARRAY(w->arena, bool, s.all.n + 1);
	if (s.sees_all)
		for (size_t i = 0; i < s.all.n; i++)
			s.is_shown[i] = s.tells_changes[i] = true;
	else
		show_from(&s, k, is_worked_on ? PHASE_SHARED : PHASE_PUBLIC, !is_worked_on);
	return s;
}

/* What is not for all readers is told as it stands now, if at all: never as it once did. */
static void *without_internal(struct work *w, const struct kind *k, void *row)
{
	const struct columns columns = kind_columns(w->arena, k);

	for (size_t i = 0; row && i < columns.n; i++)
		if (columns.v[i].field->flags & F_INTERNAL)
			column_restore(w->arena, columns.v[i], row, S(""));
	return row;
}

void *version_row(struct work *w, const struct kind *k, const struct record *r, int64_t version)
{
	const struct history_shown s = history_for(w, k, r);

	for (size_t i = 0; i < s.all.n; i++)
		if (s.all.v[i].version == version && s.is_shown[i] &&
			(s.sees_all || phase_of(k, state_after(&s.all, i)) >=
					       (s.tells_names ? PHASE_SHARED : PHASE_PUBLIC)))
			return s.sees_all ? history_row(w, k, r, version)
					  : without_internal(w, k,
						    history_row(w, k, r, version));
	return NULL;
}

/* ---- the list */

static struct url version_url(
	struct page_out *o, const struct kind *k, const struct record *r, int64_t version, bool restore)
{
	return written_url(o, k, r->public_id,
		str_z(o->arena, str_printf(o->arena, "history/%lld%s", (long long)version,
					restore ? "/restore" : "")));
}

static void add_changes(struct page_out *o, struct work *w, const struct record *r,
	const struct history_shown *s, const struct history_version *version,
	struct version_view *v)
{
	v->changes = ARENA_ARRAY(o->arena, struct change_view, version->n_changes + 1);
	for (size_t i = 0; i < version->n_changes; i++) {
		const struct history_change *c = &version->changes[i];

		if (c->column.field && (s->sees_all || !(c->column.field->flags & F_INTERNAL)))
			v->changes[v->n_changes++] =
				change_told(o, w, r->lang, c->column, c->before, c->after);
	}
}

/* By which way it came, where that is not the usual one. */
static struct str via_told(struct work *w, struct str via)
{
	if (str_is(via, "api"))
		return str_from(T(w, "by a program"));
	if (str_is(via, "command"))
		return str_from(T(w, "at the machine itself"));
	return S("");
}

static struct version_view version_of(struct page_out *o, const struct history_view *h,
	const struct history_shown *s, size_t at)
{
	struct work *w = h->work;
	const struct history_version *version = &s->all.v[at];
	struct version_view v = { .version = version,
		.is_present = at + 1 == s->all.n,
		.place = version_url(o, h->kind, h->record, version->version, false) };

	v.what = s->tells_names ? version_what(w, h->kind, h->record, &s->all, at)
				: version_what_bare(w, h->kind, &s->all, at);
	if (version->note.n && !str_is(version->action, "erase") &&
		version_note_is_open(w, h->kind, h->record, &s->all, at))
		v.note = version->note;
	if (s->sees_all)
		v.via = via_told(w, version->via);
	if (s->sees_all && !v.is_present && record_may_be_written(w, h->kind, h->record))
		v.restore = version_url(o, h->kind, h->record, version->version, true);
	if (s->tells_changes[at])
		add_changes(o, w, h->record, s, version, &v);
	return v;
}

static struct url page_url(struct page_out *o, const struct history_view *h, int64_t before)
{
	if (!before)
		return h->here;
	return (struct url){ str_printf(o->arena, STR_FMT "?before=%lld",
		STR_ARG(h->here.address), (long long)before) };
}

static void add_versions(struct page_out *o, struct history_view *h, const struct history_shown *s,
	int64_t before)
{
	int64_t newer = 0;
	size_t n_newer = 0;

	h->v = ARENA_ARRAY(o->arena, struct version_view, VERSIONS_SHOWN);
	for (size_t i = s->all.n; i-- > 0;) {
		if (!s->is_shown[i])
			continue;
		if (before && s->all.v[i].version >= before) {
			if (n_newer++ % VERSIONS_SHOWN == 0)
				newer = n_newer > 1 ? s->all.v[i].version + 1 : 0;
			h->newer = page_url(o, h, newer);
			continue;
		}
		if (h->n == VERSIONS_SHOWN) {
			h->older = page_url(o, h, s->all.v[i].version + 1);
			break;
		}
		h->v[h->n++] = version_of(o, h, s, i);
	}
	for (size_t i = 0; h->n > DAYS_TOLD_FROM && i < h->n; i++)
		h->v[i].begins_day = !i || !str_eq(
			format_day(o->arena, o->lang, h->v[i].version->at_ms),
			format_day(o->arena, o->lang, h->v[i - 1].version->at_ms));
}

/* A page below the record's, for the public or for those who work on it. */
static enum http_status history_send(struct request *r, const struct kind *k,
	const struct record *record, struct told title, struct str here, struct page_out *o)
{
	struct work *w = work_of(r);
	struct arena *a = w->arena;
	const char *list = str_z(a, str_printf(a, "/%s", k->plural));
	bool is_private = kind_state(k, record->state)->phase != PHASE_PUBLIC ||
			  r->params.n || record_is_worked_on(w, record);
	const struct crumb crumbs[] = { { list, str_from(tr_text(r->lang, k->label_plural)) },
		{ str_z(a, str_printf(a, "%s/" STR_FMT, list, STR_ARG(record->public_id))),
			title.text },
		{ NULL, here } };
	const struct page page = { .title = STR_FILL(a, tr(r->lang, "{1} – {2}"), here, title.text),
		.nav_path = list,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.has_forms = true,
		.is_private = is_private };

	return page_send(r, &w->house->frame, &page, o);
}

static int64_t version_asked(struct request *r, const char *name)
{
	int64_t version = 0;

	return str_int(request_param(r, name), &version) && version > 0 ? version : 0;
}

/* ---- two versions */

struct change_view *rows_compared(struct page_out *o, struct work *w, const struct kind *k,
	const void *before, const void *after, bool sees_all, size_t *ret_n)
{
	const struct columns columns =
		sees_all ? kind_columns(o->arena, k) : kind_open_columns(o->arena, k);
	struct change_view *v = ARENA_ARRAY(o->arena, struct change_view, columns.n + 1);
	const struct record *r = after;
	size_t n = 0;

	for (size_t i = 0; i < columns.n; i++) {
		struct str was = column_read(o->arena, columns.v[i], before);
		struct str is = column_read(o->arena, columns.v[i], after);

		if (!str_eq(was, is))
			v[n++] = change_told(o, w, r->lang, columns.v[i], was, is);
	}
	*ret_n = n;
	return v;
}

static struct str version_named(struct page_out *o, const struct history *h, int64_t version)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->v[i].version == version)
			return STR_FILL(o->arena, tr(o->lang, "version {1}, {2}"),
				str_printf(o->arena, "%lld", (long long)version),
				format_instant(o->arena, o->lang, h->v[i].at_ms));
	return S("");
}

static enum http_status compare_page(struct request *r, const struct record *record,
	const struct history_shown *s, int64_t from, int64_t to)
{
	struct work *w = work_of(r);
	const struct kind *k = r->route->arg;
	struct page_out o = page_begin(r);
	int64_t earlier = from < to ? from : to, later = from < to ? to : from;
	const void *before = version_row(w, k, record, earlier);
	const void *after = version_row(w, k, record, later);
	struct compared_view v = { .title = record_title(k, record, w->lang),
		.before = version_named(&o, &s->all, earlier),
		.after = version_named(&o, &s->all, later),
		.history = written_url(&o, k, record->public_id, "history") };

	if (!before || !after)
		return HTTP_NOT_FOUND;
	v.v = rows_compared(&o, w, k, before, after, s->sees_all, &v.n);
	screen_compared_html(&o, &v);
	return history_send(
		r, k, record, v.title, str_from(T(w, "Two versions compared")), &o);
}

enum http_status screen_history_page(struct request *r)
{
	struct work *w = work_of(r);
	const struct kind *k = r->route->arg;
	const struct record *record = asked_record(r);
	struct page_out o = page_begin(r);
	int64_t from = version_asked(r, "from"), to = version_asked(r, "to");

	if (!record || !k->flow)
		return HTTP_NOT_FOUND;
	const struct history_shown s = history_for(w, k, record);
	if (from && to)
		return compare_page(r, record, &s, from, to);
	struct history_view v = { .work = w,
		.kind = k,
		.record = record,
		.title = record_title(k, record, w->lang),
		.done = written_done(r),
		.tells_names = s.tells_names,
		.here = written_url(&o, k, record->public_id, "history") };
	if (s.tells_names)
		v.overview = written_url(&o, k, record->public_id, "edit");
	if (record_may(w, VERB_REVIEW, record))
		v.erase = written_url(&o, k, record->public_id, "history/erase");
	add_versions(&o, &v, &s, version_asked(r, "before"));
	screen_history_html(&o, &v);
	return history_send(r, k, record, v.title, str_from(T(w, "History")), &o);
}

/* ---- one version */

enum http_status screen_version_page(struct request *r)
{
	struct work *w = work_of(r);
	const struct kind *k = r->route->arg;
	const struct record *record = asked_record(r);
	struct page_out o = page_begin(r);
	int64_t version;

	if (!record || !k->flow || !str_int(request_path_arg(r, "version"), &version))
		return HTTP_NOT_FOUND;
	void *row = version_row(w, k, record, version);
	if (!row)
		return HTTP_NOT_FOUND;
	const struct history_shown s = history_for(w, k, record);
	struct version_page_view v = { .when = version_named(&o, &s.all, version),
		.history = written_url(&o, k, record->public_id, "history"),
		.present = written_url(&o, k, record->public_id, "") };
	if (s.sees_all && version < record->version && record_may_be_written(w, k, record))
		v.restore = version_url(&o, k, record, version, true);
	v.record = record_view_of(r, &o, k, row);
	screen_version_html(&o, &v);
	return history_send(r, k, record, v.record.title,
		STR_FILL(w->arena, T(w, "Version {1}"), request_path_arg(r, "version")), &o);
}

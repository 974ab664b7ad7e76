/* The history of a record: its versions, one of them, and two compared. */
#include "edit_view.h"
#include "offline.h"
#include "screens_html.h"

#include <string.h>

/* A short history needs no headings. */
enum { VERSIONS_SHOWN = 50, DAYS_TOLD_FROM = 10 };

/* What is not for all readers is told as it stands now, if at all: never as it once did. */
static void *without_internal(struct work *w, const struct kind *k, void *row)
{
	const struct columns columns = kind_columns(w->arena, k);

	for (size_t i = 0; row && i < columns.n; i++)
		if (columns.v[i].field->flags & F_INTERNAL)
			column_restore(w->arena, columns.v[i], row, S(""));
	return row;
}

void *version_row(struct work *w, const struct kind *k, const struct record *r,
	const struct told_history *h, int64_t version)
{
	const struct told_version *told = told_version(h, version);

	if (!told || !told->may_be_opened)
		return NULL;
	void *row = history_row(w, k, r, version);
	return sides_are_told_all(h->sides) ? row : without_internal(w, k, row);
}

/* ---- the list */

static struct url version_url(struct page_out *o, const struct kind *k, const struct record *r,
	int64_t version, bool restore)
{
	return written_url(o, k, r->public_id,
		str_z(o->arena, str_printf(o->arena, "history/%lld%s", (long long)version,
					restore ? "/restore" : "")));
}

static void add_changes(struct page_out *o, struct work *w, const struct record *r,
	const struct told_version *told, struct version_view *v)
{
	v->changes = ARENA_ARRAY(o->arena, struct change_view, told->n_changes + 1);
	for (size_t i = 0; i < told->n_changes; i++) {
		const struct history_change *c = &told->changes[i];

		v->changes[v->n_changes++] =
			change_told(o, w, r->lang, c->column, c->before, c->after);
	}
}

/* By which way it came, where that is not the usual one. */
static struct str via_told(struct work *w, struct str via, unsigned sides)
{
	struct str person = handed_via_person(w, via, sides);
	struct str day;

	if (person.n)
		return STR_FILL(w->arena, T(w, "answered by {1}, to whom it was handed"), person);
	if (offline_via(via, &day))
		return STR_FILL(w->arena, T(w, "by a file taken along on {1}"),
			format_date(w->arena, w->lang, day));
	if (str_is(via, "api"))
		return str_from(T(w, "by a program"));
	if (str_is(via, "command"))
		return str_from(T(w, "at the machine itself"));
	return S("");
}

static struct version_view version_of(
	struct page_out *o, const struct history_view *h, const struct told_history *all, size_t at)
{
	struct work *w = h->work;
	const struct told_version *told = &all->v[at];
	int64_t version = told->version;
	struct version_view v = { .told = told,
		.is_present = version == h->record->version,
		.what = version_what(w, h->kind, all, at),
		.via = via_told(w, told->via, all->sides) };

	if (told->may_be_opened)
		v.place = version_url(o, h->kind, h->record, version, false);
	if (told->may_be_opened && !v.is_present && record_may_be_written(w, h->kind, h->record))
		v.restore = version_url(o, h->kind, h->record, version, true);
	add_changes(o, w, h->record, told, &v);
	return v;
}

static struct url page_url(struct page_out *o, const struct history_view *h, int64_t before)
{
	if (!before)
		return h->here;
	return (struct url){ str_printf(
		o->arena, STR_FMT "?before=%lld", STR_ARG(h->here.address), (long long)before) };
}

/* Where the page before the one that begins below `before` begins; 0: the newest. */
static int64_t newer_than(const struct told_history *all, int64_t before)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].version >= before && ++n > VERSIONS_SHOWN)
			return all->v[i].version;
	return 0;
}

/* What the versions of this page of the list changed: of a long history, no more is read. */
static void tell_shown(struct history_view *h, struct told_history *all, int64_t before)
{
	size_t end = all->n;

	while (end && before && all->v[end - 1].version >= before)
		end--;
	size_t n = end < VERSIONS_SHOWN ? end : VERSIONS_SHOWN;
	history_tell_changes(h->work, h->kind, h->record, all, end - n, n);
}

static void add_versions(
	struct page_out *o, struct history_view *h, struct told_history *all, int64_t before)
{
	tell_shown(h, all, before);
	h->v = ARENA_ARRAY(o->arena, struct version_view, VERSIONS_SHOWN);
	for (size_t i = all->n; i-- > 0;) {
		int64_t version = all->v[i].version;

		if (before && version >= before)
			continue;
		if (h->n == VERSIONS_SHOWN) {
			h->older = page_url(o, h, version + 1);
			break;
		}
		h->v[h->n++] = version_of(o, h, all, i);
	}
	if (before)
		h->newer = page_url(o, h, newer_than(all, before));
	for (size_t i = 0; h->n > DAYS_TOLD_FROM && i < h->n; i++)
		h->v[i].begins_day =
			!i || !str_eq(format_day(o->arena, o->lang, h->v[i].told->at_ms),
				      format_day(o->arena, o->lang, h->v[i - 1].told->at_ms));
}

/* A page below the record's, for the public or for those who work on it. */
static enum http_status history_send(struct request *r, const struct kind *k,
	const struct record *record, struct told title, struct str here, struct page_out *o)
{
	struct work *w = work_of(r);
	struct arena *a = w->arena;
	const char *list = str_z(a, str_printf(a, "/%s", k->plural));
	bool is_private = kind_state(k, record->state)->phase != PHASE_PUBLIC || r->params.n ||
			  record_is_worked_on(w, record);
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

static struct str version_named(struct page_out *o, const struct told_history *h, int64_t version)
{
	const struct told_version *told = told_version(h, version);

	return told ? STR_FILL(o->arena, tr(o->lang, "version {1}, {2}"),
			      str_printf(o->arena, "%lld", (long long)version),
			      format_instant(o->arena, o->lang, told->at_ms))
		    : S("");
}

static enum http_status compare_page(struct request *r, const struct record *record,
	const struct told_history *h, int64_t from, int64_t to)
{
	struct work *w = work_of(r);
	const struct kind *k = r->route->arg;
	struct page_out o = page_begin(r);
	int64_t earlier = from < to ? from : to, later = from < to ? to : from;
	const void *before = version_row(w, k, record, h, earlier);
	const void *after = version_row(w, k, record, h, later);
	struct compared_view v = { .title = record_title(k, record, w->lang),
		.before = version_named(&o, h, earlier),
		.after = version_named(&o, h, later),
		.history = written_url(&o, k, record->public_id, "history") };

	if (!before || !after)
		return HTTP_NOT_FOUND;
	v.v = rows_compared(&o, w, k, before, after, sides_are_told_all(h->sides), &v.n);
	screen_compared_html(&o, &v);
	return history_send(r, k, record, v.title, str_from(T(w, "Two versions compared")), &o);
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
	struct told_history h = history_told(w, k, record);
	if (from && to)
		return compare_page(r, record, &h, from, to);
	struct history_view v = { .work = w,
		.kind = k,
		.record = record,
		.title = record_title(k, record, w->lang),
		.done = written_done(r),
		.is_worked_on = h.sides != 0,
		.here = written_url(&o, k, record->public_id, "history") };
	if (h.sides)
		v.overview = written_url(&o, k, record->public_id, "edit");
	if (record_may(w, VERB_REVIEW, record))
		v.erase = written_url(&o, k, record->public_id, "history/erase");
	add_versions(&o, &v, &h, version_asked(r, "before"));
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
	const struct told_history h = history_told(w, k, record);
	void *row = version_row(w, k, record, &h, version);
	if (!row)
		return HTTP_NOT_FOUND;
	struct version_page_view v = { .when = version_named(&o, &h, version),
		.history = written_url(&o, k, record->public_id, "history"),
		.present = written_url(&o, k, record->public_id, "") };
	if (version < record->version && record_may_be_written(w, k, record))
		v.restore = version_url(&o, k, record, version, true);
	v.record = record_view_of(r, &o, k, row);
	screen_version_html(&o, &v);
	return history_send(r, k, record, v.record.title,
		STR_FILL(w->arena, T(w, "Version {1}"), request_path_arg(r, "version")), &o);
}

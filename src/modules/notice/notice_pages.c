#include "notice_pages.h"
#include "id.h"
#include "notice_html.h"
#include "utf8.h"

enum { NOTICES_SHOWN = 30, ID_MAX = 40, BEGINNING_CHARS = 300 };

/* ---- what all pages share */

struct url notice_url(struct page_out *o, const struct notice *n)
{
	return place_under(o, "/notices", n->id);
}

struct str notice_beginning(struct page_out *o, const struct notice *n)
{
	const struct str shown = utf8_beginning(n->text, BEGINNING_CHARS);

	return shown.n == n->text.n ? shown : str_printf(o->arena, STR_FMT "…", STR_ARG(shown));
}

enum http_status notice_send(
	struct request *r, struct str title, const struct form *f, struct page_out *o)
{
	const struct crumb crumbs[] = {
		{ title.n ? "/notices" : NULL, str_from(tr(r->lang, "Notices")) }, { NULL, title }
	};
	const struct str shown = title.n ? title : crumbs[0].label;
	const struct page page = { .title = f ? form_title(o, f, shown) : shown,
		.crumbs = crumbs,
		.n_crumbs = title.n ? 2 : 1,
		.is_private = true };

	page_send(r, &work_of(r)->house->frame, &page, o);
	return !f || form_is_sound(f) ? HTTP_OK : HTTP_UNPROCESSABLE;
}

/* To add one: a row. */
static const struct {
	const char *name, *says; /* N_() */
} deeds[] = {
	{ "read", N_("All of them are marked as read.") },
	{ "pace", N_("Saved: letters come as you have chosen.") },
	{ "ended", N_("The address of your calendar opens nothing any more.") },
};

struct str notice_done(struct request *r)
{
	const struct str name = request_param(r, "done");

	for (size_t i = 0; i < COUNT(deeds); i++)
		if (str_is(name, deeds[i].name))
			return str_from(tr_text(r->lang, deeds[i].says));
	return S("");
}

/* ---- the list */

/* It marks those it was made for, not what came since. */
static struct form read_all_form(struct request *r, const struct notices *all)
{
	static const struct form_field fields[] = { { "last", FORM_HIDDEN, .max = ID_MAX } };
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f = form_new(
		r, place(&o, "/notices/read"), fields, COUNT(fields), N_("Mark all as read"));

	form_field(&f, "last")->value = all->n ? all->v[0].id : S("");
	return f;
}

enum http_status notices_page(struct request *r)
{
	struct work *w = work_of(r);
	const struct str before = request_param(r, "before");
	bool has_more;

	if (before.n && !ulid_is_valid(before))
		return HTTP_BAD_REQUEST;
	struct page_out o = page_begin(r);
	struct notices_view v = { .all = notices_of(
					  w, w->actor.account_id, before, NOTICES_SHOWN, &has_more),
		.has_unread = r->reader_unread > 0,
		.is_first = !before.n,
		.done = notice_done(r) };

	v.read_all = read_all_form(r, &v.all);
	if (has_more)
		v.next = place_query(&o, "/notices",
			str_printf(w->arena, "?before=" STR_FMT, STR_ARG(v.all.v[v.all.n - 1].id)));
	notices_html(&o, &v);
	return notice_send(r, S(""), NULL, &o);
}

enum http_status notices_read_all(struct request *r)
{
	struct work *w = work_of(r);
	const struct str last = request_field(r, "last");

	if (!ulid_is_valid(last))
		return HTTP_BAD_REQUEST;
	notices_are_read_to(w, w->actor.account_id, last);
	return answer_redirect(r, str_printf(w->arena, "/%s/notices?done=read", r->lang->code));
}

/* To open one is to read it, wherever its place leads by now. */
enum http_status notice_open(struct request *r)
{
	struct work *w = work_of(r);
	struct notice n;

	if (!notice_load(w, w->actor.account_id, request_path_arg(r, "id"), &n))
		return HTTP_NOT_FOUND;
	notice_is_read(w, w->actor.account_id, n.id);
	return answer_redirect(
		r, str_printf(w->arena, "/%s" STR_FMT, r->lang->code, STR_ARG(n.place)));
}

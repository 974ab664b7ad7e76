#include "links.h"
#include "links_html.h"
#include "links_pages.h"

enum { LINKS_SHOWN = 50 };

struct str links_fault(struct page_out *o, const struct dead_link *link)
{
	const struct str label = str_from(tr_text(o->lang, link_fault_label(link->fault)));

	return link->status ? STR_FILL(o->arena, tr(o->lang, "{1} ({2})"), label,
				      str_printf(o->arena, "%d", link->status))
			    : label;
}

/* One more than is shown tells that there is another page. */
static void take_links(struct work *w, struct page_out *o, int64_t from, struct links_view *v)
{
	struct dead_link *links = ARENA_ARRAY(w->arena, struct dead_link, LINKS_SHOWN + 1);
	size_t n = links_dead(w, (size_t)from, LINKS_SHOWN + 1, links);

	v->links = links;
	v->n = n < LINKS_SHOWN ? n : LINKS_SHOWN;
	if (n > LINKS_SHOWN)
		v->next = place_query(o, "/dead-links",
			str_printf(o->arena, "?from=%lld", (long long)from + LINKS_SHOWN));
	if (from)
		v->first = place(o, "/dead-links");
}

static enum http_status links_page(struct request *r)
{
	struct work *w = work_of(r);
	struct str said = request_param(r, "from");
	int64_t from = 0;

	if (said.n && (!str_int(said, &from) || from < 0 || from > INT32_MAX))
		return HTTP_BAD_REQUEST;
	struct page_out o = page_begin(r);
	struct links_view v = { .work = w, .figures = links_figures(w) };
	const struct crumb crumbs[] = { { "/todo", str_from(T(w, "What I must do")) },
		{ NULL, str_from(T(w, "Dead links")) } };
	const struct page page = { .title = crumbs[1].label,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.is_private = true };

	take_links(w, &o, from, &v);
	links_html(&o, &v);
	return page_send(r, &w->house->frame, &page, &o);
}

static void duties(struct work *w, struct page_out *o, struct duties *all)
{
	const int64_t n = may(&w->actor, VERB_ORGANISE, NULL) ? links_dead_count(w) : 0;

	if (n)
		duty_add(all,
			STR_FILL(w->arena,
				trn(w->lang, "{1} address in records no longer answers",
					"{1} addresses in records no longer answer", (uint64_t)n),
				format_number(w->arena, w->lang, n)),
			place(o, "/dead-links"), 0);
}

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}/dead-links", LANE_READ, VERB_ORGANISE, links_page },
	{ 0 },
};

const struct module links_module = { .name = "links", .routes = routes, .duties = duties };

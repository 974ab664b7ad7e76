#include "home.h"
#include "home_html.h"
#include "home_pages.h"

enum { LATEST = 3 };

static enum http_status home_page(struct request *r)
{
	struct work *w = work_of(r);
	const struct list_query query = { .kind = &practice_kind, .limit = LATEST };
	const struct list latest = list_page(w, &query);
	const struct home_view v = { .work = w,
		.outputs = vocabulary_find(w->vocabularies, S("output")),
		.activities = vocabulary_find(w->vocabularies, S("activity")),
		.parties = vocabulary_find(w->vocabularies, S("party")),
		.latest = &latest };
	struct page_out o = page_begin(r);
	const struct page page = { .title = str_from(T(w, "Home")),
		.description = str_from(T(w, "Good practices, open data and tools for carrying out "
					     "the 2005 Convention in the digital environment.")) };

	home_page_html(&o, &v);
	return page_send(r, &w->house->frame, &page, &o);
}

/* "/": the language is the reader's choice in the browser. */
static enum http_status home_redirect(struct request *r)
{
	answer_header(r, "Vary", S("Accept-Language"));
	return answer_redirect(r, str_printf(&r->arena, "/%s", r->lang->code));
}

static const struct route routes[] = {
	{ METHOD_GET, "/", LANE_READ, VERB_READ, home_redirect },
	{ METHOD_GET, "/{lang}", LANE_READ, VERB_READ, home_page },
	{ 0 },
};

const struct module home_module = { .name = "home", .routes = routes };

#include "home.h"
#include "home_html.h"
#include "home_pages.h"

enum { LATEST_SHOWN = 3, ENTITY_MAX_BYTES = 1 << 16 };

/* To add one: a row here. */
const struct door home_doors[] = {
	{ "/framework", N_("Open Roadmap"),
		N_("Goals, outputs and activities: what each asks, on what grounds, in what "
		   "order.") },
	{ "/practices", N_("Good practices"),
		N_("What others have done, by activity, country, sector and year.") },
	{ "/parties", N_("Parties"), N_("On the map and by group: what is known of each.") },
	{ "/guidelines", N_("Guidelines"),
		N_("The guidelines for the digital environment, paragraph by paragraph.") },
	{ "/coverage", N_("Coverage"),
		N_("Where examples are many, and where none is known yet.") },
	{ "/data", N_("Open data"), N_("Everything as files, with a dictionary and an API.") },
	{ 0 },
};

/* To add one: a row here; it must find something in either language. */
const char *const home_searches[] = { N_("discoverability"), N_("fair remuneration"), N_("Senegal"),
	NULL };

/* That the site can be searched, and how. */
static struct json_text linked_search(struct page_out *o, struct str origin)
{
	struct out out = out_new(o->arena, ENTITY_MAX_BYTES);
	struct json j = jsonw_to(&out);

	jsonw_object(&j);
	linked_site(&j, o->arena, origin);
	jsonw_key(&j, "potentialAction");
	jsonw_object(&j);
	jsonw_member_z(&j, "@type", "SearchAction");
	jsonw_key(&j, "target");
	jsonw_object(&j);
	jsonw_member_z(&j, "@type", "EntryPoint");
	linked_member(&j, o->arena, "urlTemplate", origin,
		place_query(o, "/search", S("?q={search_term_string}")));
	jsonw_object_end(&j);
	jsonw_member_z(&j, "query-input", "required name=search_term_string");
	jsonw_object_end(&j);
	jsonw_object_end(&j);
	return (struct json_text){ out_done(&out) };
}

static enum http_status home_page(struct request *r)
{
	struct work *w = work_of(r);
	const struct list_query query = { .kind = &practice_kind, .limit = LATEST_SHOWN };
	const struct list latest = list_page(w, &query);
	const struct home_view v = { .work = w,
		.outputs = vocabulary_find(w->vocabularies, S("output")),
		.activities = vocabulary_find(w->vocabularies, S("activity")),
		.parties = vocabulary_find(w->vocabularies, S("party")),
		.leads = vocabulary_find(w->vocabularies, S("lead_type")),
		.latest = &latest };
	struct page_out o = page_begin(r);
	const struct page page = { .title = str_from(T(w, "Home")),
		.description = str_from(T(w, "The Open Roadmap, good practices, guidelines and "
					     "open data for carrying out the 2005 Convention in "
					     "the digital environment.")),
		.entity = linked_search(&o, request_origin(r)) };

	home_page_html(&o, &v);
	return page_send(r, &w->house->frame, &page, &o);
}

/* "/": the language is the reader's choice in the browser. */
static enum http_status home_redirect(struct request *r)
{
	return answer_redirect(r, str_printf(&r->arena, "/%s", r->lang->code));
}

static const struct route routes[] = {
	{ METHOD_GET, "/", LANE_READ, VERB_READ, home_redirect },
	{ METHOD_GET, "/{lang}", LANE_READ, VERB_READ, home_page },
	{ 0 },
};

const struct module home_module = { .name = "home", .routes = routes };

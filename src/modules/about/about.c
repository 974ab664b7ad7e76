#include "about.h"
#include "about_html.h"
#include "about_pages.h"

/* One of these pages. */
struct about_page {
	const char *title, *description; /* N_() */
	const char *type; /* of schema.org */
	void (*write)(struct page_out *o, const struct about_view *v);
};

enum { ABOUT, HELP, TERMS, PRIVACY, ACCESSIBILITY };

/* To add one: a row here, its route and its place at the foot below, its template. */
static const struct about_page pages[] = {
	[ABOUT] = { N_("About Jalon"),
		N_("What Jalon is, where its facts come from, and who runs this site."),
		"AboutPage", about_html },
	[HELP] = { N_("Help"), N_("How to search, narrow lists, take data along and cite them."),
		NULL, help_html },
	[TERMS] = { N_("Terms of use"),
		N_("What you may do with the data, the texts and the software."), NULL,
		terms_html },
	[PRIVACY] = { N_("Privacy"),
		N_("What this site keeps: of its readers nothing, of people with an account what "
		   "the account needs."),
		NULL, privacy_html },
	[ACCESSIBILITY] = { N_("Accessibility"),
		N_("How well this site can be used by everybody, how that is tested, and what is "
		   "not good yet."),
		NULL, accessibility_html },
};

static enum http_status about_page(struct request *r)
{
	const struct about_page *which = r->route->arg;
	struct work *w = work_of(r);
	const struct about_view v = { r->site->contact, url_contact(w->arena, r->site->contact) };
	const struct crumb crumbs[] = { { NULL, str_from(tr_text(w->lang, which->title)) } };
	const struct page page = { .title = crumbs[0].label,
		.description = str_from(tr_text(w->lang, which->description)),
		.type = which->type,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs) };
	struct page_out o = page_begin(r);

	which->write(&o, &v);
	return page_send(r, &w->house->frame, &page, &o);
}

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}/about", LANE_READ, VERB_READ, about_page, 0, &pages[ABOUT] },
	{ METHOD_GET, "/{lang}/help", LANE_READ, VERB_READ, about_page, 0, &pages[HELP] },
	{ METHOD_GET, "/{lang}/terms", LANE_READ, VERB_READ, about_page, 0, &pages[TERMS] },
	{ METHOD_GET, "/{lang}/privacy", LANE_READ, VERB_READ, about_page, 0, &pages[PRIVACY] },
	{ METHOD_GET, "/{lang}/accessibility", LANE_READ, VERB_READ, about_page, 0,
		&pages[ACCESSIBILITY] },
	{ 0 },
};

static const struct nav_item foot[] = {
	{ "/about", N_("About Jalon") },
	{ "/help", N_("Help") },
	{ "/accessibility", N_("Accessibility") },
	{ "/privacy", N_("Privacy") },
	{ "/terms", N_("Terms of use") },
	{ 0 },
};

const struct module about_module = { .name = "about", .routes = routes, .foot = foot };

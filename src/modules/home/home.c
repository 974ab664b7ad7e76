#include "home.h"
#include "home_html.h"
#include "home_pages.h"

/* The first practice of an output, or NULL. */
static const void *example_of(
	struct work *w, const struct vocabulary *outputs, const struct term *output)
{
	struct list_query query = {
		.kind = &practice_kind, .limit = 1, .oldest_first = true, .n_filters = 1
	};

	query.filters[0] = (struct list_filter){ .vocabulary = outputs, .terms = &output, .n = 1 };
	const struct rows rows = list_rows(w, &query);
	return rows.n ? row_at(&rows, 0) : NULL;
}

static void add_examples(struct home_view *v)
{
	v->examples = ARENA_ARRAY(v->work->arena, const void *, v->outputs->n);
	for (size_t i = 0; i < v->outputs->n; i++) {
		const void *row = example_of(v->work, v->outputs, &v->outputs->terms[i]);

		if (row)
			v->examples[v->n_examples++] = row;
	}
}

static enum http_status home_page(struct request *r)
{
	struct work *w = work_of(r);
	const struct list_query query = { .kind = &practice_kind, .limit = 1 };
	const struct list all = list_page(w, &query);
	struct home_view v = { .work = w,
		.outputs = vocabulary_find(w->vocabularies, S("output")),
		.activities = vocabulary_find(w->vocabularies, S("activity")),
		.parties = vocabulary_find(w->vocabularies, S("party")),
		.all = &all };
	struct page_out o = page_begin(r);
	const struct page page = { .title = str_from(T(w, "Home")),
		.description = str_from(T(w, "Good practices, open data and tools for carrying out "
					     "the 2005 Convention in the digital environment.")) };

	add_examples(&v);
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

#include "home.h"
#include "home_html.h"
#include "home_pages.h"

static bool is_shown(const struct home_view *v, const void *row)
{
	const struct record *r = row;

	for (size_t i = 0; i < v->n_examples; i++)
		if (((const struct record *)v->examples[i])->seq == r->seq)
			return true;
	return false;
}

/* The first practice of the output that is not shown for another already. */
static void add_example(struct home_view *v, const struct term *output)
{
	struct list_query query = { .kind = &practice_kind,
		.limit = (int64_t)v->outputs->n,
		.order = ORDER_OLDEST,
		.n_filters = 1 };

	query.filters[0] =
		(struct list_filter){ .vocabulary = v->outputs, .terms = &output, .n = 1 };
	const struct rows rows = list_rows(v->work, &query);
	for (size_t i = 0; i < rows.n; i++)
		if (!is_shown(v, row_at(&rows, i))) {
			v->examples[v->n_examples++] = row_at(&rows, i);
			return;
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

	v.examples = ARENA_ARRAY(w->arena, const void *, v.outputs->n + 1);
	for (size_t i = 0; i < v.outputs->n; i++)
		add_example(&v, &v.outputs->terms[i]);
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

#include "chart_samples.h"
#include "chart_samples_html.h"
#include "chart_samples_pages.h"

/* "2027-03-01" as an instant. */
#define DAY_MS           ((int64_t)86400000)
#define DAYS(since_1970) ((since_1970)*DAY_MS)

static const struct vocabulary *list(const struct samples_view *v, const char *name)
{
	return vocabulary_find(v->work->vocabularies, str_from(name));
}

static struct chart_label *labels(struct page_out *o, const struct vocabulary *v)
{
	struct chart_label *all = ARENA_ARRAY(o->arena, struct chart_label, v->n);

	for (size_t i = 0; i < v->n; i++)
		all[i] = (struct chart_label){ v->source->shows_codes ? v->terms[i].code : S(""),
			term_label(&v->terms[i], o->lang), term_output(v, &v->terms[i]),
			(struct url){ S("") } };
	return all;
}

/* The rows of a table are outputs, as many as there are figures for. */
static struct chart_table table_of_outputs(
	struct page_out *o, const struct samples_view *v, size_t n_figures)
{
	const struct vocabulary *outputs = list(v, "output");

	return (struct chart_table){ .of_rows = str_from(tr_text(o->lang, outputs->source->label)),
		.rows = labels(o, outputs),
		.n_rows = outputs->n < n_figures ? outputs->n : n_figures };
}

static struct chart_label plain(const char *text)
{
	return (struct chart_label){ .text = str_from(text) };
}

/* ---- bars */

void sample_bars(struct page_out *o, const struct samples_view *v)
{
	static const int64_t figures[] = { 24, 37, 9, 18, 7 };
	const struct chart_label column = plain(tr(o->lang, "Actions"));
	struct chart_table t = table_of_outputs(o, v, COUNT(figures));

	t.name = (struct chart_name){ "actions", str_from(tr(o->lang, "Actions by output")),
		str_from(tr(o->lang, "Bars of five lengths: output 2 has the longest, output 5 the "
				     "shortest.")) };
	t.columns = &column;
	t.n_columns = 1;
	t.figures = figures;
	chart_bars(o, &t);
}

/* Long labels, zero, numbers of ten digits, one so small that it is hardly seen. */
void sample_hard_bars(struct page_out *o)
{
	static const int64_t figures[] = { 9876543210, 4100200300, 12345, 1, 0 };
	const struct chart_label rows[] = {
		plain(tr(o->lang, "Training of managers of small labels and film houses in the "
				  "metadata that get their works found and paid for")),
		plain(tr(o->lang, "Studios")),
		plain(tr(o->lang, "Libraries that lend instruments")),
		plain(tr(o->lang, "Portal")),
		plain(tr(o->lang, "Complaints desk")),
	};
	const struct chart_label column = plain(tr(o->lang, "Amount, in any currency"));
	const struct chart_table t = { .name = { "hard",
					       str_from(tr(o->lang, "Long names, great and small "
								    "amounts, and none")),
					       str_from(
						       tr(o->lang, "The first bar is twice as long "
								   "as the second; the others "
								   "are slivers or nothing.")) },
		.of_rows = str_from(tr(o->lang, "Action")),
		.rows = rows,
		.n_rows = COUNT(rows),
		.columns = &column,
		.n_columns = 1,
		.figures = figures };

	chart_bars(o, &t);
}

/* One figure, none but zeros, and no figures at all. */
void sample_few_bars(struct page_out *o)
{
	static const int64_t figures[] = { 1, 0, 0 };
	const struct chart_label rows[] = { plain(tr(o->lang, "Studios")),
		plain(tr(o->lang, "Portal")), plain(tr(o->lang, "Complaints desk")) };
	const struct chart_label column = plain(tr(o->lang, "Actions"));
	struct chart_table t = {
		.name = { "one", str_from(tr(o->lang, "A single figure")),
			str_from(tr(o->lang, "One bar across the whole picture.")) },
		.of_rows = str_from(tr(o->lang, "Action")),
		.rows = rows,
		.n_rows = 1,
		.columns = &column,
		.n_columns = 1,
		.figures = figures
	};

	chart_bars(o, &t);
	t.name = (struct chart_name){ "zeros", str_from(tr(o->lang, "Zeros alone")),
		str_from(tr(o->lang, "No bar is longer than nothing.")) };
	t.rows = &rows[1];
	t.n_rows = 2;
	t.figures = &figures[1];
	chart_bars(o, &t);
	t.name = (struct chart_name){ "none", str_from(tr(o->lang, "No figures")), S("") };
	t.n_rows = 0;
	chart_bars(o, &t);
}

void sample_stacked(struct page_out *o, const struct samples_view *v)
{
	static const int64_t figures[][4] = { { 14, 4, 5, 1 }, { 12, 3, 9, 13 }, { 4, 5, 0, 0 },
		{ 6, 2, 8, 2 }, { 2, 0, 5, 0 } };
	const struct vocabulary *leads = list(v, "lead_type");
	struct chart_table t = table_of_outputs(o, v, COUNT(figures));

	t.name = (struct chart_name){ "leads", str_from(tr(o->lang, "Actions by output and lead")),
		str_from(tr(o->lang, "The bars of the first chart, in parts by who leads: "
				     "public authorities come first.")) };
	t.of_columns = str_from(tr_text(o->lang, leads->source->label));
	t.columns = labels(o, leads);
	t.n_columns = 4;
	t.figures = figures[0];
	chart_bars(o, &t);
}

/* ---- heat table, courses */

void sample_heat(struct page_out *o, const struct samples_view *v)
{
	static const int64_t figures[][6] = { { 8, 0, 17, 2, 3, 1 }, { 20, 5, 13, 2, 3, 2 },
		{ 7, 0, 2, 2, 0, 0 }, { 6, 2, 9, 2, 1, 1 }, { 1, 1, 3, 0, 2, 1 } };
	const struct vocabulary *groups = list(v, "group");
	struct chart_table t = table_of_outputs(o, v, COUNT(figures));

	t.name = (struct chart_name){ "spread",
		str_from(tr(o->lang, "Actions by output and electoral group")),
		str_from(tr(o->lang, "The more actions, the darker the cell.")) };
	t.of_columns = str_from(tr_text(o->lang, groups->source->label));
	t.columns = labels(o, groups);
	t.n_columns = groups->n < COUNT(figures[0]) ? groups->n : COUNT(figures[0]);
	t.figures = figures[0];
	chart_heat(o, &t);
}

void sample_courses(struct page_out *o, const struct samples_view *v)
{
	static const int64_t figures[][6] = { { 2, 5, 9, 12, 20, 24 }, { 30, 22, 25, 31, 36, 37 },
		{ 0, 0, 0, 9, 9, 9 }, { 18, 18, 18, 18, 18, 18 }, { 0, 0, 0, 0, 0, 0 } };
	static const char *const years[] = { "2021", "2022", "2023", "2024", "2025", "2026" };
	struct chart_label columns[COUNT(years)];
	struct chart_table t = table_of_outputs(o, v, COUNT(figures));

	for (size_t i = 0; i < COUNT(years); i++)
		columns[i] = plain(years[i]);
	t.name = (struct chart_name){ "years", str_from(tr(o->lang, "Actions under way")),
		str_from(tr(o->lang, "Each line has a scale of its own.")) };
	t.columns = columns;
	t.n_columns = COUNT(columns);
	t.figures = figures[0];
	chart_courses(o, &t);
}

/* ---- a plan */

struct sample_action {
	const char *code, *output, *text; /* N_() */
	int first, last; /* days since 1970; -1: not known */
};

/* Under the five outputs; from the beginning of 2027 to the end of 2029, and beyond what is known.
 */
static const struct sample_action actions[] = {
	{ "1.1", "1", N_("Map the digital music sector"), 20819, 20999 },
	{ "1.3", "1", N_("Meetings of the ministries concerned"), 20850, -1 },
	{ "2.1", "2", N_("Training of small labels in metadata"), 20940, 21120 },
	{ "2.2", "2", N_("Portal of local films"), 21000, 21420 },
	{ "4.2", "4", N_("Survey of digital skills"), 20878, 20970 },
	{ "4.4", "4", N_("Three regional labs, each with a school and a library of its town"),
		21080, 21880 },
	{ "5.4", "5", N_("Law on harassment online"), -1, -1 },
};

static int64_t instant(int day)
{
	return day < 0 ? CHART_UNKNOWN : DAYS(day);
}

static struct chart_span span(struct page_out *o, const struct sample_action *a)
{
	bool is_rule = *a->output == '1' || *a->output == '5';

	return (struct chart_span){ .label = { str_from(a->code),
					    str_from(tr_text(o->lang, a->text)),
					    str_from(a->output), (struct url){ S("") } },
		.group = str_from(is_rule ? tr(o->lang, "Rules") : tr(o->lang, "Means")),
		.first_ms = instant(a->first),
		.last_ms = instant(a->last) };
}

void sample_plan(struct page_out *o)
{
	const struct chart_milestone reached = { str_from(tr(o->lang, "first results told")),
		DAYS(20925), true };
	const struct chart_milestone coming = { str_from(tr(o->lang, "opening")), DAYS(21183),
		false };
	struct chart_span spans[COUNT(actions)];
	const struct chart_plan plan = {
		.name = { "plan-2027", str_from(tr(o->lang, "Action plan 2027 to 2029")),
			str_from(tr(o->lang, "Seven actions as bars over three years; "
					     "the line is today, invented too.")) },
		.of_rows = str_from(tr(o->lang, "Action")),
		.spans = spans,
		.n = COUNT(actions),
		.today_ms = DAYS(21010)
	};

	for (size_t i = 0; i < COUNT(actions); i++)
		spans[i] = span(o, &actions[i]);
	spans[0].milestones = &reached;
	spans[0].n_milestones = 1;
	spans[3].milestones = &coming;
	spans[3].n_milestones = 1;
	chart_timeline(o, &plan);
}

/* ---- a map */

struct map sample_map(struct page_out *o)
{
	static const struct map_dot places[] = { { 480, 130 }, { 300, 200 }, { 560, 300 },
		{ 700, 200 }, { 860, 330 } };
	struct map_dot *dots = ARENA_ARRAY(o->arena, struct map_dot, COUNT(places));

	for (size_t i = 0; i < COUNT(places); i++) {
		struct str number = str_printf(o->arena, "%zu", i + 1);

		dots[i] = places[i];
		dots[i].label = STR_FILL(o->arena, tr(o->lang, "Place {1}"), number);
		dots[i].place = url_path(o->arena, "#place-{}", &number, 1);
		dots[i].is_chosen = i > 0;
	}
	return (struct map){ str_from(tr(o->lang, "Five places on a map of the world")), dots,
		COUNT(places) };
}

/* ---- the page */

static enum http_status charts_page(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	const struct crumb crumbs[] = { { NULL, str_from(T(w, "Charts")) } };
	const struct page page = { .title = crumbs[0].label,
		.description = str_from(T(w, "How this site draws figures, with invented ones.")),
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs) };

	chart_samples_html(&o, &(struct samples_view){ w });
	return page_send(r, &w->house->frame, &page, &o);
}

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}/about/charts", LANE_READ, VERB_READ, charts_page },
	{ 0 },
};

const struct module chart_samples_module = { .name = "chart_samples", .routes = routes };

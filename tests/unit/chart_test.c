/* chart_test.c - pictures of figures: what is drawn, what is told beside it, what is refused. */
#include "chart_view.h"
#include "unit.h"

#include <string.h>

static const struct language *const fr = &languages[LANG_FR], *const en = &languages[LANG_EN];

static struct page_out page_in(struct arena *a, const struct language *lang)
{
	struct out *out = ARENA_NEW(a, struct out);

	*out = out_new(a, 4 << 20);
	return (struct page_out){ out, a, lang };
}

/* What was written, without the ends of lines. */
static const char *written(const struct page_out *o)
{
	struct str whole = out_done(o->out), line;
	struct out joined = out_new(o->arena, 4 << 20);

	while (str_cut(&whole, '\n', &line))
		out_str(&joined, line);
	return str_z(o->arena, out_done(&joined));
}

static size_t count_of(const char *text, const char *what)
{
	size_t n = 0;

	while ((text = strstr(text, what)) != NULL) {
		n++;
		text += strlen(what);
	}
	return n;
}

#define assert_has(text, what)   assert_non_null(strstr((text), (what)))
#define assert_lacks(text, what) assert_null(strstr((text), (what)))

/* Labels "row 0", "row 1"... */
static struct chart_label *labels(struct arena *a, const char *word, size_t n)
{
	struct chart_label *all = ARENA_ARRAY(a, struct chart_label, n);

	for (size_t i = 0; i < n; i++)
		all[i].text = str_printf(a, "%s %zu.", word, i);
	return all;
}

static const struct chart_table *table(
	struct arena *a, const int64_t *figures, size_t n_rows, size_t n_columns)
{
	struct chart_table *t = ARENA_NEW(a, struct chart_table);

	*t = (struct chart_table){ .name = { "t", S("Title"), S("Description") },
		.of_rows = S("Things"),
		.of_columns = S("Kinds"),
		.rows = labels(a, "row", n_rows),
		.columns = labels(a, "column", n_columns),
		.n_rows = n_rows,
		.n_columns = n_columns,
		.figures = figures };
	return t;
}

/* ---- what all charts have */

typedef bool draw(struct page_out *o, const struct chart_table *t);
static draw *const draws[] = { chart_bars, chart_heat, chart_courses };

static void every_figure_and_label_is_told(void **state)
{
	static const int64_t figures[] = { 1001, 2002, 3003, 4004, 5005, 9876543210 };
	static const char *const in_en[] = { ">1,001<", ">2,002<", ">3,003<", ">4,004<", ">5,005<",
		">9,876,543,210<" };
	struct chart_table t = *table(*state, figures, 3, 2);

	for (size_t d = 0; d < COUNT(draws); d++) {
		struct page_out o = page_in(*state, en), french = page_in(*state, fr);
		const char *html;

		assert_true(draws[d](&o, &t));
		html = written(&o);
		for (size_t i = 0; i < COUNT(in_en); i++)
			assert_has(strstr(html, "<table"), in_en[i]);
		for (size_t i = 0; i < t.n_rows; i++)
			assert_has(html, str_z(*state, t.rows[i].text));
		for (size_t i = 0; i < t.n_columns; i++)
			assert_has(html, str_z(*state, t.columns[i].text));
		assert_true(draws[d](&french, &t));
		assert_has(written(&french), ">9\u202f876\u202f543\u202f210<");
	}
}

static void hostile_labels_are_only_text(void **state)
{
	static const int64_t figures[] = { 1, 2, 3, 4 };
	struct chart_table t = *table(*state, figures, 2, 2);
	const struct chart_label rows[] = {
		{ S("<i>"), S("\"><script>alert(1)</script>"), S("\"><b>"),
			{ S("/x?a=1&b=\"2\"") } },
		{ .text = S("</title></svg></table>&amp;") },
	};

	t.rows = t.columns = rows;
	t.name = (struct chart_name){ "t", S("</title><b>"), S("</desc><b>") };
	for (size_t d = 0; d < COUNT(draws); d++) {
		struct page_out o = page_in(*state, en);
		const char *html;

		assert_true(draws[d](&o, &t));
		html = written(&o);
		assert_lacks(html, "<script");
		assert_lacks(html, "<i>");
		assert_lacks(html, "<b>");
		assert_lacks(html, "&amp;\"");
		assert_has(html, "&lt;script&gt;");
		assert_has(html, "&amp;amp;");
		assert_int_equal(count_of(html, "<svg"), count_of(html, "</svg>"));
		assert_int_equal(count_of(html, "</table>"), 1);
	}
}

static void figures_without_sense_are_refused(void **state)
{
	static const int64_t below[] = { 3, -1, 3, 3, 3, 3 };
	static const int64_t beyond[] = { 3, INT64_MAX, 3, 3, 3, 3 };
	static const int64_t fine[] = { 1, 2, 3, 4, 5, 6 };
	struct page_out o = page_in(*state, en);

	for (size_t d = 0; d < COUNT(draws); d++) {
		assert_false(draws[d](&o, table(*state, below, 3, 2)));
		assert_false(draws[d](&o, table(*state, beyond, 3, 2)));
		assert_false(draws[d](&o, table(*state, fine, 3, 0)));
	}
	assert_false(chart_bars(&o, table(*state, fine, 1, CHART_SERIES_MAX + 1)));
	assert_int_equal(o.out->n, 0);
}

static void no_rows_are_said_in_words(void **state)
{
	for (size_t d = 0; d < COUNT(draws); d++) {
		struct page_out o = page_in(*state, en);

		assert_true(draws[d](&o, table(*state, NULL, 0, 1)));
		assert_has(written(&o), "There are no figures to show yet.");
		assert_lacks(written(&o), "<svg");
	}
}

static void a_picture_has_name_and_description(void **state)
{
	static const int64_t figures[] = { 1, 2 };
	struct page_out o = page_in(*state, en);

	assert_true(chart_bars(&o, table(*state, figures, 2, 1)));
	assert_has(written(&o), "<svg role=\"img\" aria-labelledby=\"t-title\" "
				"aria-describedby=\"t-desc\"");
	assert_has(written(&o), "<title id=\"t-title\">Title</title>");
	assert_has(written(&o), "<desc id=\"t-desc\">Description</desc>");
	assert_lacks(written(&o), "style=");
}

/* ---- bars */

static void bars_are_in_proportion(void **state)
{
	static const int64_t figures[] = { 400, 100, 0, 1 };
	struct page_out o = page_in(*state, en);
	const char *html;

	assert_true(chart_bars(&o, table(*state, figures, 4, 1)));
	html = written(&o);
	assert_int_equal(count_of(html, "<rect"), 3);
	assert_has(html, "width=\"100.00%\"");
	assert_has(html, "width=\"25.00%\"");
	/* As little as it is, it is seen. */
	assert_has(html, "width=\"0.40%\"");
}

static void zeros_have_no_bar_and_one_has_it_all(void **state)
{
	static const int64_t zeros[] = { 0, 0 }, one[] = { 9999999999 };
	struct page_out none = page_in(*state, en), all = page_in(*state, en);

	assert_true(chart_bars(&none, table(*state, zeros, 2, 1)));
	assert_lacks(written(&none), "<rect");
	assert_int_equal(count_of(written(&none), ">0<"), 4);
	assert_true(chart_bars(&all, table(*state, one, 1, 1)));
	assert_int_equal(count_of(written(&all), "<rect"), 1);
	assert_has(written(&all), "x=\"0.00%\"");
	assert_has(written(&all), "width=\"100.00%\"");
}

static void a_hundred_bars_are_a_hundred(void **state)
{
	int64_t figures[100];
	struct page_out o = page_in(*state, en);
	const char *html;

	for (size_t i = 0; i < COUNT(figures); i++)
		figures[i] = (int64_t)i + 1;
	assert_true(chart_bars(&o, table(*state, figures, 100, 1)));
	html = written(&o);
	assert_int_equal(count_of(html, "<rect"), 100);
	assert_int_equal(count_of(html, "<tr"), 101);
	assert_has(html, ">row 99.<");
	assert_false(o.out->full);
}

static void parts_stand_end_to_end_in_patterns_of_their_own(void **state)
{
	static const int64_t figures[] = { 1, 2, 5, 0, 4, 0 };
	struct page_out o = page_in(*state, en);
	const char *html;

	assert_true(chart_bars(&o, table(*state, figures, 2, 3)));
	html = written(&o);
	assert_int_equal(count_of(html, "<pattern "), 3);
	assert_int_equal(count_of(html, "class=\"part\""), 4);
	assert_has(html, "x=\"0.00%\"");
	assert_has(html, "x=\"12.50%\"");
	assert_has(html, "x=\"37.50%\"");
	assert_has(html, "fill=\"url(#t-2)\"");
	/* The sums. */
	assert_has(strstr(html, "<table"), "<td>8</td>");
	assert_has(strstr(html, "<table"), "<td>4</td></tr>");
}

static void what_is_written_from_the_right_is_mirrored(void **state)
{
	static const int64_t figures[] = { 4, 1 };
	struct language arabic = *en;
	struct page_out o = page_in(*state, &arabic);
	const char *html;

	arabic.dir = "rtl";
	assert_true(chart_bars(&o, table(*state, figures, 2, 1)));
	html = written(&o);
	assert_has(html, "direction=\"rtl\"");
	assert_has(html, "x=\"75.00%\"");
	assert_has(html, "<text x=\"100.00%\" y=\"1.00em\">row 0.");
	assert_has(html, "<text x=\"0.00%\" y=\"1.00em\" text-anchor=\"end\">4<");
}

/* ---- heat tables */

static void shades_rise_with_their_figures(void **state)
{
	(void)state;
	for (int64_t max = 1; max < 3000; max = max * 3 / 2 + 1) {
		int before = 0;

		for (int64_t n = 1; n <= max; n++) {
			int level = chart_level(n, max);

			assert_in_range(level, before ? before : 1, CHART_LEVELS);
			before = level;
		}
		assert_int_equal(before, CHART_LEVELS);
	}
	assert_int_equal(chart_level(1, 9999999999), 1);
}

static void the_legend_covers_all_figures(void **state)
{
	static const int64_t figures[] = { 1, 2, 4, 11 };
	struct page_out o = page_in(*state, en);
	const char *html;

	assert_true(chart_heat(&o, table(*state, figures, 2, 2)));
	html = written(&o);
	assert_has(html, "data-v=\"1\"></span>1</li>");
	assert_has(html, "data-v=\"2\"></span>2–3</li>");
	assert_has(html, "data-v=\"3\"></span>4–7</li>");
	assert_has(html, "data-v=\"4\"></span>8–11</li>");
}

static void none_known_is_hatched_and_said(void **state)
{
	static const int64_t figures[] = { 0, 7, 0, 0 }, sums[] = { 7, 0 };
	const struct url links[] = { { S("/a") }, { S("/b") }, { S("/c") }, { S("") } };
	struct chart_table t = *table(*state, figures, 2, 2);
	struct page_out o = page_in(*state, en);
	const char *html;

	t.links = links;
	t.row_totals = t.column_totals = sums;
	t.total = 7;
	assert_true(chart_heat(&o, &t));
	html = written(&o);
	assert_int_equal(count_of(html, "<td class=\"none\">"), 3);
	assert_int_equal(count_of(html, "<td class=\"total none\">"), 2);
	assert_int_equal(count_of(html, "<span class=\"hidden\">none known</span>"), 5);
	assert_has(html, "<a href=\"/a\"><span class=\"hidden\">none known</span></a>");
	assert_has(html, "<a href=\"/b\">7</a>");
	assert_int_equal(count_of(html, "<td data-v="), 1);
	assert_lacks(html, "<td></td>");
}

static void beyond_the_bound_is_more_than_it(void **state)
{
	static const int64_t figures[] = { 1000, 1001 };
	struct chart_table t = *table(*state, figures, 2, 1);
	struct page_out o = page_in(*state, en);

	t.bound = 1000;
	assert_true(chart_heat(&o, &t));
	assert_has(written(&o), ">1,000<");
	assert_has(written(&o), ">1,000+<");
	assert_lacks(written(&o), "1,001");
}

/* ---- courses */

static void a_course_goes_from_side_to_side(void **state)
{
	static const int64_t figures[] = { 0, 5, 10 }, zeros[] = { 0, 0 }, one[] = { 4 };
	struct language arabic = *en;
	struct page_out o = page_in(*state, en), right = page_in(*state, &arabic);

	arabic.dir = "rtl";
	assert_text(chart_course(&o, figures, 3).points, "3,25 60,14 117,3");
	assert_text(chart_course(&right, figures, 3).points, "117,25 60,14 3,3");
	assert_text(chart_course(&o, zeros, 2).points, "3,25 117,25");
	assert_text(chart_course(&o, one, 1).points, "60,3");
}

static void a_course_is_described(void **state)
{
	static const int64_t figures[] = { 3, 9, 4 };
	struct page_out o = page_in(*state, en);

	assert_true(chart_courses(&o, table(*state, figures, 1, 3)));
	assert_has(written(&o), "column 0.: 3; column 2.: 4; at most 9");
}

/* ---- labels */

static void labels_take_lines_and_are_cut_last(void **state)
{
	struct arena *a = *state;
	struct chart_lines lines = chart_wrap(a, S("one two three"), 100 * EM, 100 * EM);

	assert_int_equal(lines.n, 1);
	assert_false(lines.is_cut);
	lines = chart_wrap(a, S("aaaa bbbb cccc"), 6 * EM, 100 * EM);
	assert_int_equal(lines.n, 2);
	assert_text(lines.v[0], "aaaa bbbb");
	assert_text(lines.v[1], "cccc");
	lines = chart_wrap(a, S("aaaa bbbb cccc dddd"), 3 * EM, 5 * EM);
	assert_true(lines.is_cut);
	assert_text(lines.v[0], "aaaa");
	assert_text(lines.v[1], "bbbb cc…");
	lines = chart_wrap(a, S("co-producing"), 3 * EM, 100 * EM);
	assert_text(lines.v[0], "co-");
	assert_int_equal(chart_wrap(a, S(""), EM, EM).n, 0);
	assert_int_equal(chart_wrap(a, S("  "), EM, EM).n, 0);
}

static void lines_are_no_wider_than_they_may(void **state)
{
	static const char *const texts[] = { "Donaudampfschifffahrtsgesellschaft",
		"WWWWWWWWWWWWWWWW", "数字环境中的文化多样性公约实施情况",
		"Réguler accès, rémunération et algorithmes", "تنوع أشكال التعبير الثقافي", "a",
		"é", "数", "a - b - c - d - e - f" };

	for (size_t i = 0; i < COUNT(texts); i++)
		for (int width = 110; width < 2000; width += 70) {
			const struct chart_lines lines =
				chart_wrap(*state, str_from(texts[i]), width, width);

			assert_in_range(lines.n, 1, CHART_LINES_MAX);
			for (size_t l = 0; l < lines.n; l++) {
				assert_true(chart_text_width(lines.v[l]) <= width);
				/* No character is broken. */
				assert_int_not_equal(lines.v[l].p[0] & 0xc0, 0x80);
			}
			assert_int_equal(lines.is_cut, str_ends(lines.v[lines.n - 1], S("…")));
		}
}

static void a_cut_label_is_whole_in_the_table(void **state)
{
	static const int64_t figures[] = { 1 };
	static const char word[] =
		"Internationalisation of everything that anyone may ever think of, "
		"in every language there is";
	struct chart_table t = *table(*state, figures, 1, 1);
	const struct chart_label row = { .text = str_from(word) };
	struct page_out o = page_in(*state, en);

	t.rows = &row;
	assert_true(chart_bars(&o, &t));
	assert_has(written(&o), "…</text>");
	assert_has(strstr(written(&o), "<table"), word);
	assert_has(written(&o), str_printf(*state, "<title>%s</title>", word).p);
}

/* ---- plans */

#define DAY_MS 86400000LL

/* The first of January 2027. */
static const int64_t new_year_ms = 20819 * DAY_MS;

static const struct chart_plan *plan(struct arena *a, const struct chart_span *spans, size_t n)
{
	struct chart_plan *p = ARENA_NEW(a, struct chart_plan);

	*p = (struct chart_plan){ .name = { "p", S("Plan"), S("Description") },
		.of_rows = S("Action"),
		.spans = spans,
		.n = n,
		.today_ms = new_year_ms + 400 * DAY_MS };
	return p;
}

static struct chart_span lasting(const char *label, int64_t first_ms, int64_t last_ms)
{
	return (struct chart_span){
		.label = { .text = str_from(label) }, .first_ms = first_ms, .last_ms = last_ms
	};
}

static const char *drawn(struct arena *a, const struct chart_span *spans, size_t n)
{
	struct page_out o = page_in(a, en);

	assert_true(chart_timeline(&o, plan(a, spans, n)));
	return written(&o);
}

static void spans_stand_where_their_days_are(void **state)
{
	const struct chart_span spans[] = {
		lasting("all", new_year_ms, new_year_ms + 1460 * DAY_MS),
		lasting("second year", new_year_ms + 365 * DAY_MS, new_year_ms + 731 * DAY_MS),
	};
	const char *html = drawn(*state, spans, 2);

	/* 2027 to 2030, 1,461 days, of which 365, 366, 365 and 365 are a year's. */
	assert_has(html, "x=\"24.98%\" y=\"5.95em\" width=\"25.05%\"");
	assert_has(html, ">2027</text>");
	assert_has(html, ">2030</text>");
	assert_lacks(html, ">2031</text>");
	assert_has(html, "x1=\"27.38%\" x2=\"27.38%\" y1=\"1.4em\"");
	assert_has(html, ">Today</text>");
	assert_has(html, "<td>1 January 2027</td>");
}

static void unknown_days_are_said(void **state)
{
	const struct chart_span spans[] = {
		lasting("open", new_year_ms, CHART_UNKNOWN),
		lasting("nothing", CHART_UNKNOWN, CHART_UNKNOWN),
	};
	const char *html = drawn(*state, spans, 2);

	assert_int_equal(count_of(html, "<rect class=\"open\" x=\"0.00%\""), 1);
	assert_has(html, ">no day is known</text>");
	assert_has(html, "first or last day not known");
	assert_int_equal(count_of(html, "<span class=\"unknown\">not known</span>"), 3);
	html = drawn(*state, &spans[1], 1);
	assert_has(html, "2028");
}

static void today_outside_is_not_drawn(void **state)
{
	const struct chart_span past =
		lasting("past", new_year_ms - 900 * DAY_MS, new_year_ms - 800 * DAY_MS);

	assert_lacks(drawn(*state, &past, 1), "class=\"now\"");
}

static void milestones_are_drawn_and_told(void **state)
{
	const struct chart_milestone milestones[] = {
		{ S("Opening <1>"), new_year_ms + 10 * DAY_MS, true },
		{ S("Closing"), new_year_ms + 50 * DAY_MS, false },
	};
	struct chart_span span = lasting("x", new_year_ms, new_year_ms + 60 * DAY_MS);
	const char *html;

	span.milestones = milestones;
	span.n_milestones = 2;
	html = drawn(*state, &span, 1);
	assert_has(html, "<title>Opening &lt;1&gt;</title>");
	assert_has(html, "11 January 2027: Opening &lt;1&gt; (reached)");
	assert_has(html, "<li>20 February 2027: Closing</li>");
	/* In the picture and in the legend. */
	assert_int_equal(count_of(html, "class=\"reached\""), 2);
	assert_int_equal(count_of(html, "class=\"coming\""), 2);
}

static void groups_head_what_follows(void **state)
{
	struct chart_span spans[4];
	const char *html;

	for (size_t i = 0; i < COUNT(spans); i++) {
		spans[i] = lasting("x", new_year_ms, new_year_ms + DAY_MS);
		spans[i].group = i < 3 ? S("First") : S("Second");
	}
	html = drawn(*state, spans, 4);
	assert_int_equal(count_of(html, ">First</text>"), 1);
	assert_int_equal(count_of(html, ">Second</text>"), 1);
	assert_int_equal(count_of(html, "scope=\"rowgroup\""), 2);
	assert_int_equal(count_of(html, "<tbody>"), 2);
	assert_int_equal(count_of(html, "<th scope=\"row\">"), 4);
}

static void plans_without_sense_are_refused(void **state)
{
	struct page_out o = page_in(*state, en);
	struct chart_span bad[] = {
		lasting("backwards", new_year_ms, new_year_ms - 1),
		lasting("never", INT64_MAX, INT64_MAX),
		lasting("before time", INT64_MIN + 1, new_year_ms),
		lasting("fine", new_year_ms, new_year_ms),
	};
	const struct chart_milestone nowhere = { S("x"), CHART_UNKNOWN, false };

	bad[3].milestones = &nowhere;
	bad[3].n_milestones = 1;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(chart_timeline(&o, plan(*state, &bad[i], 1)));
	assert_int_equal(o.out->n, 0);
}

/* From a day to thousands of years: the grid is never too dense for a phone. */
static void any_time_fits_the_picture(void **state)
{
	for (int64_t days = 0; days < 2900000; days = days * 5 / 4 + 1) {
		const struct chart_span span =
			lasting("x", new_year_ms, new_year_ms + days * DAY_MS);
		const char *html = drawn(*state, &span, 1);
		const char *picture_end = strstr(html, "</svg>");
		size_t n = 0;

		for (const char *at = html;
			(at = strstr(at, "<text class=\"tick\"")) && at < picture_end; at++)
			n++;
		assert_in_range(n, 1, 6);
		assert_lacks(html, " x=\"-");
		assert_lacks(html, "width=\"-");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(every_figure_and_label_is_told),
		IN_ARENA(hostile_labels_are_only_text),
		IN_ARENA(figures_without_sense_are_refused),
		IN_ARENA(no_rows_are_said_in_words),
		IN_ARENA(a_picture_has_name_and_description),
		IN_ARENA(bars_are_in_proportion),
		IN_ARENA(zeros_have_no_bar_and_one_has_it_all),
		IN_ARENA(a_hundred_bars_are_a_hundred),
		IN_ARENA(parts_stand_end_to_end_in_patterns_of_their_own),
		IN_ARENA(what_is_written_from_the_right_is_mirrored),
		IN_ARENA(shades_rise_with_their_figures),
		IN_ARENA(the_legend_covers_all_figures),
		IN_ARENA(none_known_is_hatched_and_said),
		IN_ARENA(beyond_the_bound_is_more_than_it),
		IN_ARENA(a_course_goes_from_side_to_side),
		IN_ARENA(a_course_is_described),
		IN_ARENA(labels_take_lines_and_are_cut_last),
		IN_ARENA(lines_are_no_wider_than_they_may),
		IN_ARENA(a_cut_label_is_whole_in_the_table),
		IN_ARENA(spans_stand_where_their_days_are),
		IN_ARENA(unknown_days_are_said),
		IN_ARENA(today_outside_is_not_drawn),
		IN_ARENA(milestones_are_drawn_and_told),
		IN_ARENA(groups_head_what_follows),
		IN_ARENA(plans_without_sense_are_refused),
		IN_ARENA(any_time_fits_the_picture),
	};

	return cmocka_run_group_tests_name("chart", tests, NULL, NULL);
}

/* chart.c - figures in rows and columns: bars, heat tables, courses. */
#include "chart_view.h"
#include "ui_html.h"

#include <string.h>

enum { PIECE_MAX_BYTES = 4 << 20, PARTS = 10000 };

/* Beyond it sums and per cents would not be exact. */
static const int64_t figure_max = 1000LL * 1000 * 1000 * 1000 * 1000;

/* ---- what charts share */

struct page_out chart_piece(const struct page_out *o)
{
	struct out *out = ARENA_NEW(o->arena, struct out);

	*out = out_new(o->arena, PIECE_MAX_BYTES);
	return (struct page_out){ out, o->arena, o->lang };
}

struct html chart_piece_done(const struct page_out *piece)
{
	return (struct html){ out_done(piece->out) };
}

struct str chart_em(struct arena *a, int hundredths)
{
	return str_printf(a, "%d.%02dem", hundredths / EM, hundredths % EM);
}

int chart_part(int64_t n, int64_t whole)
{
	/* A digit more than is shown; figures have room for it. */
	return whole ? (int)((double)n / (double)whole * PARTS + 0.5) : 0;
}

struct str chart_percent(struct arena *a, int part)
{
	return str_printf(a, "%d.%02d%%", part / 100, part % 100);
}

struct str chart_from_start(struct page_out *o, int part, int width)
{
	bool is_rtl = !strcmp(o->lang->dir, "rtl");

	return chart_percent(o->arena, is_rtl ? PARTS - part - width : part);
}

int64_t chart_max(const int64_t *figures, size_t n)
{
	int64_t max = 0;

	for (size_t i = 0; i < n; i++)
		if (figures[i] > max)
			max = figures[i];
	return max;
}

struct str chart_figure(struct page_out *o, const struct chart_table *t, int64_t n)
{
	if (!t->bound || n <= t->bound)
		return format_number(o->arena, o->lang, n);
	return str_printf(
		o->arena, STR_FMT "+", STR_ARG(format_number(o->arena, o->lang, t->bound)));
}

static bool are_sound(const int64_t *figures, size_t n)
{
	for (size_t i = 0; figures && i < n; i++)
		if (figures[i] < 0 || figures[i] > figure_max)
			return false;
	return true;
}

static bool is_sound(const struct chart_table *t)
{
	return are_sound(t->figures, t->n_rows * t->n_columns) &&
	       are_sound(t->row_totals, t->n_rows) && are_sound(t->column_totals, t->n_columns);
}

/* ---- bars */

enum { SLIVER = 40 };

const char *const chart_threads[CHART_SERIES_MAX] = { "", "M-2 10 10-2M-2 2 2-2M6 10 10 6",
	"M2 4h4", "M4 0v8", "M-2-2 10 10M6-2 10 2M-2 6 2 10" };

/* What is there is seen, be it ever so little. */
static int bar_width(int64_t n, int64_t max)
{
	int width = chart_part(n, max);

	return n && width < SLIVER ? SLIVER : width;
}

static void place_segments(struct page_out *o, const struct chart_table *t, size_t row, int64_t max,
	struct bars_row *view)
{
	int at = 0;

	for (size_t i = 0; i < t->n_columns; i++) {
		int64_t n = t->figures[chart_at(t, row, i)];
		int width = bar_width(n, max);

		if (!n)
			continue;
		if (at + width > PARTS)
			at = PARTS - width;
		view->segments[view->n_segments++] = (struct bars_segment){ i,
			chart_from_start(o, at, width), chart_percent(o->arena, width) };
		at += width;
	}
}

/* The row and what stands in it, its top at `y`; where the next begins. */
static int place_row(struct page_out *o, const struct chart_table *t, size_t row, int64_t max,
	int y, struct bars_row *view)
{
	view->label = &t->rows[row];
	view->figure = chart_figure(o, t, chart_sum(t, row));
	view->lines = chart_wrap(o->arena, chart_label_text(o->arena, view->label),
		CHART_WIDTH - chart_text_width(view->figure) - EM, CHART_WIDTH);
	for (size_t i = 0; i < view->lines.n; i++, y += CHART_LINE)
		view->y[i] = chart_em(o->arena, y + EM);
	view->bar_y = chart_em(o->arena, y);
	view->bar_end_y = chart_em(o->arena, y + CHART_BAR);
	place_segments(o, t, row, max, view);
	return y + CHART_BAR + CHART_GAP;
}

static int64_t longest(const struct chart_table *t)
{
	int64_t max = 0;

	for (size_t i = 0; i < t->n_rows; i++)
		if (chart_sum(t, i) > max)
			max = chart_sum(t, i);
	return max;
}

static struct bars_view bars_view(struct page_out *o, const struct chart_table *t)
{
	struct bars_view v = { .table = t,
		.rows = ARENA_ARRAY(o->arena, struct bars_row, t->n_rows),
		.start = chart_from_start(o, 0, 0),
		.end = chart_from_start(o, PARTS, 0),
		.bar_height = chart_em(o->arena, CHART_BAR) };
	int64_t max = longest(t);
	int y = 0;

	for (size_t i = 0; i < t->n_rows; i++)
		y = place_row(o, t, i, max, y, &v.rows[i]);
	v.height = chart_em(o->arena, y);
	return v;
}

bool chart_bars(struct page_out *o, const struct chart_table *t)
{
	struct page_out legend = chart_piece(o), picture = chart_piece(o), table = chart_piece(o);

	if (!is_sound(t) || !t->n_columns || t->n_columns > CHART_SERIES_MAX)
		return false;
	if (!t->n_rows) {
		chart_nothing_html(o, &t->name);
		return true;
	}
	const struct bars_view v = bars_view(o, t);
	if (t->n_columns > 1)
		chart_series_html(&legend, t);
	chart_bars_html(&picture, &v);
	chart_figures_html(&table, t, t->n_columns > 1);
	chart_frame_html(o, &(struct chart_frame){ &t->name, v.height, true, t->n_columns > 1,
				    chart_piece_done(&legend), chart_piece_done(&picture),
				    chart_piece_done(&table) });
	return true;
}

/* ---- a heat table */

static int binary_digits(int64_t n)
{
	return n > 0 ? 64 - __builtin_clzll((unsigned long long)n) : 0;
}

/* Doubling, not adding, makes the next shade: few practices differ from none as much as many. */
int chart_level(int64_t figure, int64_t max)
{
	int whole = binary_digits(max > figure ? max : figure);

	return whole ? (CHART_LEVELS * binary_digits(figure) + whole - 1) / whole : 0;
}

static struct str range_shown(
	struct page_out *o, const struct chart_table *t, int64_t first, int64_t last)
{
	if (first == last)
		return chart_figure(o, t, first);
	return STR_FILL(o->arena, tr(o->lang, "{1}–{2}"), chart_figure(o, t, first),
		chart_figure(o, t, last));
}

static void add_levels(struct page_out *o, struct heat_view *v)
{
	int64_t first = 1;

	while (first <= v->max) {
		int level = chart_level(first, v->max);
		int64_t next = first;

		while (next <= v->max && chart_level(next, v->max) == level)
			next *= 2;
		v->levels[v->n_levels++] = (struct heat_level){ level,
			range_shown(o, v->table, first, next > v->max ? v->max : next - 1) };
		first = next;
	}
}

bool chart_heat(struct page_out *o, const struct chart_table *t)
{
	struct heat_view v = { .table = t };

	if (!is_sound(t) || !t->n_columns)
		return false;
	if (!t->n_rows) {
		chart_nothing_html(o, &t->name);
		return true;
	}
	v.max = chart_max(t->figures, t->n_rows * t->n_columns);
	add_levels(o, &v);
	for (size_t i = 0; i < t->n_columns; i++)
		v.has_names |= t->columns[i].code.n && t->columns[i].text.n;
	chart_heat_html(o, &v);
	return true;
}

/* ---- courses */

enum { COURSE_MARGIN = 3 };

struct course chart_course(struct page_out *o, const int64_t *figures, size_t n)
{
	const int width = COURSE_WIDTH - 2 * COURSE_MARGIN;
	const int height = COURSE_HEIGHT - 2 * COURSE_MARGIN;
	const bool is_rtl = !strcmp(o->lang->dir, "rtl");
	const int64_t max = chart_max(figures, n);
	struct out points = out_new(o->arena, 1 << 16);
	int x = 0, y = 0;

	for (size_t i = 0; i < n; i++) {
		x = n > 1 ? (int)(i * (size_t)width / (n - 1)) : width / 2;
		x = COURSE_MARGIN + (is_rtl ? width - x : x);
		y = COURSE_MARGIN + height - chart_part(figures[i], max) * height / PARTS;
		out_printf(&points, "%s%d,%d", i ? " " : "", x, y);
	}
	return (struct course){ out_done(&points), str_printf(o->arena, "%d", x),
		str_printf(o->arena, "%d", y) };
}

bool chart_courses(struct page_out *o, const struct chart_table *t)
{
	if (!is_sound(t) || !t->n_columns)
		return false;
	if (t->n_rows)
		chart_courses_html(o, t);
	else
		chart_nothing_html(o, &t->name);
	return true;
}

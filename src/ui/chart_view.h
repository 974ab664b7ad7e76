/*
 * chart_view.h - what ui/chart.html shows, and what chart*.c share: places along the picture in
 * per cent of its width, places down it in hundredths of its type size.
 */
#ifndef CHART_VIEW_H
#define CHART_VIEW_H

#include "chart.h"
#include "page.h"

/* ---- a frame around a picture and its table */

struct chart_frame {
	const struct chart_name *name;
	struct str height;
	bool is_split; /* picture and table side by side where there is room */
	bool is_wide; /* the table may have to scroll on a phone */
	struct html legend, picture, table;
};

/* Where a template writes a piece of the chart, and what it wrote. */
struct page_out chart_piece(const struct page_out *o);
struct html chart_piece_done(const struct page_out *piece);

/* ---- places */

enum { EM = 100, CHART_LINE = 135, CHART_BAR = 80, CHART_GAP = 75, CHART_WIDTH = 19 * EM };

/* "1.35em". */
struct str chart_em(struct arena *a, int hundredths);

/* A part of the whole in ten-thousandths; and that as "43.21%", from where reading starts. */
int chart_part(int64_t n, int64_t whole);
struct str chart_percent(struct arena *a, int part);
struct str chart_from_start(struct page_out *o, int part, int width);

/* ---- labels */

enum { CHART_LINES_MAX = 2 };

struct chart_lines {
	struct str v[CHART_LINES_MAX];
	size_t n;
	bool is_cut;
};

/* How wide a text is at most in common typefaces, in hundredths of its size. */
int chart_text_width(struct str text);

/* The text itself if it is no wider, else its beginning with an ellipsis. */
struct str chart_cut(struct arena *a, struct str text, int width);

/* The text in lines of that width, the first of its own, broken between words. */
struct chart_lines chart_wrap(struct arena *a, struct str text, int first, int width);

/* "2.4 Regulate access", as one text. */
struct str chart_label_text(struct arena *a, const struct chart_label *label);

/* ---- figures */

struct str chart_figure(struct page_out *o, const struct chart_table *t, int64_t n);
int64_t chart_max(const int64_t *figures, size_t n);

static inline size_t chart_at(const struct chart_table *t, size_t row, size_t column)
{
	return row * t->n_columns + column;
}

static inline int64_t chart_sum(const struct chart_table *t, size_t row)
{
	int64_t sum = 0;

	for (size_t i = 0; i < t->n_columns; i++)
		sum += t->figures[chart_at(t, row, i)];
	return sum;
}

/* ---- bars */

struct bars_segment {
	size_t series;
	struct str x, width;
};

struct bars_row {
	const struct chart_label *label;
	struct chart_lines lines;
	struct str y[CHART_LINES_MAX];
	struct str bar_y, bar_end_y;
	struct str figure;
	struct bars_segment segments[CHART_SERIES_MAX];
	size_t n_segments;
};

struct bars_view {
	const struct chart_table *table;
	struct bars_row *rows;
	struct str start, end, bar_height, height;
};

/* Threads across the colour of a series, in a square of 8. */
extern const char *const chart_threads[CHART_SERIES_MAX];

/* ---- a heat table */

/* "4–7": the figures of one level of shading. */
struct heat_level {
	int level;
	struct str figures;
};

struct heat_view {
	const struct chart_table *table;
	int64_t max;
	bool has_names; /* of columns that show their codes alone where there is little room */
	struct heat_level levels[CHART_LEVELS];
	size_t n_levels;
};

/* ---- courses */

enum { COURSE_WIDTH = 120, COURSE_HEIGHT = 28 };

struct course {
	struct str points; /* "2,26 60,2 118,14" */
	struct str x, y; /* of the last point */
};

/* The line of one row; where its greatest figure stands highest. */
struct course chart_course(struct page_out *o, const int64_t *figures, size_t n);

/* ---- a plan */

struct tick {
	struct str x;
	struct str label; /* empty: the end of the last stretch */
};

struct plan_mark {
	const struct chart_milestone *milestone;
	struct str x;
};

struct plan_row {
	const struct chart_span *span;
	struct str group; /* the heading before it; or empty */
	struct str group_y;
	struct chart_lines lines;
	struct str y[CHART_LINES_MAX];
	struct str bar_y, x, width; /* no width: no day is known */
	bool is_open; /* one of its days is not known */
	struct plan_mark *marks;
};

enum { TICKS_MAX = 8 };

struct plan_view {
	const struct chart_plan *plan;
	struct plan_row *rows;
	struct tick ticks[TICKS_MAX];
	size_t n_ticks;
	struct str start, bar_height, foot_y, height;
	struct str today_x; /* empty: not in the picture */
	const char *tick_aside, *today_anchor, *today_aside;
	bool has_open, has_reached, has_coming;
};

/* The row after the last that stands under the same heading as row `i`. */
size_t chart_group_end(const struct plan_view *v, size_t i);

/* The day as the language writes it, or "not known". */
struct str chart_day(struct page_out *o, int64_t instant_ms);

#endif

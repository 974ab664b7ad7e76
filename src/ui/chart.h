/*
 * chart.h - pictures of figures: bars, heat tables, courses over time, plans on a time line.
 *
 * Pure functions of labelled values. Each writes a figure that says everything twice: as a picture
 * (an SVG with title and description, or the shaded table itself) and as a table of the figures
 * beside it. No script, no style attribute; colours come from the sheet, and never say a thing
 * alone: hatching means "none known", the parts of a bar differ by pattern. Labels too long for
 * the picture take a second line, then are cut; the table has them whole. Languages written from
 * right to left get the mirror image.
 *
 * All return false and write nothing when figures make no sense: a negative one, a span that ends
 * before it begins, more series than can be told apart.
 */
#ifndef CHART_H
#define CHART_H

#include "html.h"

enum { CHART_SERIES_MAX = 5, CHART_LEVELS = 4 };

/* What a chart is called. */
struct chart_name {
	const char *id; /* a word, of this chart alone on its page */
	struct str title; /* what the figures are */
	struct str description; /* what the picture shows, for those who do not see it */
};

struct chart_label {
	struct str code; /* "2.4"; or empty */
	struct str text;
	struct str output; /* "2": has its colour; or empty */
	struct url link; /* or empty */
};

/* Figures in rows and columns. */
struct chart_table {
	struct chart_name name;
	struct str of_rows, of_columns; /* "Activity", "Electoral group" */
	const struct chart_label *rows, *columns;
	size_t n_rows, n_columns;
	const int64_t *figures; /* row after row */
	const struct url *links; /* for each figure; or NULL */
	/* Told in a heat table, unshaded: both, or NULL; those of all rows and columns. */
	const int64_t *row_totals, *column_totals;
	int64_t total;
	struct url total_link; /* or empty */
	int64_t bound; /* a figure above it means "more than that"; 0: all are exact */
};

/* One column: a bar for each row. More, up to CHART_SERIES_MAX: bars of parts, and their sum. */
bool chart_bars(struct page_out *o, const struct chart_table *t);

/* A table whose cells are the darker the greater their figure; zero is "none known", hatched. */
bool chart_heat(struct page_out *o, const struct chart_table *t);

/* A table with the course of each row, from the first column to the last, drawn in a small line. */
bool chart_courses(struct page_out *o, const struct chart_table *t);

/* How dark a figure of at least 1 is among figures up to `max`: 1 to CHART_LEVELS. */
int chart_level(int64_t figure, int64_t max);

/* ---- plans */

#define CHART_UNKNOWN INT64_MIN

struct chart_milestone {
	struct str text;
	int64_t day_ms;
	bool is_reached;
};

/* A bar from the first day to the last; both instants, or CHART_UNKNOWN. */
struct chart_span {
	struct chart_label label;
	struct str group; /* the heading it stands under; changes begin a new one; or empty */
	int64_t first_ms, last_ms;
	const struct chart_milestone *milestones;
	size_t n_milestones;
};

struct chart_plan {
	struct chart_name name;
	struct str of_rows; /* "Action" */
	const struct chart_span *spans;
	size_t n;
	int64_t today_ms; /* a line where it stands, if that is in the picture */
};

bool chart_timeline(struct page_out *o, const struct chart_plan *plan);

#endif

/* chart_plan.c - plans on a time line. */
#include "chart_view.h"
#include "clock.h"
#include "ui_html.h"

#include <string.h>
#include <time.h>

enum { PARTS = 10000, DOT = 90, MONTHS = 12, YEAR_MAX = 9999, TICK_LINE = 170, HEAD_GAP = 40 };

/* Stretches between the lines of the grid, in months; the first that gives few enough. */
static const int stretches[] = { 1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 24000, 120000 };

enum { STRETCHES_SHOWN = 5 };

static int month_of(int64_t instant_ms)
{
	const struct calendar_day day = clock_day(instant_ms);

	return day.year * MONTHS + day.month - 1;
}

static int64_t instant_of(int month)
{
	struct tm tm = { .tm_year = month / MONTHS - 1900, .tm_mon = month % MONTHS, .tm_mday = 1 };

	return (int64_t)timegm(&tm) * 1000;
}

/* The part of time that the picture shows, in whole stretches. */
struct extent {
	int first, last, stretch; /* months */
	int64_t first_ms, last_ms;
};

static int part_of(const struct extent *e, int64_t instant_ms)
{
	return chart_part(instant_ms - e->first_ms, e->last_ms - e->first_ms);
}

/* ---- what is known */

static bool is_known(int64_t instant_ms)
{
	return instant_ms != CHART_UNKNOWN;
}

static bool is_possible(int64_t instant_ms)
{
	return !is_known(instant_ms) || (instant_ms >= instant_of(MONTHS) &&
						instant_ms < instant_of((YEAR_MAX + 1) * MONTHS));
}

static bool is_sound(const struct chart_span *s)
{
	if (!is_possible(s->first_ms) || !is_possible(s->last_ms))
		return false;
	for (size_t i = 0; i < s->n_milestones; i++)
		if (!is_known(s->milestones[i].day_ms) || !is_possible(s->milestones[i].day_ms))
			return false;
	return !is_known(s->first_ms) || !is_known(s->last_ms) || s->first_ms <= s->last_ms;
}

static void widen(struct extent *e, int64_t instant_ms)
{
	if (!is_known(instant_ms))
		return;
	if (!e->stretch || instant_ms < e->first_ms)
		e->first_ms = instant_ms;
	if (!e->stretch || instant_ms > e->last_ms)
		e->last_ms = instant_ms;
	e->stretch = 1;
}

/* From the first to the last day of all; today when none is known. */
static struct extent extent_of(const struct chart_plan *plan)
{
	struct extent e = { 0 };

	for (size_t i = 0; i < plan->n; i++) {
		const struct chart_span *s = &plan->spans[i];

		widen(&e, s->first_ms);
		widen(&e, s->last_ms);
		for (size_t m = 0; m < s->n_milestones; m++)
			widen(&e, s->milestones[m].day_ms);
	}
	if (!e.stretch)
		widen(&e, plan->today_ms);
	for (size_t i = 0; i < COUNT(stretches); i++) {
		e.stretch = stretches[i];
		e.first = month_of(e.first_ms) / e.stretch * e.stretch;
		e.last = (month_of(e.last_ms) / e.stretch + 1) * e.stretch;
		if (e.last - e.first <= STRETCHES_SHOWN * e.stretch)
			break;
	}
	e.first_ms = instant_of(e.first);
	e.last_ms = instant_of(e.last);
	return e;
}

/* ---- the picture */

static bool is_ltr(const struct page_out *o)
{
	return !strcmp(o->lang->dir, "ltr");
}

/* "2027" where a year begins, "07/2027" elsewhere. */
static struct str tick_label(struct page_out *o, int month)
{
	struct str year = str_printf(o->arena, "%d", month / MONTHS);

	if (month % MONTHS == 0)
		return year;
	return STR_FILL(o->arena, tr(o->lang, "{1}/{2}"),
		str_printf(o->arena, "%02d", month % MONTHS + 1), year);
}

static void add_ticks(struct page_out *o, struct plan_view *v, const struct extent *e)
{
	for (int month = e->first; month <= e->last; month += e->stretch)
		v->ticks[v->n_ticks++] =
			(struct tick){ chart_from_start(o, part_of(e, instant_of(month)), 0),
				month < e->last ? tick_label(o, month) : S("") };
}

/* An unknown day is the edge of the picture. */
static void place_bar(struct page_out *o, const struct extent *e, const struct chart_span *s,
	struct plan_row *row)
{
	int first = is_known(s->first_ms) ? part_of(e, s->first_ms) : 0;
	int last = is_known(s->last_ms) ? part_of(e, s->last_ms) : PARTS;

	row->is_open = !is_known(s->first_ms) || !is_known(s->last_ms);
	if (!is_known(s->first_ms) && !is_known(s->last_ms))
		return;
	if (last - first < DOT)
		last = first + DOT;
	if (last > PARTS) {
		first = PARTS - DOT < first ? PARTS - DOT : first;
		last = PARTS;
	}
	row->x = chart_from_start(o, first, last - first);
	row->width = chart_percent(o->arena, last - first);
}

static void place_marks(struct page_out *o, struct plan_view *v, const struct extent *e,
	const struct chart_span *s, struct plan_row *row)
{
	row->marks = ARENA_ARRAY(o->arena, struct plan_mark, s->n_milestones);
	for (size_t i = 0; i < s->n_milestones; i++) {
		const struct chart_milestone *m = &s->milestones[i];

		row->marks[i] =
			(struct plan_mark){ m, chart_from_start(o, part_of(e, m->day_ms), 0) };
		v->has_reached |= m->is_reached;
		v->has_coming |= !m->is_reached;
	}
}

static bool begins_group(const struct chart_plan *plan, size_t i)
{
	return plan->spans[i].group.n &&
	       (!i || !str_eq(plan->spans[i].group, plan->spans[i - 1].group));
}

static int place_row(
	struct page_out *o, struct plan_view *v, const struct extent *e, size_t i, int y)
{
	const struct chart_span *s = &v->plan->spans[i];
	struct plan_row *row = &v->rows[i];

	row->span = s;
	if (begins_group(v->plan, i)) {
		y += HEAD_GAP;
		row->group = chart_cut(o->arena, s->group, CHART_WIDTH);
		row->group_y = chart_em(o->arena, y + EM);
		y += CHART_LINE;
	}
	row->lines = chart_wrap(
		o->arena, chart_label_text(o->arena, &s->label), CHART_WIDTH, CHART_WIDTH);
	for (size_t l = 0; l < row->lines.n; l++, y += CHART_LINE)
		row->y[l] = chart_em(o->arena, y + EM);
	row->bar_y = chart_em(o->arena, y);
	place_bar(o, e, s, row);
	place_marks(o, v, e, s, row);
	v->has_open |= row->is_open;
	return y + CHART_BAR + CHART_GAP;
}

static void place_today(struct page_out *o, struct plan_view *v, const struct extent *e)
{
	int64_t today_ms = v->plan->today_ms;

	if (!is_known(today_ms) || today_ms < e->first_ms || today_ms > e->last_ms)
		return;
	int part = part_of(e, today_ms);

	v->today_x = chart_from_start(o, part, 0);
	v->today_anchor = part < PARTS / 2 ? "start" : "end";
	v->today_aside = (part < PARTS / 2) == is_ltr(o) ? "0.3em" : "-0.3em";
}

static struct plan_view plan_view(struct page_out *o, const struct chart_plan *plan)
{
	const struct extent e = extent_of(plan);
	struct plan_view v = { .plan = plan,
		.rows = ARENA_ARRAY(o->arena, struct plan_row, plan->n),
		.start = chart_from_start(o, 0, 0),
		.bar_height = chart_em(o->arena, CHART_BAR),
		.tick_aside = is_ltr(o) ? "0.25em" : "-0.25em" };
	int y = TICK_LINE;

	add_ticks(o, &v, &e);
	for (size_t i = 0; i < plan->n; i++)
		y = place_row(o, &v, &e, i, y);
	place_today(o, &v, &e);
	v.foot_y = chart_em(o->arena, y);
	v.height = chart_em(o->arena, v.today_x.n ? y + CHART_LINE : y);
	return v;
}

size_t chart_group_end(const struct plan_view *v, size_t i)
{
	do
		i++;
	while (i < v->plan->n && !v->rows[i].group.n);
	return i;
}

struct str chart_day(struct page_out *o, int64_t instant_ms)
{
	if (!is_known(instant_ms))
		return str_from(tr(o->lang, "not known"));
	return format_day(o->arena, o->lang, instant_ms);
}

bool chart_timeline(struct page_out *o, const struct chart_plan *plan)
{
	struct page_out legend = chart_piece(o), picture = chart_piece(o), table = chart_piece(o);

	for (size_t i = 0; i < plan->n; i++)
		if (!is_sound(&plan->spans[i]))
			return false;
	if (!plan->n) {
		chart_nothing_html(o, &plan->name);
		return true;
	}
	const struct plan_view v = plan_view(o, plan);
	chart_plan_legend_html(&legend, &v);
	chart_plan_html(&picture, &v);
	chart_plan_table_html(&table, &v);
	chart_frame_html(o, &(struct chart_frame){ &plan->name, v.height, false, true,
				    chart_piece_done(&legend), chart_piece_done(&picture),
				    chart_piece_done(&table) });
	return true;
}

/* chart_samples_pages.h - what chart_samples.html shows. */
#ifndef CHART_SAMPLES_PAGES_H
#define CHART_SAMPLES_PAGES_H

#include "chart.h"
#include "chart_samples.h"
#include "map.h"
#include "pages.h"
#include "ui_html.h"

struct samples_view {
	struct work *work;
};

/* One chart each, drawn where the template stands. */
void sample_bars(struct page_out *o, const struct samples_view *v);
void sample_hard_bars(struct page_out *o);
void sample_few_bars(struct page_out *o);
void sample_stacked(struct page_out *o, const struct samples_view *v);
void sample_heat(struct page_out *o, const struct samples_view *v);
void sample_courses(struct page_out *o, const struct samples_view *v);
void sample_plan(struct page_out *o);
struct map sample_map(struct page_out *o);

#endif

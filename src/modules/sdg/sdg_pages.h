/* sdg_pages.h - what sdg.html shows; filled by sdg.c and sdg_pages.c. */
#ifndef SDG_PAGES_H
#define SDG_PAGES_H

#include "framework.h"
#include "pages.h"
#include "practice.h"
#include "screens_html.h"
#include "sdg.h"

enum http_status sdg_list_page(struct request *r);
enum http_status sdg_page(struct request *r);

/* One target, and what is known of its use. */
struct sdg_target {
	struct str code; /* "8.3" */
	int64_t goal; /* 8 */
	struct text label; /* in short words of ours */
	struct text use; /* in the follow-up of the Convention; empty: none is known */
	bool is_checked; /* that use was found in a source */
	struct str source; /* address of that source */
	const struct framework_entry *named; /* by the documents of the framework; or NULL */
};

struct sdg_targets {
	struct sdg_target *v; /* in the order of their codes */
	size_t n;
};

struct sdg_targets sdg_targets(struct work *w);

/* "Quality education"; the empty text for what is no goal. */
const char *sdg_goal_name(int64_t goal);

/* The activities, or the outputs, of the framework in force that serve the target. */
struct terms sdg_activities(struct work *w, const struct sdg_target *t);
struct terms sdg_outputs(struct work *w, const struct sdg_target *t);

struct sdg_view {
	struct work *work;
	const struct sdg_target *target, *previous, *next; /* NULL: there is none */
	struct terms activities, outputs;
	struct having practices; /* of the activities */
};

/* "Goal 8 – Decent work and economic growth" */
struct str sdg_goal_shown(struct page_out *o, int64_t goal);

struct url sdg_url(struct page_out *o, const struct sdg_target *t);

/* The document of a reference ("003 ¶12 n.5"), or NULL. */
const struct framework_entry *sdg_source(const struct work *w, struct str ref);

/* "¶12 n.5"; the empty text for a place that is told in words of one language. */
struct str sdg_paragraph(struct str ref);

/* The practices of the activities, at least one. */
struct having sdg_practices(struct page_out *o, struct work *w, struct terms activities);

#endif

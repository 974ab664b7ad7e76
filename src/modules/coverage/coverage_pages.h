/* coverage_pages.h - what coverage.html shows, and what its files hold. */
#ifndef COVERAGE_PAGES_H
#define COVERAGE_PAGES_H

#include "chart.h"
#include "coverage.h"
#include "cross.h"
#include "pages.h"
#include "practice.h"

#define COVERAGE_PATH "/coverage"
#define COVERAGE_CSV  "/data/coverage.csv"
#define COVERAGE_JSON "/data/coverage.json"

/* To add a table: its code list here, and its words in coverage.html. */
enum coverage_by { BY_GROUP, BY_STAGE, COVERAGE_TABLES };

struct coverage {
	const struct vocabulary *activities;
	struct cross tables[COVERAGE_TABLES];
};

/* False as facets_hold(). */
bool coverage_count(struct work *w, struct coverage *ret_coverage);

enum http_status coverage_page(struct request *r);

struct coverage_view {
	struct work *work;
	struct coverage coverage;
	const struct term **without; /* Parties without an example, by name */
	size_t n_without;
};

/* Draws the table; `name` says what it is. */
void coverage_table(struct page_out *o, const struct coverage_view *v, enum coverage_by by,
	const struct chart_name *name);

/* Activities that have no example in that column: how many, which; and those that have none. */
size_t coverage_gaps(const struct cross *cross, size_t column);
struct str coverage_gaps_shown(struct page_out *o, const struct cross *cross, size_t column);
size_t coverage_activities_without(const struct coverage *c);

struct url coverage_party_url(struct page_out *o, const struct term *party);

#endif

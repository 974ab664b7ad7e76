/* guideline_pages.h - what guideline.html shows; filled by guideline_pages.c. */
#ifndef GUIDELINE_PAGES_H
#define GUIDELINE_PAGES_H

#include "framework.h"
#include "guideline.h"
#include "pages.h"
#include "pages_view.h"
#include "practice.h"
#include "screens_html.h"

enum http_status guideline_list_page(struct request *r);
enum http_status guideline_page(struct request *r);

/* Activities that rest on one of the paragraphs, by the edition of the framework in force. */
struct terms guideline_activities(const struct work *w, const struct rows *of);

/* A paragraph among the others. */
struct guideline_view {
	struct work *work;
	const struct guideline *guideline;
	const struct guideline *parent, *previous, *next; /* NULL: there is none */
	struct rows parts; /* its sub-paragraphs */
	struct terms activities; /* that rest on it or on a part of it */
	struct having practices; /* that carry out one of these */
};

/* "14" for 14.1; the empty text for 14. */
struct str guideline_parent(const struct guideline *g);

/* "p14-1": its place in a page that shows others too. */
struct str guideline_anchor(struct page_out *o, const struct guideline *g);

struct url guideline_url(struct page_out *o, const struct guideline *g);

/* The section of a row, and whether that row is the first of it. */
struct str guideline_section(const struct rows *rows, size_t i);
bool guideline_opens_section(const struct rows *rows, size_t i);

/* "2 paragraphs and 7 sub-paragraphs" */
struct str guideline_count(struct page_out *o, const struct rows *rows);

#endif

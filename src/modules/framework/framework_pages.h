/* framework_pages.h - what framework.html shows; filled by framework_pages.c and _editions.c. */
#ifndef FRAMEWORK_PAGES_H
#define FRAMEWORK_PAGES_H

#include "framework_store.h"
#include "list.h"
#include "pages.h"
#include "screens_html.h"

enum http_status framework_page(struct request *r);
enum http_status framework_activity_page(struct request *r);
enum http_status framework_editions_page(struct request *r);
enum http_status framework_file(struct request *r);

/* ---- the roadmap */

struct roadmap_view {
	struct work *work;
	const struct framework *f;
	const size_t *counts; /* examples of each activity; LIST_COUNT_MAX + 1: more */
};

/* How many outputs the goal has: columns of the poster. */
size_t goal_outputs(const struct framework *f, const struct framework_entry *goal);

/* "output-2", "goal-1": anchors of the roadmap. */
struct str output_anchor(struct page_out *o, const struct framework_entry *output);
struct str goal_anchor(struct page_out *o, const struct framework_entry *goal);

struct url activity_url(struct page_out *o, struct str code);
struct url paragraph_url(struct page_out *o, struct str number);
struct url target_url(struct page_out *o, struct str number);

/* The roadmap at one output: "/fr/framework#output-2". */
struct url output_url(struct page_out *o, const struct framework_entry *output);

/* "12 examples", "1,000+ examples", "no example yet". */
struct str examples_shown(struct page_out *o, size_t n);

/* ---- an activity */

/* The records of one kind that carry it out. */
struct activity_examples {
	const struct kind *kind;
	struct list list;
};

/* Where: an electoral group and its Parties with an example, by name; the group NULL for none. */
struct activity_group {
	const struct term *group;
	size_t n; /* examples; LIST_COUNT_MAX + 1: more */
	const struct term **parties;
	size_t n_parties;
};

/* Another activity, and what the two share. */
struct likeness {
	const struct framework_entry *other;
	struct codes paragraphs, targets, stages, themes;
	size_t score;
};

/* "§ 14.6, 16.2; SDG 8.3; 2 themes; 1 stage". */
struct str likeness_shown(struct page_out *o, const struct likeness *l);

enum { LIKENESSES_MAX = 4, EXAMPLES_SHOWN_MAX = 3 };

struct activity_view {
	struct work *work;
	const struct framework *f;
	const struct framework_entry *activity, *output, *goal, *step, *previous, *next;
	struct codes themes;
	const struct activity_examples *examples; /* for each kind that names activities */
	size_t n_examples;
	const struct vocabulary *activities, *groups, *parties;
	const struct term *term; /* of the activity */
	struct activity_group *places;
	size_t n_places;
	struct likeness similar[LIKENESSES_MAX];
	size_t n_similar;
};

/* The list of the kind, narrowed to the activity and one code more. */
struct url examples_url(struct page_out *o, const struct activity_view *v, const struct kind *k,
	const struct vocabulary *vocabulary, const struct term *t);

/* Examples of all kinds together. */
size_t examples_total(const struct activity_view *v);

/* ---- editions: framework_editions.c */

enum change_type {
	CHANGE_NEW,
	CHANGE_GONE,
	CHANGE_SPLIT,
	CHANGE_MERGED,
	CHANGE_MOVED, /* another code */
	CHANGE_RENAMED, /* another title under the same code */
	CHANGE_REVISED /* another description, or other links */
};

/* How many public records of a kind were coded so, and where they are found now. */
struct touched {
	const struct kind *kind;
	int64_t n;
	struct url where; /* empty: its lists are not narrowed by that vocabulary */
};

struct difference {
	enum change_type type;
	enum framework_part part;
	const struct framework_entry *before; /* NULL: new */
	const struct framework_entry **after;
	size_t n_after;
	const struct text *note; /* NULL: none */
	const struct touched *touched;
	size_t n_touched;
};

/* From one edition to the next. */
struct step_view {
	const struct framework *before, *after;
	struct difference *v;
	size_t n, n_same;
};

struct editions_view {
	struct work *work;
	struct framework_editions editions;
	struct step_view *steps; /* one fewer than editions, the newest first */
	size_t n_steps;
};

/* "4 goals, 5 outputs, 20 activities". */
struct str edition_size(struct page_out *o, const struct framework *f);

const char *change_label(enum change_type type); /* N_() */
const char *part_label(const struct work *w, enum framework_part part); /* N_() */

#endif

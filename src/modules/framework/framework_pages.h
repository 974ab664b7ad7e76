/* framework_pages.h - what framework.html shows; filled by framework_pages.c and _editions.c. */
#ifndef FRAMEWORK_PAGES_H
#define FRAMEWORK_PAGES_H

#include "framework_store.h"
#include "list.h"
#include "pages.h"
#include "screens_html.h"

enum http_status framework_page(struct request *r);
enum http_status framework_entry_page(struct request *r);
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

/* "/fr/framework/2.4": of an activity or an output. */
struct url entry_url(struct page_out *o, struct str code);
struct url paragraph_url(struct page_out *o, struct str number);
struct url target_url(struct page_out *o, struct str number);

/* "12 examples", "1,000+ examples", "no example yet". */
struct str examples_shown(struct page_out *o, size_t n);

/* "DCE/19/7.CP/13 ¶14": the source by its symbol, else by its title. */
struct str ref_shown(struct page_out *o, const struct framework *f, struct str ref);

/* ---- an activity, or an output */

/* The records of one kind that carry it out. */
struct entry_examples {
	const struct kind *kind;
	struct list list;
};

/* Where: an electoral group and its Parties with an example, by name; the group NULL for none. */
struct entry_place {
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

struct entry_view {
	struct work *work;
	const struct framework *f;
	enum framework_part part; /* FRAMEWORK_ACTIVITIES or FRAMEWORK_OUTPUTS */
	const struct framework_entry *entry, *output, *goal, *previous, *next;
	const struct vocabulary *vocabulary, *groups, *parties; /* its own; for where */
	const struct term *term; /* of the entry */
	const struct entry_examples *examples; /* for each kind with such codes */
	size_t n_examples;
	struct entry_place *places;
	size_t n_places;

	/* of an activity */
	const struct framework_entry *step;
	struct codes themes;
	struct likeness similar[LIKENESSES_MAX];
	size_t n_similar;

	struct roadmap_view roadmap; /* for the activities of an output */
};

/* The list of the kind, narrowed to the entry and one code more. */
struct url examples_url(struct page_out *o, const struct entry_view *v, const struct kind *k,
	const struct vocabulary *vocabulary, const struct term *t);

/* Those of a theme's activities, in the list of the first kind that has such codes. */
struct having theme_examples(
	struct page_out *o, const struct entry_view *v, const struct framework_entry *theme);

/* Examples of all kinds together. */
size_t examples_total(const struct entry_view *v);

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

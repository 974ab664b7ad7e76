/*
 * pages.h - the screens every kind gets: handlers for routes whose `arg` is the kind, and pieces
 * that their templates share. A module that wants another screen writes its own handler or template
 * and names it in its routes or its kind.
 *
 * screens/ may use register/ and what is below it; modules use screens/.
 */
#ifndef PAGES_H
#define PAGES_H

#include "asked.h"
#include "cite.h"
#include "linked_records.h"
#include "module.h"

enum http_status screen_list_page(struct request *r);
enum http_status screen_record_page(struct request *r);
enum http_status screen_record_cited(struct request *r);

/* The rows a module writes for a kind; `permission` of reading is may()'s. */
#define SCREEN_PAGES(kind_, plural_) \
	{ METHOD_GET, "/{lang}/" plural_, LANE_READ, VERB_READ, screen_list_page, 0, kind_ }, \
		{ METHOD_GET, "/{lang}/" plural_ "/:id", LANE_READ, VERB_READ, screen_record_page, \
			0, kind_ }, \
		SCREEN_CITES(kind_, plural_)

/* How a record is cited, as files: for those who write the other two themselves. */
#define SCREEN_CITES(kind_, plural_) \
	{ METHOD_GET, "/{lang}/" plural_ "/:id/cite.bib", LANE_READ, VERB_READ, \
		screen_record_cited, 0, kind_ }, \
	{ \
		METHOD_GET, "/{lang}/" plural_ "/:id/cite.json", LANE_READ, VERB_READ, \
			screen_record_cited, 0, kind_ \
	}

/* ---- for handlers */

/*
 * The words of a search that finds nothing of the kind, with those that the base does not know
 * replaced by words close to them that it does; empty when that finds nothing either.
 */
struct str screen_suggest(struct work *w, const struct list_query *q);

/* ---- for templates */

/* A collection: "/fr/practices", narrowed to one code: "/fr/practices?activity=2.4". */
struct url collection_url(struct page_out *o, const struct kind *k);
struct url narrowed_url(
	struct page_out *o, const struct kind *k, const struct vocabulary *v, const struct term *t);
struct url record_url(struct page_out *o, const struct kind *k, struct str public_id);
struct url record_api_url(struct page_out *o, const struct kind *k, struct str public_id);

/* The term's own page; where it has none, the list of the kind narrowed to it. */
struct url term_url(
	struct page_out *o, const struct kind *k, const struct vocabulary *v, const struct term *t);

/* Some terms of a vocabulary. */
struct terms {
	const struct vocabulary *vocabulary;
	const struct term **v;
	size_t n;
};

/* The records of a kind that have one of the terms, at least one: how many, and their list. */
struct having {
	int64_t n;
	bool is_more; /* than `n` */
	struct url list;
};
struct having having_terms(
	struct page_out *o, struct work *w, const struct kind *k, struct terms terms);
/* The citation of what has a page at `place`, as a file. */
struct url cite_url(struct page_out *o, struct url place, const char *name);

/* The output a term stands under ("2" for activity 2.4), for its colour; "" when none. */
struct str term_output(const struct vocabulary *v, const struct term *t);

/* "2.4 Regulate access, pay and algorithms", or the name alone where codes mean nothing. */
struct str term_shown(struct arena *a, const struct vocabulary *v, const struct term *t,
	const struct language *l);

/* Is anything said in the field? In any language, for text. */
bool field_is_known(struct arena *a, const struct field *f, const void *row);

/*
 * Labels of the fields nothing is said in, as one text: "partners, amount". `names` ends with NULL;
 * without it, all fields of the kind are asked.
 */
struct str fields_unknown(
	struct page_out *o, const struct kind *k, const char *const *names, const void *row);

/* Start and end as people say it: "2014–2020", "2018", "until 2020"; "" when nothing is known. */
struct str period_shown(struct page_out *o, const struct number *start, const struct number *end);

#endif

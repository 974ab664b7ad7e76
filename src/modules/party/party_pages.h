/* party_pages.h - what party.html shows; filled by party_pages.c. */
#ifndef PARTY_PAGES_H
#define PARTY_PAGES_H

#include "map.h"
#include "pages.h"
#include "pages_view.h"
#include "party.h"
#include "record.h"
#include "screens_html.h"
#include "ui_html.h"

enum http_status party_list_page(struct request *r);

/* The code list "party" made from the records, or from the shipped file while there are none. */
void party_list_parties(struct work *w);

/* ---- the list */

/* The Parties of one electoral group that the list shows, by name; `group` NULL: of none. */
struct party_group {
	const struct term *group;
	const struct party **parties;
	size_t n;
};

struct party_list_view {
	struct list_view list; /* what it is narrowed to; its rows by name */
	struct map map; /* of all Parties, those of the list chosen */
	const struct party **unplaced; /* of the list, without a place on the map */
	size_t n_unplaced;
	struct party_group *groups; /* those that the list has any of */
	size_t n_groups;
	struct rows all; /* all Parties there are */
	struct str as_of; /* the last day that facts of one of them were gathered */
};

struct url party_url(struct page_out *o, const struct party *p);

/* How many of all Parties are known that surely. */
size_t party_count_sure(const struct party_list_view *v, const struct term *certainty);

/* ---- one Party */

/* What the house has of a Party in one kind. */
struct party_holding {
	const struct kind *kind;
	struct list list; /* the latest */
	struct url all;
	const struct vocabulary *activities; /* NULL: the kind names none */
	const size_t *counts; /* of each activity; NULL with them */
};

struct party_holdings {
	struct party_holding *v; /* of kinds that have any */
	size_t n;
	const struct kind **without; /* kinds that have none */
	size_t n_without;
};
struct party_holdings party_holdings(struct page_out *o, struct work *w, const struct party *p);

/* Where the list of the kind is narrowed to the Party and one of its activities. */
struct url party_activity_url(struct page_out *o, const struct party_holding *h,
	const struct party *p, const struct term *activity);

/* Practices of others that could help it. */
struct url party_suggested_url(struct page_out *o, const struct party *p);

/* The Party's dot on the map; false when it has no place there. */
bool party_dot(struct page_out *o, const struct party *p, struct map_dot *ret_dot);

/* Its sources, one by one. */
struct codes party_sources(struct page_out *o, const struct party *p);

/* The electoral group as a term, or NULL. */
const struct term *party_group_of(const struct work *w, const struct party *p);

#endif

/*
 * linked.h - JSON-LD in the words of schema.org: what search engines are told of a page. The page
 * frame tells of the page itself; a page may add what it is about (`struct page`.entity).
 */
#ifndef LINKED_H
#define LINKED_H

#include "json.h"
#include "page.h"

/* Addresses of machines begin with `origin`: "https://jalon.example", or nothing. */
struct str linked_address(struct arena *a, struct str origin, struct url place);

/* "key": the address. */
void linked_member(
	struct json *j, struct arena *a, const char *key, struct str origin, struct url place);

/* The site as a whole, with its "@id": as a member of something else, or as what is told. */
void linked_site(struct json *j, struct arena *a, struct str origin);

/*
 * The page, and what it is about: {"@context", "@graph": [page, entity]}. `here` is the page's own
 * address in its language.
 */
struct json_text linked_page(
	struct page_out *o, const struct page *page, struct str origin, struct url here);

#endif

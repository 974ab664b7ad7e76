/*
 * cite.h - how a record or a collection is cited: the same text as long as it is not changed, with
 * its version and an address that stays; for people, and for programs that keep references.
 */
#ifndef CITE_H
#define CITE_H

#include "linked.h"
#include "list.h"

struct citation {
	struct str id; /* "GP-1-01"; of a collection its name, "practices" */
	struct str title;
	const struct language *lang; /* of the title */
	struct str version; /* "3", or empty */
	int64_t updated_ms;
	struct str address; /* of its page, whole */
	bool is_dataset;
};

struct citation cite_record(
	struct page_out *o, struct str origin, const struct kind *k, const void *row);

/* The collection as it was when the last of its records changed. */
struct citation cite_collection(
	struct page_out *o, struct work *w, struct str origin, const struct kind *k);

/* "“Title”, Jalon, GP-1-01, version 3, 21 November 2026.", without the address. */
struct str cite_text(struct page_out *o, const struct citation *c);

/* A reference for BibTeX, and a list of one reference in CSL-JSON. */
void cite_bibtex(struct out *o, const struct citation *c);
void cite_csl(struct out *o, const struct citation *c);

/* Answers with the citation as a file: `name` is "cite.bib" or "cite.json"; 404 for others. */
enum http_status cite_answer(struct request *r, const struct citation *c, struct str name);

#endif

/* opendata_pages.h - what opendata.html shows; filled by opendata_pages.c. */
#ifndef OPENDATA_PAGES_H
#define OPENDATA_PAGES_H

#include "catalog.h"
#include "describe.h"
#include "dictionary.h"
#include "exchange.h"
#include "licence.h"
#include "opendata.h"
#include "pages.h"
#include "reason.h"
#include "record.h"
#include "screens_html.h"

enum http_status opendata_page(struct request *r);
enum http_status opendata_dictionary_page(struct request *r);
enum http_status opendata_api_page(struct request *r);

/* The kind of a collection that the API offers by that name, or NULL. */
const struct kind *opendata_collection(struct request *r, struct str plural);

struct data_view {
	struct work *work;
	const struct kind **kinds;
	size_t n_kinds;
	const struct reference **files; /* that are offered */
	size_t n_files;
};

struct dictionary_view {
	struct work *work;
	const struct kind *kind;
	struct dictionary dictionary;
	const struct str *examples; /* for each entry */
	struct citation citation;
};

struct api_view {
	struct work *work;
	struct api_operations operations;
	struct str origin; /* "https://jalon.example" */
};

/* Longer lists of codes are linked, not told. */
enum { CODES_TOLD_MAX = 40 };

/* What a program that writes begins with. */
#define API_CURL_WRITES "curl -H 'Authorization: Bearer TOKEN' -H 'Content-Type: application/json'"

/* The first operation with that body, or NULL. */
const struct api_operation *api_operation_with(
	const struct api_operations *all, enum api_body body);

/* What may be sent with it beside fields; NULL: nothing is sent. */
const struct api_member *api_body_members(const struct api_operation *op);

/* "/data/activity.csv" and the like, as addresses of a page. */
struct url data_url(struct str address);

/* "/api/v1/practices?format=csv"; without a format, the list. */
struct url api_list_url(struct page_out *o, const struct kind *k, const char *format);

/* The dictionary of a collection as a page. */
struct url dictionary_url(struct page_out *o, const struct kind *k);

/* The language of the column's texts, or NULL. */
const struct language *entry_language(const struct dictionary_entry *entry);

/* The vocabulary of the column, or NULL. */
const struct vocabulary *entry_vocabulary(
	const struct work *w, const struct dictionary_entry *entry);

/* A filter to try: one whose codes people know, else any; NULL when there is none. */
const struct api_parameter *api_filter(const struct api_operation *list);

/* "https://jalon.example/api/v1/practices?activity=2.4": a question with one of its parameters. */
struct str api_question(struct page_out *o, const struct api_view *v,
	const struct api_operation *op, const char *name);

#endif

/*
 * page.h - the frame of every page, and the pieces that pages share.
 */
#ifndef PAGE_H
#define PAGE_H

#include "html.h"
#include "request.h"

/* One place of the main navigation; a list of them ends with a row without path. */
struct nav_item {
	const char *path; /* after the language: "/practices" */
	const char *label; /* N_() */
};

/* What all pages of the house have. */
struct frame {
	const struct nav_item *nav; /* of all modules, ended by a row without path */
	const struct nav_item *foot; /* alike */
	const char *version;
};

struct crumb {
	const char *path; /* after the language; NULL for the page itself, which is not a link */
	struct str label;
};

struct page {
	struct str title;
	struct str description; /* for search engines; may be empty */
	const char *nav_path; /* the place of the navigation the page belongs to, or NULL */
	const struct crumb *crumbs; /* without the home page, which comes first by itself */
	size_t n_crumbs;
	struct url feed; /* news of what the page lists; or the empty address */
	const char *type; /* of schema.org: "AboutPage"; NULL: "WebPage" */
	struct json_text entity; /* JSON-LD of what the page is about, see linked.h; or empty */
	bool has_forms; /* it needs their style, though it is for anyone */
	bool is_private; /* of somebody alone: not for search engines, nor for machines */
	bool is_error; /* no language switch of the place, not for search engines */
};

/* A template writes what is between header and footer. */
struct page_out page_begin(struct request *r);
enum http_status page_send(struct request *r, const struct frame *frame, const struct page *page,
	struct page_out *content);

/* The page of an error answer: what happened and what one can do. */
void page_error(struct request *r, const struct frame *frame, enum http_status status);

/* The JSON of an error answer: {"error": {"code", "message", "fields"}}. */
void api_error(struct request *r, enum http_status status);

/* A file of assets/, under an address that changes with it: browsers keep it for good. */
struct url asset_url(struct arena *a, const char *name);

/* "/fr/practices/GP-1-01": a place of this site in the reader's language. */
struct url place(struct page_out *o, const char *path);
struct url place_under(struct page_out *o, const char *path, struct str component);

/* An address that starts at the page's own: "?activity=2.4", already encoded by list_address(). */
struct url place_query(struct page_out *o, const char *path, struct str query);

/* ---- how the language writes things */

struct str format_number(struct arena *a, const struct language *l, int64_t n);
struct str format_day(struct arena *a, const struct language *l, int64_t instant_ms);

/* To the minute: "21 November 2026, 10:42 UTC". */
struct str format_instant(struct arena *a, const struct language *l, int64_t instant_ms);

/* "1.2 MB", "34 KB": thousands, as people read them beside a file. */
struct str format_bytes(struct arena *a, const struct language *l, int64_t n);

/* A date as records hold it, "2026-11-21", "2026-11" or "2026"; what is none as it is. */
struct str format_date(struct arena *a, const struct language *l, struct str date);

/* "110 000 000 CAD": the amount with as many decimals as it needs, then the currency's code. */
struct str format_money(
	struct arena *a, const struct language *l, struct str decimal, struct str currency);

/* Text in whatever language it was found, marked with `lang` when it is not the page's. */
struct html html_told(struct page_out *o, struct str text, const struct language *lang);

#endif

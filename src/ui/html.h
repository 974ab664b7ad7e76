/*
 * html.h - safe markup: what compiled templates call.
 *
 * A template's `{{ value }}` becomes one of the calls below, chosen by where it stands and by the
 * C type of the value. Only a `struct html` is written as it is, and only ui/ makes one; a
 * `struct url` is an address made by the functions below and may stand at the start of an href.
 *
 * May use base/ (and web/ for answering). Never touches the store.
 */
#ifndef HTML_H
#define HTML_H

#include "lang.h"
#include "out.h"

struct html {
	struct str markup;
};

struct url {
	struct str address; /* percent-encoded; not yet escaped for HTML */
};

/* What every template gets first: where to write, and for whom. */
struct page_out {
	struct out *out;
	struct arena *arena;
	const struct language *lang;
};

/* ---- text between tags */
void html_text_str(struct page_out *o, struct str s);
void html_text_z(struct page_out *o, const char *z);
void html_text_int(struct page_out *o, int64_t v);
void html_text_html(struct page_out *o, struct html h);

#define HTML_TEXT(o, v) \
	_Generic((v), struct html: html_text_html, struct str: html_text_str,                      \
		char *: html_text_z, const char *: html_text_z, int: html_text_int,                \
		unsigned: html_text_int, int64_t: html_text_int, size_t: html_text_int)((o), (v))

/* ---- inside a quoted attribute: no struct html here */
void html_attr_str(struct page_out *o, struct str s);
void html_attr_z(struct page_out *o, const char *z);
void html_attr_url(struct page_out *o, struct url u);

#define HTML_ATTR(o, v) \
	_Generic((v), struct str: html_attr_str, char *: html_attr_z, const char *: html_attr_z,   \
		int: html_text_int, unsigned: html_text_int, int64_t: html_text_int,               \
		size_t: html_text_int)((o), (v))

/* ---- inside an attribute that holds an address, after a literal start: one component of it */
void html_component_str(struct page_out *o, struct str s);
void html_component_z(struct page_out *o, const char *z);

#define HTML_COMPONENT(o, v) \
	_Generic((v), struct str: html_component_str, char *: html_component_z,                    \
		const char *: html_component_z, int: html_text_int, unsigned: html_text_int,       \
		int64_t: html_text_int, size_t: html_text_int)((o), (v))

/* ---- in a <script> that is a data block: JSON text that json.h wrote */
struct json_text {
	struct str text;
};
void html_json(struct page_out *o, struct json_text j);

/* ---- addresses */

/* A path of this site, already encoded: made by ui/ from literals and components. */
struct url url_path(struct arena *a, const char *literal, const struct str *components, size_t n);

/* Where one can write: an e-mail address, or one elsewhere; anything else gives the empty address.
 */
struct url url_contact(struct arena *a, struct str s);

/* An address elsewhere, http or https only; anything else gives the empty address. */
struct url url_external(struct arena *a, struct str s);

#endif

/* page_view.h - what ui/page.html shows; filled by page.c. */
#ifndef PAGE_VIEW_H
#define PAGE_VIEW_H

#include "form.h"

struct page_view {
	const struct page *page;
	const struct frame *frame;
	struct html content;
	struct url style, forms, icon;
	struct url home;
	struct url here_in[LANG_COUNT]; /* this page in each language */
	struct str origin; /* that addresses for machines begin with */
	struct json_text linked; /* JSON-LD of the page itself */
	struct url script; /* for those who are signed in; or empty */
	struct str reader_tag;
	struct str reader; /* who is signed in; or empty */
	size_t n_unread; /* notices of the reader, see request.h */
	struct form sign_out; /* of the reader */
	struct url contact; /* of those who run the site; or the empty address */
};

struct error_view {
	enum http_status status;
	const char *title, *advice;
	struct str problem;
	const struct problem_field *fields;
	size_t n_fields;
	struct url again; /* the list to go back to; may be empty */
	const char *incident; /* NULL when there is none */
};

/* The page's own address in a language, whole: what machines are told. */
struct url page_whole(struct page_out *o, const struct page_view *v, enum language_index l);

/* "3", or of very many "99+". */
struct str page_unread(struct page_out *o, const struct page_view *v);

bool page_is_at(const struct page *page, const struct nav_item *item);

#endif

/* entry_pages.h - handlers of the doors. */
#ifndef ENTRY_PAGES_H
#define ENTRY_PAGES_H

#include "entry.h"
#include "form.h"

enum http_status entry_sign_in_page(struct request *r);
enum http_status entry_sign_in(struct request *r);
enum http_status entry_code_page(struct request *r);
enum http_status entry_code(struct request *r);
enum http_status entry_sign_out(struct request *r);
enum http_status entry_password_page(struct request *r);
enum http_status entry_password(struct request *r);
enum http_status entry_link_page(struct request *r);
enum http_status entry_link(struct request *r);
enum http_status entry_todo_page(struct request *r);

/* Says on a page of its own that something was done. */
enum http_status entry_said(struct request *r, const char *title, const char *text);

/* A page of the doors, not for search engines. */
enum http_status entry_form_page(
	struct request *r, const char *title, struct str lede, const struct form *f);

struct entry_sign_in_view {
	struct form form;
};

struct entry_todo_view {
	struct work *work;
	struct duties duties;
};

struct entry_said_view {
	const char *title, *text;
};

#endif

/* form_view.h - what ui/form.html asks; answered by form.c. */
#ifndef FORM_VIEW_H
#define FORM_VIEW_H

#include "form.h"

struct form_part {
	const struct form *form;
	const struct form_field *field;
};

struct form_page_view {
	struct str title, lede;
	const struct form *form;
};

/* "text", "email", "password": the type of an <input>. */
const char *form_input_type(const struct form_field *f);

/* The ids of what describes the field: its hint, its fault; or the empty text. */
struct str form_described_by(struct page_out *o, const struct form_field *f);

bool form_is_chosen(const struct form_field *f, const struct form_choice *c);
size_t form_max(const struct form_field *f);

#endif

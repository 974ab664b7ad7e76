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

/* The ids of what describes the field: its hint, its fault, its length; or the empty text. */
struct str form_described_by(struct page_out *o, const struct form_field *f);

bool form_is_chosen(const struct form_field *f, const struct form_choice *c);
size_t form_max(const struct form_field *f);
bool form_has_several(const struct form_field *f);

/* The choices of one group, or those of none: up to which, from the first. */
size_t form_group_end(const struct form_field *f, size_t first);

/* Is the choice shown as a box; is it the first that is; is there any? */
bool form_is_box(const struct form_field *f, const struct form_choice *c);
bool form_is_first_box(const struct form_field *f, size_t i);
bool form_has_box(const struct form_field *f);

/* " enctype=..." is needed: a file goes with it. */
bool form_has_file(const struct form *f);

/* Lines of a text that is written there. */
int form_rows(const struct form_field *f);

#endif

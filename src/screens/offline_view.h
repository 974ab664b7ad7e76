/*
 * offline_view.h - what offline.html shows: a record as a form that is filled in elsewhere, and
 * what became of what was brought back.
 */
#ifndef OFFLINE_VIEW_H
#define OFFLINE_VIEW_H

#include "edit_view.h"
#include "offline.h"

/* A form that says all there is to say without scripts and on paper. */
struct sheet {
	const struct edited *edited;
	struct columns columns;
	struct form form;
	struct field_blocks blocks;
};

/* Of all sections, or of one; the form is sent nowhere. */
struct sheet sheet_of(struct page_out *o, const struct edited *e, const struct section *only);

/* "year": which rules of the script hold for the column. */
const char *sheet_type(struct column c);

/* The column whose year must not come after this one's; or the empty text. */
struct str sheet_after(struct page_out *o, const struct kind *k, struct column c);

/* What is written out on paper beside the input. */
struct paper {
	struct str text; /* what stands there; choices are shown as such */
	int n_rules; /* lines to write on; 0: it has boxes to tick */
	bool is_short;
	bool has_choices; /* of a list, to be ticked */
};
struct paper sheet_paper(const struct sheet *s, size_t at);
bool sheet_is_chosen(const struct form_field *f, const struct form_choice *c);

struct offline_file_view {
	struct sheet sheet;
	struct html policy, style, script;
	struct json_text sealed, typed;
	struct str day, owner;
};

struct print_view {
	struct sheet sheet;
	const struct section *only; /* NULL: all */
	struct url type_in; /* the page on which what was written by hand is typed in */
	struct str owner;
};

struct along_view {
	const struct edited *edited;
	struct form form; /* its token alone */
	struct url file, print, type_in;
	struct str fault; /* what is wrong with what was brought back */
	struct section_views sections;
};

/* One text of the file. */
struct brought {
	struct change_view change;
	enum offline_end end;
	struct str told; /* why it is wrong, who changed it; or empty */
	struct url place; /* where it can be mended */
};

struct brought_view {
	const struct edited *edited;
	const struct offline_merged *merged;
	struct brought *v;
	size_t n, n_of[OFFLINE_END_COUNT];
	struct str day;
	struct url overview, conflicts, along;
	struct remarks problems;
};

/* The page of taking along, with what is wrong. */
enum http_status along_show(struct request *r, const struct edited *e, struct str fault);

#endif

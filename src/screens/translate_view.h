/* translate_view.h - what the pages of translations share, and what translate.html shows. */
#ifndef TRANSLATE_VIEW_H
#define TRANSLATE_VIEW_H

#include "edit_view.h"
#include "translation.h"
#include "translation_file.h"

/* ---- one record, the original beside its translation (translate_page.c) */

/* What somebody else proposes. */
struct proposal_view {
	const struct translation_draft *draft;
	struct str by, when;
	struct str review; /* value of the button that takes it; empty: it cannot be taken now */
};

struct translated_view {
	const struct translated *of;
	const struct form_field *input;
	struct str original; /* "Title (English)" */
	const char *tone; /* of forms.css */
	struct str told; /* its state */
	struct str begun_by; /* who proposes what stands in the box, if not the reader; or empty */
	struct text_diff change; /* of the original since; n 0: none to be told */
	bool stands_otherwise; /* readers see another text than what is in the box */
	struct proposal_view *proposals;
	size_t n_proposals;
};

struct translate_view {
	const struct edited *edited;
	struct translation of;
	struct translated_view *v; /* as many as `of` has */
	struct form form;
	int64_t seen_ms;
	struct str done;
	bool may_review;
	struct url draft, list, overview, bring, xliff, csv;
	struct url others[LANG_COUNT]; /* the same into another language; empty: none */
};

/* "3 missing, 1 proposed": how many are in which state; "all reviewed". */
struct str translation_told(struct page_out *o, const struct translation *t);

struct url translate_url(
	struct page_out *o, const struct kind *k, struct str public_id, const struct language *to);

/* ---- the work list (translate_list.c) */

struct wanted_view {
	struct work *work;
	const struct kind *kind;
	struct wanted_query query;
	struct wanted found;
	struct url states[TRANSLATION_STATE_COUNT], languages[LANG_COUNT];
	struct url next, first, bring, xliff, csv; /* or empty */
};

/* "Missing": above the list, and as one of its choices. */
const char *translation_state_label(enum translation_state state);

/* The list, or with a `part` ("/file", "/bring") what is below it. */
struct url wanted_url(struct page_out *o, const struct kind *k, const char *part,
	const struct wanted_query *q, struct str public_id, const char *format);

/* What the address asks for; false when that is nothing. */
bool wanted_read_query(struct request *r, struct wanted_query *ret_query);

/* A page below the collection, of the title (N_()); `f`: the form on it, or NULL. */
enum http_status wanted_send(
	struct request *r, struct page_out *o, const char *title, const struct form *f);

/* ---- files (translate_files.c) */

/* One text of a file that was brought back. */
struct carried_view {
	const struct carried *of;
	struct told title; /* of the record; or how the file names it */
	struct str field;
	struct url place; /* or empty */
};

struct carried_page_view {
	const struct carried_all *all;
	struct carried_view *v;
	struct url again, list;
};

#endif

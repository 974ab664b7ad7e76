/* handed_view.h - what the screens of what is handed to somebody share, and handed.html shows. */
#ifndef HANDED_VIEW_H
#define HANDED_VIEW_H

#include "edit_view.h"

/* ---- for who hands it over (handed_out.c) */

/* Days until the last one, to choose from; the value of the form's field is their number. */
struct form_choice *days_choices(struct work *w, size_t *ret_n);

/* What is said once: the link, in what can be sent with it. */
struct handed_link_told {
	const struct handed *handed;
	struct url address; /* whole */
	struct str message;
	struct html qr;
	struct url back; /* where all of them are listed */
};

enum http_status handed_tell_link(
	struct request *r, const struct edited *e, const struct handed *h, struct str secret);

struct hand_view {
	const struct edited *edited;
	struct str done;
	struct form form;
	struct handed_lines handed;
};

/* Its page. */
struct url handed_url(struct page_out *o, const struct edited *e, const struct handed *h);

/* The record of the address and what of it was handed over; false: none that he is told of. */
bool handed_find(
	struct request *r, bool is_held, struct edited *ret_edited, struct handed *ret_handed);

/* Labels of its fields. */
struct str handed_fields_told(struct page_out *o, const struct edited *e, const struct handed *h);

/* ---- what came back (handed_answers.c) */

struct answer_view {
	const struct handed_answer *answer;
	struct str path;
	struct change_view change; /* from what the record holds to the answer */
	struct str conflict; /* that the record holds another text by now; or empty */
	struct str why; /* what is wrong with it, or with the choice; or empty */
	struct str draft; /* the mark of his own in its place; empty: none */
	struct str decided; /* what became of it; empty: it waits for a choice */
	struct str chosen, combined; /* as they were sent, or offered */
	bool can_take, can_change; /* as it is; in the form */
};

struct answers_view {
	const struct edited *edited;
	const struct handed_line *line;
	struct str done, fields;
	struct answer_view *v;
	size_t n, n_open;
	struct str missing; /* labels of fields without an answer; or empty */
	struct form form; /* hidden fields */
	bool may_decide, is_over, is_unfinished;
	struct url recall, renew, back; /* empty: not now */
};

/* ---- for the one with the link (handed_link.c) */

struct theirs_view {
	struct str label;
	struct change_view change; /* from the first text to the other */
};

struct link_view {
	const struct edited *edited; /* with the answers so far as drafts */
	const struct handed *handed;
	struct told title;
	struct str who;
	struct str done;
	struct form form;
	struct columns columns;
	struct str *marks; /* of what stands in each column, see handed_mark_shown() */
	struct field_blocks blocks;
	struct draft_bases bases;
	struct theirs_view *theirs; /* two texts for the same */
	size_t n_theirs;
	bool is_told; /* what is wrong: the next time it is finished all the same */
};

struct thanks_view {
	const struct handed *handed;
	struct told title;
	struct str who;
	struct change_view *v; /* what was sent, in `after` */
	size_t n;
};

struct link_over_view {
	const char *title, *text; /* N_() */
};

#endif

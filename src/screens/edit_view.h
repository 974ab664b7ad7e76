/*
 * edit_view.h - what the screens of writing share, and what edit.html and history.html show.
 */
#ifndef EDIT_VIEW_H
#define EDIT_VIEW_H

#include "file_store.h"
#include "form.h"
#include "handed.h"
#include "history.h"
#include "note.h"
#include "pages_view.h"
#include "record.h"
#include "step.h"
#include "telling.h"
#include "text_diff.h"
#include "translation.h"
#include "writing_pages.h"

/* ---- a record as the one who works would have it (edited.c) */

struct edited {
	struct request *request;
	struct work *work;
	const struct kind *kind;
	const struct record *record; /* as it stands; begins the kind's struct */
	void *row; /* with those of his drafts that can be taken */
	const struct flow_state *state;
	struct edits drafts; /* and what would become of them */
	struct problems problems, advice; /* with `row`; what keeps it from being sent in */
	struct told title;
	bool may_write; /* its fields, as it stands now */
	bool sees_all; /* also what is for those who work on it alone */
};

/*
 * The record of the address, for those who have to do with it: false for others, though it may be
 * public. To be written, it is held.
 */
bool edited_load(struct request *r, bool is_held, struct edited *ret_edited);

/* The same without drafts, problems and title: for what is asked while somebody types. */
bool edited_find(struct request *r, bool is_held, struct edited *ret_edited);

/* Does the reader have to do with it, beyond reading what is public? */
bool record_is_worked_on(const struct work *w, const struct record *r);

/* Is he of those who propose it? */
bool record_is_own(const struct work *w, const struct record *r);

/* Its draft for the column, if there is one. */
const struct edit *edited_draft(const struct edited *e, struct column c);

/* Is the field for him? */
bool edited_shows(const struct edited *e, const struct field *f);

/* The section of that name, or of the field; NULL when there is none. */
const struct section *section_named(const struct kind *k, struct str name);
const struct section *section_of(const struct kind *k, const struct field *f);

/*
 * All sections as one, for what was filled in on paper: "all" in addresses. NULL where they hold
 * more than one page should.
 */
const struct section *section_of_all(const struct edited *e);
bool section_has(const struct section *s, const struct field *f);

/* Visible columns of fields that are named; the language it is written in comes first. */
struct columns columns_named(const struct edited *e, const char *const *names);

/* Those of them that are typed: files are attached on pages of their own. */
struct columns columns_typed(const struct edited *e, const char *const *names);

/* The column a problem is told of; its field is NULL when it is about the whole record. */
struct column problem_column(const struct edited *e, const struct problem *p);

/* Something to be mended, with the way there. */
struct remark {
	struct str text;
	struct url place; /* may be empty */
};

struct remarks {
	struct remark *v;
	size_t n;
};

/* What is wrong, and what is missing; the rest is left to the steps that ask it. */
struct remarks edited_remarks(struct page_out *o, const struct edited *e, const struct problems *p);

/* How far a section is. */
struct section_view {
	const struct section *section;
	struct url place;
	const char *tone; /* of forms.css */
	struct str told;
	bool is_here;
};

struct section_views {
	struct section_view *v;
	size_t n;
};
struct section_views edited_sections(
	struct page_out *o, const struct edited *e, const struct section *here);

/* ---- addresses, and answering */

/* "/en/practices/01J.../edit": what is below the record's page; without `part`, that page. */
struct url written_url(
	struct page_out *o, const struct kind *k, struct str public_id, const char *part);
struct url section_url(struct page_out *o, const struct edited *e, const struct section *s);
struct url step_url(struct page_out *o, const struct edited *e, const struct flow_step *step);

/*
 * A page about the record, below its overview; `title` empty: the overview itself. The form on it,
 * or NULL, tells in the title whether something is wrong.
 */
enum http_status written_send(struct request *r, const struct edited *e, struct str title,
	const struct form *f, struct page_out *o);

/* Goes there; `done` is told on top of the next page. */
enum http_status written_go(struct request *r, struct url to, const char *done);
struct str written_done(struct request *r);

/* "Open here too: Ana Lima, Paul Roy": who else has it open, of his own sides; or empty
 * (presence_pages.c). */
struct str edited_beside(const struct edited *e);

/* ---- fields as inputs (edit_fields.c) */

/* A form of those columns, filled with the record as he would have it. */
struct form columns_form(struct page_out *o, const struct edited *e, const struct columns *columns,
	struct url action, const char *submit);

/*
 * What was sent in such a form, as edits made from the version that was sent with it; what was not
 * sent is left out.
 */
struct edits columns_sent(
	struct request *r, const struct edited *e, const struct columns *columns, struct form *f);

/* That its page was made from; of a field that shows a draft, that the draft was made from. */
int64_t field_version_sent(const struct request *r, const struct edited *e, const char *name);

/* Was anything sent for it, be it empty? */
bool field_was_sent(const struct request *r, const struct form_field *f);

/* "Ana Lima has changed this on...": of an edit that ended in a conflict. */
struct str conflict_told(struct page_out *o, const struct edited *e, const struct edit *edit);

/*
 * Merges them into the record and stores it; what cannot be taken, or is gathered for a correction,
 * is kept as drafts. False: the record as it would be is refused, all is kept (edit_section.c).
 */
bool edits_take(const struct edited *e, struct edits *edits);

/* What the script of the pages is told of a text it has sent (draft_send.c). */
struct draft_told {
	const char *end; /* "draft", "taken", "wrong"... */
	int64_t version;
	struct str why; /* or empty */
};
enum http_status draft_answer(
	struct request *r, const struct draft_told *answer, enum http_status status);

/* Says beside the fields what became of the edits, and what is wrong with the record. */
void form_tell_edits(struct page_out *o, const struct edited *e, struct form *f,
	const struct columns *columns, const struct edits *edits);
void form_tell_problems(
	const struct edited *e, struct form *f, const struct problems *p, bool tells_missing);

/* "Title", "Title (French)" */
struct str column_label(struct page_out *o, const struct language *original, struct column c);

/* ---- files (file_pages.c) */

struct url file_url(struct page_out *o, const struct file *f);

/* "report.pdf (PDF, 1.2 MB)" */
struct str screen_file_label(struct page_out *o, const struct file *f);

/* Of the fields that are named, those of files. */
struct file_blocks file_blocks_of(
	struct page_out *o, const struct edited *e, const char *const *names);

/* ---- changes, as people read them (edit_told.c) */

struct change_view {
	struct str label;
	const struct language *lang; /* of a text; or NULL */
	bool is_prose; /* its words are compared */
	struct text_diff diff;
	struct str before, after; /* as they are shown; empty: nothing */
};

/* The value as a page shows it: codes by their labels, days in the language. */
struct str value_told(struct page_out *o, struct work *w, struct column c, struct str text);

struct change_view change_told(struct page_out *o, struct work *w, const struct language *original,
	struct column c, struct str before, struct str after);

/* ---- versions: `at` is one of `h` */

/* The step it was; NULL: none of the flow. */
const struct flow_step *version_step(const struct kind *k, const struct told_history *h, size_t at);

/* "Solange Diop published it"; to those who are told no names: "Published". */
struct str version_what(
	struct work *w, const struct kind *k, const struct told_history *h, size_t at);

/* Who has made the other text of a conflict; or empty. */
struct str edit_who(const struct edited *e, const struct edit *edit);

/* Whose it is, as far as the reader may know. */
struct str record_owner_told(struct work *w, const struct record *r);

/* ---- views */

/* A note that went with a step. */
struct said {
	struct str what, note; /* "Solange Diop asked questions" */
	int64_t at_ms;
};

struct waiting {
	struct change_view change;
	struct url place; /* where it is mended */
	struct str why; /* what is wrong with it; or empty */
	struct form drop;
};

struct waitings {
	struct waiting *v;
	size_t n;
};

/* His drafts that would end so, with what they would change (edit_pages.c). */
struct waitings drafts_waiting(struct page_out *o, const struct edited *e, enum edit_end end);

/* What was handed to somebody, as it stands (handed_out.c). */
struct handed_line {
	const struct handed *handed;
	enum handed_state state;
	const char *tone; /* of forms.css */
	struct str told; /* "2 of 5 answered" */
	struct url place;
};

struct handed_lines {
	struct handed_line *v;
	size_t n;
};
struct handed_lines handed_lines(struct page_out *o, const struct edited *e);

/* Where fields are handed to somebody; those of the section are chosen then, if one is given. */
struct url hand_url(struct page_out *o, const struct edited *e, const struct section *s);

/* How far it is in another language. */
struct translation_line {
	const struct language *to;
	struct str told; /* "3 missing, 1 to review" */
	struct url place;
};

struct edit_view {
	const struct edited *edited;
	struct str done, turn, owner, beside;
	struct section_views sections;
	struct remarks blocks, advice;
	struct steps steps;
	struct said *said;
	size_t n_said;
	struct waitings wrong, gathered, unsaved;
	size_t n_conflicts;
	struct url conflicts, history, shown, mine, notes;
	struct handed_lines handed;
	struct url hand, along; /* or empty */
	struct translation_line *translations; /* one for each other language */
	size_t n_translations;
	int64_t n_open; /* notes */
};

/* Does the step take the record further: is it what most have come for? */
bool step_leads_on(const struct kind *k, const struct flow_step *step);

struct field_block {
	const struct section *begins; /* where several sections stand on one page; else NULL */
	size_t first, n; /* of the form's fields */
	enum { BLOCK_PLAIN, BLOCK_LANGUAGES, BLOCK_PAIR } form;
	bool is_open; /* of BLOCK_LANGUAGES, the others too */
	const struct field *field;
};

struct field_blocks {
	struct field_block *v;
	size_t n;
};

/* Drafts with a version of their own. */
struct draft_bases {
	const struct edit **v;
	size_t n;
};

/* Columns that stand together in a form of them: a text in its languages, an amount. */
struct field_blocks columns_blocks(
	const struct edited *e, const struct columns *columns, const struct form *f);

/* A draft that waits keeps the version it was made from, however often the page is sent. */
struct draft_bases columns_bases(const struct edited *e, const struct columns *columns);

/* A field of files, with what can be done to each. */
struct file_row {
	const struct file *file;
	struct told about;
	struct url about_place, remove_place; /* empty: not for him */
};

struct file_block {
	const struct field *field;
	struct file_row *v;
	size_t n;
	struct url attach; /* or empty */
};

struct file_blocks {
	struct file_block *v;
	size_t n;
};

/* Of one file, or of one to come. */
struct file_page_view {
	const struct edited *edited;
	const struct file *file; /* NULL: to come */
	struct form form;
	bool is_correction;
};

struct section_page_view {
	const struct edited *edited;
	const struct section *section;
	struct str done, beside, note; /* note: what holds of all fields; may be empty */
	struct form form;
	struct field_blocks blocks;
	struct draft_bases bases;
	struct section_views sections;
	struct file_blocks files;
	struct url next; /* where one goes from here */
	struct url draft, hand; /* hand: or empty */
	struct remarks advice;
	struct notes_open open; /* notes */
	bool is_correction;
};

struct step_page_view {
	const struct edited *edited;
	const struct flow_step *step;
	struct remarks blocks; /* what keeps it from being taken */
	struct waitings gathered;
	struct form form;
};

struct conflict_view {
	const struct edit *edit;
	struct str path, told;
	const char *name; /* the path */
	struct change_view change; /* from theirs to mine */
	struct str base; /* what both began with, as it is shown */
	struct str chosen, combined; /* as they were sent, or offered */
	bool can_combine, is_text;
};

struct conflicts_view {
	const struct edited *edited;
	struct conflict_view *v;
	size_t n;
	struct form form; /* hidden fields */
	struct url overview;
	struct str done;
	bool is_unfinished; /* what was sent left some open */
};

struct mine_group {
	const struct flow_state *state;
	struct rows rows;
	bool has_more;
};

struct mine_view {
	struct work *work;
	const struct kind *kind;
	struct mine_group *groups;
	size_t n;
	bool may_begin;
	struct url begin, translations;
	struct str done;
};

/* ---- history (history_pages.c) */

struct version_view {
	const struct told_version *told;
	struct str what, via;
	struct change_view *changes;
	size_t n_changes;
	struct url place; /* the record as it was then */
	struct url restore; /* or empty */
	bool is_present, begins_day;
};

struct history_view {
	struct work *work;
	const struct kind *kind;
	const struct record *record;
	struct told title;
	struct str done;
	struct version_view *v; /* newest first */
	size_t n;
	struct url here, newer, older, overview, erase; /* empty: not there */
	bool is_worked_on;
};

struct compared_view {
	struct told title;
	struct str before, after; /* "Version 3, 21 November 2026" */
	struct change_view *v;
	size_t n;
	struct url history;
};

/* The record as it was in a version. */
struct version_page_view {
	struct record_view record;
	struct str when;
	struct url history, present, restore; /* restore: or empty */
};

/* A question before something is done to the history. */
struct history_act_view {
	const struct edited *edited;
	struct change_view *v; /* what changes by it */
	size_t n;
	struct str about;
	struct form form;
	bool is_same; /* there is nothing to do */
};

/* The record as it was then, if he is told of that version; else NULL. */
void *version_row(struct work *w, const struct kind *k, const struct record *r,
	const struct told_history *h, int64_t version);

/* What parts two rows, as far as the reader sees the fields. */
struct change_view *rows_compared(struct page_out *o, struct work *w, const struct kind *k,
	const void *before, const void *after, bool sees_all, size_t *ret_n);

/* Whose turn it is, and until when: "your turn, until 19 December 2026"; or empty. */
struct str turn_told(
	struct page_out *o, struct work *w, const struct kind *k, const struct record *r);

#endif

/* note_view.h - what the pages of notes share, and what notes.html shows. */
#ifndef NOTE_VIEW_H
#define NOTE_VIEW_H

#include "edit_view.h"
#include "note.h"

/* The record as one that notes stand beside. */
struct noted noted_of(const struct edited *e);

/* "/en/practices/01J.../notes": with the field of those that are meant, if it is one. */
struct url notes_url(struct page_out *o, const struct edited *e, const char *field);
struct url thread_url(struct page_out *o, const struct edited *e, struct str thread_id);

/* "Summary", or what the whole record is called there. */
struct str thread_about(struct page_out *o, const struct edited *e, const struct thread *t);

struct note_view {
	const struct note *note;
	struct str by; /* or empty: told in another way */
	struct url change; /* or empty */
};

struct thread_view {
	const struct thread *thread;
	struct str about;
	const struct audience *audience;
	struct url place;
	struct note_view first;
	bool asks;
};

struct notes_view {
	const struct edited *edited;
	struct thread_view *v;
	size_t n;
	struct form begin;
	struct str about, done; /* about: the field that is asked for; or empty */
	bool may_write, are_closed, is_first;
	struct url all, others, next, first, overview; /* or empty */
	int64_t n_open;
};

struct thread_page_view {
	const struct edited *edited;
	struct thread_view thread;
	struct note_view *v;
	size_t n;
	struct form answer, close; /* close: or the other way round */
	struct str done;
	bool may_write, may_close;
	struct url earlier, later, notes, field; /* or empty */
};

struct note_change_view {
	const struct edited *edited;
	const struct note *note;
	struct form change, take_back;
	bool may_change;
};

/* ---- forms (note_form.c) */

struct form note_begin_form(
	struct page_out *o, const struct edited *e, const struct noted *on, struct str field);
struct form note_answer_form(
	struct page_out *o, const struct edited *e, const struct noted *on, const struct thread *t);
struct form note_change_form(
	struct page_out *o, const struct edited *e, const struct thread *t, const struct note *n);
struct form note_take_back_form(
	struct page_out *o, const struct edited *e, const struct thread *t, const struct note *n);

/* What a form has sent that was taken. */
struct note_sent note_form_sent(struct arena *a, struct form *f);

/* Of the audience that was chosen; his own side where there is no choice. */
unsigned note_form_sides(const struct form *f, const struct noted *on);

#endif

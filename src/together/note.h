/*
 * note.h - notes beside the fields of a record, in threads: of one side of those who work on it, or
 * between two. Who is of no side that a thread is for does not learn of it. docs/together.md.
 *
 * May use writing/ and what is below it. All that write do so in the transaction of the work.
 */
#ifndef NOTE_H
#define NOTE_H

#include "module.h"
#include "notices.h"
#include "telling.h"

enum {
	NOTE_MAX_CHARS = 4000,
	NOTE_CHANGE_MS = 10 * 60 * 1000, /* how long its writer may change one */
	AUDIENCES_MAX = 3
};

/* Who reads a thread; chosen when it is begun. */
struct audience {
	const char *name; /* "own": in forms and the API */
	const char *label, *hint; /* N_(); hint may be NULL */
	unsigned sides; /* bits of enum side */
};

struct thread {
	struct str id, field; /* field: its name; empty: the whole record */
	int64_t seq; /* of the record */
	unsigned sides, awaits;
	struct str asked; /* the Party that was asked when it was begun; or empty */
	struct str begun_by, closed_by; /* accounts */
	enum side begun_side;
	int64_t begun_ms, last_ms, closed_ms; /* closed_ms 0: it is open */
	int64_t n_notes;
};

struct threads {
	struct thread *v;
	size_t n;
};

struct note {
	struct str id, thread_id, written_by, text;
	struct str asked; /* as in its thread */
	int64_t number; /* in its thread, from 1 */
	enum side side; /* of who wrote it, then */
	int64_t at_ms, changed_ms, taken_back_ms; /* 0: it was not */
};

struct notes {
	struct note *v;
	size_t n;
};

/* A record that is worked on, and the sides on which the one who works stands there. */
struct noted {
	struct work *work;
	const struct kind *kind;
	const struct record *record;
	unsigned sides; /* record_sides() */
	struct str home; /* what addresses in letters begin with */
};

/* ---- reading: threads for a side on which the one who works stands */

struct threads_query {
	struct str field;
	bool of_any_field, are_closed;
	struct str before; /* id of the last one that was shown; empty: from the newest on */
};

/* Newest first. */
struct threads threads_of(
	const struct noted *on, const struct threads_query *q, size_t max, bool *ret_more);

/* False: there is none of that id at this record, or it is not for him. */
bool thread_load(const struct noted *on, struct str id, struct thread *ret_thread);

/* The oldest first, behind the one of that number. */
struct notes notes_of(
	const struct noted *on, const struct thread *t, int64_t after, size_t max, bool *ret_more);

/* The first of each of the threads, in their order; of one there always is. */
struct note *notes_first(const struct noted *on, const struct threads *all);

bool note_load(
	const struct noted *on, const struct thread *t, struct str id, struct note *ret_note);

/* How many threads are open, by field. */
struct notes_open {
	struct {
		struct str field;
		int64_t n;
	} * v;
	size_t n;
	int64_t n_all;
};
struct notes_open notes_open(const struct noted *on);
int64_t notes_open_at(const struct notes_open *all, struct str field);

/* Who wrote the note, as the one who works is told: by name, or by what he is. */
struct str note_by(const struct noted *on, const struct note *n);

/* Does the thread wait for an answer of the one who works? */
bool thread_asks(const struct noted *on, const struct thread *t);

/* ---- who reads along */

/* Those that the one who works may choose among; how many. The first is his own side. */
size_t audiences_open(const struct noted *on, struct audience *ret_audiences);

/* The one of those sides, for what is told of a thread. */
const struct audience *audience_of(const struct noted *on, unsigned sides);

/* "Ana Lima": somebody of his own side, who may be mentioned. Not the one who works. */
struct colleague {
	struct reader reader;
	struct str name;
};
struct colleagues {
	struct colleague *v; /* by name */
	size_t n;
};
struct colleagues note_colleagues(const struct noted *on);

/* ---- writing */

/* What is written: with accounts that are mentioned beside those named by "@" in the text. */
struct note_sent {
	struct str text;
	const struct str *mentions;
	size_t n_mentions;
};

/* May he take part: not by a token that only reads. */
bool notes_may_be_written(const struct noted *on);

/* The id of the new thread. The other side of one between two is told. */
struct str thread_begin(
	const struct noted *on, struct str field, unsigned sides, const struct note_sent *sent);

/* An answer; all who take part in the thread are told. Empty: somebody has just closed it. */
struct str note_add(const struct noted *on, const struct thread *t, const struct note_sent *sent);

/* His own, and not too late. */
bool note_may_be_changed(const struct noted *on, const struct note *n);
bool note_may_be_taken_back(const struct noted *on, const struct note *n);
void note_change(const struct noted *on, const struct note *n, struct str text);
void note_take_back(const struct noted *on, const struct note *n);

/* Who began it, or answers for the side that did. */
bool thread_may_be_closed(const struct noted *on, const struct thread *t);
void thread_close(const struct noted *on, const struct thread *t);
void thread_open(const struct noted *on, const struct thread *t);

/* ---- what waits, and the end */

/* Open threads that ask the one who works, for "What I must do". */
void note_duties(struct work *w, struct page_out *o, struct duties *all);

/* What is looked for under the name of an account that is erased. */
void notes_forget_mentions(struct work *w, struct str account_id);

#endif

/*
 * step.h - does what the flow of a kind says (flow.h): which steps somebody can take, taking one,
 * what is due by itself, whose turn it is.
 */
#ifndef STEP_H
#define STEP_H

#include "directory.h"
#include "draft.h"
#include "module.h"

struct steps {
	const struct flow_step **v;
	size_t n;
};

/* Those that the one who works can take with the record as it is now, in the order of the table. */
struct steps steps_open(struct work *w, const struct kind *k, const void *row);

/* The one of that name among them; NULL when there is none. */
const struct flow_step *step_open(
	struct work *w, const struct kind *k, const void *row, struct str action);

/* Does any step of the flow have that name, whoever may take it? */
bool flow_has_action(const struct flow *f, struct str action);

enum { STEP_NOTE_MAX_CHARS = 4000 };

/* What goes with a step. */
struct step_words {
	struct str note;
	bool agrees;
	const struct edits *fields; /* of those that the step asks; or NULL */
};

/* Is the field asked with the step? */
bool step_asks(const struct flow_step *step, const struct field *f);

/* The step of that name in the table of the kind, for what is told in a history; NULL: none. */
const struct flow_step *flow_step_told(const struct flow *f, struct str action);

/*
 * Takes the step: checks what it asks for, saves the record, writes letters, in which addresses
 * begin with `home` (request_home()). `row` is held. False, with problems (of "note", "agree", or
 * columns) when it is refused; nothing is to be committed then.
 */
bool step_take(struct work *w, const struct kind *k, void *row, const struct flow_step *step,
	const struct step_words *words, struct str home, struct problems *p);

/*
 * Stores `row`, changed by edits, as edits_save() does; where a change is a correction, as the step
 * does that publishes what was gathered, with its effect and its letters.
 */
bool edits_publish(struct work *w, const struct kind *k, void *row, struct str note,
	struct str home, struct problems *p);

/* Until when it is the turn of those that its state awaits, at midnight; 0: no day is set. */
int64_t state_due_ms(const struct kind *k, const struct record *r);

/*
 * Takes the steps whose days are over, a few records at a time, each in a transaction of its own.
 * True: there may be more.
 */
bool steps_take_due(struct work *w, struct str home);

/* Tells of a step that was taken, named by its action, all whom its letters are for. */
void step_tell(struct work *w, const struct kind *k, const void *row, const struct flow_step *step,
	struct str note, struct str home);

/* Those a letter about the record goes to; never the one who works. */
struct readers record_readers(struct work *w, const struct record *r, enum flow_reader to);

/* What waits for the one who works: drafts, records whose turn is his. For "What I must do". */
void writing_duties(struct work *w, struct page_out *o, struct duties *all);

/* ---- lists of what one works on */

enum { WORKED_ON_MAX = RECORDS_AT_ONCE };

/* Records of the kind in that state that he may do `verb` to, newest first. */
struct rows records_awaiting(struct work *w, const struct kind *k, struct str state, enum verb verb,
	size_t max, bool *ret_more);

/* Those that he may write, submit, review or comment on. */
struct rows records_worked_on(
	struct work *w, const struct kind *k, struct str state, size_t max, bool *ret_more);

#endif

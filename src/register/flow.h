/*
 * flow.h - the life of a record of some kind: its states, and the steps from one to another. Const
 * tables, which a kind names (kind.h); from them follow who may change it and when, the buttons of
 * its page, the actions of the API, letters, deadlines, "What I must do", and the drawing in the
 * documentation (writing/step.h does what they say).
 */
#ifndef FLOW_H
#define FLOW_H

#include "access.h"
#include "work.h"

/* How a change of fields comes into a record of that state. */
enum flow_writing {
	FLOW_AS_TYPED, /* each field by itself, as it is left */
	FLOW_AS_CORRECTION /* gathered, and published together with a reason */
};

struct flow_state {
	const char *name; /* as it is stored; "published" is the one that anyone reads */
	const char *label; /* N_() */
	const char *tone; /* of forms.css: "todo", "now", "ask", "done" */
	enum phase phase;
	bool takes_incomplete; /* fields may be missing or too long; steps to others ask for all */
	enum verb written_by; /* VERB_NONE: nobody changes its fields */
	enum flow_writing writing;
	enum verb awaits; /* whose turn it is; VERB_NONE: nobody's */
	const char *duty; /* N_(): what they are to do, {1}: the title */
	int days; /* until then, whole days after the one it came into the state; 0: no day is set
		   */
};

/* Whom a letter of a step goes to; never to the one who took the step. */
enum flow_reader {
	FLOW_TO_OWNERS, /* who may submit it: the Party's, the organisation's people, or the person
			 */
	FLOW_TO_REVIEWERS, /* who may review it */
	FLOW_TO_ASKED /* who may comment on it for the Party that is asked */
};

/* {1}: the title, {2}: what was written with the step. Below stands the address of the record. */
struct flow_letter {
	enum flow_reader to;
	const char *subject, *text; /* N_() */
};

/* Who is told what was written with a step: in its letters, and in the history from then on. */
enum flow_note {
	FLOW_NOTE_BETWEEN, /* those who work on the record, on whatever side; no other reader */
	FLOW_NOTE_ASIDE, /* those who review it, and those of the side that wrote it */
	FLOW_NOTE_OPEN /* whoever reads the record */
};

struct flow_step {
	const char *from, *to; /* states; the same: the record stays where it is */
	const char *action; /* "submit": in addresses, the API and the history */
	const char *label; /* N_(): of the button */
	const char *told; /* N_(): in the history, {1}: who: "{1} submitted it" */
	enum verb may; /* of those who may read it, who takes it; VERB_NONE: the days of the state
			  do */
	bool is_grave; /* it takes something away from readers or owners */
	bool takes_drafts; /* what the one who takes it has gathered goes with it, see draft.h */
	const char *means; /* N_(): told before it is taken; or NULL */
	const char *note; /* N_(): label of what is to be written with it; NULL: nothing is */
	bool needs_note;
	enum flow_note note_is;
	const char *consent; /* N_(): must be agreed to; or NULL */
	const char *const *fields; /* of the kind, asked with it; NULL at the end; or NULL */

	/* Is the step there at all for this record? NULL: always. */
	bool (*applies)(struct work *w, const void *row);

	/* Sets what else it changes in the row, before it is saved. May be NULL. */
	void (*effect)(struct work *w, void *row);
	const struct flow_letter *letters; /* ended by a row without subject; or NULL */
};

struct flow {
	const struct flow_state *states; /* the first is that of a new record */
	size_t n_states;
	const struct flow_step *steps;
	size_t n_steps;
};

/* By name; NULL when there is none. */
const struct flow_state *flow_state(const struct flow *f, struct str name);

#endif

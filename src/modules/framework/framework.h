/*
 * framework.h - the Open Roadmap: goals, outputs, activities, and what they refer to (R001 to
 * R005).
 *
 * It is versioned data. An edition is one document of JSON (data/framework.json is the edition of
 * 2019; docs/framework.md tells its members), kept whole in the store; a later one is loaded beside
 * the earlier ones (`jalon load framework FILE`) and says in its crosswalk what became of their
 * codes. The edition in force also is the vocabularies goal, output, activity, step, theme, sector,
 * stage and stakeholder, whose editions have the same names (sdg: 2015, the 2030 Agenda).
 *
 * Words and codes that were judged rather than stated in a source: framework_is_judged().
 */
#ifndef FRAMEWORK_H
#define FRAMEWORK_H

#include "module.h"

extern const struct module framework_module;

/* The lists of an edition. To add one: here, and in framework_read.c's tables. */
enum framework_part {
	FRAMEWORK_GOALS,
	FRAMEWORK_OUTPUTS,
	FRAMEWORK_ACTIVITIES,
	FRAMEWORK_STEPS, /* of the method */
	FRAMEWORK_THEMES, /* priorities of the assistance programme */
	FRAMEWORK_STAGES, /* of the value chain */
	FRAMEWORK_SECTORS,
	FRAMEWORK_STAKEHOLDERS,
	FRAMEWORK_TARGETS, /* of the Sustainable Development Goals */
	FRAMEWORK_SOURCES, /* the documents that `refs` name */
	FRAMEWORK_PARTS
};

/* Where something stands in the document. */
struct framework_place {
	unsigned line, column;
};

/* One entry of any list; what its list does not have is empty. */
struct framework_entry {
	struct str code; /* "2.4", "G1", "diagnostic", "8.3", "003" */
	struct str above; /* an activity's output, an output's goal, a sector's sector */
	struct text title;
	struct text official_title; /* shipped empty; an operator may load it */
	struct text description;
	struct codes refs; /* "003 ¶14": the source, and the place in it */

	/* activities */
	struct str step; /* number of a step of the method */
	struct text step_reason;
	struct codes secondary_steps, stages;
	struct codes paragraphs; /* of the guidelines: "14", "14.2" */
	struct codes targets; /* "8.3"; of outputs too */

	struct str number; /* of a step or a goal: "1" */
	struct codes activities; /* of a theme */
	struct codes leaflet_goals; /* numbers of the SDGs that the leaflet shows with a goal */

	/* sources */
	struct str symbol, date, body, url; /* `url`: its public page, if one is known */
	struct text cite_by;

	struct framework_place place; /* in the document */
};

/* What became of a code of the edition before: nothing, one code, several. */
struct framework_change {
	enum framework_part part;
	struct str from;
	struct codes to;
	struct text note;
	struct framework_place place;
};

struct framework {
	struct str edition; /* "2019" */
	struct text title, note, overall_result, open_meaning;
	struct codes judged; /* "activities.sdg_targets" */
	const struct text *doubts;
	size_t n_doubts;
	struct framework_list {
		const struct framework_entry *v;
		size_t n;
	} part[FRAMEWORK_PARTS];

	struct str follows; /* the edition before; empty for the first */
	const struct framework_change *changes;
	size_t n_changes;
	struct framework_place place; /* of the crosswalk */
};

/* The edition in force. Never NULL: without one, it has no entries. */
const struct framework *framework_now(const struct work *w);

/* NULL when there is none of that code. */
const struct framework_entry *framework_find(
	const struct framework *f, enum framework_part part, struct str code);

/* The step of the method of that number. */
const struct framework_entry *framework_step(const struct framework *f, struct str number);

/* Text in the language, else in any it stands in. */
struct str framework_words(const struct text *t, const struct language *l);

/* Was it judged for this data set ("activities.sdg_targets"), or is it stated in a source? */
bool framework_is_judged(const struct framework *f, const char *member);

bool codes_hold(struct codes codes, struct str code);

#endif

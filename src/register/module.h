/*
 * module.h - what a module gives the house, and the house itself: all modules in one list.
 */
#ifndef MODULE_H
#define MODULE_H

#include "kind.h"
#include "page.h"
#include "site.h"
#include "work.h"

/* Reference data shipped inside the program (reference.h), loaded by `jalon init`. */
struct reference {
	const char *file; /* name in data/, for messages */
	bool is_example; /* left out by `jalon init --bare`; loads in a transaction of its own */
	void (*load)(struct work *w);

	/* What it is and what it holds (N_()), for those who take it along; NULL: not offered. */
	const char *label, *meaning;
};

/* To add one: a folder in src/modules/, and its line in app/modules.c. See CONTRIBUTING.md. */
struct module {
	const char *name;
	const struct kind *const *kinds; /* NULL at the end; may be NULL */
	const struct vocabulary_source *vocabularies; /* ended by a row without name */
	const struct route *routes; /* ended by a row without pattern */
	const struct nav_item *nav; /* ended by a row without path */
	const struct nav_item *foot; /* places at the foot of every page, ended alike */
	const struct reference *references; /* ended by a row without file */
	const struct sql *sql; /* its named statements, for the test */
	size_t n_sql;
};

struct house {
	const struct module *const *modules; /* NULL at the end */
	struct frame frame;
};

/* By the collection's plural name ("practices") or the kind's own; NULL when there is none. */
const struct kind *house_kind_by_plural(const struct house *h, struct str plural);
const struct kind *house_kind(const struct house *h, struct str name);

/* Calls `fn` for each module in the order of the list. */
#define HOUSE_EACH(h, m) \
	for (const struct module *const *m##_at = (h)->modules, *m; (m = *m##_at); m##_at++)

/* For each reference file that is offered to be taken along. */
#define HOUSE_FILES(h, m, file) \
	HOUSE_EACH(h, m) \
		for (const struct reference *file = m->references; file && file->file; file++) \
			if (file->label)

#endif

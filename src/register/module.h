/*
 * module.h - what a module gives the house, and the house itself: all modules in one list.
 */
#ifndef MODULE_H
#define MODULE_H

#include "kind.h"
#include "page.h"
#include "site.h"
#include "work.h"

enum document_end { DOCUMENT_REFUSED, DOCUMENT_UNCHANGED, DOCUMENT_UPDATED, DOCUMENT_CREATED };
typedef void document_say(void *arg, unsigned line, unsigned column, struct str what);

/* In the order in which `jalon init` loads them. */
enum reference_part {
	REFERENCE_LISTS, /* code lists, together with the schema */
	REFERENCE_RECORDS, /* what people expect to be there; in transactions of their own */
	REFERENCE_EXAMPLES /* the same, left out by `jalon init --bare` */
};

/* Reference data shipped inside the program (reference.h), loaded by `jalon init`. */
struct reference {
	const char *file; /* name in data/, for messages */
	enum reference_part part;
	void (*load)(struct work *w);

	/* What it is and what it holds (N_()), for those who take it along; NULL: not offered. */
	const char *label, *meaning;
};

/* A document that `jalon load NAME FILE` takes whole, though it is no list of records. */
struct module_document {
	const char *name;
	size_t max_bytes;

	/*
	 * Checks it and puts it into the store, in a transaction of the caller. What is wrong is
	 * given to `say`, and nothing is written then.
	 */
	enum document_end (*load)(struct work *w, struct str text, document_say *say, void *arg);
};

/* Something that waits for the one who is signed in, for the page "What I must do". */
struct duty {
	struct str what; /* a sentence */
	struct url place; /* where it is done */
	int64_t due_ms; /* until when, at midnight: the day before is the last; 0: no day is set */
};

struct duties {
	struct arena *arena;
	struct duty *v;
	size_t n, cap;
};

void duty_add(struct duties *all, struct str what, struct url place, int64_t due_ms);

/* To add one: a folder in src/modules/, and its line in app/modules.c. See CONTRIBUTING.md. */
struct module {
	const char *name;
	const struct kind *const *kinds; /* NULL at the end; may be NULL */
	const struct vocabulary_source *vocabularies; /* ended by a row without name */
	const struct route *routes; /* ended by a row without pattern */
	const struct nav_item *nav; /* ended by a row without path */
	const struct nav_item *foot; /* places at the foot of every page, ended alike */
	const struct reference *references; /* ended by a row without file */
	const struct module_document *documents; /* ended by a row without name */

	/*
	 * What it keeps in memory beside the code lists, read again when they change, for
	 * house_memory(). May be NULL.
	 */
	const void *(*remember)(struct db *db, struct arena *a);

	/* Adds what waits for whoever works. May be NULL. */
	void (*duties)(struct work *w, struct page_out *o, struct duties *all);

	const struct sql *sql; /* its named statements, for the test */
	size_t n_sql;
};

struct directory;

struct house {
	const struct module *const *modules; /* NULL at the end */
	const struct directory *directory; /* see directory.h; NULL: nobody is known */
	struct frame frame;
};

/* By the collection's plural name ("practices") or the kind's own; NULL when there is none. */
const struct kind *house_kind_by_plural(const struct house *h, struct str plural);
const struct kind *house_kind(const struct house *h, struct str name);

/* Asks each module what it keeps in memory, in the order of the list. */
const void *const *house_remember(const struct house *h, struct db *db, struct arena *a);

/* What `remember` of the module gave; NULL when the store failed. */
const void *house_memory(const struct work *w, const struct module *m);

/* Calls `fn` for each module in the order of the list. */
#define HOUSE_EACH(h, m) \
	for (const struct module *const *m##_at = (h)->modules, *m; (m = *m##_at); m##_at++)

/* For each reference file that is offered to be taken along. */
#define HOUSE_FILES(h, m, file) \
	HOUSE_EACH(h, m) \
		for (const struct reference *file = m->references; file && file->file; file++) \
			if (file->label)

#endif

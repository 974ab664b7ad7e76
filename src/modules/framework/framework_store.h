/* framework_store.h - editions as they stand in the store, and how a document becomes one. */
#ifndef FRAMEWORK_STORE_H
#define FRAMEWORK_STORE_H

#include "framework.h"
#include "json_tree.h"

enum {
	FRAMEWORK_MAX_BYTES = 2 << 20,
	FRAMEWORK_CODE_MAX = 40,
	EDITIONS_MAX = 50,
	FAULTS_TOLD_MAX = 100
};

/* Takes what is wrong with a document, and where. */
struct framework_faults {
	const struct language *lang;
	struct arena *arena;
	document_say *say; /* NULL: nobody listens */
	void *arg;
	size_t n;
};

/*
 * The document as an edition, in `a`, which must live as long; it points into `text`. What is wrong
 * is counted and told: with any fault, what it gives is not to be used.
 */
const struct framework *framework_read(
	struct arena *a, struct str text, struct framework_faults *faults);

/* `message` is marked N_(), with {1} for `about`. */
void framework_fault(struct framework_faults *f, struct framework_place place, const char *message,
	struct str about);

/* Name of the part's list in a document, "activities"; of its vocabulary, "activity", or NULL. */
const char *framework_part_name(enum framework_part part);
const char *framework_vocabulary(enum framework_part part);

/* What became of a code of the edition before: itself, unless the crosswalk says otherwise. */
struct codes framework_became(
	const struct framework *f, enum framework_part part, const struct str *code);

/* Editions in the store, the newest first: the one in force. */
struct framework_editions {
	const struct framework **v;
	size_t n;
};
struct framework_editions framework_editions(struct db *db, struct arena *a);

/* The edition in force, for the memory of the house. */
const void *framework_remember(struct db *db, struct arena *a);

/* See struct module_document. */
enum document_end framework_load(struct work *w, struct str text, document_say *say, void *arg);

#endif

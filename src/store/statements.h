/*
 * statements.h - the prepared statements of one connection, each prepared once and used again.
 * Named statements stay; of the texts put together, the least recently used is forgotten.
 *
 * Used by store/ only.
 */
#ifndef STATEMENTS_H
#define STATEMENTS_H

#include "db.h"

enum { STATEMENT_TEXTS_MAX = 64 };

struct statement {
	const struct sql *key; /* NULL: a text put together */
	const char *name; /* for failures */
	struct str text; /* in the engine's form, NUL-terminated */
	unsigned number; /* no two of a connection have the same */
	uint64_t last_use;
	bool is_prepared;
	bool is_busy; /* its rows are being read, or it runs */
	bool is_spare; /* a second instance, for while the kept one is busy */
	void *handle; /* the engine's own */
};

struct statements {
	struct statement **named; /* open addressing by the address of the key */
	size_t n_named, n_slots; /* n_slots is a power of two, at least twice n_named */
	struct statement *texts[STATEMENT_TEXTS_MAX];
	size_t n_texts;
	uint64_t n_uses;
	unsigned n_made;
};

/*
 * The statement, prepared and marked busy until statement_release(). One that is busy already is
 * prepared a second time. NULL with the failure recorded when the engine refuses it.
 */
struct statement *statement_take(struct db *db, const struct sql *q);
struct statement *statement_take_text(struct db *db, struct str text);
void statement_release(struct db *db, struct statement *s);

/* The connection was lost, and all that was prepared with it: taking one prepares it anew. */
void statements_lose(struct statements *all);

/* Forgets all of them; none may be busy. */
void statements_close(struct db *db);

/* Zeroed memory that outlives every request; ends the process when there is none. */
void *store_alloc(size_t size);

#endif

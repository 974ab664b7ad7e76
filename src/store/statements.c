#include "statements.h"
#include "engine.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 64 };

void *store_alloc(size_t size)
{
	void *p = calloc(1, size);

	if (!p) {
		fputs("jalon: out of memory\n", stderr);
		abort();
	}
	return p;
}

static struct statement *statement_new(
	struct db *db, const struct sql *key, const char *name, struct str text)
{
	struct statement *s = store_alloc(sizeof *s + text.n + 1);
	char *copy = (char *)(s + 1);

	memcpy(copy, text.p, text.n);
	s->key = key;
	s->name = name;
	s->text = (struct str){ copy, text.n };
	s->number = ++db->statements.n_made;
	return s;
}

static void statement_free(struct db *db, struct statement *s)
{
	assert(!s->is_busy);
	if (s->is_prepared)
		db->engine->forget(db, s);
	free(s);
}

/* Prepares `kept`, or a second instance of it while it is busy. */
static struct statement *take(struct db *db, struct statement *kept)
{
	struct statement *s = kept;

	if (kept->is_busy) {
		s = statement_new(db, kept->key, kept->name, kept->text);
		s->is_spare = true;
	}
	if (!s->is_prepared)
		s->is_prepared = db->engine->prepare(db, s);
	if (s->is_prepared) {
		s->is_busy = true;
		s->last_use = ++db->statements.n_uses;
		return s;
	}
	if (s->is_spare)
		statement_free(db, s);
	return NULL;
}

void statement_release(struct db *db, struct statement *s)
{
	s->is_busy = false;
	if (s->is_spare)
		statement_free(db, s);
}

/* ---- named statements */

/* Where the statement stands, or the free slot where it would. */
static struct statement **slot_of(const struct statements *all, const struct sql *key)
{
	size_t mask = all->n_slots - 1;
	/* They come out of tables, so their places in it spread them without a collision. */
	size_t at = (uintptr_t)key / sizeof *key & mask;

	while (all->named[at] && all->named[at]->key != key)
		at = (at + 1) & mask;
	return &all->named[at];
}

static void grow(struct statements *all)
{
	struct statements old = *all;

	all->n_slots = old.n_slots ? old.n_slots * 2 : FIRST_SLOTS;
	all->named = store_alloc(all->n_slots * sizeof *all->named);
	for (size_t i = 0; i < old.n_slots; i++) {
		if (old.named[i])
			*slot_of(all, old.named[i]->key) = old.named[i];
	}
	free(old.named);
}

struct statement *statement_take(struct db *db, const struct sql *q)
{
	struct statements *all = &db->statements;

	if (2 * (all->n_named + 1) > all->n_slots)
		grow(all);
	struct statement **slot = slot_of(all, q), *s = *slot;
	if (!s) {
		bool is_sqlite = db->engine->kind == DB_SQLITE;

		s = statement_new(db, q, q->name, str_from(is_sqlite ? q->sqlite : q->postgres));
		*slot = s;
		all->n_named++;
	}
	return take(db, s);
}

/* ---- texts put together */

/* The place of the text that was not used for longest; NULL when all are busy. */
static struct statement **oldest_text(struct statements *all)
{
	struct statement **oldest = NULL;

	for (size_t i = 0; i < all->n_texts; i++) {
		struct statement **at = &all->texts[i];

		if (!(*at)->is_busy && (!oldest || (*at)->last_use < (*oldest)->last_use))
			oldest = at;
	}
	return oldest;
}

static struct statement **text_slot(struct db *db)
{
	struct statements *all = &db->statements;

	if (all->n_texts < STATEMENT_TEXTS_MAX)
		return &all->texts[all->n_texts++];
	struct statement **oldest = oldest_text(all);
	if (oldest)
		statement_free(db, *oldest);
	return oldest;
}

struct statement *statement_take_text(struct db *db, struct str text)
{
	struct statements *all = &db->statements;

	for (size_t i = 0; i < all->n_texts; i++) {
		if (str_eq(all->texts[i]->text, text))
			return take(db, all->texts[i]);
	}
	struct statement *s = statement_new(db, NULL, "text put together", text);
	struct statement **slot = text_slot(db);
	if (slot)
		*slot = s;
	else
		s->is_spare = true;
	return take(db, s);
}

/* ---- for tests */

bool db_can_prepare(struct db *db, const struct sql *q, struct arena *a, struct str *ret_why)
{
	struct arena *arena = db->arena;
	struct failure *failure = db->failure, refusal = { 0 };

	/* A refusal is an answer here, not a failure of the work. */
	db->arena = a;
	db->failure = &refusal;
	struct statement *s = statement_take(db, q);
	if (s)
		statement_release(db, s);
	else
		*ret_why = str_copy(a, str_from(refusal.detail));
	db->arena = arena;
	db->failure = failure;
	return s != NULL;
}

/* ---- all of them */

void statements_lose(struct statements *all)
{
	for (size_t i = 0; i < all->n_slots; i++) {
		if (all->named[i])
			all->named[i]->is_prepared = false;
	}
	for (size_t i = 0; i < all->n_texts; i++)
		all->texts[i]->is_prepared = false;
}

void statements_close(struct db *db)
{
	struct statements *all = &db->statements;

	for (size_t i = 0; i < all->n_slots; i++) {
		if (all->named[i])
			statement_free(db, all->named[i]);
	}
	for (size_t i = 0; i < all->n_texts; i++)
		statement_free(db, all->texts[i]);
	free(all->named);
	*all = (struct statements){ 0 };
}

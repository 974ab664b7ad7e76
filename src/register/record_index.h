/*
 * record_index.h - what lists and searches know of a record: its terms, its words, the places of
 * its title. Made from the record at every save; nothing is true only here.
 */
#ifndef RECORD_INDEX_H
#define RECORD_INDEX_H

#include "kind.h"
#include "work.h"

/*
 * To be raised when what is written here changes: `jalon init` then makes the index anew. That the
 * fields of a kind changed, or their flags, it sees by itself.
 */
enum { RECORD_INDEX_FORMAT = 1 };

/*
 * Writes what is known of the records, each of another one of the kind and at most
 * RECORDS_AT_ONCE; `are_new` spares looking for what was known earlier.
 */
void record_index_save(
	struct work *w, const struct kind *k, void *const *rows, size_t n, bool are_new);

/* Do lists and searches know of it at all? Of what was never public they do not. */
bool record_is_indexed(const struct kind *k, const struct record *r);

/* The record's terms, a line each: "activity=2.4", "output=2", "state=published"... */
struct str record_terms(struct work *w, const struct kind *k, const void *row);

/* The tables that hold it, of this Jalon and of earlier ones; NULL at the end. */
extern const char *const record_index_tables[];

/*
 * All that it was made of was put there by other ways than saving: record_index_renew() makes it
 * anew, and public content is of a generation that no reader can have seen before.
 */
void record_index_forget(struct work *w);

/*
 * Makes the whole index anew if it was made in an earlier way, or if code lists have changed since.
 * In a transaction of the caller.
 */
void record_index_renew(struct work *w);

#endif

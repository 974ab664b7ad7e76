/*
 * record.h - reading and writing records of any kind. They are written by register_save_all()
 * alone.
 */
#ifndef RECORD_H
#define RECORD_H

#include "kind.h"
#include "work.h"

/* Longest public id, in characters: letters without accents, digits, hyphens, dots, underscores. */
enum { RECORD_ID_MAX = 64 };

/* ---- reading */

/* Rows of one kind, laid out one after the other. */
struct rows {
	const struct kind *kind;
	char *v;
	size_t n;
};

static inline void *row_at(const struct rows *rows, size_t i)
{
	return rows->v + i * rows->kind->size;
}

/* The record of that public id, or NULL. Whether it may be shown: record_may_be_read(). */
void *record_load(struct work *w, const struct kind *k, struct str public_id);

/* The records of those seqs; NULL where there is none yet. At most RECORDS_AT_ONCE. */
void records_load(
	struct work *w, const struct kind *k, const int64_t *seqs, size_t n, void **ret_rows);

/*
 * Runs a query begun by record_select() and gathers its rows with all their
 * texts, codes and links.
 */
struct rows record_rows(struct work *w, const struct kind *k, const struct sql_text *query);

/*
 * Gives all records of the kind that were ever saved to `fn`, in the order of seq, at most
 * RECORDS_AT_ONCE at a time. What it takes from the work's arena is given back after it.
 */
void records_each(struct work *w, const struct kind *k,
	void (*fn)(struct work *w, const struct rows *rows, void *arg), void *arg);

/* "r.seq, r.id...": the columns of `record r` that record_read_identity() takes from a row. */
enum { RECORD_IDENTITY_COLUMNS = 13 };
void record_identity_columns(struct sql_text *t);
void record_read_identity(const struct kind *k, struct db_rows *from, struct record *r);

/*
 * "SELECT r.seq, ... FROM record r JOIN <kind> k ... WHERE ": what record_rows() reads; conditions
 * follow. That the kind has a row for the record says what kind it is of: by seq, ask for no more.
 */
void record_select(struct sql_text *t, const struct kind *k);

/*
 * "(?1, ?2, ...)", for IN: of 1 to RECORD_SEQS_MAX records. Filled up with the last one to one of
 * four sizes (a record, a page and a page of the most with what follows each, all), so that few
 * texts are ever prepared.
 */
enum { RECORD_SEQS_MAX = 501 };
void record_add_seqs(struct sql_text *t, const uint32_t *seqs, size_t n);

/*
 * The public records of a kind: how many, when the first was made and the last changed; zeros when
 * there are none. Reads them all (20 ms for 100,000): for answers that are kept.
 */
struct record_span {
	int64_t n, first_ms, last_ms;
};
struct record_span record_span(struct work *w, const struct kind *k);

/* Titles of linked records, in the order of the links. */
struct link_shown {
	struct str public_id;
	struct told title;
};
struct link_shown *record_links_shown(struct work *w, const struct kind *k, struct codes links);

/* What may() is asked with about it. Of a record's row its identity is enough. */
struct subject record_subject(const struct work *w, const struct record *record);

/* May the one who works read it? */
bool record_may_be_read(const struct work *w, const struct record *record);

/* May he do this to it, and knows of it? */
bool record_may(const struct work *w, enum verb verb, const struct record *record);

/* ---- writing */

/* An empty record of the kind, in the arena of the work. */
void *record_new(struct work *w, const struct kind *k);

/*
 * Can the store hold what the row holds: codes that exist, amounts with a currency? Links are asked
 * by register_save_all(), when all that is loaded together stands.
 */
bool record_check_values(struct work *w, const struct kind *k, const void *row, struct problems *p);

/* The same, and is it whole: required fields, lengths, the kind's own rules? */
bool record_check(struct work *w, const struct kind *k, const void *row, struct problems *p);

/* How many records are found, reserved or saved together at most. */
enum { RECORDS_AT_ONCE = 100 };

/* A record by its public id. */
struct reserved {
	struct str public_id;
	int64_t seq; /* 0: there is none */
	bool is_new; /* it was reserved in this transaction */
};

/* Sets the seq of each that the store has, and of the others 0. */
void records_find(struct work *w, const char *kind, struct reserved *v, size_t n);

/*
 * The same, and sets seqs aside for those that the store does not have, so that others of the same
 * transaction may link to them. No public id may stand there twice.
 */
void records_reserve(struct work *w, const char *kind, struct reserved *v, size_t n);

enum save_result { SAVE_REFUSED, SAVE_CREATED, SAVE_UPDATED, SAVE_UNCHANGED };

/* A record on its way into the store. */
struct saving {
	void *row; /* the record as it is to be */
	struct problems *problems; /* what is wrong with it */
	struct reserved at; /* where it stands, if that is known; its public id may be left out */
	struct str note; /* told in the history beside what changed: reasons; or empty */
	bool is_step; /* a version of its own even if nothing else changes */
	enum save_result result;
};

/*
 * Saves each `row` as the next version of the record of its public id, or as a new record; fields
 * that are as they were are not touched. A row whose state takes what is incomplete is checked by
 * record_check_values() alone, others by record_check(). Writes the revision with salt, digest and
 * hash. Must be called inside a transaction, which the caller rolls back when a row is refused: a
 * link that leads nowhere shows only after other columns were written. No record may stand there
 * twice. `action` is told in the history: "import". search_settle() is left to the caller. After a
 * failure of the store the results mean nothing; db_commit() tells.
 */
void register_save_all(
	struct work *w, const struct kind *k, struct saving *v, size_t n, const char *action);

/* The same for one record, settled. */
enum save_result register_save_one(
	struct work *w, const struct kind *k, struct saving *one, const char *action);
enum save_result register_save(
	struct work *w, const struct kind *k, void *row, const char *action, struct problems *p);

/*
 * What readers are shown of records changes by something else than their fields, in this
 * transaction: answers kept in memory are made anew.
 */
void register_touch_public(struct work *w);

/*
 * A version in which nothing of the record changes, with a history of its own making: `changes` is
 * as in `struct revision`. The record is held, and `row` is as it stands; its version is raised.
 */
void register_add_version(
	struct work *w, const struct kind *k, void *row, const char *action, struct str changes);

/* ---- terms and codes */

/* The vocabulary of a FIELD_CODE or FIELD_CODES. */
const struct vocabulary *field_vocabulary(const struct work *w, const struct field *f);

/* Does it hold codes? A field of yes and no with a vocabulary only counts under them. */
bool field_holds_codes(const struct field *f);

/* Values of a coded or linking field, one or many, as a list; of yes and no, which it is. */
struct codes field_codes(const struct field *f, const void *row);

/* What the record was coded under an earlier edition, where that is not what it reads as now. */
struct earlier_codes {
	struct earlier_code {
		const struct field *field;
		const struct term *term;
	} * v;
	size_t n;
};
struct earlier_codes record_earlier_codes(struct work *w, const struct kind *k, const void *row);

/* Codes given under an earlier edition ("2.4@2019") become what they are now. */
void record_codes_now(struct work *w, const struct kind *k, void *row);

#endif

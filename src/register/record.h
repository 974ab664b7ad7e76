/*
 * record.h - reading and writing records of any kind. register_save() is the only way to write.
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

/* The record of that public id, or NULL. Whether it may be shown is for may() to say. */
void *record_load(struct work *w, const struct kind *k, struct str public_id);

/*
 * Runs a query begun by record_select() and gathers its rows with all their
 * texts, codes and links.
 */
struct rows record_rows(struct work *w, const struct kind *k, const struct sql_text *query);

/* "r.seq, r.id...": the columns of `record r` that record_read_identity() takes from a row. */
enum { RECORD_IDENTITY_COLUMNS = 8 };
void record_identity_columns(struct sql_text *t);
void record_read_identity(const struct kind *k, struct db_rows *from, struct record *r);

/*
 * "SELECT r.seq, ... FROM record r JOIN <kind> k ... WHERE r.kind = ?": what record_rows() reads;
 * conditions follow.
 */
void record_select(struct sql_text *t, const struct kind *k);

/*
 * "(?1, ?2, ...)", for IN: of 1 to RECORD_SEQS_MAX records. Filled up with the last one to one of
 * four sizes (a record, a page and a page of the most with what follows each, all), so that few
 * texts are ever prepared. `t` must have room for RECORD_SEQS_MAX values, beside its others.
 */
enum { RECORD_SEQS_MAX = 501 };
void record_add_seqs(struct sql_text *t, const uint32_t *seqs, size_t n);

/* Titles of linked records, in the order of the links. */
struct link_shown {
	struct str public_id;
	struct told title;
};
struct link_shown *record_links_shown(struct work *w, const struct kind *k, struct codes links);

/* ---- writing */

/* An empty record of the kind, in the arena of the work. */
void *record_new(struct work *w, const struct kind *k);

/*
 * Is the row fit to be saved: required fields, lengths, codes that exist, the kind's own rules?
 * Links are asked by register_save(), when all that is loaded together stands.
 */
bool record_check(struct work *w, const struct kind *k, const void *row, struct problems *p);

enum save_result { SAVE_CREATED, SAVE_UPDATED, SAVE_UNCHANGED, SAVE_REFUSED };

/*
 * Saves `row` as the next version of the record of its public id, or as a new record; fields that
 * are as they were are not touched. Writes the revision with salt, digest and hash. Must be called
 * inside a transaction, which the caller rolls back when the row is refused: a link that leads
 * nowhere shows only after other columns were written. `action` is told in the history: "import".
 * After a failure of the store the result means nothing; db_commit() tells.
 */
enum save_result register_save(
	struct work *w, const struct kind *k, void *row, const char *action, struct problems *p);

/*
 * Sets a record's seq aside, so that others of the same transaction may link to it. False when
 * the store has the record already; ret_seq is its own then.
 */
bool record_reserve(struct work *w, const struct kind *k, struct str public_id, int64_t *ret_seq);

/* ---- terms and codes */

/* The vocabulary of a FIELD_CODE or FIELD_CODES. */
const struct vocabulary *field_vocabulary(const struct work *w, const struct field *f);

/* Values of a coded or linking field, one or many, as a list. */
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

/*
 * kind.h - a kind of record: its fields and its names. Const data; a module defines it.
 */
#ifndef KIND_H
#define KIND_H

#include "field.h"
#include "flow.h"
#include "html.h"

/* Whose it is: a Party's, an organisation's, one person's; all empty: the house's. */
struct owner {
	struct str party, organisation, account;
};

static inline bool owner_is_house(const struct owner *o)
{
	return !o->party.n && !o->organisation.n && !o->account.n;
}

/* Identity of a record; every kind's struct begins with one, named `record`. */
struct record {
	int64_t seq; /* 0: not stored yet */
	struct str id, public_id, kind, state;
	const struct language *lang; /* of the original */
	int64_t version;
	int64_t created_ms, updated_ms;
	int64_t state_ms; /* since when it is in its state */
	struct owner owner;
	struct str asked_party; /* the Party asked what it thinks of it; or empty */
};

/* What is wrong with one column of a record. */
struct problem {
	struct str column; /* name as in files: "title_fr"; "" for the whole record */
	const char *code; /* for programs: "required", "unknown_code"... */
	struct str message;
};

struct problems {
	struct arena *arena;
	struct problem *v;
	size_t n, cap;
};

struct problems problems_new(struct arena *a);
void problem_add(struct problems *p, struct str column, const char *code, struct str message);

/* Fields that are written on one page. To be written at all, a kind has sections and a flow. */
struct section {
	const char *name; /* in addresses */
	const char *label, *hint; /* N_(): what it is about; hint may be NULL */
	const char *const *fields; /* names; NULL at the end */
};

struct kind {
	const char *name, *plural; /* "practice", "practices": table, address, file */
	const char *label, *label_plural; /* N_() */
	const char *meaning; /* N_(): what the collection holds, a sentence or two */
	const char *empty; /* N_(): said when the collection holds nothing */
	const char *begin; /* N_(): what leads to a new one: "Propose a good practice"; or NULL */
	const struct field *fields;
	size_t n_fields;
	size_t size; /* of its struct */
	const char *title; /* the field that names a record */
	const char *summary; /* the field told in lists; may be NULL */
	const char *start, *end; /* YEAR fields that `year=` looks at; may be NULL */
	const char *id_in_files; /* another name files may give the column "id"; may be NULL */

	const struct flow *flow; /* NULL: it comes by files alone, and is published at once */
	const struct section *sections; /* ended by a row without name; NULL: nobody writes it */

	/* Rules between fields; each breach is a problem. May be NULL. */
	void (*check)(struct work *w, const void *row, struct problems *p);

	/* What would make it better, though nothing is wrong. May be NULL. */
	void (*advise)(struct work *w, const void *row, struct problems *p);

	/*
	 * Called after a file of them was loaded, in the same transaction: for what is made from
	 * all of them. May be NULL.
	 */
	void (*loaded)(struct work *w);

	/* Replaces the machine's line in a list, or its facts on a record's page. May be NULL. */
	void (*item)(struct page_out *o, struct work *w, const void *row);
	void (*facts)(struct page_out *o, struct work *w, const void *row);
};

/* Is it the column of the public id, as files name it? */
bool kind_names_id(const struct kind *k, struct str name);

/* By name; NULL when there is none. */
const struct field *kind_field(const struct kind *k, const char *name);

/* The section the field is written in; NULL: in none, steps alone set it. */
const struct section *kind_section(const struct kind *k, const struct field *f);

/* All columns in file order, without "id". */
struct columns {
	struct column *v;
	size_t n;
};
struct columns kind_columns(struct arena *a, const struct kind *k);

/* Without those that only people who work on the record are told. */
struct columns kind_open_columns(struct arena *a, const struct kind *k);

/* The column of that path ("title.fr"); its field is NULL when there is none. */
struct column kind_column(struct arena *a, const struct kind *k, struct str path);

/* The state a record of the kind is in; for a kind without a flow, that of all its records. */
const struct flow_state *kind_state(const struct kind *k, struct str name);

/* The text to show for `t`, and its language: the one asked for, else the original, else any. */
struct told {
	struct str text;
	const struct language *lang; /* NULL when there is no text at all */
};
struct told text_told(
	const struct text *t, const struct language *asked, const struct language *original);

/* The language a new record was written in: the first in which its title stands. */
const struct language *record_written_in(const struct kind *k, const void *row);

/* What names the record, in the language asked for. */
struct told record_title(const struct kind *k, const void *row, const struct language *asked);

#endif

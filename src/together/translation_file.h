/*
 * translation_file.h - translations taken along as XLIFF 1.2 or CSV, and brought back: for people
 * with translators' tools or a spreadsheet. docs/together.md, "Translations".
 *
 * What is brought back is proposed; nothing of a record changes by it.
 */
#ifndef TRANSLATION_FILE_H
#define TRANSLATION_FILE_H

#include "translation.h"

/* To add one: here, and a row in translation_file.c. */
enum translation_format { TRANSLATION_XLIFF, TRANSLATION_CSV, TRANSLATION_FORMAT_COUNT };

enum {
	TRANSLATION_FILE_MAX_BYTES = 16 << 20,
	TRANSLATION_FILE_ROWS_MAX = 5000, /* that bring a text back */
	TRANSLATION_FILE_RECORDS_MAX = 500
};

bool translation_format_by_name(struct str name, enum translation_format *ret_format);
const char *translation_format_name(enum translation_format f); /* "xlf": in addresses, of files */
const char *translation_format_label(enum translation_format f); /* "XLIFF" */
const char *translation_format_type(enum translation_format f); /* Content-Type */

/* Those records with what translation_of() said of each into `to`; empty when it is too long. */
struct str translation_file_write(struct work *w, enum translation_format f,
	const struct language *to, const struct rows *rows, const struct translation *v);

/* ---- brought back */

enum carried_end {
	CARRIED_KEPT, /* it is proposed */
	CARRIED_OLDER, /* so it is, made from an original that has changed since */
	CARRIED_SAME, /* there is nothing new in it */
	CARRIED_NOT, /* it cannot be taken */
	CARRIED_END_COUNT
};

/* "kept", "older", "same", "not_taken": for programs. */
const char *carried_end_name(enum carried_end end);

/* What became of one text of the file. */
struct carried {
	unsigned line; /* where it stands */
	struct str record, field; /* as the file names them */
	const void *row; /* NULL: there is no such record that he may translate */
	const struct translated *of; /* as it was before; NULL: there is none to translate */
	struct str text;
	enum carried_end end;
	const char *code; /* for programs, of CARRIED_NOT: "no_record", "no_field"... */
	struct str why; /* CARRIED_NOT, or a remark: in the reader's language; or empty */
};

struct carried_all {
	struct carried *v; /* in the order of the file */
	size_t n;
	size_t n_of[CARRIED_END_COUNT];
	size_t n_empty; /* texts that nobody has translated: nothing is said of them */
	size_t n_records; /* that something was proposed for */
};

/*
 * Proposes what the file holds, in the transaction of the work. `to`: the language it is to be in;
 * NULL: whatever it says. `public_id`: the record it is to be of; empty: any that the one who works
 * may translate. False when nothing of it can be taken, with the reason in `ret_fault`: a code for
 * programs, a sentence in the reader's language.
 */
bool translation_file_read(struct work *w, const struct kind *k, const struct language *to,
	struct str public_id, struct str bytes, struct carried_all *ret_all,
	struct problem *ret_fault);

#endif

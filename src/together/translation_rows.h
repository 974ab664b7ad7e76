/*
 * translation_rows.h - what a file of translations says, before anybody asks what that means here.
 * One file for each format reads and writes it; translation_file.c does the rest.
 */
#ifndef TRANSLATION_ROWS_H
#define TRANSLATION_ROWS_H

#include "translation_file.h"

/* One text. What the file does not say is empty. */
struct translation_row {
	struct str record, field; /* "practices/01J...", "title" */
	struct str to; /* "fr" */
	struct str state;
	struct str original, text;
	unsigned line;
	const char *wrong; /* N_(): why nobody can tell what it says; or NULL */
};

struct translation_rows {
	struct arena *arena;
	struct translation_row *v; /* that have a text, at most TRANSLATION_FILE_ROWS_MAX */
	size_t n;
	size_t n_empty;
};

/* Why a whole file is no such file. */
struct rows_fault {
	const char *code;
	const char *why; /* N_(), {1}: `what` */
	struct str what;
	unsigned line; /* 0: of no place */
};

struct translation_rows translation_rows_new(struct arena *a);

/* Its texts are not copied. False, with the fault, when there are too many. */
bool translation_rows_add(
	struct translation_rows *rows, struct translation_row row, struct rows_fault *ret_fault);

/* Both read well-formed UTF-8. False, with the fault, when nothing can be taken. */
bool translation_xliff_parse(
	struct str text, struct translation_rows *rows, struct rows_fault *ret_fault);
bool translation_csv_parse(
	struct str text, struct translation_rows *rows, struct rows_fault *ret_fault);

/* The bytes of a file by what they are; see base/decode.h for the encodings. */
bool translation_rows_parse(
	struct str bytes, struct translation_rows *rows, struct rows_fault *ret_fault);

/* ---- writing */

struct translation_writing {
	struct work *work;
	const struct kind *kind;
	const struct language *to;
	struct out *out;
};

void translation_xliff_begin(const struct translation_writing *to);
void translation_xliff_record(
	const struct translation_writing *to, const struct record *r, const struct translation *t);
void translation_xliff_end(const struct translation_writing *to);

void translation_csv_begin(const struct translation_writing *to);
void translation_csv_record(
	const struct translation_writing *to, const struct record *r, const struct translation *t);
void translation_csv_end(const struct translation_writing *to);

#endif

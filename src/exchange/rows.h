/*
 * rows.h - the rows of a file of records, cell by column, whatever format and encoding it is in.
 */
#ifndef ROWS_H
#define ROWS_H

#include "csv.h"
#include "decode.h"
#include "exchange.h"
#include "json_read.h"

struct place {
	unsigned line, column; /* from 1 */
};

/* What the file says of one column of one record. */
struct cell {
	struct str text;
	struct place place;
	bool is_given; /* else the record keeps what it has */
};

struct row_fault {
	struct place place;
	struct str message; /* in the reader's language */
	struct str member; /* of one object of JSON: what it is about; or empty */
};

struct file_row {
	struct place place;
	struct cell *cells; /* one for each column of the file */
	struct row_fault *faults; /* what keeps it from being read as a record */
	size_t n_faults;
	struct str source; /* as it stood in the file, in UTF-8 */
};

enum rows_result { ROWS_ROW, ROWS_END, ROWS_BROKEN };

struct row_file {
	struct work *work;
	const struct kind *kind;
	struct arena *kept; /* lives as long as the file is read */
	enum import_format format;
	struct decoder decoder;
	struct place end; /* where the window's unread rest begins */
	size_t taken; /* bytes of the window that were read */

	struct column *columns; /* without a field where the id stands */
	size_t n_columns;
	bool takes_internal; /* among them what is for those who work on a record alone */
	size_t id_at; /* n_columns: there is no id */

	char delimiter; /* CSV */
	struct str header;
	struct jsonr json; /* JSON: after the last record */

	struct row_fault fault; /* of ROWS_BROKEN, and of an opening that failed */
	bool has_place;
};

/*
 * Looks at the whole file and reads its header. `format` may be IMPORT_ANY; then content, and
 * where there is none the name, tells. Several faults of the header are given to `say`. False: the
 * file is refused.
 */
bool rows_open(struct row_file *f, const struct byte_source *from, enum import_format format,
	const char *name, void (*say)(void *arg, const struct row_fault *fault), void *arg);

/* To the first row again. False with `fault` set, as rows_next(). */
bool rows_rewind(struct row_file *f);

/*
 * The next rows in `a`, at most `max`, fewer when they are long: ROWS_ROW, and there may be more.
 * Blank lines are passed over.
 */
enum rows_result rows_next(
	struct row_file *f, struct arena *a, struct file_row *ret_rows, size_t max, size_t *ret_n);

/* How much of the file was read, in per cent. */
unsigned rows_percent(const struct row_file *f);

/* In one line what the file was taken for, when it is no plain one; else the empty text. */
struct str rows_taken_for(struct row_file *f, struct arena *a);

/* What stands before, between and after rows that are given back. */
struct str rows_before(const struct row_file *f);
struct str rows_between(const struct row_file *f);
struct str rows_after(const struct row_file *f);

/*
 * ---- for the formats: rows_csv.c, rows_json.c
 *
 * What they give for a row may point into the window, and lives until the next row is read.
 */

bool rows_fail(struct row_file *f, struct place place, const char *why);

/*
 * More text into the window, from what was not taken on. False when there is none: sets the fault
 * `too_long` unless the file is at its end.
 */
bool rows_more(struct row_file *f, const char *too_long);

bool csv_rows_open(
	struct row_file *f, void (*say)(void *arg, const struct row_fault *fault), void *arg);
bool csv_rows_rewind(struct row_file *f);
enum rows_result csv_rows_next(struct row_file *f, struct arena *a, struct file_row *row);

bool json_rows_open(struct row_file *f);
bool json_rows_rewind(struct row_file *f);
enum rows_result json_rows_next(struct row_file *f, struct arena *a, struct file_row *row);
enum rows_result jsonl_rows_next(struct row_file *f, struct arena *a, struct file_row *row);

/* A member of an object that is no column: a reason, an owner. */
struct row_extra {
	const char *name;
	bool is_yesno; /* true or false, also as “yes” and “no”; else a text or null */
	bool is_passed_over; /* whatever it is */
	struct str text; /* "yes" and "no" of true and false; empty of null */
	bool is_given;
};

/*
 * One record as one object of JSON, of all columns of `k`, internal ones too, and `extras`, ended
 * by one without name. What is wrong with its members is in the row's faults; NULL, with a fault,
 * when it is no object at all.
 */
const struct file_row *json_row_read(struct work *w, const struct kind *k, struct str text,
	struct row_extra *extras, struct columns *ret_columns, struct row_fault *ret_fault);

/* Adds a fault to a row. */
void row_fault_add(
	struct row_file *f, struct file_row *row, struct place place, struct str message);

#endif

/*
 * csv.h - comma-separated values (RFC 4180) read with their places and written back.
 */
#ifndef CSV_H
#define CSV_H

#include "out.h"

struct csv_cell {
	struct str text;
	unsigned line, column; /* where it begins in the file; both from 1, column in characters */
};

enum csv_result { CSV_ROW, CSV_END, CSV_BROKEN_QUOTE, CSV_TEXT_AFTER_QUOTE, CSV_TOO_MANY_CELLS };

struct csv_reader {
	struct str rest;
	unsigned line;
	char delimiter; /* between cells; a comma unless it is set otherwise */
};

struct csv_row {
	struct csv_cell *cells;
	size_t n;
	struct str source; /* the bytes of the row, for giving a bad one back */
};

struct csv_reader csv_read(struct str file);

/*
 * The next row, its texts in `a` where a quote had to be undone, else in the file. Rows end with
 * LF or CRLF; an empty line is a row of one empty cell. On a broken quote, ret_row->cells[0] is
 * the place where it opened.
 */
enum csv_result csv_next(struct csv_reader *r, struct arena *a, struct csv_row *ret_row);

/* One cell, quoted only if it must be. */
void csv_write(struct out *o, struct str text);

/*
 * A spreadsheet runs a cell that begins with = + - @ (also full-width), TAB or CR as a formula. The
 * guard against it is an apostrophe before the text; a text that begins like a guarded one gets one
 * too. One that parts cells at semicolons or tabs does not know our quotes either: the same signs
 * are guarded behind a semicolon or tab inside the text, and behind the end of a line all but the
 * hyphen. csv_unguarded(csv_guarded(t)) is t for every t. Both give `text` itself where there is
 * nothing to do, else one in `a`.
 */
struct str csv_guarded(struct arena *a, struct str text);
struct str csv_unguarded(struct arena *a, struct str text);

#endif

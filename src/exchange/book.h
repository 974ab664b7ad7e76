/*
 * book.h - an XLSX workbook written row by row: memory does not grow with it. Cells are text or
 * numbers; nothing in them is ever run as a formula or made a link. book.c is the only file that
 * knows the library.
 *
 * Failures of the system (no room for temporary files) go to the failure and are sticky: later
 * calls do nothing.
 */
#ifndef BOOK_H
#define BOOK_H

#include "failure.h"
#include "str.h"

enum {
	BOOK_ROWS_MAX = 1048576, /* of one sheet, the names of its columns included */
	BOOK_CELL_MAX = 32767 /* characters of UTF-16 */
};

struct book;
struct sheet;

/* An empty workbook; it and its temporary files are gone with the arena. */
struct book *book_new(struct arena *a, struct failure *f);

/* Told in the file's properties. */
void book_describe(struct book *b, struct str title, int64_t made_ms);

/* A sheet after the others, its first row bold and held in place. */
struct sheet *book_sheet(struct book *b, const char *name);

/* Width of a column in characters; before the first cell. */
void sheet_width(struct sheet *s, unsigned column, unsigned width);

/* How many bytes of `text` fit into a cell that has `reserved` characters set aside. */
size_t sheet_fits(struct str text, unsigned reserved);

/* The next cell of the row. `text` must fit. An empty text leaves the cell empty. */
void sheet_text(struct sheet *s, struct arena *a, struct str text);

/* A number if a spreadsheet can hold all its digits, else text. */
void sheet_number(struct sheet *s, struct arena *a, struct str decimal);

void sheet_next_row(struct sheet *s);

/* Rows begun so far. */
uint32_t sheet_rows(const struct sheet *s);

/*
 * Writes the workbook to a temporary file and forgets it; the file's descriptor, which the caller
 * closes, or -1.
 */
int book_close(struct book *b);

#endif

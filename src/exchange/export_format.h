/*
 * export_format.h - between export.c, which walks the list, and what writes it in one format.
 */
#ifndef EXPORT_FORMAT_H
#define EXPORT_FORMAT_H

#include "exchange.h"

struct export
{
	struct work *work;
	const struct export_order *order;
	struct columns columns; /* that the file has, after the id */
	int64_t n_rows; /* written before this one */
	struct out *out; /* what is written goes here; export.c gives it on */
	struct book_sheets *sheets; /* of a workbook */
	enum export_end end; /* EXPORT_WHOLE until something ends it early */
};

struct export_writer {
	const char *name, *label, *type;
	void (*begin)(struct export *e);
	void (*row)(struct export *e, const void *row);
	void (*end)(struct export *e);
};

/* Gives `out` to the one who asked and empties it. */
void export_give(struct export *e);

/* The language of names and notes in the file. */
const struct language *export_language(const struct export *e);

void export_xlsx_begin(struct export *e);
void export_xlsx_row(struct export *e, const void *row);
void export_xlsx_end(struct export *e);

/*
 * Is the cell of this column text to a spreadsheet? Then it is guarded in CSV files (csv.h); years,
 * amounts and what is one of two words are not.
 */
bool column_is_words(struct column c);

#endif

/*
 * export_xlsx.c - a list as a workbook: the records, what their columns mean, and notes on cells
 * that hold more than a spreadsheet can.
 */
#include "book.h"
#include "dictionary.h"
#include "export_format.h"

#include <unistd.h>

enum { PIECE_BYTES = 64 << 10, MARK_MAX = 200 };

/* The sheets in use; `book` of the export. */
struct book_sheets {
	struct book *book;
	struct sheet *records, *notes; /* notes only when there are some */
};

static unsigned width_of(struct column c)
{
	switch (c.field->type) {
	case FIELD_TEXT:
		return 40;
	case FIELD_YEAR:
	case FIELD_DATE:
	case FIELD_YESNO:
		return 10;
	default:
		return 20;
	}
}

static void write_entry(struct sheet *s, struct arena *a, struct dictionary_entry entry)
{
	sheet_text(s, a, entry.name);
	sheet_text(s, a, entry.label);
	sheet_text(s, a, entry.meaning);
	sheet_text(s, a, entry.type);
	sheet_next_row(s);
}

static void write_dictionary(struct export *e)
{
	const struct language *l = export_language(e);
	struct work *w = e->work;
	struct sheet *s = book_sheet(e->sheets->book, "columns");

	sheet_width(s, 0, 22);
	sheet_width(s, 1, 32);
	sheet_width(s, 2, 60);
	sheet_width(s, 3, 50);
	write_entry(s, w->arena,
		(struct dictionary_entry){ str_from(tr(l, "Column")), str_from(tr(l, "Name")),
			str_from(tr(l, "What belongs in it")), str_from(tr(l, "Type")) });
	write_entry(s, w->arena, dictionary_of_id(w, l));
	for (size_t i = 0; i < e->columns.n; i++)
		write_entry(s, w->arena, dictionary_of_column(w, e->columns.v[i], l));
}

void export_xlsx_begin(struct export *e)
{
	struct arena *a = e->work->arena;
	const struct kind *k = e->order->query->kind;
	struct book_sheets *s = ARENA_NEW(a, struct book_sheets);

	e->sheets = s;
	s->book = book_new(a, e->work->failure);
	book_describe(
		s->book, str_from(tr_text(export_language(e), k->label_plural)), e->work->now_ms);
	s->records = book_sheet(s->book, "records");
	sheet_width(s->records, 0, 12);
	for (size_t i = 0; i < e->columns.n; i++)
		sheet_width(s->records, (unsigned)i + 1, width_of(e->columns.v[i]));
	sheet_text(s->records, a, S("id"));
	for (size_t i = 0; i < e->columns.n; i++)
		sheet_text(s->records, a, column_name(a, e->columns.v[i]));
	sheet_next_row(s->records);
	write_dictionary(e);
}

/* ---- cells that are too long */

static void notes_begin(struct export *e, struct arena *a)
{
	const struct language *l = export_language(e);
	struct book_sheets *s = e->sheets;

	if (s->notes)
		return;
	s->notes = book_sheet(s->book, "notes");
	sheet_width(s->notes, 0, 20);
	sheet_width(s->notes, 1, 20);
	sheet_width(s->notes, 2, 80);
	sheet_text(s->notes, a, str_from(tr(l, "Record")));
	sheet_text(s->notes, a, str_from(tr(l, "Column")));
	sheet_text(s->notes, a, str_from(tr(l, "Note")));
	sheet_next_row(s->notes);
}

static void note_cut(struct export *e, const struct record *r, struct str column)
{
	const struct language *l = export_language(e);
	struct arena *a = e->work->arena;
	struct sheet *notes;

	notes_begin(e, a);
	notes = e->sheets->notes;
	if (sheet_rows(notes) == BOOK_ROWS_MAX)
		return;
	sheet_text(notes, a, r->public_id);
	sheet_text(notes, a, column);
	sheet_text(notes, a,
		str_from(tr(l, "The text is cut: it is longer than a cell can hold. The CSV and "
			       "JSON files of the same list have the whole of it.")));
	sheet_next_row(notes);
}

/* As much as fits, and a mark at its end that it is not all. */
static struct str cut(struct export *e, struct str text)
{
	struct str mark = str_from(tr(export_language(e), " […] (cut: see the sheet “notes”)"));

	text.n = sheet_fits(text, MARK_MAX);
	return str_printf(e->work->arena, STR_FMT STR_FMT, STR_ARG(text), STR_ARG(mark));
}

static void cell(struct export *e, const struct record *r, struct column c, struct str value)
{
	struct arena *a = e->work->arena;
	struct sheet *records = e->sheets->records;
	bool is_number = c.field->type == FIELD_YEAR ||
			 (c.field->type == FIELD_MONEY && c.part == MONEY_AMOUNT);

	if (is_number) {
		sheet_number(records, a, value);
		return;
	}
	if (sheet_fits(value, 0) < value.n) {
		note_cut(e, r, column_name(a, c));
		value = cut(e, value);
	}
	sheet_text(records, a, value);
}

void export_xlsx_row(struct export *e, const void *row)
{
	struct arena *a = e->work->arena;
	struct sheet *records = e->sheets->records;

	if (sheet_rows(records) == BOOK_ROWS_MAX) {
		e->end = EXPORT_TOO_LONG;
		return;
	}
	sheet_text(records, a, ((const struct record *)row)->public_id);
	for (size_t i = 0; i < e->columns.n; i++)
		cell(e, row, e->columns.v[i], column_read(a, e->columns.v[i], row));
	sheet_next_row(records);
}

/* ---- the end */

static void give_file(struct export *e, int fd)
{
	char bytes[PIECE_BYTES];
	off_t at = 0;
	ssize_t n;

	while (e->end == EXPORT_WHOLE && (n = pread(fd, bytes, sizeof bytes, at)) > 0) {
		out_bytes(e->out, bytes, (size_t)n);
		at += n;
		export_give(e);
	}
}

void export_xlsx_end(struct export *e)
{
	int fd = book_close(e->sheets->book);

	if (fd < 0)
		return;
	give_file(e, fd);
	close(fd);
}

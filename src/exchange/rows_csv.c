/* rows_csv.c - rows out of a CSV file, through a window that a row must fit into. */
#include "export_format.h"
#include "rows.h"

/* The header gives the names of columns to what follows it. */
struct naming {
	struct columns known;
	void (*say)(void *arg, const struct row_fault *fault);
	void *arg;
};

static const char *why_broken(enum csv_result result)
{
	switch (result) {
	case CSV_BROKEN_QUOTE:
		return N_("this quotation mark is never closed");
	case CSV_TEXT_AFTER_QUOTE:
		return N_("text follows the closing quotation mark of this cell");
	default:
		return N_("this row has too many cells");
	}
}

static const char *why_too_long(enum csv_result result)
{
	return result == CSV_BROKEN_QUOTE ? N_("this row is longer than 1 MB, or a quotation mark "
					       "in it is never closed")
					  : N_("this row is longer than 1 MB");
}

/* Could more text change what was read of the row? */
static bool is_settled(
	const struct row_file *f, enum csv_result result, const struct csv_reader *reader)
{
	switch (result) {
	case CSV_ROW:
		return f->decoder.is_end || reader->rest.n;
	case CSV_TEXT_AFTER_QUOTE:
		return f->decoder.is_end || reader->rest.n > 1; /* CR LF, cut between the two */
	case CSV_TOO_MANY_CELLS:
		return true;
	default:
		return f->decoder.is_end;
	}
}

/* The next row as it stands, a blank line included. */
static enum rows_result read_row(struct row_file *f, struct arena *a, struct csv_row *ret_row)
{
	for (;;) {
		struct csv_reader reader = { str_from_at(f->decoder.text, f->taken), f->end.line,
			f->delimiter };
		enum csv_result result = csv_next(&reader, a, ret_row);

		if (!is_settled(f, result, &reader)) {
			if (!rows_more(f, why_too_long(result)) && f->fault.message.n)
				return ROWS_BROKEN;
			continue;
		}
		if (result == CSV_END)
			return ROWS_END;
		if (result != CSV_ROW) {
			rows_fail(f,
				(struct place){ ret_row->cells[0].line, ret_row->cells[0].column },
				why_broken(result));
			return ROWS_BROKEN;
		}
		f->taken = f->decoder.text.n - reader.rest.n;
		f->end.line = reader.line;
		return ROWS_ROW;
	}
}

/* ---- the header */

static const struct column *column_named(struct columns columns, struct arena *a, struct str name)
{
	for (size_t i = 0; i < columns.n; i++)
		if (str_eq(column_name(a, columns.v[i]), name))
			return &columns.v[i];
	return NULL;
}

static bool refuse(struct naming *h, const struct csv_cell *cell, struct str what)
{
	const struct row_fault fault = { { cell->line, cell->column }, what };

	h->say(h->arg, &fault);
	return false;
}

static bool header_cell(
	struct row_file *f, struct naming *h, const struct csv_row *header, size_t at)
{
	const struct csv_cell *cell = &header->cells[at];
	struct work *w = f->work;
	const struct column *c;

	for (size_t before = 0; before < at; before++)
		if (str_eq(header->cells[before].text, cell->text))
			return refuse(h, cell,
				STR_FILL(w->arena, T(w, "the column “{1}” stands there twice"),
					cell->text));
	if (kind_names_id(f->kind, cell->text) && f->id_at == header->n) {
		f->id_at = at;
		return true;
	}
	c = column_named(h->known, w->arena, cell->text);
	if (!c)
		return refuse(h, cell,
			STR_FILL(w->arena, T(w, "there is no column “{1}” here"), cell->text));
	f->columns[at] = *c;
	return true;
}

static size_t count_known(struct row_file *f, struct columns known, char delimiter)
{
	struct csv_row header;
	size_t n = 0;

	f->delimiter = delimiter;
	if (read_row(f, f->kept, &header) == ROWS_ROW)
		for (size_t at = 0; at < header.n; at++)
			n += kind_names_id(f->kind, header.cells[at].text) ||
			     column_named(known, f->kept, header.cells[at].text);
	f->fault = (struct row_fault){ 0 };
	return n;
}

/* The sign that parts the header into most names that are known. */
static void tell_delimiter(struct row_file *f, struct columns known)
{
	static const char signs[] = ",;\t";
	size_t most = 0;
	char best = signs[0];

	for (size_t i = 0; i + 1 < sizeof signs; i++) {
		size_t n = count_known(f, known, signs[i]);

		if (n > most) {
			most = n;
			best = signs[i];
		}
		decoder_rewind(&f->decoder);
		f->taken = 0;
		f->end = (struct place){ 1, 1 };
	}
	f->delimiter = best;
}

bool csv_rows_open(
	struct row_file *f, void (*say)(void *arg, const struct row_fault *fault), void *arg)
{
	struct naming h = { kind_open_columns(f->kept, f->kind), say, arg };
	struct csv_row header;
	bool is_good = true;

	tell_delimiter(f, h.known);
	enum rows_result result = read_row(f, f->kept, &header);
	if (result == ROWS_END)
		return rows_fail(f, f->end, N_("the file has no line with the names of columns"));
	if (result == ROWS_BROKEN)
		return false;
	f->columns = ARENA_ARRAY(f->kept, struct column, header.n);
	f->n_columns = header.n;
	f->id_at = header.n;
	f->header = str_printf(f->kept, STR_FMT "\n", STR_ARG(header.source));
	for (size_t at = 0; at < header.n; at++)
		is_good &= header_cell(f, &h, &header, at);
	return is_good;
}

bool csv_rows_rewind(struct row_file *f)
{
	struct csv_row header;
	enum rows_result result = read_row(f, f->work->arena, &header);
	struct str names = { f->header.p, f->header.n - 1 };

	if (result == ROWS_BROKEN)
		return false;
	if (result != ROWS_ROW || !str_eq(header.source, names))
		return rows_fail(f, f->end, N_("the file changed while it was read"));
	return true;
}

/* ---- rows */

static void fill_cells(
	struct row_file *f, struct arena *a, const struct csv_row *from, struct file_row *row)
{
	for (size_t at = 0; at < from->n && at < f->n_columns; at++) {
		const struct csv_cell *cell = &from->cells[at];
		bool is_words = !f->columns[at].field || column_is_words(f->columns[at]);
		struct str text = str_trim(cell->text);

		row->cells[at] = (struct cell){ is_words ? csv_unguarded(a, text) : text,
			{ cell->line, cell->column }, true };
	}
}

enum rows_result csv_rows_next(struct row_file *f, struct arena *a, struct file_row *row)
{
	struct work *w = f->work;
	enum rows_result result;
	struct csv_row from;

	do
		result = read_row(f, a, &from);
	while (result == ROWS_ROW && from.n == 1 && !from.cells[0].text.n);
	if (result != ROWS_ROW)
		return result;
	row->place = (struct place){ from.cells[0].line, from.cells[0].column };
	row->source = from.source;
	fill_cells(f, a, &from, row);
	if (from.n != f->n_columns)
		row_fault_add(f, row, row->place,
			STR_FILL(a, T(w, "this row has {1} cells, the first has {2}"),
				str_printf(a, "%zu", from.n), str_printf(a, "%zu", f->n_columns)));
	return ROWS_ROW;
}

#include "csv.h"

#include <string.h>

enum { CELLS_MAX = 500 };

struct csv_reader csv_read(struct str file)
{
	return (struct csv_reader){ .rest = file, .line = 1, .delimiter = ',' };
}

static bool at_row_end(struct str rest)
{
	return !rest.n || rest.p[0] == '\n' ||
	       (rest.p[0] == '\r' && rest.n > 1 && rest.p[1] == '\n');
}

/* Bytes of an unquoted cell: up to a comma or the end of the row. */
static struct str take_plain(struct csv_reader *r)
{
	size_t n = 0;

	while (n < r->rest.n && r->rest.p[n] != r->delimiter &&
		!at_row_end(str_from_at(r->rest, n)))
		n++;
	struct str text = { r->rest.p, n };
	r->rest = str_from_at(r->rest, n);
	return text;
}

/* The text with each doubled quote made one. */
static struct str undouble(struct arena *a, struct str raw)
{
	char *p = arena_take(a, raw.n), *to = p;

	for (size_t i = 0; i < raw.n; i++) {
		*to++ = raw.p[i];
		if (raw.p[i] == '"')
			i++;
	}
	return (struct str){ p, (size_t)(to - p) };
}

/* A cell that begins with a quote. False when the quote is never closed. */
static bool take_quoted(struct csv_reader *r, struct arena *a, struct str *ret_text)
{
	struct str inside = str_from_at(r->rest, 1);
	bool doubled = false;
	unsigned lines = 0;

	for (size_t i = 0; i < inside.n; i++) {
		if (inside.p[i] == '\n')
			lines++;
		if (inside.p[i] != '"')
			continue;
		if (i + 1 < inside.n && inside.p[i + 1] == '"') {
			doubled = true;
			i++;
			continue;
		}
		struct str raw = { inside.p, i };

		*ret_text = doubled ? undouble(a, raw) : raw;
		r->rest = str_from_at(inside, i + 1);
		r->line += lines;
		return true;
	}
	return false;
}

static enum csv_result take_cell(struct csv_reader *r, struct arena *a, struct csv_cell *cell)
{
	if (!r->rest.n || r->rest.p[0] != '"') {
		cell->text = take_plain(r);
		return CSV_ROW;
	}
	if (!take_quoted(r, a, &cell->text))
		return CSV_BROKEN_QUOTE;
	return r->rest.n && r->rest.p[0] != r->delimiter && !at_row_end(r->rest)
		       ? CSV_TEXT_AFTER_QUOTE
		       : CSV_ROW;
}

/* The column of `to`, counted on from that of `from`. */
static unsigned column_after(unsigned column, const char *from, const char *to)
{
	for (const char *p = from; p < to; p++)
		column = *p == '\n' ? 1 : column + ((*p & 0xC0) != 0x80);
	return column;
}

static enum csv_result broken_at(struct csv_row *row, struct csv_cell where, enum csv_result why)
{
	row->cells[0] = where;
	row->n = 1;
	return why;
}

enum csv_result csv_next(struct csv_reader *r, struct arena *a, struct csv_row *ret_row)
{
	const char *start = r->rest.p, *last = start;
	unsigned column = 1;

	if (!r->rest.n)
		return CSV_END;
	*ret_row = (struct csv_row){ .cells = arena_take(a, CELLS_MAX * sizeof(struct csv_cell)) };
	for (;;) {
		column = column_after(column, last, r->rest.p);
		last = r->rest.p;
		struct csv_cell cell = { .line = r->line, .column = column };

		if (ret_row->n == CELLS_MAX)
			return broken_at(ret_row, cell, CSV_TOO_MANY_CELLS);
		enum csv_result result = take_cell(r, a, &cell);
		if (result != CSV_ROW)
			return broken_at(ret_row, cell, result);
		ret_row->cells[ret_row->n++] = cell;
		if (at_row_end(r->rest))
			break;
		r->rest = str_from_at(r->rest, 1);
	}
	ret_row->source = (struct str){ start, (size_t)(r->rest.p - start) };
	if (r->rest.n) {
		r->rest = str_from_at(r->rest, r->rest.p[0] == '\r' ? 2 : 1);
		r->line++;
	}
	return CSV_ROW;
}

void csv_write(struct out *o, struct str text)
{
	bool plain = true;

	for (size_t i = 0; i < text.n && plain; i++)
		plain = !strchr(",\"\r\n", text.p[i]);
	if (plain) {
		out_str(o, text);
		return;
	}
	out_char(o, '"');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			out_char(o, '"');
		out_char(o, text.p[i]);
	}
	out_char(o, '"');
}

/* ---- what a spreadsheet would run */

/* Where a spreadsheet may see the beginning of a cell, if it parts cells at another sign than we.
 */
enum edge { EDGE_NONE, EDGE_LINE, EDGE_PART, EDGE_CELL };

static enum edge edge_at(struct str text, size_t at)
{
	switch (at ? text.p[at - 1] : '\0') {
	case ';':
	case '\t':
		return EDGE_PART;
	case '\n':
	case '\r':
		return EDGE_LINE;
	default:
		return at ? EDGE_NONE : EDGE_CELL;
	}
}

static bool is_run(struct str text, enum edge edge)
{
	static const struct {
		const char *sign;
		enum edge from;
	} beginnings[] = { { "=", EDGE_LINE }, { "+", EDGE_LINE }, { "@", EDGE_LINE },
		{ "＝", EDGE_LINE }, { "＋", EDGE_LINE }, { "＠", EDGE_LINE },
		/* Lines of a list begin so more often than formulas. */
		{ "-", EDGE_PART }, { "－", EDGE_PART }, { "\t", EDGE_CELL }, { "\r", EDGE_CELL } };

	for (size_t i = 0; i < COUNT(beginnings); i++)
		if (edge >= beginnings[i].from && str_starts(text, str_from(beginnings[i].sign)))
			return true;
	return false;
}

static struct str without_apostrophes(struct str text)
{
	while (str_starts(text, S("'")))
		text = str_from_at(text, 1);
	return text;
}

/* Does a guard stand there: an apostrophe that csv_unguarded() takes away? */
static bool is_guard(struct str text, size_t at)
{
	enum edge edge = edge_at(text, at);
	struct str rest = str_from_at(text, at), behind = str_from_at(rest, 1);

	if (edge == EDGE_NONE || !str_starts(rest, S("'")))
		return false;
	if (edge == EDGE_CELL)
		return str_starts(behind, S("'")) || is_run(behind, edge);
	return is_run(without_apostrophes(behind), edge);
}

static bool needs_guard(struct str text, size_t at)
{
	enum edge edge = edge_at(text, at);

	return edge != EDGE_NONE && (is_run(str_from_at(text, at), edge) || is_guard(text, at));
}

static size_t count_where(struct str text, bool (*is)(struct str text, size_t at))
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += is(text, i);
	return n;
}

struct str csv_guarded(struct arena *a, struct str text)
{
	size_t n = count_where(text, needs_guard);

	if (!n)
		return text;
	char *p = arena_take(a, text.n + n), *to = p;
	for (size_t i = 0; i < text.n; i++) {
		if (needs_guard(text, i))
			*to++ = '\'';
		*to++ = text.p[i];
	}
	return (struct str){ p, text.n + n };
}

struct str csv_unguarded(struct arena *a, struct str text)
{
	size_t n = count_where(text, is_guard);

	if (!n)
		return text;
	char *p = arena_take(a, text.n), *to = p;
	for (size_t i = 0; i < text.n; i++)
		if (!is_guard(text, i))
			*to++ = text.p[i];
	return (struct str){ p, text.n - n };
}

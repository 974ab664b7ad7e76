/* translation_csv.c - translations as a table, for spreadsheets. */
#include "csv.h"
#include "translation_rows.h"

#include <string.h>

/* To add one: here, its name below, and where it is written and read. */
enum { AT_RECORD, AT_FIELD, AT_FROM, AT_TO, AT_STATE, AT_ORIGINAL, AT_TEXT, AT_COUNT };

static const char *const names[AT_COUNT] = { [AT_RECORD] = "record",
	[AT_FIELD] = "field",
	[AT_FROM] = "from",
	[AT_TO] = "to",
	[AT_STATE] = "state",
	[AT_ORIGINAL] = "original",
	[AT_TEXT] = "translation" };

/* ---- written */

static void write_row(const struct translation_writing *to, const struct str cells[AT_COUNT])
{
	for (size_t i = 0; i < AT_COUNT; i++) {
		if (i)
			out_char(to->out, ',');
		csv_write(to->out, csv_guarded(to->work->arena, cells[i]));
	}
	out_z(to->out, "\r\n");
}

void translation_csv_begin(const struct translation_writing *to)
{
	struct str cells[AT_COUNT];

	for (size_t i = 0; i < AT_COUNT; i++)
		cells[i] = str_from(names[i]);
	out_z(to->out, "\xEF\xBB\xBF"); /* without it spreadsheets take it for another encoding */
	write_row(to, cells);
}

void translation_csv_record(
	const struct translation_writing *to, const struct record *r, const struct translation *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct translated *one = &t->v[i];

		write_row(to, (const struct str[AT_COUNT]){ [AT_RECORD] = r->public_id,
				      [AT_FIELD] = str_from(one->column.field->name),
				      [AT_FROM] = str_from(one->original.lang->code),
				      [AT_TO] = str_from(to->to->code),
				      [AT_STATE] = str_from(translation_state_name(one->state)),
				      [AT_ORIGINAL] = one->original.text,
				      [AT_TEXT] = translation_begun(to->work, one) });
	}
}

void translation_csv_end(const struct translation_writing *to)
{
	(void)to;
}

/* ---- read */

/* Where each column stands in a row, from 1; 0: nowhere. */
struct table {
	size_t at[AT_COUNT];
	size_t n; /* cells in all */
};

static size_t read_header(const struct csv_row *row, struct table *ret_header)
{
	size_t n_known = 0;

	*ret_header = (struct table){ .n = row->n };
	for (size_t i = 0; i < row->n; i++)
		for (size_t c = 0; c < AT_COUNT; c++)
			if (str_is(str_trim(row->cells[i].text), names[c]) && !ret_header->at[c]) {
				ret_header->at[c] = i + 1;
				n_known++;
			}
	return n_known;
}

/* Parted by the sign that gives most names that are known. */
static struct csv_reader open_table(struct arena *a, struct str text, struct table *ret_header)
{
	static const char signs[] = ",;\t";
	struct csv_reader best = csv_read(text);
	size_t most = 0;

	*ret_header = (struct table){ 0 };
	for (size_t i = 0; i + 1 < sizeof signs; i++) {
		struct csv_reader reader = csv_read(text);
		struct table header;
		struct csv_row row;

		reader.delimiter = signs[i];
		if (csv_next(&reader, a, &row) != CSV_ROW)
			continue;
		size_t n = read_header(&row, &header);
		if (n > most) {
			most = n;
			best = reader;
			*ret_header = header;
		}
	}
	return best;
}

static bool refuse_header(struct rows_fault *to, const struct table *header)
{
	static const int needed[] = { AT_FIELD, AT_ORIGINAL, AT_TEXT };
	size_t n_missing = 0;

	*to = (struct rows_fault){ .code = "no_translations",
		.why = N_("This is no file of translations: neither XLIFF, nor a table with the "
			  "columns that a file from here has. Choose the file that you took along "
			  "and translated.") };
	for (size_t i = 0; i < COUNT(needed); i++)
		if (!header->at[needed[i]]) {
			to->what = str_from(names[needed[i]]);
			n_missing++;
		}
	if (n_missing && n_missing < COUNT(needed)) {
		to->code = "no_column";
		to->why = N_("The column “{1}” is missing in the first line of this table.");
		to->line = 1;
	}
	return n_missing > 0;
}

static struct str cell(
	struct arena *a, const struct table *header, const struct csv_row *row, int at)
{
	const size_t i = header->at[at];

	return i && i <= row->n ? str_copy(a, csv_unguarded(a, str_trim(row->cells[i - 1].text)))
				: S("");
}

/* Cells beyond the last column: a sign between cells stands in a text without quotes. */
static bool spills_over(const struct table *header, const struct csv_row *row)
{
	for (size_t i = header->n; i < row->n; i++)
		if (str_trim(row->cells[i].text).n)
			return true;
	return false;
}

static bool add_row(struct translation_rows *rows, const struct table *header,
	const struct csv_row *row, struct rows_fault *ret_fault)
{
	struct arena *a = rows->arena;

	return translation_rows_add(rows,
		(struct translation_row){ .record = cell(a, header, row, AT_RECORD),
			.field = cell(a, header, row, AT_FIELD),
			.to = cell(a, header, row, AT_TO),
			.state = cell(a, header, row, AT_STATE),
			.original = cell(a, header, row, AT_ORIGINAL),
			.text = cell(a, header, row, AT_TEXT),
			.line = row->cells[0].line,
			.wrong = spills_over(header, row)
					 ? N_("this row has more cells than the first")
					 : NULL },
		ret_fault);
}

static bool refuse_row(struct rows_fault *to, enum csv_result result, const struct csv_row *row)
{
	*to = (struct rows_fault){ "broken",
		result == CSV_BROKEN_QUOTE
			? N_("A quotation mark is opened here and never closed: the file is cut, "
			     "or was altered by hand. Nothing was taken from it.")
			: N_("This table is broken here: text follows the closing quotation mark "
			     "of a cell, or there are too many cells. Nothing was taken from it."),
		S(""), row->cells[0].line };
	return false;
}

bool translation_csv_parse(
	struct str text, struct translation_rows *rows, struct rows_fault *ret_fault)
{
	struct table header;
	struct csv_reader reader = open_table(rows->arena, text, &header);
	enum csv_result result;
	struct arena turn;
	struct csv_row row;
	bool is_good = true;

	if (refuse_header(ret_fault, &header))
		return false;
	do {
		/* The cells of a row are many times what it holds. */
		arena_init(&turn, TRANSLATION_FILE_MAX_BYTES * 2);
		result = csv_next(&reader, &turn, &row);
		if (result == CSV_ROW)
			is_good = add_row(rows, &header, &row, ret_fault);
		else if (result != CSV_END)
			is_good = refuse_row(ret_fault, result, &row);
		arena_free(&turn);
	} while (is_good && result == CSV_ROW);
	return is_good;
}

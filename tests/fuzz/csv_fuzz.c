/* Any bytes as a CSV file: each cell lies in its place, and written again reads the same. */
#include "csv.h"

#include <assert.h>

enum { CAP_BYTES = 256 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void write_row(struct out *o, const struct csv_row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		if (i)
			out_char(o, ',');
		csv_write(o, row->cells[i].text);
	}
	out_char(o, '\n');
}

/* The row out of the file as it was written, beside the one that was read first. */
static void check_again(struct csv_reader *again, struct arena *a, const struct csv_row *row)
{
	struct csv_row same;

	assert(csv_next(again, a, &same) == CSV_ROW);
	assert(same.n == row->n);
	for (size_t i = 0; i < row->n; i++)
		assert(str_eq(same.cells[i].text, row->cells[i].text));
}

static void check_places(const struct csv_row *row, struct str file, unsigned line)
{
	assert(row->n && row->source.p >= file.p);
	assert(row->source.p + row->source.n <= file.p + file.n);
	for (size_t i = 0; i < row->n; i++) {
		assert(row->cells[i].line >= line && row->cells[i].column >= 1);
		line = row->cells[i].line;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str file = { (const char *)bytes, n };
	struct csv_reader r = csv_read(file);
	enum csv_result result;
	struct csv_row row;
	struct arena a;

	arena_init(&a, CAP_BYTES);
	struct out written = out_new(&a, 1 << 24);
	while ((result = csv_next(&r, &a, &row)) == CSV_ROW && !a.exceeded) {
		struct out one = out_new(&a, 1 << 24);

		check_places(&row, file, 1);
		write_row(&one, &row);
		struct csv_reader alone = csv_read(out_done(&one));
		check_again(&alone, &a, &row);
		out_str(&written, out_done(&one));
	}
	assert(result == CSV_END || a.exceeded || (row.n == 1 && row.cells[0].column >= 1));
	struct csv_reader first = csv_read(file), again = csv_read(out_done(&written));
	while (!a.exceeded && csv_next(&first, &a, &row) == CSV_ROW)
		check_again(&again, &a, &row);
	arena_free(&a);
	return 0;
}

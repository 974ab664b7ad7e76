/*
 * Any bytes as what follows the names of columns in a table of translations: read without harm, and
 * what is read of it, written as a table, reads the same.
 */
#include "csv.h"
#include "translation_rows.h"
#include "utf8.h"

#include <assert.h>

enum { CAP_BYTES = 512 << 20, FILE_MAX_BYTES = 8 << 20 };

#define NAMES "record,field,to,state,original,translation\n"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void write_row(struct out *o, const struct translation_row *row)
{
	const struct str cells[] = { row->record, row->field, row->to, row->state, row->original,
		row->text };

	for (size_t i = 0; i < COUNT(cells); i++) {
		if (i)
			out_char(o, ',');
		csv_write(o, csv_guarded(o->arena, cells[i]));
	}
	out_z(o, "\n");
}

static void check_same(const struct translation_row *a, const struct translation_row *b)
{
	assert(str_eq(a->record, b->record) && str_eq(a->field, b->field));
	assert(str_eq(a->to, b->to) && str_eq(a->state, b->state));
	assert(str_eq(a->original, b->original) && str_eq(a->text, b->text));
}

static void check(struct arena *a, const struct translation_rows *rows)
{
	struct translation_rows again = translation_rows_new(a);
	struct out o = out_new(a, 2 * FILE_MAX_BYTES);
	struct rows_fault fault;

	out_z(&o, NAMES);
	for (size_t i = 0; i < rows->n; i++)
		write_row(&o, &rows->v[i]);
	assert(translation_csv_parse(out_done(&o), &again, &fault));
	size_t at = 0;
	for (size_t i = 0; i < rows->n; i++)
		if (!rows->v[i].wrong)
			check_same(&rows->v[i], &again.v[at++]);
		else
			at += rows->v[i].text.n > 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct rows_fault fault;
	struct arena a;

	arena_init(&a, CAP_BYTES);
	struct out file = out_new(&a, FILE_MAX_BYTES);
	struct translation_rows rows = translation_rows_new(&a);
	out_z(&file, NAMES);
	out_bytes(&file, (const char *)bytes, n);
	if (utf8_is_text(out_done(&file)) && translation_csv_parse(out_done(&file), &rows, &fault))
		check(&a, &rows);
	assert(!a.exceeded);
	arena_free(&a);
	return 0;
}

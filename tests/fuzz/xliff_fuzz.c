/*
 * Any bytes as a file of translations: read without harm, and what is taken for one has bounds and
 * is well-formed text. `translation_csv` is the same with a header before it.
 */
#include "translation_rows.h"
#include "utf8.h"

#include <assert.h>

enum { CAP_BYTES = 256 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check_row(const struct translation_row *row)
{
	const struct str all[] = { row->record, row->field, row->to, row->state, row->original,
		row->text };

	for (size_t i = 0; i < COUNT(all); i++)
		assert(row->wrong || utf8_is_text(all[i]));
	assert(row->text.n || row->wrong);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const struct str file = { (const char *)bytes, n };
	struct rows_fault fault = { NULL, NULL, S(""), 0 };
	struct arena a;

	arena_init(&a, CAP_BYTES);
	struct translation_rows rows = translation_rows_new(&a);
	if (translation_rows_parse(file, &rows, &fault))
		for (size_t i = 0; i < rows.n; i++)
			check_row(&rows.v[i]);
	else
		assert(fault.code && fault.why);
	assert(rows.n <= TRANSLATION_FILE_ROWS_MAX);
	assert(!a.exceeded);
	arena_free(&a);
	return 0;
}

/*
 * Any bytes as a file: what comes out is well-formed text, the same however often it is read, and
 * a file that is refused has a reason and a place.
 */
#include "decode.h"
#include "out.h"
#include "utf8.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

enum { FILE_MAX_BYTES = 8 << 20 };

/* The whole text, `step` bytes taken from the window at a time. */
static struct str read_all(struct decoder *d, struct arena *a, size_t step)
{
	struct out o = out_new(a, FILE_MAX_BYTES);

	decoder_rewind(d);
	out_z(&o, "");
	while (decoder_more(d, 0) || d->text.n) {
		size_t taken = d->text.n < step ? d->text.n : step;

		out_str(&o, (struct str){ d->text.p, taken });
		decoder_more(d, taken);
	}
	assert(d->is_end && !d->fault);
	return out_done(&o);
}

static void check(struct str file, struct arena *a)
{
	struct byte_source from = bytes_of_text(&file);
	struct decoder d;

	if (!decoder_open(&d, a, from)) {
		assert(d.fault && d.has_place && d.line && d.column);
		return;
	}
	struct str text = read_all(&d, a, SIZE_MAX);
	assert(utf8_is_text(text));
	assert(text.n <= 3 * file.n);
	if (d.encoding == ENCODING_UTF8 && !d.ends_lines_with_cr)
		assert(str_ends(file, text) && file.n - text.n <= 3);
	if (file.n < 2000)
		assert(str_eq(read_all(&d, a, 7), text));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena a;

	arena_init(&a, 4 * FILE_MAX_BYTES);
	check((struct str){ (const char *)bytes, n }, &a);
	arena_free(&a);
	return 0;
}

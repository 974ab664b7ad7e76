/* Any bytes as a form with files: the first line is its Content-Type, the rest its body. */
#include "multipart.h"
#include "utf8.h"

#include <assert.h>
#include <stdint.h>

enum { CAP_BYTES = 16 << 20 };

static void check_files(struct str body, const struct uploads *files)
{
	for (size_t i = 0; i < files->n; i++) {
		const struct upload *f = &files->v[i];

		assert(f->bytes.p >= body.p && f->bytes.p + f->bytes.n <= body.p + body.n);
		assert(utf8_is_text(f->field) && utf8_is_text(f->name) && f->name.n <= 255);
		assert(str_find(f->name, '/') == f->name.n && str_find(f->name, '\n') == f->name.n);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str rest = { (const char *)bytes, n }, type = S("");
	struct params fields;
	struct uploads files;
	struct arena a;

	arena_init(&a, CAP_BYTES);
	if (n)
		str_cut(&rest, '\n', &type);
	if (multipart_parse(rest, multipart_boundary(type), &a, &fields, &files)) {
		assert(fields.n <= PARAMS_MAX && files.n <= PARAMS_MAX);
		for (size_t i = 0; i < fields.n; i++)
			assert(utf8_is_text(fields.v[i].name) && utf8_is_text(fields.v[i].value));
		check_files(rest, &files);
	}
	assert(!a.exceeded);
	arena_free(&a);
	return 0;
}

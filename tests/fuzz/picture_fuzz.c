/* Any bytes as a picture: what is kept of it is kept again as it is, and tells of no place. */
#include "out.h"
#include "picture.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

enum { CAP_BYTES = 64 << 20 };

static struct str joined(struct arena *a, const struct pieces *pieces)
{
	struct out o = out_new(a, CAP_BYTES / 4);

	for (size_t i = 0; i < pieces->n; i++)
		out_str(&o, pieces->v[i]);
	return out_done(&o);
}

static void check_again(struct arena *a, const struct file_type *type, const struct picture *p)
{
	struct str kept = joined(a, &p->kept);
	struct picture again;
	const char *why = NULL;

	assert(p->width > 0 && p->height > 0);
	assert((int64_t)p->width * p->height <= PICTURE_MAX_PIXELS);
	assert(picture_read(type, kept, a, &again, &why));
	assert(again.width == p->width && again.height == p->height);
	assert(str_eq(joined(a, &again.kept), kept));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const char *const types[] = { "jpeg", "png", "gif", "webp" };
	struct str text = { (const char *)bytes, n };
	struct picture picture;
	const char *why;
	struct arena a;

	for (size_t i = 0; i < COUNT(types); i++) {
		const struct file_type *type;

		arena_init(&a, CAP_BYTES);
		why = NULL;
		type = file_type_of(text, S("x"), &a, &why);
		if (type && !strcmp(type->name, types[i])) {
			if (picture_read(type, text, &a, &picture, &why))
				check_again(&a, type, &picture);
			else
				assert(why);
		}
		arena_free(&a);
	}
	return 0;
}

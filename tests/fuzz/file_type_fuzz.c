/* Any bytes as a file, the first line its name: a type or a reason, and a name that fits it. */
#include "file_type.h"
#include "utf8.h"
#include "zip.h"

#include <assert.h>
#include <stdint.h>

enum { CAP_BYTES = 64 << 20 };

static void check_zip(struct str bytes, struct arena *a)
{
	struct zip zip;

	if (zip_read(bytes, a, &zip) != ZIP_SOUND)
		return;
	for (size_t i = 0; i < zip.n; i++) {
		const struct str packed = zip.v[i].packed;

		assert(packed.p >= bytes.p && packed.p + packed.n <= bytes.p + bytes.n);
		zip_unpack(&zip.v[i], 1 << 16, a);
	}
	zip_check(&zip, bytes.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str rest = { (const char *)bytes, n }, name = S("");
	const char *why = NULL;
	struct arena a;

	arena_init(&a, CAP_BYTES);
	if (n)
		str_cut(&rest, '\n', &name);
	const struct file_type *type = file_type_of(rest, name, &a, &why);
	assert(!type != !why);
	if (type) {
		struct str kept = file_name_kept(&a, name, type);

		assert(kept.n > 3 && utf8_is_text(kept) && kept.p[0] != '.');
		assert(str_find(kept, '/') == kept.n && str_find(kept, '\n') == kept.n);
		assert(str_eq(file_name_kept(&a, kept, type), kept));
	}
	check_zip(rest, &a);
	zip_is_behind(rest);
	assert(!a.exceeded);
	arena_free(&a);
	return 0;
}

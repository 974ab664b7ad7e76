/* Any bytes as an Accept-Language header: some language of ours is chosen, the same each time. */
#include "lang.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str header = { (const char *)bytes, n };
	const struct language *l = language_accepted(header);
	struct arena a;

	assert(l == &languages[l->index]);
	assert(language_accepted(header) == l);
	/* A language nobody speaks here, named before, changes nothing. */
	arena_init(&a, 64 + 2 * n);
	assert(language_accepted(str_printf(&a, "tlh,%.*s", STR_ARG(header))) == l || !n ||
		str_find(header, '\0') < n);
	arena_free(&a);
	return 0;
}

/* Any bytes as what a browser sends with a form: its body, its cookies, the address it came from.
 */
#include "client.h"
#include "cookie.h"
#include "params.h"
#include "utf8.h"

#include <assert.h>
#include <stdint.h>

enum { CAP_BYTES = 16 << 20 };

static void check_body(struct arena *a, struct str body)
{
	struct params all;

	if (!params_parse(body, a, &all))
		return;
	assert(all.n <= PARAMS_MAX);
	for (size_t i = 0; i < all.n; i++)
		assert(utf8_is_text(all.v[i].name) && utf8_is_text(all.v[i].value));
	params_find(&all, "token");
}

static void check_cookie(struct str header)
{
	struct str found = cookie_find(header, S("jalon"));

	assert(!found.n || (found.p >= header.p && found.p + found.n <= header.p + header.n));
	assert(str_find(found, ';') == found.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str text = { (const char *)bytes, n };
	struct arena a;

	arena_init(&a, CAP_BYTES);
	check_body(&a, text);
	check_cookie(text);
	client_network(&a, text);
	assert(!a.exceeded);
	arena_free(&a);
	return 0;
}

/*
 * Any bytes as JSON: read without harm, and what the library takes for JSON is read to its end,
 * in one piece or in two.
 */
#include "json_read.h"
#include "utf8.h"

#include <assert.h>
#include <jansson.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static enum jsonr_token read_to_end(struct jsonr *r, struct arena *a)
{
	struct jsonr_event event;
	enum jsonr_token token;

	while ((token = jsonr_next(r, a, &event)) != JSONR_SPENT && token != JSONR_BROKEN) {
		assert(utf8_is_text(event.text));
		assert(event.line && event.column && r->depth <= JSONR_DEPTH_MAX);
	}
	assert((token == JSONR_BROKEN) == (event.why != NULL));
	return token;
}

/* Up to `cut` first, then from the last token on with the whole. */
static enum jsonr_token read_in_two(struct str text, size_t cut, struct arena *a)
{
	struct jsonr r = jsonr_of((struct str){ text.p, cut }), before;
	struct jsonr_event event;
	enum jsonr_token token;

	do {
		before = r;
		token = jsonr_next(&r, a, &event);
	} while (token != JSONR_SPENT && token != JSONR_BROKEN);
	before.rest = str_from_at(text, cut - before.rest.n);
	return read_to_end(&before, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str text = { (const char *)bytes, n };
	struct arena a;

	if (!utf8_is_text(text) || n > 10000)
		return 0;
	arena_init(&a, 64 << 20);
	struct jsonr r = jsonr_of(text);
	enum jsonr_token token = read_to_end(&r, &a);
	bool is_whole = token == JSONR_SPENT && jsonr_is_whole(&r);
	json_t *known = json_loadb(text.p ? text.p : "", n, JSON_DECODE_INT_AS_REAL, NULL);
	assert(!known || is_whole || r.depth == JSONR_DEPTH_MAX);
	json_decref(known);
	size_t cut = n / 2;
	while (cut && (text.p[cut] & 0xC0) == 0x80)
		cut--;
	assert(read_in_two(text, cut, &a) == token);
	arena_free(&a);
	return 0;
}

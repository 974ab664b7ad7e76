/*
 * Any bytes as a file that was taken along: read without harm, and what is taken for one says the
 * same when it is written anew.
 */
#include "offline.h"
#include "utf8.h"

#include <assert.h>

enum { CAP_BYTES = 64 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check_texts(const struct offline_texts *texts)
{
	assert(texts->n <= OFFLINE_TEXTS_MAX);
	for (size_t i = 0; i < texts->n; i++)
		assert(utf8_is_text(texts->v[i].path) && utf8_is_text(texts->v[i].text));
}

/* As offline_sealed() does, with whatever seal. */
static struct str written(
	struct arena *a, const struct offline *o, const struct offline_texts *typed)
{
	struct str record = offline_canonical(a, o), block = offline_typed(a, typed);
	struct out out = out_new(a, CAP_BYTES);
	struct page_out page = { &out, a, &languages[0] };

	out_z(&out, "<script type=\"application/json\" id=\"jalon-record\">"
		    "{\"format\":1,\"seal\":\"\",\"record\":");
	html_json(&page, (struct json_text){ record });
	out_z(&out, "}</script><script type=\"application/json\" id=\"jalon-typed\">");
	html_json(&page, (struct json_text){ block });
	out_z(&out, "</script>");
	return out_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str file = { (const char *)bytes, n }, seal;
	struct offline_texts typed, typed_again;
	struct offline o, again;
	struct arena a;

	arena_init(&a, CAP_BYTES);
	if (offline_parse(&a, file, &o, &seal, &typed) == OFFLINE_IS_ONE) {
		check_texts(&o.base);
		check_texts(&o.drafts);
		check_texts(&typed);
		struct str canonical = offline_canonical(&a, &o);
		assert(offline_parse(&a, written(&a, &o, &typed), &again, &seal, &typed_again) ==
			OFFLINE_IS_ONE);
		assert(str_eq(canonical, offline_canonical(&a, &again)));
		assert(str_eq(offline_typed(&a, &typed), offline_typed(&a, &typed_again)));
	}
	assert(!a.exceeded);
	arena_free(&a);
	return 0;
}

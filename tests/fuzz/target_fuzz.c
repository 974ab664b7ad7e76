/* Any bytes as a target: read and matched without fault, and whole in what they say. */
#include "router.h"
#include "utf8.h"

#include <assert.h>
#include <stdint.h>

enum { CAP_BYTES = 1024 * 1024 };

static enum http_status answer(struct request *r)
{
	(void)r;
	return HTTP_OK;
}

static const struct route rows[] = {
	{ .pattern = "/", .permission = 1, .handler = answer },
	{ .pattern = "/{lang}", .permission = 1, .handler = answer },
	{ .pattern = "/{lang}/practices/:id", .permission = 1, .handler = answer },
	{ .pattern = "/{lang}/practices/new", .permission = 1, .handler = answer },
	{ .pattern = "/:any/:other", .permission = 1, .handler = answer },
	{ .method = METHOD_POST, .pattern = "/a/:b/c/:d", .permission = 1, .handler = answer },
	{ 0 },
};

static const struct site site = { .route_tables = (const struct route *const[]){ rows, NULL } };

static void check_parts(const struct request *r)
{
	assert(utf8_is_text(r->path) && str_starts(r->path, S("/")));
	assert(r->n_segments <= PATH_SEGMENTS_MAX && r->params.n <= PARAMS_MAX);
	for (size_t i = 0; i < r->n_segments; i++)
		assert(utf8_is_text(r->segments[i]));
	for (size_t i = 0; i < r->params.n; i++)
		assert(utf8_is_text(r->params.v[i].name) && utf8_is_text(r->params.v[i].value));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct request r = { .target = { (const char *)bytes, n }, .site = &site };

	arena_init(&r.arena, CAP_BYTES);
	if (request_parse_target(&r) == PARSE_OK) {
		check_parts(&r);
		enum http_status status = router_match(&site, &r);

		assert((status == HTTP_OK) == (r.route != NULL));
		request_path_arg(&r, "id");
		answer_redirect(&r, request_param(&r, "next"));
	}
	assert(!r.arena.exceeded);
	arena_free(&r.arena);
	return 0;
}

#include "app_pages.h"
#include "assets_files.h"
#include "register_sql.h"
#include "work.h"

#include <string.h>

/* To add a type of asset: a row here. */
static const struct {
	const char *ending, *type;
} types[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
};

static const char *type_of(struct str name)
{
	for (size_t i = 0; i < COUNT(types); i++)
		if (str_ends(name, str_from(types[i].ending)))
			return types[i].type;
	return "application/octet-stream";
}

/* The hash is part of the address, so what was fetched once never changes. */
static enum http_status asset(struct request *r)
{
	struct str hash = request_path_arg(r, "hash"), name = request_path_arg(r, "name");

	for (size_t i = 0; i < n_assets_files; i++) {
		if (!str_is(name, assets_files[i].name) || !str_is(hash, assets_files[i].hash))
			continue;
		out_bytes(&r->body, (const char *)assets_files[i].bytes, assets_files[i].n);
		r->type = type_of(name);
		r->is_of_no_language = true;
		answer_header(r, "Cache-Control", S("public, max-age=31536000, immutable"));
		return HTTP_OK;
	}
	return HTTP_NOT_FOUND;
}

/* 200 when the store answers; the lane gives 503 when it does not. */
static enum http_status health(struct request *r)
{
	counters_read(work_of(r)->db);
	r->type = "text/plain; charset=utf-8";
	r->is_of_no_language = true;
	out_z(&r->body, "ok\n");
	return HTTP_OK;
}

const struct route app_routes[] = {
	{ METHOD_GET, "/assets/:hash/:name", LANE_READ, VERB_READ, asset },
	{ METHOD_GET, "/healthz", LANE_READ, VERB_READ, health },
	{ 0 },
};

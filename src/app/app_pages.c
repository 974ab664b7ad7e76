#include "app_pages.h"
#include "assets_files.h"
#include "hall.h"
#include "pack.h"
#include "register_sql.h"
#include "work.h"

#include <string.h>

/* To add a type of asset: a row here. */
static const struct {
	const char *ending, *type;
} types[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
};

static const char *type_of(struct str name)
{
	for (size_t i = 0; i < COUNT(types); i++)
		if (str_ends(name, str_from(types[i].ending)))
			return types[i].type;
	return "application/octet-stream";
}

static const struct embedded *asset_find(struct str name)
{
	for (size_t i = 0; i < n_assets_files; i++)
		if (str_is(name, assets_files[i].name))
			return &assets_files[i];
	return NULL;
}

/* To add a coding: a row here, and its files in meson.build. The best is the first. */
static const struct {
	const char *coding, *ending;
} codings[] = {
	{ "br", ".br" },
	{ "gzip", ".gz" },
};

/* The asset as it was packed when the program was built, if the reader can unpack that. */
static const struct embedded *asset_packed(struct request *r, const struct embedded *plain)
{
	struct str accepted = request_header(r, "Accept-Encoding");

	for (size_t i = 0; i < COUNT(codings); i++) {
		const struct embedded *packed =
			asset_find(str_printf(&r->arena, "%s%s", plain->name, codings[i].ending));

		if (!packed || packed->n >= plain->n ||
			!pack_is_accepted(accepted, codings[i].coding))
			continue;
		answer_header(r, "Content-Encoding", str_from(codings[i].coding));
		return packed;
	}
	return plain;
}

/* The hash is part of the address, so what was fetched once never changes. */
static enum http_status asset(struct request *r)
{
	const struct embedded *plain = asset_find(request_path_arg(r, "name")), *sent;

	if (!plain || !str_is(request_path_arg(r, "hash"), plain->hash))
		return HTTP_NOT_FOUND;
	sent = asset_packed(r, plain);
	out_bytes(&r->body, (const char *)sent->bytes, sent->n);
	r->type = type_of(str_from(plain->name));
	r->is_of_no_language = true;
	answer_header(r, "Cache-Control", S("public, max-age=31536000, immutable"));
	return HTTP_OK;
}

/* 200 when the store answers; the lane gives 503 when it does not. */
static enum http_status health(struct request *r)
{
	counters_read(work_of(r)->db);
	answer_header(r, "Cache-Control", S("no-store"));
	r->type = "text/plain; charset=utf-8";
	r->is_of_no_language = true;
	out_z(&r->body, "ok\n");
	return HTTP_OK;
}

static enum http_status metrics(struct request *r)
{
	const struct hall *hall = r->site->arg;

	answer_header(r, "Cache-Control", S("no-store"));
	r->type = "text/plain; version=0.0.4; charset=utf-8";
	r->is_of_no_language = true;
	metrics_write(hall->metrics, &r->body);
	metrics_write_mail(hall->postman, mail_waiting(work_of(r)), work_of(r)->now_ms, &r->body);
	return HTTP_OK;
}

const struct route app_routes[] = {
	{ METHOD_GET, "/assets/:hash/:name", LANE_READ, VERB_READ, asset },
	{ METHOD_GET, "/healthz", LANE_READ, VERB_READ, health },
	{ METHOD_GET, "/metrics", LANE_READ, VERB_READ, metrics },
	{ 0 },
};

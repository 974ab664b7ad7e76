#include "sitemap.h"
#include "api.h"
#include "clock.h"
#include "describe.h"
#include "record.h"
#include "sitemap_sql.h"

#include <string.h>

enum {
	PART_RECORDS = 5000, /* twice as many addresses: far below the 50,000 of the protocol */
	MAP_MAX_BYTES = 24 << 20
};

#define NAMESPACES \
	"xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" " \
	"xmlns:xhtml=\"http://www.w3.org/1999/xhtml\""

struct map {
	struct work *work;
	const struct route *const *tables;
	struct str origin;
	struct out *out;
};

/* ---- XML */

/* Addresses are percent-encoded: of XML's own signs only this one can stand in them. */
static void put_address(struct map *m, const struct language *l, struct str path)
{
	out_str(m->out, m->origin);
	out_printf(m->out, "/%s", l->code);
	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] == '&')
			out_z(m->out, "&amp;");
		else
			out_char(m->out, path.p[i]);
}

static void put_page_in(
	struct map *m, const struct language *l, struct str path, int64_t changed_ms)
{
	out_z(m->out, "<url><loc>");
	put_address(m, l, path);
	out_z(m->out, "</loc>");
	if (changed_ms) {
		out_z(m->out, "<lastmod>");
		out_str(m->out, clock_rfc3339(m->out->arena, changed_ms));
		out_z(m->out, "</lastmod>");
	}
	for (size_t i = 0; i < LANG_COUNT; i++) {
		out_printf(m->out, "<xhtml:link rel=\"alternate\" hreflang=\"%s\" href=\"",
			languages[i].code);
		put_address(m, &languages[i], path);
		out_z(m->out, "\"/>");
	}
	out_z(m->out, "</url>\n");
}

/* `path` stands after the language. */
static void put_page(struct map *m, struct str path, int64_t changed_ms)
{
	for (size_t i = 0; i < LANG_COUNT; i++)
		put_page_in(m, &languages[i], path, changed_ms);
}

/* ---- pages that the routes tell of */

/* "/framework/" and "2.4" */
static void put_page_of(struct map *m, struct str before, struct str code)
{
	struct out path = out_new(m->work->arena, before.n + 3 * code.n);

	out_str(&path, before);
	out_url_component(&path, code);
	put_page(m, out_done(&path), 0);
}

/* Is it "/framework/", when pages of the list's terms stand below "/framework"? */
static bool are_places_of(const struct vocabulary *v, struct str before)
{
	struct str place = str_from(v->source->place ? v->source->place : "");

	return place.n && place.n + 1 == before.n && str_starts(before, place);
}

/* The end of the pattern stands for the codes of lists that have pages there. */
static void put_terms(struct map *m, struct str before)
{
	const struct vocabularies *all = m->work->vocabularies;

	for (size_t k = 0; k < all->n; k++)
		for (size_t i = 0; are_places_of(&all->v[k], before) && i < all->v[k].n; i++)
			put_page_of(m, before, all->v[k].terms[i].code);
}

static void put_collections(struct map *m, struct str before)
{
	HOUSE_EACH(m->work->house, module)
		for (const struct kind *const *k = module->kinds; k && *k; k++)
			if (api_has_list(m->tables, *k))
				put_page_of(m, before, str_from((*k)->plural));
}

/*
 * A file, or news of a list, is no page although it is below a language; nor is a door, or what is
 * behind it, a page for all.
 */
static bool is_page(const struct route *route)
{
	return route->method == METHOD_GET && route->permission == VERB_READ &&
	       str_starts(str_from(route->pattern), S("/{lang}")) &&
	       route->handler != exchange_feed && !strchr(route->pattern, '.');
}

static void put_route(struct map *m, const struct route *route)
{
	struct str path = str_from_at(str_from(route->pattern), strlen("/{lang}"));
	size_t at = str_find(path, ':');

	if (!is_page(route))
		return;
	if (at == path.n)
		put_page(m, path, 0);
	else if (str_is(str_from_at(path, at + 1), "collection"))
		put_collections(m, (struct str){ path.p, at });
	else if (!str_is(str_from_at(path, at + 1), "id")) /* records are told one by one */
		put_terms(m, (struct str){ path.p, at });
}

static void put_routes(struct map *m)
{
	for (const struct route *const *table = m->tables; *table; table++)
		for (const struct route *route = *table; route->pattern; route++)
			put_route(m, route);
}

/* ---- records */

/* Has the kind a page for each record? */
static bool has_pages(const struct map *m, const struct kind *k)
{
	const char *pattern = str_printf(m->work->arena, "/{lang}/%s/:id", k->plural).p;

	for (const struct route *const *table = m->tables; *table; table++)
		for (const struct route *route = *table; route->pattern; route++)
			if (route->method == METHOD_GET && !strcmp(route->pattern, pattern))
				return true;
	return false;
}

/* "/practices/", or nothing for kinds without pages; asked once for many records in a row. */
static struct str place_of(struct map *m, struct str kind)
{
	const struct kind *k = house_kind(m->work->house, kind);

	return k && has_pages(m, k) ? str_printf(m->work->arena, "/%s/", k->plural) : S("");
}

static void put_records(struct map *m, int64_t after, int64_t until)
{
	struct db_rows *rows =
		db_query(m->work->db, SQL_SITEMAP_RECORDS, DB_VALUES(V(after), V(until)));
	struct str kind = S(""), place = S("");

	while (db_next(rows)) {
		struct str id = db_column_text(rows, 1), state = db_column_text(rows, 2);
		struct out path = out_new(m->out->arena, 1000);

		if (!str_eq(kind, db_column_text(rows, 0))) {
			kind = db_column_text(rows, 0);
			place = place_of(m, kind);
		}
		const struct record record = { .kind = kind, .state = state };

		if (!place.n || !record_may_be_read(m->work, &record))
			continue;
		out_str(&path, place);
		out_url_component(&path, id);
		put_page(m, out_done(&path), db_column_int(rows, 3));
	}
	db_done(rows);
}

/* ---- answers */

static int64_t last_record(struct work *w)
{
	int64_t last = 0;

	db_one_int(w->db, SQL_SITEMAP_LAST, NULL, 0, &last);
	return last;
}

static struct map map_begin(struct request *r)
{
	r->is_of_no_language = true;
	r->body = out_new(&r->arena, MAP_MAX_BYTES);
	r->type = "application/xml; charset=utf-8";
	out_z(&r->body, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
	return (struct map){ work_of(r), r->site->route_tables, request_origin(r), &r->body };
}

/* Part 0 has all pages that are no records. */
static enum http_status answer_part(struct request *r, int64_t part)
{
	struct map m = map_begin(r);

	out_z(m.out, "<urlset " NAMESPACES ">\n");
	if (!part)
		put_routes(&m);
	put_records(&m, part * PART_RECORDS, (part + 1) * PART_RECORDS);
	out_z(m.out, "</urlset>\n");
	return HTTP_OK;
}

static enum http_status answer_index(struct request *r, int64_t n)
{
	struct map m = map_begin(r);

	out_z(m.out, "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
	for (int64_t i = 0; i < n; i++) {
		out_z(m.out, "<sitemap><loc>");
		out_str(m.out, m.origin);
		out_printf(m.out, "/sitemap/%lld.xml</loc></sitemap>\n", (long long)i);
	}
	out_z(m.out, "</sitemapindex>\n");
	return HTTP_OK;
}

static int64_t parts_of(struct work *w)
{
	return (last_record(w) + PART_RECORDS - 1) / PART_RECORDS;
}

static enum http_status sitemap(struct request *r)
{
	int64_t n = parts_of(work_of(r));

	return n > 1 ? answer_index(r, n) : answer_part(r, 0);
}

static enum http_status sitemap_part(struct request *r)
{
	struct str name = request_path_arg(r, "part");
	int64_t part;

	if (!str_ends(name, S(".xml")))
		return HTTP_NOT_FOUND;
	name.n -= strlen(".xml");
	if (!str_int(name, &part) || part < 0 || part >= parts_of(work_of(r)))
		return HTTP_NOT_FOUND;
	return answer_part(r, part);
}

/* Whole lists as files may be fetched by all, each narrowed list by none (RFC 9309). */
static enum http_status robots(struct request *r)
{
	struct str origin = request_origin(r);

	r->is_of_no_language = true;
	r->type = "text/plain; charset=utf-8";
	out_z(&r->body, "User-agent: *\nAllow: /\nAllow: " API_ROOT "/*?format=\nDisallow: /*?\n");
	if (origin.n)
		out_printf(&r->body, "\nSitemap: " STR_FMT "/sitemap.xml\n", STR_ARG(origin));
	return HTTP_OK;
}

static const struct route routes[] = {
	{ METHOD_GET, "/robots.txt", LANE_READ, VERB_READ, robots },
	{ METHOD_GET, "/sitemap.xml", LANE_SLOW, VERB_READ, sitemap },
	{ METHOD_GET, "/sitemap/:part", LANE_SLOW, VERB_READ, sitemap_part },
	{ 0 },
};

const struct module sitemap_module = {
	.name = "sitemap",
	.routes = routes,
	.sql = sitemap_sql,
	.n_sql = COUNT(sitemap_sql),
};

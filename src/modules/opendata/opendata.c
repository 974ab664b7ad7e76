#include "opendata.h"
#include "catalog.h"
#include "dictionary.h"
#include "openapi.h"
#include "opendata_pages.h"
#include "reference.h"

#include <string.h>

enum { FILE_MAX_BYTES = 4 << 20 };

/* All languages stand beside each other in it. */
static void answer_download(struct request *r, const char *type, struct str name)
{
	r->is_of_no_language = true;
	r->body = out_new(&r->arena, FILE_MAX_BYTES);
	r->type = type;
	answer_header(r, "Content-Disposition",
		str_printf(&r->arena, "attachment; filename=\"" STR_FMT "\"", STR_ARG(name)));
}

static enum http_status dictionary_file(struct request *r)
{
	const struct kind *k = opendata_collection(r, request_path_arg(r, "collection"));

	if (!k)
		return HTTP_NOT_FOUND;
	answer_download(r, "text/csv; charset=utf-8",
		str_printf(&r->arena, "%s-dictionary.csv", k->plural));
	dictionary_csv(work_of(r), k, &r->body);
	return HTTP_OK;
}

static enum http_status datapackage_file(struct request *r)
{
	const struct kind *k = opendata_collection(r, request_path_arg(r, "collection"));

	if (!k)
		return HTTP_NOT_FOUND;
	r->body = out_new(&r->arena, FILE_MAX_BYTES);
	r->type = "application/json";
	struct json j = jsonw_to(&r->body);
	datapackage_json(work_of(r), k, request_origin(r), &j);
	return HTTP_OK;
}

/* "activity.csv", or plainly "activity". */
static enum http_status vocabulary_file(struct request *r)
{
	struct str name = request_path_arg(r, "name");

	if (str_ends(name, S(".csv")))
		name.n -= 4;
	const struct vocabulary *v = vocabulary_find(work_of(r)->vocabularies, name);
	if (!v)
		return HTTP_NOT_FOUND;
	answer_download(
		r, "text/csv; charset=utf-8", str_printf(&r->arena, "%s.csv", v->source->name));
	vocabulary_csv(v, &r->body);
	return HTTP_OK;
}

/* A file of data/ as it was shipped. */
static enum http_status reference_as_it_is(struct request *r)
{
	struct str name = request_path_arg(r, "file");

	HOUSE_FILES(work_of(r)->house, m, file)
		if (str_is(name, file->file)) {
			bool is_csv = str_ends(name, S(".csv"));

			answer_download(
				r, is_csv ? "text/csv; charset=utf-8" : "application/json", name);
			out_str(&r->body, reference_file(file->file));
			return HTTP_OK;
		}
	return HTTP_NOT_FOUND;
}

/* ---- the catalogue */

static enum http_status catalog_in(struct request *r, enum rdf_form form)
{
	r->is_of_no_language = true;
	r->body = out_new(&r->arena, FILE_MAX_BYTES);
	r->type = rdf_type(form);
	struct rdf rdf = rdf_begin(form, &r->body);
	catalog_rdf(work_of(r), r->site, request_origin(r), &rdf);
	return HTTP_OK;
}

static enum http_status catalog_turtle(struct request *r)
{
	return catalog_in(r, RDF_TURTLE);
}

static enum http_status catalog_json_ld(struct request *r)
{
	return catalog_in(r, RDF_JSON_LD);
}

static bool holds(struct str text, const char *word)
{
	return memmem(text.p, text.n, word, strlen(word)) != NULL;
}

/* Its name without an ending: people get the page, programs the form they ask for. */
static enum http_status catalog_named(struct request *r)
{
	struct str accept = request_header(r, "Accept");

	if (holds(accept, "application/ld+json"))
		return answer_redirect(r, S("/data/catalog.jsonld"));
	if (holds(accept, "text/turtle"))
		return answer_redirect(r, S("/data/catalog.ttl"));
	return answer_redirect(r, str_printf(&r->arena, "/%s/data", r->lang->code));
}

/* ---- how a collection is cited */

static enum http_status collection_cited(struct request *r)
{
	const struct kind *k = opendata_collection(r, request_path_arg(r, "collection"));

	if (!k)
		return HTTP_NOT_FOUND;
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct citation c = cite_collection(&o, work_of(r), request_origin(r), k);
	return cite_answer(r, &c, r->segments[r->n_segments - 1]);
}

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}/data", LANE_READ, VERB_READ, opendata_page },
	{ METHOD_GET, "/{lang}/data/:collection", LANE_READ, VERB_READ, opendata_dictionary_page },
	{ METHOD_GET, "/{lang}" API_PAGE, LANE_READ, VERB_READ, opendata_api_page },
	{ METHOD_GET, "/data/:collection/dictionary.csv", LANE_READ, VERB_READ, dictionary_file },
	{ METHOD_GET, "/data/:collection/datapackage.json", LANE_READ, VERB_READ,
		datapackage_file },
	{ METHOD_GET, "/data/vocabularies/:name", LANE_READ, VERB_READ, vocabulary_file },
	{ METHOD_GET, "/data/reference/:file", LANE_READ, VERB_READ, reference_as_it_is },
	{ METHOD_GET, "/data/catalog", LANE_READ, VERB_READ, catalog_named },
	{ METHOD_GET, "/data/catalog.ttl", LANE_READ, VERB_READ, catalog_turtle },
	{ METHOD_GET, "/data/catalog.jsonld", LANE_READ, VERB_READ, catalog_json_ld },
	{ METHOD_GET, "/{lang}/data/:collection/cite.bib", LANE_READ, VERB_READ, collection_cited },
	{ METHOD_GET, "/{lang}/data/:collection/cite.json", LANE_READ, VERB_READ,
		collection_cited },
	EXCHANGE_DESCRIPTION,
	{ 0 },
};

static const struct nav_item nav[] = { { "/data", N_("Open data") }, { 0 } };

static const struct nav_item foot[] = { { "/data", N_("Open data") }, { API_PAGE, N_("API") },
	{ 0 } };

const struct module opendata_module = {
	.name = "opendata", .routes = routes, .nav = nav, .foot = foot
};

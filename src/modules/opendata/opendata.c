#include "opendata.h"
#include "dictionary.h"
#include "openapi.h"
#include "opendata_pages.h"

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

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}/data", LANE_READ, VERB_READ, opendata_page },
	{ METHOD_GET, "/{lang}/data/:collection", LANE_READ, VERB_READ, opendata_dictionary_page },
	{ METHOD_GET, "/{lang}" API_PAGE, LANE_READ, VERB_READ, opendata_api_page },
	{ METHOD_GET, "/data/:collection/dictionary.csv", LANE_READ, VERB_READ, dictionary_file },
	{ METHOD_GET, "/data/:collection/datapackage.json", LANE_READ, VERB_READ,
		datapackage_file },
	{ METHOD_GET, "/data/vocabularies/:name", LANE_READ, VERB_READ, vocabulary_file },
	EXCHANGE_DESCRIPTION,
	{ 0 },
};

static const struct nav_item nav[] = { { "/data", N_("Open data") }, { 0 } };

const struct module opendata_module = { .name = "opendata", .routes = routes, .nav = nav };

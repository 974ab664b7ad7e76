/*
 * openapi.h - the API told to programs: an index, and an OpenAPI 3.1 document made of the routes,
 * the kinds and the code lists. Deterministic: the same program and lists give the same bytes.
 */
#ifndef OPENAPI_H
#define OPENAPI_H

#include "describe.h"
#include "json.h"

enum http_status exchange_index_api(struct request *r);
enum http_status exchange_openapi(struct request *r);

/* The rows a module writes for them, once in the house. */
#define EXCHANGE_DESCRIPTION \
	{ METHOD_GET, API_ROOT, LANE_READ, VERB_READ, exchange_index_api }, \
	{ \
		METHOD_GET, API_OPENAPI, LANE_READ, VERB_READ, exchange_openapi \
	}

/* ---- between openapi.c, openapi_schemas.c and openapi_shared.c */

/* The member "components": schemas and answers that operations refer to. */
void openapi_components(struct work *w, struct json *j, const struct api_operations *all);

/* Those that belong to no collection, into an open object each. */
void openapi_shared_schemas(struct work *w, struct json *j);
void openapi_error_responses(struct work *w, struct json *j);

/* {"$ref": "#/components/<what>/<name><suffix>"}. */
void openapi_ref(
	struct work *w, struct json *j, const char *what, const char *name, const char *suffix);

/* Names of schemas: of a code list "activity_code"; of a kind its name, of its list the plural. */
#define OPENAPI_CODE "_code"

#endif

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

/* ---- between openapi.c, openapi_schemas.c, openapi_writing.c and openapi_shared.c */

struct schemas {
	struct work *work;
	struct json *json;
	const struct api_operations *all;
	const struct kind **kinds;
	size_t n_kinds;
};

/* The member "components": schemas and answers that operations refer to. */
void openapi_components(struct work *w, struct json *j, const struct api_operations *all);

/* Those that belong to no collection, into an open object each. */
void openapi_shared_schemas(struct work *w, struct json *j);
void openapi_error_responses(struct work *w, struct json *j);

/* What is sent to write records of the kind, what those who do are told, and histories. */
void openapi_writing_schemas(struct schemas *s, const struct kind *k);

/* Translations of records of the kind; what is sent as such, and what an answer may be besides. */
void openapi_translation_schemas(struct schemas *s, const struct kind *k);
void openapi_translation_files(struct work *w, struct json *j, bool is_sent);

/* The member of a media type, by its type without parameters ("text/csv"), up to its schema. */
void openapi_content_begin(struct work *w, struct json *j, const char *type);

/* The member "required": those that may not be absent. */
void openapi_required(struct json *j, const struct api_member *members);

/* A member by its name, left open; its type and meaning are there. */
void openapi_member_begin(struct schemas *s, const struct api_member *m);

/* The member of a field; `is_sent`: as it may be sent, null for nothing. */
void openapi_field(struct schemas *s, const struct field *f, bool is_sent);

/* A file that is attached to a record, into an open object; a list of such; one made up. */
void openapi_file(struct schemas *s);
void openapi_files(struct schemas *s, bool is_sent);
void openapi_files_example(struct schemas *s);

/* {"$ref": "#/components/<what>/<name><suffix>"}. */
void openapi_ref(
	struct work *w, struct json *j, const char *what, const char *name, const char *suffix);

/*
 * Names of schemas: of a code list "activity_code"; of a kind its name, of its list the plural; of
 * what is written the kind's name and one of these.
 */
#define OPENAPI_CODE         "_code"
#define OPENAPI_WORK         "_worked_on"
#define OPENAPI_NEW          "_new"
#define OPENAPI_CHANGE       "_change"
#define OPENAPI_STEP         "_step"
#define OPENAPI_HISTORY      "_history"
#define OPENAPI_VERSION      "_version"
#define OPENAPI_BROUGHT      "_brought_back"
#define OPENAPI_NOTES        "_notes"
#define OPENAPI_THREAD       "_thread"
#define OPENAPI_NOTE         "_note"
#define OPENAPI_NOTED        "_note_new" /* what is sent */
#define OPENAPI_TRANSLATIONS "_translations"
#define OPENAPI_TRANSLATE    "_translate" /* what is sent */
#define OPENAPI_TRANSLATED   "_translated"
#define OPENAPI_TOKEN        "token" /* of the security schemes */

#endif

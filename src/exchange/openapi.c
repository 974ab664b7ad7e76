/* openapi.c - the index of the API, and the document that describes it. */
#include "openapi.h"
#include "dictionary.h"
#include "exchange.h"
#include "reason.h"
#include "record.h"

#include <assert.h>
#include <string.h>

enum { OPENAPI_MAX_BYTES = 4 << 20 };

void openapi_ref(
	struct work *w, struct json *j, const char *what, const char *name, const char *suffix)
{
	jsonw_object(j);
	jsonw_member(j, "$ref", str_printf(w->arena, "#/components/%s/%s%s", what, name, suffix));
	jsonw_object_end(j);
}

/* ---- what the document is about */

static void info_json(struct work *w, struct json *j)
{
	jsonw_key(j, "info");
	jsonw_object(j);
	jsonw_member_z(j, "title", T(w, "Jalon: culture and the digital environment"));
	jsonw_member_z(j, "version", w->house->frame.version);
	jsonw_member_z(j, "description",
		T(w, "Open data on carrying out the 2005 Convention in the digital environment. "
		     "Anyone may read it, without a key; who writes sends a token. Members of "
		     "answers may be added, none is "
		     "dropped: pass over those you do not know."));
	jsonw_key(j, "license");
	jsonw_object(j);
	jsonw_member_z(j, "name", "Apache License 2.0");
	jsonw_member_z(j, "identifier", "Apache-2.0");
	jsonw_object_end(j);
	jsonw_object_end(j);
	jsonw_key(j, "externalDocs");
	jsonw_object(j);
	jsonw_member_z(j, "description", T(w, "The same for people to read"));
	jsonw_member(j, "url", str_printf(w->arena, "/%s" API_PAGE, w->lang->code));
	jsonw_object_end(j);
	jsonw_key(j, "servers");
	jsonw_array(j);
	jsonw_object(j);
	jsonw_member_z(j, "url", "/");
	jsonw_object_end(j);
	jsonw_array_end(j);
}

static void tag_json(struct json *j, const char *name, const char *description)
{
	jsonw_object(j);
	jsonw_member_z(j, "name", name);
	jsonw_member_z(j, "description", description);
	jsonw_object_end(j);
}

static const char own_tag[] = "api";

static void tags_json(struct work *w, struct json *j, const struct api_operations *all)
{
	jsonw_key(j, "tags");
	jsonw_array(j);
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].answer == API_ANSWER_LIST)
			tag_json(j, all->v[i].kind->plural,
				tr_text(w->lang, all->v[i].kind->label_plural));
	tag_json(j, own_tag, T(w, "The API itself"));
	jsonw_array_end(j);
}

/* ---- parameters */

static void string_enum(struct json *j, const char *const *values, size_t n)
{
	jsonw_member_z(j, "type", "string");
	jsonw_key(j, "enum");
	jsonw_array(j);
	for (size_t i = 0; i < n; i++)
		jsonw_str(j, str_from(values[i]));
	jsonw_array_end(j);
}

static void whole_number(struct json *j, const struct api_parameter *p)
{
	int64_t initial;

	jsonw_member_z(j, "type", "integer");
	jsonw_member_int(j, "minimum", p->min);
	jsonw_member_int(j, "maximum", p->max);
	if (p->initial && str_int(str_from(p->initial), &initial)) {
		jsonw_member_int(j, "default", initial);
	}
}

/* The schema of one value. */
static void value_schema(struct work *w, struct json *j, const struct api_parameter *p)
{
	if (p->vocabulary) {
		openapi_ref(w, j, "schemas", p->vocabulary->source->name, OPENAPI_CODE);
		return;
	}
	jsonw_object(j);
	if (p->max) {
		whole_number(j, p);
	} else if (p->n_values) {
		string_enum(j, p->values, p->n_values);
		if (p->initial)
			jsonw_member_z(j, "default", p->initial);
	} else {
		jsonw_member_z(j, "type", "string");
	}
	jsonw_object_end(j);
}

static void schema_json(struct work *w, struct json *j, const struct api_parameter *p)
{
	jsonw_key(j, "schema");
	if (!p->is_repeatable) {
		value_schema(w, j, p);
		return;
	}
	jsonw_object(j);
	jsonw_member_z(j, "type", "array");
	jsonw_key(j, "items");
	value_schema(w, j, p);
	jsonw_member_int(j, "maxItems", LIST_VALUES_MAX);
	jsonw_object_end(j);
}

/* As a value of the schema: numbers are no texts, and what may repeat is a list. */
static void example_json(struct json *j, const struct api_parameter *p)
{
	if (!p->example.n)
		return;
	jsonw_key(j, "example");
	if (p->is_repeatable)
		jsonw_array(j);
	if (p->max)
		jsonw_number(j, p->example);
	else
		jsonw_str(j, p->example);
	if (p->is_repeatable)
		jsonw_array_end(j);
}

static void parameter_json(struct work *w, struct json *j, const struct api_parameter *p)
{
	jsonw_object(j);
	jsonw_member_z(j, "name", p->name);
	jsonw_member_z(j, "in", p->is_in_path ? "path" : p->is_in_header ? "header" : "query");
	jsonw_member(j, "description", p->meaning);
	jsonw_member_bool(j, "required", p->is_in_path || p->is_required);
	if (p->is_repeatable) {
		jsonw_member_z(j, "style", "form");
		jsonw_member_bool(j, "explode", true);
	}
	schema_json(w, j, p);
	example_json(j, p);
	jsonw_object_end(j);
}

/* ---- answers */

void openapi_content_begin(struct work *w, struct json *j, const char *type)
{
	struct str name, rest = str_from(type);

	str_cut(&rest, ';', &name);
	jsonw_key(j, str_z(w->arena, name));
	jsonw_object(j);
	jsonw_key(j, "schema");
}

/* Files are told by their type alone; what their columns mean is in the dictionary. */
static void file_contents(struct work *w, struct json *j, const struct kind *k)
{
	for (enum export_format i = EXPORT_FILES; i < EXPORT_FORMAT_COUNT; i++) {
		openapi_content_begin(w, j, export_type(i));
		jsonw_object(j);
		jsonw_member_z(j, "type", "string");
		jsonw_member(j, "description",
			STR_FILL(w->arena, T(w, "{1}; its columns are explained at {2}."),
				str_from(export_label(i)), dictionary_address(w->arena, k)));
		jsonw_object_end(j);
		jsonw_object_end(j);
	}
}

/* Those who work on it are told more than others. */
static void record_content(struct work *w, struct json *j, const struct kind *k, bool is_written)
{
	if (!is_written) {
		openapi_ref(w, j, "schemas", k->name, "");
		return;
	}
	jsonw_object(j);
	jsonw_key(j, "anyOf");
	jsonw_array(j);
	openapi_ref(w, j, "schemas", k->name, "");
	openapi_ref(w, j, "schemas", k->name, OPENAPI_WORK);
	jsonw_array_end(j);
	jsonw_object_end(j);
}

/* A record that was taken along, and what was typed in it. */
static void offline_schema(struct work *w, struct json *j)
{
	jsonw_object(j);
	jsonw_member_z(j, "type", "string");
	jsonw_member_z(
		j, "description", T(w, "The file as it was saved last: HTML that Jalon made."));
	jsonw_object_end(j);
}

/* To add an answer: a case here. */
static void content_json(
	struct work *w, struct json *j, const struct api_operation *op, bool is_written)
{
	openapi_content_begin(
		w, j, op->answer == API_ANSWER_ALONG ? "text/html" : "application/json");
	assert(op->kind || op->answer == API_ANSWER_INDEX || op->answer == API_ANSWER_OPENAPI);
	switch (op->answer) {
	case API_ANSWER_LIST:
		openapi_ref(w, j, "schemas", op->kind->plural, "");
		break;
	case API_ANSWER_RECORD:
	case API_ANSWER_PAST:
		record_content(w, j, op->kind, is_written);
		break;
	case API_ANSWER_FILE:
		jsonw_object(j);
		openapi_file(&(struct schemas){ .work = w, .json = j });
		jsonw_object_end(j);
		break;
	case API_ANSWER_WORK:
		openapi_ref(w, j, "schemas", op->kind->name, OPENAPI_WORK);
		break;
	case API_ANSWER_HISTORY:
		openapi_ref(w, j, "schemas", op->kind->name, OPENAPI_HISTORY);
		break;
	case API_ANSWER_NOTES:
		openapi_ref(w, j, "schemas", op->kind->name, OPENAPI_NOTES);
		break;
	case API_ANSWER_THREAD:
		openapi_ref(w, j, "schemas", op->kind->name, OPENAPI_THREAD);
		break;
	case API_ANSWER_ALONG:
		offline_schema(w, j);
		break;
	case API_ANSWER_BROUGHT:
		openapi_ref(w, j, "schemas", op->kind->name, OPENAPI_BROUGHT);
		break;
	case API_ANSWER_TRANSLATIONS:
		openapi_ref(w, j, "schemas", op->kind->name, OPENAPI_TRANSLATIONS);
		break;
	case API_ANSWER_TRANSLATED:
		openapi_ref(w, j, "schemas", op->kind->name, OPENAPI_TRANSLATED);
		break;
	case API_ANSWER_INDEX:
		openapi_ref(w, j, "schemas", "index", "");
		break;
	case API_ANSWER_OPENAPI:
		jsonw_object(j);
		jsonw_member_z(j, "type", "object");
		jsonw_object_end(j);
		break;
	}
	jsonw_object_end(j);
	if (op->answer == API_ANSWER_LIST)
		file_contents(w, j, op->kind);
	if (op->answer == API_ANSWER_TRANSLATIONS)
		openapi_translation_files(w, j, false);
}

static void header_json(struct json *j, const char *name, const char *meaning)
{
	jsonw_key(j, name);
	jsonw_object(j);
	jsonw_member_z(j, "description", meaning);
	jsonw_key(j, "schema");
	jsonw_object(j);
	jsonw_member_z(j, "type", "string");
	jsonw_object_end(j);
	jsonw_object_end(j);
}

static void headers_json(struct work *w, struct json *j, const char *status)
{
	jsonw_key(j, "headers");
	jsonw_object(j);
	header_json(j, "ETag", T(w, "The version, in quotation marks, for If-Match."));
	if (!strcmp(status, "201"))
		header_json(j, "Location", T(w, "The address of what is new."));
	jsonw_object_end(j);
}

static void success_json(struct work *w, struct json *j, const struct api_operation *op,
	const char *status, struct str meaning, bool is_written)
{
	jsonw_key(j, status);
	jsonw_object(j);
	jsonw_member(j, "description", meaning);
	if (op->body && op->body != API_BODY_BROUGHT && op->body != API_BODY_NOTE &&
		op->body != API_BODY_TRANSLATED)
		headers_json(w, j, status);
	jsonw_key(j, "content");
	jsonw_object(j);
	content_json(w, j, op, is_written);
	jsonw_object_end(j);
	jsonw_object_end(j);
}

static void responses_json(
	struct work *w, struct json *j, const struct api_operation *op, bool is_written)
{
	jsonw_key(j, "responses");
	jsonw_object(j);
	bool is_made = op->body == API_BODY_FILE || op->body == API_BODY_NOTE;

	if (!is_made)
		success_json(w, j, op, "200",
			op->body == API_BODY_NEW ? str_from(T(w, "The record was there already: an "
								 "earlier sending made it."))
						 : op->meaning,
			is_written);
	if (op->body == API_BODY_NEW || is_made)
		success_json(w, j, op, "201", op->meaning, is_written);
	for (size_t i = 0; i < n_api_errors; i++) {
		const struct api_error *e = &api_errors[i];

		if (e->traits && !(e->traits & op->traits))
			continue;
		jsonw_key(j, str_printf(w->arena, "%d", e->status).p);
		openapi_ref(w, j, "responses", reason_code(e->status), "");
	}
	jsonw_object_end(j);
}

/* ---- what is sent, and by whom */

/* In a form, or as it is. */
static void brought_bodies_json(struct work *w, struct json *j)
{
	openapi_content_begin(w, j, "multipart/form-data");
	jsonw_object(j);
	jsonw_member_z(j, "type", "object");
	jsonw_texts(j, "required", (const char *const[]){ "file" }, 1);
	jsonw_key(j, "properties");
	jsonw_object(j);
	jsonw_key(j, "file");
	offline_schema(w, j);
	jsonw_object_end(j);
	jsonw_object_end(j);
	jsonw_object_end(j);
	openapi_content_begin(w, j, "text/html");
	offline_schema(w, j);
	jsonw_object_end(j);
}

static void form_schema(struct work *w, struct json *j)
{
	struct schemas s = { .work = w, .json = j };

	jsonw_object(j);
	jsonw_member_z(j, "type", "object");
	jsonw_key(j, "properties");
	jsonw_object(j);
	for (const struct api_member *m = api_file_members; m->name; m++) {
		openapi_member_begin(&s, m);
		jsonw_object_end(j);
	}
	jsonw_object_end(j);
	jsonw_key(j, "required");
	jsonw_array(j);
	jsonw_str(j, S("file"));
	jsonw_array_end(j);
	jsonw_object_end(j);
}

static void body_json(struct work *w, struct json *j, const struct api_operation *op)
{
	static const char *const suffixes[] = { [API_BODY_NEW] = OPENAPI_NEW,
		[API_BODY_CHANGE] = OPENAPI_CHANGE,
		[API_BODY_STEP] = OPENAPI_STEP,
		[API_BODY_NOTE] = OPENAPI_NOTED,
		[API_BODY_TRANSLATED] = OPENAPI_TRANSLATE };

	if (!op->body)
		return;
	assert(op->kind);
	jsonw_key(j, "requestBody");
	jsonw_object(j);
	jsonw_member_bool(j, "required", op->body != API_BODY_NEW && op->body != API_BODY_STEP);
	jsonw_key(j, "content");
	jsonw_object(j);
	if (op->body == API_BODY_BROUGHT) {
		brought_bodies_json(w, j);
	} else if (op->body == API_BODY_FILE) {
		openapi_content_begin(w, j, "multipart/form-data");
		form_schema(w, j);
		jsonw_object_end(j);
	} else {
		openapi_content_begin(w, j, "application/json");
		openapi_ref(w, j, "schemas", op->kind->name, suffixes[op->body]);
		jsonw_object_end(j);
		if (op->body == API_BODY_TRANSLATED)
			openapi_translation_files(w, j, true);
	}
	jsonw_object_end(j);
	jsonw_object_end(j);
}

/* What is public is read without a token, or with one. */
static void security_json(struct json *j, const struct api_operation *op)
{
	jsonw_key(j, "security");
	jsonw_array(j);
	if (!op->body && !(op->traits & API_FOR_WORKERS)) {
		jsonw_object(j);
		jsonw_object_end(j);
	}
	jsonw_object(j);
	jsonw_key(j, OPENAPI_TOKEN);
	jsonw_array(j);
	jsonw_array_end(j);
	jsonw_object_end(j);
	jsonw_array_end(j);
}

/* ---- paths */

static const char *method_key(enum http_method method)
{
	static const char *const keys[METHOD_OTHER] = { [METHOD_GET] = "get",
		[METHOD_HEAD] = "head",
		[METHOD_POST] = "post",
		[METHOD_PATCH] = "patch",
		[METHOD_PUT] = "put",
		[METHOD_DELETE] = "delete" };

	return keys[method];
}

static void operation_json(
	struct work *w, struct json *j, const struct api_operation *op, bool is_written)
{
	jsonw_key(j, method_key(op->route->method));
	jsonw_object(j);
	jsonw_member(j, "operationId", op->id);
	jsonw_member(j, "summary", op->summary);
	jsonw_member(j, "description", op->meaning);
	jsonw_key(j, "tags");
	jsonw_array(j);
	jsonw_str(j, str_from(op->kind ? op->kind->plural : own_tag));
	jsonw_array_end(j);
	jsonw_key(j, "parameters");
	jsonw_array(j);
	for (size_t i = 0; i < op->n_parameters; i++)
		parameter_json(w, j, &op->parameters[i]);
	jsonw_array_end(j);
	security_json(j, op);
	body_json(w, j, op);
	responses_json(w, j, op, is_written);
	jsonw_object_end(j);
}

static bool stands_before(const struct api_operations *all, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (str_eq(all->v[i].path, all->v[at].path))
			return true;
	return false;
}

/* Operations of one path stand together, wherever their routes are. */
static void paths_json(struct work *w, struct json *j, const struct api_operations *all)
{
	jsonw_key(j, "paths");
	jsonw_object(j);
	for (size_t i = 0; i < all->n; i++) {
		if (stands_before(all, i))
			continue;
		jsonw_key(j, str_z(w->arena, all->v[i].path));
		jsonw_object(j);
		for (size_t o = i; o < all->n; o++)
			if (str_eq(all->v[o].path, all->v[i].path))
				operation_json(
					w, j, &all->v[o], api_is_written(all, all->v[o].kind));
		jsonw_object_end(j);
	}
	jsonw_object_end(j);
}

/* ---- handlers */

static void answer_json(struct request *r)
{
	r->body = out_new(&r->arena, OPENAPI_MAX_BYTES);
	r->type = "application/json";
}

static bool choose_language(struct request *r, struct work *w)
{
	struct str asked = request_param(r, "lang");
	const struct language *l = asked.n ? language_by_code(asked) : w->lang;

	if (!l)
		return false;
	w->lang = l;
	return true;
}

static enum http_status refuse_language(struct request *r, struct work *w)
{
	struct problem_field *field = ARENA_NEW(&r->arena, struct problem_field);

	*field = (struct problem_field){ S("lang"), S("bad_value"),
		STR_FILL(w->arena, T(w, "“{1}” is not a possible value of “{2}”"),
			request_param(r, "lang"), S("lang")) };
	r->problem_fields = field;
	r->n_problem_fields = 1;
	return HTTP_BAD_REQUEST;
}

enum http_status exchange_openapi(struct request *r)
{
	struct work *w = work_of(r);

	if (!choose_language(r, w))
		return refuse_language(r, w);
	struct api_operations all = api_describe(w, r->site->route_tables);
	answer_json(r);
	struct json j = jsonw_to(&r->body);
	jsonw_object(&j);
	jsonw_member_z(&j, "openapi", "3.1.0");
	info_json(w, &j);
	tags_json(w, &j, &all);
	paths_json(w, &j, &all);
	openapi_components(w, &j, &all);
	jsonw_object_end(&j);
	return HTTP_OK;
}

static void collection_json(struct work *w, struct json *j, const struct api_operation *list)
{
	const struct kind *k = list->kind;

	jsonw_object(j);
	jsonw_member_z(j, "name", k->plural);
	jsonw_member_z(j, "title", tr_text(w->lang, k->label_plural));
	jsonw_member(j, "url", list->path);
	jsonw_member(j, "page", str_printf(w->arena, "/%s/%s", w->lang->code, k->plural));
	jsonw_member(j, "dictionary", dictionary_address(w->arena, k));
	jsonw_member(j, "datapackage", datapackage_address(w->arena, k));
	jsonw_object_end(j);
}

enum http_status exchange_index_api(struct request *r)
{
	struct work *w = work_of(r);
	struct api_operations all = api_describe(w, r->site->route_tables);

	answer_json(r);
	struct json j = jsonw_to(&r->body);
	jsonw_object(&j);
	jsonw_member_z(&j, "title", T(w, "Jalon: culture and the digital environment"));
	jsonw_member_z(&j, "version", w->house->frame.version);
	jsonw_member_z(&j, "openapi", API_OPENAPI);
	jsonw_member(&j, "documentation", str_printf(w->arena, "/%s" API_PAGE, w->lang->code));
	jsonw_member_z(&j, "license", "Apache-2.0");
	jsonw_key(&j, "collections");
	jsonw_array(&j);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].answer == API_ANSWER_LIST)
			collection_json(w, &j, &all.v[i]);
	jsonw_array_end(&j);
	jsonw_object_end(&j);
	return HTTP_OK;
}

/* openapi_shared.c - what answers of all collections share: texts, errors, the index. */
#include "openapi.h"
#include "reason.h"

/* A member that is there always: {"type": type, "description": meaning}, left open. */
static void property_begin(struct json *j, const char *name, const char *type, const char *meaning)
{
	jsonw_key(j, name);
	jsonw_object(j);
	jsonw_member_z(j, "type", type);
	jsonw_member_z(j, "description", meaning);
}

static void property(struct json *j, const char *name, const char *type, const char *meaning)
{
	property_begin(j, name, type, meaning);
	jsonw_object_end(j);
}

/* One whose type is that of whatever field it is about. */
static void any_property(struct json *j, const char *name, const char *meaning)
{
	jsonw_key(j, name);
	jsonw_object(j);
	jsonw_member_z(j, "description", meaning);
	jsonw_object_end(j);
}

/* ---- what all share */

static void text_of_all(struct work *w, struct json *j)
{
	jsonw_key(j, "text");
	jsonw_object(j);
	jsonw_member_z(j, "description",
		T(w, "The text in each language it stands in, by the code of the language."));
	jsonw_member_z(j, "type", "object");
	jsonw_key(j, "propertyNames");
	jsonw_object(j);
	jsonw_key(j, "enum");
	jsonw_array(j);
	for (size_t i = 0; i < LANG_COUNT; i++)
		jsonw_str(j, str_from(languages[i].code));
	jsonw_array_end(j);
	jsonw_object_end(j);
	jsonw_key(j, "additionalProperties");
	jsonw_object(j);
	jsonw_member_z(j, "type", "string");
	jsonw_object_end(j);
	jsonw_object_end(j);
}

static void error_fields(struct work *w, struct json *j)
{
	static const char *const required[] = { "field", "code", "message" };

	property_begin(j, "fields", "array", T(w, "What is wrong, one by one; may be empty."));
	jsonw_key(j, "items");
	jsonw_object(j);
	jsonw_member_z(j, "type", "object");
	jsonw_texts(j, "required", required, COUNT(required));
	jsonw_key(j, "properties");
	jsonw_object(j);
	property(j, "field", "string", T(w, "The name of the parameter or field."));
	property(j, "code", "string", T(w, "What is wrong, for programs."));
	property(j, "message", "string", T(w, "What is wrong, for people."));
	jsonw_object_end(j);
	jsonw_object_end(j);
	jsonw_object_end(j);
}

static void error_of_all(struct work *w, struct json *j)
{
	static const char *const outer[] = { "error" };
	static const char *const inner[] = { "code", "message", "fields" };

	jsonw_key(j, "error");
	jsonw_object(j);
	jsonw_member_z(j, "type", "object");
	jsonw_texts(j, "required", outer, COUNT(outer));
	jsonw_key(j, "properties");
	jsonw_object(j);
	jsonw_key(j, "error");
	jsonw_object(j);
	jsonw_member_z(j, "type", "object");
	jsonw_texts(j, "required", inner, COUNT(inner));
	jsonw_key(j, "properties");
	jsonw_object(j);
	property(j, "code", "string", T(w, "What is wrong, for programs."));
	property(j, "message", "string", T(w, "What is wrong, for people."));
	property(j, "incident", "string", T(w, "The number under which the log tells more."));
	error_fields(w, j);
	jsonw_object_end(j);
	jsonw_object_end(j);
	jsonw_object_end(j);
	jsonw_object_end(j);
}

/* What stood there, stands there, was sent: as the record has the field. */
static void conflict_fields(struct work *w, struct json *j)
{
	static const char *const required[] = { "field", "code", "message", "base", "current",
		"yours", "changed_at" };

	property_begin(j, "fields", "array",
		T(w, "The fields that somebody else has changed; empty when it is the state that "
		     "does not fit."));
	jsonw_key(j, "items");
	jsonw_object(j);
	jsonw_member_z(j, "type", "object");
	jsonw_texts(j, "required", required, COUNT(required));
	jsonw_key(j, "properties");
	jsonw_object(j);
	property(j, "field", "string", T(w, "The field, with its language: “title.fr”."));
	property(j, "code", "string", T(w, "What is wrong, for programs."));
	property(j, "message", "string", T(w, "What is wrong, for people."));
	any_property(j, "base", T(w, "What stood there in the version the change was made from."));
	any_property(j, "current", T(w, "What stands there now."));
	any_property(j, "yours", T(w, "What was sent."));
	property_begin(j, "changed_at", "string", T(w, "When it was last changed, in UTC."));
	jsonw_member_z(j, "format", "date-time");
	jsonw_object_end(j);
	jsonw_object_end(j);
	jsonw_object_end(j);
	jsonw_object_end(j);
}

static void conflict_of_all(struct work *w, struct json *j)
{
	static const char *const outer[] = { "error" };
	static const char *const inner[] = { "code", "message", "fields" };

	jsonw_key(j, "conflict");
	jsonw_object(j);
	jsonw_member_z(j, "type", "object");
	jsonw_texts(j, "required", outer, COUNT(outer));
	jsonw_key(j, "properties");
	jsonw_object(j);
	jsonw_key(j, "error");
	jsonw_object(j);
	jsonw_member_z(j, "type", "object");
	jsonw_texts(j, "required", inner, COUNT(inner));
	jsonw_key(j, "properties");
	jsonw_object(j);
	property(j, "code", "string", T(w, "What is wrong, for programs."));
	property(j, "message", "string", T(w, "What is wrong, for people."));
	property(j, "version", "integer", T(w, "The present version."));
	conflict_fields(w, j);
	jsonw_object_end(j);
	jsonw_object_end(j);
	jsonw_object_end(j);
	jsonw_object_end(j);
}

/* Of a version in a history. */
static void change_of_all(struct work *w, struct json *j)
{
	jsonw_key(j, "field_change");
	jsonw_object(j);
	jsonw_member_z(j, "type", "object");
	jsonw_key(j, "required");
	jsonw_array(j);
	for (const struct api_member *m = api_change_told_members; m->name; m++)
		jsonw_str(j, str_from(m->name));
	jsonw_array_end(j);
	jsonw_key(j, "properties");
	jsonw_object(j);
	for (const struct api_member *m = api_change_told_members; m->name; m++)
		if (m->type)
			property(j, m->name, m->type, tr_text(w->lang, m->meaning));
		else
			any_property(j, m->name, tr_text(w->lang, m->meaning));
	jsonw_object_end(j);
	jsonw_object_end(j);
}

static void collection_of_index(struct work *w, struct json *j)
{
	static const char *const required[] = { "name", "title", "url", "page", "dictionary",
		"datapackage" };

	jsonw_key(j, "items");
	jsonw_object(j);
	jsonw_member_z(j, "type", "object");
	jsonw_texts(j, "required", required, COUNT(required));
	jsonw_key(j, "properties");
	jsonw_object(j);
	property(j, "name", "string", T(w, "Its name in addresses."));
	property(j, "title", "string", T(w, "Its name for people."));
	property(j, "url", "string", T(w, "The address of its list."));
	property(j, "page", "string", T(w, "The same as a page."));
	property(j, "dictionary", "string", T(w, "What its columns mean, as CSV."));
	property(j, "datapackage", "string", T(w, "The description of its files (Data Package)."));
	jsonw_object_end(j);
	jsonw_object_end(j);
}

static void index_of_all(struct work *w, struct json *j)
{
	static const char *const required[] = { "title", "version", "openapi", "documentation",
		"license", "collections" };

	jsonw_key(j, "index");
	jsonw_object(j);
	jsonw_member_z(j, "type", "object");
	jsonw_texts(j, "required", required, COUNT(required));
	jsonw_key(j, "properties");
	jsonw_object(j);
	property(j, "title", "string", T(w, "The name of this site."));
	property(j, "version", "string", T(w, "The version of Jalon."));
	property(j, "openapi", "string", T(w, "The address of this description."));
	property(j, "documentation", "string", T(w, "The same for people to read"));
	property(j, "license", "string", T(w, "The licence, as SPDX names it."));
	property_begin(j, "collections", "array", T(w, "The collections."));
	collection_of_index(w, j);
	jsonw_object_end(j);
	jsonw_object_end(j);
	jsonw_object_end(j);
}

void openapi_error_responses(struct work *w, struct json *j)
{
	jsonw_key(j, "responses");
	jsonw_object(j);
	for (size_t i = 0; i < n_api_errors; i++) {
		jsonw_key(j, reason_code(api_errors[i].status));
		jsonw_object(j);
		jsonw_member_z(j, "description", tr_text(w->lang, api_errors[i].meaning));
		jsonw_key(j, "content");
		jsonw_object(j);
		jsonw_key(j, "application/json");
		jsonw_object(j);
		jsonw_key(j, "schema");
		openapi_ref(w, j, "schemas",
			api_errors[i].status == HTTP_CONFLICT ? "conflict" : "error", "");
		jsonw_object_end(j);
		jsonw_object_end(j);
		jsonw_object_end(j);
	}
	jsonw_object_end(j);
}

void openapi_shared_schemas(struct work *w, struct json *j)
{
	text_of_all(w, j);
	error_of_all(w, j);
	conflict_of_all(w, j);
	change_of_all(w, j);
	index_of_all(w, j);
}

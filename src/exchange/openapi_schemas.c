/* openapi_schemas.c - what is in the answers: records, lists, code lists, errors. */
#include "list.h"
#include "openapi.h"
#include "utf8.h"

#include <string.h>

static void type_or_null(struct json *j, const char *type)
{
	jsonw_key(j, "type");
	jsonw_array(j);
	jsonw_str(j, str_from(type));
	jsonw_str(j, S("null"));
	jsonw_array_end(j);
}

/* ---- code lists */

static bool is_used_by(struct work *w, const struct kind *k, const struct vocabulary *v)
{
	struct filterable filterable = list_filterable(w, k);

	for (size_t i = 0; i < filterable.n; i++)
		if (filterable.v[i] == v)
			return true;
	for (size_t i = 0; i < k->n_fields; i++)
		if (!(k->fields[i].flags & F_INTERNAL) && field_vocabulary(w, &k->fields[i]) == v)
			return true;
	return false;
}

static bool is_used(struct schemas *s, const struct vocabulary *v)
{
	for (size_t i = 0; i < s->n_kinds; i++)
		if (is_used_by(s->work, s->kinds[i], v))
			return true;
	return false;
}

static void code_list_json(struct schemas *s, const struct vocabulary *v)
{
	struct json *j = s->json;

	jsonw_key(j, str_printf(s->work->arena, "%s" OPENAPI_CODE, v->source->name).p);
	jsonw_object(j);
	jsonw_member_z(j, "title", tr_text(s->work->lang, v->source->label));
	jsonw_member_z(j, "type", "string");
	jsonw_key(j, "enum");
	jsonw_array(j);
	for (size_t i = 0; i < v->n; i++)
		jsonw_str(j, v->terms[i].code);
	jsonw_array_end(j);
	jsonw_key(j, "x-enumDescriptions");
	jsonw_object(j);
	for (size_t i = 0; i < v->n; i++)
		jsonw_member(j, str_z(s->work->arena, v->terms[i].code),
			term_label(&v->terms[i], s->work->lang));
	jsonw_object_end(j);
	jsonw_object_end(j);
}

static void currencies_json(struct schemas *s)
{
	struct json *j = s->json;
	size_t n;
	const struct str *codes = money_currencies(s->work->arena, &n);

	jsonw_key(j, "currency" OPENAPI_CODE);
	jsonw_object(j);
	jsonw_member_z(j, "title", T(s->work, "Currency, as its code of ISO 4217"));
	jsonw_member_z(j, "type", "string");
	jsonw_key(j, "enum");
	jsonw_array(j);
	for (size_t i = 0; i < n; i++)
		jsonw_str(j, codes[i]);
	jsonw_array_end(j);
	jsonw_object_end(j);
}

static bool has_money(const struct schemas *s)
{
	for (size_t i = 0; i < s->n_kinds; i++)
		for (size_t f = 0; f < s->kinds[i]->n_fields; f++)
			if (s->kinds[i]->fields[f].type == FIELD_MONEY)
				return true;
	return false;
}

/* ---- fields. To add a type: a row in the table below. */

static void text_schema(struct schemas *s, const struct field *f)
{
	struct json *j = s->json;

	jsonw_member_z(j, "$ref", "#/components/schemas/text");
	jsonw_key(j, "additionalProperties");
	jsonw_object(j);
	jsonw_member_int(j, "maxLength", field_max_length(f));
	jsonw_object_end(j);
}

static void line_schema(struct schemas *s, const struct field *f)
{
	type_or_null(s->json, "string");
	jsonw_member_int(s->json, "maxLength", field_max_length(f));
}

static void url_schema(struct schemas *s, const struct field *f)
{
	line_schema(s, f);
	jsonw_member_z(s->json, "format", "uri");
}

static void year_schema(struct schemas *s, const struct field *f)
{
	(void)f;
	type_or_null(s->json, "integer");
	jsonw_member_int(s->json, "minimum", 1000);
	jsonw_member_int(s->json, "maximum", 9999);
}

/* Less than a whole day may be known: no "date" of the specification. */
static void date_schema(struct schemas *s, const struct field *f)
{
	(void)f;
	type_or_null(s->json, "string");
	jsonw_member_z(s->json, "pattern", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$");
}

static void yesno_schema(struct schemas *s, const struct field *f)
{
	(void)f;
	type_or_null(s->json, "boolean");
}

static void amount_schema(struct schemas *s, const struct field *f)
{
	(void)f;
	type_or_null(s->json, "number");
	jsonw_member_int(s->json, "minimum", 0);
}

static void codes_schema(struct schemas *s, const struct field *f)
{
	struct json *j = s->json;

	jsonw_member_z(j, "type", "array");
	jsonw_key(j, "items");
	openapi_ref(s->work, j, "schemas", f->vocabulary, OPENAPI_CODE);
	jsonw_member_bool(j, "uniqueItems", true);
	if (f->type == FIELD_CODE)
		jsonw_member_int(j, "maxItems", 1);
}

static void links_schema(struct schemas *s, const struct field *f)
{
	const struct kind *target = house_kind(s->work->house, str_from(f->target));
	struct json *j = s->json;

	jsonw_member_z(j, "type", "array");
	jsonw_key(j, "items");
	jsonw_object(j);
	jsonw_member_z(j, "type", "string");
	jsonw_member(j, "description",
		STR_FILL(s->work->arena, T(s->work, "The identifier of a record of “{1}”."),
			str_from(tr_text(s->work->lang, target->label_plural))));
	jsonw_object_end(j);
}

static void files_schema(struct schemas *s, const struct field *f)
{
	(void)f;
	openapi_files(s, false);
}

static void (*const field_schemas[FIELD_TYPE_COUNT])(struct schemas *s, const struct field *f) = {
	[FIELD_TEXT] = text_schema,
	[FIELD_LINE] = line_schema,
	[FIELD_URL] = url_schema,
	[FIELD_YEAR] = year_schema,
	[FIELD_DATE] = date_schema,
	[FIELD_YESNO] = yesno_schema,
	[FIELD_MONEY] = amount_schema,
	[FIELD_CODE] = codes_schema,
	[FIELD_CODES] = codes_schema,
	[FIELD_LINKS] = links_schema,
	[FIELD_FILES] = files_schema,
};

/* The amount's currency is a member of its own, null together with it. */
static void currency_member(struct schemas *s, const struct field *f)
{
	struct json *j = s->json;

	jsonw_key(j, f->currency);
	jsonw_object(j);
	jsonw_member(j, "description",
		STR_FILL(s->work->arena, T(s->work, "The currency of “{1}”."), str_from(f->name)));
	jsonw_key(j, "anyOf");
	jsonw_array(j);
	openapi_ref(s->work, j, "schemas", "currency", OPENAPI_CODE);
	jsonw_object(j);
	jsonw_member_z(j, "type", "null");
	jsonw_object_end(j);
	jsonw_array_end(j);
	jsonw_object_end(j);
}

/* ---- what is sent: null empties, and codes of earlier editions become what they are now */

static void text_or_nothing(struct schemas *s, const struct field *f)
{
	struct json *j = s->json;

	type_or_null(j, "object");
	jsonw_key(j, "properties");
	jsonw_object(j);
	for (size_t i = 0; i < LANG_COUNT; i++) {
		jsonw_key(j, languages[i].code);
		jsonw_object(j);
		type_or_null(j, "string");
		jsonw_member_int(j, "maxLength", field_max_length(f));
		jsonw_object_end(j);
	}
	jsonw_object_end(j);
	jsonw_member_bool(j, "additionalProperties", false);
}

static void code_of_any_edition(struct schemas *s, const struct field *f)
{
	struct json *j = s->json;

	jsonw_object(j);
	jsonw_key(j, "anyOf");
	jsonw_array(j);
	openapi_ref(s->work, j, "schemas", f->vocabulary, OPENAPI_CODE);
	jsonw_object(j);
	jsonw_member_z(j, "type", "string");
	jsonw_member_z(j, "pattern", "^[^@]+@[^@]+$");
	jsonw_object_end(j);
	jsonw_array_end(j);
	jsonw_object_end(j);
}

static void codes_or_nothing(struct schemas *s, const struct field *f)
{
	struct json *j = s->json;

	type_or_null(j, "array");
	jsonw_key(j, "items");
	if (f->type == FIELD_LINKS) {
		jsonw_object(j);
		jsonw_member_z(j, "type", "string");
		jsonw_object_end(j);
	} else {
		code_of_any_edition(s, f);
	}
	if (f->type == FIELD_CODE)
		jsonw_member_int(j, "maxItems", 1);
}

static void sent_schema(struct schemas *s, const struct field *f)
{
	switch (f->type) {
	case FIELD_TEXT:
		text_or_nothing(s, f);
		break;
	case FIELD_CODE:
	case FIELD_CODES:
	case FIELD_LINKS:
		codes_or_nothing(s, f);
		break;
	case FIELD_FILES:
		openapi_files(s, true);
		break;
	default:
		field_schemas[f->type](s, f);
	}
}

void openapi_field(struct schemas *s, const struct field *f, bool is_sent)
{
	struct json *j = s->json;

	jsonw_key(j, f->name);
	jsonw_object(j);
	jsonw_member_z(j, "title", tr_text(s->work->lang, f->label));
	if (f->hint)
		jsonw_member_z(j, "description", tr_text(s->work->lang, f->hint));
	if (is_sent)
		sent_schema(s, f);
	else
		field_schemas[f->type](s, f);
	jsonw_object_end(j);
	if (f->type == FIELD_MONEY)
		currency_member(s, f);
}

/* ---- an example of every field, made up */

static void example_of_text(struct schemas *s, const struct field *f)
{
	jsonw_object(s->json);
	for (size_t i = 0; i < LANG_COUNT; i++)
		jsonw_member_z(s->json, languages[i].code, tr_text(&languages[i], f->label));
	jsonw_object_end(s->json);
}

static void example_of_codes(struct schemas *s, const struct field *f)
{
	const struct vocabulary *v = field_vocabulary(s->work, f);

	jsonw_array(s->json);
	if (v->n)
		jsonw_str(s->json, v->terms[0].code);
	jsonw_array_end(s->json);
}

static void example_of_field(struct schemas *s, const struct field *f)
{
	struct json *j = s->json;

	jsonw_key(j, f->name);
	switch (f->type) {
	case FIELD_TEXT:
		example_of_text(s, f);
		break;
	case FIELD_URL:
		jsonw_str(j, S("https://example.org/"));
		break;
	case FIELD_YEAR:
		jsonw_int(j, 2016);
		break;
	case FIELD_DATE:
		jsonw_str(j, S("2016-03-18"));
		break;
	case FIELD_YESNO:
		jsonw_bool(j, true);
		break;
	case FIELD_MONEY:
		jsonw_number(j, S("1500.50"));
		jsonw_member_z(j, f->currency, "EUR");
		break;
	case FIELD_CODE:
	case FIELD_CODES:
		example_of_codes(s, f);
		break;
	case FIELD_LINKS:
		jsonw_array(j);
		jsonw_str(j, S("EX-2"));
		jsonw_array_end(j);
		break;
	case FIELD_FILES:
		openapi_files_example(s);
		break;
	default:
		jsonw_str(j, utf8_beginning(str_from(tr_text(s->work->lang, f->label)),
				     field_max_length(f)));
	}
}

static void example_of_record(struct schemas *s, const struct kind *k)
{
	struct json *j = s->json;

	jsonw_key(j, "examples");
	jsonw_array(j);
	jsonw_object(j);
	jsonw_member_z(j, "id", "EX-1");
	jsonw_member_z(j, "kind", k->name);
	jsonw_member_z(j, "state", "published");
	jsonw_member_int(j, "version", 1);
	jsonw_member_z(j, "updated_at", "2026-11-21T10:42:07Z");
	jsonw_member(j, "url",
		str_printf(s->work->arena, "/%s/%s/EX-1", s->work->lang->code, k->plural));
	for (size_t i = 0; i < k->n_fields; i++)
		if (!(k->fields[i].flags & F_INTERNAL))
			example_of_field(s, &k->fields[i]);
	jsonw_object_end(j);
	jsonw_array_end(j);
}

/* ---- records and lists */

/* What only its schema can say follows, then the end of the object. */
void openapi_member_begin(struct schemas *s, const struct api_member *m)
{
	struct json *j = s->json;

	jsonw_key(j, m->name);
	jsonw_object(j);
	if (m->may_be_null)
		type_or_null(j, m->type);
	else if (m->type)
		jsonw_member_z(j, "type", m->type);
	if (m->format)
		jsonw_member_z(j, "format", m->format);
	jsonw_member_z(j, "description", tr_text(s->work->lang, m->meaning));
}

static void record_members(struct schemas *s)
{
	for (const struct api_member *m = api_record_members; m->name; m++) {
		openapi_member_begin(s, m);
		jsonw_object_end(s->json);
	}
}

/* All members are always there; what is not known is null or empty. */
static void record_required(struct json *j, const struct kind *k)
{
	jsonw_key(j, "required");
	jsonw_array(j);
	for (const struct api_member *m = api_record_members; m->name; m++)
		jsonw_str(j, str_from(m->name));
	for (size_t i = 0; i < k->n_fields; i++) {
		if (k->fields[i].flags & F_INTERNAL)
			continue;
		jsonw_str(j, str_from(k->fields[i].name));
		if (k->fields[i].type == FIELD_MONEY)
			jsonw_str(j, str_from(k->fields[i].currency));
	}
	jsonw_array_end(j);
}

static void record_schema(struct schemas *s, const struct kind *k)
{
	struct json *j = s->json;

	jsonw_key(j, k->name);
	jsonw_object(j);
	jsonw_member_z(j, "title", tr_text(s->work->lang, k->label));
	jsonw_member_z(j, "description",
		T(s->work, "What is not known is null, or empty for texts and lists."));
	jsonw_member_z(j, "type", "object");
	record_required(j, k);
	jsonw_key(j, "properties");
	jsonw_object(j);
	record_members(s);
	for (size_t i = 0; i < k->n_fields; i++)
		if (!(k->fields[i].flags & F_INTERNAL))
			openapi_field(s, &k->fields[i], false);
	jsonw_object_end(j);
	example_of_record(s, k);
	jsonw_object_end(j);
}

/* {"activity": {"2.4": 12}, "year": {"2016": 20}} */
static void counts_schema(struct json *j)
{
	jsonw_key(j, "additionalProperties");
	jsonw_object(j);
	jsonw_member_z(j, "type", "object");
	jsonw_key(j, "additionalProperties");
	jsonw_object(j);
	jsonw_member_z(j, "type", "integer");
	jsonw_member_int(j, "minimum", 1);
	jsonw_object_end(j);
	jsonw_object_end(j);
}

static void list_members(struct schemas *s, const struct kind *k)
{
	for (const struct api_member *m = api_list_members; m->name; m++) {
		openapi_member_begin(s, m);
		if (!strcmp(m->name, "items")) {
			jsonw_key(s->json, "items");
			openapi_ref(s->work, s->json, "schemas", k->name, "");
		}
		if (!strcmp(m->name, "facets"))
			counts_schema(s->json);
		jsonw_object_end(s->json);
	}
}

static void list_required(struct json *j)
{
	jsonw_key(j, "required");
	jsonw_array(j);
	for (const struct api_member *m = api_list_members; m->name; m++)
		if (!m->may_be_absent)
			jsonw_str(j, str_from(m->name));
	jsonw_array_end(j);
}

static void list_schema(struct schemas *s, const struct kind *k)
{
	struct json *j = s->json;

	jsonw_key(j, k->plural);
	jsonw_object(j);
	jsonw_member_z(j, "title", tr_text(s->work->lang, k->label_plural));
	jsonw_member_z(j, "type", "object");
	list_required(j);
	jsonw_key(j, "properties");
	jsonw_object(j);
	list_members(s, k);
	jsonw_object_end(j);
	jsonw_object_end(j);
}

static void token_of_all(struct work *w, struct json *j)
{
	jsonw_key(j, "securitySchemes");
	jsonw_object(j);
	jsonw_key(j, OPENAPI_TOKEN);
	jsonw_object(j);
	jsonw_member_z(j, "type", "http");
	jsonw_member_z(j, "scheme", "bearer");
	jsonw_member_z(j, "description",
		T(w, "A token of the person for whom the program acts, made under “My account”."));
	jsonw_object_end(j);
	jsonw_object_end(j);
}

void openapi_components(struct work *w, struct json *j, const struct api_operations *all)
{
	struct schemas s = { .work = w,
		.json = j,
		.all = all,
		.kinds = ARENA_ARRAY(w->arena, const struct kind *, all->n) };

	s.n_kinds = api_kinds(all, s.kinds);
	jsonw_key(j, "components");
	jsonw_object(j);
	jsonw_key(j, "schemas");
	jsonw_object(j);
	for (size_t i = 0; i < s.n_kinds; i++) {
		record_schema(&s, s.kinds[i]);
		list_schema(&s, s.kinds[i]);
		if (api_is_written(all, s.kinds[i])) {
			openapi_writing_schemas(&s, s.kinds[i]);
			openapi_translation_schemas(&s, s.kinds[i]);
		}
	}
	for (size_t i = 0; i < w->vocabularies->n; i++)
		if (is_used(&s, &w->vocabularies->v[i]))
			code_list_json(&s, &w->vocabularies->v[i]);
	if (has_money(&s))
		currencies_json(&s);
	openapi_shared_schemas(w, j);
	jsonw_object_end(j);
	openapi_error_responses(w, j);
	token_of_all(w, j);
	jsonw_object_end(j);
}

/* openapi_translations.c - translations of records: what is told of them, and what is sent. */
#include "openapi.h"
#include "translation_file.h"

#include <string.h>

static void object_of(struct schemas *s, const struct api_member *members);

/* To add a member that holds others: a row here. */
static const struct nested {
	const struct api_member *of;
	const char *name;
	const struct api_member *items; /* NULL: texts by the names of fields */
} nested[] = {
	{ api_translations_members, "languages", api_language_members },
	{ api_language_members, "fields", api_translated_members },
	{ api_translated_members, "proposals", api_proposal_members },
	{ api_carried_all_members, "texts", api_carried_members },
	{ api_translate_members, "texts", NULL },
	{ api_translate_members, "originals", NULL },
};

static void texts_by_field(struct json *j)
{
	jsonw_key(j, "additionalProperties");
	jsonw_object(j);
	jsonw_texts(j, "type", (const char *const[]){ "string", "null" }, 2);
	jsonw_object_end(j);
}

static void add_nested(struct schemas *s, const struct api_member *of, const struct api_member *m)
{
	for (size_t i = 0; i < COUNT(nested); i++) {
		if (nested[i].of != of || strcmp(nested[i].name, m->name))
			continue;
		if (!nested[i].items) {
			texts_by_field(s->json);
			continue;
		}
		jsonw_key(s->json, "items");
		jsonw_object(s->json);
		object_of(s, nested[i].items);
		jsonw_object_end(s->json);
	}
}

static void object_of(struct schemas *s, const struct api_member *members)
{
	struct json *j = s->json;

	jsonw_member_z(j, "type", "object");
	openapi_required(j, members);
	jsonw_key(j, "properties");
	jsonw_object(j);
	for (const struct api_member *m = members; m->name; m++) {
		openapi_member_begin(s, m);
		add_nested(s, members, m);
		jsonw_object_end(j);
	}
	jsonw_object_end(j);
}

void openapi_translation_schemas(struct schemas *s, const struct kind *k)
{
	struct work *w = s->work;
	const struct {
		const char *suffix, *meaning;
		const struct api_member *members;
	} all[] = { { OPENAPI_TRANSLATIONS, T(w, "A record in its other languages."),
			    api_translations_members },
		{ OPENAPI_TRANSLATE, T(w, "Texts of a record in another language."),
			api_translate_members },
		{ OPENAPI_TRANSLATED, T(w, "What became of texts in another language."),
			api_carried_all_members } };

	for (size_t i = 0; i < COUNT(all); i++) {
		jsonw_key(s->json, str_printf(w->arena, "%s%s", k->name, all[i].suffix).p);
		jsonw_object(s->json);
		jsonw_member_z(s->json, "description", all[i].meaning);
		object_of(s, all[i].members);
		jsonw_object_end(s->json);
	}
}

/* ---- files */

static void file_schema(struct work *w, struct json *j, struct str label)
{
	jsonw_object(j);
	jsonw_member_z(j, "type", "string");
	jsonw_member(
		j, "description", STR_FILL(w->arena, T(w, "Translations as a file: {1}."), label));
	jsonw_object_end(j);
}

static void form_content(struct work *w, struct json *j)
{
	openapi_content_begin(w, j, "multipart/form-data");
	jsonw_object(j);
	jsonw_member_z(j, "type", "object");
	jsonw_texts(j, "required", (const char *const[]){ "file" }, 1);
	jsonw_key(j, "properties");
	jsonw_object(j);
	jsonw_key(j, "file");
	file_schema(w, j, S("XLIFF, CSV"));
	jsonw_object_end(j);
	jsonw_object_end(j);
	jsonw_object_end(j);
}

void openapi_translation_files(struct work *w, struct json *j, bool is_sent)
{
	for (size_t i = 0; i < TRANSLATION_FORMAT_COUNT; i++) {
		openapi_content_begin(w, j, translation_format_type((enum translation_format)i));
		file_schema(w, j, str_from(translation_format_label((enum translation_format)i)));
		jsonw_object_end(j);
	}
	if (is_sent)
		form_content(w, j);
}

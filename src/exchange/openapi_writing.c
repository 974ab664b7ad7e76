/* openapi_writing.c - what is sent to write records, what those who do are told, and histories. */
#include "openapi.h"

#include <string.h>

static void schema_begin(
	struct schemas *s, const struct kind *k, const char *suffix, const char *meaning)
{
	struct json *j = s->json;

	jsonw_key(j, str_printf(s->work->arena, "%s%s", k->name, suffix).p);
	jsonw_object(j);
	jsonw_member_z(j, "description", meaning);
}

static void properties_begin(struct json *j)
{
	jsonw_member_z(j, "type", "object");
	jsonw_key(j, "properties");
	jsonw_object(j);
}

/* Properties and schema. */
static void schema_end(struct json *j)
{
	jsonw_object_end(j);
	jsonw_object_end(j);
}

void openapi_required(struct json *j, const struct api_member *members)
{
	jsonw_key(j, "required");
	jsonw_array(j);
	for (const struct api_member *m = members; m->name; m++)
		if (!m->may_be_absent)
			jsonw_str(j, str_from(m->name));
	jsonw_array_end(j);
}

static void items_of(struct schemas *s, const struct kind *k, const char *suffix)
{
	jsonw_key(s->json, "items");
	openapi_ref(s->work, s->json, "schemas", k->name, suffix);
}

/* ---- what is sent */

static void language_codes(struct json *j)
{
	jsonw_key(j, "enum");
	jsonw_array(j);
	for (size_t i = 0; i < LANG_COUNT; i++)
		jsonw_str(j, str_from(languages[i].code));
	jsonw_array_end(j);
}

static void sent_members(struct schemas *s, const struct api_member *members)
{
	for (const struct api_member *m = members; m->name; m++) {
		openapi_member_begin(s, m);
		if (!strcmp(m->name, "lang"))
			language_codes(s->json);
		if (!strcmp(m->name, "id"))
			jsonw_member_z(s->json, "pattern", "^[0-7][0-9A-HJKMNP-TV-Z]{25}$");
		jsonw_object_end(s->json);
	}
}

static void sent_fields(struct schemas *s, const struct kind *k,
	bool (*is_sent)(const struct kind *k, const struct field *f))
{
	for (size_t i = 0; i < k->n_fields; i++)
		if (is_sent(k, &k->fields[i]))
			openapi_field(s, &k->fields[i], true);
}

static void sent_schemas(struct schemas *s, const struct kind *k)
{
	struct work *w = s->work;

	schema_begin(s, k, OPENAPI_NEW,
		T(w, "A new record. Any member may be left out; a draft need not be whole."));
	properties_begin(s->json);
	sent_members(s, api_new_members);
	sent_fields(s, k, api_field_is_written);
	schema_end(s->json);
	schema_begin(s, k, OPENAPI_CHANGE,
		T(w, "What is to be changed: members that are left out stay as they are, null "
		     "empties. What was read may be sent back whole."));
	properties_begin(s->json);
	sent_members(s, api_change_members);
	sent_fields(s, k, api_field_is_written);
	schema_end(s->json);
	schema_begin(s, k, OPENAPI_STEP,
		T(w, "What goes with a step. A step that does not ask for a member refuses it."));
	properties_begin(s->json);
	sent_members(s, api_step_members);
	sent_fields(s, k, api_field_is_of_steps);
	schema_end(s->json);
	schema_begin(s, k, OPENAPI_NOTED, T(w, "A note, or an answer to one."));
	openapi_required(s->json, api_note_sent_members);
	properties_begin(s->json);
	sent_members(s, api_note_sent_members);
	schema_end(s->json);
}

/* ---- what is told */

static void owner_members(struct json *j)
{
	static const char *const names[] = { "party", "organisation", "account", "name" };

	jsonw_key(j, "properties");
	jsonw_object(j);
	for (size_t i = 0; i < COUNT(names); i++) {
		jsonw_key(j, names[i]);
		jsonw_object(j);
		jsonw_member_z(j, "type", "string");
		jsonw_object_end(j);
	}
	jsonw_object_end(j);
}

static void action_names(struct json *j)
{
	jsonw_key(j, "items");
	jsonw_object(j);
	jsonw_member_z(j, "type", "string");
	jsonw_object_end(j);
}

static void work_members(struct schemas *s)
{
	for (const struct api_member *m = api_work_members; m->name; m++) {
		openapi_member_begin(s, m);
		if (!strcmp(m->name, "owner"))
			owner_members(s->json);
		if (!strcmp(m->name, "actions"))
			action_names(s->json);
		jsonw_object_end(s->json);
	}
}

/* A record, and what only those who work on it are told. */
static void work_schema(struct schemas *s, const struct kind *k)
{
	struct json *j = s->json;

	schema_begin(s, k, OPENAPI_WORK,
		T(s->work,
			"A record as those who work on it are told it; which of the members that "
			"follow are there depends on who asks. In a draft, texts may be longer "
			"than they may be when it is sent in."));
	jsonw_key(j, "allOf");
	jsonw_array(j);
	openapi_ref(s->work, j, "schemas", k->name, "");
	jsonw_object(j);
	properties_begin(j);
	work_members(s);
	for (size_t i = 0; i < k->n_fields; i++)
		if (k->fields[i].flags & F_INTERNAL)
			openapi_field(s, &k->fields[i], false);
	schema_end(j);
	jsonw_array_end(j);
	jsonw_object_end(j);
}

static void outcome_items(struct schemas *s)
{
	jsonw_key(s->json, "items");
	jsonw_object(s->json);
	openapi_required(s->json, api_outcome_members);
	properties_begin(s->json);
	for (const struct api_member *m = api_outcome_members; m->name; m++) {
		openapi_member_begin(s, m);
		jsonw_object_end(s->json);
	}
	schema_end(s->json);
}

static void told_schema(struct schemas *s, const struct kind *k, const char *suffix,
	const char *meaning, const struct api_member *members)
{
	schema_begin(s, k, suffix, meaning);
	openapi_required(s->json, members);
	properties_begin(s->json);
	for (const struct api_member *m = members; m->name; m++) {
		openapi_member_begin(s, m);
		if (!strcmp(m->name, "versions"))
			items_of(s, k, OPENAPI_VERSION);
		if (!strcmp(m->name, "fields"))
			outcome_items(s);
		if (!strcmp(m->name, "threads"))
			items_of(s, k, OPENAPI_THREAD);
		if (!strcmp(m->name, "notes"))
			items_of(s, k, OPENAPI_NOTE);
		if (!strcmp(m->name, "changes")) {
			jsonw_key(s->json, "items");
			openapi_ref(s->work, s->json, "schemas", "field_change", "");
		}
		jsonw_object_end(s->json);
	}
	schema_end(s->json);
}

void openapi_writing_schemas(struct schemas *s, const struct kind *k)
{
	struct work *w = s->work;

	work_schema(s, k);
	sent_schemas(s, k);
	told_schema(s, k, OPENAPI_HISTORY, T(w, "What became of a record."), api_history_members);
	told_schema(s, k, OPENAPI_BROUGHT,
		T(w, "What became of a file that was taken along and brought back."),
		api_brought_members);
	told_schema(s, k, OPENAPI_VERSION, T(w, "One version of a record."), api_version_members);
	told_schema(s, k, OPENAPI_NOTES, T(w, "Notes beside a record."), api_notes_members);
	told_schema(s, k, OPENAPI_THREAD, T(w, "A note and its answers."), api_thread_members);
	told_schema(s, k, OPENAPI_NOTE, T(w, "One note."), api_note_members);
}

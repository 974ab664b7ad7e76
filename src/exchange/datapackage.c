/* datapackage.c - a collection and its code lists as a Data Package (specs.frictionlessdata.io). */
#include "dictionary.h"
#include "licence.h"
#include "record.h"

#include <string.h>

struct package {
	struct work *work;
	const struct kind *kind;
	struct str origin;
	struct json *json;
};

static void member_path(struct package *p, const char *key, struct str address)
{
	jsonw_member(p->json, key,
		str_printf(p->work->arena, STR_FMT STR_FMT, STR_ARG(p->origin), STR_ARG(address)));
}

/* ---- fields */

/* What the specification calls a type; `format` is NULL for its default. */
static const char *type_of(const struct dictionary_entry *entry, const char **ret_format)
{
	const struct field *f = entry->column.field;

	*ret_format = f && f->type == FIELD_URL ? "uri" : NULL;
	if (!f)
		return "string";
	switch (f->type) {
	case FIELD_YEAR:
		return "year";
	case FIELD_YESNO:
		return "boolean";
	case FIELD_MONEY:
		return entry->column.part == MONEY_AMOUNT ? "number" : "string";
	default:
		return "string";
	}
}

static void enum_of_codes(struct json *j, const struct vocabulary *v)
{
	jsonw_key(j, "enum");
	jsonw_array(j);
	for (size_t i = 0; i < v->n; i++)
		jsonw_str(j, v->terms[i].code);
	jsonw_array_end(j);
}

static void enum_of_currencies(struct package *p)
{
	size_t n;
	const struct str *codes = money_currencies(p->work->arena, &n);

	jsonw_key(p->json, "enum");
	jsonw_array(p->json);
	for (size_t i = 0; i < n; i++)
		jsonw_str(p->json, codes[i]);
	jsonw_array_end(p->json);
}

static void constraints_json(struct package *p, const struct dictionary_entry *entry)
{
	const struct field *f = entry->column.field;
	struct json *j = p->json;

	jsonw_key(j, "constraints");
	jsonw_object(j);
	jsonw_member_bool(j, "required", entry->requirement == NEVER_EMPTY);
	if (entry->max_length) {
		jsonw_member_int(j, "maxLength", entry->max_length);
	}
	if (!f) {
		jsonw_member_bool(j, "unique", true);
		jsonw_member_z(j, "pattern", "[A-Za-z0-9._-]+");
	} else if (entry->separator) {
		jsonw_member_z(j, "pattern", "[^;]+(;[^;]+)*");
	} else if (f->type == FIELD_CODE) {
		enum_of_codes(j, field_vocabulary(p->work, f));
	} else if (f->type == FIELD_MONEY && entry->column.part == MONEY_CURRENCY) {
		enum_of_currencies(p);
	}
	jsonw_object_end(j);
}

/* What the specification has no word for bears names of ours: several values in one cell. */
static void beyond_json(struct package *p, const struct dictionary_entry *entry)
{
	const struct field *f = entry->column.field;
	const struct vocabulary *v = f ? field_vocabulary(p->work, f) : NULL;
	char separator[2] = { entry->separator };

	if (entry->separator)
		jsonw_member_z(p->json, "separator", separator);
	if (v)
		jsonw_member_z(p->json, "vocabulary", v->source->name);
	if (f && f->type == FIELD_TEXT)
		jsonw_member_z(p->json, "language", languages[entry->column.part].code);
}

static void field_json(struct package *p, const struct dictionary_entry *entry)
{
	struct json *j = p->json;
	const char *format, *type = type_of(entry, &format);

	jsonw_object(j);
	jsonw_member(j, "name", entry->name);
	jsonw_member(j, "title", entry->label);
	jsonw_member(j, "description", entry->meaning);
	jsonw_member_z(j, "type", type);
	if (format)
		jsonw_member_z(j, "format", format);
	if (!strcmp(type, "boolean")) {
		jsonw_texts(j, "trueValues", &(const char *){ "yes" }, 1);
		jsonw_texts(j, "falseValues", &(const char *){ "no" }, 1);
	}
	constraints_json(p, entry);
	beyond_json(p, entry);
	jsonw_object_end(j);
}

/* ---- resources */

static void resource_begin(struct package *p, const char *name, const char *title, struct str path)
{
	struct json *j = p->json;

	jsonw_object(j);
	jsonw_member_z(j, "profile", "tabular-data-resource");
	jsonw_member_z(j, "name", name);
	jsonw_member_z(j, "title", tr_text(p->work->lang, title));
	member_path(p, "path", path);
	jsonw_member_z(j, "format", "csv");
	jsonw_member_z(j, "mediatype", "text/csv");
	jsonw_member_z(j, "encoding", "utf-8");
	jsonw_key(j, "schema");
	jsonw_object(j);
	jsonw_key(j, "fields");
	jsonw_array(j);
}

static void resource_end(struct package *p, const char *primary_key)
{
	struct json *j = p->json;

	jsonw_texts(j, "missingValues", &(const char *){ "" }, 1);
	jsonw_member_z(j, "primaryKey", primary_key);
	jsonw_object_end(j);
	jsonw_object_end(j);
}

/* A cell with one code leads to its code list; cells with several cannot be said so. */
static void foreign_keys_json(struct package *p)
{
	struct json *j = p->json;

	jsonw_key(j, "foreignKeys");
	jsonw_array(j);
	for (size_t i = 0; i < p->kind->n_fields; i++) {
		const struct field *f = &p->kind->fields[i];

		if (f->type != FIELD_CODE || f->flags & F_INTERNAL)
			continue;
		jsonw_object(j);
		jsonw_member(
			j, "fields", column_name(p->work->arena, (struct column){ .field = f }));
		jsonw_key(j, "reference");
		jsonw_object(j);
		jsonw_member_z(j, "resource", f->vocabulary);
		jsonw_member_z(j, "fields", "code");
		jsonw_object_end(j);
		jsonw_object_end(j);
	}
	jsonw_array_end(j);
}

static void collection_json(struct package *p)
{
	struct work *w = p->work;
	struct dictionary d = dictionary_of(w, p->kind, w->lang);

	resource_begin(p, p->kind->plural, p->kind->label_plural,
		str_printf(w->arena, "/api/v1/%s?format=csv", p->kind->plural));
	for (size_t i = 0; i < d.n; i++)
		field_json(p, &d.v[i]);
	jsonw_array_end(p->json);
	foreign_keys_json(p);
	resource_end(p, "id");
}

static void column_of_list(struct package *p, const char *name, const struct language *l)
{
	jsonw_object(p->json);
	jsonw_member(p->json, "name",
		str_printf(p->work->arena, "%s%s%s", name, l ? "_" : "", l ? l->code : ""));
	jsonw_member_z(p->json, "type", "string");
	if (l)
		jsonw_member_z(p->json, "language", l->code);
	jsonw_object_end(p->json);
}

static void vocabulary_json(struct package *p, const struct vocabulary *v)
{
	static const char *const plain[] = { "code", "broader_vocabulary", "broader" };
	static const char *const told[] = { "label", "description" };

	resource_begin(p, v->source->name, v->source->label, vocabulary_address(p->work->arena, v));
	for (size_t i = 0; i < COUNT(plain); i++)
		column_of_list(p, plain[i], NULL);
	for (size_t i = 0; i < COUNT(told); i++)
		for (size_t l = 0; l < LANG_COUNT; l++)
			column_of_list(p, told[i], &languages[l]);
	jsonw_array_end(p->json);
	resource_end(p, "code");
}

static bool uses(const struct package *p, const struct vocabulary *v)
{
	for (size_t i = 0; i < p->kind->n_fields; i++)
		if (!(p->kind->fields[i].flags & F_INTERNAL) &&
			field_vocabulary(p->work, &p->kind->fields[i]) == v)
			return true;
	return false;
}

/* ---- the package */

static void licence_json(struct json *j)
{
	jsonw_key(j, "licenses");
	jsonw_array(j);
	jsonw_object(j);
	jsonw_member_z(j, "name", LICENCE_ID);
	jsonw_member_z(j, "title", LICENCE_TITLE);
	jsonw_member_z(j, "path", LICENCE_URL);
	jsonw_object_end(j);
	jsonw_array_end(j);
}

void datapackage_json(struct work *w, const struct kind *k, struct str origin, struct json *j)
{
	struct package p = { w, k, origin, j };
	const struct vocabularies *all = w->vocabularies;

	jsonw_object(j);
	jsonw_member_z(j, "profile", "tabular-data-package");
	jsonw_member(j, "name", str_printf(w->arena, "jalon-%s", k->plural));
	jsonw_member_z(j, "title", tr_text(w->lang, k->label_plural));
	jsonw_member_z(j, "description",
		T(w, "All public records, with the code lists they use. A cell whose column has a "
		     "separator holds several values. Empty cells are not known."));
	member_path(&p, "homepage", str_printf(w->arena, "/%s/data/%s", w->lang->code, k->plural));
	licence_json(j);
	jsonw_key(j, "resources");
	jsonw_array(j);
	collection_json(&p);
	for (size_t i = 0; i < all->n; i++)
		if (uses(&p, &all->v[i]))
			vocabulary_json(&p, &all->v[i]);
	jsonw_array_end(j);
	jsonw_object_end(j);
}

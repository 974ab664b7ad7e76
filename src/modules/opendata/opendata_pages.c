#include "opendata_pages.h"
#include "clock.h"
#include "opendata_html.h"

static const char data_path[] = "/data";

/* ---- for the templates */

struct url data_url(struct str address)
{
	return (struct url){ address };
}

struct url api_list_url(struct page_out *o, const struct kind *k, const char *format)
{
	return (struct url){ str_printf(
		o->arena, API_ROOT "/%s%s%s", k->plural, *format ? "?format=" : "", format) };
}

struct url dictionary_url(struct page_out *o, const struct kind *k)
{
	return place_under(o, data_path, str_from(k->plural));
}

const struct language *entry_language(const struct dictionary_entry *entry)
{
	const struct field *f = entry->column.field;

	return f && f->type == FIELD_TEXT ? &languages[entry->column.part] : NULL;
}

const struct vocabulary *entry_vocabulary(
	const struct work *w, const struct dictionary_entry *entry)
{
	return entry->column.field ? field_vocabulary(w, entry->column.field) : NULL;
}

const struct api_parameter *api_filter(const struct api_operation *list)
{
	const struct api_parameter *found = NULL;

	for (size_t i = 0; i < list->n_parameters; i++) {
		const struct api_parameter *p = &list->parameters[i];

		if (p->vocabulary && (!found || (p->vocabulary->source->shows_codes &&
							!found->vocabulary->source->shows_codes)))
			found = p;
	}
	return found;
}

const struct api_operation *api_operation_with(const struct api_operations *all, enum api_body body)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].body == body)
			return &all->v[i];
	return NULL;
}

const struct api_member *api_body_members(const struct api_operation *op)
{
	static const struct api_member *const members[] = { [API_BODY_NEW] = api_new_members,
		[API_BODY_CHANGE] = api_change_members,
		[API_BODY_STEP] = api_step_members,
		[API_BODY_NOTE] = api_note_sent_members,
		[API_BODY_TRANSLATED] = api_translate_members,
		[API_BODY_FILE] = api_file_members,
		[API_BODY_BROUGHT] = NULL };

	return members[op->body];
}

struct str api_question(struct page_out *o, const struct api_view *v,
	const struct api_operation *op, const char *name)
{
	struct out out = out_new(o->arena, 1 << 16);

	out_str(&out, v->origin);
	out_str(&out, op->path);
	for (size_t i = 0; i < op->n_parameters; i++)
		if (str_is(str_from(name), op->parameters[i].name)) {
			out_printf(&out, "?%s=", name);
			out_url_component(&out, op->parameters[i].example);
		}
	return out_done(&out);
}

/* ---- handlers */

const struct kind *opendata_collection(struct request *r, struct str plural)
{
	const struct kind *k = house_kind_by_plural(work_of(r)->house, plural);

	return k && api_has_list(r->site->route_tables, k) ? k : NULL;
}

/* ---- what machines are told */

enum { ENTITY_MAX_BYTES = 1 << 17 };

static struct json_text linked_catalog(
	struct page_out *o, const struct data_view *v, struct str origin)
{
	struct out out = out_new(o->arena, ENTITY_MAX_BYTES);
	struct json j = jsonw_to(&out);

	jsonw_object(&j);
	jsonw_member_z(&j, "@type", "DataCatalog");
	linked_member(&j, o->arena, "@id", origin, data_url(S("/data/catalog")));
	jsonw_member_z(&j, "name", tr(o->lang, "Open data of Jalon"));
	linked_member(&j, o->arena, "url", origin, place(o, data_path));
	jsonw_member_z(&j, "license", LICENCE_URL);
	jsonw_key(&j, "dataset");
	jsonw_array(&j);
	for (size_t i = 0; i < v->n_kinds; i++) {
		jsonw_object(&j);
		linked_dataset(&j, o, origin, v->kinds[i]);
		jsonw_object_end(&j);
	}
	jsonw_array_end(&j);
	jsonw_object_end(&j);
	return (struct json_text){ out_done(&out) };
}

static void downloads_json(
	struct json *j, struct page_out *o, struct str origin, const struct kind *k)
{
	jsonw_key(j, "distribution");
	jsonw_array(j);
	for (enum export_format f = EXPORT_FILES; f < EXPORT_FORMAT_COUNT; f++) {
		struct str type = str_from(export_type(f));

		jsonw_object(j);
		jsonw_member_z(j, "@type", "DataDownload");
		jsonw_member(j, "encodingFormat", (struct str){ type.p, str_find(type, ';') });
		linked_member(
			j, o->arena, "contentUrl", origin, api_list_url(o, k, export_name(f)));
		jsonw_object_end(j);
	}
	jsonw_array_end(j);
}

static struct json_text linked_whole_dataset(
	struct page_out *o, const struct dictionary_view *v, struct str origin)
{
	struct out out = out_new(o->arena, ENTITY_MAX_BYTES);
	struct json j = jsonw_to(&out);

	jsonw_object(&j);
	linked_dataset(&j, o, origin, v->kind);
	if (v->citation.updated_ms)
		jsonw_member(&j, "dateModified", clock_rfc3339(o->arena, v->citation.updated_ms));
	jsonw_key(&j, "includedInDataCatalog");
	jsonw_object(&j);
	jsonw_member_z(&j, "@type", "DataCatalog");
	linked_member(&j, o->arena, "@id", origin, data_url(S("/data/catalog")));
	jsonw_object_end(&j);
	downloads_json(&j, o, origin, v->kind);
	jsonw_object_end(&j);
	return (struct json_text){ out_done(&out) };
}

/* ---- pages */

static void gather_files(struct data_view *v)
{
	size_t n = 0;

	HOUSE_FILES(v->work->house, m, file)
		n++;
	v->files = ARENA_ARRAY(v->work->arena, const struct reference *, n + 1);
	HOUSE_FILES(v->work->house, m, file)
		v->files[v->n_files++] = file;
}

enum http_status opendata_page(struct request *r)
{
	struct work *w = work_of(r);
	struct api_operations all = api_describe(w, r->site->route_tables);
	struct data_view v = { .work = w,
		.kinds = ARENA_ARRAY(w->arena, const struct kind *, all.n) };
	struct page_out o = page_begin(r);
	const struct crumb crumbs[] = { { NULL, str_from(T(w, "Open data")) } };
	struct page page = { .title = crumbs[0].label,
		.description = str_from(T(w, "Every collection as a file, with its dictionary, and "
					     "an open API.")),
		.nav_path = data_path,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.type = "CollectionPage" };

	v.n_kinds = api_kinds(&all, v.kinds);
	gather_files(&v);
	page.entity = linked_catalog(&o, &v, request_origin(r));
	opendata_html(&o, &v);
	return page_send(r, &w->house->frame, &page, &o);
}

enum http_status opendata_dictionary_page(struct request *r)
{
	struct work *w = work_of(r);
	const struct kind *k = opendata_collection(r, request_path_arg(r, "collection"));

	if (!k)
		return HTTP_NOT_FOUND;
	struct dictionary_view v = {
		.work = w, .kind = k, .dictionary = dictionary_of(w, k, w->lang)
	};
	struct page_out o = page_begin(r);
	struct str label = str_from(tr_text(w->lang, k->label_plural));

	v.examples = dictionary_examples(w, k, &v.dictionary);
	v.citation = cite_collection(&o, w, request_origin(r), k);
	opendata_dictionary_html(&o, &v);
	const struct crumb crumbs[] = {
		{ data_path, str_from(T(w, "Open data")) },
		{ NULL, label },
	};
	const struct page page = { .title = STR_FILL(w->arena, T(w, "Data dictionary: {1}"), label),
		.description = str_from(tr_text(w->lang, k->meaning)),
		.nav_path = data_path,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.entity = linked_whole_dataset(&o, &v, request_origin(r)) };
	return page_send(r, &w->house->frame, &page, &o);
}

enum http_status opendata_api_page(struct request *r)
{
	struct work *w = work_of(r);
	struct api_view v = { .work = w,
		.operations = api_describe(w, r->site->route_tables),
		.origin = request_origin(r) };
	struct page_out o = page_begin(r);
	const struct crumb crumbs[] = {
		{ data_path, str_from(T(w, "Open data")) },
		{ NULL, S("API") },
	};
	const struct page page = { .title = S("API"),
		.description = str_from(T(w, "Every list and record of this site, for programs.")),
		.nav_path = data_path,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs) };

	opendata_api_html(&o, &v);
	return page_send(r, &w->house->frame, &page, &o);
}

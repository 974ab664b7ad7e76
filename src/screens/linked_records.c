#include "linked_records.h"
#include "clock.h"
#include "licence.h"
#include "pages.h"
#include "record.h"

enum { ENTITY_MAX_BYTES = 1 << 17 };

/* The dataset has one name in all languages, the fragment of the catalogue. */
static struct str dataset_id(struct arena *a, struct str origin, const struct kind *k)
{
	return str_printf(a, STR_FMT "/data/catalog#%s", STR_ARG(origin), k->plural);
}

void linked_dataset(struct json *j, struct page_out *o, struct str origin, const struct kind *k)
{
	jsonw_member_z(j, "@type", "Dataset");
	jsonw_member(j, "@id", dataset_id(o->arena, origin, k));
	jsonw_member_z(j, "name", tr_text(o->lang, k->label_plural));
	jsonw_member_z(j, "description", tr_text(o->lang, k->meaning));
	linked_member(j, o->arena, "url", origin, place_under(o, "/data", str_from(k->plural)));
	jsonw_member_z(j, "license", LICENCE_URL);
	jsonw_member_bool(j, "isAccessibleForFree", true);
	jsonw_key(j, "creator");
	jsonw_object(j);
	jsonw_member_z(j, "@type", "Organization");
	jsonw_member_z(j, "name", "Jalon");
	linked_member(j, o->arena, "url", origin, (struct url){ S("/") });
	jsonw_object_end(j);
}

struct json_text linked_collection(struct page_out *o, struct str origin, const struct kind *k)
{
	struct out out = out_new(o->arena, ENTITY_MAX_BYTES);
	struct json j = jsonw_to(&out);

	jsonw_object(&j);
	linked_dataset(&j, o, origin, k);
	linked_member(&j, o->arena, "mainEntityOfPage", origin, collection_url(o, k));
	jsonw_object_end(&j);
	return (struct json_text){ out_done(&out) };
}

/* ---- a record */

struct telling {
	struct json *json;
	struct page_out *to;
	struct work *work;
	struct str origin;
};

static void term_json(struct telling *t, const struct vocabulary *v, const struct term *term)
{
	struct json *j = t->json;

	jsonw_object(j);
	jsonw_member_z(j, "@type", "DefinedTerm");
	jsonw_member(j, "name", term_label(term, t->to->lang));
	jsonw_member(j, "termCode", term->code);
	jsonw_member_z(j, "inDefinedTermSet", tr_text(t->to->lang, v->source->label));
	jsonw_object_end(j);
}

/* All codes by which lists can be narrowed to it. */
static void about_json(struct telling *t, const struct kind *k, const void *row)
{
	jsonw_key(t->json, "about");
	jsonw_array(t->json);
	for (size_t i = 0; i < k->n_fields; i++) {
		const struct field *f = &k->fields[i];
		const struct vocabulary *v = field_vocabulary(t->work, f);
		struct codes codes = field_codes(f, row);

		for (size_t c = 0; v && f->flags & F_FILTER && c < codes.n; c++) {
			const struct term *term = term_find(v, codes.v[c]);

			if (term)
				term_json(t, v, term);
		}
	}
	jsonw_array_end(t->json);
}

static void times_json(struct telling *t, const struct record *r)
{
	struct arena *a = t->to->arena;

	jsonw_member(t->json, "version", str_printf(a, "%lld", (long long)r->version));
	jsonw_member(t->json, "datePublished", clock_rfc3339(a, r->created_ms));
	jsonw_member(t->json, "dateModified", clock_rfc3339(a, r->updated_ms));
}

static void encoding_json(struct telling *t, struct url api)
{
	jsonw_key(t->json, "encoding");
	jsonw_object(t->json);
	jsonw_member_z(t->json, "@type", "MediaObject");
	linked_member(t->json, t->to->arena, "contentUrl", t->origin, api);
	jsonw_member_z(t->json, "encodingFormat", "application/json");
	jsonw_object_end(t->json);
}

static void names_json(struct telling *t, const struct kind *k, const void *row)
{
	const struct record *r = row;
	const struct field *summary = kind_field(k, k->summary);
	struct told title = record_title(k, row, t->to->lang);

	jsonw_member(t->json, "name", title.text);
	if (summary && summary->type == FIELD_TEXT) {
		struct told told = text_told(field_of(summary, row), t->to->lang, r->lang);

		if (told.lang)
			jsonw_member(t->json, "abstract", told.text);
	}
	if (title.lang)
		jsonw_member_z(t->json, "inLanguage", title.lang->code);
	jsonw_member(t->json, "identifier", r->public_id);
}

struct json_text linked_record(struct page_out *o, struct work *w, struct str origin,
	const struct kind *k, const void *row)
{
	const struct record *r = row;
	struct out out = out_new(o->arena, ENTITY_MAX_BYTES);
	struct json j = jsonw_to(&out);
	struct telling t = { &j, o, w, origin };

	jsonw_object(&j);
	jsonw_member_z(&j, "@type", "CreativeWork");
	linked_member(&j, o->arena, "mainEntityOfPage", origin, record_url(o, k, r->public_id));
	names_json(&t, k, row);
	about_json(&t, k, row);
	times_json(&t, r);
	jsonw_member_z(&j, "license", LICENCE_URL);
	jsonw_key(&j, "isPartOf");
	jsonw_object(&j);
	linked_dataset(&j, o, origin, k);
	jsonw_object_end(&j);
	encoding_json(&t, record_api_url(o, k, r->public_id));
	jsonw_object_end(&j);
	return (struct json_text){ out.full ? S("") : out_done(&out) };
}

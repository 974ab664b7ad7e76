#include "rdf.h"

#include <assert.h>
#include <string.h>

/* To add one: a row here. */
static const struct {
	const char *prefix, *names;
} spaces[] = {
	{ "dcat", "http://www.w3.org/ns/dcat#" },
	{ "dcatap", "http://data.europa.eu/r5r/" },
	{ "dct", "http://purl.org/dc/terms/" },
	{ "foaf", "http://xmlns.com/foaf/0.1/" },
	{ "vcard", "http://www.w3.org/2006/vcard/ns#" },
	{ "xsd", "http://www.w3.org/2001/XMLSchema#" },
};

/* How one way of writing says each thing. */
struct rdf_words {
	const char *type;
	void (*begin)(struct rdf *r);
	void (*about)(struct rdf *r, struct str iri, const char *class);
	void (*about_end)(struct rdf *r);
	void (*predicate)(struct rdf *r, const char *name);
	void (*predicate_end)(struct rdf *r);
	void (*iri)(struct rdf *r, struct str iri);
	void (*literal)(struct rdf *r, struct str text, const char *lang, const char *type);
	void (*end)(struct rdf *r);
};

/* ---- Turtle */

static void turtle_begin(struct rdf *r)
{
	for (size_t i = 0; i < COUNT(spaces); i++)
		out_printf(r->out, "@prefix %s: <%s> .\n", spaces[i].prefix, spaces[i].names);
}

/* What may not stand between < and > is percent-encoded (RFC 3987 leaves it no other way). */
static void put_iri(struct out *o, struct str iri)
{
	for (size_t i = 0; i < iri.n; i++) {
		unsigned char c = (unsigned char)iri.p[i];

		if (c <= ' ' || strchr("<>\"{}|^`\\", c))
			out_printf(o, "%%%02X", c);
		else
			out_char(o, iri.p[i]);
	}
}

static void turtle_iri(struct rdf *r, struct str iri)
{
	out_char(r->out, '<');
	put_iri(r->out, iri);
	out_char(r->out, '>');
}

static void turtle_about(struct rdf *r, struct str iri, const char *class)
{
	out_char(r->out, '\n');
	turtle_iri(r, iri);
	out_printf(r->out, " a %s", class);
}

static void turtle_about_end(struct rdf *r)
{
	out_z(r->out, " .\n");
}

static void turtle_predicate(struct rdf *r, const char *name)
{
	out_printf(r->out, " ;\n  %s ", name);
}

static void turtle_predicate_end(struct rdf *r)
{
	(void)r;
}

static void put_turtle_char(struct out *o, char c)
{
	switch (c) {
	case '"':
	case '\\':
		out_printf(o, "\\%c", c);
		break;
	case '\n':
		out_z(o, "\\n");
		break;
	case '\r':
		out_z(o, "\\r");
		break;
	default:
		out_char(o, c);
	}
}

static void turtle_literal(struct rdf *r, struct str text, const char *lang, const char *type)
{
	out_char(r->out, '"');
	for (size_t i = 0; i < text.n; i++)
		put_turtle_char(r->out, text.p[i]);
	out_char(r->out, '"');
	if (lang)
		out_printf(r->out, "@%s", lang);
	if (type)
		out_printf(r->out, "^^%s", type);
}

static void turtle_end(struct rdf *r)
{
	(void)r;
}

/* ---- JSON-LD */

static void json_begin(struct rdf *r)
{
	jsonw_object(&r->json);
	jsonw_key(&r->json, "@context");
	jsonw_object(&r->json);
	for (size_t i = 0; i < COUNT(spaces); i++)
		jsonw_member_z(&r->json, spaces[i].prefix, spaces[i].names);
	jsonw_object_end(&r->json);
	jsonw_key(&r->json, "@graph");
	jsonw_array(&r->json);
}

/* As in Turtle, so that the same thing has the same name. */
static void json_member_iri(struct rdf *r, struct str iri)
{
	struct out plain = out_new(r->out->arena, 3 * iri.n);

	put_iri(&plain, iri);
	jsonw_member(&r->json, "@id", out_done(&plain));
}

static void json_about(struct rdf *r, struct str iri, const char *class)
{
	jsonw_object(&r->json);
	json_member_iri(r, iri);
	jsonw_member_z(&r->json, "@type", class);
}

static void json_about_end(struct rdf *r)
{
	jsonw_object_end(&r->json);
}

static void json_predicate(struct rdf *r, const char *name)
{
	jsonw_key(&r->json, name);
	jsonw_array(&r->json);
}

static void json_predicate_end(struct rdf *r)
{
	jsonw_array_end(&r->json);
}

static void json_iri(struct rdf *r, struct str iri)
{
	jsonw_object(&r->json);
	json_member_iri(r, iri);
	jsonw_object_end(&r->json);
}

static void json_literal(struct rdf *r, struct str text, const char *lang, const char *type)
{
	jsonw_object(&r->json);
	jsonw_member(&r->json, "@value", text);
	if (lang)
		jsonw_member_z(&r->json, "@language", lang);
	if (type)
		jsonw_member_z(&r->json, "@type", type);
	jsonw_object_end(&r->json);
}

static void json_end(struct rdf *r)
{
	jsonw_array_end(&r->json);
	jsonw_object_end(&r->json);
}

/* ---- either */

static const struct rdf_words words[] = {
	[RDF_TURTLE] = { "text/turtle; charset=utf-8", turtle_begin, turtle_about, turtle_about_end,
		turtle_predicate, turtle_predicate_end, turtle_iri, turtle_literal, turtle_end },
	[RDF_JSON_LD] = { "application/ld+json", json_begin, json_about, json_about_end,
		json_predicate, json_predicate_end, json_iri, json_literal, json_end },
};

const char *rdf_type(enum rdf_form form)
{
	return words[form].type;
}

struct rdf rdf_begin(enum rdf_form form, struct out *o)
{
	struct rdf r = { .form = form, .out = o, .json = jsonw_to(o) };

	words[form].begin(&r);
	return r;
}

static void end_predicate(struct rdf *r)
{
	assert(!r->has_predicate || r->has_value);
	if (r->has_predicate)
		words[r->form].predicate_end(r);
	r->has_predicate = r->has_value = false;
}

static void end_about(struct rdf *r)
{
	end_predicate(r);
	if (r->is_open)
		words[r->form].about_end(r);
	r->is_open = false;
}

void rdf_about(struct rdf *r, struct str iri, const char *class)
{
	end_about(r);
	words[r->form].about(r, iri, class);
	r->is_open = true;
}

void rdf_predicate(struct rdf *r, const char *name)
{
	assert(r->is_open);
	end_predicate(r);
	words[r->form].predicate(r, name);
	r->has_predicate = true;
}

static void before_value(struct rdf *r)
{
	assert(r->has_predicate);
	if (r->has_value && r->form == RDF_TURTLE)
		out_z(r->out, ", ");
	r->has_value = true;
}

void rdf_iri(struct rdf *r, struct str iri)
{
	before_value(r);
	words[r->form].iri(r, iri);
}

void rdf_text(struct rdf *r, struct str text, const char *lang)
{
	before_value(r);
	words[r->form].literal(r, text, lang, NULL);
}

void rdf_typed(struct rdf *r, struct str text, const char *type)
{
	before_value(r);
	words[r->form].literal(r, text, NULL, type);
}

void rdf_end(struct rdf *r)
{
	end_about(r);
	words[r->form].end(r);
}

/*
 * rdf.h - statements about things (RDF), written as Turtle or as JSON-LD: told once, the same
 * triples in either.
 *
 *	rdf_about(r, "https://example.org/#it", "dcat:Dataset");
 *	rdf_predicate(r, "dct:title");
 *	rdf_text(r, S("Titre"), "fr");
 *	rdf_text(r, S("Title"), "en");
 *	rdf_end(r);
 *
 * Each predicate of a thing is begun once, with all its values. Names such as "dct:title" begin
 * with one of the prefixes in rdf.c.
 */
#ifndef RDF_H
#define RDF_H

#include "json.h"

enum rdf_form { RDF_TURTLE, RDF_JSON_LD };

struct rdf {
	enum rdf_form form;
	struct out *out;
	struct json json; /* of JSON-LD */
	bool is_open; /* a thing is being told of */
	bool has_predicate, has_value; /* of the present thing, of the present predicate */
};

struct rdf rdf_begin(enum rdf_form form, struct out *o);

/* A thing and its class; ends the one before. `iri` is whole or relative, unescaped. */
void rdf_about(struct rdf *r, struct str iri, const char *class);
void rdf_predicate(struct rdf *r, const char *name);

void rdf_iri(struct rdf *r, struct str iri);
void rdf_text(struct rdf *r, struct str text, const char *lang); /* NULL: of no language */
void rdf_typed(struct rdf *r, struct str text, const char *type); /* "xsd:date" */

void rdf_end(struct rdf *r);

/* "text/turtle; charset=utf-8" */
const char *rdf_type(enum rdf_form form);

#endif

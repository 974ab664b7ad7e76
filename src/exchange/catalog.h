/*
 * catalog.h - all data of this site as a catalogue (DCAT 3, with what DCAT-AP asks for): the
 * collections, the code lists, the reference files, and the API.
 *
 * Things are named by fragments of "/data/catalog": "#practices", "#vocabulary-activity",
 * "#file-framework.json", "#practices-csv".
 */
#ifndef CATALOG_H
#define CATALOG_H

#include "module.h"
#include "rdf.h"

/* Writes the whole catalogue. Whole addresses begin with `origin`. */
void catalog_rdf(struct work *w, const struct site *site, struct str origin, struct rdf *to);

/* Where things are: "/data/reference/framework.json". */
struct str reference_address(struct arena *a, const struct reference *file);

#endif

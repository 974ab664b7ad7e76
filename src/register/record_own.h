/* record_own.h - what stands in the kind's own table: how the fields of a row are stored there. */
#ifndef RECORD_OWN_H
#define RECORD_OWN_H

#include "inserts.h"
#include "kind.h"
#include "work.h"

/* What the field's columns hold for the row, one or two: see field_stored(). */
void record_own_values(
	struct work *w, const struct field *f, const void *row, struct db_value values[2]);

/* An INSERT of rows of the kind that overwrites those that are there, and one row for it. */
struct inserts record_own_inserts(struct work *w, const struct kind *k);
void record_own_add(struct work *w, const struct kind *k, const void *row, struct inserts *to);

#endif

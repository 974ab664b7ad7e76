/*
 * present.h - is what a record holds now what its history says last?
 *
 * May be used inside writing/ only.
 */
#ifndef PRESENT_H
#define PRESENT_H

#include "chronicle.h"
#include "inspection.h"

/*
 * Compares all rows that belong to the record with its history: texts and who wrote them, codes and
 * their editions, links, the kind's own columns. What was erased from a history is not compared.
 */
void present_inspect(struct inspection *i, const struct kind *k, const struct identity *r,
	const struct chronicle *c);

#endif

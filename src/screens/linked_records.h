/*
 * linked_records.h - JSON-LD of records and collections, for the pages that show them.
 */
#ifndef LINKED_RECORDS_H
#define LINKED_RECORDS_H

#include "linked.h"
#include "module.h"

/* What the record is about, when and under which licence it may be used: a CreativeWork. */
struct json_text linked_record(struct page_out *o, struct work *w, struct str origin,
	const struct kind *k, const void *row);

/* The collection as a Dataset. */
struct json_text linked_collection(struct page_out *o, struct str origin, const struct kind *k);

/* The members that tell a Dataset of the collection, into an open object. */
void linked_dataset(struct json *j, struct page_out *o, struct str origin, const struct kind *k);

#endif

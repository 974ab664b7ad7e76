/*
 * record_copy.h - a record as one text, for lists: twenty rows are read from twenty pages of the
 * store instead of a hundred. Made from the record at every save; nothing is true only there.
 */
#ifndef RECORD_COPY_H
#define RECORD_COPY_H

#include "record.h"

void record_copy_save(struct work *w, const struct kind *k, const void *row);

/* The records, all of the kind, in the order of the store; as record_rows() gives them. */
struct rows record_copies(struct work *w, const struct kind *k, const uint32_t *seqs, size_t n);

#endif

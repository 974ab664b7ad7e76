/*
 * record_copy.h - a record as one text, for lists: twenty rows are read from twenty pages of the
 * store instead of a hundred. Made from the record at every save; nothing is true only there.
 */
#ifndef RECORD_COPY_H
#define RECORD_COPY_H

#include "record.h"

/* Writes the copies of the rows, each of another record of the kind. */
void record_copies_save(struct work *w, const struct kind *k, void *const *rows, size_t n);

/* The records, all of the kind, in the order of the store; as record_rows() gives them. */
struct rows record_copies(struct work *w, const struct kind *k, const uint32_t *seqs, size_t n);

#endif

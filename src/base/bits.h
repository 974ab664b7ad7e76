/*
 * bits.h - sets of numbers from 0: which records have a code, which have a word. Blocks of 4,096
 * bits, absent while empty, so a set of a few records costs little and a walk skips what is empty.
 */
#ifndef BITS_H
#define BITS_H

#include "arena.h"
#include <stdint.h>

enum { BITS_WORDS = 64, BITS_IN_BLOCK = 64 * BITS_WORDS };

struct bits_block {
	uint64_t words[BITS_WORDS];
};

struct bits {
	struct arena *arena; /* its blocks live in; grown by doubling */
	struct bits_block **blocks; /* NULL: empty */
	size_t n; /* blocks */
};

struct bits bits_new(struct arena *a);
void bits_add(struct bits *b, uint32_t i);
void bits_drop(struct bits *b, uint32_t i);
bool bits_has(const struct bits *b, uint32_t i);

/* `to` becomes the set of what is in both, in either, or in `to` but not in `b`. */
void bits_and(struct bits *to, const struct bits *b);
void bits_or(struct bits *to, const struct bits *b);
void bits_and_not(struct bits *to, const struct bits *b);

struct bits bits_copy(struct arena *a, const struct bits *b);

/* How many, up to `max`; and how many both have. */
size_t bits_count(const struct bits *b, size_t max);
size_t bits_count_both(const struct bits *a, const struct bits *b, size_t max);

/*
 * The words of a set that hold anything: for counting what each of many others has of it, when it
 * holds little. `n` is 0 and `v` NULL when they are more than a fraction of all.
 */
struct bits_few {
	struct bits_word {
		uint32_t block, word;
		uint64_t bits;
	} * v;
	size_t n;
};
struct bits_few bits_few(struct arena *a, const struct bits *b);
size_t bits_count_few(const struct bits_few *few, const struct bits *b, size_t max);

/*
 * The greatest number of `a` below `below`, or the least above `above` (numbers begin at 1 for
 * that); with a `b`, of those that both have. False when there is none.
 */
bool bits_before(const struct bits *a, const struct bits *b, uint32_t below, uint32_t *ret_i);
bool bits_after(const struct bits *a, const struct bits *b, uint32_t above, uint32_t *ret_i);

/* Bytes that the set takes. */
size_t bits_bytes(const struct bits *b);

#endif

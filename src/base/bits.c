#include "bits.h"

#include <string.h>

struct bits bits_new(struct arena *a)
{
	return (struct bits){ .arena = a };
}

static struct bits_block *block_at(const struct bits *b, size_t at)
{
	return at < b->n ? b->blocks[at] : NULL;
}

static void grow(struct bits *b, size_t n)
{
	size_t room = b->n ? 2 * b->n : 1;

	while (room < n)
		room *= 2;
	struct bits_block **blocks = ARENA_ARRAY(b->arena, struct bits_block *, room);
	if (b->n)
		memcpy(blocks, b->blocks, b->n * sizeof *blocks);
	b->blocks = blocks;
	b->n = room;
}

void bits_add(struct bits *b, uint32_t i)
{
	size_t at = i / BITS_IN_BLOCK;

	if (at >= b->n)
		grow(b, at + 1);
	if (!b->blocks[at])
		b->blocks[at] = ARENA_NEW(b->arena, struct bits_block);
	b->blocks[at]->words[i / 64 % BITS_WORDS] |= (uint64_t)1 << i % 64;
}

void bits_drop(struct bits *b, uint32_t i)
{
	struct bits_block *block = block_at(b, i / BITS_IN_BLOCK);

	if (block)
		block->words[i / 64 % BITS_WORDS] &= ~((uint64_t)1 << i % 64);
}

bool bits_has(const struct bits *b, uint32_t i)
{
	const struct bits_block *block = block_at(b, i / BITS_IN_BLOCK);

	return block && block->words[i / 64 % BITS_WORDS] >> i % 64 & 1;
}

struct bits bits_copy(struct arena *a, const struct bits *b)
{
	struct bits copy = { a, ARENA_ARRAY(a, struct bits_block *, b->n + 1), b->n };

	for (size_t at = 0; at < b->n; at++) {
		if (!b->blocks[at])
			continue;
		copy.blocks[at] = arena_take(a, sizeof(struct bits_block));
		*copy.blocks[at] = *b->blocks[at];
	}
	return copy;
}

void bits_and(struct bits *to, const struct bits *b)
{
	for (size_t at = 0; at < to->n; at++) {
		const struct bits_block *other = block_at(b, at);
		struct bits_block *mine = to->blocks[at];

		if (!mine)
			continue;
		if (!other)
			to->blocks[at] = NULL;
		else
			for (size_t w = 0; w < BITS_WORDS; w++)
				mine->words[w] &= other->words[w];
	}
}

void bits_or(struct bits *to, const struct bits *b)
{
	if (to->n < b->n)
		grow(to, b->n);
	for (size_t at = 0; at < b->n; at++) {
		if (!b->blocks[at])
			continue;
		if (!to->blocks[at])
			to->blocks[at] = ARENA_NEW(to->arena, struct bits_block);
		for (size_t w = 0; w < BITS_WORDS; w++)
			to->blocks[at]->words[w] |= b->blocks[at]->words[w];
	}
}

void bits_and_not(struct bits *to, const struct bits *b)
{
	for (size_t at = 0; at < to->n && at < b->n; at++)
		for (size_t w = 0; to->blocks[at] && b->blocks[at] && w < BITS_WORDS; w++)
			to->blocks[at]->words[w] &= ~b->blocks[at]->words[w];
}

/* ---- counting: the processor does it in one instruction where it can */

/* ThreadSanitizer cannot start a program that chooses functions while it is loaded. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_THREAD__)
#define COUNTS_BITS __attribute__((target_clones("popcnt", "default")))
#else
#define COUNTS_BITS
#endif

COUNTS_BITS static size_t count_block(const struct bits_block *block)
{
	size_t n = 0;

	for (size_t w = 0; w < BITS_WORDS; w++)
		n += (size_t)__builtin_popcountll(block->words[w]);
	return n;
}

COUNTS_BITS static size_t count_both(const struct bits_block *a, const struct bits_block *b)
{
	size_t n = 0;

	for (size_t w = 0; w < BITS_WORDS; w++)
		n += (size_t)__builtin_popcountll(a->words[w] & b->words[w]);
	return n;
}

size_t bits_count(const struct bits *b, size_t max)
{
	size_t n = 0;

	for (size_t at = 0; at < b->n && n < max; at++)
		if (b->blocks[at])
			n += count_block(b->blocks[at]);
	return n < max ? n : max;
}

size_t bits_count_both(const struct bits *a, const struct bits *b, size_t max)
{
	size_t n = 0;

	for (size_t at = 0; at < a->n && at < b->n && n < max; at++)
		if (a->blocks[at] && b->blocks[at])
			n += count_both(a->blocks[at], b->blocks[at]);
	return n < max ? n : max;
}

/* Looking up a word costs about as much as counting so many in a row. */
enum { FEW_SHARE = 4 };

struct bits_few bits_few(struct arena *a, const struct bits *b)
{
	size_t room = b->n * BITS_WORDS / FEW_SHARE, n = 0;
	struct bits_word *v = arena_take(a, (room + 1) * sizeof *v);

	for (size_t at = 0; at < b->n; at++)
		for (size_t w = 0; b->blocks[at] && w < BITS_WORDS; w++) {
			if (!b->blocks[at]->words[w])
				continue;
			if (n == room)
				return (struct bits_few){ 0 };
			v[n++] = (struct bits_word){ (uint32_t)at, (uint32_t)w,
				b->blocks[at]->words[w] };
		}
	return (struct bits_few){ v, n };
}

COUNTS_BITS static size_t count_few(const struct bits_few *few, const struct bits *b, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < few->n && n < max; i++) {
		const struct bits_word *word = &few->v[i];

		if (word->block < b->n && b->blocks[word->block])
			n += (size_t)__builtin_popcountll(
				word->bits & b->blocks[word->block]->words[word->word]);
	}
	return n;
}

size_t bits_count_few(const struct bits_few *few, const struct bits *b, size_t max)
{
	size_t n = count_few(few, b, max);

	return n < max ? n : max;
}

/* ---- walking */

/* Of the bits of `a` that `b` has too; without a `b`, of all. */
static uint64_t word_at(const struct bits_block *a, const struct bits_block *b, size_t w)
{
	return b ? a->words[w] & b->words[w] : a->words[w];
}

bool bits_before(const struct bits *a, const struct bits *b, uint32_t below, uint32_t *ret_i)
{
	size_t at = below / BITS_IN_BLOCK, w = below / 64 % BITS_WORDS;
	uint64_t mask = ((uint64_t)1 << below % 64) - 1;

	if (at >= a->n) {
		at = a->n;
		w = 0;
		mask = 0;
	}
	for (size_t next = at + 1; next-- > 0; w = BITS_WORDS - 1, mask = UINT64_MAX) {
		const struct bits_block *mine = block_at(a, next);
		const struct bits_block *other = b ? block_at(b, next) : NULL;

		if (!mine || (b && !other))
			continue;
		for (size_t k = w + 1; k-- > 0; mask = UINT64_MAX) {
			uint64_t word = word_at(mine, other, k) & mask;

			if (!word)
				continue;
			*ret_i = (uint32_t)(next * BITS_IN_BLOCK + k * 64 + 63 -
					    (size_t)__builtin_clzll(word));
			return true;
		}
	}
	return false;
}

bool bits_after(const struct bits *a, const struct bits *b, uint32_t above, uint32_t *ret_i)
{
	size_t from = (size_t)above + 1, w = from / 64 % BITS_WORDS;
	uint64_t mask = ~(((uint64_t)1 << from % 64) - 1);

	for (size_t at = from / BITS_IN_BLOCK; at < a->n; at++, w = 0, mask = UINT64_MAX) {
		const struct bits_block *mine = a->blocks[at];
		const struct bits_block *other = b ? block_at(b, at) : NULL;

		if (!mine || (b && !other))
			continue;
		for (; w < BITS_WORDS; w++, mask = UINT64_MAX) {
			uint64_t word = word_at(mine, other, w) & mask;

			if (!word)
				continue;
			*ret_i = (uint32_t)(at * BITS_IN_BLOCK + w * 64 +
					    (size_t)__builtin_ctzll(word));
			return true;
		}
	}
	return false;
}

size_t bits_bytes(const struct bits *b)
{
	size_t n = b->n * sizeof *b->blocks;

	for (size_t at = 0; at < b->n; at++)
		n += b->blocks[at] ? sizeof(struct bits_block) : 0;
	return n;
}

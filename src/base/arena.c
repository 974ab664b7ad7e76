#include "arena.h"
#include "fault.h"

#include <assert.h>
#include <pthread.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define GAP_BYTES 16 /* poisoned between two pieces, so that an overrun shows */
#else
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define GAP_BYTES                         0
#endif

struct arena_block {
	struct arena_block *next;
	size_t used, cap;
	alignas(max_align_t) char bytes[];
};

struct arena_defer {
	struct arena_defer *next;
	void (*fn)(void *p);
	void *p;
};

enum { BLOCK_BYTES = 64 * 1024, KEPT_BLOCKS = 4 };

/* Blocks of the usual size that this thread used before: most requests ask the system nothing. */
static _Thread_local struct arena_block *kept;
static _Thread_local unsigned n_kept;

/* ---- the reserve, in slots: untouched, it costs nothing */

enum { SLOT_BYTES = BLOCK_BYTES + 1024, SLOTS = 128, RESERVE_BYTES = SLOTS * SLOT_BYTES };

static struct {
	pthread_mutex_t lock;
	bool is_taken[SLOTS];
	alignas(max_align_t) char bytes[RESERVE_BYTES];
} reserve = { .lock = PTHREAD_MUTEX_INITIALIZER };

static size_t slots_for(size_t bytes)
{
	return (bytes + SLOT_BYTES - 1) / SLOT_BYTES;
}

static void slots_set(size_t first, size_t n, bool is_taken)
{
	for (size_t i = first; i < first + n; i++)
		reserve.is_taken[i] = is_taken;
}

/* The first of n free ones in a row; SLOTS when there are none. */
static size_t slots_find(size_t n)
{
	size_t first = 0;

	for (size_t i = 0; i < SLOTS && i - first < n; i++)
		if (reserve.is_taken[i])
			first = i + 1;
	return SLOTS - first >= n ? first : SLOTS;
}

static bool is_of_reserve(const struct arena_block *b)
{
	const char *p = (const char *)b;

	return p >= reserve.bytes && p < reserve.bytes + RESERVE_BYTES;
}

static struct arena_block *reserve_take(size_t bytes)
{
	size_t n = slots_for(bytes), first;

	pthread_mutex_lock(&reserve.lock);
	first = slots_find(n);
	if (first < SLOTS)
		slots_set(first, n, true);
	pthread_mutex_unlock(&reserve.lock);
	return first < SLOTS ? (void *)(reserve.bytes + first * SLOT_BYTES) : NULL;
}

static void reserve_give_back(const struct arena_block *b)
{
	size_t first = (size_t)((const char *)b - reserve.bytes) / SLOT_BYTES;

	pthread_mutex_lock(&reserve.lock);
	slots_set(first, slots_for(sizeof *b + b->cap), false);
	pthread_mutex_unlock(&reserve.lock);
}

/* ---- blocks */

static struct arena_block *block_kept(void)
{
	struct arena_block *b = kept;

	kept = b->next;
	n_kept--;
	return b;
}

static struct arena_block *block_new(struct arena *a, size_t cap, bool fails)
{
	size_t bytes = sizeof(struct arena_block) + cap;
	struct arena_block *b = fails                        ? NULL
				: cap == BLOCK_BYTES && kept ? block_kept()
							     : malloc(bytes);

	if (!b) {
		a->exceeded = a->is_starved = true;
		b = reserve_take(bytes);
	}
	if (!b) {
		fputs("jalon: out of memory\n", stderr);
		abort();
	}
	b->used = 0;
	b->cap = cap;
	ASAN_POISON_MEMORY_REGION(b->bytes, cap);
	return b;
}

static void block_free(struct arena_block *b)
{
	ASAN_UNPOISON_MEMORY_REGION(b->bytes, b->cap);
	if (is_of_reserve(b)) {
		reserve_give_back(b);
	} else if (b->cap == BLOCK_BYTES && n_kept < KEPT_BLOCKS) {
		ASAN_POISON_MEMORY_REGION(b->bytes, b->cap);
		b->next = kept;
		kept = b;
		n_kept++;
	} else {
		free(b);
	}
}

void arena_init(struct arena *a, size_t cap_bytes)
{
	*a = (struct arena){ .cap_bytes = cap_bytes };
}

void arena_init_for(struct arena *a, size_t bytes, size_t cap_bytes)
{
	*a = (struct arena){ .cap_bytes = cap_bytes, .block_bytes = bytes };
}

void *arena_take(struct arena *a, size_t size)
{
	const size_t align = alignof(max_align_t);
	const size_t usual = a->block_bytes ? a->block_bytes : BLOCK_BYTES;
	struct arena_block *b = a->head;
	size_t rounded = (size + GAP_BYTES + align - 1) & ~(align - 1);
	const bool fails = fault_fires(FAULT_ARENA);

	assert(rounded >= size);
	if (fails || !b || b->cap - b->used < rounded) {
		b = block_new(a, rounded > usual ? rounded : usual, fails);
		/* A big piece goes behind the head, which may still have room for small ones. */
		if (rounded > usual / 2 && a->head) {
			b->next = a->head->next;
			a->head->next = b;
		} else {
			b->next = a->head;
			a->head = b;
		}
	}
	void *p = b->bytes + b->used;
	b->used += rounded;
	a->used_bytes += rounded;
	if (a->used_bytes > a->cap_bytes)
		a->exceeded = true;
	ASAN_UNPOISON_MEMORY_REGION(p, size);
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return memset(arena_take(a, size), 0, size);
}

void arena_defer(struct arena *a, void (*fn)(void *p), void *p)
{
	struct arena_defer *d = ARENA_NEW(a, struct arena_defer);

	*d = (struct arena_defer){ .next = a->defers, .fn = fn, .p = p };
	a->defers = d;
}

void arena_free(struct arena *a)
{
	while (a->defers) {
		struct arena_defer *d = a->defers;

		a->defers = d->next;
		d->fn(d->p);
	}
	for (struct arena_block *b = a->head, *next; b; b = next) {
		next = b->next;
		block_free(b);
	}
	arena_init_for(a, a->block_bytes, a->cap_bytes);
}

void arena_forget_kept(void)
{
	while (kept) {
		struct arena_block *b = kept;

		kept = b->next;
		free(b);
	}
	n_kept = 0;
}

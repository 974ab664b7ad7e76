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

/* ---- the reserve: untouched, it costs nothing; empty again when its last block is given back */

enum { RESERVE_BYTES = 8 << 20 };

static struct {
	pthread_mutex_t lock;
	size_t used, n_blocks;
	alignas(max_align_t) char bytes[RESERVE_BYTES];
} reserve = { .lock = PTHREAD_MUTEX_INITIALIZER };

static bool is_of_reserve(const struct arena_block *b)
{
	const char *p = (const char *)b;

	return p >= reserve.bytes && p < reserve.bytes + RESERVE_BYTES;
}

static struct arena_block *reserve_take(size_t bytes)
{
	struct arena_block *b = NULL;

	pthread_mutex_lock(&reserve.lock);
	if (RESERVE_BYTES - reserve.used >= bytes) {
		b = (struct arena_block *)(reserve.bytes + reserve.used);
		reserve.used += bytes;
		reserve.n_blocks++;
	}
	pthread_mutex_unlock(&reserve.lock);
	return b;
}

static void reserve_give_back(void)
{
	pthread_mutex_lock(&reserve.lock);
	if (!--reserve.n_blocks)
		reserve.used = 0;
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
	const size_t align = alignof(max_align_t);
	size_t bytes = (sizeof(struct arena_block) + cap + align - 1) & ~(align - 1);
	struct arena_block *b = fails                      ? NULL
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
		reserve_give_back();
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

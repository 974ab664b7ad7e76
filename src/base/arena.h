/*
 * arena.h - memory that is given back all at once.
 *
 * Three lifetimes exist in Jalon: the process, one request (or one command), and one step of a
 * loop (a child arena, emptied at each turn). Domain code takes memory from the arena of the
 * lifetime it works in and never gives anything back by hand.
 */
#ifndef ARENA_H
#define ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena {
	struct arena_block *head;
	struct arena_defer *defers;
	size_t used_bytes;
	size_t block_bytes; /* taken from the system at once; 0: the usual size */
	size_t cap_bytes; /* beyond it, `exceeded` is set */
	bool exceeded; /* sticky: the store and the growing buffers stop at it */
	bool is_starved; /* it is, because the machine has no memory left */
};

/* An empty arena that may hold about `cap_bytes`. Takes no memory yet. */
void arena_init(struct arena *a, size_t cap_bytes);

/* The same, taking `bytes` at once: for what is kept long, so that nothing is taken in vain. */
void arena_init_for(struct arena *a, size_t bytes, size_t cap_bytes);

/*
 * `size` bytes, zeroed, aligned for anything, living as long as the arena. Never NULL: passing the
 * cap sets `exceeded`, at which the loops that feed an arena (rows of the store, growing buffers)
 * stop by themselves. So does running out of the machine's memory: what is taken until they do
 * comes from a reserve of the process, which ends only when that is spent too.
 */
void *arena_alloc(struct arena *a, size_t size);

/* The same without zeroing, for buffers that are written at once. */
void *arena_take(struct arena *a, size_t size);

#define ARENA_NEW(a, type)          ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_alloc((a), sizeof(type) * (count)))

/* Calls `fn(p)` when the arena is emptied; the last deferred is called first. */
void arena_defer(struct arena *a, void (*fn)(void *p), void *p);

/* Runs what was deferred and gives the memory back; the arena is as after arena_init(). */
void arena_free(struct arena *a);

/* Gives back the blocks this thread keeps for its next arena; called when a thread ends. */
void arena_forget_kept(void);

#endif

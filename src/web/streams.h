/*
 * streams.h - answers that stay open, for events as they happen (server-sent events: HTML, 9.2).
 * An open one waits suspended and costs no thread; whoever has news tells it here, from any thread.
 *
 * A stream carries a state, not a diary: what was not sent yet is replaced by what comes after it.
 */
#ifndef STREAMS_H
#define STREAMS_H

#include "str.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
	STREAMS_MAX = 6000,
	STREAMS_PER_READER = 24,
	STREAM_EVENT_MAX_BYTES = 4 << 10, /* what is longer is not sent */
	STREAM_NAME_MAX = 32, /* bytes: of a reader, of a tab */
	STREAM_LASTS_MS = 5 * 60 * 1000 /* then the reader asks anew, and may() with it */
};

struct streams;

/* Who listens to what; the handler's own. */
struct stream_of {
	int64_t topic; /* the seq of a record */
	struct str reader; /* an account */
	struct str tab; /* which of the reader's windows */
	unsigned sides; /* what he may be told; the handler's own */
};

/* One open answer. It lives in the call that it answers. */
struct stream {
	struct streams *all; /* NULL: not open */
	struct stream *next, **at; /* what points here */
	void *connection;
	struct stream_of of; /* in `names`: the memory of the request is given back */
	char names[2][STREAM_NAME_MAX];
	uint64_t state; /* that the reader was told last; 0: none yet */
	int64_t until_ms; /* clock_monotonic_ms() */
	char *event; /* what is to be sent, STREAM_EVENT_MAX_BYTES; NULL: nothing ever was */
	size_t n, n_sent;
	bool is_asleep, is_over;
};

struct streams {
	pthread_mutex_t lock;
	struct stream *first;
	size_t n;
	bool is_ended;
	void (*resume)(void *connection);
	atomic_uint changes; /* how often one was opened or closed */
};

void streams_init(struct streams *all, void (*resume)(void *connection));

/*
 * False: there are too many, or the server is about to stop. A reader who has too many of his own
 * loses the oldest.
 */
bool streams_add(struct streams *all, struct stream *s, const struct stream_of *of, int64_t now_ms);

void streams_remove(struct stream *s);

/*
 * Takes up to `max` bytes of what is to be sent: how many; 0: nothing, `suspend` was called under
 * the lock, and `resume` will be; -1: it is over.
 */
long streams_take(struct stream *s, char *to, size_t max, void (*suspend)(void *connection));

/* Ends all, and lets none begin. */
void streams_end(struct streams *all);

/* ---- for who has news */

/* What is to be sent; an empty text: nothing. */
struct stream_event {
	struct str text;
	uint64_t state; /* that it tells; 0: none, the last one holds */
};

/* Asks about each open stream, under the lock: `fn` must be quick. */
void streams_tell(struct streams *all, int64_t now_ms,
	struct stream_event (*fn)(void *arg, const struct stream *s), void *arg);

#endif

/*
 * lanes.h - the threads that do what an event thread must not wait for, and each thread's tools.
 */
#ifndef LANES_H
#define LANES_H

#include "site.h"

struct lanes;

struct lanes_hooks {
	/* Parks the request; called by the thread that queues it, before a worker can see it. */
	void (*suspend)(struct request *r);

	/* Called by a worker, which does not touch the request afterwards. */
	void (*run)(struct request *r, void *tools);
};

/* Starts the workers of the write and the slow lane. NULL when the system gives no threads. */
struct lanes *lanes_start(const struct site *site, const struct server_options *options,
	const struct lanes_hooks *hooks);

/* Queues a request for its r->lane. False, and nothing done, when too many wait already. */
bool lanes_push(struct lanes *l, struct request *r);

/*
 * The tools that this thread has for `lane` (a thread serves one lane only), opened when first
 * asked for and closed when the thread ends. NULL: the site cannot give any now.
 */
void *lanes_tools(struct lanes *l, enum lane lane);

/* Makes the end of this thread give back what it has; an event thread calls it at each request. */
void lanes_enter(struct lanes *l);

/* Ends the workers. What still waits is run without tools, which answers 503. */
void lanes_end(struct lanes *l);

/* After the last thread that called lanes_enter() or lanes_tools() has ended. */
void lanes_free(struct lanes *l);

#endif

#include "lanes.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { WAITING_MAX = 1000, LANES_CAP_BYTES = 1 << 20 };

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t filled;
	struct request *waiting[WAITING_MAX]; /* a ring */
	size_t first, n;
	bool is_ending;
};

struct worker {
	struct lanes *lanes;
	enum lane lane;
	pthread_t thread;
};

struct thread_tools {
	const struct site *site;
	void *tools;
};

struct lanes {
	struct arena home; /* it lives in */
	const struct site *site;
	struct lanes_hooks hooks;
	struct queue queues[LANE_COUNT]; /* that of LANE_READ stays empty */
	struct worker *workers;
	size_t n_workers;

	pthread_key_t tools_key;
	struct thread_tools *tools; /* one for each thread, event threads included */
	unsigned n_threads;
	atomic_uint n_entered;
};

/* ---- tools */

static void thread_tools_close(void *p)
{
	struct thread_tools *t = p;

	if (t->tools)
		t->site->lane_close(t->site->arg, t->tools);
	arena_forget_kept();
}

static struct thread_tools *thread_tools(struct lanes *l)
{
	struct thread_tools *t = pthread_getspecific(l->tools_key);

	if (t)
		return t;
	unsigned place = atomic_fetch_add(&l->n_entered, 1);
	assert(place < l->n_threads);
	t = &l->tools[place];
	t->site = l->site;
	if (pthread_setspecific(l->tools_key, t))
		abort();
	return t;
}

void *lanes_tools(struct lanes *l, enum lane lane)
{
	struct thread_tools *t = thread_tools(l);

	if (!t->tools)
		t->tools = l->site->lane_open(l->site->arg, lane);
	return t->tools;
}

void lanes_enter(struct lanes *l)
{
	thread_tools(l);
}

/* ---- queues and workers */

bool lanes_push(struct lanes *l, struct request *r)
{
	struct queue *q = &l->queues[r->lane];

	pthread_mutex_lock(&q->lock);
	bool fits = q->n < WAITING_MAX && !q->is_ending;
	if (fits) {
		/* Under the lock: no worker may resume what is not suspended yet. */
		l->hooks.suspend(r);
		q->waiting[(q->first + q->n++) % WAITING_MAX] = r;
		pthread_cond_signal(&q->filled);
	}
	pthread_mutex_unlock(&q->lock);
	return fits;
}

/* Waits for a request. NULL: the lane has ended and nothing waits. */
static struct request *queue_take(struct queue *q, bool *ret_is_ending)
{
	struct request *r = NULL;

	pthread_mutex_lock(&q->lock);
	while (!q->n && !q->is_ending)
		pthread_cond_wait(&q->filled, &q->lock);
	if (q->n) {
		r = q->waiting[q->first];
		q->first = (q->first + 1) % WAITING_MAX;
		q->n--;
	}
	*ret_is_ending = q->is_ending;
	pthread_mutex_unlock(&q->lock);
	return r;
}

static void *worker_main(void *arg)
{
	struct worker *w = arg;
	struct lanes *l = w->lanes;
	struct request *r;
	bool is_ending;

	lanes_enter(l);
	while ((r = queue_take(&l->queues[w->lane], &is_ending)))
		l->hooks.run(r, is_ending ? NULL : lanes_tools(l, w->lane));
	return NULL;
}

static bool worker_start(struct lanes *l, enum lane lane)
{
	struct worker *w = &l->workers[l->n_workers];

	*w = (struct worker){ .lanes = l, .lane = lane };
	if (pthread_create(&w->thread, NULL, worker_main, w))
		return false;
	l->n_workers++;
	return true;
}

static unsigned at_least_one(unsigned n)
{
	return n ? n : 1;
}

static bool workers_start(struct lanes *l, const struct server_options *options)
{
	unsigned n_write = at_least_one(options->write_workers);
	unsigned n_workers = n_write + at_least_one(options->slow_workers);
	bool started = true;

	l->n_threads = n_workers + at_least_one(options->event_threads);
	l->tools = ARENA_ARRAY(&l->home, struct thread_tools, l->n_threads);
	l->workers = ARENA_ARRAY(&l->home, struct worker, n_workers);
	for (unsigned i = 0; started && i < n_workers; i++)
		started = worker_start(l, i < n_write ? LANE_WRITE : LANE_SLOW);
	return started;
}

struct lanes *lanes_start(const struct site *site, const struct server_options *options,
	const struct lanes_hooks *hooks)
{
	struct arena home;

	arena_init(&home, LANES_CAP_BYTES);
	struct lanes *l = ARENA_NEW(&home, struct lanes);
	if (pthread_key_create(&l->tools_key, thread_tools_close)) {
		arena_free(&home);
		return NULL;
	}
	l->home = home;
	l->site = site;
	l->hooks = *hooks;
	for (size_t i = 0; i < LANE_COUNT; i++) {
		pthread_mutex_init(&l->queues[i].lock, NULL);
		pthread_cond_init(&l->queues[i].filled, NULL);
	}
	if (workers_start(l, options))
		return l;
	lanes_end(l);
	lanes_free(l);
	return NULL;
}

void lanes_end(struct lanes *l)
{
	for (size_t i = 0; i < LANE_COUNT; i++) {
		struct queue *q = &l->queues[i];

		pthread_mutex_lock(&q->lock);
		q->is_ending = true;
		pthread_cond_broadcast(&q->filled);
		pthread_mutex_unlock(&q->lock);
	}
	for (size_t i = 0; i < l->n_workers; i++)
		pthread_join(l->workers[i].thread, NULL);
	l->n_workers = 0;
}

void lanes_free(struct lanes *l)
{
	for (size_t i = 0; i < LANE_COUNT; i++) {
		pthread_mutex_destroy(&l->queues[i].lock);
		pthread_cond_destroy(&l->queues[i].filled);
	}
	pthread_key_delete(l->tools_key);
	struct arena home = l->home;
	arena_free(&home);
}

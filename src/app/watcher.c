#include "watcher.h"
#include "clock.h"
#include "command.h"
#include "desk.h"
#include "json.h"
#include "presence.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

enum {
	TICK_MS = 1000,
	PING_MS = 15000, /* who has gone is found out by what cannot be sent */
	ROUND_MAX_BYTES = 16 << 20,
	OF_RECORD_MAX = 50, /* nobody reads more names, and each reader is told of all of them */
	EVENT_MAX_BYTES = STREAM_EVENT_MAX_BYTES - 64
};

struct watcher {
	const struct hall *hall;
	struct streams *streams;
	struct desk desk; /* open while its db is not NULL */
	unsigned changes_seen; /* of the streams */
	int64_t renewed_ms, pinged_ms; /* clock_monotonic_ms() */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t called; /* it is to end */
	bool is_ending;
};

/* ---- who listens */

struct listeners {
	struct arena *arena;
	struct presents open;
};

/* Copies: the stream may end as soon as the lock is given back. */
static struct stream_event gather(void *arg, const struct stream *s)
{
	struct listeners *l = arg;

	if (l->open.n < STREAMS_MAX)
		l->open.v[l->open.n++] = (struct present){ .seq = s->of.topic,
			.account_id = str_copy(l->arena, s->of.reader),
			.tab = str_copy(l->arena, s->of.tab),
			.sides = s->of.sides };
	return (struct stream_event){ 0 };
}

/* Who listens is there: told to all servers by the store, at once when that changed. */
static void renew(struct watcher *watcher, struct work *w, int64_t now_ms)
{
	unsigned changes = atomic_load(&watcher->streams->changes);
	struct listeners l = { w->arena,
		{ ARENA_ARRAY(w->arena, struct present, STREAMS_MAX), 0 } };

	if (changes == watcher->changes_seen && now_ms - watcher->renewed_ms < PRESENCE_RENEW_MS)
		return;
	streams_tell(watcher->streams, now_ms, gather, &l);
	db_begin(w->db);
	presence_renew(w, &l.open);
	presence_sweep(w);
	if (!db_commit(w->db))
		return;
	watcher->changes_seen = changes;
	watcher->renewed_ms = now_ms;
}

/* ---- what they are told */

struct news {
	struct presents all; /* by record */
	struct out text; /* of the event being made */
	bool is_ping;
};

/* Those who have the record open, as many as are told. */
static struct presents of_record(const struct presents *all, int64_t seq)
{
	size_t from = 0, end = all->n;

	while (from < end) {
		size_t middle = from + (end - from) / 2;

		if (all->v[middle].seq < seq)
			from = middle + 1;
		else
			end = middle;
	}
	struct presents found = { all->v + from, 0 };
	while (found.n < OF_RECORD_MAX && from + found.n < all->n && found.v[found.n].seq == seq)
		found.n++;
	return found;
}

static bool is_for(const struct present *p, const struct stream_of *of)
{
	return (p->sides & of->sides) && !str_eq(p->account_id, of->reader);
}

static uint64_t state_of(const struct presents *here, const struct stream_of *of)
{
	uint64_t state = 1;

	for (size_t i = 0; i < here->n; i++)
		if (is_for(&here->v[i], of))
			state = str_hash(here->v[i].field, str_hash(here->v[i].account_id, state));
	return state | 1;
}

static struct str event_of(struct news *n, const struct presents *here, const struct stream_of *of)
{
	n->text.n = 0;
	out_z(&n->text, "data: ");
	struct json j = jsonw_to(&n->text);
	jsonw_array(&j);
	for (size_t i = 0; i < here->n && n->text.n < EVENT_MAX_BYTES / 2; i++) {
		if (!is_for(&here->v[i], of))
			continue;
		jsonw_object(&j);
		jsonw_member(&j, "who", here->v[i].who);
		jsonw_member(&j, "field", here->v[i].field);
		jsonw_object_end(&j);
	}
	jsonw_array_end(&j);
	out_z(&n->text, "\n\n");
	return out_done(&n->text);
}

static struct stream_event news_for(void *arg, const struct stream *s)
{
	struct news *n = arg;
	const struct presents here = of_record(&n->all, s->of.topic);
	uint64_t state = state_of(&here, &s->of);

	if (state != s->state)
		return (struct stream_event){ event_of(n, &here, &s->of), state };
	return (struct stream_event){ n->is_ping ? S(": \n\n") : S(""), 0 };
}

static void tell(struct watcher *watcher, struct work *w, int64_t now_ms)
{
	struct news n = { .is_ping = now_ms - watcher->pinged_ms >= PING_MS };

	n.all = presence_now(w);
	n.text = out_new(w->arena, EVENT_MAX_BYTES);
	if (w->failure->what)
		return;
	streams_tell(watcher->streams, now_ms, news_for, &n);
	if (n.is_ping)
		watcher->pinged_ms = now_ms;
}

/* ---- the thread */

static bool has_desk(struct watcher *watcher)
{
	const struct invocation *i = watcher->hall->invocation;
	const char *fault = NULL;

	return watcher->desk.db ||
	       desk_try(&watcher->desk, desk_url(i->options[OPTION_DB]), DB_WRITE, true, &fault);
}

/* What fails is tried again in a second; the chores tell the log of a store that is away. */
static void look(struct watcher *watcher)
{
	int64_t now_ms = clock_monotonic_ms();
	struct failure f = { 0 };
	struct arena a;

	arena_init(&a, ROUND_MAX_BYTES);
	struct work w = desk_work(&watcher->desk, &a, &f, watcher->hall->invocation->lang);
	renew(watcher, &w, now_ms);
	if (!f.what)
		tell(watcher, &w, now_ms);
	db_rollback(watcher->desk.db);
	arena_free(&a);
}

static bool has_listeners(struct watcher *watcher)
{
	pthread_mutex_lock(&watcher->streams->lock);
	bool has_some = watcher->streams->first != NULL;
	pthread_mutex_unlock(&watcher->streams->lock);
	return has_some;
}

/* False: it is to end. */
static bool wait_a_tick(struct watcher *watcher)
{
	const int64_t until_ms = clock_monotonic_ms() + TICK_MS;
	const struct timespec until = { until_ms / 1000, until_ms % 1000 * 1000000 };
	int error = 0;

	pthread_mutex_lock(&watcher->lock);
	while (!error && !watcher->is_ending)
		error = pthread_cond_timedwait(&watcher->called, &watcher->lock, &until);
	bool goes_on = !watcher->is_ending;
	pthread_mutex_unlock(&watcher->lock);
	return goes_on;
}

static void *watcher_main(void *arg)
{
	struct watcher *watcher = arg;

	while (wait_a_tick(watcher))
		if (has_listeners(watcher) && has_desk(watcher))
			look(watcher);
	if (watcher->desk.db)
		desk_close(&watcher->desk);
	arena_forget_kept();
	return NULL;
}

struct watcher *watcher_new(struct arena *a, const struct hall *hall, struct streams *streams)
{
	struct watcher *watcher = ARENA_NEW(a, struct watcher);
	pthread_condattr_t monotonic;

	pthread_mutex_init(&watcher->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&watcher->called, &monotonic);
	pthread_condattr_destroy(&monotonic);
	watcher->hall = hall;
	watcher->streams = streams;
	return watcher;
}

bool watcher_start(struct watcher *watcher, struct str *ret_why)
{
	int error = pthread_create(&watcher->thread, NULL, watcher_main, watcher);

	if (error)
		*ret_why = str_from(strerror(error));
	return !error;
}

void watcher_stop(struct watcher *watcher)
{
	pthread_mutex_lock(&watcher->lock);
	watcher->is_ending = true;
	pthread_cond_signal(&watcher->called);
	pthread_mutex_unlock(&watcher->lock);
	pthread_join(watcher->thread, NULL);
}

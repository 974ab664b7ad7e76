#include "chores.h"
#include "clock.h"
#include "command.h"
#include "desk.h"
#include "file_store.h"
#include "hall.h"
#include "handed.h"
#include "heads.h"
#include "notices.h"
#include "people.h"
#include "practice.h"
#include "step.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
	WAKE_MS = 5000,
	WAKE_MAX_MS = 60000,
	SECOND_MS = 1000,
	MINUTE_MS = 60 * SECOND_MS,
	HOUR_MS = 60 * MINUTE_MS,
	CHORE_MAX_BYTES = 24 << 20
};

static bool send_letter(struct work *w, const struct hall *hall, const atomic_bool *must_stop)
{
	return postman_round(w, hall->postman, must_stop);
}

static bool sweep_letters(struct work *w, const struct hall *hall, const atomic_bool *must_stop)
{
	(void)hall;
	(void)must_stop;
	postman_sweep(w);
	return false;
}

static bool ask_link(struct work *w, const struct hall *hall, const atomic_bool *must_stop)
{
	return link_round(w, hall->checker, must_stop);
}

static bool gather_links(struct work *w, const struct hall *hall, const atomic_bool *must_stop)
{
	(void)must_stop;
	links_forgive(w);
	return hall->checker->agent && links_gather(w);
}

static bool tidy_people(struct work *w, const struct hall *hall, const atomic_bool *must_stop)
{
	(void)must_stop;
	w->key = hall->key;
	db_begin(w->db);
	people_tidy(w);
	db_commit(w->db);
	return false;
}

static bool tidy_handed(struct work *w, const struct hall *hall, const atomic_bool *must_stop)
{
	(void)hall;
	(void)must_stop;
	db_begin(w->db);
	handed_tidy(w);
	db_commit(w->db);
	return false;
}

static bool seal_history(struct work *w, const struct hall *hall, const atomic_bool *must_stop)
{
	(void)must_stop;
	w->key = hall->key;
	heads_make(w);
	return false;
}

static bool sweep_files(struct work *w, const struct hall *hall, const atomic_bool *must_stop)
{
	(void)hall;
	(void)must_stop;
	files_sweep(w);
	return false;
}

static bool gather_notices(struct work *w, const struct hall *hall, const atomic_bool *must_stop)
{
	(void)must_stop;
	return notices_make_letters(w, hall->home);
}

static bool sweep_notices(struct work *w, const struct hall *hall, const atomic_bool *must_stop)
{
	(void)hall;
	(void)must_stop;
	db_begin(w->db);
	notices_sweep(w);
	db_commit(w->db);
	return false;
}

static bool settle_log(struct work *w, const struct hall *hall, const atomic_bool *must_stop)
{
	(void)hall;
	(void)must_stop;
	db_settle_log(w->db);
	return false;
}

static bool take_due_steps(struct work *w, const struct hall *hall, const atomic_bool *must_stop)
{
	(void)must_stop;
	return steps_take_due(w, hall->home);
}

static bool look_after_practices(
	struct work *w, const struct hall *hall, const atomic_bool *must_stop)
{
	(void)must_stop;
	return practice_look_after(w, hall->home);
}

/*
 * To add one: a row here. A chore gets a work of its own, outside of transactions, without much
 * time; several servers may be at the same chore at once. True: there is more of it to do, in
 * another work, unless something was written meanwhile: letters do not wait. `pause_ms` is the
 * least between two times; 0: at each waking. What fails is told to the log once, until the chore
 * has gone well again.
 */
static const struct chore {
	bool (*run)(struct work *w, const struct hall *hall, const atomic_bool *must_stop);
	int64_t pause_ms;
} chores[] = {
	{ settle_log, SECOND_MS },
	{ gather_notices, SECOND_MS },
	{ send_letter, 0 },
	{ sweep_letters, HOUR_MS },
	{ sweep_notices, HOUR_MS },
	{ tidy_people, MINUTE_MS },
	{ take_due_steps, MINUTE_MS },
	{ look_after_practices, MINUTE_MS },
	{ tidy_handed, HOUR_MS },
	{ sweep_files, HOUR_MS },
	{ seal_history, HOUR_MS },
	{ gather_links, HOUR_MS },
	{ ask_link, 0 },
};

struct chores {
	const struct hall *hall;
	int64_t wake_ms;
	struct desk desk; /* open while its db is not NULL */
	int64_t due_ms[COUNT(chores)]; /* clock_monotonic_ms() */
	const char *told[COUNT(chores) + 1]; /* what failed last; the last one is the opening */

	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t called;
	bool is_called;
	atomic_bool is_ending;
};

/* ---- the work */

/* A store that is away fails all chores alike. */
static bool is_told(const struct chores *c, const char *what)
{
	for (size_t i = 0; i < COUNT(c->told); i++)
		if (c->told[i] && !strcmp(c->told[i], what))
			return true;
	return false;
}

static void tell(struct chores *c, size_t which, const struct failure *f)
{
	if (f->what && !is_told(c, f->what))
		failure_log(f);
	c->told[which] = f->what;
}

static bool has_desk(struct chores *c)
{
	const struct invocation *i = c->hall->invocation;

	const char *fault = NULL;

	if (c->desk.db)
		return true;
	bool is_open = desk_try(&c->desk, desk_url(i->options[OPTION_DB]), DB_WRITE, true, &fault);

	if (fault)
		failure_record(&c->desk.failure, fault, S("chores are not done"), NULL);
	tell(c, COUNT(chores), &c->desk.failure);
	return is_open;
}

static bool run_once(struct chores *c, size_t which)
{
	struct failure f = { 0 };
	struct arena a;

	arena_init(&a, CHORE_MAX_BYTES);
	struct work w = desk_work(&c->desk, &a, &f, c->hall->invocation->lang);
	bool has_more = !f.what && chores[which].run(&w, c->hall, &c->is_ending) && !f.what;
	tell(c, which, &f);
	db_rollback(c->desk.db); /* whatever was left open holds nobody up */
	arena_free(&a);
	return has_more;
}

static bool was_called(struct chores *c)
{
	pthread_mutex_lock(&c->lock);
	bool is_called = c->is_called;
	pthread_mutex_unlock(&c->lock);
	return is_called;
}

static void run_all(struct chores *c)
{
	for (size_t i = 0; i < COUNT(chores) && has_desk(c); i++) {
		if (c->due_ms[i] > clock_monotonic_ms())
			continue;
		while (!atomic_load(&c->is_ending) && run_once(c, i) && !was_called(c))
			;
		c->due_ms[i] = clock_monotonic_ms() + chores[i].pause_ms;
	}
}

/* ---- the thread */

static void wait_for_call(struct chores *c)
{
	const int64_t until_ms = clock_monotonic_ms() + c->wake_ms;
	const struct timespec until = { until_ms / 1000, until_ms % 1000 * 1000000 };
	int error = 0;

	pthread_mutex_lock(&c->lock);
	while (!error && !c->is_called)
		error = pthread_cond_timedwait(&c->called, &c->lock, &until);
	c->is_called = false;
	pthread_mutex_unlock(&c->lock);
}

static void *chores_main(void *arg)
{
	struct chores *c = arg;

	while (!atomic_load(&c->is_ending)) {
		run_all(c);
		wait_for_call(c);
	}
	if (c->desk.db)
		desk_close(&c->desk);
	arena_forget_kept();
	return NULL;
}

/* JALON_CHORES_MS: for tests, which have no time. */
static int64_t wake_after_ms(void)
{
	int64_t ms;

	return str_int(str_from(getenv("JALON_CHORES_MS")), &ms) && ms > 0 && ms < WAKE_MAX_MS
		       ? ms
		       : WAKE_MS;
}

struct chores *chores_new(struct arena *a, const struct hall *hall)
{
	struct chores *c = ARENA_NEW(a, struct chores);
	pthread_condattr_t monotonic;

	c->hall = hall;
	c->wake_ms = wake_after_ms();
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->called, &monotonic);
	pthread_condattr_destroy(&monotonic);
	return c;
}

bool chores_start(struct chores *c, struct str *ret_why)
{
	int error = pthread_create(&c->thread, NULL, chores_main, c);

	if (error)
		*ret_why = str_from(strerror(error));
	return !error;
}

void chores_wake(struct chores *c)
{
	pthread_mutex_lock(&c->lock);
	c->is_called = true;
	pthread_cond_signal(&c->called);
	pthread_mutex_unlock(&c->lock);
}

void chores_stop(struct chores *c)
{
	atomic_store(&c->is_ending, true);
	chores_wake(c);
	pthread_join(c->thread, NULL);
}

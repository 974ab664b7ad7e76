#include "streams.h"

#include <assert.h>
#include <string.h>

void streams_init(struct streams *all, void (*resume)(void *connection))
{
	memset(all, 0, sizeof *all);
	pthread_mutex_init(&all->lock, NULL);
	all->resume = resume;
}

static void wake(struct stream *s)
{
	if (s->is_asleep)
		s->all->resume(s->connection);
	s->is_asleep = false;
}

/* Who opens one more than he may have loses his oldest: most likely nobody looks at it. */
static void make_room(struct streams *all, struct str reader)
{
	struct stream *oldest = NULL;
	size_t n = 0;

	for (struct stream *s = all->first; s; s = s->next)
		if (!s->is_over && str_eq(s->of.reader, reader)) {
			oldest = s;
			n++;
		}
	if (n < STREAMS_PER_READER)
		return;
	oldest->is_over = true;
	wake(oldest);
}

static struct str name_kept(char *to, struct str name)
{
	assert(name.n <= STREAM_NAME_MAX);
	memcpy(to, name.p, name.n);
	return (struct str){ to, name.n };
}

bool streams_add(struct streams *all, struct stream *s, const struct stream_of *of, int64_t now_ms)
{
	s->of = *of;
	s->of.reader = name_kept(s->names[0], of->reader);
	s->of.tab = name_kept(s->names[1], of->tab);
	pthread_mutex_lock(&all->lock);
	bool is_taken = !all->is_ended && all->n < STREAMS_MAX;
	if (is_taken) {
		make_room(all, s->of.reader);
		s->all = all;
		s->until_ms = now_ms + STREAM_LASTS_MS;
		s->next = all->first;
		s->at = &all->first;
		if (s->next)
			s->next->at = &s->next;
		all->first = s;
		all->n++;
		atomic_fetch_add(&all->changes, 1);
	}
	pthread_mutex_unlock(&all->lock);
	return is_taken;
}

void streams_remove(struct stream *s)
{
	struct streams *all = s->all;

	pthread_mutex_lock(&all->lock);
	*s->at = s->next;
	if (s->next)
		s->next->at = s->at;
	all->n--;
	atomic_fetch_add(&all->changes, 1);
	pthread_mutex_unlock(&all->lock);
}

long streams_take(struct stream *s, char *to, size_t max, void (*suspend)(void *connection))
{
	pthread_mutex_lock(&s->all->lock);
	size_t n = s->n - s->n_sent < max ? s->n - s->n_sent : max;

	if (n) {
		memcpy(to, s->event + s->n_sent, n);
		s->n_sent += n;
	} else if (!s->is_over) {
		s->is_asleep = true;
		suspend(s->connection);
	}
	long taken = n || !s->is_over ? (long)n : -1;
	pthread_mutex_unlock(&s->all->lock);
	return taken;
}

void streams_end(struct streams *all)
{
	pthread_mutex_lock(&all->lock);
	all->is_ended = true;
	for (struct stream *s = all->first; s; s = s->next) {
		s->is_over = true;
		wake(s);
	}
	pthread_mutex_unlock(&all->lock);
}

/*
 * What is half sent is sent whole first, and news before what only keeps the line open; what could
 * not be put is asked for again.
 */
static bool put(struct stream *s, struct stream_event event)
{
	bool is_under_way = s->n_sent < s->n && (s->n_sent || !event.state);

	if (!event.text.n || is_under_way || event.text.n > STREAM_EVENT_MAX_BYTES)
		return false;
	memcpy(s->event, event.text.p, event.text.n);
	s->n = event.text.n;
	s->n_sent = 0;
	s->state = event.state ? event.state : s->state;
	return true;
}

void streams_tell(struct streams *all, int64_t now_ms,
	struct stream_event (*fn)(void *arg, const struct stream *s), void *arg)
{
	pthread_mutex_lock(&all->lock);
	for (struct stream *s = all->first; s; s = s->next) {
		s->is_over = s->is_over || now_ms >= s->until_ms;
		if (put(s, fn(arg, s)) || s->is_over)
			wake(s);
	}
	pthread_mutex_unlock(&all->lock);
}

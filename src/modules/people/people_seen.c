#include "people_seen.h"
#include "people_sql.h"
#include "token.h"

#include <pthread.h>
#include <string.h>

enum { SEEN_MAX = 1024 };

struct seen {
	enum seen_kind kind;
	char name[DIGEST_CHARS];
	size_t n;
	int64_t at_ms;
};

static struct {
	pthread_mutex_t lock;
	struct seen v[SEEN_MAX];
	size_t n;
} waiting = { .lock = PTHREAD_MUTEX_INITIALIZER };

static struct seen *place_for(enum seen_kind kind, struct str name)
{
	for (size_t i = 0; i < waiting.n; i++)
		if (waiting.v[i].kind == kind && waiting.v[i].n == name.n &&
			!memcmp(waiting.v[i].name, name.p, name.n))
			return &waiting.v[i];
	return waiting.n < SEEN_MAX ? &waiting.v[waiting.n++] : NULL;
}

void seen_note(enum seen_kind kind, struct str name, int64_t now_ms)
{
	struct seen *s;

	if (!name.n || name.n > DIGEST_CHARS)
		return;
	pthread_mutex_lock(&waiting.lock);
	s = place_for(kind, name);
	if (s) {
		s->kind = kind;
		s->n = name.n;
		memcpy(s->name, name.p, name.n);
		s->at_ms = now_ms;
	}
	pthread_mutex_unlock(&waiting.lock);
}

void seen_write(struct work *w)
{
	static const struct sql *const writing[] = {
		[SEEN_SESSION] = SQL_PEOPLE_SESSION_SEEN,
		[SEEN_TOKEN] = SQL_PEOPLE_TOKEN_SEEN,
	};
	struct seen *v = ARENA_ARRAY(w->arena, struct seen, SEEN_MAX);
	size_t n;

	pthread_mutex_lock(&waiting.lock);
	n = waiting.n;
	memcpy(v, waiting.v, n * sizeof *v);
	waiting.n = 0;
	pthread_mutex_unlock(&waiting.lock);
	for (size_t i = 0; i < n; i++)
		db_run(w->db, writing[v[i].kind],
			DB_VALUES(V(v[i].at_ms), V(((struct str){ v[i].name, v[i].n }))));
}

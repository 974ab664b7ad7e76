#include "kept.h"

#include <pthread.h>
#include <string.h>

enum {
	PLACES = 8192, /* of the table; a power of two */
	ANSWER_MAX_BYTES = 1 << 20,
	HEADERS_BYTES = 1024 /* about */
};

struct answer {
	struct arena home; /* it lives in */
	struct str key;
	struct counters made_at;
	enum http_status status;
	struct str body;
	const char *type;
	struct header headers[HEADERS_MAX];
	size_t n_headers;
	size_t bytes;
	unsigned n_readers; /* the table itself is one */
	struct kept_answers *table;
	struct answer *next_in_place;
	struct answer *newer, *older; /* by last use */
};

struct kept_answers {
	pthread_mutex_t lock;
	struct answer *places[PLACES];
	struct answer *newest, *oldest;
	size_t bytes, max_bytes;
};

/* ---- the table; its lock is held */

static struct answer **place_of(struct kept_answers *k, struct str key)
{
	size_t hash = 14695981039346656037u; /* FNV-1a */

	for (size_t i = 0; i < key.n; i++)
		hash = (hash ^ (unsigned char)key.p[i]) * 1099511628211u;
	struct answer **at = &k->places[hash % PLACES];
	while (*at && !str_eq((*at)->key, key))
		at = &(*at)->next_in_place;
	return at;
}

static void unlink_use(struct kept_answers *k, struct answer *answer)
{
	*(answer->newer ? &answer->newer->older : &k->newest) = answer->older;
	*(answer->older ? &answer->older->newer : &k->oldest) = answer->newer;
}

static void link_newest(struct kept_answers *k, struct answer *answer)
{
	answer->newer = NULL;
	answer->older = k->newest;
	*(k->newest ? &k->newest->newer : &k->oldest) = answer;
	k->newest = answer;
}

static void let_go(struct answer *answer)
{
	struct arena home = answer->home;

	if (!--answer->n_readers)
		arena_free(&home);
}

static void remove_at(struct kept_answers *k, struct answer **at)
{
	struct answer *answer = *at;

	*at = answer->next_in_place;
	unlink_use(k, answer);
	k->bytes -= answer->bytes;
	let_go(answer);
}

static void kept_end(void *p)
{
	struct kept_answers *k = p;

	while (k->oldest)
		remove_at(k, place_of(k, k->oldest->key));
	pthread_mutex_destroy(&k->lock);
}

struct kept_answers *kept_new(struct arena *a, size_t max_bytes)
{
	struct kept_answers *k = ARENA_NEW(a, struct kept_answers);

	k->max_bytes = max_bytes;
	pthread_mutex_init(&k->lock, NULL);
	arena_defer(a, kept_end, k);
	return k;
}

/* ---- recalling */

static void reader_leaves(void *p)
{
	struct answer *answer = p;
	struct kept_answers *k = answer->table;

	pthread_mutex_lock(&k->lock);
	let_go(answer);
	pthread_mutex_unlock(&k->lock);
}

/* Language and address: all that such an answer depends on, besides the content. */
static struct str key_of(struct request *r)
{
	char *key = arena_take(&r->arena, r->target.n + 1);

	key[0] = (char)('a' + r->lang->index);
	memcpy(key + 1, r->target.p, r->target.n);
	return (struct str){ key, r->target.n + 1 };
}

static bool is_keepable(const struct request *r)
{
	return (r->method == METHOD_GET || r->method == METHOD_HEAD) && r->lane == LANE_READ;
}

/* The answer, with one reader more; NULL when there is none that is still true. */
static struct answer *take(struct kept_answers *k, struct str key, const struct counters *now)
{
	struct answer **at, *answer;

	pthread_mutex_lock(&k->lock);
	at = place_of(k, key);
	answer = *at;
	if (answer && (answer->made_at.generation != now->generation ||
			      answer->made_at.vocabulary != now->vocabulary)) {
		remove_at(k, at);
		answer = NULL;
	}
	if (answer) {
		unlink_use(k, answer);
		link_newest(k, answer);
		answer->n_readers++;
	}
	pthread_mutex_unlock(&k->lock);
	return answer;
}

enum http_status kept_recall(struct kept_answers *k, struct request *r, const struct counters *now)
{
	struct answer *answer = is_keepable(r) ? take(k, key_of(r), now) : NULL;

	if (!answer)
		return 0;
	arena_defer(&r->arena, reader_leaves, answer);
	r->body = (struct out){ .arena = &r->arena,
		.p = (char *)(uintptr_t)answer->body.p,
		.n = answer->body.n,
		.cap = answer->body.n,
		.max = answer->body.n };
	r->type = answer->type;
	memcpy(r->headers, answer->headers, sizeof r->headers);
	r->n_headers = answer->n_headers;
	return answer->status;
}

/* ---- keeping */

static struct answer *answer_new(struct kept_answers *k, struct request *r, struct str key)
{
	size_t bytes = sizeof(struct answer) + key.n + r->body.n + HEADERS_BYTES;
	struct arena home;

	arena_init_for(&home, bytes, 2 * bytes);
	struct answer *answer = ARENA_NEW(&home, struct answer);
	answer->key = str_copy(&home, key);
	answer->body = str_copy(&home, out_done(&r->body));
	answer->type = r->type;
	answer->n_headers = r->n_headers;
	for (size_t i = 0; i < r->n_headers; i++)
		answer->headers[i] =
			(struct header){ r->headers[i].name, str_copy(&home, r->headers[i].value) };
	answer->table = k;
	answer->n_readers = 1;
	answer->bytes = bytes;
	answer->home = home;
	return answer;
}

static void put(struct kept_answers *k, struct answer *answer)
{
	pthread_mutex_lock(&k->lock);
	struct answer **at = place_of(k, answer->key);
	if (*at)
		remove_at(k, at);
	while (k->oldest && k->bytes + answer->bytes > k->max_bytes)
		remove_at(k, place_of(k, k->oldest->key));
	at = place_of(k, answer->key);
	answer->next_in_place = *at;
	*at = answer;
	link_newest(k, answer);
	k->bytes += answer->bytes;
	pthread_mutex_unlock(&k->lock);
}

void kept_keep(struct kept_answers *k, struct request *r, const struct counters *now,
	enum http_status status)
{
	if (status != HTTP_OK || !is_keepable(r) || r->is_not_for_all || r->body.full ||
		r->body.n > ANSWER_MAX_BYTES)
		return;
	struct answer *answer = answer_new(k, r, key_of(r));

	answer->status = status;
	answer->made_at = *now;
	put(k, answer);
}

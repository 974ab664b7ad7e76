#include "kept.h"
#include "pack.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

enum {
	PLACES = 8192, /* of the table; a power of two */
	ANSWER_MAX_BYTES = 1 << 20,
	PADDING_BYTES = 16 /* of a piece of an arena, at most */
};

struct answer {
	struct arena home; /* it lives in */
	struct str key;
	struct str body;
	size_t plain_bytes; /* of a packed body, before; 0: this one is plain */
	const char *type;
	struct header *headers;
	size_t n_headers;
	const char *varies[VARIES_MAX];
	size_t n_varies;
	bool is_of_no_language;
	size_t bytes;
	unsigned n_readers; /* the shelf itself is one */
	struct shelf *shelf;
	struct answer *next_in_place;
	struct answer *newer, *older; /* by last use */
};

/* Answers by key, the least recently used given up for new ones. */
struct shelf {
	pthread_mutex_t lock;
	struct counters made_at; /* all of them */
	struct answer *places[PLACES];
	struct answer *newest, *oldest;
	size_t bytes, max_bytes;
	uint64_t seed; /* addresses are chosen by strangers */
};

struct kept_answers {
	struct shelf plain, packed; /* what is on the first is on the second, if packing helps */
};

/* ---- a shelf; its lock is held */

static struct answer **place_of(struct shelf *s, struct str key)
{
	struct answer **at = &s->places[str_hash(key, s->seed) % PLACES];

	while (*at && !str_eq((*at)->key, key))
		at = &(*at)->next_in_place;
	return at;
}

static void unlink_use(struct shelf *s, struct answer *answer)
{
	*(answer->newer ? &answer->newer->older : &s->newest) = answer->older;
	*(answer->older ? &answer->older->newer : &s->oldest) = answer->newer;
}

static void link_newest(struct shelf *s, struct answer *answer)
{
	answer->newer = NULL;
	answer->older = s->newest;
	*(s->newest ? &s->newest->newer : &s->oldest) = answer;
	s->newest = answer;
}

static void let_go(struct answer *answer)
{
	struct arena home = answer->home;

	if (!--answer->n_readers)
		arena_free(&home);
}

static void remove_at(struct shelf *s, struct answer **at)
{
	struct answer *answer = *at;

	assert(answer);
	*at = answer->next_in_place;
	unlink_use(s, answer);
	s->bytes -= answer->bytes;
	let_go(answer);
}

static void shelf_begin(struct shelf *s, size_t max_bytes)
{
	s->max_bytes = max_bytes;
	if (getentropy(&s->seed, sizeof s->seed))
		s->seed = (uintptr_t)s;
	pthread_mutex_init(&s->lock, NULL);
}

static void shelf_end(struct shelf *s)
{
	while (s->oldest)
		remove_at(s, place_of(s, s->oldest->key));
	pthread_mutex_destroy(&s->lock);
}

static void kept_end(void *p)
{
	struct kept_answers *k = p;

	shelf_end(&k->plain);
	shelf_end(&k->packed);
}

struct kept_answers *kept_new(struct arena *a, size_t plain_bytes, size_t packed_bytes)
{
	struct kept_answers *k = ARENA_NEW(a, struct kept_answers);

	shelf_begin(&k->plain, plain_bytes);
	shelf_begin(&k->packed, packed_bytes);
	arena_defer(a, kept_end, k);
	return k;
}

/* ---- on and off a shelf */

static void reader_leaves(void *p)
{
	struct answer *answer = p;
	struct shelf *s = answer->shelf;

	pthread_mutex_lock(&s->lock);
	let_go(answer);
	pthread_mutex_unlock(&s->lock);
}

/*
 * Are the shelf's answers as true as the counters? What was made before them is given up, all at
 * once: given up one by one it would leave holes in memory that nothing fits into.
 */
static bool is_of(struct shelf *s, const struct counters *now)
{
	if (now->generation > s->made_at.generation || now->vocabulary > s->made_at.vocabulary) {
		while (s->oldest)
			remove_at(s, place_of(s, s->oldest->key));
		s->made_at = *now;
	}
	return now->generation == s->made_at.generation && now->vocabulary == s->made_at.vocabulary;
}

/* The answer, there until the request's arena is freed; NULL when there is none that is true. */
static struct answer *take(
	struct shelf *s, struct request *r, struct str key, const struct counters *now)
{
	struct answer *answer;

	pthread_mutex_lock(&s->lock);
	answer = is_of(s, now) ? *place_of(s, key) : NULL;
	if (answer) {
		unlink_use(s, answer);
		link_newest(s, answer);
		answer->n_readers++;
	}
	pthread_mutex_unlock(&s->lock);
	if (answer)
		arena_defer(&r->arena, reader_leaves, answer);
	return answer;
}

/* What a copy of the request's answer takes, with this body, to the byte: there are thousands. */
static size_t answer_bytes(const struct request *r, struct str key, struct str body)
{
	size_t n_pieces = 4 + r->n_headers;
	size_t bytes = sizeof(struct answer) + key.n + body.n + n_pieces * PADDING_BYTES;

	for (size_t i = 0; i < r->n_headers; i++)
		bytes += sizeof r->headers[i] + r->headers[i].value.n;
	return bytes;
}

/* A copy of the request's answer, but with this body. */
static struct answer *answer_new(struct request *r, struct str key, struct str body)
{
	size_t bytes = answer_bytes(r, key, body);
	struct arena home;

	arena_init_for(&home, bytes, 2 * bytes);
	struct answer *answer = ARENA_NEW(&home, struct answer);
	answer->key = str_copy(&home, key);
	answer->body = str_copy(&home, body);
	answer->type = r->type;
	answer->n_headers = r->n_headers;
	answer->is_of_no_language = r->is_of_no_language;
	memcpy(answer->varies, r->varies, sizeof answer->varies);
	answer->n_varies = r->n_varies;
	answer->headers = ARENA_ARRAY(&home, struct header, r->n_headers);
	for (size_t i = 0; i < r->n_headers; i++)
		answer->headers[i] =
			(struct header){ r->headers[i].name, str_copy(&home, r->headers[i].value) };
	answer->n_readers = 1;
	answer->bytes = bytes;
	answer->home = home;
	return answer;
}

static void put_on(struct shelf *s, struct answer *answer)
{
	struct answer **at = place_of(s, answer->key);

	if (*at)
		remove_at(s, at);
	while (s->oldest && s->bytes + answer->bytes > s->max_bytes)
		remove_at(s, place_of(s, s->oldest->key));
	at = place_of(s, answer->key);
	answer->next_in_place = *at;
	*at = answer;
	link_newest(s, answer);
	s->bytes += answer->bytes;
}

static void put(struct shelf *s, struct answer *answer, const struct counters *now)
{
	answer->shelf = s;
	pthread_mutex_lock(&s->lock);
	if (is_of(s, now))
		put_on(s, answer);
	else
		let_go(answer);
	pthread_mutex_unlock(&s->lock);
}

static void shelve(struct shelf *s, struct request *r, struct str key, struct str body,
	size_t plain_bytes, const struct counters *now)
{
	struct answer *answer = answer_new(r, key, body);

	/* Short of memory, it is not the time to keep any; a key cut short would be another's. */
	if (r->arena.exceeded || answer->home.exceeded) {
		let_go(answer);
		return;
	}
	answer->plain_bytes = plain_bytes;
	put(s, answer, now);
}

/* ---- recalling */

/* Language and address: all that such an answer depends on, besides the content. */
static struct str key_of(struct request *r)
{
	struct str origin = request_origin_peek(r);
	struct out key = out_new(&r->arena, origin.n + r->target.n + 2);

	out_char(&key, (char)('a' + r->lang->index));
	out_str(&key, origin);
	out_char(&key, '\n');
	out_str(&key, r->target);
	return out_done(&key);
}

/* On nothing that the key does not hold? */
static bool varies_with_key(const struct request *r)
{
	for (size_t i = 0; i < r->n_varies; i++)
		if (strcmp(r->varies[i], "Host") && strcmp(r->varies[i], "X-Forwarded-Proto"))
			return false;
	return true;
}

static bool is_keepable(const struct request *r)
{
	return (r->method == METHOD_GET || r->method == METHOD_HEAD) && r->lane == LANE_READ;
}

/* Looking does not make the answer less for all: it is kept in both forms. */
static bool takes_packed(const struct request *r)
{
	return pack_is_accepted(request_peek(r, "Accept-Encoding"), "gzip");
}

static void set_body(struct request *r, struct str body)
{
	r->body = (struct out){ .arena = &r->arena,
		.p = (char *)(uintptr_t)body.p,
		.n = body.n,
		.cap = body.n,
		.max = body.n };
}

/* What goes with a packed body, and with the same body sent plain. */
static void tell_packing(struct request *r, bool is_packed)
{
	answer_varies(r, "Accept-Encoding");
	if (is_packed)
		answer_header(r, "Content-Encoding", S("gzip"));
}

static void answer_with(struct request *r, const struct answer *answer)
{
	set_body(r, answer->body);
	r->type = answer->type;
	memcpy(r->headers, answer->headers, answer->n_headers * sizeof *r->headers);
	r->n_headers = answer->n_headers;
	r->is_of_no_language = answer->is_of_no_language;
	for (size_t i = 0; i < answer->n_varies; i++)
		answer_varies(r, answer->varies[i]);
}

enum http_status kept_recall(struct kept_answers *k, struct request *r, const struct counters *now)
{
	if (!is_keepable(r))
		return 0;
	bool packs = takes_packed(r);
	struct str key = key_of(r);
	struct answer *answer = packs ? NULL : take(&k->plain, r, key, now);

	if (answer) {
		answer_with(r, answer);
		tell_packing(r, false);
		return HTTP_OK;
	}
	answer = take(&k->packed, r, key, now);
	if (!answer)
		return 0;
	bool is_unpacked = !packs && answer->plain_bytes;
	struct str plain;
	if (is_unpacked && !unpack(&r->arena, answer->body, answer->plain_bytes, &plain))
		return 0;
	answer_with(r, answer);
	if (is_unpacked) {
		set_body(r, plain);
		shelve(&k->plain, r, key, out_done(&r->body), 0, now);
	}
	tell_packing(r, packs && answer->plain_bytes);
	return HTTP_OK;
}

/* ---- keeping */

void kept_keep(struct kept_answers *k, struct request *r, const struct counters *now,
	enum http_status status)
{
	if (status != HTTP_OK || !is_keepable(r) || !varies_with_key(r) ||
		answer_has_header(r, "Cache-Control") || answer_has_header(r, "Set-Cookie") ||
		r->body.full || r->arena.exceeded || r->body.n > ANSWER_MAX_BYTES)
		return;
	struct str key = key_of(r), plain = out_done(&r->body), packed = pack(&r->arena, plain);
	bool packs = takes_packed(r);

	shelve(&k->packed, r, key, packed.n ? packed : plain, packed.n ? plain.n : 0, now);
	if (!packs)
		shelve(&k->plain, r, key, plain, 0, now);
	else if (packed.n)
		set_body(r, packed);
	tell_packing(r, packs && packed.n);
}

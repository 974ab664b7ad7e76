#include "searches.h"
#include "register_sql.h"
#include "search.h"

#include <pthread.h>
#include <string.h>

enum {
	SEARCHES_KEPT = 64,
	SEARCHES_MAX_BYTES = 6 << 20,
	KEY_MAX_BYTES = 256 << 10,
	FEW_CHANGES = 200, /* with more, all is searched anew */
};

/* What a search found at a generation; 0: the place is free. */
struct kept_search {
	struct arena arena;
	struct str key;
	int64_t generation;
	uint64_t last_use;
	struct hits hits;
};

struct searches {
	pthread_mutex_t lock;
	struct kept_search kept[SEARCHES_KEPT];
	uint64_t n_uses;
	size_t bytes;
};

static void searches_end(void *p)
{
	struct searches *s = p;

	for (size_t i = 0; i < SEARCHES_KEPT; i++)
		arena_free(&s->kept[i].arena);
	pthread_mutex_destroy(&s->lock);
}

struct searches *searches_new(struct arena *a)
{
	struct searches *s = ARENA_NEW(a, struct searches);

	for (size_t i = 0; i < SEARCHES_KEPT; i++)
		arena_init(&s->kept[i].arena, SEARCHES_MAX_BYTES);
	pthread_mutex_init(&s->lock, NULL);
	arena_defer(a, searches_end, s);
	return s;
}

static void write_anys(struct out *o, const struct query_any *v, size_t n, char sign)
{
	for (size_t i = 0; i < n; i++) {
		out_char(o, sign);
		for (size_t p = 0; p < v[i].n; p++) {
			const struct query_phrase *phrase = &v[i].v[p];

			for (size_t t = 0; t < phrase->n; t++) {
				out_str(o, phrase->tokens[t]);
				out_char(o, ' ');
			}
			out_char(o, phrase->is_prefix ? '*' : '|');
		}
	}
}

/* The query as a text: the same for all ways of typing the same. */
static struct str key_of(struct arena *a, const struct query *q)
{
	struct out o = out_new(a, KEY_MAX_BYTES);

	write_anys(&o, q->all, q->n_all, '+');
	write_anys(&o, q->none, q->n_none, '-');
	return out_done(&o);
}

/* Of that generation, or else of the last before it. */
static struct kept_search *searches_find(struct searches *s, struct str key, int64_t generation)
{
	struct kept_search *found = NULL;

	for (size_t i = 0; i < SEARCHES_KEPT; i++) {
		struct kept_search *kept = &s->kept[i];

		if (kept->generation && kept->generation <= generation && str_eq(kept->key, key) &&
			(!found || kept->generation > found->generation))
			found = kept;
	}
	return found;
}

/* The generation it was found at; 0: nothing is kept. */
static int64_t searches_take(struct work *w, struct str key, struct hits *ret_hits)
{
	struct searches *s = w->searches;
	int64_t generation = 0;

	pthread_mutex_lock(&s->lock);
	struct kept_search *kept = searches_find(s, key, w->generation);
	if (kept) {
		kept->last_use = ++s->n_uses;
		generation = kept->generation;
		*ret_hits = (struct hits){ bits_copy(w->arena, &kept->hits.all),
			bits_copy(w->arena, &kept->hits.in_title) };
	}
	pthread_mutex_unlock(&s->lock);
	return generation;
}

static void searches_forget(struct searches *s, struct kept_search *kept)
{
	s->bytes -= kept->arena.used_bytes;
	arena_free(&kept->arena);
	kept->generation = 0;
	kept->last_use = 0;
	kept->key = S("");
}

static struct kept_search *searches_least_used(struct searches *s)
{
	struct kept_search *least = &s->kept[0];

	for (size_t i = 1; i < SEARCHES_KEPT; i++)
		if (s->kept[i].last_use < least->last_use)
			least = &s->kept[i];
	return least;
}

static void searches_keep(struct work *w, struct str key, const struct hits *hits)
{
	struct searches *s = w->searches;
	size_t bytes = bits_bytes(&hits->all) + bits_bytes(&hits->in_title) + key.n;

	if (bytes > SEARCHES_MAX_BYTES / 4)
		return;
	pthread_mutex_lock(&s->lock);
	struct kept_search *place = searches_find(s, key, w->generation);

	if (!place)
		place = searches_least_used(s);
	searches_forget(s, place);
	while (s->bytes + bytes > SEARCHES_MAX_BYTES) {
		struct kept_search *oldest = NULL;

		for (size_t i = 0; i < SEARCHES_KEPT; i++)
			if (s->kept[i].generation &&
				(!oldest || s->kept[i].last_use < oldest->last_use))
				oldest = &s->kept[i];
		if (!oldest)
			break;
		searches_forget(s, oldest);
	}
	arena_init_for(&place->arena, bytes, 2 * bytes);
	place->hits = (struct hits){ bits_copy(&place->arena, &hits->all),
		bits_copy(&place->arena, &hits->in_title) };
	place->key = str_copy(&place->arena, key);
	place->generation = w->generation;
	place->last_use = ++s->n_uses;
	s->bytes += place->arena.used_bytes;
	if (place->arena.is_starved)
		searches_forget(s, place);
	pthread_mutex_unlock(&s->lock);
}

/* The records that were written since then; false when they are not few. */
static bool changed_since(struct work *w, int64_t generation, struct bits *ret_changed)
{
	struct db_rows *rows = db_query(
		w->db, SQL_REGISTER_CHANGED_SINCE, DB_VALUES(V(generation), V(FEW_CHANGES + 1)));
	size_t n = 0;

	*ret_changed = bits_new(w->arena);
	for (; db_next(rows); n++)
		bits_add(ret_changed, (uint32_t)db_column_int(rows, 0));
	return n <= FEW_CHANGES;
}

static struct hits find_hits(struct work *w, const struct query *q)
{
	struct hits hits = { bits_new(w->arena), bits_new(w->arena) };

	search_find(w->db, q, false, &hits.all);
	search_find(w->db, q, true, &hits.in_title);
	return hits;
}

/* What was found before, with the records that were written since looked at again. */
static void renew_hits(
	struct work *w, const struct query *q, const struct bits *changed, struct hits *hits)
{
	bits_and_not(&hits->all, changed);
	bits_and_not(&hits->in_title, changed);
	search_find_among(w->db, q, false, changed, &hits->all);
	search_find_among(w->db, q, true, changed, &hits->in_title);
}

struct hits searches_hits(struct work *w, const struct query *q)
{
	struct str key = key_of(w->arena, q);
	bool is_shared = w->searches && w->generation && !w->raised_generation;
	struct hits hits;
	struct bits changed;
	int64_t generation = is_shared ? searches_take(w, key, &hits) : 0;

	if (generation && generation == w->generation)
		return hits;
	if (generation && changed_since(w, generation, &changed))
		renew_hits(w, q, &changed, &hits);
	else
		hits = find_hits(w, q);
	bits_and(&hits.in_title, &hits.all);
	/* A key cut short would be that of another search. */
	if (is_shared && db_has_room(w->db, w->arena))
		searches_keep(w, key, &hits);
	return hits;
}

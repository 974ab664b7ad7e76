#include "ledger.h"
#include "record.h"

#include <assert.h>
#include <string.h>

struct ledger ledger_new(struct arena *kept)
{
	return (struct ledger){ .kept = kept };
}

static size_t hash_id(struct str id)
{
	size_t hash = 14695981039346656037u; /* FNV-1a */

	for (size_t i = 0; i < id.n; i++)
		hash = (hash ^ (unsigned char)id.p[i]) * 1099511628211u;
	return hash;
}

static size_t *slot_for(const struct ledger *l, struct str id)
{
	size_t at = hash_id(id) & (l->n_slots - 1);

	while (l->slots[at] && !str_eq(l->entries[l->slots[at] - 1].public_id, id))
		at = (at + 1) & (l->n_slots - 1);
	return &l->slots[at];
}

static void remember(struct ledger *l, size_t e)
{
	size_t *slot = l->entries[e].public_id.n ? slot_for(l, l->entries[e].public_id) : NULL;

	if (slot && !*slot)
		*slot = e + 1;
}

static void grow(struct ledger *l)
{
	size_t cap = l->cap ? 2 * l->cap : 256;
	struct entry *entries = ARENA_ARRAY(l->kept, struct entry, cap);

	if (l->n)
		memcpy(entries, l->entries, l->n * sizeof *entries);
	l->entries = entries;
	l->cap = cap;
	l->n_slots = 2 * cap;
	l->slots = ARENA_ARRAY(l->kept, size_t, l->n_slots);
	for (size_t e = 0; e < l->n; e++)
		remember(l, e);
}

struct entry *ledger_add(struct ledger *l, struct str public_id, unsigned line)
{
	if (l->n == l->cap)
		grow(l);
	l->entries[l->n] = (struct entry){
		.public_id = str_copy(l->kept, public_id), .line = line, .is_good = true
	};
	remember(l, l->n);
	return &l->entries[l->n++];
}

struct entry *ledger_find(const struct ledger *l, struct str public_id)
{
	size_t *slot = l->n_slots && public_id.n ? slot_for(l, public_id) : NULL;

	return slot && *slot ? &l->entries[*slot - 1] : NULL;
}

void ledger_await(struct ledger *l, const struct field *f, struct str target, struct place place)
{
	struct awaited *a = ARENA_NEW(l->kept, struct awaited);

	*a = (struct awaited){
		.field = f, .target = str_copy(l->kept, target), .entry = l->n - 1, .place = place
	};
	if (!l->last)
		l->last = &l->first;
	*l->last = a;
	l->last = &a->next;
}

/* ---- links that lead nowhere */

struct links_check {
	struct ledger *ledger;
	struct work *work;
	void (*say)(void *arg, const struct awaited *link);
	void *arg;
	size_t *turned_bad; /* entries whose own links in are still to be looked at */
	size_t n_turned;
};

static bool is_in_store(struct work *w, const struct awaited *link)
{
	struct reserved sought = { .public_id = link->target };
	struct arena step, *home = w->arena;

	arena_init(&step, 1 << 20);
	w->arena = &step;
	db_lend(w->db, &step);
	records_find(w, link->field->target, &sought, 1);
	db_lend(w->db, home);
	w->arena = home;
	arena_free(&step);
	return sought.seq;
}

static void turn_bad(struct links_check *c, const struct awaited *link)
{
	struct entry *e = &c->ledger->entries[link->entry];

	if (!e->is_good)
		return;
	c->say(c->arg, link);
	e->is_good = false;
	c->turned_bad[c->n_turned++] = link->entry;
}

/* Good targets get to know who counts on them; the others are asked of the store. */
static void look_at(struct links_check *c, const struct kind *k, struct awaited *link)
{
	struct ledger *l = c->ledger;
	struct entry *target =
		strcmp(link->field->target, k->name) ? NULL : ledger_find(l, link->target);

	assert(l->entries);
	if (target && target->is_good) {
		link->next_to_same = target->awaited_by;
		target->awaited_by = link;
	} else if (l->entries[link->entry].is_good && !is_in_store(c->work, link)) {
		turn_bad(c, link);
	}
}

void ledger_check_links(struct ledger *l, struct work *w, const struct kind *k,
	void (*say)(void *arg, const struct awaited *link), void *arg)
{
	struct links_check c = { l, w, say, arg, ARENA_ARRAY(l->kept, size_t, l->n + 1), 0 };

	for (struct awaited *link = l->first; link; link = link->next)
		look_at(&c, k, link);
	while (c.n_turned) {
		const struct entry *e = &l->entries[c.turned_bad[--c.n_turned]];

		for (struct awaited *link = e->awaited_by; link; link = link->next_to_same)
			if (l->entries[link->entry].is_good && !is_in_store(w, link))
				turn_bad(&c, link);
	}
}

size_t ledger_count_bad(const struct ledger *l)
{
	size_t n = 0;

	for (size_t e = 0; e < l->n; e++)
		n += !l->entries[e].is_good;
	return n;
}

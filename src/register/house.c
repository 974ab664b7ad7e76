#include "module.h"

static const struct kind *find(const struct house *h, struct str name, bool by_plural)
{
	HOUSE_EACH(h, m)
		for (const struct kind *const *k = m->kinds; k && *k; k++)
			if (str_is(name, by_plural ? (*k)->plural : (*k)->name))
				return *k;
	return NULL;
}

const struct kind *house_kind_by_plural(const struct house *h, struct str plural)
{
	return find(h, plural, true);
}

const struct kind *house_kind(const struct house *h, struct str name)
{
	return find(h, name, false);
}

const void *const *house_remember(const struct house *h, struct db *db, struct arena *a)
{
	const void **memory;
	size_t n = 0;

	HOUSE_EACH(h, m)
		n++;
	memory = ARENA_ARRAY(a, const void *, n + 1);
	HOUSE_EACH(h, m)
		memory[m_at - h->modules] = m->remember ? m->remember(db, a) : NULL;
	return memory;
}

const void *house_memory(const struct work *w, const struct module *wanted)
{
	const void *const *memory = w->vocabularies->memory;

	HOUSE_EACH(w->house, m)
		if (m == wanted)
			return memory ? memory[m_at - w->house->modules] : NULL;
	return NULL;
}

void duty_add(struct duties *all, struct str what, struct url place, int64_t due_ms)
{
	if (all->n == all->cap) {
		size_t cap = all->cap ? 2 * all->cap : 16;
		struct duty *v = ARENA_ARRAY(all->arena, struct duty, cap);

		for (size_t i = 0; i < all->n; i++)
			v[i] = all->v[i];
		all->v = v;
		all->cap = cap;
	}
	all->v[all->n++] = (struct duty){ what, place, due_ms };
}

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

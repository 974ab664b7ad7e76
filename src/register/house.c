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

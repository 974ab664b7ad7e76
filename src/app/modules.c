#include "modules.h"
#include "app_pages.h"
#include "finding.h"
#include "framework.h"
#include "home.h"
#include "opendata.h"
#include "party.h"
#include "practice.h"

#include <assert.h>

/* To add a module: its header above and a line here. Reference data is loaded in this order. */
static const struct module *const modules[] = {
	&home_module,
	&framework_module,
	&party_module,
	&practice_module,
	&finding_module,
	&opendata_module,
	NULL,
};

enum { MODULES = COUNT(modules) - 1, NAV_MAX = 16 };

static struct nav_item nav[NAV_MAX];

const struct house house = {
	.modules = modules,
	.frame = { .nav = nav, .version = JALON_VERSION },
};

/* Filled once, before main(): tables of the modules end to end. */
__attribute__((constructor)) static void gather_nav(void)
{
	size_t n = 0;

	HOUSE_EACH(&house, m)
		for (const struct nav_item *item = m->nav; item && item->path; item++) {
			assert(n < NAV_MAX - 1);
			nav[n++] = *item;
		}
}

const struct vocabulary_source *const *house_vocabularies(void)
{
	static const struct vocabulary_source *sources[MODULES + 1];
	size_t n = 0;

	HOUSE_EACH(&house, m)
		if (m->vocabularies)
			sources[n++] = m->vocabularies;
	return sources;
}

const struct route *const *house_routes(void)
{
	static const struct route *tables[MODULES + 2];
	size_t n = 0;

	tables[n++] = app_routes;
	HOUSE_EACH(&house, m)
		if (m->routes)
			tables[n++] = m->routes;
	return tables;
}

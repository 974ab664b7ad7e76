#include "modules.h"
#include "app_pages.h"
#include "chart_samples.h"
#include "coverage.h"
#include "finding.h"
#include "framework.h"
#include "guideline.h"
#include "home.h"
#include "opendata.h"
#include "party.h"
#include "practice.h"
#include "sdg.h"

#include <assert.h>

/* To add a module: its header above and a line here. Reference data is loaded in this order. */
static const struct module *const modules[] = {
	&home_module,
	&framework_module,
	&party_module,
	&practice_module,
	&guideline_module,
	&sdg_module,
	&finding_module,
	&opendata_module,
	&coverage_module,
	&chart_samples_module,
	NULL,
};

enum { MODULES = COUNT(modules) - 1, NAV_MAX = 16 };

static struct nav_item nav[NAV_MAX];

const struct house house = {
	.modules = modules,
	.frame = { .nav = nav, .version = JALON_VERSION },
};

/* What the modules give, end to end: filled once, before main(), and read by all threads. */
static const struct vocabulary_source *vocabularies[MODULES + 1];
static const struct route *routes[MODULES + 2] = { app_routes };

static void gather_nav(const struct module *m, size_t *n)
{
	for (const struct nav_item *item = m->nav; item && item->path; item++) {
		assert(*n < NAV_MAX - 1);
		nav[(*n)++] = *item;
	}
}

__attribute__((constructor)) static void gather(void)
{
	size_t n_nav = 0, n_vocabularies = 0, n_routes = 1;

	HOUSE_EACH(&house, m) {
		gather_nav(m, &n_nav);
		if (m->vocabularies)
			vocabularies[n_vocabularies++] = m->vocabularies;
		if (m->routes)
			routes[n_routes++] = m->routes;
	}
}

const struct vocabulary_source *const *house_vocabularies(void)
{
	return vocabularies;
}

const struct route *const *house_routes(void)
{
	return routes;
}

#include "modules.h"
#include "about.h"
#include "account.h"
#include "admin.h"
#include "app_pages.h"
#include "chart_samples.h"
#include "coverage.h"
#include "delegation.h"
#include "entry.h"
#include "files.h"
#include "finding.h"
#include "framework.h"
#include "guideline.h"
#include "home.h"
#include "links.h"
#include "notice.h"
#include "opendata.h"
#include "party.h"
#include "people.h"
#include "practice.h"
#include "sdg.h"
#include "sitemap.h"

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
	&about_module,
	&opendata_module,
	&coverage_module,
	&chart_samples_module,
	&sitemap_module,
	&people_module,
	&entry_module,
	&account_module,
	&admin_module,
	&links_module,
	&delegation_module,
	&files_module,
	&notice_module,
	NULL,
};

enum { MODULES = COUNT(modules) - 1, NAV_MAX = 16 };

static struct nav_item nav[NAV_MAX], foot[NAV_MAX];

const struct house house = {
	.modules = modules,
	.directory = &people_directory,
	.frame = { .nav = nav, .foot = foot, .version = JALON_VERSION },
};

/* What the modules give, end to end: filled once, before main(), and read by all threads. */
static const struct vocabulary_source *vocabularies[MODULES + 1];
static const struct route *routes[MODULES + 2] = { app_routes };

static void gather_places(const struct nav_item *item, struct nav_item *to, size_t *n)
{
	for (; item && item->path; item++) {
		assert(*n < NAV_MAX - 1);
		to[(*n)++] = *item;
	}
}

__attribute__((constructor)) static void gather(void)
{
	size_t n_nav = 0, n_foot = 0, n_vocabularies = 0, n_routes = 1;

	HOUSE_EACH(&house, m) {
		gather_places(m->nav, nav, &n_nav);
		gather_places(m->foot, foot, &n_foot);
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

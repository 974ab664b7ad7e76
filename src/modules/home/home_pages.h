/* home_pages.h - what home.html shows. */
#ifndef HOME_PAGES_H
#define HOME_PAGES_H

#include "home.h"
#include "pages.h"
#include "practice.h"

struct home_view {
	struct work *work;
	const struct vocabulary *outputs, *activities, *parties;
	const struct list *latest; /* practices */
};

#endif

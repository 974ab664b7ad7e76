/* about_pages.h - what about.html shows. */
#ifndef ABOUT_PAGES_H
#define ABOUT_PAGES_H

#include "about.h"
#include "licence.h"
#include "page.h"
#include "people.h"

struct about_view {
	struct str contact; /* where to write, as it was told; or empty */
	struct url contact_url;
};

#endif

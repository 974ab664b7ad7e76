/* app_pages.h - addresses that belong to no module: style sheet, icon, health. */
#ifndef APP_PAGES_H
#define APP_PAGES_H

#include "site.h"

extern const struct route app_routes[];

#endif

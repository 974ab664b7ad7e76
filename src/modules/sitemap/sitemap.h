/*
 * sitemap.h - what crawlers ask for: robots.txt, and the addresses of all public pages.
 *
 * /sitemap.xml is a list of addresses, or, when the base is too large for one, an index of parts
 * /sitemap/0.xml, 1.xml... Which pages there are follows from the routes: a pattern below {lang}
 * without a name is a page, so is a record of the kind at "/{lang}/<plural>/:id"; a name that is
 * that of a code list (":activity") stands for each of its codes. Addresses with a query are not
 * listed, and robots.txt asks crawlers to leave them alone: they are narrowed lists without end.
 */
#ifndef SITEMAP_H
#define SITEMAP_H

#include "module.h"

extern const struct module sitemap_module;

#endif

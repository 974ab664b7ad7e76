/* framework_pages.h - what framework.html shows; filled by framework_pages.c. */
#ifndef FRAMEWORK_PAGES_H
#define FRAMEWORK_PAGES_H

#include "framework_store.h"
#include "pages.h"

enum http_status framework_page(struct request *r);
enum http_status framework_activity_page(struct request *r);
enum http_status framework_editions_page(struct request *r);
enum http_status framework_file(struct request *r);

#endif

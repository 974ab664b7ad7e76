#include "framework_pages.h"
enum http_status framework_page(struct request *r) { (void)r; return HTTP_NOT_FOUND; }
enum http_status framework_activity_page(struct request *r) { (void)r; return HTTP_NOT_FOUND; }
enum http_status framework_editions_page(struct request *r) { (void)r; return HTTP_NOT_FOUND; }
enum http_status framework_file(struct request *r) { (void)r; return HTTP_NOT_FOUND; }

/* router.h - from an address to its route. */
#ifndef ROUTER_H
#define ROUTER_H

#include "site.h"

enum parse_result { PARSE_OK, PARSE_BAD, PARSE_TOO_LONG };

/*
 * Splits r->target into path, segments and parameters, decoding each. PARSE_BAD: a broken percent
 * sign, a NUL, ill-formed UTF-8, too many parts. PARSE_TOO_LONG: over PATH_MAX_BYTES.
 */
enum parse_result request_parse_target(struct request *r);

/*
 * Finds the route and sets r->route, r->lang. HTTP_OK, HTTP_NOT_FOUND, or HTTP_METHOD_NOT_ALLOWED
 * with an Allow header.
 */
enum http_status router_match(const struct site *site, struct request *r);

/* Says what is wrong with the tables: a row without permission or handler, a bad pattern, twins. */
bool router_check(const struct site *site, struct arena *a, struct str *ret_why);

#endif

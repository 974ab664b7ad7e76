/*
 * serve.h - one request from its address to its answer, whatever server brought it.
 *
 * May use base/ and the headers of web/. Knows nothing of sockets and threads.
 */
#ifndef SERVE_H
#define SERVE_H

#include "site.h"

/*
 * Reads method and r->target and finds the route; sets r->lang (the one of the address, else the
 * accepted one), r->is_api and r->route. HTTP_OK, or what is wrong: 400, 404, 405, 414.
 */
enum http_status serve_address(struct request *r, const char *method, struct str accept_language);

/*
 * Does it say in two ways where its body ends, or in one that nobody here knows? A proxy in front
 * may have read it otherwise, and taken for a body what is the next request: it is answered with
 * 400, and nothing else that comes on that connection is read.
 */
bool serve_is_ambiguous(struct request *r);

/* How long a body the request may have; 0 if it has come to no route. */
size_t serve_body_limit(const struct request *r);

/*
 * Asks for permission, runs the handler, ends its work, and puts the error page where a body is
 * missing. Run once more as a whole if the site says so. HTTP_MOVE_LANE: nothing is answered yet,
 * to be run again on r->wanted. `tools` are those of the lane; NULL gives 503.
 */
enum http_status serve_run(struct request *r, void *tools);

/* The answer to a request that comes to no handler: `status` is 400 or above, and returned. */
enum http_status serve_refuse(struct request *r, enum http_status status);

#endif

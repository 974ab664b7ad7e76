/*
 * receive.h - the body of a request as it comes: whether it is taken, and what becomes of the rest.
 *
 * May use base/ and the headers of web/. Knows nothing of sockets and threads.
 */
#ifndef RECEIVE_H
#define RECEIVE_H

#include "body.h"
#include "request.h"

struct receipt {
	struct body body; /* what is taken of it */
	size_t n; /* bytes that came, taken or not */
};

/* What is to come at most; what is dropped gets no time of its own. */
size_t receive_expected(const struct request *r);

/* The headers are there, and a route: HTTP_OK, or what is answered whatever the body is. */
enum http_status receive_judge(struct request *r);

/* Is a request that is refused answered before its body has come? */
bool receive_refuses_at_once(const struct request *r);

/*
 * A part has come; `status` is HTTP_OK while the body is taken. The same, or why nothing of it is
 * taken any more: what was kept is dropped then.
 */
enum http_status receive_part(
	struct receipt *to, struct request *r, enum http_status status, struct str part);

/* Has so much been dropped that nobody listens any longer? */
bool receive_is_endless(const struct receipt *to);

#endif

#include "receive.h"
#include "serve.h"

enum { DRAINED_BODY_BYTES = 32 * 1024 * 1024 };

/* Content-Length, which the library has checked; 0 when the length is told by chunks. */
static size_t declared(const struct request *r)
{
	int64_t length = 0;

	return str_int(request_peek(r, "Content-Length"), &length) && length > 0 ? (size_t)length
										 : 0;
}

size_t receive_expected(const struct request *r)
{
	const size_t n = declared(r), limit = serve_body_limit(r);

	return n && n < limit ? n : limit;
}

enum http_status receive_judge(struct request *r)
{
	if (declared(r) > serve_body_limit(r))
		return HTTP_TOO_LARGE;
	if (r->route->max_body_bytes > BODY_IN_MEMORY_BYTES && r->site->takes_body)
		return r->site->takes_body(r);
	return HTTP_OK;
}

/*
 * A refusal normally waits until the body has come, which is dropped: a client that sends while
 * its connection is closed sees an error instead of the answer. Not so if the client asked first,
 * or would send for long.
 */
bool receive_refuses_at_once(const struct request *r)
{
	return request_peek(r, "Expect").n || declared(r) > DRAINED_BODY_BYTES;
}

static enum http_status take(struct receipt *to, struct request *r, struct str part)
{
	if (to->n > serve_body_limit(r))
		return HTTP_TOO_LARGE;
	if (!r->route->max_body_bytes || body_append(&to->body, part))
		return HTTP_OK;
	return answer_problem(r, HTTP_UNAVAILABLE,
		str_from(tr(r->lang, "Too many large files are being sent just now: try again in "
				     "a little while.")));
}

enum http_status receive_part(
	struct receipt *to, struct request *r, enum http_status status, struct str part)
{
	to->n += part.n;
	if (status != HTTP_OK)
		return status;
	status = take(to, r, part);
	if (status != HTTP_OK)
		body_free(&to->body);
	return status;
}

bool receive_is_endless(const struct receipt *to)
{
	return to->n > DRAINED_BODY_BYTES;
}

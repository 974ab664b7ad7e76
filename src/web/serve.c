#include "serve.h"
#include "fault.h"
#include "reason.h"
#include "router.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

enum {
	ERROR_PAGE_BYTES = 1024 * 1024, /* at hand even when the request has used up its arena */
	IGNORED_BODY_BYTES = 64 * 1024, /* of a GET, for which a body means nothing */
};

static const char retry_after_s[] = "5";

/* Even an address that cannot be read may begin with "/fr/", and is answered in French. */
static const struct language *language_of_target(struct str target)
{
	bool is_prefix =
		target.n == 3 || (target.n > 3 && (target.p[3] == '/' || target.p[3] == '?'));

	return is_prefix && target.p[0] == '/' ? language_by_code((struct str){ target.p + 1, 2 })
					       : NULL;
}

enum http_status serve_address(struct request *r, const char *method, struct str accept_language)
{
	enum parse_result parsed = request_parse_target(r);

	r->method = method_by_name(method);
	r->lang = language_of_target(r->target);
	r->lang_is_accepted = !r->lang;
	if (!r->lang)
		r->lang = language_accepted(accept_language);
	r->is_api = str_starts(parsed == PARSE_OK ? r->path : r->target, S("/api/"));
	switch (parsed) {
	case PARSE_TOO_LONG:
		return HTTP_URI_TOO_LONG;
	case PARSE_BAD:
		return HTTP_BAD_REQUEST;
	case PARSE_OK:
		break;
	}
	return router_match(r->site, r);
}

size_t serve_body_limit(const struct request *r)
{
	if (!r->route)
		return 0;
	if (!r->route->max_body_bytes && r->route->method == METHOD_GET)
		return IGNORED_BODY_BYTES;
	return r->route->max_body_bytes;
}

bool serve_is_ambiguous(struct request *r)
{
	struct str length = request_peek_all(r, "Content-Length"),
		   coding = request_peek_all(r, "Transfer-Encoding");
	bool is_chunked =
		coding.n == strlen("chunked") && !strncasecmp(coding.p, "chunked", coding.n);

	return coding.n ? length.n || !is_chunked : str_find(length, ',') < length.n;
}

static void answer_clear(struct request *r)
{
	answer_file_close(r);
	r->body = out_new(&r->arena, r->arena.cap_bytes);
	r->type = NULL;
	r->n_headers = 0;
	r->n_varies = 0;
	r->is_of_no_language = false;
	r->problem = (struct str){ 0 };
	r->problem_fields = NULL;
	r->n_problem_fields = 0;
}

/* A failure of the world outweighs what the handler said. */
static enum http_status status_checked(struct request *r, enum http_status status)
{
	if (r->arena.is_starved) {
		failure_record(&r->failure, "the machine has no memory left",
			str_from(r->route->pattern), "see what takes it");
		r->failure.is_temporary = true;
	} else if (r->body.full || r->arena.exceeded) {
		failure_record(&r->failure, "an answer took more memory than allowed",
			str_from(r->route->pattern), "see the cap of one request");
	}
	if (!r->failure.what)
		return status;
	return r->failure.is_temporary ? HTTP_UNAVAILABLE : HTTP_INTERNAL_ERROR;
}

static void body_renew(struct request *r)
{
	answer_file_close(r);
	if (r->arena.cap_bytes < r->arena.used_bytes + ERROR_PAGE_BYTES)
		r->arena.cap_bytes = r->arena.used_bytes + ERROR_PAGE_BYTES;
	r->arena.exceeded = r->arena.is_starved = false;
	r->body = out_new(&r->arena, ERROR_PAGE_BYTES);
	r->type = NULL;
}

/* The site's page, or one plain line if even that fails. */
static void error_body(struct request *r, enum http_status status)
{
	body_renew(r);
	r->site->error_page(r, status);
	if (r->body.n && !r->body.full && !r->arena.exceeded)
		return;
	body_renew(r);
	r->type = "text/plain; charset=utf-8";
	out_z(&r->body, reason_phrase(status));
	out_char(&r->body, '\n');
}

enum http_status serve_refuse(struct request *r, enum http_status status)
{
	assert(status >= HTTP_BAD_REQUEST);
	if (status == HTTP_UNAVAILABLE)
		answer_header(r, "Retry-After", str_from(retry_after_s));
	error_body(r, status);
	return status;
}

static enum http_status answer_failure(struct request *r, enum http_status status)
{
	failure_log(&r->failure);
	answer_clear(r);
	return serve_refuse(r, status);
}

/* As it was answered before, or by the handler. */
static enum http_status answer(struct request *r, void *tools)
{
	enum http_status status = r->site->recall ? r->site->recall(r, tools) : 0;

	if (status)
		return status;
	status = status_checked(r, r->route->handler(r));
	if (r->lane == LANE_READ && r->site->needs_longer && r->site->needs_longer(r, tools))
		return answer_on(r, LANE_SLOW);
	if (r->site->keep)
		r->site->keep(r, tools, status);
	return status;
}

/* Sets ret_again if the site wants the whole run once more: another writer was faster. */
static enum http_status run_once(struct request *r, void *tools, bool *ret_again)
{
	enum http_status status;

	answer_clear(r);
	r->failure = (struct failure){ 0 };
	status = r->site->begin(r, tools, r->route->permission);
	if (status == HTTP_OK)
		status = answer(r, tools);
	status = status_checked(r, status);
	enum http_status ended = r->site->end(r, tools, status);
	r->work = NULL;
	*ret_again = ended == HTTP_MOVE_LANE && status != HTTP_MOVE_LANE;
	return status_checked(r, status == HTTP_MOVE_LANE ? status : ended);
}

static enum http_status run(struct request *r, void *tools)
{
	bool again;
	enum http_status status = r->site->spare ? r->site->spare(r, tools) : 0;

	if (status)
		return status;
	if (!tools)
		return serve_refuse(r, HTTP_UNAVAILABLE);
	status = run_once(r, tools, &again);
	if (again)
		status = run_once(r, tools, &again);
	if (r->failure.what)
		return answer_failure(r, status);
	if (again) {
		answer_clear(r);
		return serve_refuse(r, HTTP_UNAVAILABLE);
	}
	if (status == HTTP_MOVE_LANE)
		answer_clear(r);
	else if (status >= HTTP_BAD_REQUEST && !r->body.n && !r->has_file)
		error_body(r, status);
	return status;
}

#ifdef JALON_FAULTS

/* "Jalon-Fault: db:3" makes the request fail; the answer tells how many did so far. */
enum http_status serve_run(struct request *r, void *tools)
{
	struct str wanted = request_peek(r, "Jalon-Fault");

	if (!wanted.n)
		return run(r, tools);
	fault_arm(str_z(&r->arena, wanted));
	enum http_status status = run(r, tools);
	fault_arm(NULL);
	answer_header(r, "Jalon-Fault", str_printf(&r->arena, "%u", fault_count()));
	return status;
}

#else

enum http_status serve_run(struct request *r, void *tools)
{
	return run(r, tools);
}

#endif

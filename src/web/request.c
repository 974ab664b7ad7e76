#include "request.h"
#include "client.h"
#include "site.h"

#include <assert.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { HOST_MAX_BYTES = 255 };

static const char *const method_names[METHOD_OTHER] = {
	[METHOD_GET] = "GET",
	[METHOD_HEAD] = "HEAD",
	[METHOD_POST] = "POST",
	[METHOD_PATCH] = "PATCH",
	[METHOD_PUT] = "PUT",
	[METHOD_DELETE] = "DELETE",
};

const char *method_name(enum http_method method)
{
	return method < METHOD_OTHER ? method_names[method] : "?";
}

enum http_method method_by_name(const char *name)
{
	enum http_method method = 0;

	while (method < METHOD_OTHER && strcmp(name, method_names[method]))
		method++;
	return method;
}

struct str request_path_arg(const struct request *r, const char *name)
{
	struct str pattern = str_from(r->route ? r->route->pattern : NULL), part;

	str_cut(&pattern, '/', &part); /* what stands before the first slash: nothing */
	for (size_t i = 0; i < r->n_segments && str_cut(&pattern, '/', &part); i++)
		if (str_starts(part, S(":")) && str_is(str_from_at(part, 1), name))
			return r->segments[i];
	return (struct str){ 0 };
}

struct str request_param(const struct request *r, const char *name)
{
	return params_find(&r->params, name);
}

static bool is_form_type(struct str type)
{
	static const char form[] = "application/x-www-form-urlencoded";
	struct str name;

	str_cut(&type, ';', &name);
	name = str_trim(name);
	return name.n == sizeof form - 1 && !strncasecmp(name.p, form, name.n);
}

enum http_status request_read_form(struct request *r)
{
	if (r->form.v || !r->sent.n)
		return HTTP_OK;
	struct str type = request_peek(r, "Content-Type"), boundary = multipart_boundary(type);

	if (boundary.n)
		return multipart_parse(r->sent, boundary, &r->arena, &r->form, &r->uploads)
			       ? HTTP_OK
			       : HTTP_BAD_REQUEST;
	if (!is_form_type(type))
		return HTTP_UNSUPPORTED_TYPE;
	return params_parse(r->sent, &r->arena, &r->form) ? HTTP_OK : HTTP_BAD_REQUEST;
}

struct str request_field(const struct request *r, const char *name)
{
	return params_find(&r->form, name);
}

const struct upload *request_upload(const struct request *r, const char *name)
{
	for (size_t i = 0; i < r->uploads.n; i++)
		if (str_is(r->uploads.v[i].field, name))
			return &r->uploads.v[i];
	return NULL;
}

struct str request_header(struct request *r, const char *name)
{
	answer_varies(r, name);
	return request_peek(r, name);
}

void answer_varies(struct request *r, const char *header)
{
	for (size_t i = 0; i < r->n_varies; i++)
		if (!strcasecmp(r->varies[i], header))
			return;
	assert(r->n_varies < VARIES_MAX);
	r->varies[r->n_varies++] = header;
}

struct str answer_vary(struct request *r)
{
	struct out o = out_new(&r->arena, 1000);

	if (r->lang_is_accepted && !r->is_of_no_language)
		answer_varies(r, "Accept-Language");
	for (size_t i = 0; i < r->n_varies; i++)
		out_printf(&o, "%s%s", i ? ", " : "", r->varies[i]);
	return out_done(&o);
}

void answer_header(struct request *r, const char *name, struct str value)
{
	assert(r->n_headers < HEADERS_MAX);
	assert(str_find(value, '\r') == value.n && str_find(value, '\n') == value.n);
	r->headers[r->n_headers++] = (struct header){ name, value };
}

bool answer_has_header(const struct request *r, const char *name)
{
	for (size_t i = 0; i < r->n_headers; i++)
		if (!strcmp(r->headers[i].name, name))
			return true;
	return false;
}

/* The location may hold what a reader typed: only visible ASCII may go into a header. */
static struct str location_encode(struct arena *a, struct str location)
{
	struct out o = out_new(a, 3 * location.n);

	for (size_t i = 0; i < location.n; i++) {
		struct str c = { location.p + i, 1 };

		if (*c.p > ' ' && *c.p < 0x7f)
			out_str(&o, c);
		else
			out_url_component(&o, c);
	}
	return out_done(&o);
}

enum http_status answer_redirect(struct request *r, struct str location)
{
	answer_header(r, "Location", location_encode(&r->arena, location));
	return r->method == METHOD_GET || r->method == METHOD_HEAD ? HTTP_FOUND : HTTP_SEE_OTHER;
}

enum http_status answer_problem(struct request *r, enum http_status status, struct str reason)
{
	r->problem = reason;
	return status;
}

enum http_status answer_stream(struct request *r, const struct stream_of *of)
{
	r->stream = of;
	r->type = "text/event-stream";
	answer_header(r, "Cache-Control", S("no-store"));
	answer_header(r, "X-Accel-Buffering", S("no")); /* nginx would wait for more */
	return HTTP_OK;
}

void answer_file(struct request *r, int fd, size_t bytes)
{
	answer_file_close(r);
	r->has_file = true;
	r->file_fd = fd;
	r->file_bytes = bytes;
}

void answer_file_close(struct request *r)
{
	if (r->has_file)
		close(r->file_fd);
	r->has_file = false;
}

enum http_status answer_on(struct request *r, enum lane lane)
{
	assert(lane != r->lane && lane < LANE_COUNT);
	r->wanted = lane;
	return HTTP_MOVE_LANE;
}

static bool is_host(struct str host)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-.:[]";

	for (size_t i = 0; i < host.n; i++)
		if (!memchr(allowed, host.p[i], sizeof allowed - 1))
			return false;
	return host.n > 0 && host.n <= HOST_MAX_BYTES;
}

bool is_origin(struct str origin)
{
	static const char *const schemes[] = { "https://", "http://" };

	for (size_t i = 0; i < COUNT(schemes); i++)
		if (str_starts(origin, str_from(schemes[i])))
			return is_host(str_from_at(origin, strlen(schemes[i])));
	return false;
}

struct str request_origin_peek(struct request *r)
{
	struct str host;
	bool is_secure;

	if (r->site && r->site->origin.n)
		return r->site->origin;
	host = request_peek(r, "Host");
	is_secure = str_is(request_peek(r, "X-Forwarded-Proto"), "https") && request_is_by_proxy(r);
	if (!is_host(host))
		return S("");
	return str_printf(&r->arena, "http%s://" STR_FMT, is_secure ? "s" : "", STR_ARG(host));
}

struct str request_home(const struct request *r)
{
	if (!r->site)
		return S("");
	return r->site->origin.n ? r->site->origin : r->site->listening;
}

struct str request_origin(struct request *r)
{
	if (!r->site || !r->site->origin.n) {
		answer_varies(r, "Host");
		answer_varies(r, "X-Forwarded-Proto");
	}
	return request_origin_peek(r);
}

#include "reason.h"

#include <stddef.h>

struct reason {
	enum http_status status;
	const char *phrase, *code;
};

/* To add one: a row here and its name in status.h. */
static const struct reason reasons[] = {
	{ HTTP_OK, "OK", "ok" },
	{ HTTP_CREATED, "Created", "created" },
	{ HTTP_FOUND, "Found", "found" },
	{ HTTP_SEE_OTHER, "See Other", "see_other" },
	{ HTTP_NOT_MODIFIED, "Not Modified", "not_modified" },
	{ HTTP_BAD_REQUEST, "Bad Request", "bad_request" },
	{ HTTP_UNAUTHORIZED, "Unauthorized", "unauthorized" },
	{ HTTP_FORBIDDEN, "Forbidden", "forbidden" },
	{ HTTP_NOT_FOUND, "Not Found", "not_found" },
	{ HTTP_METHOD_NOT_ALLOWED, "Method Not Allowed", "method_not_allowed" },
	{ HTTP_CONFLICT, "Conflict", "conflict" },
	{ HTTP_GONE, "Gone", "gone" },
	{ HTTP_TOO_LARGE, "Content Too Large", "too_large" },
	{ HTTP_URI_TOO_LONG, "URI Too Long", "uri_too_long" },
	{ HTTP_UNSUPPORTED_TYPE, "Unsupported Media Type", "unsupported_type" },
	{ HTTP_UNPROCESSABLE, "Unprocessable Content", "unprocessable" },
	{ HTTP_TOO_MANY, "Too Many Requests", "too_many" },
	{ HTTP_INTERNAL_ERROR, "Internal Server Error", "internal_error" },
	{ HTTP_UNAVAILABLE, "Service Unavailable", "unavailable" },
};

static const struct reason *reason_of(enum http_status status)
{
	static const struct reason unknown = { 0, "Error", "error" };

	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (reasons[i].status == status)
			return &reasons[i];
	return &unknown;
}

const char *reason_phrase(enum http_status status)
{
	return reason_of(status)->phrase;
}

const char *reason_code(enum http_status status)
{
	return reason_of(status)->code;
}

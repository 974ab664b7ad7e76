/*
 * request.h - one HTTP request and the answer being made for it.
 *
 * A handler reads the request, writes the body to `r->body` and returns a status. For 4xx and 5xx
 * it may leave the body empty: the site's error page is put there, in the reader's language, or
 * JSON below /api/.
 *
 * May use base/. Knows neither store nor pages: what a handler needs of them hangs at `work`.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include "arena.h"
#include "failure.h"
#include "lang.h"
#include "multipart.h"
#include "out.h"
#include "params.h"
#include "status.h"

enum http_method {
	METHOD_GET,
	METHOD_HEAD,
	METHOD_POST,
	METHOD_PATCH,
	METHOD_PUT,
	METHOD_DELETE,
	METHOD_OTHER
};

/* "GET", as it is sent; "?" for METHOD_OTHER. */
const char *method_name(enum http_method method);
enum http_method method_by_name(const char *name);

/*
 * Where a handler runs. Event threads only read and never wait; what writes or takes long is
 * suspended there and resumed by a worker.
 */
enum lane { LANE_READ, LANE_WRITE, LANE_SLOW, LANE_COUNT };

struct stream_of;

struct header {
	const char *name;
	struct str value;
};

enum { PATH_SEGMENTS_MAX = 12, HEADERS_MAX = 16, VARIES_MAX = 8, PATH_MAX_BYTES = 8000 };

struct request {
	struct arena arena;
	struct failure failure;

	enum http_method method;
	struct str target; /* as sent: "/en/practices?activity=2.4" */
	struct str path; /* decoded, without the query */
	struct str query; /* as sent, without the "?" */
	struct str segments[PATH_SEGMENTS_MAX]; /* decoded parts of the path */
	size_t n_segments;
	struct params params; /* of the query */
	struct str sent; /* body of the request */
	struct params form; /* what is in it, if it is a form's; see request_read_form() */
	struct uploads uploads; /* the files among it */
	bool is_api; /* below /api/ */
	const struct language *lang; /* of the address, else of Accept-Language */
	bool lang_is_accepted; /* it is of Accept-Language */

	const struct route *route;
	enum lane lane; /* the one the handler runs on now */
	enum lane wanted; /* with HTTP_MOVE_LANE */
	const struct site *site;
	void *work; /* what the lane lends for the time of the handler; see site.h */
	void *carried; /* from the run on one lane to the next; of the handler, in the arena */

	/* Who asks, for the frame of the page: empty when not signed in. */
	struct str reader;
	struct str reader_tag; /* the same for each visit of theirs, and of nobody else */
	size_t reader_unread; /* how many notices they have not read, as far as it was asked */
	struct str form_token; /* what the forms of this reader send back with them */

	struct out body;
	bool has_file; /* the body is a file instead; see answer_file() */
	int file_fd;
	size_t file_bytes;
	const struct stream_of *stream; /* the body stays open instead; see answer_stream() */
	const char *type; /* Content-Type of the body; HTML when NULL */
	struct header headers[HEADERS_MAX];
	size_t n_headers;
	const char *varies[VARIES_MAX]; /* headers of the request that it depends on */
	size_t n_varies;
	bool is_of_no_language; /* it is the same in every language */
	struct str problem; /* for an error answer: what is wrong, in the reader's language */
	struct problem_field *problem_fields;
	size_t n_problem_fields;

	void *connection; /* mhd.c's own */
};

/* One field of {"error": {"fields": [...]}}. */
struct problem_field {
	struct str field, code, message;
};

/* The part of the path that stood at ":name" of the route's pattern, or the empty text. */
struct str request_path_arg(const struct request *r, const char *name);

/* The first parameter of that name, or the empty text. */
struct str request_param(const struct request *r, const char *name);

/*
 * A header of the request by name (any case), or the empty text. The answer then depends on it (see
 * answer_varies()).
 */
struct str request_header(struct request *r, const char *name);

/* The same, for those who only look, or say themselves what depends on it. */
struct str request_peek(const struct request *r, const char *name);

/* All headers of that name as one, parted by commas: a list that several may have added to. */
struct str request_peek_all(struct request *r, const char *name);

/*
 * Takes the body of a form apart, with files or without, at most once. HTTP_OK;
 * HTTP_UNSUPPORTED_TYPE when it is no form's; HTTP_BAD_REQUEST when it is ill-formed.
 */
enum http_status request_read_form(struct request *r);

/* What the form sent in the first field of that name, or the empty text. */
struct str request_field(const struct request *r, const char *name);

/* The first file it sent in a field of that name; NULL: none was chosen. */
const struct upload *request_upload(const struct request *r, const char *name);

/*
 * What the addresses of this site begin with: "https://jalon.example", as its operator says, else
 * where the reader found it: by the Host that was asked for and the scheme that a trusted proxy in
 * front says was used; the empty text when there is no sound host.
 */
struct str request_origin(struct request *r);

/* The same for those who do not answer with it. */
struct str request_origin_peek(struct request *r);

/*
 * What addresses in letters begin with: as the operator says, else where the server listens. Never
 * the Host that was asked for: whoever asks would choose where somebody else's letter leads.
 */
struct str request_home(const struct request *r);

/* Is it "https://jalon.example", with a port or not, and nothing behind? */
bool is_origin(struct str origin);

/* ---- answering */

/* Adds a header. `value` must hold no CR or LF (checked by assert). */
void answer_header(struct request *r, const char *name, struct str value);
bool answer_has_header(const struct request *r, const char *name);

/*
 * The answer would be another with another value of that header of the request: it is not for all,
 * and Vary tells those who keep it. `header` is a literal. That it is in the language that was
 * accepted need not be said; `is_of_no_language` says that it is not.
 */
void answer_varies(struct request *r, const char *header);

/* What Vary must say: "Accept-Language, Host", or the empty text. The server alone sends it. */
struct str answer_vary(struct request *r);

/* Sends the reader elsewhere: 302 for a GET, 303 after a POST. */
enum http_status answer_redirect(struct request *r, struct str location);

/* An error status with its reason in the reader's language. */
enum http_status answer_problem(struct request *r, enum http_status status, struct str reason);

/*
 * The body is the first `bytes` bytes of the file, sent from there without passing through memory.
 * `fd` is the request's from here on: closed when the answer has left, or when it is not sent
 * because something failed.
 */
void answer_file(struct request *r, int fd, size_t bytes);

/* Closes the file of answer_file(), if there is one; for those who drop an answer. */
void answer_file_close(struct request *r);

/* The answer stays open, and what streams_tell() gives for it is sent as it comes. */
enum http_status answer_stream(struct request *r, const struct stream_of *of);

/* Runs this handler again on another lane: `if (r->lane != LANE_SLOW) return answer_on(...)`. */
enum http_status answer_on(struct request *r, enum lane lane);

#endif

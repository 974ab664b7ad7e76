/*
 * The server, on libmicrohttpd: the only file that knows it.
 *
 * A call is one request on its way through. It is made when the first line has come, and freed
 * when the answer has left or the client has. libmicrohttpd calls on_request() with it when the
 * headers are there, for each part of the body, after the body, and after a worker resumed it.
 */
#include "client.h"
#include "clock.h"
#include "connections.h"
#include "door.h"
#include "lanes.h"
#include "listener.h"
#include "mhd_log.h"
#include "receive.h"
#include "router.h"
#include "serve.h"
#include "streams.h"

#include <assert.h>
#include <microhttpd.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum {
	CONNECTION_TIMEOUT_S = 60,
	/* First line, headers and parameters of a request; what is beyond, the library refuses. */
	CONNECTION_MEMORY_BYTES = 64 * 1024,
	RUNS_MAX = LANE_COUNT + 1,
	STOP_WAIT_MS = 10 * 1000,
	LAST_ANSWERS_WAIT_MS = 1000,
	HANG_UP_WAIT_MS = 1000,
	WAIT_STEP_MS = 5,
};

struct server {
	const struct site *site;
	struct MHD_Daemon *daemon;
	struct door door;
	struct lanes *lanes;
	size_t request_cap_bytes;
	int64_t wait_max_ms;
	unsigned short port;
	struct connections connections;
	struct streams streams;
	struct room body_room;
	atomic_uint n_calls;
	atomic_bool is_stopping;
};

enum stage { STAGE_HEADERS, STAGE_BODY, STAGE_RUN };

struct call {
	struct request request;
	struct server *server;
	struct MHD_Connection *connection;
	struct connection *own; /* of that connection; NULL: not remembered */
	enum stage stage;
	enum http_status status; /* of the last step; HTTP_OK lets the next one begin */
	unsigned n_runs;
	int64_t began_us; /* clock_monotonic_us(), when its first line had come */
	int64_t queued_ms; /* clock_monotonic_ms(), when it began to wait for a worker */
	struct receipt receipt;
	struct stream *stream; /* NULL: it does not stay open */
};

/* ---- what a handler asks */

struct str request_peek(const struct request *r, const char *name)
{
	const struct call *call = r->connection;

	if (!call)
		return (struct str){ 0 };
	return str_from(MHD_lookup_connection_value(call->connection, MHD_HEADER_KIND, name));
}

struct joined {
	const char *name;
	struct out to;
};

static enum MHD_Result join(void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct joined *j = arg;

	(void)kind;
	if (strcasecmp(name, j->name))
		return MHD_YES;
	out_z(&j->to, j->to.n ? "," : "");
	out_z(&j->to, value);
	return MHD_YES;
}

struct str request_peek_all(struct request *r, const char *name)
{
	const struct call *call = r->connection;
	struct joined j = { name, out_new(&r->arena, CONNECTION_MEMORY_BYTES) };

	if (call)
		MHD_get_connection_values(call->connection, MHD_HEADER_KIND, join, &j);
	return out_done(&j.to);
}

struct str request_peer(struct request *r)
{
	const struct call *call = r->connection;

	if (!call)
		return S("");
	return client_address(&r->arena,
		MHD_get_connection_info(call->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)
			->client_addr);
}

/* ---- beginning and end of a call */

/*
 * The library (0.9.75) keeps a record of each parameter; when there are so many that its memory is
 * spent, it neither answers nor ends. The parameters are ours to read: none are left for it. The
 * text is the connection's own buffer, in which the library itself will write next.
 */
static void hide_parameters(const char *target)
{
	char *query = strchr(target, '?');

	if (query && query[1])
		query[1] = '\0';
}

static struct connection *connection_of(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
		->socket_context;
}

/* The target before the library cuts and decodes it. What is returned becomes *state. */
static void *on_target(void *arg, const char *target, struct MHD_Connection *connection)
{
	struct server *s = arg;
	struct call *call = calloc(1, sizeof *call);

	if (!call)
		return NULL;
	lanes_enter(s->lanes);
	call->server = s;
	call->connection = connection;
	call->own = connection_of(connection);
	call->receipt.body.room = &s->body_room;
	connection_enter(call->own, CONNECTION_HEAD, 0);
	call->began_us = clock_monotonic_us();
	struct request *r = &call->request;
	arena_init(&r->arena, s->request_cap_bytes);
	r->body = out_new(&r->arena, s->request_cap_bytes);
	r->target =
		str_copy(&r->arena, (struct str){ target, strnlen(target, PATH_MAX_BYTES + 1) });
	hide_parameters(target);
	r->site = s->site;
	r->connection = call;
	atomic_fetch_add(&s->n_calls, 1);
	return call;
}

static void on_completed(void *arg, struct MHD_Connection *connection, void **state,
	enum MHD_RequestTerminationCode why)
{
	struct server *s = arg;
	struct call *call = *state;

	(void)connection;
	(void)why;
	if (!call)
		return;
	connection_enter(call->own, CONNECTION_IDLE, 0);
	answer_file_close(&call->request);
	if (call->stream)
		streams_remove(call->stream);
	free(call->stream);
	arena_free(&call->request.arena);
	body_free(&call->receipt.body);
	free(call);
	*state = NULL;
	atomic_fetch_sub(&s->n_calls, 1);
}

/* ---- answering */

/* Under the lock of the streams: nobody resumes it before it is suspended. */
static void stream_suspend(void *connection)
{
	MHD_suspend_connection(connection);
}

static void stream_resume(void *connection)
{
	MHD_resume_connection(connection);
}

static ssize_t stream_read(void *arg, uint64_t at, char *to, size_t max)
{
	struct call *call = arg;
	long n = streams_take(call->stream, to, max, stream_suspend);

	(void)at;
	/* Its time is its own while nothing is to be sent. */
	connection_enter(call->own, n > 0 ? CONNECTION_ANSWER : CONNECTION_WORK, n > 0 ? n : 0);
	return n < 0 ? MHD_CONTENT_READER_END_OF_STREAM : n;
}

static struct MHD_Response *response_of_body(struct call *call)
{
	struct request *r = &call->request;

	if (call->stream)
		return MHD_create_response_from_callback(
			MHD_SIZE_UNKNOWN, STREAM_EVENT_MAX_BYTES, stream_read, call, NULL);
	if (!r->has_file) /* Not copied: the arena lives until on_completed(). */
		return MHD_create_response_from_buffer(
			r->body.n, r->body.p, MHD_RESPMEM_PERSISTENT);
	struct MHD_Response *response = MHD_create_response_from_fd64(r->file_bytes, r->file_fd);

	r->has_file = !response; /* else the library closes it */
	return response;
}

static bool is_last_answer(const struct call *call)
{
	return atomic_load(&call->server->is_stopping) || connection_is_old(call->own) ||
	       (call->own && call->own->is_beyond);
}

static struct MHD_Response *response_make(struct call *call)
{
	struct request *r = &call->request;
	struct MHD_Response *response = response_of_body(call);

	if (!response)
		return NULL;
	if (call->status != HTTP_NOT_MODIFIED)
		MHD_add_response_header(
			response, "Content-Type", r->type ? r->type : "text/html; charset=utf-8");
	for (const struct header *h = r->site->headers; h && h->name; h++)
		if (!answer_has_header(r, h->name))
			MHD_add_response_header(response, h->name, h->value.p);
	for (size_t i = 0; i < r->n_headers; i++)
		MHD_add_response_header(
			response, r->headers[i].name, str_z(&r->arena, r->headers[i].value));
	struct str vary = answer_vary(r);
	if (vary.n)
		MHD_add_response_header(response, "Vary", str_z(&r->arena, vary));
	if (is_last_answer(call))
		MHD_add_response_header(response, "Connection", "close");
	return response;
}

static size_t answer_bytes(const struct request *r)
{
	return r->has_file ? r->file_bytes : r->body.n;
}

static void call_tell(struct call *call)
{
	const struct request *r = &call->request;

	if (r->site->done)
		r->site->done(
			r, call->status, answer_bytes(r), clock_monotonic_us() - call->began_us);
}

/* A reader of a stream who finds no place comes again later. */
static bool stream_open(struct call *call)
{
	struct stream *stream = calloc(1, sizeof *stream);

	if (!stream)
		return false;
	stream->connection = call->connection;
	if (streams_add(&call->server->streams, stream, call->request.stream, clock_monotonic_ms()))
		call->stream = stream;
	else
		free(stream);
	return call->stream != NULL;
}

/* It may stay open for long, by the thousand: what the request needed is not kept for it. */
static void stream_spare(struct call *call)
{
	arena_free(&call->request.arena);
}

/* Nobody reads it any more; whoever fetches the answer slowly keeps no room from others. */
static void body_release(struct call *call)
{
	call->request.sent = (struct str){ 0 };
	body_free(&call->receipt.body);
}

static enum MHD_Result call_send(struct call *call)
{
	struct MHD_Response *response;

	if (call->request.stream && call->status == HTTP_OK && !stream_open(call)) {
		call->request.stream = NULL;
		call->request.type = NULL;
		call->status = serve_refuse(&call->request, HTTP_UNAVAILABLE);
	}
	call_tell(call);
	connection_enter(call->own, CONNECTION_ANSWER, answer_bytes(&call->request));
	response = response_make(call);
	if (!response)
		return MHD_NO;
	enum MHD_Result queued =
		MHD_queue_response(call->connection, (unsigned)call->status, response);
	MHD_destroy_response(response);
	body_release(call);
	if (call->stream)
		stream_spare(call);
	return queued;
}

static enum MHD_Result call_refuse(struct call *call, enum http_status status)
{
	call->status = serve_refuse(&call->request, status);
	return call_send(call);
}

/* ---- running */

static void call_suspend(struct request *r)
{
	const struct call *call = r->connection;

	MHD_suspend_connection(call->connection);
}

/* On a worker. The answer is sent by the event thread, which calls on_request() again. */
static void call_work(struct request *r, void *tools)
{
	struct call *call = r->connection;

	call->status = clock_monotonic_ms() - call->queued_ms > call->server->wait_max_ms
			       ? serve_refuse(r, HTTP_UNAVAILABLE)
			       : serve_run(r, tools);
	MHD_resume_connection(call->connection);
}

/* Runs the handler here or queues it, until it moves to no other lane; sends the answer. */
static enum MHD_Result call_run(struct call *call, enum lane lane)
{
	struct request *r = &call->request;

	r->lane = lane;
	call->n_runs++;
	assert(call->n_runs <= RUNS_MAX);
	if (lane != LANE_READ) {
		call->queued_ms = clock_monotonic_ms();
		/* From here on the call is the worker's. */
		return lanes_push(call->server->lanes, r) ? MHD_YES
							  : call_refuse(call, HTTP_UNAVAILABLE);
	}
	call->status = serve_run(r, lanes_tools(call->server->lanes, LANE_READ));
	return call->status == HTTP_MOVE_LANE ? call_run(call, r->wanted) : call_send(call);
}

/* ---- receiving */

static enum MHD_Result call_open(struct call *call, const char *method)
{
	struct request *r = &call->request;

	call->stage = STAGE_BODY;
	call->status = serve_address(r, method, request_peek(r, "Accept-Language"));
	connection_enter(call->own, CONNECTION_BODY, receive_expected(r));
	if (call->own && call->own->is_beyond)
		call->status = HTTP_UNAVAILABLE;
	if (serve_is_ambiguous(r))
		return call_refuse(call, HTTP_BAD_REQUEST);
	if (call->status == HTTP_OK)
		call->status = receive_judge(r);
	if (call->status != HTTP_OK && receive_refuses_at_once(r))
		return call_refuse(call, call->status);
	/* An answer given now, before the second call, would cost the connection. */
	return MHD_YES;
}

static enum MHD_Result call_receive(struct call *call, struct str part)
{
	call->status = receive_part(&call->receipt, &call->request, call->status, part);
	return call->status == HTTP_OK || !receive_is_endless(&call->receipt) ? MHD_YES : MHD_NO;
}

static enum MHD_Result call_begin(struct call *call)
{
	call->stage = STAGE_RUN;
	connection_enter(call->own, CONNECTION_WORK, 0);
	if (call->status == HTTP_OK && !body_whole(&call->receipt.body, &call->request.sent))
		call->status = HTTP_UNAVAILABLE;
	if (call->status != HTTP_OK)
		return call_refuse(call, call->status);
	return call_run(call, call->request.route->lane);
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *part, size_t *part_bytes, void **state)
{
	struct call *call = *state;

	(void)arg;
	(void)connection;
	(void)url;
	(void)version;
	if (!call)
		return MHD_NO;
	if (call->stage == STAGE_HEADERS)
		return call_open(call, method);
	if (*part_bytes) {
		size_t n = *part_bytes;

		*part_bytes = 0;
		return call_receive(call, (struct str){ part, n });
	}
	if (call->stage == STAGE_BODY)
		return call_begin(call);
	return call->status == HTTP_MOVE_LANE ? call_run(call, call->request.wanted)
					      : call_send(call);
}

/* ---- the daemon */

static void take_in(void *arg, int fd, const struct sockaddr *from, socklen_t length)
{
	struct server *s = arg;

	if (connections_are_full(&s->connections, from))
		close(fd);
	else
		MHD_add_connection(s->daemon, fd, from, length); /* closes it if it cannot */
}

static void each_second(void *arg)
{
	struct server *s = arg;

	connections_hang_up_late(&s->connections);
	connections_hang_up_gone(&s->connections, CONNECTION_BODY);
}

static void on_connection(void *arg, struct MHD_Connection *connection, void **socket,
	enum MHD_ConnectionNotificationCode what)
{
	struct server *s = arg;

	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		connections_remove(&s->connections, *socket);
		return;
	}
	*socket = connections_add(&s->connections,
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd,
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)
			->client_addr);
}

/* Decoding is the router's, which knows names from values and what is text. */
static size_t keep_encoded(void *arg, struct MHD_Connection *connection, char *text)
{
	(void)arg;
	(void)connection;
	return strlen(text);
}

static struct MHD_Daemon *daemon_start(struct server *s, unsigned event_threads)
{
	const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET |
			       MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
	/* The library warns of a pool of one, which is none. */
	enum MHD_OPTION pool = event_threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END;
	struct MHD_OptionItem options[] = {
		{ MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)mhd_log, s },
		{ MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX + CONNECTIONS_BEYOND, NULL },
		{ MHD_OPTION_CONNECTION_TIMEOUT, CONNECTION_TIMEOUT_S, NULL },
		{ MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY_BYTES, NULL },
		{ MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, s },
		{ MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_target, s },
		{ MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_completed, s },
		{ MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)keep_encoded, s },
		{ pool, event_threads, NULL },
		{ MHD_OPTION_END, 0, NULL },
	};

	return MHD_start_daemon(
		flags, 0, NULL, NULL, on_request, s, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

static bool threads_start(struct server *s, const struct server_options *options, int listener)
{
	static const struct door_hands hands = { take_in, each_second };
	static const struct lanes_hooks hooks = { .suspend = call_suspend, .run = call_work };

	s->lanes = lanes_start(s->site, options, &hooks);
	if (!s->lanes)
		return false;
	s->daemon = daemon_start(s, options->event_threads);
	if (s->daemon && door_open(&s->door, listener, &hands, s))
		return true;
	if (s->daemon)
		MHD_stop_daemon(s->daemon);
	lanes_end(s->lanes);
	lanes_free(s->lanes);
	return false;
}

struct server *server_start(const struct site *site, const struct server_options *options,
	struct arena *a, struct str *ret_why)
{
	if (!router_check(site, a, ret_why))
		return NULL;
	int listener = options->listener ? options->listener
					 : listener_open(options->host, options->port, a, ret_why);
	if (listener < 0)
		return NULL;
	struct server *s = calloc(1, sizeof *s);
	if (!s)
		abort();
	s->site = site;
	s->request_cap_bytes = options->request_cap_bytes;
	s->wait_max_ms = options->wait_max_ms;
	s->body_room.whole = options->body_room_bytes;
	streams_init(&s->streams, stream_resume);
	s->port = listener_port(listener);
	connections_init(&s->connections, options->per_address);
	if (threads_start(s, options, listener))
		return s;
	*ret_why = S("the system gives no threads for the server");
	connections_end(&s->connections);
	free(s);
	return NULL;
}

unsigned short server_port(const struct server *s)
{
	return s->port;
}

struct streams *server_streams(struct server *s)
{
	return &s->streams;
}

static void wait_for_calls(struct server *s, int at_most_ms)
{
	for (int ms = 0; atomic_load(&s->n_calls) && ms < at_most_ms; ms += WAIT_STEP_MS) {
		connections_hang_up_gone(&s->connections, CONNECTION_ANY);
		usleep(WAIT_STEP_MS * 1000);
	}
}

static void hang_up(struct server *s)
{
	for (int ms = 0; connections_hang_up(&s->connections) && ms < HANG_UP_WAIT_MS;
		ms += WAIT_STEP_MS)
		usleep(WAIT_STEP_MS * 1000);
}

/*
 * The order matters. While the library stops (0.9.75), a suspended connection makes it abort, and
 * a malformed request that it refuses just then makes it crash: so there must be neither.
 */
void server_stop(struct server *s)
{
	atomic_store(&s->is_stopping, true);
	door_close(&s->door);
	streams_end(&s->streams);
	wait_for_calls(s, STOP_WAIT_MS);
	/* A connection kept open may send one more: before the lanes end, so that it is answered.
	 */
	hang_up(s);
	wait_for_calls(s, LAST_ANSWERS_WAIT_MS);
	lanes_end(s->lanes);
	wait_for_calls(s, LAST_ANSWERS_WAIT_MS);
	hang_up(s);
	MHD_stop_daemon(s->daemon);
	lanes_free(s->lanes);
	connections_end(&s->connections);
	free(s);
}

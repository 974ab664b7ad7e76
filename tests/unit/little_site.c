#include "little_site.h"
#include "temp_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <assert.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

enum { OPEN_TO_ALL = 1, OPEN_TO_NONE = 2 };

struct gate gate = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

void gate_set(bool is_open)
{
	pthread_mutex_lock(&gate.lock);
	gate.is_open = is_open;
	gate.n_passed = is_open ? gate.n_passed : 0;
	pthread_cond_broadcast(&gate.changed);
	pthread_mutex_unlock(&gate.lock);
}

static void gate_pass(void)
{
	pthread_mutex_lock(&gate.lock);
	gate.n_waiting++;
	pthread_cond_broadcast(&gate.changed);
	while (!gate.is_open)
		pthread_cond_wait(&gate.changed, &gate.lock);
	gate.n_waiting--;
	gate.n_passed++;
	pthread_cond_broadcast(&gate.changed);
	pthread_mutex_unlock(&gate.lock);
}

void gate_await(const unsigned *counter, unsigned n)
{
	pthread_mutex_lock(&gate.lock);
	while (*counter < n)
		pthread_cond_wait(&gate.changed, &gate.lock);
	pthread_mutex_unlock(&gate.lock);
}

struct seen seen;

static void *lane_open(void *arg, enum lane lane)
{
	(void)arg;
	if (atomic_load(&seen.has_no_tools))
		return NULL;
	enum lane *tools = malloc(sizeof *tools);

	*tools = lane;
	atomic_fetch_add(&seen.n_opened, 1);
	return tools;
}

static void lane_close(void *arg, void *tools)
{
	(void)arg;
	free(tools);
	atomic_fetch_add(&seen.n_closed, 1);
}

static enum http_status begin(struct request *r, void *tools, int permission)
{
	assert(*(enum lane *)tools == r->lane); /* not cmocka's: this is another thread */
	r->work = tools;
	atomic_fetch_add(&seen.n_begun, 1);
	return permission == OPEN_TO_ALL ? HTTP_OK : HTTP_FORBIDDEN;
}

static enum http_status end(struct request *r, void *tools, enum http_status status)
{
	assert(r->work == tools);
	atomic_fetch_add(&seen.n_ended, 1);
	atomic_store(&seen.last_end, status);
	if (atomic_load(&seen.n_retries)) {
		atomic_fetch_sub(&seen.n_retries, 1);
		return HTTP_MOVE_LANE;
	}
	return status;
}

static void error_page(struct request *r, enum http_status status)
{
	assert(!r->work);
	out_printf(&r->body, "%s%s %d " STR_FMT "%s", r->is_api ? "api " : "", r->lang->code,
		status, STR_ARG(r->problem), r->failure.what ? r->failure.incident : "");
}

static enum http_status say_lane(struct request *r)
{
	static const char *const names[] = { "read", "write", "slow" };

	out_z(&r->body, names[r->lane]);
	return HTTP_OK;
}

static enum http_status say_sent(struct request *r)
{
	r->type = "text/plain";
	out_str(&r->body, r->sent);
	return HTTP_CREATED;
}

static enum http_status say_length(struct request *r)
{
	out_printf(&r->body, "%zu", r->sent.n);
	return HTTP_OK;
}

static enum http_status wait_with_body(struct request *r)
{
	gate_pass();
	return say_length(r);
}

/* Whoever says who he is may send much. */
static enum http_status takes_body(struct request *r)
{
	return request_peek(r, "X-Thing").n ? HTTP_OK : HTTP_UNAUTHORIZED;
}

static enum http_status say_header(struct request *r)
{
	struct str word = request_path_arg(r, "word");

	out_str(&r->body, request_header(r, "X-Thing"));
	if (str_find(word, '\r') == word.n && str_find(word, '\n') == word.n)
		answer_header(r, "X-Echo", word);
	return HTTP_OK;
}

static enum http_status move_twice(struct request *r)
{
	if (r->lane == LANE_READ)
		return answer_on(r, LANE_WRITE);
	if (r->lane == LANE_WRITE) {
		out_z(&r->body, "what is left behind");
		return answer_on(r, LANE_SLOW);
	}
	return say_lane(r);
}

static enum http_status wait_at_gate(struct request *r)
{
	gate_pass();
	return say_lane(r);
}

static enum http_status count_runs(struct request *r)
{
	answer_header(r, "X-Run", S("once"));
	out_printf(&r->body, "run %d", atomic_fetch_add(&seen.n_runs, 1) + 1);
	return HTTP_OK;
}

static enum http_status record_failure(struct request *r)
{
	out_z(&r->body, "half a page");
	answer_header(r, "X-Half", S("yes"));
	failure_record(&r->failure, "the test wants a failure", S(""), NULL);
	r->failure.is_temporary = request_param(r, "temporary").n > 0;
	return HTTP_OK;
}

/* A file of SITE_FILE_BYTES, of which the last is not sent; "fail" and "change" drop it again. */
static enum http_status send_file(struct request *r)
{
	int fd = temp_file_open();

	for (size_t i = 0; i <= SITE_FILE_BYTES; i++)
		if (!temp_file_write(fd, S("f")))
			return HTTP_INTERNAL_ERROR;
	answer_file(r, fd, SITE_FILE_BYTES);
	if (request_param(r, "fail").n)
		return record_failure(r);
	if (request_param(r, "change").n)
		answer_file(r, temp_file_open(), 0);
	return HTTP_OK;
}

static enum http_status say_too_much(struct request *r)
{
	for (size_t i = 0; i < SITE_CAP_BYTES; i++)
		out_z(&r->body, "too much");
	return HTTP_OK;
}

static enum http_status say_problem(struct request *r)
{
	return answer_problem(r, HTTP_CONFLICT, S("twice"));
}

static const struct route rows[] = {
	{ METHOD_GET, "/read", LANE_READ, OPEN_TO_ALL, say_lane, 0, NULL },
	{ METHOD_GET, "/write", LANE_WRITE, OPEN_TO_ALL, say_lane, 0, NULL },
	{ METHOD_POST, "/sent", LANE_WRITE, OPEN_TO_ALL, say_sent, SITE_BODY_MAX_BYTES, NULL },
	{ METHOD_POST, "/sent/nothing", LANE_WRITE, OPEN_TO_ALL, say_sent, 0, NULL },
	{ METHOD_POST, "/sent/much", LANE_WRITE, OPEN_TO_ALL, say_length, SITE_LARGE_MAX_BYTES,
		NULL },
	{ METHOD_POST, "/sent/gate", LANE_SLOW, OPEN_TO_ALL, wait_with_body, SITE_LARGE_MAX_BYTES,
		NULL },
	{ METHOD_GET, "/header/:word", LANE_WRITE, OPEN_TO_ALL, say_header, 0, NULL },
	{ METHOD_GET, "/move", LANE_READ, OPEN_TO_ALL, move_twice, 0, NULL },
	{ METHOD_GET, "/gate", LANE_SLOW, OPEN_TO_ALL, wait_at_gate, 0, NULL },
	{ METHOD_GET, "/file", LANE_SLOW, OPEN_TO_ALL, send_file, 0, NULL },
	{ METHOD_GET, "/runs", LANE_WRITE, OPEN_TO_ALL, count_runs, 0, NULL },
	{ METHOD_GET, "/failure", LANE_READ, OPEN_TO_ALL, record_failure, 0, NULL },
	{ METHOD_GET, "/much", LANE_READ, OPEN_TO_ALL, say_too_much, 0, NULL },
	{ METHOD_GET, "/closed", LANE_READ, OPEN_TO_NONE, say_lane, 0, NULL },
	{ METHOD_GET, "/api/problem", LANE_READ, OPEN_TO_ALL, say_problem, 0, NULL },
	{ METHOD_GET, "/{lang}/problem", LANE_READ, OPEN_TO_ALL, say_problem, 0, NULL },
	{ 0 },
};

static const struct header site_headers[] = { { "X-Frame-Options", S("DENY") }, { 0 } };

const struct site little_site = {
	.headers = site_headers,
	.route_tables = (const struct route *const[]){ rows, NULL },
	.lane_open = lane_open,
	.lane_close = lane_close,
	.takes_body = takes_body,
	.begin = begin,
	.end = end,
	.error_page = error_page,
};

/* ---- the server */

const struct server_options little_options = {
	.host = "127.0.0.1",
	.event_threads = 2,
	.write_workers = 1,
	.slow_workers = 2,
	.wait_max_ms = 30000,
	.request_cap_bytes = SITE_CAP_BYTES,
	.body_room_bytes = SITE_BODY_ROOM_BYTES,
};

struct server *server;

int server_setup(void **state)
{
	struct arena a;
	struct str why = S("");

	(void)state;
	memset(&seen, 0, sizeof seen);
	gate_set(false);
	arena_init(&a, SITE_CAP_BYTES);
	server = server_start(&little_site, &little_options, &a, &why);
	if (!server)
		print_error(STR_FMT "\n", STR_ARG(why));
	arena_free(&a);
	return server ? 0 : -1;
}

int server_teardown(void **state)
{
	(void)state;
	gate_set(true);
	if (server)
		server_stop(server);
	server = NULL;
	return atomic_load(&seen.n_opened) == atomic_load(&seen.n_closed) ? 0 : -1;
}

struct reply exchange_with(const char *line, const char *headers)
{
	struct client *c = client_open(server_port(server));

	client_ask_with(c, line, headers);
	struct reply r = client_hear(c, true);
	client_close(c);
	return r;
}

struct reply exchange(const char *line)
{
	return exchange_with(line, "");
}

void assert_reply(struct reply r, int status, const char *body)
{
	assert_int_equal(r.status, status);
	assert_string_equal(r.body, body);
}

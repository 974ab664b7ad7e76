/* Where requests run: lanes, failures, starting and stopping. Over real sockets. */
#include "little_site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SLOW_REQUESTS = 40, QUEUE_LENGTH = 1000 };

static void pause_ms(long ms)
{
	nanosleep(&(const struct timespec){ .tv_nsec = ms * 1000 * 1000 }, NULL);
}

/* ---- lanes */

static void a_handler_moves_from_lane_to_lane(void **state)
{
	(void)state;
	assert_reply(exchange("GET /move"), 200, "slow");
	assert_int_equal(atomic_load(&seen.n_begun), 3);
	assert_int_equal(atomic_load(&seen.n_ended), 3);
}

static void slow_requests_do_not_hinder_a_read(void **state)
{
	struct client *slow[SLOW_REQUESTS];

	(void)state;
	for (size_t i = 0; i < SLOW_REQUESTS; i++) {
		slow[i] = client_open(server_port(server));
		client_ask(slow[i], "GET /gate");
	}
	gate_await(&gate.n_waiting, little_options.slow_workers);
	assert_reply(exchange("GET /read"), 200, "read");
	assert_reply(exchange("GET /write"), 200, "write");
	gate_set(true);
	for (size_t i = 0; i < SLOW_REQUESTS; i++) {
		assert_reply(client_hear(slow[i], true), 200, "slow");
		client_close(slow[i]);
	}
}

static void who_has_waited_too_long_is_told_to_come_again(void **state)
{
	enum { WAIT_MS = 100 };
	struct server_options impatient = little_options;
	struct client *first, *second;
	struct arena a;
	struct str why;

	(void)state;
	impatient.slow_workers = 1;
	impatient.wait_max_ms = WAIT_MS;
	arena_init(&a, SITE_CAP_BYTES);
	struct server *own = server_start(&little_site, &impatient, &a, &why);
	assert_non_null(own);
	first = client_open(server_port(own));
	client_ask(first, "GET /gate");
	gate_await(&gate.n_waiting, 1);
	second = client_open(server_port(own));
	client_ask(second, "GET /gate");
	usleep(3 * WAIT_MS * 1000);
	gate_set(true);
	assert_reply(client_hear(first, true), 200, "slow");
	struct reply late = client_hear(second, true);
	assert_int_equal(late.status, 503);
	assert_true(reply_header(&late, "Retry-After")[0] > '0');
	client_close(first);
	client_close(second);
	server_stop(own);
	arena_free(&a);
}

static void a_client_that_leaves_while_it_waits_is_forgotten(void **state)
{
	(void)state;
	for (size_t i = 0; i < SLOW_REQUESTS; i++) {
		struct client *c = client_open(server_port(server));

		client_ask(c, "GET /gate");
		if (i < little_options.slow_workers)
			gate_await(&gate.n_waiting, (unsigned)i + 1);
		client_close(c);
	}
	gate_set(true);
	gate_await(&gate.n_passed, little_options.slow_workers);
	assert_reply(exchange("GET /gate"), 200, "slow");
}

static bool may_open_files(rlim_t n)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_max < n)
		return false;
	limit.rlim_cur = limit.rlim_cur < n ? n : limit.rlim_cur;
	return !setrlimit(RLIMIT_NOFILE, &limit);
}

/* The workers hold some, the queue is full of others: which one finds no room is chance. */
static void the_one_too_many_for_the_queue_is_refused(void **state)
{
	enum { HELD = 2, ALL = HELD + QUEUE_LENGTH + 1 };
	static const char line[] = "GET /gate HTTP/1.1\r\nHost: test\r\n\r\n";
	static struct pollfd waiting[ALL];
	struct client refused = { .fd = -1 };

	(void)state;
	if (!may_open_files(2 * ALL + 100))
		skip();
	for (size_t i = 0; i < ALL; i++) {
		waiting[i] =
			(struct pollfd){ .fd = client_dial(server_port(server)), .events = POLLIN };
		assert_int_equal(send(waiting[i].fd, line, strlen(line), 0), strlen(line));
		if (i == HELD - 1)
			gate_await(&gate.n_waiting, HELD);
	}
	assert_int_equal(poll(waiting, ALL, 5000), 1);
	for (size_t i = 0; i < ALL; i++)
		if (waiting[i].revents)
			refused.fd = waiting[i].fd;
	struct reply r = client_hear(&refused, true);
	assert_reply(r, 503, "fr 503 ");
	assert_string_equal(reply_header(&r, "Retry-After"), "5");
	client_ask(&refused, "GET /read");
	assert_reply(client_hear(&refused, true), 200, "read");
	gate_set(true);
	gate_await(&gate.n_passed, ALL - 1);
	for (size_t i = 0; i < ALL; i++)
		close(waiting[i].fd);
}

/* ---- what may fail */

static void the_site_may_have_a_request_run_once_more(void **state)
{
	(void)state;
	atomic_store(&seen.n_retries, 1);
	struct reply r = exchange("GET /runs");
	assert_reply(r, 200, "run 2");
	assert_string_equal(reply_header(&r, "X-Run"), "once");
	assert_int_equal(atomic_load(&seen.n_begun), 2);
	assert_int_equal(atomic_load(&seen.n_ended), 2);

	atomic_store(&seen.n_retries, 2);
	r = exchange("GET /runs");
	assert_reply(r, 503, "fr 503 ");
	assert_string_equal(reply_header(&r, "X-Run"), "");
	assert_string_equal(reply_header(&r, "Retry-After"), "5");
}

static void a_failure_outweighs_what_the_handler_said(void **state)
{
	struct reply r = exchange("GET /failure");

	(void)state;
	assert_int_equal(r.status, 500);
	assert_memory_equal(r.body, "fr 500 ", 7);
	assert_int_equal(strlen(r.body), 7 + 26);
	assert_string_equal(reply_header(&r, "X-Half"), "");
	assert_string_equal(reply_header(&r, "Retry-After"), "");
	assert_int_equal(atomic_load(&seen.last_end), 500);
	r = exchange("GET /failure?temporary=1");
	assert_int_equal(r.status, 503);
	assert_string_equal(reply_header(&r, "Retry-After"), "5");
}

static void an_answer_beyond_the_cap_is_a_failure(void **state)
{
	(void)state;
	assert_int_equal(exchange("GET /much").status, 500);
	assert_int_equal(atomic_load(&seen.last_end), 500);
	assert_reply(exchange("GET /read"), 200, "read");
}

static void without_tools_nothing_is_served_for_a_while(void **state)
{
	(void)state;
	atomic_store(&seen.has_no_tools, true);
	struct reply r = exchange("GET /read");
	assert_reply(r, 503, "fr 503 ");
	assert_string_equal(reply_header(&r, "Retry-After"), "5");
	assert_reply(exchange("GET /write"), 503, "fr 503 ");
	atomic_store(&seen.has_no_tools, false);
	assert_reply(exchange("GET /read"), 200, "read");
	assert_reply(exchange("GET /write"), 200, "write");
}

/* ---- start and stop */

static void *open_gate_soon(void *arg)
{
	(void)arg;
	pause_ms(100);
	gate_set(true);
	return NULL;
}

static void requests_under_way_are_answered_before_the_server_ends(void **state)
{
	struct client *clients[SLOW_REQUESTS], *idle = client_open(server_port(server));
	unsigned short port = server_port(server);
	pthread_t opener;

	(void)state;
	client_ask(idle, "GET /read");
	assert_reply(client_hear(idle, true), 200, "read");
	for (size_t i = 0; i < SLOW_REQUESTS; i++) {
		clients[i] = client_open(server_port(server));
		client_ask(clients[i], "GET /gate");
	}
	gate_await(&gate.n_waiting, little_options.slow_workers);
	pause_ms(50); /* the others are queued meanwhile */
	pthread_create(&opener, NULL, open_gate_soon, NULL);
	server_stop(server);
	server = NULL;
	pthread_join(opener, NULL);
	for (size_t i = 0; i < SLOW_REQUESTS; i++) {
		struct reply r = client_hear(clients[i], true);

		assert_reply(r, 200, "slow");
		assert_string_equal(reply_header(&r, "Connection"), "close");
		client_close(clients[i]);
	}
	assert_int_equal(client_hear(idle, true).status, 0);
	client_close(idle);
	assert_int_equal(client_dial(port), -1);
}

/* The end of a stream that comes with its last bytes is easily overlooked. */
static void clients_gone_in_mid_request_do_not_delay_the_end(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 200; i++) {
		struct client *c = client_open(server_port(server));

		client_ask_with(c, "POST /sent", "Transfer-Encoding: chunked\r\n");
		client_send(c, "20\r\nhalf a chunk", 16);
		client_close(c);
	}
	time_t began_s = time(NULL);
	server_stop(server);
	server = NULL;
	assert_true(time(NULL) - began_s < 5);
}

static void a_taken_port_and_a_bad_table_are_told(void **state)
{
	static const struct route bad_rows[] = { { .pattern = "/x" }, { 0 } };
	struct site bad = little_site;
	struct server_options taken = little_options;
	struct arena a;
	struct str why = S("");

	(void)state;
	arena_init(&a, SITE_CAP_BYTES);
	taken.port = server_port(server);
	assert_null(server_start(&little_site, &taken, &a, &why));
	assert_non_null(strstr(str_z(&a, why), "Address already in use"));
	taken.host = "not a host";
	assert_null(server_start(&little_site, &taken, &a, &why));
	assert_true(str_starts(why, S("not a host: ")));
	bad.route_tables = (const struct route *const[]){ bad_rows, NULL };
	assert_null(server_start(&bad, &little_options, &a, &why));
	assert_non_null(strstr(str_z(&a, why), "GET /x has no permission"));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SERVER_TEST(a_handler_moves_from_lane_to_lane),
		SERVER_TEST(slow_requests_do_not_hinder_a_read),
		SERVER_TEST(who_has_waited_too_long_is_told_to_come_again),
		SERVER_TEST(a_client_that_leaves_while_it_waits_is_forgotten),
		SERVER_TEST(the_one_too_many_for_the_queue_is_refused),
		SERVER_TEST(the_site_may_have_a_request_run_once_more),
		SERVER_TEST(a_failure_outweighs_what_the_handler_said),
		SERVER_TEST(an_answer_beyond_the_cap_is_a_failure),
		SERVER_TEST(without_tools_nothing_is_served_for_a_while),
		SERVER_TEST(requests_under_way_are_answered_before_the_server_ends),
		SERVER_TEST(clients_gone_in_mid_request_do_not_delay_the_end),
		SERVER_TEST(a_taken_port_and_a_bad_table_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

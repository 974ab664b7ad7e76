/* What a client sees of the server: connections, refusals, bodies. Over real sockets. */
#include "little_site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void pause_ms(long ms)
{
	nanosleep(&(const struct timespec){ .tv_nsec = ms * 1000 * 1000 }, NULL);
}

/* ---- connections */

static void assert_kept(const char *line, const char *body)
{
	struct client *c = client_open(server_port(server));

	for (unsigned i = 0; i < 50; i++) {
		client_ask(c, line);
		struct reply r = client_hear(c, true);

		assert_reply(r, 200, body);
		assert_string_equal(reply_header(&r, "Connection"), "");
	}
	client_close(c);
}

static void a_connection_is_kept_because_we_answer_on_the_second_call(void **state)
{
	(void)state;
	assert_kept("GET /read", "read");
	assert_kept("GET /write", "write");
	assert_kept("GET /move", "slow");
}

static void requests_in_one_packet_are_answered_in_their_order(void **state)
{
	static const char *const words[] = { "read", "write", "move", "write", "read" };
	char text[1000] = "", *at = text;
	struct client *c = client_open(server_port(server));

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++)
		at += sprintf(at, "GET /%s HTTP/1.1\r\nHost: test\r\n\r\n", words[i]);
	client_send(c, text, (size_t)(at - text));
	for (size_t i = 0; i < COUNT(words); i++)
		assert_reply(client_hear(c, true), 200, i == 2 ? "slow" : words[i]);
	client_close(c);
}

static void an_absolute_target_is_understood(void **state)
{
	(void)state;
	assert_reply(exchange("GET http://test/read?x=1"), 200, "read");
}

static void every_answer_says_how_to_be_read(void **state)
{
	static const char *const lines[] = { "GET /read", "GET /nothing", "GET /write",
		"GET /failure", "PUT /read", "GET /%" };

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct reply r = exchange(lines[i]);

		assert_string_equal(reply_header(&r, "Content-Type"), "text/html; charset=utf-8");
		assert_string_equal(reply_header(&r, "X-Frame-Options"), "DENY");
	}
}

static void head_has_the_length_and_no_body(void **state)
{
	struct client *c = client_open(server_port(server));

	(void)state;
	client_ask(c, "HEAD /write");
	client_ask(c, "HEAD /nothing");
	client_ask(c, "GET /read");
	struct reply r = client_hear(c, false);
	assert_int_equal(r.status, 200);
	assert_string_equal(reply_header(&r, "Content-Length"), "5");
	assert_int_equal(client_hear(c, false).status, 404);
	assert_reply(client_hear(c, true), 200, "read");
	client_close(c);
}

static void a_header_is_found_whatever_its_case(void **state)
{
	struct reply r = exchange_with("GET /header/some%20word", "x-tHiNg: value\r\n");

	(void)state;
	assert_reply(r, 200, "value");
	assert_string_equal(reply_header(&r, "X-Echo"), "some word");
	assert_reply(exchange("GET /header/w"), 200, "");
}

/* ---- refusals */

static void wrong_addresses_are_told_in_the_readers_language(void **state)
{
	(void)state;
	assert_reply(exchange("GET /nothing"), 404, "fr 404 ");
	assert_reply(exchange("GET /en/nothing"), 404, "en 404 ");
	assert_reply(exchange_with("GET /nothing", "Accept-Language: en\r\n"), 404, "en 404 ");
	assert_reply(exchange("GET /api/nothing"), 404, "api fr 404 ");
	assert_reply(exchange("GET /api/%"), 400, "api fr 400 ");
	assert_reply(exchange("GET /read?x=%zz"), 400, "fr 400 ");
	assert_reply(exchange("GET /closed"), 403, "fr 403 ");
	assert_reply(exchange("GET /en/problem"), 409, "en 409 twice");
	assert_reply(exchange("GET /api/problem"), 409, "api fr 409 twice");
}

static void another_method_is_refused_with_those_allowed(void **state)
{
	struct reply r = exchange("DELETE /read");

	(void)state;
	assert_reply(r, 405, "fr 405 ");
	assert_string_equal(reply_header(&r, "Allow"), "GET, HEAD");
	r = exchange("OPTIONS /sent");
	assert_int_equal(r.status, 405);
	assert_string_equal(reply_header(&r, "Allow"), "POST");
}

static void a_long_address_is_refused_with_our_page(void **state)
{
	char line[9100] = "GET /long/";
	struct client *c = client_open(server_port(server));

	(void)state;
	memset(line + strlen(line), 'a', 9000);
	client_ask(c, line);
	client_ask(c, "GET /read");
	assert_reply(client_hear(c, true), 414, "fr 414 ");
	assert_reply(client_hear(c, true), 200, "read");
	client_close(c);
}

static void many_parameters_are_no_trouble(void **state)
{
	char line[8100] = "GET /read?", *at = line + strlen(line);

	(void)state;
	for (unsigned i = 0; i < PARAMS_MAX; i++)
		at += sprintf(at, "parameter_%03u=a_value_of_some_length&", i);
	struct reply r = exchange_with(line, "Accept-Language: fr\r\nAccept: text/html\r\n");
	assert_reply(r, 200, "read");
}

/* ---- bodies */

static void bodies_arrive_whole(void **state)
{
	static const char chunks[] = "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
	struct client *c = client_open(server_port(server));
	char body[SITE_BODY_MAX_BYTES + 1] = "";

	(void)state;
	memset(body, 'b', SITE_BODY_MAX_BYTES);
	client_ask_with(c, "POST /sent", "Content-Length: 1000\r\n");
	client_send(c, body, 300);
	pause_ms(20);
	client_send(c, body + 300, 700);
	assert_reply(client_hear(c, true), 201, body);
	client_ask_with(c, "POST /sent", "Transfer-Encoding: chunked\r\n");
	client_send(c, chunks, strlen(chunks));
	assert_reply(client_hear(c, true), 201, "hello world");
	client_ask_with(c, "POST /sent", "Content-Length: 0\r\n");
	assert_reply(client_hear(c, true), 201, "");
	client_ask_with(c, "GET /read", "Content-Length: 6\r\n");
	client_send(c, "ignore", 6);
	assert_reply(client_hear(c, true), 200, "read");
	client_close(c);
}

static void a_large_body_is_refused_and_the_connection_kept(void **state)
{
	static char body[200 * 1000];
	struct client *c = client_open(server_port(server));

	(void)state;
	memset(body, 'b', sizeof body);
	client_ask_with(c, "POST /sent", "Content-Length: 1001\r\n");
	client_send(c, body, 1001);
	assert_reply(client_hear(c, true), 413, "fr 413 ");
	client_ask_with(c, "POST /sent", "Content-Length: 200000\r\n");
	client_send(c, body, sizeof body);
	assert_reply(client_hear(c, true), 413, "fr 413 ");
	client_ask_with(c, "POST /sent", "Transfer-Encoding: chunked\r\n");
	client_send(c, "1000\r\n", 6);
	client_send(c, body, 0x1000);
	client_send(c, "\r\n0\r\n\r\n", 7);
	assert_reply(client_hear(c, true), 413, "fr 413 ");
	client_ask_with(c, "POST /sent/nothing", "Content-Length: 1\r\n");
	client_send(c, "x", 1);
	assert_reply(client_hear(c, true), 413, "fr 413 ");
	assert_int_equal(atomic_load(&seen.n_begun), 0);
	client_close(c);
}

static void a_client_that_asks_first_is_refused_at_once(void **state)
{
	(void)state;
	assert_reply(
		exchange_with("POST /sent", "Content-Length: 5000\r\nExpect: 100-continue\r\n"),
		413, "fr 413 ");
	assert_reply(exchange_with("POST /sent", "Content-Length: 99000000\r\n"), 413, "fr 413 ");
}

static void a_client_that_leaves_in_mid_body_is_forgotten(void **state)
{
	struct client *c = client_open(server_port(server));

	(void)state;
	client_ask_with(c, "POST /sent", "Content-Length: 500\r\n");
	client_send(c, "some", 4);
	pause_ms(20);
	client_close(c);
	assert_reply(exchange("GET /write"), 200, "write");
}

/* ---- bodies too large for memory */

static size_t count_open_files(void)
{
	DIR *folder = opendir("/proc/self/fd");
	size_t n = 0;

	while (readdir(folder))
		n++;
	closedir(folder);
	return n;
}

enum { LARGE = 3 << 20 };

static const char large_head[] = "X-Thing: me\r\nContent-Length: 3145728\r\n";

static void send_zeros(struct client *c, size_t n)
{
	static const char zeros[1 << 16];

	for (; n; n -= n < sizeof zeros ? n : sizeof zeros)
		client_send(c, zeros, n < sizeof zeros ? n : sizeof zeros);
}

static struct reply send_large(const char *head)
{
	struct client *c = client_open(server_port(server));

	client_ask_with(c, "POST /sent/much", head);
	send_zeros(c, LARGE);
	struct reply r = client_hear(c, true);
	client_close(c);
	return r;
}

/* What was taken is given back a moment after the answer has come, or the client has gone. */
static void assert_comes_to_have_room(void)
{
	struct reply r = send_large(large_head);

	for (int i = 0; i < 250 && r.status == 503; i++) {
		pause_ms(20);
		r = send_large(large_head);
	}
	assert_reply(r, 200, "3145728");
}

static void large_bodies_at_once_take_a_bounded_room(void **state)
{
	struct client *c = client_open(server_port(server));

	(void)state;
	client_ask_with(c, "POST /sent/gate", large_head);
	send_zeros(c, LARGE);
	gate_await(&gate.n_waiting, 1);
	for (int i = 0; i < 3; i++) {
		struct reply r = send_large(large_head);

		assert_int_equal(r.status, 503);
		assert_true(strlen(r.body) > strlen("fr 503 "));
		assert_string_equal(reply_header(&r, "Retry-After"), "5");
	}
	gate_set(true);
	assert_reply(client_hear(c, true), 200, "3145728");
	/* The connection is still there: what it sent takes no room any more. */
	for (int i = 0; i < 5; i++)
		assert_comes_to_have_room();
	client_close(c);
}

static void room_for_bodies_is_given_back_however_they_end(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		struct client *c = client_open(server_port(server));

		client_ask_with(c, "POST /sent/much", large_head);
		send_zeros(c, LARGE - 1);
		client_close(c);
		assert_comes_to_have_room();
		/* Longer than it may be, and its length is not told: the end is never sent. */
		c = client_open(server_port(server));
		client_ask_with(
			c, "POST /sent/much", "X-Thing: me\r\nTransfer-Encoding: chunked\r\n");
		client_send(c, "400001\r\n", 8);
		send_zeros(c, SITE_LARGE_MAX_BYTES + 1);
		assert_comes_to_have_room();
		client_close(c);
	}
}

static void a_large_body_of_somebody_who_is_not_let_in_is_not_kept(void **state)
{
	struct client *c = client_open(server_port(server));
	size_t n_before;

	(void)state;
	assert_reply(exchange("GET /read"), 200, "read");
	n_before = count_open_files();
	client_ask_with(c, "POST /sent/much", "Content-Length: 3145728\r\n");
	send_zeros(c, LARGE - 1);
	pause_ms(50);
	assert_true(count_open_files() <= n_before);
	client_send(c, "0", 1);
	assert_reply(client_hear(c, true), 401, "fr 401 ");
	assert_int_equal(atomic_load(&seen.n_begun), 1);
	client_close(c);
	assert_reply(exchange_with("POST /sent/much",
			     "Content-Length: 3145728\r\nExpect: 100-continue\r\n"),
		401, "fr 401 ");
}

/* ---- files */

static void a_file_is_sent_and_closed(void **state)
{
	struct client *c = client_open(server_port(server));
	char body[SITE_FILE_BYTES + 1] = "";

	(void)state;
	memset(body, 'f', SITE_FILE_BYTES);
	client_ask(c, "GET /file");
	assert_reply(client_hear(c, true), 200, body);
	size_t n_before = count_open_files();

	for (int i = 0; i < 20; i++) {
		client_ask(c, "GET /file");
		assert_reply(client_hear(c, true), 200, body);
		client_ask(c, "GET /file?change=1");
		assert_reply(client_hear(c, true), 200, "");
	}
	client_ask(c, "HEAD /file");
	struct reply r = client_hear(c, false);
	assert_int_equal(r.status, 200);
	assert_string_equal(reply_header(&r, "Content-Length"), "2000");
	client_ask(c, "GET /read");
	assert_reply(client_hear(c, true), 200, "read");
	assert_true(count_open_files() <= n_before); /* connections before may end meanwhile */
	client_close(c);
}

static void a_file_is_dropped_when_something_fails(void **state)
{
	struct client *c = client_open(server_port(server));

	(void)state;
	client_ask(c, "GET /file?fail=1");
	struct reply r = client_hear(c, true);
	assert_int_equal(r.status, 500);
	assert_memory_equal(r.body, "fr 500", 6);
	size_t n_before = count_open_files();

	for (int i = 0; i < 20; i++) {
		client_ask(c, "GET /file?fail=1");
		assert_int_equal(client_hear(c, true).status, 500);
	}
	assert_int_equal(count_open_files(), n_before);
	client_close(c);
}

static void a_file_is_closed_when_the_run_is_made_again(void **state)
{
	struct reply r;

	(void)state;
	exchange("GET /file");
	size_t n_before = count_open_files();
	atomic_store(&seen.n_retries, 1);
	r = exchange("GET /file");
	assert_int_equal(r.status, 200);
	assert_int_equal(strlen(r.body), SITE_FILE_BYTES);
	atomic_store(&seen.n_retries, 2);
	assert_int_equal(exchange("GET /file").status, 503);
	pause_ms(20);
	assert_true(count_open_files() <= n_before); /* connections before may end meanwhile */
}

/* ---- noise */

static void garbage_does_no_harm(void **state)
{
	static const char *const beginnings[] = { "", "GET ", "GET / HTTP/1.1\r\n", "POST /sent ",
		"POST /sent HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" };

	(void)state;
	srandom(2005);
	for (unsigned i = 0; i < 200; i++) {
		const char *beginning = beginnings[i % COUNT(beginnings)];
		struct client *c = client_open(server_port(server));
		char bytes[300];

		for (size_t j = 0; j < sizeof bytes; j++)
			bytes[j] = (char)random();
		client_send(c, beginning, strlen(beginning));
		client_send(c, bytes, (size_t)random() % sizeof bytes);
		client_send(c, "\r\n\r\n", 4);
		client_close(c);
	}
	assert_reply(exchange("GET /read"), 200, "read");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SERVER_TEST(a_connection_is_kept_because_we_answer_on_the_second_call),
		SERVER_TEST(requests_in_one_packet_are_answered_in_their_order),
		SERVER_TEST(an_absolute_target_is_understood),
		SERVER_TEST(every_answer_says_how_to_be_read),
		SERVER_TEST(head_has_the_length_and_no_body),
		SERVER_TEST(a_header_is_found_whatever_its_case),
		SERVER_TEST(wrong_addresses_are_told_in_the_readers_language),
		SERVER_TEST(another_method_is_refused_with_those_allowed),
		SERVER_TEST(a_long_address_is_refused_with_our_page),
		SERVER_TEST(many_parameters_are_no_trouble),
		SERVER_TEST(bodies_arrive_whole),
		SERVER_TEST(a_large_body_is_refused_and_the_connection_kept),
		SERVER_TEST(a_client_that_asks_first_is_refused_at_once),
		SERVER_TEST(a_client_that_leaves_in_mid_body_is_forgotten),
		SERVER_TEST(large_bodies_at_once_take_a_bounded_room),
		SERVER_TEST(room_for_bodies_is_given_back_however_they_end),
		SERVER_TEST(a_large_body_of_somebody_who_is_not_let_in_is_not_kept),
		SERVER_TEST(a_file_is_sent_and_closed),
		SERVER_TEST(a_file_is_dropped_when_something_fails),
		SERVER_TEST(a_file_is_closed_when_the_run_is_made_again),
		SERVER_TEST(garbage_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

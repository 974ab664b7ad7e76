/*
 * little_site.h - a server for tests, with a site without store or pages: each of its addresses
 * shows one thing about the server.
 */
#ifndef LITTLE_SITE_H
#define LITTLE_SITE_H

#include "http_client.h"
#include "site.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
	SITE_CAP_BYTES = 1024 * 1024,
	SITE_BODY_MAX_BYTES = 1000,
	SITE_FILE_BYTES = 2000,
	SITE_LARGE_MAX_BYTES = 4 << 20,
	SITE_BODY_ROOM_BYTES = 5 << 20 /* for one of them, and not for two */
};

extern const struct site little_site;

/* Holds the handlers of /gate until it is opened. */
extern struct gate {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool is_open;
	unsigned n_waiting, n_passed;
} gate;

/* Closing sets n_passed to 0. */
void gate_set(bool is_open);

/* Waits until a counter of the gate has come to `n`. */
void gate_await(const unsigned *counter, unsigned n);

/* What the site was asked, and what it is told to do. */
extern struct seen {
	atomic_bool has_no_tools;
	atomic_int n_retries; /* how often end() still asks for another run */
	atomic_int n_opened, n_closed, n_begun, n_ended, n_runs;
	_Atomic enum http_status last_end;
} seen;

extern const struct server_options little_options;

/* The server between server_setup() and server_teardown(), which are for cmocka. */
extern struct server *server;

int server_setup(void **state);
int server_teardown(void **state);

/* One request on a connection of its own, by its first line ("GET /read"). */
struct reply exchange(const char *line);
struct reply exchange_with(const char *line, const char *headers);

void assert_reply(struct reply r, int status, const char *body);

#define SERVER_TEST(name) cmocka_unit_test_setup_teardown(name, server_setup, server_teardown)

#endif

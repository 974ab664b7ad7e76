/*
 * Any bytes as what a client sends: to a server of its own with real sockets, which answers what it
 * can, and goes on to serve others.
 */
#include "http_client.h"
#include "little_site.h"
#include "str.h"

#include <assert.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WAIT_MS = 5, INPUTS_BETWEEN_LOOKS = 500 };

static struct arena home;

static void end(void)
{
	server_stop(server);
	arena_free(&home);
}

static void begin(void)
{
	struct str why;

	arena_init(&home, 1 << 20);
	server = server_start(&little_site, &little_options, &home, &why);
	assert(server);
	gate_set(true);
	atexit(end);
}

/* What comes back begins as an answer does. */
static void hear(int fd)
{
	struct pollfd one = { .fd = fd, .events = POLLIN };
	char came[4096];
	ssize_t n;

	for (bool is_first = true; poll(&one, 1, WAIT_MS) > 0; is_first = false) {
		n = recv(fd, came, sizeof came, 0);
		if (n <= 0)
			return;
		if (is_first && n >= 12)
			assert(!memcmp(came, "HTTP/1.", 7) && came[9] >= '1' && came[9] <= '5');
	}
}

/* No address of ours waits for bytes that are still under way. */
static void hang_up(int fd)
{
	const struct linger at_once = { .l_onoff = 1 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	close(fd);
}

static void look_whether_others_are_served(void)
{
	struct client *c = client_open(server_port(server));

	client_ask(c, "GET /read");
	struct reply r = client_hear(c, true);

	assert(r.status == 200 && !strcmp(r.body, "read"));
	client_close(c);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static unsigned n_inputs;

	if (!server)
		begin();
	int fd = client_dial(server_port(server));
	assert(fd >= 0);
	send(fd, bytes, n, MSG_NOSIGNAL);
	shutdown(fd, SHUT_WR);
	hear(fd);
	hang_up(fd);
	if (!(n_inputs++ % INPUTS_BETWEEN_LOOKS))
		look_whether_others_are_served();
	return 0;
}

#include "http_client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

int client_dial(unsigned short port)
{
	const struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const struct timeval patience = { .tv_sec = 5 };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	if (!connect(fd, (const struct sockaddr *)&address, sizeof address))
		return fd;
	close(fd);
	return -1;
}

struct client *client_open(unsigned short port)
{
	struct client *c = calloc(1, sizeof *c);

	c->fd = client_dial(port);
	assert_true(c->fd >= 0);
	return c;
}

void client_close(struct client *c)
{
	close(c->fd);
	free(c);
}

void client_send(struct client *c, const char *bytes, size_t n)
{
	while (n) {
		ssize_t sent = send(c->fd, bytes, n, MSG_NOSIGNAL);

		if (sent <= 0)
			return;
		bytes += sent;
		n -= (size_t)sent;
	}
}

void client_ask_with(struct client *c, const char *line, const char *headers)
{
	char text[12000];
	int n = snprintf(text, sizeof text, "%s HTTP/1.1\r\nHost: test\r\n%s\r\n", line, headers);

	assert_in_range(n, 1, sizeof text - 1);
	client_send(c, text, (size_t)n);
}

void client_ask(struct client *c, const char *line)
{
	client_ask_with(c, line, "");
}

static bool receive(struct client *c)
{
	ssize_t n = recv(c->fd, c->came + c->n, sizeof c->came - 1 - c->n, 0);

	if (n > 0)
		c->n += (size_t)n;
	c->came[c->n] = '\0';
	return n > 0;
}

static void take(struct client *c, size_t n, char *to, size_t room)
{
	assert_true(n < room);
	memcpy(to, c->came, n);
	to[n] = '\0';
	memmove(c->came, c->came + n, c->n - n + 1);
	c->n -= n;
}

const char *reply_header(const struct reply *r, const char *name)
{
	static char value[500];
	size_t n = strlen(name);

	for (const char *line = strstr(r->head, "\r\n"); line; line = strstr(line + 2, "\r\n")) {
		if (strncasecmp(line + 2, name, n) || line[2 + n] != ':')
			continue;
		line += 2 + n + 1;
		line += strspn(line, " ");
		snprintf(value, sizeof value, "%.*s", (int)strcspn(line, "\r\n"), line);
		return value;
	}
	return "";
}

struct reply client_hear(struct client *c, bool has_body)
{
	struct reply r = { 0 };
	const char *end_of_head;

	while (!(end_of_head = strstr(c->came, "\r\n\r\n")))
		if (!receive(c))
			return r;
	take(c, (size_t)(end_of_head - c->came) + 4, r.head, sizeof r.head);
	size_t length = has_body ? strtoul(reply_header(&r, "Content-Length"), NULL, 10) : 0;
	while (c->n < length)
		if (!receive(c))
			return r;
	take(c, length, r.body, sizeof r.body);
	sscanf(r.head, "HTTP/1.1 %d", &r.status);
	return r;
}

/*
 * http_client.h - a client for tests that says just what it is told, byte for byte.
 */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

struct client {
	int fd;
	size_t n; /* bytes that came and were not taken yet */
	char came[8000];
};

struct reply {
	int status; /* 0: the server closed, or was silent for five seconds */
	char head[2000], body[4000];
};

/* A socket to this machine's port, or -1. */
int client_dial(unsigned short port);

struct client *client_open(unsigned short port);
void client_close(struct client *c);

void client_send(struct client *c, const char *bytes, size_t n);

/* Sends "GET /x" as a request without body; `headers` are lines, each with its CR LF. */
void client_ask(struct client *c, const char *line);
void client_ask_with(struct client *c, const char *line, const char *headers);

/* The next reply. That to a HEAD has no body, whatever its length says. */
struct reply client_hear(struct client *c, bool has_body);

/* A header by name (any case), or "". Good until the next call. */
const char *reply_header(const struct reply *r, const char *name);

#endif

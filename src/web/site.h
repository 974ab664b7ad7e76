/*
 * site.h - what the server serves: routes, and how a lane gets what its handlers work with.
 */
#ifndef SITE_H
#define SITE_H

#include "request.h"
#include "streams.h"

/*
 * One address. Patterns are segments; ":name" takes any one segment, "{lang}" takes the code of
 * a language and sets r->lang: "/{lang}/practices/:id". A GET row answers HEAD too.
 * `permission` is what may() is asked before the handler runs; no row is without one (0 is
 * refused at start).
 */
struct route {
	enum http_method method;
	const char *pattern;
	enum lane lane;
	int permission;
	enum http_status (*handler)(struct request *r);
	size_t max_body_bytes; /* 0: the request has no body */
	const void *arg; /* for a handler that serves several rows: the kind of record */
};

/* A list of rows, ended by a row without a pattern. */
struct site {
	const struct route *const *route_tables; /* NULL at the end */
	/* Of every answer that does not say otherwise, ended by a row without name; or NULL. */
	const struct header *headers;

	/*
	 * A thread of a lane asks for its tools (a connection to the store) before its first
	 * request and gives them back when it ends. NULL: cannot now; the request gets 503.
	 */
	void *(*lane_open)(void *arg, enum lane lane);
	void (*lane_close)(void *arg, void *tools);

	/*
	 * Answers the request before begin(): the status, or 0. For a reader who holds the answer
	 * already, or one that is known to be the same still; `tools` may be NULL. May be NULL.
	 */
	enum http_status (*spare)(struct request *r, void *tools);

	/*
	 * Asked when the headers of a request have come whose body may be too large for memory, on
	 * an event thread, without tools: HTTP_OK, or what is answered instead, and nothing of the
	 * body is kept. For one that would be refused whatever it brings. May be NULL.
	 */
	enum http_status (*takes_body)(struct request *r);

	/*
	 * Lends the tools to a request (sets r->work). HTTP_OK if the permission is granted, else
	 * what is answered instead.
	 */
	enum http_status (*begin)(struct request *r, void *tools, int permission);

	/*
	 * Answers the request as it was answered before, without its handler: the status, or 0.
	 * What the handler answered then is offered to `keep`. Either may be NULL.
	 */
	enum http_status (*recall)(struct request *r, void *tools);
	void (*keep)(struct request *r, void *tools, enum http_status status);

	/*
	 * Did the handler find out that an event thread must not do what was asked? It is run again
	 * by a worker then. May be NULL.
	 */
	bool (*needs_longer)(struct request *r, void *tools);

	/* After the handler: ends what it began. Commits a write if `status` is below 400. */
	enum http_status (*end)(struct request *r, void *tools, enum http_status status);

	/* Writes the body of an error answer that has none. */
	void (*error_page)(struct request *r, enum http_status status);

	/*
	 * The answer is on its way, `bytes` of body, `took_us` after the first line of the request
	 * had come. Asked on any thread. May be NULL.
	 */
	void (*done)(
		const struct request *r, enum http_status status, size_t bytes, int64_t took_us);

	/* Told by the one who runs the site, or empty: see request_origin() and url_contact(). */
	struct str origin, contact;

	/* Where the server itself is called: "http://127.0.0.1:8080"; see request_home(). */
	struct str listening;

	/* Addresses of proxies in front, parted by commas: what they say of clients is believed. */
	struct str trusted_proxies;

	void *arg;
};

struct server_options {
	int listener; /* a socket that listens (listener.h); 0: one is opened at: */
	const char *host;
	unsigned short port; /* 0: any free one */
	unsigned event_threads, write_workers, slow_workers;
	size_t request_cap_bytes; /* arena of one request */
	size_t body_room_bytes; /* of the disk, for the bodies of all requests at once */
	int64_t wait_max_ms; /* for a worker: who waits longer gets 503 */
	size_t per_address; /* connections of one address; 0: any number */
};

struct server;

/* Starts serving; NULL, with ret_why, if it cannot (address in use, bad route table). */
struct server *server_start(const struct site *site, const struct server_options *options,
	struct arena *a, struct str *ret_why);

unsigned short server_port(const struct server *s);

/* Answers that stay open, for who has news; until server_stop(). */
struct streams *server_streams(struct server *s);

/* Takes no new connections, finishes the requests under way, ends the workers. */
void server_stop(struct server *s);

#endif

#include "access_log.h"
#include "clock.h"
#include "token.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 1024, PATH_SHOWN_BYTES = 800 };

struct access_log {
	int fd;
};

static void access_log_end(void *p)
{
	struct access_log *log = p;

	if (log->fd != STDOUT_FILENO)
		close(log->fd);
}

struct access_log *access_log_open(const char *path, struct arena *a)
{
	int fd = strcmp(path, "-") ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640)
				   : STDOUT_FILENO;
	struct access_log *log;

	if (fd < 0)
		return NULL;
	log = ARENA_NEW(a, struct access_log);
	log->fd = fd;
	arena_defer(a, access_log_end, log);
	return log;
}

/* How much stands there that could be the token of a one-time link. */
static size_t token_like(struct str s)
{
	static const char used[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				   "0123456789-_%";
	size_t n = 0;

	while (n < s.n && memchr(used, s.p[n], sizeof used - 1))
		n++;
	return n;
}

/*
 * The path as it was sent. A quote or a control character would end the field or the line; who
 * reads the log must not be able to use what opens something.
 */
static size_t write_path(const struct request *r, char *to)
{
	struct str rest = { r->target.p, str_find(r->target, '?') };
	size_t n = 0;

	while (rest.n && n < PATH_SHOWN_BYTES) {
		size_t run = token_like(rest);
		char c = rest.p[0];

		to[n++] = run >= TOKEN_CHARS                             ? '*'
			  : c > ' ' && c < 0x7f && c != '"' && c != '\\' ? c
									 : '?';
		rest = str_from_at(rest, run >= TOKEN_CHARS ? run : 1);
	}
	return n;
}

void access_log_write(const struct access_log *log, const struct request *r,
	enum http_status status, size_t bytes)
{
	char line[LINE_MAX_BYTES], path[PATH_SHOWN_BYTES], at[40];
	time_t now = (time_t)(clock_now_ms() / 1000);
	struct tm day;
	int n;

	gmtime_r(&now, &day);
	strftime(at, sizeof at, "%d/%b/%Y:%H:%M:%S +0000", &day);
	n = snprintf(line, sizeof line, "- - - [%s] \"%s %.*s HTTP/1.1\" %d %zu\n", at,
		method_name(r->method), (int)write_path(r, path), path, (int)status, bytes);
	/* A log that cannot be written is no reason to answer nobody. */
	if (n > 0 && (size_t)n < sizeof line && write(log->fd, line, (size_t)n) < 0)
		return;
}

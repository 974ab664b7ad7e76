/*
 * access_log.h - a line for each answer, in the Common Log Format that log readers know:
 *
 *   - - - [21/Nov/2026:10:42:07 +0000] "GET /en/practices HTTP/1.1" 200 5297
 *
 * It holds no personal data: not who asked, and not what follows the "?", which is what people
 * searched for. Nor does it hold what opens something: the token of a one-time link is a "*".
 */
#ifndef ACCESS_LOG_H
#define ACCESS_LOG_H

#include "request.h"

struct access_log;

/* Appends to the file; "-" is standard output. NULL when it cannot be opened. Lives with `a`. */
struct access_log *access_log_open(const char *path, struct arena *a);

/* An answer with `bytes` of body. One write, so that lines of threads and processes do not mix. */
void access_log_write(const struct access_log *log, const struct request *r,
	enum http_status status, size_t bytes);

#endif

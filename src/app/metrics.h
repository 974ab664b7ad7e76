/*
 * metrics.h - what the server did since it started, as Prometheus reads it
 * (https://prometheus.io/docs/instrumenting/exposition_formats/, text format 0.0.4). Numbers only:
 * no address, no name, nothing that was typed.
 */
#ifndef METRICS_H
#define METRICS_H

#include "postman.h"
#include "site.h"

/* How much work an answer took. */
enum effort {
	EFFORT_MADE, /* its handler ran */
	EFFORT_KEPT, /* answered as before, from memory */
	EFFORT_UNCHANGED, /* 304 after a look at the counters of the store */
	EFFORT_SPARED, /* 304 without the store */
	EFFORTS
};

struct metrics;

/* For all threads of a process; `route_tables` as in struct site. Lives until `a` is freed. */
struct metrics *metrics_new(struct arena *a, const struct route *const *route_tables);

void metrics_count_effort(struct metrics *m, enum effort effort);

/* An answer is on its way; it took so long since its first line had come. */
void metrics_count_answer(
	struct metrics *m, const struct request *r, enum http_status status, int64_t took_us);

void metrics_write(struct metrics *m, struct out *to);

/* What waits in the outbox at that instant, and what this process did about it. */
void metrics_write_mail(
	const struct postman *p, struct mail_waiting waiting, int64_t now_ms, struct out *to);

#endif

#include "metrics.h"
#include "clock.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* To add a status that is told by itself: here. All others are "other". */
static const enum http_status statuses[] = { HTTP_OK, HTTP_CREATED, HTTP_FOUND, HTTP_SEE_OTHER,
	HTTP_NOT_MODIFIED, HTTP_BAD_REQUEST, HTTP_UNAUTHORIZED, HTTP_FORBIDDEN, HTTP_NOT_FOUND,
	HTTP_METHOD_NOT_ALLOWED, HTTP_CONFLICT, HTTP_TOO_LARGE, HTTP_URI_TOO_LONG,
	HTTP_UNSUPPORTED_TYPE, HTTP_UNPROCESSABLE, HTTP_TOO_MANY, HTTP_INTERNAL_ERROR,
	HTTP_UNAVAILABLE };

enum { STATUSES = COUNT(statuses) + 1, BUCKETS = 9 };

/* Upper ends, in microseconds; beyond the last is one more. */
static const int64_t bucket_ends_us[BUCKETS] = { 500, 1000, 2500, 5000, 10000, 20000, 100000,
	1000000, 10000000 };

static const char *const lanes[LANE_COUNT] = {
	[LANE_READ] = "read", [LANE_WRITE] = "write", [LANE_SLOW] = "slow"
};

static const char *const efforts[EFFORTS] = { [EFFORT_MADE] = "made",
	[EFFORT_KEPT] = "kept",
	[EFFORT_UNCHANGED] = "unchanged",
	[EFFORT_SPARED] = "spared" };

struct route_counts {
	const struct route *route; /* NULL: none was found for the address */
	atomic_uint_fast64_t answers[STATUSES];
};

struct latency {
	atomic_uint_fast64_t buckets[BUCKETS + 1];
	atomic_uint_fast64_t sum_us;
};

struct metrics {
	struct route_counts *routes; /* in the order of the tables, the one without route last */
	size_t n_routes;
	const struct route *const *tables;
	struct latency latencies[LANE_COUNT];
	atomic_uint_fast64_t efforts[EFFORTS];
	int64_t start_ms;
};

struct metrics *metrics_new(struct arena *a, const struct route *const *route_tables)
{
	struct metrics *m = ARENA_NEW(a, struct metrics);
	size_t n = 0;

	for (const struct route *const *table = route_tables; *table; table++)
		for (const struct route *row = *table; row->pattern; row++)
			n++;
	m->routes = ARENA_ARRAY(a, struct route_counts, n + 1);
	m->tables = route_tables;
	m->start_ms = clock_now_ms();
	for (const struct route *const *table = route_tables; *table; table++)
		for (const struct route *row = *table; row->pattern; row++)
			m->routes[m->n_routes++].route = row;
	return m;
}

static size_t place_of_route(const struct metrics *m, const struct route *route)
{
	size_t at = 0;

	while (at < m->n_routes && m->routes[at].route != route)
		at++;
	return at;
}

static size_t place_of_status(enum http_status status)
{
	size_t at = 0;

	while (at < COUNT(statuses) && statuses[at] != status)
		at++;
	return at;
}

static void count(atomic_uint_fast64_t *counter, uint64_t n)
{
	atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

static uint64_t counted(const atomic_uint_fast64_t *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

void metrics_count_effort(struct metrics *m, enum effort effort)
{
	count(&m->efforts[effort], 1);
}

void metrics_count_answer(
	struct metrics *m, const struct request *r, enum http_status status, int64_t took_us)
{
	struct latency *latency = &m->latencies[r->lane];
	size_t bucket = 0;

	while (bucket < BUCKETS && took_us > bucket_ends_us[bucket])
		bucket++;
	count(&m->routes[place_of_route(m, r->route)].answers[place_of_status(status)], 1);
	count(&latency->buckets[bucket], 1);
	count(&latency->sum_us, (uint64_t)took_us);
}

/* ---- writing */

static void write_head(struct out *to, const char *name, const char *type, const char *help)
{
	out_printf(to, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void write_gauge(
	struct out *to, const char *name, const char *type, const char *help, double value)
{
	write_head(to, name, type, help);
	out_printf(to, "%s %.15g\n", name, value);
}

static void write_route(struct out *to, const struct route_counts *counts)
{
	for (size_t i = 0; i < STATUSES; i++) {
		uint64_t n = counted(&counts->answers[i]);

		if (!n)
			continue;
		out_printf(to, "jalon_requests_total{route=\"%s\",method=\"%s\",status=\"",
			counts->route ? counts->route->pattern : "",
			counts->route ? method_name(counts->route->method) : "");
		if (i < COUNT(statuses))
			out_printf(to, "%d", (int)statuses[i]);
		else
			out_z(to, "other");
		out_printf(to, "\"} %" PRIu64 "\n", n);
	}
}

static void write_latency(struct out *to, const char *lane, const struct latency *latency)
{
	uint64_t n = 0;

	for (size_t i = 0; i <= BUCKETS; i++) {
		n += counted(&latency->buckets[i]);
		out_printf(to, "jalon_request_seconds_bucket{lane=\"%s\",le=\"", lane);
		if (i < BUCKETS)
			out_printf(to, "%g", (double)bucket_ends_us[i] / 1e6);
		else
			out_z(to, "+Inf");
		out_printf(to, "\"} %" PRIu64 "\n", n);
	}
	out_printf(to, "jalon_request_seconds_sum{lane=\"%s\"} %.6f\n", lane,
		(double)counted(&latency->sum_us) / 1e6);
	out_printf(to, "jalon_request_seconds_count{lane=\"%s\"} %" PRIu64 "\n", lane, n);
}

/* Pages of memory that are resident (proc(5), statm). */
static double resident_bytes(void)
{
	FILE *statm = fopen("/proc/self/statm", "re");
	unsigned long pages = 0;

	if (!statm)
		return 0;
	if (fscanf(statm, "%*u %lu", &pages) != 1)
		pages = 0;
	fclose(statm);
	return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static double open_files(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int n = 0;

	if (!folder)
		return 0;
	while (readdir(folder))
		n++;
	closedir(folder);
	return n - 3; /* "." and "..", and the folder itself */
}

static double cpu_seconds(void)
{
	struct timespec t = { 0 };

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void write_process(struct metrics *m, struct out *to)
{
	write_gauge(
		to, "process_resident_memory_bytes", "gauge", "Memory in use.", resident_bytes());
	write_gauge(to, "process_cpu_seconds_total", "counter", "Time on the processor.",
		cpu_seconds());
	write_gauge(to, "process_open_fds", "gauge", "Open files and connections.", open_files());
	write_gauge(to, "process_start_time_seconds", "gauge", "When the server started.",
		(double)m->start_ms / 1e3);
}

void metrics_write(struct metrics *m, struct out *to)
{
	write_head(to, "jalon_build_info", "gauge", "The version that runs.");
	out_z(to, "jalon_build_info{version=\"" JALON_VERSION "\"} 1\n");
	write_head(to, "jalon_requests_total", "counter",
		"Answers by route and status; without a route, no address fitted.");
	for (size_t i = 0; i <= m->n_routes; i++)
		write_route(to, &m->routes[i]);
	write_head(to, "jalon_request_seconds", "histogram",
		"From the first line of a request to its answer, by where it was made.");
	for (size_t i = 0; i < LANE_COUNT; i++)
		write_latency(to, lanes[i], &m->latencies[i]);
	write_head(to, "jalon_answers_total", "counter",
		"Answers by the work they took: made, kept in memory, 304 after a look at the "
		"store, 304 without it.");
	for (size_t i = 0; i < EFFORTS; i++)
		out_printf(to, "jalon_answers_total{effort=\"%s\"} %" PRIu64 "\n", efforts[i],
			counted(&m->efforts[i]));
	write_process(m, to);
}

void metrics_write_mail(
	const struct postman *p, struct mail_waiting waiting, int64_t now_ms, struct out *to)
{
	write_gauge(to, "jalon_mail_waiting", "gauge", "Letters that are to be sent.",
		(double)waiting.n);
	write_gauge(to, "jalon_mail_oldest_seconds", "gauge",
		"For how long the oldest of them has waited.",
		waiting.n ? (double)(now_ms - waiting.since) / 1e3 : 0);
	write_head(to, "jalon_mail_total", "counter",
		"Tries to send a letter, by their end: sent, put off, given up.");
	for (size_t i = 0; i < POST_ENDS; i++)
		out_printf(to, "jalon_mail_total{end=\"%s\"} %" PRIu64 "\n", post_end_name(i),
			counted(&p->ended[i]));
}

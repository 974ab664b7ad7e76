#include "clock.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

static int64_t stopped_at_ms = -1;
static pthread_once_t clock_once = PTHREAD_ONCE_INIT;

static void read_environment(void)
{
	const char *text = getenv("JALON_CLOCK_MS");
	int64_t instant;

	if (text && str_int(str_from(text), &instant) && instant >= 0)
		stopped_at_ms = instant;
}

int64_t clock_now_ms(void)
{
	struct timespec now;

	pthread_once(&clock_once, read_environment);
	if (stopped_at_ms >= 0)
		return stopped_at_ms;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_monotonic_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_monotonic_ms(void)
{
	return clock_monotonic_us() / 1000;
}

static struct tm broken_down(int64_t instant_ms)
{
	/* Down, not towards zero: instants before 1970 are negative. */
	time_t seconds = (time_t)(instant_ms / 1000 - (instant_ms % 1000 < 0));
	struct tm tm = { 0 };

	gmtime_r(&seconds, &tm);
	return tm;
}

struct calendar_day clock_day(int64_t instant_ms)
{
	struct tm tm = broken_down(instant_ms);

	return (struct calendar_day){ tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday };
}

struct str clock_rfc3339(struct arena *a, int64_t instant_ms)
{
	struct tm tm = broken_down(instant_ms);

	return str_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
		tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

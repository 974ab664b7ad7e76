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

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && is_leap);
}

/* The digits from `at` on; -1 when anything else stands there, or not what parts them before it. */
static int read_part(struct str text, size_t at, size_t n)
{
	int value = 0;

	if (at && text.p[at - 1] != '-')
		return -1;
	for (size_t i = at; i < at + n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return -1;
		value = 10 * value + (text.p[i] - '0');
	}
	return value;
}

bool clock_read_day(struct str text, struct calendar_day *ret_day)
{
	struct calendar_day day = { 0 };

	if (text.n != 4 && text.n != 7 && text.n != 10)
		return false;
	day.year = read_part(text, 0, 4);
	if (text.n > 4)
		day.month = read_part(text, 5, 2);
	if (text.n > 7)
		day.day = read_part(text, 8, 2);
	if (day.year < 1000 || (text.n > 4 && (day.month < 1 || day.month > 12)) ||
		(text.n > 7 && (day.day < 1 || day.day > days_in(day.year, day.month))))
		return false;
	*ret_day = day;
	return true;
}

struct str clock_rfc3339(struct arena *a, int64_t instant_ms)
{
	struct tm tm = broken_down(instant_ms);

	return str_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
		tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

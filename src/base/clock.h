/* clock.h - instants are milliseconds since 1970 in UTC. */
#ifndef CLOCK_H
#define CLOCK_H

#include "str.h"

/* Now. JALON_CLOCK_MS, read once at start, stops the clock for tests. */
int64_t clock_now_ms(void);

/* For deadlines and waits: never steps back, has no date. */
int64_t clock_monotonic_ms(void);
int64_t clock_monotonic_us(void);

struct calendar_day {
	int year, month, day; /* month and day from 1 */
};

struct calendar_day clock_day(int64_t instant_ms);

/* Reads "2026-11-21", "2026-11" or "2026", the parts left out 0. False when it is no such day. */
bool clock_read_day(struct str text, struct calendar_day *ret_day);

/* "2026-11-21T10:42:07Z" (RFC 3339). */
struct str clock_rfc3339(struct arena *a, int64_t instant_ms);

#endif

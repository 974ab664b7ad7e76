#include "fault.h"

#ifdef JALON_FAULTS

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[FAULT_COUNT] = {
	[FAULT_ARENA] = "arena:",
	[FAULT_DB] = "db:",
	[FAULT_HASH] = "hash:",
};

static _Thread_local long left[FAULT_COUNT]; /* 0: it will not happen */
static atomic_uint n_fired;

void fault_arm(const char *text)
{
	for (size_t i = 0; i < FAULT_COUNT; i++) {
		size_t n = strlen(names[i]);

		left[i] = text && !strncmp(text, names[i], n) ? strtol(text + n, NULL, 10) : 0;
	}
}

void fault_arm_by_environment(void)
{
	fault_arm(getenv("JALON_FAULT"));
}

bool fault_fires(enum fault which)
{
	bool fires = left[which] && !--left[which];

	if (fires) {
		atomic_fetch_add(&n_fired, 1);
		fprintf(stderr, "fault: %s\n", names[which]);
	}
	return fires;
}

unsigned fault_count(void)
{
	return atomic_load(&n_fired);
}

#endif

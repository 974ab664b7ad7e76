/*
 * fault.h - failures made on purpose, to see what they leave behind: the machine has no memory
 * left, the store does not do what it is asked, a password finds no room to be hashed in. In builds
 * with -Dtests=true only; elsewhere these are nothing.
 */
#ifndef FAULT_H
#define FAULT_H

#include <stdbool.h>

/* To add one: here, its name in fault.c, and fault_fires() where it would happen. */
enum fault { FAULT_ARENA, FAULT_DB, FAULT_HASH, FAULT_COUNT };

#ifdef JALON_FAULTS

/* "arena:3": on this thread, the third time from now that it could happen it does; "" or NULL:
 * nothing will. */
void fault_arm(const char *text);

/* The same, as JALON_FAULT says. */
void fault_arm_by_environment(void);

/* Does it happen now? */
bool fault_fires(enum fault which);

/* How many have happened in this program. */
unsigned fault_count(void);

#else

static inline void fault_arm_by_environment(void)
{
}

static inline bool fault_fires(enum fault which)
{
	(void)which;
	return false;
}

#endif

#endif

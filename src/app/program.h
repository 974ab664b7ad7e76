/*
 * program.h - a program of the operator's that is given a text and prints another.
 *
 * It is started by itself, without a shell: its folder is ours, its messages go to our stderr, it
 * has no other open file of ours and only the environment that it is given.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "str.h"

struct program {
	const char *path; /* without a slash it is looked for in PATH */
	const char *const *environment; /* "NAME=value"; NULL at the end */
	int64_t limit_ms; /* what takes longer is killed, with all that it has started */
	size_t max_bytes; /* that it may print */
};

enum program_end {
	PROGRAM_FINE,
	PROGRAM_NOT_STARTED, /* `detail`: errno */
	PROGRAM_LATE,
	PROGRAM_TOO_LONG,
	PROGRAM_FAILED, /* `detail`: its status */
	PROGRAM_KILLED, /* `detail`: the signal */
	PROGRAM_NO_TEXT /* what it printed is not UTF-8, or nothing */
};

/*
 * Neither side waits for the other: it may read and print as it likes, and need not read at all.
 * SIGPIPE must be ignored.
 */
enum program_end program_run(const struct program *p, struct arena *a, struct str given,
	struct str *ret_text, int *ret_detail);

#endif

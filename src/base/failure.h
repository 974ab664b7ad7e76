/*
 * failure.h - a failure of the world (disk, database, peer), recorded once per piece of work.
 *
 * It is sticky: what records it also stops at it, and the one place that answers looks at it once.
 */
#ifndef FAILURE_H
#define FAILURE_H

#include "str.h"

struct failure {
	const char *what; /* NULL: nothing failed. For the operator, in English */
	char detail[300]; /* cut if longer; its own, so that it outlives every arena */
	const char *hint;
	bool is_temporary; /* trying again later may help: 503, else 500 */
	char incident[27]; /* ULID, told to the reader, found in the log */
};

/* Records the first failure; later ones are dropped. `what` and `hint` are literals. */
void failure_record(struct failure *f, const char *what, struct str detail, const char *hint);

/* One line to the log with the incident number. */
void failure_log(const struct failure *f);

#endif

/*
 * body.h - what somebody sends with a request: in memory while it is small, else in a file without
 * a name, so that a few large ones at once cost no memory.
 */
#ifndef BODY_H
#define BODY_H

#include "str.h"

enum { BODY_IN_MEMORY_BYTES = 1 << 20 };

/* Zeroed: empty. */
struct body {
	char *v; /* while it is in memory, or mapped */
	size_t n, cap;
	int fd; /* of the file, once `is_in_file` */
	bool is_in_file, is_mapped;
};

/* False: neither memory nor the disk has room; what came is dropped with the rest. */
bool body_append(struct body *b, const char *part, size_t n);

/* All of it, as long as the body lives; to be asked once all has come. False as above. */
bool body_whole(struct body *b, struct str *ret_text);

void body_free(struct body *b);

#endif

/*
 * body.h - what somebody sends with a request: in memory while it is small, else in a file without
 * a name, so that a few large ones at once cost no memory.
 */
#ifndef BODY_H
#define BODY_H

#include "room.h"
#include "str.h"

enum { BODY_IN_MEMORY_BYTES = 1 << 20 };

/* Zeroed: empty. */
struct body {
	struct room *room; /* of the disk, for all bodies */
	char *v; /* while it is in memory, or mapped */
	size_t n, cap;
	int fd; /* of the file, once `is_in_file` */
	bool is_in_file, is_mapped;
	size_t n_taken; /* of the room */
};

/* False: neither memory nor the disk has room, or the bodies together would take too much of it. */
bool body_append(struct body *b, struct str part);

/* All of it, as long as the body lives; to be asked once all has come. False as above. */
bool body_whole(struct body *b, struct str *ret_text);

/* It is empty then, and its room another's. */
void body_free(struct body *b);

#endif

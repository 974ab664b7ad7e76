/* room.h - so many bytes of something, for all that take of them at once, on whatever thread. */
#ifndef ROOM_H
#define ROOM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct room {
	size_t whole;
	atomic_size_t taken;
};

/* False, and nothing taken, when so much is not free. */
bool room_take(struct room *room, size_t bytes);
void room_give_back(struct room *room, size_t bytes);

#endif

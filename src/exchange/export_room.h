/*
 * export_room.h - how much of the disk files on their way to readers may take, all together: a
 * reader who asks and does not fetch keeps the file for as long as the connection lives.
 */
#ifndef EXPORT_ROOM_H
#define EXPORT_ROOM_H

#include <stdbool.h>
#include <stddef.h>

enum { EXPORT_ROOM_MB = 2048 /* unless export_room_set() says another */ };

/* Of this process. Before the first request. */
void export_room_set(size_t bytes);

/* All that there is; a file that is longer can never be had. */
size_t export_room_whole(void);

/* False, and nothing taken, when so much is not free. */
bool export_room_take(size_t bytes);
void export_room_give_back(size_t bytes);

#endif

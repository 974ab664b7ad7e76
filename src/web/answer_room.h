/*
 * answer_room.h - how much of the disk files on their way to readers may take, all together: a
 * reader who asks and does not fetch keeps the file for as long as the connection lives.
 */
#ifndef ANSWER_ROOM_H
#define ANSWER_ROOM_H

#include "request.h"

enum { ANSWER_ROOM_MB = 2048 /* unless answer_room_set() says another */ };

/* Of this process. Before the first request. */
void answer_room_set(size_t bytes);

/* All that there is; a file that is longer can never be had. */
size_t answer_room_whole(void);

/*
 * What the answer to a request takes. It is given back when the answer has left, or with the arena
 * of one that is not sent.
 */
struct answer_share {
	size_t bytes;
};
struct answer_share *answer_share_new(struct request *r);

/* Takes more. False, and nothing taken, when so much is not free: answer_share_refuse(). */
bool answer_share_take(struct answer_share *share, size_t bytes);

/* All of it, of an answer that comes to nothing. */
void answer_share_give_back(struct answer_share *share);

/* The answer to whom there is no room for just now: HTTP_UNAVAILABLE. */
enum http_status answer_share_refuse(struct request *r);

#endif

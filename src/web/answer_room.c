#include "answer_room.h"
#include "room.h"

enum { RETRY_S = 30 };

static struct room room = { .whole = (size_t)ANSWER_ROOM_MB << 20 };

void answer_room_set(size_t bytes)
{
	room.whole = bytes;
}

size_t answer_room_whole(void)
{
	return room.whole;
}

void answer_share_give_back(struct answer_share *share)
{
	room_give_back(&room, share->bytes);
	share->bytes = 0;
}

static void give_back(void *share)
{
	answer_share_give_back(share);
}

struct answer_share *answer_share_new(struct request *r)
{
	struct answer_share *share = ARENA_NEW(&r->arena, struct answer_share);

	arena_defer(&r->arena, give_back, share);
	return share;
}

bool answer_share_take(struct answer_share *share, size_t bytes)
{
	if (!room_take(&room, bytes))
		return false;
	share->bytes += bytes;
	return true;
}

enum http_status answer_share_refuse(struct request *r)
{
	answer_header(r, "Retry-After", str_printf(&r->arena, "%d", RETRY_S));
	return answer_problem(r, HTTP_UNAVAILABLE,
		str_from(tr(r->lang, "Too many long files are being fetched just now: try again "
				     "in a little while.")));
}

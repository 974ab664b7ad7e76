#include "room.h"

#include <assert.h>

bool room_take(struct room *room, size_t bytes)
{
	size_t before = atomic_load(&room->taken);

	do
		if (bytes > room->whole - before)
			return false;
	while (!atomic_compare_exchange_weak(&room->taken, &before, before + bytes));
	return true;
}

void room_give_back(struct room *room, size_t bytes)
{
	size_t before = atomic_fetch_sub(&room->taken, bytes);

	assert(before >= bytes);
	(void)before;
}

#include "export_room.h"

#include <assert.h>
#include <stdatomic.h>

static size_t whole = (size_t)EXPORT_ROOM_MB << 20;
static atomic_size_t taken;

void export_room_set(size_t bytes)
{
	whole = bytes;
}

size_t export_room_whole(void)
{
	return whole;
}

bool export_room_take(size_t bytes)
{
	size_t before = atomic_load(&taken);

	do
		if (bytes > whole - before)
			return false;
	while (!atomic_compare_exchange_weak(&taken, &before, before + bytes));
	return true;
}

void export_room_give_back(size_t bytes)
{
	size_t before = atomic_fetch_sub(&taken, bytes);

	assert(before >= bytes);
	(void)before;
}

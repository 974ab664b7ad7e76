#include "body.h"
#include "temp_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static bool write_to_file(struct body *b, struct str part)
{
	if (!room_take(b->room, part.n))
		return false;
	b->n_taken += part.n;
	return temp_file_write(b->fd, part);
}

static bool move_to_file(struct body *b)
{
	int fd = temp_file_open();

	if (fd < 0)
		return false;
	b->fd = fd;
	b->is_in_file = true;
	bool is_written = write_to_file(b, (struct str){ b->v, b->n });
	free(b->v);
	b->v = NULL;
	return is_written;
}

/* Not in the arena, where each step of growth would stay. */
static bool make_room(struct body *b, size_t n)
{
	if (b->cap - b->n >= n)
		return true;
	size_t cap = 2 * (b->n + n);
	char *grown = realloc(b->v, cap);

	if (!grown)
		return false;
	b->v = grown;
	b->cap = cap;
	return true;
}

bool body_append(struct body *b, struct str part)
{
	if (!b->is_in_file && b->n + part.n > BODY_IN_MEMORY_BYTES && !move_to_file(b))
		return false;
	if (b->is_in_file) {
		if (!write_to_file(b, part))
			return false;
	} else {
		if (!make_room(b, part.n))
			return false;
		memcpy(b->v + b->n, part.p, part.n);
	}
	b->n += part.n;
	return true;
}

bool body_whole(struct body *b, struct str *ret_text)
{
	if (b->is_in_file && !b->is_mapped) {
		void *mapped = mmap(NULL, b->n, PROT_READ, MAP_PRIVATE, b->fd, 0);

		if (mapped == MAP_FAILED)
			return false;
		b->v = mapped;
		b->is_mapped = true;
	}
	*ret_text = (struct str){ b->v, b->n };
	return true;
}

void body_free(struct body *b)
{
	if (b->is_mapped)
		munmap(b->v, b->n);
	else
		free(b->v);
	if (b->is_in_file) {
		close(b->fd);
		room_give_back(b->room, b->n_taken);
	}
	*b = (struct body){ .room = b->room };
}

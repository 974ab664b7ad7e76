/* own_key.h - for tests: a key of the house that is in no file. */
#ifndef OWN_KEY_H
#define OWN_KEY_H

#include "key.h"
#include "unit.h"
#include "work.h"

#include <stdlib.h>
#include <unistd.h>

static inline const struct key *own_key(struct work *w)
{
	char path[] = "/tmp/jalon-key-XXXXXX";
	struct str why;

	int fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	unlink(path);
	const struct key *key = key_open(path, w->arena, &why);
	assert_non_null(key);
	unlink(path);
	return key;
}

#endif

/*
 * privileges.h - as whom the process runs. The port is bound as root, all else is done as a user
 * who may do little.
 */
#ifndef PRIVILEGES_H
#define PRIVILEGES_H

#include "lang.h"

bool privileges_are_roots(void);

/*
 * Becomes the user of that name for good, with his groups and his home folder; nothing to do when
 * the process is his already. Before any thread is made and before files are opened that should be
 * his. False, with ret_why in the language `l`, if he is unknown, is root, or cannot be become.
 */
bool privileges_become(
	const char *user, const struct language *l, struct arena *a, struct str *ret_why);

#endif

/*
 * id.h - ULIDs: 26 characters of Crockford's base 32, 48 bits of time and 80 of chance. They can
 * be made anywhere and merged without meeting, and sort by the time they were made.
 */
#ifndef ID_H
#define ID_H

#include "str.h"

#define ULID_LENGTH 26

/* Writes a new one, NUL-terminated. */
void ulid_make(char ret_id[ULID_LENGTH + 1]);

bool ulid_is_valid(struct str s);

#endif

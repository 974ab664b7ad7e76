/*
 * people_seen.h - when sessions and tokens were last used. Readers are answered on threads that do
 * not write: what they saw waits here until the next people_tidy().
 */
#ifndef PEOPLE_SEEN_H
#define PEOPLE_SEEN_H

#include "people.h"

enum seen_kind { SEEN_SESSION, SEEN_TOKEN };

/* `name`: the digest of the session, the id of the token. Forgotten when too many wait. */
void seen_note(enum seen_kind kind, struct str name, int64_t now_ms);

/* Writes down all that waits. */
void seen_write(struct work *w);

#endif

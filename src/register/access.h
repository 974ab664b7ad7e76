/* access.h - who may do what: one const table, one function. */
#ifndef ACCESS_H
#define ACCESS_H

#include "str.h"
#include <stdbool.h>

/* To add one: here, in access.c's table, and in docs/ where roles are explained. */
enum role {
	ROLE_ANYONE, /* not signed in */
	ROLE_OPERATOR, /* at the command line of the machine */
	ROLE_COUNT
};

/* Zero is nothing, so that a route without a permission is noticed. */
enum verb { VERB_NONE, VERB_READ, VERB_WRITE, VERB_COUNT };

struct actor {
	enum role role;
	struct str account_id; /* empty when there is no account */
};

/* May `actor` do `verb` to a record in `state`? The state NULL asks about the collection. */
bool may(const struct actor *actor, enum verb verb, const char *state);

#endif

#include "access.h"

#include <stddef.h>
#include <string.h>

/* To add a rule: a row. What no row grants is refused. */
static const struct {
	enum role role;
	enum verb verb;
	const char *state; /* NULL: whatever the state */
} grants[] = {
	{ ROLE_ANYONE, VERB_READ, "published" },
	{ ROLE_OPERATOR, VERB_READ, NULL },
	{ ROLE_OPERATOR, VERB_WRITE, NULL },
};

bool may(const struct actor *actor, enum verb verb, const char *state)
{
	for (size_t i = 0; i < COUNT(grants); i++)
		if (grants[i].role == actor->role && grants[i].verb == verb &&
			(!state || !grants[i].state || !strcmp(grants[i].state, state)))
			return true;
	return false;
}

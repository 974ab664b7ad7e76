/*
 * office.h - what a server needs before it lets people in: the key file, which the store must know,
 * and somebody who looks after accounts.
 */
#ifndef OFFICE_H
#define OFFICE_H

#include "command.h"
#include "key_file.h"

struct office {
	const struct key *key;
	struct str first_link; /* where the first administrator comes in; empty: there is one */
};

/* False, with what is wrong said on stderr: the store or the key file cannot be used. */
bool office_open(const struct invocation *i, struct office *ret_office, struct arena *a);

/* Says how the first administrator comes in, if there is none yet. */
void office_announce(const struct office *o, const struct language *l, struct str origin);

#endif

/*
 * directory.h - what the writing of records asks of those who know people. The house names who
 * answers (module.h); nothing here knows an account.
 */
#ifndef DIRECTORY_H
#define DIRECTORY_H

#include "work.h"

/* Somebody who can be written to. */
struct reader {
	struct str account_id, email;
	const struct language *lang;
};

struct readers {
	struct reader *v;
	size_t n;
};

struct directory {
	/* What the person is called, in the language of the work; of nobody: the empty text. */
	struct str (*person)(struct work *w, struct str account_id);
	/* The name of the organisation, and the Party it named; or empty texts. */
	struct str (*organisation)(struct work *w, struct str id);
	struct str (*organisation_party)(struct work *w, struct str id);
	/* False: there is none that letters go to. */
	bool (*reader)(struct work *w, struct str account_id, struct reader *ret_reader);
	/* Who holds the role within that Party, organisation or region; where empty, whichever. */
	struct readers (*readers)(struct work *w, const struct held_role *role);
};

#endif

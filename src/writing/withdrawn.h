/*
 * withdrawn.h - records that were public once and are not any more: their address says so, to
 * people and programs, and why.
 */
#ifndef WITHDRAWN_H
#define WITHDRAWN_H

#include "kind.h"
#include "work.h"

struct withdrawal {
	const struct record *record; /* begins the row as it stands */
	int64_t at_ms;
	struct str why; /* as readers are told; or empty */
};

/* Was the record of that public id shown once, though the one who works may not read it now? */
bool record_withdrawn(struct work *w, const struct kind *k, struct str public_id,
	struct withdrawal *ret_withdrawal);

#endif

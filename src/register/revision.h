/*
 * revision.h - the history of a record: a chain of hashes, so that tampering shows.
 *
 *	digest = SHA-256(salt, changes)      emptied together when personal data is erased
 *	hash   = SHA-256(hash before, record id, version, instant, account, action, digest)
 *
 * All are lower-case hexadecimal; the parts of a hash are joined by line feeds.
 */
#ifndef REVISION_H
#define REVISION_H

#include "work.h"

struct revision {
	int64_t seq, version, at_ms;
	struct str record_id, account_id, action;
	struct str changes; /* {"title.fr": ["before", "after"]} */
	struct str salt, digest, hash;
};

/*
 * Adds the next link to the chain of each record; their rows are locked and still name the version
 * before. At most RECORDS_AT_ONCE, each of another record.
 */
void revisions_add(struct work *w, struct revision *next, size_t n);

/* What its digest and its hash have to be; `before` is the hash of the revision before it. */
struct str revision_digest(struct arena *a, const struct revision *r);
struct str revision_link(struct arena *a, const struct revision *r, struct str before);

#endif

/* hall.h - what all threads of a server share. */
#ifndef HALL_H
#define HALL_H

#include "access_log.h"
#include "chores.h"
#include "facets.h"
#include "fresh.h"
#include "kept.h"
#include "link_round.h"
#include "metrics.h"
#include "searches.h"

#include <stdatomic.h>

struct hall {
	const struct invocation *invocation;
	struct facets *facets;
	struct searches *searches;
	struct kept_answers *kept;
	struct freshness *fresh;
	struct metrics *metrics;
	const struct key *key;
	bool needs_second_factor;
	struct access_log *access_log; /* NULL: none is wanted */
	struct postman *postman;
	struct link_checker *checker;
	struct chores *chores;
	struct str home; /* what addresses in letters begin with, see request_home() */
	atomic_uint *commits; /* of this process to public content */
};

#endif

/*
 * api.h - the addresses every kind gets for programs: handlers for routes whose `arg` is the kind.
 */
#ifndef API_H
#define API_H

#include "module.h"

enum http_status exchange_list_api(struct request *r);
enum http_status exchange_record_api(struct request *r);

/* The 50 newest records of a filtered list, as an Atom feed in the language of the address. */
enum http_status exchange_feed(struct request *r);

/* The rows a module writes for a kind, beside SCREEN_PAGES. */
#define EXCHANGE_API(kind_, plural_) \
	{ METHOD_GET, "/api/v1/" plural_, LANE_READ, VERB_READ, exchange_list_api, 0, kind_ }, \
	{ \
		METHOD_GET, "/api/v1/" plural_ "/:id", LANE_READ, VERB_READ, exchange_record_api, \
			0, kind_ \
	}

#define EXCHANGE_FEED(kind_, plural_) \
	{ \
		METHOD_GET, "/{lang}/feeds/" plural_, LANE_READ, VERB_READ, exchange_feed, 0, \
			kind_ \
	}

#endif

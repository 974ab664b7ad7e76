/*
 * fresh_house.h - an initialised store for a test, and a work at it as a command has one. Used by
 * tests of the register and its modules, and by fuzz targets; not beside store_work.h.
 */
#ifndef FRESH_HOUSE_H
#define FRESH_HOUSE_H

#include "desk.h"

/* The code lists alone, or all that `jalon init` loads. */
enum house_content { HOUSE_BARE, HOUSE_WITH_PRACTICES };

struct fresh_house {
	const char *url;
	struct arena kept, arena; /* of the house, and of the work at hand */
	struct failure failure;
	struct desk desk;
	struct work work;
};

/* Ends the program when it cannot. */
void fresh_house_open(struct fresh_house *h, enum db_engine e, enum house_content content);
void fresh_house_close(struct fresh_house *h);

/* A new work for the operator, in English, at a fixed instant: an empty arena and no failure. */
struct work *fresh_house_work(struct fresh_house *h);

#define HOUSE_NOW_MS INT64_C(1795257727000) /* 2026-11-21T10:42:07Z */

#endif

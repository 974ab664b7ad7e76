/*
 * lane_desk.h - what a lane lends to its requests: a desk, a transaction, and who asks. What was
 * answered before is answered again from memory where it is the same for all.
 */
#ifndef LANE_DESK_H
#define LANE_DESK_H

#include "hall.h"
#include "site.h"

/* A site of these lanes, without routes, headers and what the operator says of it. */
struct site lane_desk_site(const struct hall *hall);

#endif

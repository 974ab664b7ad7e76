/* practice_parts.h - what the parts of this module ask each other about one practice. */
#ifndef PRACTICE_PARTS_H
#define PRACTICE_PARTS_H

#include "practice.h"

/* Whether the house itself wrote it. */
bool practice_is_of_house(const struct practice *p);

/*
 * The Party that is asked what it thinks of what an organisation proposes: the one the organisation
 * has named, else the first of the practice; empty for what others propose.
 */
struct str practice_party_to_ask(struct work *w, const struct practice *p);

/* "2026-11-21" */
struct str practice_today(const struct work *w);
struct str practice_day(struct arena *a, int64_t instant_ms);

/* May the people behind it be named today? They agreed, and the day they set is not over. */
bool practice_credits_are_open(const struct work *w, const struct practice *p);

/* Says so if it was adapted from itself, be it by way of others. */
void practice_check_lineage(struct work *w, const struct practice *p, struct problems *problems);

#endif

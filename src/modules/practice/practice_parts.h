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

/*
 * Nobody has said for two years that it is still as told: since it was last confirmed, or made, if
 * it never was.
 */
enum { PRACTICE_STALE_YEARS = 2 };
bool practice_is_stale(const struct work *w, const struct practice *p);

/* What was made or confirmed before that day was so too long ago. */
struct str practice_stale_before(const struct work *w);

/* Who looks after it, as anyone may be told: "France", "Ensemble", or words without a name. */
struct str practice_keeper(struct work *w, const struct practice *p);

/* May the people behind it be named today? They agreed, and the day they set is not over. */
bool practice_credits_are_open(const struct work *w, const struct practice *p);

/* Says so if it was adapted from itself, be it by way of others. */
void practice_check_lineage(struct work *w, const struct practice *p, struct problems *problems);

#endif

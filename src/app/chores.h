/*
 * chores.h - what is done while nobody asks: one thread of each `jalon serve`, with a connection to
 * the store of its own, runs a const table of chores every few seconds.
 */
#ifndef CHORES_H
#define CHORES_H

#include "postman.h"

struct hall;
struct chores;

/* Lives in `a`; does nothing before it is started. */
struct chores *chores_new(struct arena *a, const struct hall *hall);

/* False, with ret_why: the system gives no thread. */
bool chores_start(struct chores *c, struct str *ret_why);

/* Something was written: there may be a chore. From any thread; costs nearly nothing. */
void chores_wake(struct chores *c);

/* Ends the chore under way as soon as it can be ended well, and the thread. */
void chores_stop(struct chores *c);

#endif

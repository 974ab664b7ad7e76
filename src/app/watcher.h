/*
 * watcher.h - tells those who have a record open who else has: one thread of each `jalon serve`
 * looks once a second, as long as anybody listens, and wakes the answers that stay open.
 */
#ifndef WATCHER_H
#define WATCHER_H

#include "hall.h"
#include "site.h"

struct watcher;

/* Lives in `a`; does nothing before it is started. */
struct watcher *watcher_new(struct arena *a, const struct hall *hall, struct streams *streams);

/* False, with ret_why: the system gives no thread. */
bool watcher_start(struct watcher *w, struct str *ret_why);

void watcher_stop(struct watcher *w);

#endif

/*
 * fresh.h - whether a reader holds already what would be answered. All public answers share one
 * ETag: this program and the state of public content. Who sends it back gets 304, and for a second
 * after somebody looked, the store is not even asked.
 */
#ifndef FRESH_H
#define FRESH_H

#include "request.h"
#include "vocabulary.h"

struct freshness;

/* For all threads of a process. What `settings` says is part of each answer too. Lives with `a`. */
struct freshness *fresh_new(struct arena *a, struct str settings);

/* The counters were read in a transaction that began at `at_ms` (clock_monotonic_ms()). */
void fresh_note(struct freshness *f, const struct counters *now, int64_t at_ms);

/*
 * Public content was changed here at that time: what was known is known no more, nor is what
 * somebody reads in a transaction that began before.
 */
void fresh_forget(struct freshness *f, int64_t now_ms);

/*
 * 304, with what goes with it, if the reader holds the answer as far as is known at `now_ms`
 * without asking the store; else 0.
 */
enum http_status fresh_answer_unasked(struct freshness *f, struct request *r, int64_t now_ms);

/* The same by counters that have just been read. */
enum http_status fresh_answer(
	const struct freshness *f, struct request *r, const struct counters *now);

/*
 * Tells how long a public answer may be kept, unless the handler said so. It is for all who are not
 * signed in: Cookie is in its Vary; and for the scripts of other sites, which get it without
 * cookies.
 */
void fresh_tell(const struct freshness *f, struct request *r, const struct counters *now);

#endif

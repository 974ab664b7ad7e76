/*
 * kept.h - answers kept in memory while public content stays as it is, for whoever asks the same
 * again: a page that was made once costs no more than looking whether it is still true.
 */
#ifndef KEPT_H
#define KEPT_H

#include "request.h"
#include "vocabulary.h"

struct kept_answers;

/*
 * For all threads of a process. Holds about `plain_bytes` of answers as they are sent, and
 * `packed_bytes` of many more as gzip. Lives until `a` is freed.
 */
struct kept_answers *kept_new(struct arena *a, size_t plain_bytes, size_t packed_bytes);

/*
 * Answers the request as it was answered before, if the counters are still the same; its status, or
 * 0 when nothing is kept. The answer is shared until the request's arena is freed.
 */
enum http_status kept_recall(struct kept_answers *k, struct request *r, const struct counters *now);

/*
 * Keeps the answer of a GET that depends on nothing but address (where the site was found being
 * part of it), language and public content, unless its handler said how long it lasts; packs what
 * is about to be sent if the reader takes gzip.
 */
void kept_keep(struct kept_answers *k, struct request *r, const struct counters *now,
	enum http_status status);

#endif

/* practice_chores.h - what days bring about for practices, and what waits for somebody. */
#ifndef PRACTICE_CHORES_H
#define PRACTICE_CHORES_H

#include "practice.h"

void practice_duties(struct work *w, struct page_out *o, struct duties *all);

/* For those who review: all that nobody has confirmed for two years. */
enum http_status practice_unconfirmed_page(struct request *r);

#endif

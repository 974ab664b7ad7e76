/* notice_letter.h - notices as letters: one by itself, or several in one. For notices.c. */
#ifndef NOTICE_LETTER_H
#define NOTICE_LETTER_H

#include "notices.h"

enum { NOTICES_GATHERED = 50 }; /* in one letter; of more it tells how many there are */

void notice_letter(
	struct work *w, const struct reader *to, const struct notice *n, struct str home);

/* The oldest first; there are `n_all` in all. */
void notices_letter(struct work *w, const struct reader *to, const struct notices *owed,
	size_t n_all, struct str home);

#endif

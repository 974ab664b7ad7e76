/*
 * text_diff.h - what two texts have in common and what each has alone, by words.
 */
#ifndef TEXT_DIFF_H
#define TEXT_DIFF_H

#include "arena.h"
#include "str.h"

enum diff_side { DIFF_BOTH, DIFF_BEFORE, DIFF_AFTER };

/* A run of words and what parts them. */
struct diff_piece {
	enum diff_side side;
	struct str text; /* points into one of the two */
};

struct text_diff {
	struct diff_piece *v;
	size_t n;
};

/*
 * The pieces of DIFF_BOTH and DIFF_BEFORE, one after the other, are `before`; those of DIFF_BOTH
 * and DIFF_AFTER are `after`. Texts that have little in common are told apart coarsely, so that
 * the time it takes has a bound.
 */
struct text_diff text_diff(struct arena *a, struct str before, struct str after);

/* All pieces in one text, common ones once: every word of both is in it. */
struct str text_combined(struct arena *a, const struct text_diff *d);

#endif

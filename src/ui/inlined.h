/*
 * inlined.h - a page that stands alone, in a file: its style and its script are in it, and a policy
 * in its head lets these run by their hashes, and nothing else.
 */
#ifndef INLINED_H
#define INLINED_H

#include "html.h"

/* `style` and `script`: files of assets/. */
struct html inlined_policy(struct arena *a, const char *style, const char *script);
struct html inlined_style(struct arena *a, const char *style);
struct html inlined_script(struct arena *a, const char *script);

#endif

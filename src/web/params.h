/*
 * params.h - names and values as addresses and forms carry them: "a=1&b=two+words%21".
 */
#ifndef PARAMS_H
#define PARAMS_H

#include "str.h"

struct param {
	struct str name, value; /* decoded, well-formed UTF-8 without NUL */
};

struct params {
	struct param *v; /* in their order */
	size_t n;
};

enum { PARAMS_MAX = 200 };

/*
 * Takes `text` apart. False, nothing told: a broken percent sign, ill-formed UTF-8, a NUL, more
 * than PARAMS_MAX.
 */
bool params_parse(struct str text, struct arena *a, struct params *ret_params);

/* The first of that name, or the empty text. */
struct str params_find(const struct params *all, const char *name);

/* Writes `raw` decoded to `to`, which has room for as many bytes. False: a broken percent sign. */
bool percent_decode(struct str raw, bool plus_is_space, char *to, struct str *ret_decoded);

#endif

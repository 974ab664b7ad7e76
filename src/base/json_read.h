/*
 * json_read.h - JSON (RFC 8259) read token by token, with places: a number stays the digits it was
 * written with, and a text need not be whole in memory. Named jsonr_, so that it never meets the
 * library, which is for what is to be held as a tree of values.
 */
#ifndef JSON_READ_H
#define JSON_READ_H

#include "str.h"

enum jsonr_token {
	JSONR_OBJECT,
	JSONR_OBJECT_END,
	JSONR_ARRAY,
	JSONR_ARRAY_END,
	JSONR_KEY,
	JSONR_STRING,
	JSONR_NUMBER,
	JSONR_TRUE,
	JSONR_FALSE,
	JSONR_NULL,
	JSONR_SPENT, /* the text is at its end; between values if `depth` is 0 and a value was read
		      */
	JSONR_BROKEN /* ret->why tells */
};

enum { JSONR_DEPTH_MAX = 32 };

struct jsonr_event {
	enum jsonr_token token;
	struct str text; /* of a key, string or number: escapes undone */
	const char *from; /* where it begins in the text */
	unsigned line, column; /* the same from 1, column in characters */
	const char *why; /* N_() */
};

/*
 * The position in a text; may be copied, to read from there again. JSONR_SPENT in the middle of
 * something means that more text is wanted: read again from a copy made before, with `rest` set
 * to the longer text.
 */
struct jsonr {
	struct str rest; /* well-formed UTF-8 */
	unsigned line, column;
	unsigned depth; /* objects and arrays open now */
	uint32_t objects; /* bit n: what is open at depth n is an object */
	char expects; /* one of "vkc:e", see json_read.c */
	bool may_end; /* an empty object or array may be closed here */
};

struct jsonr jsonr_of(struct str text);

/* A whole value was read, and nothing is open. */
bool jsonr_is_whole(const struct jsonr *r);

/* The next token; strings with escapes in `a`. Numbers at the very end need a blank after them. */
enum jsonr_token jsonr_next(struct jsonr *r, struct arena *a, struct jsonr_event *ret_event);

/* Passes over what `event`, just read, begins. JSONR_SPENT or JSONR_BROKEN, else its last token. */
enum jsonr_token jsonr_skip(struct jsonr *r, struct arena *a, struct jsonr_event *event);

#endif

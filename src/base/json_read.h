/*
 * json_read.h - JSON (RFC 8259) read token by token, with places: a number stays the digits it was
 * written with, and a text need not be whole in memory. What is to be held as a tree of values is
 * for the library.
 */
#ifndef JSON_READ_H
#define JSON_READ_H

#include "str.h"

enum json_token {
	JSON_OBJECT,
	JSON_OBJECT_END,
	JSON_ARRAY,
	JSON_ARRAY_END,
	JSON_KEY,
	JSON_STRING,
	JSON_NUMBER,
	JSON_TRUE,
	JSON_FALSE,
	JSON_NULL,
	JSON_SPENT, /* the text is at its end; between values if `depth` is 0 and a value was read
		     */
	JSON_BROKEN /* ret->why tells */
};

enum { JSON_DEPTH_MAX = 32 };

struct json_event {
	enum json_token token;
	struct str text; /* of a key, string or number: escapes undone */
	const char *from; /* where it begins in the text */
	unsigned line, column; /* the same from 1, column in characters */
	const char *why; /* N_() */
};

/*
 * The position in a text; may be copied, to read from there again. JSON_SPENT in the middle of
 * something means that more text is wanted: read again from a copy made before, with `rest` set
 * to the longer text.
 */
struct json_reader {
	struct str rest; /* well-formed UTF-8 */
	unsigned line, column;
	unsigned depth; /* objects and arrays open now */
	uint32_t objects; /* bit n: what is open at depth n is an object */
	char expects; /* one of "vkc:e", see json_read.c */
	bool may_end; /* an empty object or array may be closed here */
};

struct json_reader json_read(struct str text);

/* A whole value was read, and nothing is open. */
bool json_is_whole(const struct json_reader *r);

/* The next token; strings with escapes in `a`. Numbers at the very end need a blank after them. */
enum json_token json_next(struct json_reader *r, struct arena *a, struct json_event *ret_event);

/* Passes over what `event`, just read, begins. JSON_SPENT or JSON_BROKEN, else its last token. */
enum json_token json_skip(struct json_reader *r, struct arena *a, struct json_event *event);

#endif

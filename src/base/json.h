/*
 * json.h - JSON written straight to an `out` (RFC 8259). Commas and nesting are kept by the
 * writer; mistakes of the caller (a value without a key) are caught by assert.
 */
#ifndef JSON_H
#define JSON_H

#include "out.h"

struct json {
	struct out *out;
	unsigned depth;
	bool comma[32]; /* a value stands before at this depth */
	bool keyed; /* a key waits for its value */
};

struct json json_to(struct out *o);
void json_object(struct json *j);
void json_object_end(struct json *j);
void json_array(struct json *j);
void json_array_end(struct json *j);
void json_key(struct json *j, const char *key);
void json_str(struct json *j, struct str s);
void json_int(struct json *j, int64_t v);
void json_bool(struct json *j, bool v);
void json_null(struct json *j);

/* A number given as its decimal text, "12.50". */
void json_number(struct json *j, struct str decimal);

/* Key and text, the commonest pair. */
void json_member(struct json *j, const char *key, struct str value);

#endif

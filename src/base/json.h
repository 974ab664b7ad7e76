/*
 * json.h - JSON written straight to an `out` (RFC 8259). The functions are named jsonw_, so that
 * they never meet those of the library that reads JSON. Commas and nesting are kept by the
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

struct json jsonw_to(struct out *o);
void jsonw_object(struct json *j);
void jsonw_object_end(struct json *j);
void jsonw_array(struct json *j);
void jsonw_array_end(struct json *j);
void jsonw_key(struct json *j, const char *key);
void jsonw_str(struct json *j, struct str s);
void jsonw_int(struct json *j, int64_t v);
void jsonw_bool(struct json *j, bool v);
void jsonw_null(struct json *j);

/* A number given as its decimal text, "12.50". */
void jsonw_number(struct json *j, struct str decimal);

/* Key and value at once. */
void jsonw_member(struct json *j, const char *key, struct str value);
void jsonw_member_or_null(struct json *j, const char *key, struct str value); /* null if empty */
void jsonw_member_z(struct json *j, const char *key, const char *value);
void jsonw_member_int(struct json *j, const char *key, int64_t value);
void jsonw_member_bool(struct json *j, const char *key, bool value);

/* "key": [text, ...]. */
void jsonw_texts(struct json *j, const char *key, const char *const *texts, size_t n);

#endif

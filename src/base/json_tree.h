/*
 * json_tree.h - a document of JSON as a tree that remembers where each value stands, so that what
 * is wrong with its meaning can be told with line and column, as what is wrong with its form.
 *
 * For documents that people write: of bounded size, nested JSONR_DEPTH_MAX deep at most, with
 * JSONT_MEMBERS_MAX members in an object at most, each name once.
 */
#ifndef JSON_TREE_H
#define JSON_TREE_H

#include "json_read.h"

enum { JSONT_MEMBERS_MAX = 200 };

struct jsont {
	enum jsonr_token type; /* JSONR_OBJECT, JSONR_ARRAY, or of a value */
	struct str text; /* of a string or a number */
	struct str key; /* of a member */
	const struct jsont *first, *next; /* what it holds; its neighbour */
	size_t n; /* how many it holds */
	unsigned line, column; /* from 1, column in characters */
};

struct jsont_fault {
	const char *why; /* N_() */
	unsigned line, column;
};

/* `text` need not be well-formed; texts of the tree point into it. NULL, with the fault. */
const struct jsont *jsont_read(struct arena *a, struct str text, struct jsont_fault *ret_fault);

/* A member of an object; NULL when it has none of that name, or is no object. */
const struct jsont *jsont_member(const struct jsont *object, const char *name);

#endif

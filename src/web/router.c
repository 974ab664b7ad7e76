#include "router.h"
#include "utf8.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <strings.h>

/* ---- from the target to path, segments and parameters */

/* "http://host/path" is as good as "/path" (RFC 9112, 3.2.2). False for what is neither. */
static bool strip_origin(struct str *target)
{
	static const char *const schemes[] = { "http://", "https://" };

	if (str_starts(*target, S("/")))
		return true;
	for (size_t i = 0; i < COUNT(schemes); i++) {
		size_t at = strlen(schemes[i]);

		if (target->n < at || strncasecmp(target->p, schemes[i], at))
			continue;
		while (at < target->n && target->p[at] != '/' && target->p[at] != '?')
			at++;
		*target = str_from_at(*target, at);
		return true;
	}
	return false;
}

/* Split first, decode then: "%2F" is a letter of its segment, not a border. */
static bool parse_path(struct request *r, struct str raw)
{
	char *path = arena_take(&r->arena, raw.n + 1), *end = path;
	struct str rest = str_from_at(raw, 1), part;

	r->n_segments = 0;
	while (rest.n + r->n_segments && str_cut(&rest, '/', &part)) {
		if (r->n_segments == PATH_SEGMENTS_MAX)
			return false;
		struct str *segment = &r->segments[r->n_segments++];

		*end++ = '/';
		if (!percent_decode(part, false, end, segment))
			return false;
		end += segment->n;
	}
	if (end == path)
		*end++ = '/';
	r->path = (struct str){ path, (size_t)(end - path) };
	return utf8_is_text(r->path);
}

enum parse_result request_parse_target(struct request *r)
{
	struct str target = r->target;

	if (target.n > PATH_MAX_BYTES)
		return PARSE_TOO_LONG;
	if (!strip_origin(&target))
		return PARSE_BAD;
	size_t at = str_find(target, '?');
	r->query = str_from_at(target, at + 1);
	return parse_path(r, (struct str){ target.p, at }) &&
			       params_parse(r->query, &r->arena, &r->params)
		       ? PARSE_OK
		       : PARSE_BAD;
}

/* ---- the tree of addresses */

/* In the order they are tried: what is written out wins over what is left open. */
enum node_kind { NODE_LITERAL, NODE_LANGUAGE, NODE_NAME };

/* One segment of one or more patterns. */
struct node {
	enum node_kind kind;
	struct str text; /* of a literal */
	struct node *children, *next;
	bool has_routes;
	const struct route *routes[METHOD_OTHER]; /* by method, of patterns that end here */
};

static enum node_kind kind_of(struct str segment)
{
	if (str_is(segment, "{lang}"))
		return NODE_LANGUAGE;
	return str_starts(segment, S(":")) ? NODE_NAME : NODE_LITERAL;
}

/* The child for that segment of a pattern, made if need be, in the order of kinds. */
static struct node *node_child(struct node *parent, struct str segment, struct arena *a)
{
	enum node_kind kind = kind_of(segment);
	struct node **at = &parent->children;

	while (*at && (*at)->kind < kind)
		at = &(*at)->next;
	for (; *at && (*at)->kind == kind; at = &(*at)->next)
		if (kind != NODE_LITERAL || str_eq((*at)->text, segment))
			return *at;
	struct node *child = ARENA_NEW(a, struct node);
	*child = (struct node){ .kind = kind, .text = segment, .next = *at };
	*at = child;
	return child;
}

static bool node_takes(const struct node *node, struct str segment)
{
	switch (node->kind) {
	case NODE_LITERAL:
		return str_eq(node->text, segment);
	case NODE_LANGUAGE:
		return language_by_code(segment) != NULL;
	case NODE_NAME:
		return segment.n > 0;
	}
	return false;
}

static const struct node *node_find(const struct node *node, const struct str *segments, size_t n)
{
	if (!n)
		return node->has_routes ? node : NULL;
	for (const struct node *child = node->children; child; child = child->next) {
		const struct node *found =
			node_takes(child, *segments) ? node_find(child, segments + 1, n - 1) : NULL;

		if (found)
			return found;
	}
	return NULL;
}

static const struct route *node_route(const struct node *node, enum http_method method)
{
	if (method == METHOD_OTHER)
		return NULL;
	if (method == METHOD_HEAD && !node->routes[METHOD_HEAD])
		return node->routes[METHOD_GET];
	return node->routes[method];
}

/* ---- what may be wrong with a row */

static bool is_word(struct str s)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-._~";

	for (size_t i = 0; i < s.n; i++)
		if (!strchr(allowed, s.p[i]))
			return false;
	return s.n > 0;
}

static const char *segment_fault(struct str segment, size_t depth)
{
	if (!segment.n)
		return "has an empty segment or a slash at its end";
	switch (kind_of(segment)) {
	case NODE_LANGUAGE:
		return depth ? "has {lang} elsewhere than at its beginning" : NULL;
	case NODE_NAME:
		return is_word(str_from_at(segment, 1)) ? NULL : "has a \":\" without a name";
	case NODE_LITERAL:
		return is_word(segment) ? NULL : "has a segment with a character of no address";
	}
	return NULL;
}

static const char *row_fault(const struct route *row)
{
	if (!row->permission)
		return "has no permission";
	if (!row->handler)
		return "has no handler";
	if (row->method >= METHOD_OTHER)
		return "has an unknown method";
	if (row->lane >= LANE_COUNT)
		return "has an unknown lane";
	return row->pattern[0] == '/' ? NULL : "does not begin with a slash";
}

/* Adds a row to the tree; says what is wrong with it, or NULL. */
static const char *tree_add(struct node *root, const struct route *row, struct arena *a)
{
	const char *fault = row_fault(row);
	struct str rest = str_from_at(str_from(row->pattern), 1), segment;
	struct node *node = root;
	size_t depth = 0;

	while (!fault && rest.n + depth && str_cut(&rest, '/', &segment)) {
		fault = depth == PATH_SEGMENTS_MAX ? "has too many segments"
						   : segment_fault(segment, depth);
		node = node_child(node, segment, a);
		depth++;
	}
	if (!fault && node->routes[row->method])
		fault = "is there twice";
	if (fault)
		return fault;
	node->routes[row->method] = row;
	node->has_routes = true;
	return NULL;
}

bool router_check(const struct site *site, struct arena *a, struct str *ret_why)
{
	struct node root = { 0 };

	for (const struct route *const *table = site->route_tables; *table; table++)
		for (const struct route *row = *table; row->pattern; row++) {
			const char *fault = tree_add(&root, row, a);

			if (!fault)
				continue;
			*ret_why = str_printf(
				a, "route %s %s %s", method_name(row->method), row->pattern, fault);
			return false;
		}
	return true;
}

/* ---- matching */

enum { TREE_CAP_BYTES = 16 * 1024 * 1024 };

/* Route tables are const data of the program, so the trees made of them live as long as it. */
struct tree {
	const struct route *const *tables;
	struct node root;
	struct arena arena;
	struct tree *next;
};

static struct tree *_Atomic trees;

static struct tree *tree_known(const struct site *site)
{
	struct tree *t = atomic_load_explicit(&trees, memory_order_acquire);

	while (t && t->tables != site->route_tables)
		t = t->next;
	return t;
}

static struct tree *tree_make(const struct site *site)
{
	struct arena arena;

	arena_init(&arena, TREE_CAP_BYTES);
	struct tree *t = ARENA_NEW(&arena, struct tree);
	t->arena = arena;
	t->tables = site->route_tables;
	for (const struct route *const *table = site->route_tables; *table; table++)
		for (const struct route *row = *table; row->pattern; row++)
			tree_add(&t->root, row, &t->arena); /* router_check() told its faults */
	t->next = atomic_load_explicit(&trees, memory_order_relaxed);
	atomic_store_explicit(&trees, t, memory_order_release);
	return t;
}

static const struct node *tree_root(const struct site *site)
{
	static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;
	struct tree *t = tree_known(site);

	if (t)
		return &t->root;
	pthread_mutex_lock(&making);
	t = tree_known(site);
	if (!t)
		t = tree_make(site);
	pthread_mutex_unlock(&making);
	return &t->root;
}

static struct str methods_allowed(const struct node *node, struct arena *a)
{
	struct out o = out_new(a, 64);

	for (enum http_method m = 0; m < METHOD_OTHER; m++) {
		if (!node_route(node, m))
			continue;
		if (o.n)
			out_z(&o, ", ");
		out_z(&o, method_name(m));
	}
	return out_done(&o);
}

enum http_status router_match(const struct site *site, struct request *r)
{
	const struct language *lang = r->n_segments ? language_by_code(r->segments[0]) : NULL;
	size_t n = r->n_segments;

	if (lang)
		r->lang = lang;
	if (lang && n == 2 && !r->segments[1].n)
		n = 1; /* "/fr/" is "/fr" */
	const struct node *node = node_find(tree_root(site), r->segments, n);
	if (!node)
		return HTTP_NOT_FOUND;
	r->route = node_route(node, r->method);
	if (r->route)
		return HTTP_OK;
	answer_header(r, "Allow", methods_allowed(node, &r->arena));
	return HTTP_METHOD_NOT_ALLOWED;
}

#include "json_tree.h"
#include "lang.h"
#include "utf8.h"

struct reading {
	struct arena *arena;
	struct jsonr at;
	struct jsonr_event event; /* the last one */
	struct jsont_fault *fault;
};

static bool stop(struct reading *r, const char *why)
{
	*r->fault = (struct jsont_fault){ why, r->event.line, r->event.column };
	return false;
}

/* The next token; false when there is none. */
static bool step(struct reading *r)
{
	switch (jsonr_next(&r->at, r->arena, &r->event)) {
	case JSONR_SPENT:
		return stop(r, N_("the file ends before the document does"));
	case JSONR_BROKEN:
		return stop(r, r->event.why);
	default:
		return !r->arena->exceeded || stop(r, N_("this document is too large"));
	}
}

static bool read_held(struct reading *r, struct jsont *holder);

/* The value whose first token was just read. */
static bool read_value(struct reading *r, struct jsont *v)
{
	v->type = r->event.token;
	v->text = r->event.text;
	v->line = r->event.line;
	v->column = r->event.column;
	return (v->type != JSONR_OBJECT && v->type != JSONR_ARRAY) || read_held(r, v);
}

/* The key just read is the member's, and its value follows. */
static bool read_key(struct reading *r, const struct jsont *holder, struct jsont *v)
{
	v->key = r->event.text;
	if (holder->n >= JSONT_MEMBERS_MAX)
		return stop(r, N_("this object has too many members"));
	for (const struct jsont *other = holder->first; other; other = other->next)
		if (str_eq(other->key, v->key))
			return stop(r, N_("a member of this name stands here already"));
	return step(r);
}

static bool read_held(struct reading *r, struct jsont *holder)
{
	const struct jsont **end = &holder->first;

	for (;;) {
		struct jsont *v = ARENA_NEW(r->arena, struct jsont);

		if (!step(r))
			return false;
		if (r->event.token == JSONR_OBJECT_END || r->event.token == JSONR_ARRAY_END)
			return true;
		if (r->event.token == JSONR_KEY && !read_key(r, holder, v))
			return false;
		if (!read_value(r, v))
			return false;
		*end = v;
		end = &v->next;
		holder->n++;
	}
}

/* Where the byte stands. */
static void place_byte(struct str text, size_t at, struct jsont_fault *fault)
{
	fault->line = fault->column = 1;
	for (size_t i = 0; i < at; i++) {
		bool is_end = text.p[i] == '\n';

		fault->line += is_end;
		fault->column = is_end ? 1 : fault->column + ((text.p[i] & 0xC0) != 0x80);
	}
}

const struct jsont *jsont_read(struct arena *a, struct str text, struct jsont_fault *ret_fault)
{
	struct reading r = { .arena = a, .at = jsonr_of(text), .fault = ret_fault };
	struct jsont *root = ARENA_NEW(a, struct jsont);
	size_t bad = utf8_first_bad(text);

	if (bad < text.n) {
		place_byte(text, bad, ret_fault);
		ret_fault->why = N_("this is not UTF-8");
		return NULL;
	}
	if (!step(&r) || !read_value(&r, root))
		return NULL;
	if (jsonr_next(&r.at, a, &r.event) == JSONR_SPENT && jsonr_is_whole(&r.at))
		return root;
	stop(&r, r.event.why ? r.event.why : N_("nothing more is expected here"));
	return NULL;
}

const struct jsont *jsont_member(const struct jsont *object, const char *name)
{
	if (!object || object->type != JSONR_OBJECT)
		return NULL;
	for (const struct jsont *v = object->first; v; v = v->next)
		if (str_is(v->key, name))
			return v;
	return NULL;
}

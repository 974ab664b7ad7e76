#include "engine.h"

#include <assert.h>
#include <string.h>

enum { SQL_TEXT_BYTES_MAX = 64 * 1024 };

struct sql_text sql_text_new(struct db *db, size_t max)
{
	assert(db->arena);
	struct out *out = ARENA_NEW(db->arena, struct out);

	*out = out_new(db->arena, SQL_TEXT_BYTES_MAX);
	return (struct sql_text){
		.out = out,
		.engine = db->engine->kind,
		.values = ARENA_ARRAY(db->arena, struct db_value, max),
		.max = max,
	};
}

void sql_add(struct sql_text *t, const char *piece)
{
	out_z(t->out, piece);
}

/* Room for twice as many. */
static void grow(struct sql_text *t)
{
	struct db_value *values = t->values;

	t->max = t->max ? 2 * t->max : 8;
	t->values = ARENA_ARRAY(t->out->arena, struct db_value, t->max);
	if (t->n)
		memcpy(t->values, values, t->n * sizeof *values);
}

void sql_value(struct sql_text *t, struct db_value v)
{
	if (t->n == t->max)
		grow(t);
	t->values[t->n++] = v;
	out_char(t->out, t->engine == DB_SQLITE ? '?' : '$');
	out_int(t->out, (int64_t)t->n);
}

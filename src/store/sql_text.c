#include "engine.h"

#include <assert.h>

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

void sql_value(struct sql_text *t, struct db_value v)
{
	assert(t->n < t->max);
	t->values[t->n++] = v;
	out_char(t->out, t->engine == DB_SQLITE ? '?' : '$');
	out_int(t->out, (int64_t)t->n);
}

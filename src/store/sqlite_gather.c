#include "sqlite_gather.h"

#include <sqlite3.h>
#include <stdint.h>
#include <string.h>

enum { NUMBERS_FIRST = 1024 };

/* SQLite gives it zeroed, and frees it after the last call. */
struct gathered {
	uint32_t *v;
	size_t n, cap;
};

static void gather_step(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct gathered *g = sqlite3_aggregate_context(context, sizeof *g);

	(void)n;
	if (g && g->n == g->cap) {
		size_t cap = g->cap ? 2 * g->cap : NUMBERS_FIRST;
		uint32_t *v = sqlite3_realloc64(g->v, cap * sizeof *v);

		if (v) {
			g->v = v;
			g->cap = cap;
		}
	}
	if (!g || g->n == g->cap)
		sqlite3_result_error_nomem(context);
	else
		g->v[g->n++] = (uint32_t)sqlite3_value_int64(values[0]);
}

static void gather_final(sqlite3_context *context)
{
	struct gathered *g = sqlite3_aggregate_context(context, 0);

	if (g)
		sqlite3_result_text64(context, (const char *)g->v, g->n * sizeof *g->v,
			sqlite3_free, SQLITE_UTF8);
}

int sqlite_gather_add(struct sqlite3 *handle)
{
	return sqlite3_create_function_v2(handle, "gather", 1,
		SQLITE_UTF8 | SQLITE_DIRECTONLY | SQLITE_DETERMINISTIC, NULL, NULL, gather_step,
		gather_final, NULL);
}

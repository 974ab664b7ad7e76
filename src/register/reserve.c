/* reserve.c - records by their public ids, many at once: those there are, and room for new ones. */
#include "id.h"
#include "inserts.h"
#include "record.h"
#include "register_sql.h"

#include <assert.h>

/*
 * (0, (SELECT seq ...)), (1, (SELECT seq ...)): each id is looked for by itself. A list after IN
 * would let PostgreSQL, planning while the table is empty, read all of it for every hundred ids.
 */
static struct db_rows *query_places(
	struct work *w, const char *kind, const struct reserved *v, size_t n)
{
	size_t size = n == 1 ? 1 : RECORDS_AT_ONCE; /* two texts to be prepared, not a hundred */
	struct sql_text t = sql_text_new(w->db, 2 * size);

	for (size_t i = 0; i < size; i++) {
		sql_add(&t, i ? "), (" : "VALUES (");
		sql_add(&t, str_printf(w->arena, "%zu", i).p);
		sql_add(&t, ", (SELECT seq FROM record WHERE kind = ");
		sql_value(&t, V(kind));
		sql_add(&t, " AND public_id = ");
		sql_value(&t, i < n ? V(v[i].public_id) : db_null());
		sql_add(&t, ")");
	}
	sql_add(&t, ")");
	return sql_query(w->db, &t);
}

void records_find(struct work *w, const char *kind, struct reserved *v, size_t n)
{
	assert(n <= RECORDS_AT_ONCE);
	if (!n)
		return;
	struct db_rows *rows = query_places(w, kind, v, n);

	while (db_next(rows)) {
		size_t i = (size_t)db_column_int(rows, 0);

		if (i < n)
			v[i].seq = db_column_int(rows, 1);
	}
}

static size_t count_missing(const struct reserved *v, size_t n)
{
	size_t n_missing = 0;

	for (size_t i = 0; i < n; i++)
		n_missing += !v[i].seq;
	return n_missing;
}

/* Adds those without a seq, from `seq` on. */
static void add_missing(struct work *w, const char *kind, struct reserved *v, size_t n, int64_t seq)
{
	struct inserts records = inserts_new(w->db,
		"INSERT INTO record (seq, id, kind, public_id, state, lang, version, created_at, "
		"created_by, updated_at, updated_by) VALUES ",
		11, "");
	struct db_value by = db_text_or_null(w->actor.account_id);
	char id[ULID_LENGTH + 1];

	for (size_t i = 0; i < n; i++) {
		if (v[i].seq)
			continue;
		ulid_make(id);
		v[i].seq = seq++;
		v[i].is_new = true;
		INSERTS_ADD(&records, V(v[i].seq), V(str_copy(w->arena, str_from(id))), V(kind),
			V(v[i].public_id), V("draft"), V(languages[0].code), V(0), V(w->now_ms), by,
			V(w->now_ms), by);
	}
	inserts_run(&records);
}

void records_reserve(struct work *w, const char *kind, struct reserved *v, size_t n)
{
	int64_t last = 0;

	records_find(w, kind, v, n);
	size_t n_missing = count_missing(v, n);
	if (!n_missing)
		return;
	db_one_int(w->db, SQL_REGISTER_COUNTER_RAISE, DB_VALUES(V(n_missing), V("seq")), &last);
	/* The counter is ours now; who held it before may just have made these very records. */
	records_find(w, kind, v, n);
	add_missing(w, kind, v, n, last - (int64_t)n_missing + 1);
}

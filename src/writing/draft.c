#include "draft.h"
#include "writing_sql.h"

void draft_put(struct work *w, const struct record *r, struct column column, struct str text,
	int64_t base_version)
{
	db_run(w->db, SQL_WRITING_DRAFT_PUT,
		DB_VALUES(V(r->seq), V(column_path(w->arena, column)), V(w->actor.account_id),
			V(base_version), V(text), V(w->now_ms)));
}

void draft_drop(struct work *w, const struct record *r, struct column column)
{
	db_run(w->db, SQL_WRITING_DRAFT_DROP,
		DB_VALUES(V(r->seq), V(column_path(w->arena, column)), V(w->actor.account_id)));
}

struct edits drafts_of(struct work *w, const struct kind *k, const struct record *r)
{
	struct edits all = edits_new(w->arena), sorted = edits_new(w->arena);
	const struct columns columns = kind_columns(w->arena, k);
	struct db_rows *rows = db_query(
		w->db, SQL_WRITING_DRAFTS_OF, DB_VALUES(V(r->seq), V(w->actor.account_id)));

	while (db_next(rows)) {
		struct column column = kind_column(w->arena, k, db_column_text(rows, 0));

		/* A field that the kind no longer has. */
		if (column.field)
			edit_add(&all, column, db_column_text(rows, 2), db_column_int(rows, 1));
	}
	for (size_t c = 0; c < columns.n; c++)
		for (size_t i = 0; i < all.n; i++)
			if (all.v[i].column.field == columns.v[c].field &&
				all.v[i].column.part == columns.v[c].part)
				edit_add(&sorted, all.v[i].column, all.v[i].text,
					all.v[i].base_version);
	return sorted;
}

void drafts_settle(struct work *w, const struct record *r, const struct edits *merged)
{
	for (size_t i = 0; i < merged->n; i++) {
		const struct edit *e = &merged->v[i];

		if (e->end == EDIT_CONFLICT || e->end == EDIT_WRONG)
			draft_put(w, r, e->column, e->text, e->base_version);
		else
			draft_drop(w, r, e->column);
	}
}

struct edits drafts_laid_over(struct work *w, const struct kind *k, void *row)
{
	struct edits drafts = drafts_of(w, k, row);

	edits_merge(w, k, row, &drafts);
	return drafts;
}

size_t drafts_records(struct work *w, const struct kind *k, int64_t *ret_seqs, size_t max)
{
	struct db_rows *rows = db_query(w->db, SQL_WRITING_DRAFTS_RECORDS,
		DB_VALUES(V(w->actor.account_id), V(k->name), V(max)));
	size_t n = 0;

	while (n < max && db_next(rows))
		ret_seqs[n++] = db_column_int(rows, 0);
	db_done(rows);
	return n;
}

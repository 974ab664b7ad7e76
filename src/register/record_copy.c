#include "record_copy.h"
#include "inserts.h"

enum { COPY_MAX_BYTES = 1 << 20 };

/* ---- writing: the length and the text of each column, "5:2.4;1", in the order of kind_columns()
 */

static struct str copy_of(struct work *w, const struct columns *columns, const void *row)
{
	struct out o = out_new(w->arena, COPY_MAX_BYTES);

	for (size_t i = 0; i < columns->n; i++) {
		struct str text = column_read(w->arena, columns->v[i], row);

		out_int(&o, (int64_t)text.n);
		out_char(&o, ':');
		out_str(&o, text);
	}
	if (o.full)
		failure_record(w->failure, "a record is too long for lists",
			((const struct record *)row)->public_id, NULL);
	return out_done(&o);
}

void record_copies_save(struct work *w, const struct kind *k, void *const *rows, size_t n)
{
	const struct columns columns = kind_columns(w->arena, k);
	struct inserts copies = inserts_new(w->db, "INSERT INTO record_copy (seq, columns) VALUES ",
		2, " ON CONFLICT (seq) DO UPDATE SET columns = excluded.columns");

	for (size_t i = 0; i < n; i++)
		INSERTS_ADD(&copies, V(((const struct record *)rows[i])->seq),
			V(copy_of(w, &columns, rows[i])));
	inserts_run(&copies);
}

/* ---- reading */

static bool cut_column(struct str *rest, struct str *ret_text)
{
	size_t at = str_find(*rest, ':');
	int64_t n;

	if (!str_int((struct str){ rest->p, at }, &n) || n < 0 || (size_t)n >= rest->n - at)
		return false;
	*ret_text = (struct str){ rest->p + at + 1, (size_t)n };
	*rest = str_from_at(*rest, at + 1 + (size_t)n);
	return true;
}

static void read_copy(
	struct work *w, const struct columns *columns, struct str copy, struct record *row)
{
	struct str text;
	bool is_sound = true;

	for (size_t i = 0; is_sound && i < columns->n; i++)
		is_sound = cut_column(&copy, &text) &&
			   column_restore(w->arena, columns->v[i], row, text);
	if (!is_sound || copy.n)
		failure_record(w->failure, "what lists know of a record is damaged", row->public_id,
			"Run jalon init.");
}

struct rows record_copies(struct work *w, const struct kind *k, const uint32_t *seqs, size_t n)
{
	struct sql_text t = sql_text_new(w->db, RECORD_SEQS_MAX);
	const struct columns columns = kind_columns(w->arena, k);
	struct rows rows = { k, arena_alloc(w->arena, n * k->size), 0 };

	sql_add(&t, "SELECT ");
	record_identity_columns(&t);
	sql_add(&t,
		", x.columns FROM record r JOIN record_copy x ON x.seq = r.seq WHERE r.seq IN ");
	record_add_seqs(&t, seqs, n);
	struct db_rows *from = sql_query(w->db, &t);
	while (rows.n < n && db_next(from)) {
		struct record *row = row_at(&rows, rows.n++);

		record_read_identity(k, from, row);
		read_copy(w, &columns, db_column_text(from, RECORD_IDENTITY_COLUMNS), row);
	}
	db_done(from);
	return rows;
}

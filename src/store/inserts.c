#include "inserts.h"

enum { ROWS_MAX = 100 };

struct inserts inserts_new(struct db *db, const char *head, size_t n_columns, const char *tail)
{
	return (struct inserts){ .db = db, .head = head, .tail = tail, .n_columns = n_columns };
}

void inserts_add(struct inserts *i, const struct db_value *values)
{
	if (!i->n_rows) {
		i->text = sql_text_new(i->db, i->n_columns);
		sql_add(&i->text, i->head);
	}
	sql_add(&i->text, i->n_rows++ ? ", (" : "(");
	for (size_t c = 0; c < i->n_columns; c++) {
		if (c)
			sql_add(&i->text, ", ");
		sql_value(&i->text, values[c]);
	}
	sql_add(&i->text, ")");
	if (i->n_rows == ROWS_MAX)
		inserts_run(i);
}

void inserts_run(struct inserts *i)
{
	if (!i->n_rows)
		return;
	sql_add(&i->text, i->tail);
	sql_run(i->db, &i->text);
	i->n_rows = 0;
}

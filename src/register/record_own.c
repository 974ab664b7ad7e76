#include "record_own.h"

enum { STATEMENT_MAX_BYTES = 16 << 10 };

static struct db_value yesno_value(enum yesno answer)
{
	return answer == UNKNOWN ? db_null() : db_int(answer == YES);
}

void record_own_values(
	struct work *w, const struct field *f, const void *row, struct db_value values[2])
{
	const struct number *year;
	struct money m;

	values[0] = db_null();
	values[1] = db_null();
	switch (f->type) {
	case FIELD_YEAR:
		year = field_of(f, row);
		if (year->is_known)
			values[0] = V(year->value);
		break;
	case FIELD_YESNO:
		values[0] = yesno_value(*(const enum yesno *)field_of(f, row));
		break;
	case FIELD_MONEY:
		if (!amount_money(field_of(f, row), &m))
			break;
		values[0] = V(m.amount_minor);
		values[1] = V(str_copy(w->arena, str_from(m.currency)));
		break;
	default:
		values[0] = db_text_or_null(*(const struct str *)field_of(f, row));
	}
}

/* "start_year = excluded.start_year" for each stored column, or its name alone. How many. */
static size_t add_columns(struct out *o, const struct kind *k, bool excluded)
{
	size_t n_columns = 0;

	for (size_t i = 0; i < k->n_fields; i++) {
		const char *suffixes[2], *name = k->fields[i].name;
		size_t n = field_stored(&k->fields[i], suffixes);

		for (size_t c = 0; c < n; c++) {
			out_printf(o, ", %s%s", name, suffixes[c]);
			if (excluded)
				out_printf(o, " = excluded.%s%s", name, suffixes[c]);
		}
		n_columns += n;
	}
	return n_columns;
}

/* INSERT INTO practice (seq, url) VALUES ... ON CONFLICT (seq) DO UPDATE SET url = ... */
struct inserts record_own_inserts(struct work *w, const struct kind *k)
{
	struct out head = out_new(w->arena, STATEMENT_MAX_BYTES);
	struct out tail = out_new(w->arena, STATEMENT_MAX_BYTES);

	out_printf(&head, "INSERT INTO %s (seq", k->name);
	size_t n = add_columns(&head, k, false);
	out_z(&head, ") VALUES ");
	/* `seq = excluded.seq` so that a kind without columns of its own needs no other text. */
	out_z(&tail, " ON CONFLICT (seq) DO UPDATE SET seq = excluded.seq");
	add_columns(&tail, k, true);
	return inserts_new(
		w->db, str_z(w->arena, out_done(&head)), 1 + n, str_z(w->arena, out_done(&tail)));
}

void record_own_add(struct work *w, const struct kind *k, const void *row, struct inserts *to)
{
	struct db_value *values = ARENA_ARRAY(w->arena, struct db_value, to->n_columns + 2);
	size_t at = 0;

	values[at++] = V(((const struct record *)row)->seq);
	for (size_t i = 0; i < k->n_fields; i++) {
		const char *suffixes[2];
		size_t n = field_stored(&k->fields[i], suffixes);

		if (n)
			record_own_values(w, &k->fields[i], row, &values[at]);
		at += n;
	}
	inserts_add(to, values);
}

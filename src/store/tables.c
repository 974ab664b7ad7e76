#include "tables.h"
#include "engine.h"

#include <string.h>

static const struct sql all_tables = { "all_tables", 0,
	"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
	"AND name <> 'schema_version' ORDER BY name",
	NULL };
static const struct sql count_columns = { "count_columns", 1,
	"SELECT count(*) FROM pragma_table_info(?1)", NULL };
static const struct sql columns_of = { "columns_of", 1,
	"SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid", NULL };

enum { TABLES_MAX = 1000 };

static bool is_left_out(const char *const *left_out, struct str name)
{
	while (*left_out && !str_is(name, *left_out))
		left_out++;
	return *left_out;
}

static bool read_type(struct str declared, enum db_type *ret_type)
{
	bool is_int = str_is(declared, "INTEGER") || str_is(declared, "BIGINT");

	*ret_type = is_int ? DB_INT : str_is(declared, "BLOB") ? DB_BYTES : DB_TEXT;
	return *ret_type != DB_TEXT || str_is(declared, "TEXT");
}

static void read_columns(struct db *memory, struct arena *a, struct table *t)
{
	int64_t n = 0;

	db_one_int(memory, &count_columns, DB_VALUES(V(t->name)), &n);
	t->columns = ARENA_ARRAY(a, struct table_column, (size_t)n + 1);
	struct db_rows *rows = db_query(memory, &columns_of, DB_VALUES(V(t->name)));
	while (db_next(rows)) {
		struct table_column *c = &t->columns[t->n_columns++];

		c->name = str_z(a, db_column_text(rows, 0));
		c->key = (unsigned)db_column_int(rows, 2);
		t->n_keys += c->key > 0;
		if (!read_type(db_column_text(rows, 1), &c->type))
			failure_record(memory->failure, "a column is of no type that is copied",
				str_printf(a, "%s.%s", t->name, c->name), NULL);
	}
}

static struct tables read_tables(struct db *memory, struct arena *a, const char *const *left_out)
{
	struct tables tables = { ARENA_ARRAY(a, struct table, TABLES_MAX), 0 };
	struct db_rows *rows = db_query(memory, &all_tables, NULL, 0);

	while (tables.n < TABLES_MAX && db_next(rows)) {
		struct str name = db_column_text(rows, 0);

		if (!is_left_out(left_out, name))
			tables.v[tables.n++].name = str_z(a, name);
	}
	db_done(rows);
	for (size_t i = 0; i < tables.n; i++)
		read_columns(memory, a, &tables.v[i]);
	return tables;
}

size_t steps_up_to(const struct migration *steps, size_t n, int64_t number)
{
	while (n && steps[n - 1].number > number)
		n--;
	return n;
}

bool tables_after(const struct migration *steps, size_t n, int64_t number,
	const char *const *left_out, struct arena *a, struct failure *f, struct tables *ret_tables)
{
	struct db *memory = db_open_aside(":memory:", DB_WRITE, a, f);

	if (!memory)
		return false;
	db_use(memory, a, f, 0);
	db_begin(memory);
	migrate_run(memory, steps, steps_up_to(steps, n, number));
	struct tables tables = read_tables(memory, a, left_out);
	db_close(memory);
	if (f->what)
		return false;
	*ret_tables = tables;
	return true;
}

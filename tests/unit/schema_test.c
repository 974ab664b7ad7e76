/* schema_test.c - the schema, the statements and the kinds agree with each other, on both engines.
 */
#include "file_sql.h"
#include "fresh_store.h"
#include "handed_sql.h"
#include "house_work.h"
#include "link_sql.h"
#include "mail_sql.h"
#include "migrations.h"
#include "modules.h"
#include "note_sql.h"
#include "notices_sql.h"
#include "presence_sql.h"
#include "register_sql.h"
#include "writing_sql.h"

#include <string.h>

/* ---- statements */

static void assert_can_prepare(struct work *w, const struct sql *q)
{
	struct str why = S("");

	if (!db_can_prepare(w->db, q, w->arena, &why))
		fail_msg("%s: " STR_FMT, q->name, STR_ARG(why));
}

static void every_named_statement_prepares(void **state)
{
	struct work *w = *state;

	assert_true(REGISTER_SQL_COUNT > 0);
	for (size_t i = 0; i < REGISTER_SQL_COUNT; i++)
		assert_can_prepare(w, &register_sql[i]);
	for (size_t i = 0; i < MAIL_SQL_COUNT; i++)
		assert_can_prepare(w, &mail_sql[i]);
	for (size_t i = 0; i < FILE_SQL_COUNT; i++)
		assert_can_prepare(w, &file_sql[i]);
	for (size_t i = 0; i < LINK_SQL_COUNT; i++)
		assert_can_prepare(w, &link_sql[i]);
	for (size_t i = 0; i < HANDED_SQL_COUNT; i++)
		assert_can_prepare(w, &handed_sql[i]);
	for (size_t i = 0; i < NOTE_SQL_COUNT; i++)
		assert_can_prepare(w, &note_sql[i]);
	for (size_t i = 0; i < NOTICES_SQL_COUNT; i++)
		assert_can_prepare(w, &notices_sql[i]);
	for (size_t i = 0; i < WRITING_SQL_COUNT; i++)
		assert_can_prepare(w, &writing_sql[i]);
	for (size_t i = 0; i < PRESENCE_SQL_COUNT; i++)
		assert_can_prepare(w, &presence_sql[i]);
	HOUSE_EACH(&house, m)
		for (size_t i = 0; i < m->n_sql; i++)
			assert_can_prepare(w, &m->sql[i]);
	assert_sound(w);
}

/* ---- tables of kinds */

#define EACH_KIND(k) \
	HOUSE_EACH(&house, k##_module) \
		for (const struct kind *const *k##_at = k##_module->kinds, *k; \
			k##_at && (k = *k##_at); k##_at++)

/* What a stored column of the field is, in SQLite's words and in PostgreSQL's. */
static const char *type_of(const struct field *f, size_t part, enum db_engine e)
{
	if (f->type == FIELD_MONEY && part == 0)
		return e == DB_SQLITE ? "BIGINT" : "bigint";
	if (f->type == FIELD_YEAR || f->type == FIELD_YESNO)
		return e == DB_SQLITE ? "INTEGER" : "integer";
	return e == DB_SQLITE ? "TEXT" : "text";
}

static struct str columns_expected(struct work *w, const struct kind *k)
{
	enum db_engine e = db_engine(w->db);
	struct out o = out_new(w->arena, 1 << 16);

	out_z(&o, e == DB_SQLITE ? "seq INTEGER\n" : "seq integer\n");
	for (size_t i = 0; i < k->n_fields; i++) {
		const struct field *f = &k->fields[i];
		const char *suffixes[2];
		size_t n = field_stored(f, suffixes);

		for (size_t part = 0; part < n; part++)
			out_printf(&o, "%s%s %s\n", f->name, suffixes[part], type_of(f, part, e));
	}
	return out_done(&o);
}

static struct str columns_found(struct work *w, const struct kind *k)
{
	struct sql_text t = sql_text_new(w->db, 1);
	struct out o = out_new(w->arena, 1 << 16);

	sql_add(&t, db_engine(w->db) == DB_SQLITE
			    ? "SELECT name, type FROM pragma_table_info("
			    : "SELECT column_name, data_type FROM information_schema.columns"
			      " WHERE table_schema = 'public' AND table_name = (");
	sql_value(&t, V(k->name));
	sql_add(&t,
		db_engine(w->db) == DB_SQLITE ? ") ORDER BY cid" : ") ORDER BY ordinal_position");
	struct db_rows *rows = sql_query(w->db, &t);
	while (db_next(rows)) {
		out_str(&o, db_column_text(rows, 0));
		out_char(&o, ' ');
		out_str(&o, db_column_text(rows, 1));
		out_char(&o, '\n');
	}
	assert_sound(w);
	return out_done(&o);
}

static void every_kind_has_a_table_of_its_stored_columns_and_no_others(void **state)
{
	struct work *w = *state;
	size_t n = 0;

	EACH_KIND(k)
	{
		assert_str(columns_found(w, k), columns_expected(w, k));
		n++;
	}
	assert_true(n > 0);
}

/* ---- kinds */

static void assert_year_or_none(const struct kind *k, const char *name)
{
	if (name)
		assert_int_equal(kind_field(k, name)->type, FIELD_YEAR);
}

static void assert_field_is_whole(struct work *w, const struct field *f)
{
	assert_non_null(f->label);
	if (f->type != FIELD_YESNO)
		assert_int_equal(!!f->vocabulary, f->type == FIELD_CODE || f->type == FIELD_CODES);
	assert_int_equal(!!f->target, f->type == FIELD_LINKS);
	assert_int_equal(!!f->currency, f->type == FIELD_MONEY);
	if (f->vocabulary && !field_vocabulary(w, f))
		fail_msg("%s: there is no vocabulary %s", f->name, f->vocabulary);
	if (f->target && !house_kind(&house, str_from(f->target)))
		fail_msg("%s: there is no kind %s", f->name, f->target);
	if (f->flags & F_FILTER && !f->vocabulary)
		fail_msg("%s: lists are narrowed by codes only", f->name);
}

static void every_kind_is_whole(void **state)
{
	struct work *w = *state;

	EACH_KIND(k)
	{
		assert_ptr_equal(house_kind(&house, str_from(k->name)), k);
		assert_ptr_equal(house_kind_by_plural(&house, str_from(k->plural)), k);
		assert_non_null(k->label);
		assert_non_null(k->label_plural);
		assert_non_null(k->empty);
		assert_non_null(kind_field(k, k->title));
		assert_true(!k->summary || kind_field(k, k->summary));
		assert_int_equal(!k->start, !k->end);
		assert_year_or_none(k, k->start);
		assert_year_or_none(k, k->end);
		for (size_t i = 0; i < k->n_fields; i++)
			assert_field_is_whole(w, &k->fields[i]);
	}
}

static void no_two_columns_of_a_kind_have_the_same_name(void **state)
{
	struct work *w = *state;

	EACH_KIND(k)
	{
		struct columns columns = kind_columns(w->arena, k);

		for (size_t i = 0; i < columns.n; i++) {
			struct str name = column_name(w->arena, columns.v[i]);

			assert_false(str_is(name, "id"));
			for (size_t j = 0; j < i; j++)
				if (str_eq(name, column_name(w->arena, columns.v[j])))
					fail_msg(
						"%s: two columns " STR_FMT, k->name, STR_ARG(name));
		}
	}
}

static void what_is_no_kind_is_not_found(void **state)
{
	(void)state;
	assert_null(house_kind(&house, S("practices")));
	assert_null(house_kind(&house, S("")));
	assert_null(house_kind_by_plural(&house, S("practice")));
}

/* ---- migrations */

static void migrations_apply_to(enum db_engine e)
{
	struct failure failure = { 0 };
	struct arena a;

	arena_init(&a, 8 << 20);
	struct db *db = db_open(fresh_store(e, &a), DB_WRITE, &a, &failure);
	assert_non_null(db);
	db_use(db, &a, &failure, 0);
	assert_int_equal(migrate_state(db, migrations, n_migrations), SCHEMA_ABSENT);
	db_begin(db);
	assert_int_equal(migrate_run(db, migrations, n_migrations), n_migrations);
	assert_true(db_commit(db));
	assert_int_equal(migrate_state(db, migrations, n_migrations), SCHEMA_CURRENT);
	db_begin(db);
	assert_int_equal(migrate_run(db, migrations, n_migrations), 0);
	assert_true(db_commit(db));
	assert_null(failure.what);
	db_close(db);
	arena_free(&a);
}

static void migrations_apply_to_an_empty_store_once(void **state)
{
	struct work *w = *state;

	migrations_apply_to(db_engine(w->db));
}

static void migrations_are_numbered_in_their_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_migrations; i++)
		assert_int_equal(migrations[i].number, i + 1);
}

/* Their columns of text sort by bytes on PostgreSQL, whatever the database does by itself. */
static void all_text_sorts_by_bytes(void **state)
{
	struct work *w = *state;

	if (db_engine(w->db) == DB_SQLITE)
		return;
	assert_int_equal(ask_int(w, "SELECT count(*) FROM information_schema.columns"
				    " WHERE table_schema = 'public' AND data_type = 'text'"
				    " AND collation_name IS DISTINCT FROM 'C'"),
		0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(every_named_statement_prepares),
		IN_HOUSE(every_kind_has_a_table_of_its_stored_columns_and_no_others),
		IN_HOUSE(every_kind_is_whole),
		IN_HOUSE(no_two_columns_of_a_kind_have_the_same_name),
		IN_HOUSE(what_is_no_kind_is_not_found),
		IN_HOUSE(migrations_apply_to_an_empty_store_once),
		IN_HOUSE(migrations_are_numbered_in_their_order),
		IN_HOUSE(all_text_sorts_by_bytes),
	};

	return RUN_IN_HOUSES("schema", tests);
}

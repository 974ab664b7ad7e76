#include "backup.h"
#include "engine.h"
#include "table_copy.h"
#include "tables.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MANIFEST_BACKUP \
	"CREATE TABLE \"backup\" (\"made_at\" TEXT, \"program\" TEXT, \"engine\" TEXT, " \
	"\"schema\" INTEGER) STRICT"
#define MANIFEST_TABLES \
	"CREATE TABLE \"backup_table\" (\"name\" TEXT, \"rows\" INTEGER, \"digest\" TEXT) STRICT"

static const struct sql add_about = { "add_about", 4,
	"INSERT INTO backup (made_at, program, engine, schema) VALUES (?1, ?2, ?3, ?4)", NULL };
static const struct sql add_table = { "add_table", 3,
	"INSERT INTO backup_table (name, rows, digest) VALUES (?1, ?2, ?3)", NULL };
static const struct sql read_about = { "read_about", 0,
	"SELECT made_at, program, engine, schema FROM backup", NULL };
static const struct sql read_table = { "read_table", 0,
	"SELECT name, rows, digest FROM backup_table ORDER BY rowid", NULL };
static const struct sql read_format = { "read_format", 0, "PRAGMA user_version", NULL };
static const struct sql read_schema = { "read_schema", 0,
	"SELECT type, name, sql FROM sqlite_master ORDER BY rowid", NULL };

static const char *const engine_names[] = {
	[DB_SQLITE] = "sqlite",
	[DB_POSTGRES] = "postgresql",
};

/* ---- writing */

static void write_header(struct db *file)
{
	char text[100];

	snprintf(text, sizeof text, "PRAGMA application_id = %d; PRAGMA user_version = %d",
		BACKUP_APPLICATION, BACKUP_FORMAT);
	db_execute(file, "header", text);
}

static void write_table(struct db *store, struct db *file, const struct table *t, struct arena *a,
	struct backup_about *about)
{
	struct copied copied;

	db_execute(file, t->name, str_z(a, table_definition(a, t)));
	if (!table_copy(store, file, t, false, &copied))
		return;
	struct str digest = str_copy(a, str_from(copied.digest));
	db_run(file, &add_table, DB_VALUES(V(t->name), V(copied.n_rows), V(digest)));
	about->tables[about->n_tables++] = (struct backup_table){ t->name, copied.n_rows, digest };
	about->n_rows += copied.n_rows;
}

static void write_all(struct db *store, struct db *file, const struct tables *tables,
	struct arena *a, struct backup_about *about)
{
	db_execute(file, "backup", MANIFEST_BACKUP);
	db_execute(file, "backup_table", MANIFEST_TABLES);
	db_run(file, &add_about,
		DB_VALUES(
			V(about->made_at), V(about->program), V(about->engine), V(about->schema)));
	about->tables = ARENA_ARRAY(a, struct backup_table, tables->n);
	for (size_t i = 0; i < tables->n && db_is_sound(store) && db_is_sound(file); i++)
		write_table(store, file, &tables->v[i], a, about);
}

bool backup_write(struct db *store, const struct backup_schema *schema, const char *path,
	struct backup_about *about, struct arena *a, struct failure *failure)
{
	struct tables tables;
	struct db *file;

	about->schema = migrate_number(store);
	about->engine = str_from(engine_names[db_engine(store)]);
	if (!db_is_sound(store) || !tables_after(schema->steps, schema->n_steps, about->schema,
					   schema->left_out, a, store->failure, &tables))
		return false;
	file = db_open_aside(path, DB_WRITE, a, failure);
	if (!file)
		return false;
	db_use(file, a, failure, 0);
	write_header(file);
	db_begin(file);
	write_all(store, file, &tables, a, about);
	bool is_written = db_is_sound(store) && db_commit(file);
	db_close(file);
	return is_written;
}

/* ---- looking at one */

enum { HEADER_BYTES = 72, APPLICATION_AT = 68 };

bool backup_is_one(int fd)
{
	unsigned char header[HEADER_BYTES];
	unsigned id = 0;

	if (pread(fd, header, sizeof header, 0) != sizeof header ||
		memcmp(header, "SQLite format 3", 16) != 0)
		return false;
	for (size_t i = 0; i < 4; i++)
		id = id << 8 | header[APPLICATION_AT + i];
	return id == BACKUP_APPLICATION;
}

static bool damaged(struct backup *b, const char *what, struct str about)
{
	failure_record(&b->failure, what, about, NULL);
	return false;
}

/* "2026-11-21T10:42:07Z": it is shown. */
static bool is_instant(struct str s)
{
	static const char form[] = "0000-00-00T00:00:00Z";

	for (size_t i = 0; i < s.n && i < sizeof form - 1; i++)
		if (form[i] == '0' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != form[i])
			return false;
	return s.n == sizeof form - 1;
}

static bool read_manifest(struct backup *b)
{
	struct db_rows *rows = db_query(b->file, &read_about, NULL, 0);

	if (!db_next(rows))
		return damaged(b, "it does not say what it is", S("backup"));
	b->about.made_at = db_column_text(rows, 0);
	b->about.program = db_column_text(rows, 1);
	b->about.engine = db_column_text(rows, 2);
	b->about.schema = db_column_int(rows, 3);
	db_done(rows);
	return (is_instant(b->about.made_at) && b->about.schema > 0) ||
	       damaged(b, "it does not say of when and of which schema it is", S("backup"));
}

/* The next of what the file says it has is that. */
static bool has_next(struct db_rows *rows, struct str name, struct str definition)
{
	return db_next(rows) && str_is(db_column_text(rows, 0), "table") &&
	       str_eq(db_column_text(rows, 1), name) && str_eq(db_column_text(rows, 2), definition);
}

/* Word for word what a backup of that schema has: its tables, and nothing that would run. */
static bool has_only_its_tables(struct backup *b)
{
	struct db_rows *rows = db_query(b->file, &read_schema, NULL, 0);

	if (!has_next(rows, S("backup"), S(MANIFEST_BACKUP)) ||
		!has_next(rows, S("backup_table"), S(MANIFEST_TABLES)))
		return damaged(b, "it has not the tables of a backup", S("backup"));
	for (size_t i = 0; i < b->tables->n; i++) {
		const struct table *t = &b->tables->v[i];

		if (!has_next(rows, str_from(t->name), table_definition(b->arena, t)))
			return damaged(b, "it has not the tables of its schema", str_from(t->name));
	}
	return !db_next(rows) ||
	       damaged(b, "it has more than the tables of its schema", db_column_text(rows, 1));
}

static bool read_tables(struct backup *b)
{
	struct backup_about *about = &b->about;
	struct db_rows *rows = db_query(b->file, &read_table, NULL, 0);

	about->tables = ARENA_ARRAY(b->arena, struct backup_table, b->tables->n);
	while (about->n_tables < b->tables->n && db_next(rows)) {
		const char *name = b->tables->v[about->n_tables].name;

		if (!str_is(db_column_text(rows, 0), name))
			break;
		about->tables[about->n_tables++] = (struct backup_table){ name,
			db_column_int(rows, 1), db_column_text(rows, 2) };
		about->n_rows += db_column_int(rows, 1);
	}
	db_done(rows);
	return about->n_tables == b->tables->n ||
	       damaged(b, "it does not say what each table has", S("backup_table"));
}

/* The manifest's own table is read only when it is known to be one, and nothing else. */
static bool has_manifest(struct backup *b)
{
	struct db_rows *rows = db_query(b->file, &read_schema, NULL, 0);
	bool is_one = has_next(rows, S("backup"), S(MANIFEST_BACKUP));

	db_done(rows);
	return is_one ? read_manifest(b) : damaged(b, "it has no manifest", S("backup"));
}

enum backup_state backup_open(
	struct backup *b, const char *path, const struct backup_schema *schema, struct arena *a)
{
	int64_t format = 0;

	*b = (struct backup){ .arena = a, .tables = ARENA_NEW(a, struct tables) };
	b->file = db_open_aside(path, DB_READ, a, &b->failure);
	if (!b->file)
		return BACKUP_DAMAGED;
	db_use(b->file, a, &b->failure, 0);
	db_begin_read(b->file);
	db_one_int(b->file, &read_format, NULL, 0, &format);
	if (format > BACKUP_FORMAT)
		return BACKUP_NEWER;
	if (!has_manifest(b))
		return BACKUP_DAMAGED;
	if (b->about.schema > schema->steps[schema->n_steps - 1].number)
		return BACKUP_NEWER;
	tables_after(schema->steps, schema->n_steps, b->about.schema, schema->left_out, a,
		&b->failure, b->tables);
	bool is_sound = has_only_its_tables(b) && read_tables(b) && !b->failure.what;
	return is_sound ? BACKUP_SOUND : BACKUP_DAMAGED;
}

void backup_close(struct backup *b)
{
	db_close(b->file);
	b->file = NULL;
}

/* ---- its rows */

/* Reads the table, or gives it to the store; it must be what the manifest says. */
static bool take_table(struct backup *b, size_t at, struct db *store)
{
	const struct table *t = &b->tables->v[at];
	const struct backup_table *told = &b->about.tables[at];
	struct copied copied;

	if (!table_copy(b->file, store, t, true, &copied))
		return false;
	if (copied.n_rows != told->n_rows)
		return damaged(b, "it has not as many rows as were written",
			str_printf(b->arena, "%s: %lld of %lld", t->name, (long long)copied.n_rows,
				(long long)told->n_rows));
	return str_is(told->digest, copied.digest) ||
	       damaged(b, "its rows are not those that were written", str_from(t->name));
}

bool backup_check(struct backup *b)
{
	for (size_t i = 0; i < b->tables->n; i++)
		if (!take_table(b, i, NULL))
			return false;
	return true;
}

/* What the steps themselves put there is in the backup, as it became. */
static void empty_table(struct backup *b, const struct table *t, struct db *store)
{
	db_execute(store, t->name, str_printf(b->arena, "DELETE FROM \"%s\"", t->name).p);
}

bool backup_restore(struct backup *b, const struct backup_schema *schema, struct db *store)
{
	size_t n_steps = steps_up_to(schema->steps, schema->n_steps, b->about.schema);
	bool is_sound = migrate_run(store, schema->steps, n_steps) >= 0;

	for (size_t i = 0; i < b->tables->n && is_sound; i++) {
		empty_table(b, &b->tables->v[i], store);
		is_sound = take_table(b, i, store);
	}
	return is_sound;
}

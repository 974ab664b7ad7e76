#include "migrate.h"
#include "clock.h"
#include "engine.h"

#include <assert.h>

enum { STATEMENT_BYTES_MAX = 64 * 1024 };

static const struct sql count_version_tables = {
	.name = "count_version_tables",
	.sqlite = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = "
		  "'schema_version'",
	.postgres = "SELECT count(*) FROM information_schema.tables "
		    "WHERE table_schema = current_schema() AND table_name = 'schema_version'",
};

static const struct sql count_tables = {
	.name = "count_tables",
	.sqlite = "SELECT count(*) FROM sqlite_master",
	.postgres = "SELECT count(*) FROM information_schema.tables "
		    "WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'",
};

#define NEWEST "SELECT coalesce(max(number), 0) FROM schema_version"
static const struct sql newest_step = {
	.name = "newest_step", .sqlite = NEWEST, .postgres = NEWEST
};

static const struct sql record_step = {
	.name = "record_step",
	.n_params = 3,
	.sqlite = "INSERT INTO schema_version (number, name, applied_at) VALUES (?1, ?2, ?3)",
	.postgres = "INSERT INTO schema_version (number, name, applied_at) VALUES ($1, $2, $3)",
};

static const struct migration version_table = {
	.name = "schema_version",
	.sql = "CREATE TABLE schema_version (\n"
	       "number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL);\n",
};

/* ---- reading SQL */

static bool is_word_byte(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '_' || (c & 0x80);
}

/* The length up to and with the first `end` from byte `from`, or of all. */
static size_t through(struct str s, size_t from, char end)
{
	size_t n = from + str_find(str_from_at(s, from), end);

	return n < s.n ? n + 1 : n;
}

/* The length of what `sql` begins with: a comment, something in quotes, a word or one byte. */
static size_t piece_length(struct str sql)
{
	size_t n = 0;

	if (sql.p[0] == '\'' || sql.p[0] == '"')
		return through(sql, 1, sql.p[0]);
	if (str_starts(sql, S("--")))
		return through(sql, 2, '\n');
	while (n < sql.n && is_word_byte(sql.p[n]))
		n++;
	return n ? n : 1;
}

static bool is_at_line_end(struct str rest)
{
	size_t end = str_find(rest, '\n');

	return !str_trim((struct str){ rest.p, end }).n;
}

/* Cuts the first statement off `rest`, without its semicolon. False when none is left. */
static bool cut_statement(struct str *rest, struct str *ret_statement)
{
	*rest = str_trim(*rest);
	for (size_t at = 0; at < rest->n;) {
		struct str here = str_from_at(*rest, at);
		size_t n = piece_length(here);

		if (here.p[0] == ';' && is_at_line_end(str_from_at(here, 1))) {
			*ret_statement = (struct str){ rest->p, at };
			*rest = str_from_at(*rest, at + 1);
			return true;
		}
		at += n;
	}
	*ret_statement = *rest;
	*rest = str_from_at(*rest, rest->n);
	return ret_statement->n > 0;
}

/* The statement with each type as the engine writes it; a cast's type stays. */
static void write_statement(struct out *o, struct str statement, const struct engine *engine)
{
	bool is_cast = false;

	while (statement.n) {
		struct str piece = { statement.p, piece_length(statement) };

		if (str_is(piece, "TEXT") && !is_cast)
			out_z(o, engine->text_type);
		else if (str_is(piece, "BLOB") && !is_cast)
			out_z(o, engine->bytes_type);
		else
			out_str(o, piece);
		if (str_trim(piece).n)
			is_cast = str_is(piece, "AS");
		statement = str_from_at(statement, piece.n);
	}
	out_char(o, '\0');
}

/* ---- steps */

static bool run_statement(struct db *db, const struct migration *m, struct str statement)
{
	struct out o = out_new(db->arena, STATEMENT_BYTES_MAX);

	write_statement(&o, statement, db->engine);
	if (o.full) {
		db_fail(db, MISHAP_MEMORY, m->name, "a statement is too long");
		return false;
	}
	return db_execute(db, m->name, out_done(&o).p);
}

static bool run_step(struct db *db, const struct migration *m)
{
	struct str rest = str_from(m->sql), statement;

	while (cut_statement(&rest, &statement)) {
		if (!run_statement(db, m, statement))
			return false;
	}
	return db_is_sound(db);
}

static bool has_version_table(struct db *db)
{
	int64_t count = 0;

	return db_one_int(db, &count_version_tables, NULL, 0, &count) && count;
}

int64_t migrate_number(struct db *db)
{
	int64_t number = 0;

	if (has_version_table(db))
		db_one_int(db, &newest_step, NULL, 0, &number);
	return number;
}

enum schema_state migrate_state(struct db *db, const struct migration *all, size_t n)
{
	int64_t newest = migrate_number(db), known = n ? all[n - 1].number : 0;

	if (!db_is_sound(db))
		return SCHEMA_UNKNOWN;
	if (!newest)
		return SCHEMA_ABSENT;
	if (newest > known)
		return SCHEMA_NEWER;
	return newest < known ? SCHEMA_OLDER : SCHEMA_CURRENT;
}

/* Until the transaction ends: two initialisations must not meet. */
static void lock_schema(struct db *db)
{
	assert(db->in_transaction);
	if (db->engine->schema_lock)
		db_execute(db, "schema_lock", db->engine->schema_lock);
}

bool migrate_is_empty(struct db *db)
{
	int64_t n = 0;

	lock_schema(db);
	return db_one_int(db, &count_tables, NULL, 0, &n) && !n;
}

int migrate_run(struct db *db, const struct migration *all, size_t n)
{
	int n_run = 0;

	lock_schema(db);
	if (!has_version_table(db))
		run_step(db, &version_table);
	int64_t newest = migrate_number(db);
	/* A restore has written rows in this transaction that the steps now change the tables of.
	 */
	if (db->engine->settle)
		db_execute(db, "settle", db->engine->settle);
	for (size_t i = 0; i < n && db_is_sound(db); i++) {
		assert(all[i].number > (i ? all[i - 1].number : 0));
		if (all[i].number <= newest || !run_step(db, &all[i]))
			continue;
		db_run(db, &record_step,
			DB_VALUES(V(all[i].number), V(all[i].name), V(clock_now_ms())));
		n_run++;
	}
	return db_is_sound(db) ? n_run : -1;
}

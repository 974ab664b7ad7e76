#include "clock.h"
#include "engine.h"

#include <assert.h>
#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	OID_OF_BOOL = 16, /* pg_type.h: fixed for all versions */
	OID_OF_BYTES = 17,
	OID_OF_BIGINT = 20,
	OID_OF_SMALLINT = 21,
	OID_OF_INTEGER = 23,
	OID_OF_TEXT = 25,
	NAME_BYTES = 16,
	TIME_STEP_MS = 250,
};

enum { RETRY_AFTER_MS = 500 };

/* On which commits are told; its name is seen by all who use the database. */
#define CHANNEL "jalon_committed"

struct postgres {
	struct db db;
	PGconn *conn;
	int64_t timeout_ms; /* as the session has it; 0: the server's own, -1: not known */
	int64_t retry_at_ms; /* after a failed reconnection; clock_monotonic_ms() */
	bool is_told; /* of commits, by the server */
	bool has_news;
};

static PGconn *conn_of(const struct db *db)
{
	return ((const struct postgres *)db)->conn;
}

/* ---- failures */

/* To add one: the beginning of an SQLSTATE (PostgreSQL's appendix A); longer ones first. */
static const struct {
	const char *state;
	enum mishap mishap;
} states[] = {
	{ "08", MISHAP_SILENT },
	{ "23", MISHAP_REFUSED },
	{ "25006", MISHAP_READ_ONLY },
	{ "40", MISHAP_CONFLICT },
	{ "53100", MISHAP_FULL },
	{ "53200", MISHAP_MEMORY },
	{ "53", MISHAP_BUSY },
	{ "55P03", MISHAP_BUSY },
	{ "57014", MISHAP_TOO_LONG },
	{ "57P", MISHAP_SILENT },
	{ "58", MISHAP_DISK },
	{ "XX001", MISHAP_DAMAGED },
	{ "XX002", MISHAP_DAMAGED },
};

static bool begins(const char *state, const char *with)
{
	return !strncmp(state, with, strlen(with));
}

static enum mishap mishap_of(const char *state)
{
	for (size_t i = 0; i < COUNT(states); i++) {
		if (begins(state, states[i].state))
			return states[i].mishap;
	}
	return MISHAP_STATEMENT;
}

/* The connection itself failed: libpq tells it in several lines. */
static void fail_to_connect(struct db *db)
{
	char words[300];

	snprintf(words, sizeof words, "%s", PQerrorMessage(conn_of(db)));
	for (char *p = words; *p; p++) {
		if (*p == '\n')
			*p = p[1] ? ' ' : '\0';
	}
	db_fail(db, MISHAP_SILENT, "connection", words);
}

static void fail(struct db *db, const char *name, const PGresult *result)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	char detail[300];

	if (!state) {
		fail_to_connect(db);
		return;
	}
	/* The words of class 22, and the second line of any, repeat values: nothing for a log. */
	if (!words || begins(state, "22"))
		words = "a value does not fit";
	snprintf(detail, sizeof detail, "%s (%s)", words, state);
	db_fail(db, mishap_of(state), name, detail);
}

/* The result if it is a good one, else NULL with the failure recorded. */
static PGresult *checked(struct db *db, const char *name, PGresult *result)
{
	switch (PQresultStatus(result)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
	case PGRES_EMPTY_QUERY:
		return result;
	default:
		fail(db, name, result);
		PQclear(result);
		return NULL;
	}
}

static bool succeeded(struct db *db, const char *name, PGresult *result)
{
	result = checked(db, name, result);
	if (!result)
		return false;
	PQclear(result);
	return true;
}

static bool postgres_execute(struct db *db, const char *name, const char *sql)
{
	return succeeded(db, name, PQexec(conn_of(db), sql));
}

/* ---- connections */

/*
 * Where there is an index it is used, as in SQLite: a table that was just filled has no statistics
 * yet, and plans made by guesses read all of it for each page of a list.
 */
#define SETTINGS \
	"SET client_min_messages = warning; SET bytea_output = hex; SET enable_seqscan = off; " \
	"SET jit = off"

/* A replica refuses: there one has to look. */
static bool ask_to_be_told(PGconn *conn)
{
	PGresult *result = PQexec(conn, "LISTEN " CHANNEL);
	bool is_told = PQresultStatus(result) == PGRES_COMMAND_OK;

	PQclear(result);
	return is_told;
}

static bool start_session(struct db *db)
{
	struct postgres *pg = (struct postgres *)db;
	const char *settings = db->mode == DB_READ ? SETTINGS
				       "; SET default_transaction_read_only = on"
						   : SETTINGS;

	pg->timeout_ms = 0;
	if (PQstatus(pg->conn) == CONNECTION_OK) {
		pg->is_told = db->mode == DB_READ && ask_to_be_told(pg->conn);
		pg->has_news = true; /* before, nobody listened */
		return postgres_execute(db, "connection", settings);
	}
	fail_to_connect(db);
	return false;
}

static void ignore_notice(void *arg, const char *message)
{
	(void)arg;
	(void)message;
}

static bool postgres_open(struct db *db, const char *url)
{
	/* What stands before the address is a default, what stands after it is not. */
	const char *keys[] = { "connect_timeout", "tcp_user_timeout", "fallback_application_name",
		"dbname", "client_encoding", NULL };
	const char *values[] = { "5", "30000", "jalon", url, "UTF8", NULL };
	struct postgres *pg = (struct postgres *)db;

	pg->conn = PQconnectdbParams(keys, values, 1);
	PQsetNoticeProcessor(pg->conn, ignore_notice, NULL);
	return start_session(db);
}

static void postgres_close(struct db *db)
{
	/* The server forgets them with the session. */
	statements_lose(&db->statements);
	statements_close(db);
	PQfinish(conn_of(db));
}

static void postgres_revive(struct db *db)
{
	PGconn *conn = conn_of(db);

	/* Asks the server nothing: reads its farewell, if it sent one, then the end behind it. */
	if (PQconsumeInput(conn) && PQconsumeInput(conn) && PQstatus(conn) == CONNECTION_OK)
		return;
	struct postgres *pg = (struct postgres *)db;
	if (clock_monotonic_ms() < pg->retry_at_ms) {
		db_fail(db, MISHAP_SILENT, "connect", "it did not answer a moment ago");
		return;
	}
	PQreset(conn);
	statements_lose(&db->statements);
	start_session(db);
	/* Event threads serve others: they wait for a silent server once, not at each request. */
	pg->retry_at_ms = db_is_sound(db) ? 0 : clock_monotonic_ms() + RETRY_AFTER_MS;
}

/* In steps, so that most works find the limit of the work before and need not set it. */
static void postgres_limit_time(struct db *db, int64_t remaining_ms)
{
	struct postgres *pg = (struct postgres *)db;
	int64_t timeout_ms = (remaining_ms + TIME_STEP_MS - 1) / TIME_STEP_MS * TIME_STEP_MS;
	char sql[64] = "SET statement_timeout TO DEFAULT";

	if (timeout_ms == pg->timeout_ms)
		return;
	if (timeout_ms)
		snprintf(sql, sizeof sql, "SET statement_timeout = %" PRId64, timeout_ms);
	if (postgres_execute(db, "statement_timeout", sql))
		pg->timeout_ms = timeout_ms;
}

/* ---- transactions */

/* In a transaction that was refused something, the rest would be refused too. */
static PGresult *commit_and_tell(PGconn *conn)
{
	bool can_tell = PQtransactionStatus(conn) == PQTRANS_INTRANS;

	return PQexec(conn, can_tell ? "NOTIFY " CHANNEL "; COMMIT" : "COMMIT");
}

static bool postgres_commit(struct db *db)
{
	PGresult *result = checked(db, "commit", commit_and_tell(conn_of(db)));

	if (!result)
		return false;
	/* After a refused statement the server answers a COMMIT by rolling back, without error. */
	bool is_done = !strcmp(PQcmdStatus(result), "COMMIT");
	if (!is_done)
		db_fail(db, MISHAP_STATEMENT, "commit", "the server rolled back");
	PQclear(result);
	return is_done;
}

static bool postgres_heard(struct db *db)
{
	struct postgres *pg = (struct postgres *)db;
	bool has_news = !pg->is_told || pg->has_news || !PQconsumeInput(pg->conn);

	for (PGnotify *n = PQnotifies(pg->conn); n; n = PQnotifies(pg->conn)) {
		PQfreemem(n);
		has_news = true;
	}
	pg->has_news = false;
	return has_news;
}

static void postgres_rollback(struct db *db)
{
	struct postgres *pg = (struct postgres *)db;

	if (PQtransactionStatus(pg->conn) != PQTRANS_IDLE)
		PQclear(PQexec(pg->conn, "ROLLBACK"));
	pg->timeout_ms = -1; /* what was set inside is undone too */
}

/* ---- statements */

static void name_of(const struct statement *s, char ret_name[NAME_BYTES])
{
	snprintf(ret_name, NAME_BYTES, "s%u", s->number);
}

static bool postgres_prepare(struct db *db, struct statement *s)
{
	char name[NAME_BYTES];

	name_of(s, name);
	return succeeded(db, s->name, PQprepare(conn_of(db), name, s->text.p, 0, NULL));
}

static void postgres_forget(struct db *db, struct statement *s)
{
	char sql[NAME_BYTES + sizeof "DEALLOCATE "] = "DEALLOCATE ";

	name_of(s, sql + strlen(sql));
	PQclear(PQexec(conn_of(db), sql));
}

/* The value as libpq wants it: NULL, or text with a NUL. */
static const char *parameter(struct arena *a, struct db_value v)
{
	switch (v.type) {
	case DB_INT:
		return str_printf(a, "%" PRId64, v.integer).p;
	case DB_TEXT:
		return str_z(a, v.text);
	case DB_BYTES:
		return v.text.n ? v.text.p : "";
	default:
		return NULL;
	}
}

/* Texts go as texts, bytes as they are. */
static PGresult *execute_prepared(
	struct db *db, struct statement *s, const struct db_value *values, size_t n)
{
	char name[NAME_BYTES];
	struct arena a;

	name_of(s, name);
	arena_init(&a, SIZE_MAX);
	const char **texts = ARENA_ARRAY(&a, const char *, n);
	int *lengths = ARENA_ARRAY(&a, int, n), *are_bytes = ARENA_ARRAY(&a, int, n);
	for (size_t i = 0; i < n; i++) {
		texts[i] = parameter(&a, values[i]);
		lengths[i] = (int)values[i].text.n;
		are_bytes[i] = values[i].type == DB_BYTES;
	}
	PGresult *result = PQexecPrepared(conn_of(db), name, (int)n, texts, lengths, are_bytes, 0);
	arena_free(&a);
	return checked(db, s->name, result);
}

static int64_t postgres_run(
	struct db *db, struct statement *s, const struct db_value *values, size_t n)
{
	PGresult *result = execute_prepared(db, s, values, n);

	if (!result)
		return 0;
	assert(PQresultStatus(result) == PGRES_COMMAND_OK);
	int64_t touched = strtoll(PQcmdTuples(result), NULL, 10);
	PQclear(result);
	return touched;
}

static bool postgres_query(struct db_rows *rows, const struct db_value *values, size_t n)
{
	PGresult *result = execute_prepared(rows->db, rows->statement, values, n);

	if (!result)
		return false;
	assert(PQresultStatus(result) == PGRES_TUPLES_OK);
	rows->cursor = result;
	rows->n_columns = (unsigned)PQnfields(result);
	rows->n_rows = PQntuples(result);
	rows->row = -1;
	/* All rows are here: the statement may run again while they are read. */
	statement_release(rows->db, rows->statement);
	rows->statement = NULL;
	return true;
}

static bool postgres_next(struct db_rows *rows)
{
	return ++rows->row < rows->n_rows;
}

static void postgres_done(struct db_rows *rows)
{
	PQclear(rows->cursor);
}

/* ---- columns */

static struct str postgres_column_text(struct db_rows *rows, int column)
{
	const char *text = PQgetvalue(rows->cursor, rows->row, column);

	/* What is true is 1, as in SQLite. */
	if (PQftype(rows->cursor, column) == OID_OF_BOOL && *text)
		return *text == 't' ? S("1") : S("0");
	return (struct str){ text, (size_t)PQgetlength(rows->cursor, rows->row, column) };
}

static unsigned digit_of(char c)
{
	return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a') + 10;
}

/* They come in hexadecimal, behind "\x". */
static struct str postgres_column_bytes(struct db_rows *rows, int column, struct arena *a)
{
	struct str hex = str_from_at(postgres_column_text(rows, column), 2);
	char *bytes = arena_take(a, hex.n / 2 + 1);

	for (size_t i = 0; i < hex.n / 2; i++)
		bytes[i] = (char)(digit_of(hex.p[2 * i]) << 4 | digit_of(hex.p[2 * i + 1]));
	return (struct str){ bytes, hex.n / 2 };
}

static int64_t postgres_column_int(struct db_rows *rows, int column)
{
	return strtoll(postgres_column_text(rows, column).p, NULL, 10);
}

static enum db_type postgres_column_type(struct db_rows *rows, int column)
{
	if (PQgetisnull(rows->cursor, rows->row, column))
		return DB_NULL;
	switch (PQftype(rows->cursor, column)) {
	case OID_OF_BOOL:
	case OID_OF_BIGINT:
	case OID_OF_SMALLINT:
	case OID_OF_INTEGER:
		return DB_INT;
	case OID_OF_TEXT:
		return DB_TEXT;
	case OID_OF_BYTES:
		return DB_BYTES;
	default:
		return DB_OTHER;
	}
}

/* ---- integrity */

/* The server keeps its own files whole; what it may leave behind is a half-made index or key. */
static bool postgres_check_integrity(
	struct db *db, void (*say)(void *arg, struct str complaint), void *arg)
{
	static const struct sql unsound = { .name = "unsound",
		.postgres =
			"SELECT 'index ' || c.relname || ' is not valid' FROM pg_index i "
			"JOIN pg_class c ON c.oid = i.indexrelid "
			"WHERE NOT i.indisvalid AND c.relnamespace = "
			"current_schema()::regnamespace "
			"UNION ALL SELECT 'foreign key ' || k.conname || ' is not validated' "
			"FROM pg_constraint k WHERE k.contype = 'f' AND NOT k.convalidated "
			"AND k.connamespace = current_schema()::regnamespace "
			"UNION ALL SELECT 'foreign key ' || k.conname || ' is not enforced' "
			"FROM pg_constraint k WHERE k.contype = 'f' "
			"AND k.connamespace = current_schema()::regnamespace AND EXISTS (SELECT 1 "
			"FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgenabled <> 'O') "
			"ORDER BY 1" };
	struct db_rows *rows = db_query(db, &unsound, NULL, 0);
	bool is_content = true;

	while (db_next(rows)) {
		say(arg, db_column_text(rows, 0));
		is_content = false;
	}
	return is_content;
}

const struct engine engine_postgres = {
	.kind = DB_POSTGRES,
	.prefix = "postgresql://",
	.text_type = "TEXT COLLATE \"C\"",
	.bytes_type = "BYTEA",
	.schema_lock = "SELECT pg_advisory_xact_lock(7402005)",
	.settle = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED",
	.begin = "BEGIN",
	.begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	.size = sizeof(struct postgres),
	.open = postgres_open,
	.close = postgres_close,
	.revive = postgres_revive,
	.limit_time = postgres_limit_time,
	.execute = postgres_execute,
	.commit = postgres_commit,
	.heard = postgres_heard,
	.rollback = postgres_rollback,
	.prepare = postgres_prepare,
	.forget = postgres_forget,
	.run = postgres_run,
	.query = postgres_query,
	.next = postgres_next,
	.done = postgres_done,
	.column_int = postgres_column_int,
	.column_text = postgres_column_text,
	.column_bytes = postgres_column_bytes,
	.column_type = postgres_column_type,
	.check_integrity = postgres_check_integrity,
};

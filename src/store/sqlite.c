#include "backup.h"
#include "clock.h"
#include "engine.h"
#include "sqlite_gather.h"
#include "sqlite_news.h"

#include <assert.h>
#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	BUSY_TIMEOUT_MS = 5000,
	BUSY_STEP_MS = 10,
	STEPS_BETWEEN_LOOKS = 1000, /* of SQLite's machine, between two looks at the clock */
};

struct sqlite {
	struct db db;
	sqlite3 *handle;
	struct sqlite_news news;
};

static sqlite3 *handle_of(const struct db *db)
{
	return ((const struct sqlite *)db)->handle;
}

/* ---- failures */

static enum mishap mishap_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return MISHAP_BUSY;
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return MISHAP_CANNOT_OPEN;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return MISHAP_DAMAGED;
	case SQLITE_IOERR:
		/* Of full disks SQLite knows, but not of quotas nor of bounds on the size of files.
		 */
		return code == SQLITE_IOERR_WRITE ? MISHAP_FULL : MISHAP_DISK;
	case SQLITE_PROTOCOL:
		return MISHAP_DISK;
	case SQLITE_FULL:
		return MISHAP_FULL;
	case SQLITE_NOMEM:
	case SQLITE_TOOBIG:
		return MISHAP_MEMORY;
	case SQLITE_READONLY:
		return MISHAP_READ_ONLY;
	case SQLITE_CONSTRAINT:
	case SQLITE_MISMATCH:
		return MISHAP_REFUSED;
	case SQLITE_INTERRUPT:
		return MISHAP_TOO_LONG;
	default:
		return MISHAP_STATEMENT;
	}
}

/* Records what the last call on the handle met; false, so that callers can return it. */
static bool fail(struct db *db, const char *name)
{
	sqlite3 *handle = handle_of(db);

	db_fail(db, mishap_of(sqlite3_extended_errcode(handle)), name, sqlite3_errmsg(handle));
	return false;
}

/* ---- connections */

static int is_late(void *db)
{
	return db_is_late(db);
}

static bool sqlite_execute(struct db *db, const char *name, const char *sql)
{
	int result = sqlite3_exec(handle_of(db), sql, NULL, NULL, NULL);

	return result == SQLITE_OK || fail(db, name);
}

static int keep_whether_wal(void *ret_is_wal, int n, char **values, char **names)
{
	(void)names;
	*(bool *)ret_is_wal = n == 1 && !strcmp(values[0], "wal");
	return 0;
}

/*
 * A file gets its log once, when it is new. If another process writes in it just then, SQLite does
 * not wait but says at once that it is busy.
 */
static int ask_for_wal(struct db *db, bool *ret_is_wal)
{
	int64_t until_ms = clock_monotonic_ms() + BUSY_TIMEOUT_MS;

	for (;;) {
		int result = sqlite3_exec(handle_of(db), "PRAGMA journal_mode = WAL",
			keep_whether_wal, ret_is_wal, NULL);

		if ((result & 0xff) != SQLITE_BUSY || clock_monotonic_ms() >= until_ms)
			return result;
		usleep(BUSY_STEP_MS * 1000);
	}
}

static bool has_wal(struct db *db)
{
	bool is_wal = false;

	return sqlite3_exec(handle_of(db), "PRAGMA journal_mode", keep_whether_wal, &is_wal,
		       NULL) == SQLITE_OK &&
	       is_wal;
}

/* A writer that cannot have the log beside the file would make all readers wait. */
static bool set_wal(struct db *db)
{
	bool is_wal = false;

	if (ask_for_wal(db, &is_wal) != SQLITE_OK)
		return fail(db, "journal_mode");
	if (!is_wal)
		db_fail(db, MISHAP_CANNOT_OPEN, "journal_mode",
			"the file system has no shared memory for a write-ahead log");
	return is_wal;
}

/* As in PostgreSQL, a text in double quotes is a name and never a value. */
static void set_alike(sqlite3 *handle)
{
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
}

/* Nobody asks how much memory SQLite has in all; counting it makes threads wait for each other. */
static void configure(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static void configure_once(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, configure);
}

static int keep_number(void *ret_number, int n, char **values, char **names)
{
	(void)n;
	(void)names;
	*(long *)ret_number = strtol(values[0], NULL, 10);
	return 0;
}

static bool is_backup(struct db *db)
{
	long id = 0;

	sqlite3_exec(handle_of(db), "PRAGMA application_id", keep_number, &id, NULL);
	return id == BACKUP_APPLICATION;
}

static bool sqlite_open(struct db *db, const char *url)
{
	struct sqlite *lite = (struct sqlite *)db;
	const char *path = url + strlen(db->engine->prefix);
	bool is_writer = db->mode == DB_WRITE;
	int flags = is_writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;

	if (!*path) {
		/* SQLite would take it for a temporary database. */
		db_fail(db, MISHAP_CANNOT_OPEN, "open", "the address names no file");
		return false;
	}
	configure_once();
	if (sqlite3_open_v2(path, &lite->handle, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		return fail(db, "open");
	sqlite3_extended_result_codes(lite->handle, 1);
	sqlite3_busy_timeout(lite->handle, BUSY_TIMEOUT_MS);
	sqlite3_progress_handler(lite->handle, STEPS_BETWEEN_LOOKS, is_late, db);
	set_alike(lite->handle);
	if (sqlite_gather_add(lite->handle) != SQLITE_OK)
		return fail(db, "open");
	/* The file is first read here, so one that is no database shows at once. */
	if (!sqlite_execute(db, "open", "PRAGMA case_sensitive_like = ON; PRAGMA schema_version"))
		return false;
	if (is_backup(db)) {
		failure_record(db->failure, "the file is a backup, not a database", str_from(path),
			"`jalon restore` puts a backup into an empty database.");
		return false;
	}
	if (!is_writer) {
		if (has_wal(db))
			sqlite_news_begin(&lite->news, lite->handle);
		return sqlite_execute(db, "open", "PRAGMA query_only = ON");
	}
	return set_wal(db) &&
	       sqlite_execute(db, "open", "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
}

/* "file:%2Fsrv%2Fa.jalon?immutable=1": no log or journal beside it is rolled into it. */
static const char *immutable(struct arena *a, const char *path)
{
	struct out o = out_new(a, 4 * PATH_MAX);

	out_z(&o, "file:");
	out_url_component(&o, str_from(path));
	out_z(&o, "?immutable=1");
	return str_z(a, out_done(&o));
}

bool sqlite_open_aside(struct db *db, const char *path)
{
	struct sqlite *lite = (struct sqlite *)db;
	bool is_writer = db->mode == DB_WRITE;
	int flags = is_writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
			      : SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;

	configure_once();
	if (sqlite3_open_v2(is_writer ? path : immutable(db->arena, path), &lite->handle,
		    flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		return fail(db, "open");
	sqlite3_extended_result_codes(lite->handle, 1);
	if (is_writer)
		return sqlite_execute(db, "open",
			"PRAGMA journal_mode = OFF; "
			"PRAGMA synchronous = OFF; "
			"PRAGMA locking_mode = EXCLUSIVE");
	set_alike(lite->handle);
	sqlite3_db_config(lite->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	return sqlite_execute(db, "open",
		"PRAGMA query_only = ON; PRAGMA cell_size_check = ON; "
		"PRAGMA schema_version");
}

static void sqlite_close(struct db *db)
{
	statements_close(db);
	int result = sqlite3_close(handle_of(db));
	assert(result == SQLITE_OK);
	(void)result;
}

/* ---- transactions */

static bool sqlite_heard(struct db *db)
{
	return sqlite_news_came(&((struct sqlite *)db)->news);
}

static bool sqlite_commit(struct db *db)
{
	return sqlite_execute(db, "commit", "COMMIT");
}

static void sqlite_rollback(struct db *db)
{
	/* Some failures, a full disk for one, have ended the transaction already. */
	if (!sqlite3_get_autocommit(handle_of(db)))
		sqlite3_exec(handle_of(db), "ROLLBACK", NULL, NULL, NULL);
}

/* ---- statements */

static bool sqlite_prepare(struct db *db, struct statement *s)
{
	sqlite3_stmt *prepared;
	int result = sqlite3_prepare_v3(handle_of(db), s->text.p, (int)s->text.n + 1,
		SQLITE_PREPARE_PERSISTENT, &prepared, NULL);

	if (result != SQLITE_OK)
		return fail(db, s->name);
	if (!prepared)
		db_fail(db, MISHAP_STATEMENT, s->name, "there is no statement in the text");
	s->handle = prepared;
	return prepared;
}

static void sqlite_forget(struct db *db, struct statement *s)
{
	(void)db;
	sqlite3_finalize(s->handle);
}

static int bind_value(sqlite3_stmt *prepared, int place, struct db_value v)
{
	switch (v.type) {
	case DB_INT:
		return sqlite3_bind_int64(prepared, place, v.integer);
	case DB_TEXT:
		/* Copied: rows may be read after the caller's text is gone. */
		return sqlite3_bind_text64(prepared, place, v.text.n ? v.text.p : "", v.text.n,
			SQLITE_TRANSIENT, SQLITE_UTF8);
	case DB_BYTES:
		return sqlite3_bind_blob64(
			prepared, place, v.text.n ? v.text.p : "", v.text.n, SQLITE_TRANSIENT);
	default:
		return sqlite3_bind_null(prepared, place);
	}
}

static bool bind(sqlite3_stmt *prepared, const struct db_value *values, size_t n)
{
	int result = SQLITE_OK;

	assert(sqlite3_bind_parameter_count(prepared) == (int)n);
	for (size_t i = 0; i < n && result == SQLITE_OK; i++)
		result = bind_value(prepared, (int)i + 1, values[i]);
	return result == SQLITE_OK;
}

/* Ready for the next use; nothing of the last one stays in memory. */
static void reset(sqlite3_stmt *prepared)
{
	sqlite3_reset(prepared);
	sqlite3_clear_bindings(prepared);
}

static int64_t sqlite_run(
	struct db *db, struct statement *s, const struct db_value *values, size_t n)
{
	sqlite3 *handle = handle_of(db);
	sqlite3_stmt *prepared = s->handle;
	int64_t before = sqlite3_total_changes64(handle), touched = 0;

	assert(sqlite3_column_count(prepared) == 0);
	if (!bind(prepared, values, n) || sqlite3_step(prepared) != SQLITE_DONE)
		fail(db, s->name);
	else if (sqlite3_total_changes64(handle) != before)
		touched = sqlite3_changes64(handle); /* else it tells of an earlier statement */
	reset(prepared);
	return touched;
}

static bool sqlite_query(struct db_rows *rows, const struct db_value *values, size_t n)
{
	sqlite3_stmt *prepared = rows->statement->handle;

	assert(sqlite3_column_count(prepared) > 0);
	if (!bind(prepared, values, n)) {
		fail(rows->db, rows->statement->name);
		reset(prepared);
		return false;
	}
	rows->cursor = prepared;
	rows->n_columns = (unsigned)sqlite3_column_count(prepared);
	return true;
}

static bool sqlite_next(struct db_rows *rows)
{
	int result = sqlite3_step(rows->cursor);

	if (result != SQLITE_ROW && result != SQLITE_DONE)
		fail(rows->db, rows->statement->name);
	return result == SQLITE_ROW;
}

static void sqlite_done(struct db_rows *rows)
{
	reset(rows->cursor);
}

/* ---- columns */

static int64_t sqlite_column_int(struct db_rows *rows, int column)
{
	return sqlite3_column_int64(rows->cursor, column);
}

static struct str sqlite_column_text(struct db_rows *rows, int column)
{
	const char *text = (const char *)sqlite3_column_text(rows->cursor, column);

	return text ? (struct str){ text, (size_t)sqlite3_column_bytes(rows->cursor, column) }
		    : S("");
}

static struct str sqlite_column_bytes(struct db_rows *rows, int column, struct arena *a)
{
	const char *bytes = sqlite3_column_blob(rows->cursor, column);

	(void)a;
	return bytes ? (struct str){ bytes, (size_t)sqlite3_column_bytes(rows->cursor, column) }
		     : S("");
}

static enum db_type sqlite_column_type(struct db_rows *rows, int column)
{
	switch (sqlite3_column_type(rows->cursor, column)) {
	case SQLITE_NULL:
		return DB_NULL;
	case SQLITE_INTEGER:
		return DB_INT;
	case SQLITE_TEXT:
		return DB_TEXT;
	case SQLITE_BLOB:
		return DB_BYTES;
	default:
		return DB_OTHER;
	}
}

/* ---- integrity */

static bool sqlite_check_integrity(
	struct db *db, void (*say)(void *arg, struct str complaint), void *arg)
{
	static const struct sql pages = { "integrity_check", 0, "PRAGMA integrity_check", "" };
	static const struct sql keys = { "foreign_key_check", 0, "PRAGMA foreign_key_check", "" };
	struct db_rows *rows = db_query(db, &pages, NULL, 0);
	bool is_content = true;

	while (db_next(rows)) {
		struct str complaint = db_column_text(rows, 0);

		if (str_is(complaint, "ok"))
			continue;
		say(arg, complaint);
		is_content = false;
	}
	rows = db_query(db, &keys, NULL, 0);
	while (db_next(rows)) {
		struct str from = db_column_text(rows, 0), to = db_column_text(rows, 2);

		say(arg, str_printf(db->arena, "row %lld of " STR_FMT " has no row of " STR_FMT,
				 (long long)db_column_int(rows, 1), STR_ARG(from), STR_ARG(to)));
		is_content = false;
	}
	return is_content;
}

const struct engine engine_sqlite = {
	.kind = DB_SQLITE,
	.prefix = "sqlite:",
	.text_type = "TEXT",
	.bytes_type = "BLOB",
	.begin = "BEGIN IMMEDIATE",
	.begin_read = "BEGIN",
	/* 64 MB: if nobody settles it, a commit does. */
	.leave_log = "PRAGMA wal_autocheckpoint = 16000",
	.settle_log = "PRAGMA wal_checkpoint(PASSIVE)",
	.size = sizeof(struct sqlite),
	.open = sqlite_open,
	.close = sqlite_close,
	.execute = sqlite_execute,
	.commit = sqlite_commit,
	.heard = sqlite_heard,
	.rollback = sqlite_rollback,
	.prepare = sqlite_prepare,
	.forget = sqlite_forget,
	.run = sqlite_run,
	.query = sqlite_query,
	.next = sqlite_next,
	.done = sqlite_done,
	.column_int = sqlite_column_int,
	.column_text = sqlite_column_text,
	.column_bytes = sqlite_column_bytes,
	.column_type = sqlite_column_type,
	.check_integrity = sqlite_check_integrity,
};

/*
 * backup.h - a backup: one SQLite file with the rows of all tables that the steps of the schema
 * make, as one snapshot of the store had them, whatever its engine. A manifest in it says when it
 * was made, of which schema, and how many rows with which digest each table has.
 *
 * Every table is CREATE TABLE "name" ("column" INTEGER, TEXT or BLOB, ...) STRICT, without keys and
 * indexes, rows in the order of the primary key. Beside them `backup` (one row) and `backup_table`
 * (a row each). Digests are SHA-256 over the values: "n" for NULL, "i42;", "t5:texte",
 * "b2:" and two bytes, and a line feed after each row.
 */
#ifndef BACKUP_H
#define BACKUP_H

#include "migrate.h"

struct tables;

enum {
	BACKUP_APPLICATION = 0x4a414c42, /* "JALB", the application_id of the file */
	BACKUP_FORMAT = 1, /* its user_version */
};

/* The schema that this program knows, and what of it is made anew and so left out. */
struct backup_schema {
	const struct migration *steps;
	size_t n_steps;
	const char *const *left_out; /* names of tables, NULL at the end */
};

struct backup_table {
	const char *name;
	int64_t n_rows;
	struct str digest; /* lower-case hexadecimal */
};

struct backup_about {
	struct str made_at; /* RFC 3339 */
	struct str program; /* the version of Jalon that made it */
	struct str engine; /* "sqlite" or "postgresql" */
	int64_t schema; /* number of the newest step */
	struct backup_table *tables; /* by name */
	size_t n_tables;
	int64_t n_rows;
};

/*
 * Writes all that `store` has in its present snapshot, of its own schema, into the empty file
 * `path`. `about` has made_at and program; the rest is filled, in `a`. False with the failure of
 * the store's work recorded, or what failed with the file in `file`.
 */
bool backup_write(struct db *store, const struct backup_schema *schema, const char *path,
	struct backup_about *about, struct arena *a, struct failure *file);

/* Does the file of that descriptor begin as a backup does? */
bool backup_is_one(int fd);

enum backup_state {
	BACKUP_SOUND, /* as far as can be told without reading its rows */
	BACKUP_NEWER, /* made by a later Jalon */
	BACKUP_DAMAGED /* see the failure */
};

struct backup {
	struct db *file;
	struct backup_about about;
	struct tables *tables; /* that it must have (tables.h) */
	struct failure failure; /* of the file */
	struct arena *arena;
};

/* Opens a file that backup_is_one(). Always to be closed. */
enum backup_state backup_open(
	struct backup *b, const char *path, const struct backup_schema *schema, struct arena *a);
void backup_close(struct backup *b);

/* Reads all of its rows: are they what the manifest says? */
bool backup_check(struct backup *b);

/*
 * Runs the steps up to that of the backup in the empty `store`, and gives it the rows. In a
 * transaction of the caller, which rolls back when it is false: the failure of the store's work is
 * recorded, or that of the backup.
 */
bool backup_restore(struct backup *b, const struct backup_schema *schema, struct db *store);

#endif

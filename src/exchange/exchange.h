/*
 * exchange.h - records as files: CSV and JSON in and out, workbooks out. CSV has one
 * column for each language of a text; `id` is the public id, so a file loaded twice updates instead
 * of doubling.
 */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include "decode.h"
#include "json.h"
#include "list.h"

/* ---- out */

/* {"id": ..., "kind": ..., fields}: one record as the API gives it. `only` as in list_query. */
void record_json(struct work *w, struct json *j, const struct kind *k, const void *row,
	const struct language *only);

/*
 * The same as the one who works may be told it: those who work on it are told what is internal,
 * whose it is, which steps they can take, and until when.
 */
void record_told_json(struct work *w, struct json *j, const struct kind *k, const void *row);

/* A record as it was. */
void record_past_json(
	struct work *w, struct json *j, const struct kind *k, const void *row, bool with_internal);

/* What a column holds, as text, as the member of a record has it. */
void column_json(struct json *j, struct column c, struct str text);

/* {"id", "name", "type", "bytes", "about", "url"}: a file that is attached to a record. */
struct file;
void file_json(struct work *w, struct json *j, const struct file *f);

/* Lists are JSON page by page; from EXPORT_FILES on they are files. */
enum export_format {
	EXPORT_JSON,
	EXPORT_FILES,
	EXPORT_CSV = EXPORT_FILES,
	EXPORT_JSONL,
	EXPORT_XLSX,
	EXPORT_FORMAT_COUNT
};

/* False when Jalon writes no such format. */
bool export_format_by_name(struct str name, enum export_format *ret_format);
const char *export_name(enum export_format f); /* "jsonl", as in addresses */
const char *export_label(enum export_format f); /* "JSON Lines" */
const char *export_type(enum export_format f); /* Content-Type */

/* Takes a piece of the file; false ends the export. */
typedef bool export_sink(void *arg, struct str piece);

struct export_order {
	const struct list_query *query; /* its cursor counts with a limit alone */
	enum export_format format;
	int64_t max_rows; /* 0: no bound */
	export_sink *sink;
	void *arg;
};

enum export_end {
	EXPORT_WHOLE,
	EXPORT_TOO_LONG, /* more rows than asked for, or than the format can hold */
	EXPORT_STOPPED, /* the sink took no more */
	EXPORT_FAILED /* the failure of the work tells why */
};

/*
 * Writes in pieces, memory not growing with them: with a limit that page of the list, from its
 * cursor in its order; without one the whole filtered list in the order that was asked for, oldest
 * first when none was. Unless the end is EXPORT_WHOLE, what was given to the sink is no whole file.
 *
 * In CSV, cells of text that a spreadsheet would run are guarded (csv.h); a workbook holds them as
 * text, has the columns' descriptions in a second sheet, and says in a third which cells were cut
 * because they hold more than a cell of a workbook can.
 */
enum export_end export_list(struct work *w, const struct export_order *order);

/* ---- in */

/* IMPORT_ANY: told from the content. */
enum import_format { IMPORT_ANY, IMPORT_CSV, IMPORT_JSON, IMPORT_JSONL };

/* False when Jalon reads no such format. */
bool import_format_by_name(struct str name, enum import_format *ret_format);

enum import_phase { IMPORT_CHECKING, IMPORT_SAVING };

struct import_options {
	const char *file_name; /* for messages */
	enum import_format format;
	bool dry_run; /* say what would happen, change nothing */
	bool keeps_stored; /* leave records that are in the store already as they are */
	const char *coded_under; /* the edition its codes are of; NULL: those in force */
	bool only_good; /* load the good rows, give the bad ones to `reject` */
	void (*say)(void *arg, struct str line); /* "FILE:LINE:COLUMN: what is wrong" */

	/* Takes a piece of a file of the bad rows, of the same format; may be NULL. */
	void (*reject)(void *arg, struct str piece);

	/* How far it is: rows so far, and per cent of all. Called for every row; may be NULL. */
	void (*progress)(void *arg, enum import_phase phase, int64_t rows, unsigned percent);
	void *arg;
};

struct import_result {
	int64_t created, updated, unchanged, rejected;
	bool is_loaded; /* the good rows are in the store */
};

/*
 * Loads a file of CSV, JSON (a list of records, or the API's answer with its "items") or JSON lines
 * in one transaction of its own; see decode.h for its encodings. Memory grows with the number of
 * rows (some 100 bytes each), not with the file. False: the file or the store failed whole.
 */
bool import_records(struct work *w, const struct kind *k, const struct byte_source *file,
	const struct import_options *options, struct import_result *ret_result);

#endif

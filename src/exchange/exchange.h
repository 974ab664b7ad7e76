/*
 * exchange.h - records as files: CSV in and out, JSON out. One column for each language of a
 * text; `id` is the public id, so a file loaded twice updates instead of doubling.
 */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include "json.h"
#include "list.h"

/* ---- out */

/* {"id": ..., "kind": ..., fields}: one record as the API gives it. `only` as in list_query. */
void record_json(struct work *w, struct json *j, const struct kind *k, const void *row,
	const struct language *only);

enum export_format { EXPORT_CSV, EXPORT_JSON, EXPORT_JSONL, EXPORT_XLSX, EXPORT_FORMAT_COUNT };

/* False when Jalon writes no such format. */
bool export_format_by_name(struct str name, enum export_format *ret_format);
const char *export_type(enum export_format f); /* Content-Type */

/* Takes a piece of the file; false ends the export. */
typedef bool export_sink(void *arg, struct str piece);

struct export_order {
	const struct list_query *query; /* its cursor is not looked at */
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
 * Writes the whole filtered list, oldest first, in pieces; memory does not grow with it. Unless the
 * end is EXPORT_WHOLE, what was given to the sink is no whole file.
 *
 * In CSV, cells of text that a spreadsheet would run are guarded (csv.h); a workbook holds them as
 * text, has the columns' descriptions in a second sheet, and says in a third which cells were cut
 * because they hold more than a cell of a workbook can.
 */
enum export_end export_list(struct work *w, const struct export_order *order);

/* ---- in */

struct import_options {
	const char *file_name; /* for messages */
	bool dry_run; /* say what would happen, change nothing */
	bool keeps_stored; /* leave records that are in the store already as they are */
	bool only_good; /* load the good rows, give the bad ones to `rejects` */
	void (*reject)(void *arg, struct str row); /* the header first; may be NULL */
	void (*say)(void *arg, struct str line); /* "FILE:LINE:COLUMN: what is wrong" */
	void *arg;
};

struct import_result {
	int64_t created, updated, unchanged, rejected;
	bool is_loaded; /* the good rows are in the store */
};

/* Loads a CSV file in one transaction of its own. False: the file or the store failed whole. */
bool import_csv(struct work *w, const struct kind *k, struct str file,
	const struct import_options *options, struct import_result *ret_result);

#endif

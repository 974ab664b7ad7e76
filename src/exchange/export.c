/* export.c - a filtered list as a file, piece by piece. */
#include "csv.h"
#include "exchange.h"

#include <string.h>

enum { EXPORT_STEP_ROWS = 200, STEP_MAX_BYTES = 16 << 20 };

struct export
{
	struct work *work;
	const struct list_query *query;
	struct columns columns; /* that the file has */
	bool is_first;
};

static struct columns columns_in(struct arena *a, const struct kind *k, const struct language *only)
{
	struct columns columns = kind_columns(a, k);
	size_t kept = 0;

	for (size_t i = 0; i < columns.n; i++) {
		struct column c = columns.v[i];

		if (c.field->type != FIELD_TEXT || !only || &languages[c.part] == only)
			columns.v[kept++] = c;
	}
	columns.n = kept;
	return columns;
}

static void csv_begin(struct export *e, struct out *o)
{
	out_z(o, "id");
	for (size_t i = 0; i < e->columns.n; i++) {
		out_char(o, ',');
		csv_write(o, column_name(o->arena, e->columns.v[i]));
	}
	out_char(o, '\n');
}

static void csv_row(struct export *e, struct out *o, const void *row)
{
	csv_write(o, ((const struct record *)row)->public_id);
	for (size_t i = 0; i < e->columns.n; i++) {
		out_char(o, ',');
		csv_write(o, column_read(o->arena, e->columns.v[i], row));
	}
	out_char(o, '\n');
}

static void nothing(struct export *e, struct out *o)
{
	(void)e;
	(void)o;
}

static void json_begin(struct export *e, struct out *o)
{
	(void)e;
	out_z(o, "[\n");
}

static void row_as_json(struct export *e, struct out *o, const void *row)
{
	struct json j = jsonw_to(o);

	record_json(e->work, &j, e->query->kind, row, e->query->only);
}

static void json_row(struct export *e, struct out *o, const void *row)
{
	if (!e->is_first)
		out_z(o, ",\n");
	row_as_json(e, o, row);
}

static void json_end(struct export *e, struct out *o)
{
	(void)e;
	out_z(o, "\n]\n");
}

static void jsonl_row(struct export *e, struct out *o, const void *row)
{
	row_as_json(e, o, row);
	out_char(o, '\n');
}

/* To add a format: a row here, its name in exchange.h and in the API's description. */
static const struct {
	const char *name, *type;
	void (*begin)(struct export *e, struct out *o);
	void (*row)(struct export *e, struct out *o, const void *row);
	void (*end)(struct export *e, struct out *o);
} formats[EXPORT_FORMAT_COUNT] = {
	[EXPORT_CSV] = { "csv", "text/csv; charset=utf-8", csv_begin, csv_row, nothing },
	[EXPORT_JSON] = { "json", "application/json", json_begin, json_row, json_end },
	[EXPORT_JSONL] = { "jsonl", "application/x-ndjson", nothing, jsonl_row, nothing },
};

bool export_format_by_name(struct str name, enum export_format *ret_format)
{
	for (size_t i = 0; i < EXPORT_FORMAT_COUNT; i++)
		if (str_is(name, formats[i].name)) {
			*ret_format = (enum export_format)i;
			return true;
		}
	return false;
}

const char *export_type(enum export_format f)
{
	return formats[f].type;
}

/* The next rows, written; how many, and the cursor moved beyond them. */
static size_t write_step(struct export *e, struct list_query *q, enum export_format format,
	int64_t *left, struct out *o)
{
	q->limit = *left < EXPORT_STEP_ROWS ? *left : EXPORT_STEP_ROWS;
	struct rows rows = list_rows(e->work, q);

	for (size_t i = 0; i < rows.n; i++) {
		formats[format].row(e, o, row_at(&rows, i));
		e->is_first = false;
	}
	if (rows.n)
		q->after_seq = ((struct record *)row_at(&rows, rows.n - 1))->seq;
	*left -= (int64_t)rows.n;
	return rows.n;
}

static bool give(struct work *w, struct out *o, export_sink *sink, void *arg)
{
	if (o->full)
		failure_record(w->failure, "an export step is too large", S(""), NULL);
	return !w->failure->what && (!o->n || sink(arg, out_done(o)));
}

/* Each step of the loop has memory of its own; the store and the work are lent to it. */
bool export_list(struct work *w, struct list_query *q, enum export_format format, export_sink *sink,
	void *arg)
{
	struct arena step, *home = w->arena;
	struct export e = { w, q, columns_in(home, q->kind, q->only), true };
	int64_t left = q->has_limit ? q->limit : INT64_MAX;
	struct out edge = out_new(home, STEP_MAX_BYTES);
	bool goes_on;

	q->order = ORDER_OLDEST;
	q->after_seq = q->before_seq = 0;
	formats[format].begin(&e, &edge);
	goes_on = give(w, &edge, sink, arg);
	arena_init(&step, 4 * STEP_MAX_BYTES);
	while (goes_on && left > 0) {
		struct out o = out_new(&step, STEP_MAX_BYTES);

		w->arena = &step;
		db_lend(w->db, &step);
		size_t n = write_step(&e, q, format, &left, &o);
		goes_on = give(w, &o, sink, arg);
		db_lend(w->db, home);
		w->arena = home;
		arena_free(&step);
		if (n < EXPORT_STEP_ROWS)
			break;
	}
	edge.n = 0;
	formats[format].end(&e, &edge);
	return goes_on && give(w, &edge, sink, arg);
}

/* export.c - a filtered list as a file, piece by piece. */
#include "csv.h"
#include "export_format.h"

enum {
	STEP_ROWS = 100,
	STEP_MAX_BYTES = 64 << 20, /* what a step of rows may take out of the store */
	PIECE_BYTES = 256 << 10,
	PIECE_MAX_BYTES = 16 << 20, /* of one row */
};

const struct language *export_language(const struct export *e)
{
	const struct language *only = e->order->query->only;

	return only ? only : e->work->lang;
}

static struct columns columns_in(struct arena *a, const struct kind *k, const struct language *only)
{
	struct columns columns = kind_open_columns(a, k);
	size_t kept = 0;

	for (size_t i = 0; i < columns.n; i++) {
		struct column c = columns.v[i];

		if (c.field->type != FIELD_TEXT || !only || &languages[c.part] == only)
			columns.v[kept++] = c;
	}
	columns.n = kept;
	return columns;
}

bool column_is_words(struct column c)
{
	enum field_type type = c.field->type;

	return type != FIELD_YEAR && type != FIELD_DATE && type != FIELD_YESNO &&
	       type != FIELD_MONEY;
}

/* ---- CSV */

static void csv_begin(struct export *e)
{
	out_z(e->out, "id");
	for (size_t i = 0; i < e->columns.n; i++) {
		out_char(e->out, ',');
		csv_write(e->out, column_name(e->out->arena, e->columns.v[i]));
	}
	out_char(e->out, '\n');
}

static void csv_row(struct export *e, const void *row)
{
	struct arena *a = e->out->arena;

	csv_write(e->out, csv_guarded(a, ((const struct record *)row)->public_id));
	for (size_t i = 0; i < e->columns.n; i++) {
		struct str value = column_read(a, e->columns.v[i], row);

		out_char(e->out, ',');
		csv_write(e->out, column_is_words(e->columns.v[i]) ? csv_guarded(a, value) : value);
	}
	out_char(e->out, '\n');
}

static void nothing(struct export *e)
{
	(void)e;
}

/* ---- JSON */

static void json_begin(struct export *e)
{
	out_z(e->out, "[\n");
}

static void row_as_json(struct export *e, const void *row)
{
	struct json j = jsonw_to(e->out);

	record_json(e->work, &j, e->order->query->kind, row, e->order->query->only);
}

static void json_row(struct export *e, const void *row)
{
	if (e->n_rows)
		out_z(e->out, ",\n");
	row_as_json(e, row);
}

static void json_end(struct export *e)
{
	out_z(e->out, "\n]\n");
}

static void jsonl_row(struct export *e, const void *row)
{
	row_as_json(e, row);
	out_char(e->out, '\n');
}

/* To add a format: a row here, its name in exchange.h. */
static const struct export_writer writers[EXPORT_FORMAT_COUNT] = {
	[EXPORT_JSON] = { "json", "JSON", "application/json", json_begin, json_row, json_end },
	[EXPORT_CSV] = { "csv", "CSV", "text/csv; charset=utf-8", csv_begin, csv_row, nothing },
	[EXPORT_JSONL] = { "jsonl", "JSON Lines", "application/x-ndjson", nothing, jsonl_row,
		nothing },
	[EXPORT_XLSX] = { "xlsx", "XLSX",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		export_xlsx_begin, export_xlsx_row, export_xlsx_end },
};

bool export_format_by_name(struct str name, enum export_format *ret_format)
{
	for (size_t i = 0; i < EXPORT_FORMAT_COUNT; i++)
		if (str_is(name, writers[i].name)) {
			*ret_format = (enum export_format)i;
			return true;
		}
	return false;
}

const char *export_name(enum export_format f)
{
	return writers[f].name;
}

const char *export_label(enum export_format f)
{
	return writers[f].label;
}

const char *export_type(enum export_format f)
{
	return writers[f].type;
}

/* ---- the walk */

void export_give(struct export *e)
{
	if (db_has_room(e->work->db, e->out->arena) && e->out->full)
		failure_record(
			e->work->failure, "a record is too large for an export", S(""), NULL);
	if (e->work->failure->what)
		e->end = EXPORT_FAILED;
	if (e->end == EXPORT_WHOLE && e->out->n && !e->order->sink(e->order->arg, out_done(e->out)))
		e->end = EXPORT_STOPPED;
	e->out->n = 0;
}

static void write_row(struct export *e, const void *row)
{
	const struct export_order *order = e->order;

	if (order->max_rows && e->n_rows == order->max_rows) {
		e->end = EXPORT_TOO_LONG;
		return;
	}
	writers[order->format].row(e, row);
	e->n_rows++;
	if (e->out->n > PIECE_BYTES)
		export_give(e);
}

/* The next rows, written; true when there are more. The cursor moves beyond them. */
static bool write_step(struct export *e, struct list_query *q)
{
	const struct list_step step = list_step(e->work, q);

	for (size_t i = 0; i < step.rows.n && e->end == EXPORT_WHOLE; i++)
		write_row(e, row_at(&step.rows, i));
	export_give(e);
	q->after_seq = step.last_seq;
	return step.goes_on && !q->has_limit && e->end == EXPORT_WHOLE;
}

/* Each step of the loop has memory of its own; the store and the work are lent to it. */
static void write_rows(struct export *e)
{
	struct list_query q = *e->order->query;
	struct arena step, *home = e->work->arena;
	struct out *edge = e->out;
	bool goes_on = e->end == EXPORT_WHOLE;

	if (!q.has_limit) {
		q.limit = STEP_ROWS;
		q.after_seq = q.before_seq = 0;
		if (!q.has_order)
			q.order = ORDER_OLDEST;
	}
	arena_init(&step, STEP_MAX_BYTES);
	while (goes_on) {
		struct out o = out_new(&step, PIECE_MAX_BYTES);

		e->out = &o;
		e->work->arena = &step;
		db_lend(e->work->db, &step);
		goes_on = write_step(e, &q);
		db_lend(e->work->db, home);
		e->work->arena = home;
		arena_free(&step);
	}
	e->out = edge;
}

enum export_end export_list(struct work *w, const struct export_order *order)
{
	const struct export_writer *writer = &writers[order->format];
	struct out edge = out_new(w->arena, PIECE_MAX_BYTES);
	struct export e = { .work = w,
		.order = order,
		.columns = columns_in(w->arena, order->query->kind, order->query->only),
		.out = &edge };

	writer->begin(&e);
	export_give(&e);
	write_rows(&e);
	if (e.end == EXPORT_WHOLE)
		writer->end(&e);
	export_give(&e);
	return e.end;
}

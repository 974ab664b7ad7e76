#include "rows.h"

#include <string.h>

enum {
	FAULTS_MAX = 50, /* of one row; it is bad with the first */
	ROWS_BYTES = 256 << 10 /* of rows that are read together */
};

bool rows_fail(struct row_file *f, struct place place, const char *why)
{
	f->fault = (struct row_fault){ place, str_from(tr_text(f->work->lang, why)) };
	f->has_place = true;
	return false;
}

static bool fail_decoding(struct row_file *f)
{
	const struct decoder *d = &f->decoder;

	rows_fail(f, (struct place){ d->line, d->column }, d->fault);
	return f->has_place = d->has_place;
}

bool rows_more(struct row_file *f, const char *too_long)
{
	struct decoder *d = &f->decoder;
	size_t used = f->taken;

	f->taken = 0;
	if (decoder_more(d, used))
		return true;
	if (d->fault)
		fail_decoding(f);
	else if (!d->is_end)
		rows_fail(f, f->end, too_long);
	return false;
}

void row_fault_add(struct row_file *f, struct file_row *row, struct place place, struct str message)
{
	if (!row->faults)
		row->faults = ARENA_ARRAY(f->work->arena, struct row_fault, FAULTS_MAX);
	if (row->n_faults < FAULTS_MAX)
		row->faults[row->n_faults++] = (struct row_fault){ place, message };
}

/* ---- which format */

/* To add a format: a row here, its opening below, and a file of its own. */
static const struct {
	const char *name;
	enum import_format format;
	const char *before, *between, *after; /* rows that are given back */
} formats[] = {
	{ "csv", IMPORT_CSV, "", "", "" },
	{ "json", IMPORT_JSON, "[\n", ",\n", "\n]\n" },
	{ "jsonl", IMPORT_JSONL, "", "", "" },
	{ "ndjson", IMPORT_JSONL, "", "", "" },
};

bool import_format_by_name(struct str name, enum import_format *ret_format)
{
	for (size_t i = 0; i < COUNT(formats); i++)
		if (str_is(name, formats[i].name)) {
			*ret_format = formats[i].format;
			return true;
		}
	return false;
}

static bool has_items(struct row_file *f, struct str text)
{
	struct jsonr r = jsonr_of(text);
	struct jsonr_event event;
	enum jsonr_token token = jsonr_next(&r, f->kept, &event);

	while (token != JSONR_SPENT && token != JSONR_BROKEN && r.depth) {
		if (token == JSONR_KEY && r.depth == 1 && str_is(event.text, "items"))
			return true;
		token = jsonr_next(&r, f->kept, &event);
	}
	return false;
}

/* The first sign tells JSON: no name of a column begins so. */
static enum import_format format_told(struct row_file *f, const char *name)
{
	const char *ending = strrchr(name, '.');
	enum import_format format = IMPORT_CSV;
	struct str text;

	decoder_rewind(&f->decoder);
	decoder_more(&f->decoder, 0);
	text = str_trim(f->decoder.text);
	if (str_starts(text, S("[")))
		return IMPORT_JSON;
	if (str_starts(text, S("{")))
		return has_items(f, text) ? IMPORT_JSON : IMPORT_JSONL;
	if (!text.n && ending)
		import_format_by_name(str_from(ending + 1), &format);
	return format;
}

bool rows_open(struct row_file *f, const struct byte_source *from, enum import_format format,
	const char *name, void (*say)(void *arg, const struct row_fault *fault), void *arg)
{
	if (!decoder_open(&f->decoder, f->kept, *from))
		return fail_decoding(f) && false;
	f->format = format != IMPORT_ANY ? format : format_told(f, name);
	decoder_rewind(&f->decoder);
	f->taken = 0;
	f->end = (struct place){ 1, 1 };
	return f->format == IMPORT_CSV ? csv_rows_open(f, say, arg) : json_rows_open(f);
}

bool rows_rewind(struct row_file *f)
{
	decoder_rewind(&f->decoder);
	f->taken = 0;
	f->end = (struct place){ 1, 1 };
	return f->format == IMPORT_CSV ? csv_rows_rewind(f) : json_rows_rewind(f);
}

static enum rows_result next_row(struct row_file *f, struct arena *a, struct file_row *ret_row)
{
	*ret_row = (struct file_row){ .cells = ARENA_ARRAY(a, struct cell, f->n_columns) };
	switch (f->format) {
	case IMPORT_JSON:
		return json_rows_next(f, a, ret_row);
	case IMPORT_JSONL:
		return jsonl_rows_next(f, a, ret_row);
	default:
		return csv_rows_next(f, a, ret_row);
	}
}

/* The row without what it took to read it. Its faults are in the arena of the work already. */
static struct file_row row_kept(const struct row_file *f, struct arena *a, struct file_row row)
{
	struct cell *cells = ARENA_ARRAY(a, struct cell, f->n_columns);

	for (size_t i = 0; i < f->n_columns; i++) {
		cells[i] = row.cells[i];
		cells[i].text = str_copy(a, cells[i].text);
	}
	for (size_t i = 0; i < row.n_faults; i++)
		row.faults[i].message = str_copy(a, row.faults[i].message);
	row.cells = cells;
	row.source = str_copy(a, row.source);
	return row;
}

enum rows_result rows_next(
	struct row_file *f, struct arena *a, struct file_row *ret_rows, size_t max, size_t *ret_n)
{
	enum rows_result result = ROWS_ROW;
	struct file_row row;
	size_t bytes = 0;

	for (*ret_n = 0; *ret_n < max && bytes < ROWS_BYTES && result == ROWS_ROW;) {
		struct arena one;

		arena_init(&one, a->cap_bytes);
		result = next_row(f, &one, &row);
		if (result == ROWS_ROW) {
			bytes += row.source.n;
			ret_rows[(*ret_n)++] = row_kept(f, a, row);
		}
		arena_free(&one);
	}
	return result;
}

unsigned rows_percent(const struct row_file *f)
{
	const struct decoder *d = &f->decoder;

	return d->from.n ? (unsigned)(d->at * 100 / d->from.n) : 100;
}

/* ---- what it is */

static void add_part(struct row_file *f, struct out *o, const char *part)
{
	if (o->n)
		out_z(o, ", ");
	out_z(o, tr_text(f->work->lang, part));
}

struct str rows_taken_for(struct row_file *f, struct arena *a)
{
	static const char *const encodings[] = { [ENCODING_UTF16_LE] = N_("UTF-16"),
		[ENCODING_UTF16_BE] = N_("UTF-16"),
		[ENCODING_WINDOWS_1252] = N_("Windows-1252 (Latin-1)") };
	struct out o = out_new(a, 1000);

	if (encodings[f->decoder.encoding])
		add_part(f, &o, encodings[f->decoder.encoding]);
	if (f->format == IMPORT_CSV && f->delimiter == ';')
		add_part(f, &o, N_("semicolons between cells"));
	if (f->format == IMPORT_CSV && f->delimiter == '\t')
		add_part(f, &o, N_("tabs between cells"));
	if (f->decoder.ends_lines_with_cr)
		add_part(f, &o, N_("lines ended by CR alone"));
	return out_done(&o);
}

static size_t format_index(const struct row_file *f)
{
	size_t i = 0;

	while (formats[i].format != f->format)
		i++;
	return i;
}

struct str rows_before(const struct row_file *f)
{
	return f->format == IMPORT_CSV ? f->header : str_from(formats[format_index(f)].before);
}

struct str rows_between(const struct row_file *f)
{
	return str_from(formats[format_index(f)].between);
}

struct str rows_after(const struct row_file *f)
{
	return str_from(formats[format_index(f)].after);
}

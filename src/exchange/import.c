/*
 * import.c - a CSV file into the store, in one transaction.
 *
 * Three walks over the file, each row in memory of its own: (1) read and check every row, keep its
 * id and its links; (2) set records aside for the good rows, so that a row may link to a later
 * one; (3) save. What is wrong anywhere is known before anything is written.
 */
#include "csv.h"
#include "export_format.h"
#include "register_sql.h"
#include "utf8.h"

#include <assert.h>
#include <string.h>

/* One row of the file, between the walks. */
struct entry {
	struct str public_id;
	unsigned line, column; /* of its id */
	bool is_good, is_stored;
};

/* A link met in the first walk: it may lead to a row that is still to come. */
struct awaited {
	struct awaited *next;
	const struct field *field;
	struct str target;
	size_t entry;
	unsigned line, column;
	bool is_refused;
};

struct import {
	struct work *work;
	const struct kind *kind;
	struct str file;
	const struct import_options *options;
	struct import_result *result;
	struct arena *kept; /* lives as long as the import */
	struct column *columns; /* of the file, after the id; in its order */
	size_t n_columns;
	size_t id_at; /* which column is the id; n_columns + 1 when there is none */
	struct entry *entries;
	size_t n_entries, cap_entries;
	size_t *slots; /* open addressing: public id to entry + 1 */
	size_t n_slots;
	struct awaited *awaited;
	struct str header;
};

static void say(struct import *i, unsigned line, unsigned column, struct str what)
{
	struct work *w = i->work;

	i->options->say(
		i->options->arg, str_printf(w->arena, "%s:%u:%u: " STR_FMT, i->options->file_name,
					 line, column, STR_ARG(what)));
}

/* ---- rows of the file */

static const char *broken_because(enum csv_result result)
{
	switch (result) {
	case CSV_BROKEN_QUOTE:
		return N_("this quotation mark is never closed");
	case CSV_TEXT_AFTER_QUOTE:
		return N_("text follows the closing quotation mark of this cell");
	default:
		return N_("this row has too many cells");
	}
}

/* The next row; says where and why the file is broken, if it is. */
static enum csv_result next_row(
	struct import *i, struct csv_reader *reader, struct arena *a, struct csv_row *ret_row)
{
	enum csv_result result = csv_next(reader, a, ret_row);

	if (result != CSV_ROW && result != CSV_END)
		say(i, ret_row->cells[0].line, ret_row->cells[0].column,
			str_from(tr_text(i->work->lang, broken_because(result))));
	return result;
}

/* ---- ids met so far */

static size_t hash_id(struct str id)
{
	size_t hash = 14695981039346656037u; /* FNV-1a */

	for (size_t i = 0; i < id.n; i++)
		hash = (hash ^ (unsigned char)id.p[i]) * 1099511628211u;
	return hash;
}

static size_t *slot_for(struct import *i, struct str id)
{
	size_t at = hash_id(id) & (i->n_slots - 1);

	while (i->slots[at] && !str_eq(i->entries[i->slots[at] - 1].public_id, id))
		at = (at + 1) & (i->n_slots - 1);
	return &i->slots[at];
}

static void grow_entries(struct import *i)
{
	size_t cap = i->cap_entries ? 2 * i->cap_entries : 256;
	struct entry *entries = ARENA_ARRAY(i->kept, struct entry, cap);

	if (i->n_entries)
		memcpy(entries, i->entries, i->n_entries * sizeof *entries);
	i->entries = entries;
	i->cap_entries = cap;
	i->n_slots = 2 * cap;
	i->slots = ARENA_ARRAY(i->kept, size_t, i->n_slots);
	for (size_t e = 0; e < i->n_entries; e++)
		if (i->entries[e].public_id.n)
			*slot_for(i, i->entries[e].public_id) = e + 1;
}

static struct entry *entry_add(
	struct import *i, struct str public_id, unsigned line, unsigned column)
{
	if (i->n_entries == i->cap_entries)
		grow_entries(i);
	struct entry *e = &i->entries[i->n_entries++];

	*e = (struct entry){ str_copy(i->kept, public_id), line, column, true, false };
	return e;
}

static struct entry *entry_of(struct import *i, struct str public_id)
{
	size_t *slot = i->n_slots && public_id.n ? slot_for(i, public_id) : NULL;

	return slot && *slot ? &i->entries[*slot - 1] : NULL;
}

/* ---- the header */

static const struct column *column_named(struct columns columns, struct arena *a, struct str name)
{
	for (size_t i = 0; i < columns.n; i++)
		if (str_eq(column_name(a, columns.v[i]), name))
			return &columns.v[i];
	return NULL;
}

static bool header_cell(
	struct import *i, struct columns known, const struct csv_row *header, size_t at)
{
	const struct csv_cell *cell = &header->cells[at];
	struct work *w = i->work;
	const struct column *c;

	for (size_t before = 0; before < at; before++)
		if (str_eq(header->cells[before].text, cell->text)) {
			say(i, cell->line, cell->column,
				STR_FILL(w->arena, T(w, "the column “{1}” stands there twice"),
					cell->text));
			return false;
		}
	if (str_is(cell->text, "id")) {
		i->id_at = at;
		return true;
	}
	c = column_named(known, w->arena, cell->text);
	if (!c) {
		say(i, cell->line, cell->column,
			STR_FILL(w->arena, T(w, "there is no column “{1}” here"), cell->text));
		return false;
	}
	i->columns[at] = *c;
	return true;
}

static bool read_header(struct import *i, struct csv_reader *reader)
{
	struct columns known = kind_columns(i->kept, i->kind);
	struct csv_row header;
	bool is_good = true;

	enum csv_result result = next_row(i, reader, i->kept, &header);
	if (result == CSV_END)
		say(i, 1, 1,
			str_from(T(i->work, "the file has no line with the names of columns")));
	if (result != CSV_ROW)
		return false;
	i->columns = ARENA_ARRAY(i->kept, struct column, header.n);
	i->n_columns = header.n;
	i->id_at = header.n;
	i->header = header.source;
	for (size_t at = 0; at < header.n; at++)
		is_good &= header_cell(i, known, &header, at);
	return is_good;
}

/* ---- one row */

static struct str id_of(const struct import *i, const struct csv_row *row)
{
	return i->id_at < row->n ? csv_unguarded(str_trim(row->cells[i->id_at].text)) : S("");
}

/* The cell a problem belongs to. */
static const struct csv_cell *cell_of(
	const struct import *i, const struct csv_row *row, struct str column)
{
	for (size_t at = 0; at < row->n && at < i->n_columns; at++)
		if (i->columns[at].field &&
			str_eq(column_name(i->work->arena, i->columns[at]), column))
			return &row->cells[at];
	return &row->cells[i->id_at < row->n ? i->id_at : 0];
}

static void say_problems(struct import *i, const struct csv_row *row, const struct problems *p)
{
	for (size_t n = 0; n < p->n; n++) {
		const struct csv_cell *cell = cell_of(i, row, p->v[n].column);
		struct str message = p->v[n].message;

		if (p->v[n].column.n)
			message = str_printf(i->work->arena, STR_FMT ": " STR_FMT,
				STR_ARG(p->v[n].column), STR_ARG(message));
		say(i, cell->line, cell->column, message);
	}
}

/* Sets the record's columns from the cells. Columns the file lacks stay as they are stored. */
static void fill_row(struct import *i, const struct csv_row *from, void *row, struct problems *p)
{
	struct work *w = i->work;

	for (size_t at = 0; at < from->n; at++) {
		struct str text = str_trim(from->cells[at].text);
		const char *why;

		if (!i->columns[at].field)
			continue;
		if (column_is_words(i->columns[at]))
			text = csv_unguarded(text);
		why = column_write(w->arena, i->columns[at], row, text);
		if (why)
			problem_add(p, column_name(w->arena, i->columns[at]), "bad_value",
				STR_FILL(w->arena, tr_text(w->lang, why), text));
	}
}

static void *row_from_cells(struct import *i, const struct csv_row *from, struct problems *p)
{
	struct work *w = i->work;
	struct str id = id_of(i, from);
	void *row = id.n ? record_load(w, i->kind, id) : NULL;

	if (from->n != i->n_columns) {
		problem_add(p, S(""), "cells",
			STR_FILL(w->arena, T(w, "this row has {1} cells, the first has {2}"),
				str_printf(w->arena, "%zu", from->n),
				str_printf(w->arena, "%zu", i->n_columns)));
		return NULL;
	}
	if (!row)
		row = record_new(w, i->kind);
	struct record *r = row;
	r->public_id = id;
	fill_row(i, from, row, p);
	if (!r->version) {
		r->state = S("published");
		r->lang = record_written_in(i->kind, row);
	}
	return row;
}

/* ---- first walk: check */

static void await_links(struct import *i, const struct csv_row *from, const void *row, size_t entry)
{
	for (size_t f = 0; f < i->kind->n_fields; f++) {
		const struct field *field = &i->kind->fields[f];
		struct codes links = field_codes(field, row);

		for (size_t l = 0; field->type == FIELD_LINKS && l < links.n; l++) {
			const struct csv_cell *cell = cell_of(i, from, str_from(field->name));
			struct awaited *a = ARENA_NEW(i->kept, struct awaited);

			*a = (struct awaited){ .next = i->awaited,
				.field = field,
				.target = str_copy(i->kept, links.v[l]),
				.entry = entry,
				.line = cell->line,
				.column = cell->column };
			i->awaited = a;
		}
	}
}

static void note_id(struct import *i, const struct csv_row *from, struct str id, struct problems *p)
{
	struct entry *twin = entry_of(i, id);

	if (twin)
		problem_add(p, S("id"), "repeated",
			STR_FILL(i->work->arena, T(i->work, "“{1}” already stands in line {2}"), id,
				str_printf(i->work->arena, "%u", twin->line)));
	struct entry *e = entry_add(i, id, from->cells[0].line, from->cells[0].column);
	if (id.n && !twin)
		*slot_for(i, id) = (size_t)(e - i->entries) + 1;
}

static void check_one(struct import *i, const struct csv_row *from)
{
	struct problems p = problems_new(i->work->arena);
	void *row = row_from_cells(i, from, &p);

	note_id(i, from, id_of(i, from), &p);
	if (row && !p.n)
		record_check(i->work, i->kind, row, &p);
	say_problems(i, from, &p);
	i->entries[i->n_entries - 1].is_good = !p.n;
	if (!p.n)
		await_links(i, from, row, i->n_entries - 1);
}

/* Calls `one` for each row, in memory of its own. False: the file is broken. */
static bool walk(struct import *i, void (*one)(struct import *i, const struct csv_row *row))
{
	struct csv_reader reader = csv_read(i->file);
	struct work *w = i->work;
	struct arena step, *home = w->arena;
	enum csv_result result;
	struct csv_row row;

	csv_next(&reader, i->kept, &row);
	arena_init(&step, 32 << 20);
	w->arena = &step;
	do {
		db_lend(w->db, &step);
		result = next_row(i, &reader, &step, &row);
		bool is_blank = result == CSV_ROW && row.n == 1 && !row.cells[0].text.n;
		if (result == CSV_ROW && !is_blank)
			one(i, &row);
		db_lend(w->db, home);
		arena_free(&step);
	} while (result == CSV_ROW && !w->failure->what);
	w->arena = home;
	return result == CSV_END && !w->failure->what;
}

/* ---- links: a row whose link leads nowhere is bad, and so are those that link to it */

static bool link_leads_somewhere(struct import *i, const struct awaited *a)
{
	const struct entry *target = entry_of(i, a->target);
	int64_t seq;

	if (target && target->is_good && !strcmp(a->field->target, i->kind->name))
		return true;
	return db_one_int(i->work->db, SQL_REGISTER_RECORD_FIND,
		DB_VALUES(V(a->field->target), V(a->target)), &seq);
}

static void check_links(struct import *i)
{
	bool found_bad;

	do {
		found_bad = false;
		for (struct awaited *a = i->awaited; a; a = a->next) {
			if (a->is_refused || !i->entries[a->entry].is_good ||
				link_leads_somewhere(i, a))
				continue;
			a->is_refused = found_bad = true;
			i->entries[a->entry].is_good = false;
			say(i, a->line, a->column,
				str_printf(i->work->arena, "%s: " STR_FMT, a->field->name,
					STR_ARG(STR_FILL(i->work->arena,
						T(i->work, "there is no record “{1}”"),
						a->target))));
		}
	} while (found_bad);
}

/* ---- second and third walk: set aside, save */

static void reserve_all(struct import *i)
{
	for (size_t e = 0; e < i->n_entries; e++) {
		struct str id = i->entries[e].public_id;
		int64_t seq;

		if (!i->entries[e].is_good || !id.n)
			continue;
		i->entries[e].is_stored = !record_reserve(i->work, i->kind, id, &seq);
	}
}

/* Entries come in the order of the rows; the walk counts along. */
static void save_one(struct import *i, const struct csv_row *from)
{
	struct import_result *done = i->result;
	struct problems p = problems_new(i->work->arena);

	assert(i->entries && i->n_entries < i->cap_entries);
	const struct entry *e = &i->entries[i->n_entries++];
	if (!e->is_good) {
		done->rejected++;
		if (i->options->reject)
			i->options->reject(i->options->arg, from->source);
		return;
	}
	if (e->is_stored && i->options->keeps_stored) {
		done->unchanged++;
		return;
	}
	switch (register_save(i->work, i->kind, row_from_cells(i, from, &p), "import", &p)) {
	case SAVE_CREATED:
		done->created++;
		break;
	case SAVE_UPDATED:
		done->updated++;
		break;
	case SAVE_UNCHANGED:
		done->unchanged++;
		break;
	case SAVE_REFUSED:
		/* The walks before found nothing: the checks and the save disagree. */
		failure_record(
			i->work->failure, "a row that was good is refused", e->public_id, NULL);
	}
}

static size_t count_bad(const struct import *i)
{
	size_t n = 0;

	for (size_t e = 0; e < i->n_entries; e++)
		n += !i->entries[e].is_good;
	return n;
}

static bool save_all(struct import *i)
{
	if (i->options->reject && count_bad(i))
		i->options->reject(i->options->arg, i->header);
	reserve_all(i);
	i->n_entries = 0;
	return walk(i, save_one);
}

static bool check_encoding(struct import *i)
{
	size_t bad = utf8_first_bad(i->file);
	unsigned line = 1, column = 1;

	for (size_t at = 0; at < bad; at++) {
		column = i->file.p[at] == '\n' ? 1 : column + ((i->file.p[at] & 0xC0) != 0x80);
		line += i->file.p[at] == '\n';
	}
	if (bad < i->file.n)
		say(i, line, column, str_from(T(i->work, "the file is not UTF-8 from here on")));
	return bad == i->file.n;
}

static bool run(struct import *i)
{
	struct csv_reader reader = csv_read(i->file);

	if (!check_encoding(i) || !read_header(i, &reader))
		return false;
	if (!walk(i, check_one))
		return false;
	check_links(i);
	i->result->rejected = (int64_t)count_bad(i);
	if (i->result->rejected && !i->options->only_good)
		return true;
	i->result->rejected = 0;
	return save_all(i);
}

bool import_csv(struct work *w, const struct kind *k, struct str file,
	const struct import_options *options, struct import_result *ret_result)
{
	struct arena kept;
	struct import i = { .work = w,
		.kind = k,
		.file = file,
		.options = options,
		.result = ret_result,
		.kept = &kept };

	*ret_result = (struct import_result){ 0 };
	if (str_starts(i.file, S("\xEF\xBB\xBF")))
		i.file = str_from_at(i.file, 3);
	arena_init(&kept, (size_t)256 << 20);
	w->raised_generation = false;
	db_begin(w->db);
	bool is_whole = run(&i) && !w->failure->what;
	bool is_wanted =
		is_whole && !options->dry_run && (!ret_result->rejected || options->only_good);
	if (is_wanted)
		ret_result->is_loaded = db_commit(w->db);
	else
		db_rollback(w->db);
	arena_free(&kept);
	return is_whole && (ret_result->is_loaded || !is_wanted);
}

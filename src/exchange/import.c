/*
 * import.c - a file into the store, in one transaction.
 *
 * Three walks, each row in memory of its own: (1) read and check every row, keep its id and its
 * links; (2) set records aside for the good rows, so that a row may link to a later one; (3) save.
 * What is wrong anywhere is known before anything is written.
 */
#include "ledger.h"
#include "rows.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

enum {
	STEP_MAX_BYTES = 32 << 20,
	LEDGER_MAX_BYTES = 512 << 20, /* for some millions of rows */
};

struct import {
	struct work *work;
	const struct kind *kind;
	const struct import_options *options;
	struct import_result *result;
	struct row_file file;
	struct ledger ledger;
	int64_t n_rows; /* of this walk so far */
	int64_t n_rejects; /* given back so far */
};

/* ---- what is told */

static void say(struct import *i, struct place place, struct str what)
{
	struct work *w = i->work;

	i->options->say(
		i->options->arg, str_printf(w->arena, "%s:%u:%u: " STR_FMT, i->options->file_name,
					 place.line, place.column, STR_ARG(what)));
}

static void say_fault(void *arg, const struct row_fault *fault)
{
	say(arg, fault->place, fault->message);
}

/* Why the file as a whole is refused. */
static bool say_broken(struct import *i)
{
	const struct row_file *f = &i->file;

	if (f->fault.message.n && f->has_place)
		say(i, f->fault.place, f->fault.message);
	else if (f->fault.message.n)
		failure_record(i->work->failure, "the file cannot be read",
			str_from(strerror(errno)), NULL);
	return false;
}

static void say_taken_for(struct import *i)
{
	struct work *w = i->work;
	struct str what = rows_taken_for(&i->file, w->arena);

	if (what.n)
		i->options->say(i->options->arg, STR_FILL(w->arena, T(w, "{1}: taken for {2}"),
							 str_from(i->options->file_name), what));
}

static void tell_progress(struct import *i, enum import_phase phase)
{
	size_t n = i->ledger.n;
	unsigned percent = phase == IMPORT_CHECKING ? rows_percent(&i->file)
			   : n                      ? (unsigned)((size_t)i->n_rows * 100 / n)
						    : 100;

	if (i->options->progress)
		i->options->progress(i->options->arg, phase, i->n_rows, percent);
}

static void reject(struct import *i, struct str source)
{
	const struct import_options *options = i->options;
	const struct row_file *f = &i->file;
	struct str edge = i->n_rejects++ ? rows_between(f) : rows_before(f);

	if (!options->reject)
		return;
	if (edge.n)
		options->reject(options->arg, edge);
	options->reject(options->arg, source);
	if (!rows_between(f).n)
		options->reject(options->arg, S("\n"));
}

/* ---- one row */

static struct str id_of(const struct import *i, const struct file_row *row)
{
	return i->file.id_at < i->file.n_columns ? row->cells[i->file.id_at].text : S("");
}

/* Where a problem with the column stands. */
static struct place place_of(const struct import *i, const struct file_row *row, struct str column)
{
	const struct row_file *f = &i->file;

	for (size_t at = 0; at < f->n_columns; at++)
		if (f->columns[at].field && row->cells[at].is_given &&
			str_eq(column_name(i->work->arena, f->columns[at]), column))
			return row->cells[at].place;
	if (f->id_at < f->n_columns && row->cells[f->id_at].is_given)
		return row->cells[f->id_at].place;
	return row->place;
}

static void say_problems(struct import *i, const struct file_row *row, const struct problems *p)
{
	for (size_t n = 0; n < row->n_faults; n++)
		say(i, row->faults[n].place, row->faults[n].message);
	for (size_t n = 0; n < p->n; n++) {
		struct str message = p->v[n].message;

		if (p->v[n].column.n)
			message = str_printf(i->work->arena, STR_FMT ": " STR_FMT,
				STR_ARG(p->v[n].column), STR_ARG(message));
		say(i, place_of(i, row, p->v[n].column), message);
	}
}

/* "2.4" of a file that was coded under an earlier edition is its "2.4@2019". */
static void name_codes(struct import *i, const struct field *f, void *row)
{
	const struct vocabulary *v = field_vocabulary(i->work, f);
	struct codes codes = field_codes(f, row);
	struct str *named = (struct str *)(uintptr_t)codes.v; /* column_write() made it */

	for (size_t c = 0; v && c < codes.n; c++) {
		const struct term *t = term_find_under(
			i->work->arena, v, codes.v[c], str_from(i->options->coded_under));

		if (t)
			named[c] = t->code;
	}
}

/* Sets the record's columns from the cells. Columns the file lacks stay as they are stored. */
static void fill_row(struct import *i, const struct file_row *from, void *row, struct problems *p)
{
	const struct row_file *f = &i->file;
	struct work *w = i->work;

	for (size_t at = 0; at < f->n_columns; at++) {
		const char *why;

		if (!f->columns[at].field || !from->cells[at].is_given)
			continue;
		why = column_write(w->arena, f->columns[at], row, from->cells[at].text);
		if (why)
			problem_add(p, column_name(w->arena, f->columns[at]), "bad_value",
				STR_FILL(w->arena, tr_text(w->lang, why), from->cells[at].text));
		else if (i->options->coded_under && field_holds_codes(f->columns[at].field))
			name_codes(i, f->columns[at].field, row);
	}
}

/* The record as the file wants it, over the one in the store if `may_be_stored`. */
static void *row_from_cells(
	struct import *i, const struct file_row *from, bool may_be_stored, struct problems *p)
{
	struct work *w = i->work;
	struct str id = id_of(i, from);
	void *row = id.n && may_be_stored ? record_load(w, i->kind, id) : NULL;

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

static void await_links(struct import *i, const struct file_row *from, const void *row)
{
	for (size_t f = 0; f < i->kind->n_fields; f++) {
		const struct field *field = &i->kind->fields[f];
		struct codes links = field_codes(field, row);

		for (size_t l = 0; field->type == FIELD_LINKS && l < links.n; l++)
			ledger_await(&i->ledger, field, links.v[l],
				place_of(i, from, str_from(field->name)));
	}
}

static void check_one(struct import *i, const struct file_row *from)
{
	struct problems p = problems_new(i->work->arena);
	struct str id = id_of(i, from);
	const struct entry *twin = ledger_find(&i->ledger, id);
	void *row = from->n_faults ? NULL : row_from_cells(i, from, true, &p);

	if (twin)
		problem_add(&p, S("id"), "repeated",
			STR_FILL(i->work->arena, T(i->work, "“{1}” already stands in line {2}"), id,
				str_printf(i->work->arena, "%u", twin->line)));
	struct entry *e = ledger_add(&i->ledger, id, from->place.line);
	if (row && !p.n)
		record_check(i->work, i->kind, row, &p);
	say_problems(i, from, &p);
	e->is_good = row && !p.n;
	if (e->is_good)
		await_links(i, from, row);
	if (i->ledger.kept->exceeded)
		failure_record(i->work->failure, "the file has too many rows", S(""), NULL);
}

/* Calls `one` for each row, in memory of its own. False: the file is broken. */
static bool walk(struct import *i, enum import_phase phase,
	void (*one)(struct import *i, const struct file_row *row))
{
	struct work *w = i->work;
	struct arena step, *home = w->arena;
	enum rows_result result;
	struct file_row row;

	i->n_rows = 0;
	arena_init(&step, STEP_MAX_BYTES);
	w->arena = &step;
	do {
		db_lend(w->db, &step);
		result = rows_next(&i->file, &step, &row);
		if (result == ROWS_ROW) {
			one(i, &row);
			i->n_rows++;
			tell_progress(i, phase);
		} else if (result == ROWS_BROKEN) {
			say_broken(i);
		}
		db_lend(w->db, home);
		arena_free(&step);
	} while (result == ROWS_ROW && !w->failure->what);
	w->arena = home;
	return result == ROWS_END && !w->failure->what;
}

static void say_dead_link(void *arg, const struct awaited *link)
{
	struct import *i = arg;
	struct arena *a = i->work->arena;

	say(i, link->place,
		str_printf(a, "%s: " STR_FMT, link->field->name,
			STR_ARG(STR_FILL(
				a, T(i->work, "there is no record “{1}”"), link->target))));
}

/* ---- second and third walk: set aside, save */

static void reserve_all(struct import *i)
{
	struct work *w = i->work;
	struct arena step, *home = w->arena;

	arena_init(&step, STEP_MAX_BYTES);
	w->arena = &step;
	for (size_t e = 0; e < i->ledger.n && !w->failure->what; e++) {
		struct entry *entry = &i->ledger.entries[e];
		int64_t seq;

		if (!entry->is_good || !entry->public_id.n)
			continue;
		db_lend(w->db, &step);
		entry->is_stored = !record_reserve(w, i->kind, entry->public_id, &seq);
		db_lend(w->db, home);
		arena_free(&step);
	}
	w->arena = home;
}

static void fail_changed(struct import *i)
{
	failure_record(i->work->failure, "the file changed while it was read", S(""),
		"Load it again once nobody writes to it.");
}

static void save_good(struct import *i, const struct entry *e, const struct file_row *from)
{
	struct import_result *done = i->result;
	struct problems p = problems_new(i->work->arena);
	void *row = row_from_cells(i, from, e->is_stored, &p);

	if (from->n_faults || p.n) {
		fail_changed(i);
		return;
	}
	switch (register_save(i->work, i->kind, row, "import", &p)) {
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
		/* The walks before found nothing: the file changed, or checks and save disagree. */
		failure_record(
			i->work->failure, "a row that was good is refused", e->public_id, NULL);
	}
}

/* Entries stand in the order of the rows, as long as the file is the one that was checked. */
static void save_one(struct import *i, const struct file_row *from)
{
	const struct entry *e = &i->ledger.entries[i->n_rows];

	if ((size_t)i->n_rows >= i->ledger.n || !str_eq(id_of(i, from), e->public_id)) {
		fail_changed(i);
	} else if (!e->is_good) {
		i->result->rejected++;
		reject(i, from->source);
	} else if (e->is_stored && i->options->keeps_stored) {
		i->result->unchanged++;
	} else {
		save_good(i, e, from);
	}
}

static bool save_all(struct import *i)
{
	struct work *w = i->work;

	reserve_all(i);
	if (!rows_rewind(&i->file))
		return say_broken(i);
	if (!walk(i, IMPORT_SAVING, save_one))
		return false;
	if ((size_t)i->n_rows != i->ledger.n) {
		fail_changed(i);
		return false;
	}
	if (i->kind->loaded && i->result->created + i->result->updated)
		i->kind->loaded(w);
	if (i->n_rejects && rows_after(&i->file).n && i->options->reject)
		i->options->reject(i->options->arg, rows_after(&i->file));
	return true;
}

static bool run(struct import *i, const struct byte_source *file)
{
	const struct import_options *options = i->options;

	if (!rows_open(&i->file, file, options->format, options->file_name, say_fault, i))
		return say_broken(i);
	say_taken_for(i);
	if (!walk(i, IMPORT_CHECKING, check_one))
		return false;
	ledger_check_links(&i->ledger, i->work, i->kind, say_dead_link, i);
	i->result->rejected = (int64_t)ledger_count_bad(&i->ledger);
	if (i->result->rejected && !options->only_good)
		return true;
	i->result->rejected = 0;
	return save_all(i);
}

bool import_records(struct work *w, const struct kind *k, const struct byte_source *file,
	const struct import_options *options, struct import_result *ret_result)
{
	struct arena kept;
	struct import i = { .work = w,
		.kind = k,
		.options = options,
		.result = ret_result,
		.file = { .work = w, .kind = k, .kept = &kept },
		.ledger = ledger_new(&kept) };

	*ret_result = (struct import_result){ 0 };
	arena_init(&kept, LEDGER_MAX_BYTES);
	w->raised_generation = false;
	w->told_words = ARENA_ARRAY(&kept, uint64_t, WORK_TOLD_WORDS);
	db_begin(w->db);
	bool is_whole = run(&i, file) && !w->failure->what;
	bool is_wanted =
		is_whole && !options->dry_run && (!ret_result->rejected || options->only_good);
	if (is_wanted)
		ret_result->is_loaded = db_commit(w->db);
	else
		db_rollback(w->db);
	w->told_words = NULL;
	arena_free(&kept);
	return is_whole && (ret_result->is_loaded || !is_wanted);
}

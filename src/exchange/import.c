/*
 * import.c - a file into the store, in one transaction.
 *
 * Three walks, a batch of rows at a time in memory of its own: (1) read and check every row, keep
 * its id and its links; (2) set records aside for the good rows, so that a row may link to a later
 * one; (3) save. What is wrong anywhere is known before anything is written.
 */
#include "ledger.h"
#include "rows.h"
#include "search.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

enum {
	STEP_MAX_BYTES = 64 << 20,
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

/* The record as the file wants it, over the one in the store, if there is one. */
static void *row_from_cells(
	struct import *i, const struct file_row *from, const void *stored, struct problems *p)
{
	struct work *w = i->work;
	void *row = record_new(w, i->kind);
	struct record *r = row;

	if (stored)
		memcpy(row, stored, i->kind->size);
	r->public_id = id_of(i, from);
	fill_row(i, from, row, p);
	if (!stored) {
		r->state = S("published");
		r->lang = record_written_in(i->kind, row);
	}
	return row;
}

/* Rows of the file that are worked on together. */
struct batch {
	struct file_row v[RECORDS_AT_ONCE];
	size_t n;
};

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

/* What people are still writing is theirs: a file must not change it behind their backs. */
static bool is_not_public(const struct import *i, const void *stored)
{
	const struct record *r = stored;

	return r && !i->options->keeps_stored &&
	       kind_state(i->kind, r->state)->phase != PHASE_PUBLIC;
}

static void check_one(struct import *i, const struct file_row *from, const void *stored)
{
	struct problems p = problems_new(i->work->arena);
	struct str id = id_of(i, from);
	const struct entry *twin = ledger_find(&i->ledger, id);
	void *row = from->n_faults ? NULL : row_from_cells(i, from, stored, &p);

	if (twin)
		problem_add(&p, S("id"), "repeated",
			STR_FILL(i->work->arena, T(i->work, "“{1}” already stands in line {2}"), id,
				str_printf(i->work->arena, "%u", twin->line)));
	if (is_not_public(i, stored))
		problem_add(&p, S("id"), "not_public",
			STR_FILL(i->work->arena,
				T(i->work, "“{1}” is not published (now or any more): a file does "
					   "not change what people are still working on"),
				id));
	struct entry *e = ledger_add(&i->ledger, id, from->place.line);
	if (row && !p.n)
		record_check(i->work, i->kind, row, &p);
	say_problems(i, from, &p);
	e->is_good = row && !p.n;
	if (e->is_good)
		await_links(i, from, row);
}

static void check_batch(struct import *i, const struct batch *b)
{
	struct reserved found[RECORDS_AT_ONCE] = { 0 };
	int64_t seqs[RECORDS_AT_ONCE];
	void *stored[RECORDS_AT_ONCE];

	for (size_t n = 0; n < b->n; n++)
		found[n].public_id = id_of(i, &b->v[n]);
	records_find(i->work, i->kind->name, found, b->n);
	for (size_t n = 0; n < b->n; n++)
		seqs[n] = found[n].seq;
	records_load(i->work, i->kind, seqs, b->n, stored);
	for (size_t n = 0; n < b->n; n++)
		check_one(i, &b->v[n], stored[n]);
	if (i->ledger.kept->exceeded)
		failure_record(i->work->failure, "the file has too many rows", S(""), NULL);
}

/* Calls `some` for each batch of rows, in memory of its own. False: the file is broken. */
static bool walk(struct import *i, enum import_phase phase,
	void (*some)(struct import *i, const struct batch *rows))
{
	struct work *w = i->work;
	struct arena step, *home = w->arena;
	enum rows_result result;
	struct batch b;

	i->n_rows = 0;
	arena_init(&step, STEP_MAX_BYTES);
	w->arena = &step;
	do {
		db_lend(w->db, &step);
		result = rows_next(&i->file, &step, b.v, RECORDS_AT_ONCE, &b.n);
		some(i, &b);
		i->n_rows += (int64_t)b.n;
		if (b.n)
			tell_progress(i, phase);
		if (result == ROWS_BROKEN)
			say_broken(i);
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

/* Sets records aside for the next entries from `at` on; how far it came. */
static size_t reserve_batch(struct import *i, size_t at)
{
	struct reserved v[RECORDS_AT_ONCE] = { 0 };
	struct entry *of[RECORDS_AT_ONCE];
	size_t n = 0;

	for (; at < i->ledger.n && n < RECORDS_AT_ONCE; at++) {
		struct entry *e = &i->ledger.entries[at];

		if (!e->is_good || !e->public_id.n)
			continue;
		v[n].public_id = e->public_id;
		of[n++] = e;
	}
	records_reserve(i->work, i->kind->name, v, n);
	while (n--) {
		of[n]->seq = v[n].seq;
		of[n]->is_new = v[n].is_new;
	}
	return at;
}

static void reserve_all(struct import *i)
{
	struct work *w = i->work;
	struct arena step, *home = w->arena;

	arena_init(&step, STEP_MAX_BYTES);
	w->arena = &step;
	for (size_t at = 0; at < i->ledger.n && !w->failure->what;) {
		db_lend(w->db, &step);
		at = reserve_batch(i, at);
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

/* Good rows of a batch, on their way. */
struct good_rows {
	const struct file_row *from[RECORDS_AT_ONCE];
	int64_t seqs[RECORDS_AT_ONCE]; /* of those that are stored */
	struct saving v[RECORDS_AT_ONCE];
	size_t n;
};

static void count_results(struct import *i, const struct good_rows *good)
{
	int64_t counts[SAVE_UNCHANGED + 1] = { 0 };

	for (size_t n = 0; n < good->n; n++)
		counts[good->v[n].result]++;
	i->result->created += counts[SAVE_CREATED];
	i->result->updated += counts[SAVE_UPDATED];
	i->result->unchanged += counts[SAVE_UNCHANGED];
	/* The walks before found nothing: the file changed, or checks and save disagree. */
	if (counts[SAVE_REFUSED])
		failure_record(i->work->failure, "a row that was good is refused",
			good->v[0].at.public_id, NULL);
}

static void save_good(struct import *i, struct good_rows *good)
{
	void *stored[RECORDS_AT_ONCE];

	records_load(i->work, i->kind, good->seqs, good->n, stored);
	for (size_t n = 0; n < good->n; n++) {
		struct problems *p = ARENA_NEW(i->work->arena, struct problems);

		*p = problems_new(i->work->arena);
		good->v[n].row = row_from_cells(i, good->from[n], stored[n], p);
		good->v[n].problems = p;
		if (good->from[n]->n_faults || p->n)
			fail_changed(i);
	}
	if (i->work->failure->what)
		return;
	register_save_all(i->work, i->kind, good->v, good->n, "import");
	count_results(i, good);
}

/* Entries stand in the order of the rows, as long as the file is the one that was checked. */
static void sort_out(
	struct import *i, size_t at, const struct file_row *from, struct good_rows *good)
{
	const struct entry *e = &i->ledger.entries[at];

	if (at >= i->ledger.n || !str_eq(id_of(i, from), e->public_id)) {
		fail_changed(i);
	} else if (!e->is_good) {
		i->result->rejected++;
		reject(i, from->source);
	} else if (e->seq && !e->is_new && i->options->keeps_stored) {
		i->result->unchanged++;
	} else {
		good->from[good->n] = from;
		good->seqs[good->n] = e->is_new ? 0 : e->seq;
		good->v[good->n++].at = (struct reserved){ e->public_id, e->seq, e->is_new };
	}
}

static void save_batch(struct import *i, const struct batch *b)
{
	struct good_rows good = { 0 };

	for (size_t n = 0; n < b->n && !i->work->failure->what; n++)
		sort_out(i, (size_t)i->n_rows + n, &b->v[n], &good);
	if (good.n && !i->work->failure->what)
		save_good(i, &good);
}

static bool save_all(struct import *i)
{
	struct work *w = i->work;

	reserve_all(i);
	if (!rows_rewind(&i->file))
		return say_broken(i);
	if (!walk(i, IMPORT_SAVING, save_batch))
		return false;
	if ((size_t)i->n_rows != i->ledger.n) {
		fail_changed(i);
		return false;
	}
	int64_t n_saved = i->result->created + i->result->updated;
	search_settle(w->db, (size_t)n_saved);
	if (i->kind->loaded && n_saved)
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
	if (!walk(i, IMPORT_CHECKING, check_batch))
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

#include "edit.h"
#include "file_store.h"
#include "history.h"
#include "module.h"
#include "writing_sql.h"

#include <assert.h>
#include <string.h>

/* ---- edits */

struct edits edits_new(struct arena *a)
{
	return (struct edits){ .arena = a };
}

void edit_add(struct edits *e, struct column column, struct str text, int64_t base_version)
{
	if (e->n == e->cap) {
		size_t cap = e->cap ? 2 * e->cap : 16;
		struct edit *v = ARENA_ARRAY(e->arena, struct edit, cap);

		if (e->n)
			memcpy(v, e->v, e->n * sizeof *v);
		e->v = v;
		e->cap = cap;
	}
	e->v[e->n++] =
		(struct edit){ .column = column, .text = text, .base_version = base_version };
}

size_t edits_count(const struct edits *e, enum edit_end end)
{
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++)
		n += e->v[i].end == end;
	return n;
}

/* ---- links as people give them */

static struct str link_read(const struct kind *target, struct str text)
{
	struct str part, rest = { text.p, str_find(text, '?') }, before = S("");

	while (str_cut(&rest, '/', &part)) {
		if (str_is(before, target->plural))
			return part;
		before = part;
	}
	return text;
}

struct str links_read(struct arena *a, const struct kind *target, struct str text)
{
	struct out o = out_new(a, 1 << 20);
	struct str rest = text, part;

	while (text.n && str_cut(&rest, ';', &part)) {
		if (!str_trim(part).n)
			continue;
		if (o.n)
			out_char(&o, ';');
		out_str(&o, link_read(target, str_trim(part)));
	}
	return out_done(&o);
}

/* ---- the record */

void *record_begin(struct work *w, const struct kind *k, const struct owner *owner,
	const struct language *lang)
{
	struct record *r = record_new(w, k);

	r->state = str_from(k->flow->states[0].name);
	r->owner = *owner;
	r->lang = lang;
	return r;
}

void *record_hold(struct work *w, const struct kind *k, struct str public_id)
{
	db_run(w->db, SQL_WRITING_HOLD, DB_VALUES(V(k->name), V(public_id)));
	struct record *r = record_load(w, k, public_id);

	return r && record_may_be_read(w, r) ? r : NULL;
}

bool record_may_be_written(const struct work *w, const struct kind *k, const struct record *r)
{
	const struct flow_state *state = kind_state(k, r->state);

	return k->flow && k->sections && state->written_by != VERB_NONE &&
	       record_may(w, state->written_by, r);
}

/* ---- merging */

static bool is_same_column(struct column a, struct column b)
{
	return a.field == b.field && a.part == b.part;
}

/* What became of the column after the version that an edit was made from. */
struct since {
	bool is_changed; /* or nobody can tell, because it was erased */
	bool is_known;
	struct str base, by;
	int64_t at_ms;
};

/* One for each of the edits. */
struct since_all {
	const struct edits *edits;
	struct since *v;
};

static void follow_version(struct arena *keep, const struct history_version *v,
	struct column column, struct since *since)
{
	bool is_touched = v->is_erased;

	for (size_t i = 0; i < v->n_changes; i++) {
		if (!is_same_column(v->changes[i].column, column))
			continue;
		if (!since->is_changed) {
			since->base = str_copy(keep, v->changes[i].before);
			since->is_known = true;
		}
		is_touched = true;
	}
	if (!is_touched)
		return;
	since->is_changed = true;
	since->by = str_copy(keep, v->account_id);
	since->at_ms = v->at_ms;
}

static bool follow(void *arg, const struct history_version *v)
{
	struct since_all *all = arg;

	for (size_t i = 0; i < all->edits->n; i++)
		if (v->version > all->edits->v[i].base_version)
			follow_version(all->edits->arena, v, all->edits->v[i].column, &all->v[i]);
	return true;
}

static void set_wrong(struct edit *e, const char *code, struct str why)
{
	e->end = EDIT_WRONG;
	e->code = code;
	e->why = why;
}

static bool is_among(struct codes links, struct str id)
{
	for (size_t i = 0; i < links.n; i++)
		if (str_eq(links.v[i], id))
			return true;
	return false;
}

/* To what one may not read there is no new link: it would tell that it is there. */
static struct str link_fault(
	struct work *w, const struct field *f, const void *row, const void *now)
{
	const struct kind *target = house_kind(w->house, str_from(f->target));
	const struct codes links = field_codes(f, row), stored = field_codes(f, now);

	for (size_t i = 0; i < links.n; i++) {
		if (is_among(stored, links.v[i]))
			continue;
		const struct record *linked = record_load(w, target, links.v[i]);

		if (!linked || !record_may_be_read(w, linked))
			return STR_FILL(w->arena, T(w, "there is no record “{1}”"), links.v[i]);
	}
	return S("");
}

/* As it would be stored, in `trial`, which is `now` so far. False: it cannot be. */
static bool try_text(
	struct work *w, struct edit *e, void *trial, const void *now, struct str *ret_text)
{
	const struct field *f = e->column.field;
	struct str fault = S("");

	if (e->text.n > EDIT_TEXT_MAX_BYTES) {
		set_wrong(e, "too_long", str_from(T(w, "this text is too long")));
		return false;
	}
	const char *why = column_write(w->arena, e->column, trial, e->text);
	if (why) {
		set_wrong(e, "bad_value", STR_FILL(w->arena, tr_text(w->lang, why), e->text));
		return false;
	}
	if (f->type == FIELD_LINKS)
		fault = link_fault(w, f, trial, now);
	if (fault.n) {
		set_wrong(e, "unknown_record", fault);
		return false;
	}
	*ret_text = column_read(w->arena, e->column, trial);
	return true;
}

static struct str ids_of(struct arena *a, struct str into, struct str from, struct str but)
{
	struct str rest = from, id;

	while (from.n && str_cut(&rest, ';', &id))
		if (!files_name(but, id) && !files_name(into, id))
			into = files_with(a, into, S(""), id);
	return into;
}

/* Files are added and taken away one by one: who adds one takes away none of somebody else's. */
static struct str files_merged(struct arena *a, struct str base, struct str theirs, struct str mine)
{
	struct str gone = ids_of(a, S(""), base, mine), kept = ids_of(a, S(""), theirs, gone);

	return ids_of(a, kept, mine, base);
}

static void merge_one(struct work *w, const struct kind *k, void *row, struct edit *e,
	const struct since *since, bool is_of_step)
{
	void *trial = arena_alloc(w->arena, k->size);
	struct str mine;
	bool is_of_files = e->column.field->type == FIELD_FILES;

	memcpy(trial, row, k->size);
	if (!try_text(w, e, trial, row, &mine))
		return;
	e->theirs = column_read(w->arena, e->column, row);
	if (is_of_files && since->is_changed)
		mine = files_merged(w->arena, since->base, e->theirs, mine);
	if (str_eq(mine, e->theirs)) {
		e->end = EDIT_SAME;
		return;
	}
	if (!e->is_meant && since->is_known && str_eq(mine, since->base)) {
		e->end = EDIT_SAME;
		return;
	}
	if (!is_of_step && !kind_section(k, e->column.field)) {
		set_wrong(e, "read_only", str_from(T(w, "this is set by steps alone")));
		return;
	}
	e->base = since->is_changed ? since->base : e->theirs;
	e->by = since->by;
	e->at_ms = since->at_ms;
	e->end = since->is_changed && !is_of_files ? EDIT_CONFLICT : EDIT_TAKEN;
	if (e->end == EDIT_TAKEN)
		column_restore(w->arena, e->column, row, mine);
}

/* The field a problem is about: its column is named as in files, or the field itself is. */
static const struct field *field_of_problem(
	struct work *w, const struct kind *k, const struct problem *p)
{
	const struct columns columns = kind_columns(w->arena, k);

	for (size_t i = 0; i < columns.n; i++)
		if (str_eq(column_name(w->arena, columns.v[i]), p->column) ||
			str_is(p->column, columns.v[i].field->name))
			return columns.v[i].field;
	return NULL;
}

/* What was taken of a field that the store cannot hold is taken back. */
static void take_back(
	struct work *w, void *row, struct edits *e, const struct field *f, const struct problem *p)
{
	for (size_t i = 0; i < e->n; i++) {
		struct edit *one = &e->v[i];

		if (one->column.field != f || one->end != EDIT_TAKEN)
			continue;
		column_restore(w->arena, one->column, row, one->theirs);
		set_wrong(one, p->code, p->message);
	}
}

static int64_t first_base(const struct edits *e)
{
	int64_t first = INT64_MAX;

	for (size_t i = 0; i < e->n; i++)
		if (e->v[i].base_version < first)
			first = e->v[i].base_version;
	return first;
}

void edits_merge(struct work *w, const struct kind *k, void *row, struct edits *e)
{
	const struct record *r = row;
	struct problems problems = problems_new(w->arena);
	struct since_all all = { e, ARENA_ARRAY(w->arena, struct since, e->n + 1) };

	if (!e->n)
		return;
	if (first_base(e) < r->version)
		history_each(w, k, r->seq, first_base(e), follow, &all);
	for (size_t i = 0; i < e->n; i++)
		merge_one(w, k, row, &e->v[i], &all.v[i], e->are_of_step);
	record_check_values(w, k, row, &problems);
	for (size_t i = 0; i < problems.n; i++)
		take_back(w, row, e, field_of_problem(w, k, &problems.v[i]), &problems.v[i]);
}

/* ---- storing */

bool edits_save(
	struct work *w, const struct kind *k, void *row, struct str note, struct problems *p)
{
	const struct record *r = row;
	const struct flow_state *state = kind_state(k, r->state);
	const char *action = !r->seq                                ? "create"
			     : state->writing == FLOW_AS_CORRECTION ? "erratum"
								    : "edit";
	struct saving one = { .row = row, .problems = p, .note = note };

	assert(!r->seq || record_may_be_written(w, k, r));
	return register_save_one(w, k, &one, action) != SAVE_REFUSED;
}

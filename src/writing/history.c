#include "chronicle.h"
#include "file_store.h"
#include "json.h"
#include "record.h"
#include "writing_sql.h"

#include <assert.h>
#include <string.h>

enum {
	CHANGES_MAX_BYTES = 4 << 20,
	VERSIONS_MAX_BYTES = 1 << 20,
	VERSIONS_AT_ONCE = 8,
	STEP_MAX_BYTES = 64 << 20
};

/* ---- reading */

/* The columns of a kind by their paths. */
struct paths {
	struct columns columns;
	struct str *v;
};

static struct paths paths_of(struct arena *a, const struct kind *k)
{
	struct columns columns = kind_columns(a, k);
	struct paths paths = { columns, ARENA_ARRAY(a, struct str, columns.n) };

	for (size_t i = 0; i < columns.n; i++)
		paths.v[i] = column_path(a, columns.v[i]);
	return paths;
}

static struct column column_at(const struct paths *paths, struct str path)
{
	for (size_t i = 0; i < paths->columns.n; i++)
		if (str_eq(paths->v[i], path))
			return paths->columns.v[i];
	return (struct column){ 0 };
}

/* Room for one more behind `n`, at each power of two for as many again. */
static void *grown(struct arena *a, void *v, size_t n, size_t size)
{
	if (n & (n - 1))
		return v;
	void *more = arena_alloc(a, (n ? 2 * n : 1) * size);
	if (n)
		memcpy(more, v, n * size);
	return more;
}

static void take_change(
	struct arena *a, struct history_version *v, const struct history_change *change)
{
	struct history_change *changes = (struct history_change *)(uintptr_t)v->changes;

	if (str_eq(change->path, S(":note")))
		v->note = change->after;
	else if (str_eq(change->path, S(":via")))
		v->via = change->after;
	else if (str_eq(change->path, FACT_STATE))
		v->state = change->after;
	changes = grown(a, changes, v->n_changes, sizeof *changes);
	changes[v->n_changes++] = *change;
	v->changes = changes;
}

static struct history_version version_of(
	struct arena *a, const struct paths *paths, const struct revision *r)
{
	struct changes_reader changes = changes_of(a, r->changes);
	struct history_change change;
	struct history_version v = { .version = r->version,
		.at_ms = r->at_ms,
		.account_id = r->account_id,
		.action = r->action,
		.is_erased = !r->changes.n,
		.note = S(""),
		.via = S(""),
		.state = S("") };

	while (changes_next(&changes, &change)) {
		if (str_eq(change.before, change.after))
			continue;
		change.column = column_at(paths, change.path);
		take_change(a, &v, &change);
	}
	return v;
}

struct history_change history_change_kept(struct arena *a, const struct history_change *c)
{
	return (struct history_change){ str_copy(a, c->path), c->column, str_copy(a, c->before),
		str_copy(a, c->after) };
}

/* A walk through versions, a few at a time. */
struct walk {
	struct work *work;
	const struct paths *paths;
	int64_t seq, after;
	history_visit *fn;
	void *arg;
};

/* False: there are no more, or enough were seen. */
static bool visit_some(struct walk *walk)
{
	struct work *w = walk->work;
	struct revision some[VERSIONS_AT_ONCE];
	size_t n = 0;
	struct db_rows *rows = db_query(w->db, SQL_WRITING_REVISIONS_SOME,
		DB_VALUES(V(walk->seq), V(walk->after), V(VERSIONS_AT_ONCE)));

	while (n < VERSIONS_AT_ONCE && revision_next(rows, S(""), &some[n]))
		n++;
	db_done(rows);
	for (size_t i = 0; i < n; i++) {
		const struct history_version v = version_of(w->arena, walk->paths, &some[i]);

		walk->after = v.version;
		if (!walk->fn(walk->arg, &v))
			return false;
	}
	return n == VERSIONS_AT_ONCE && db_is_sound(w->db);
}

void history_each(struct work *w, const struct kind *k, int64_t seq, int64_t after,
	history_visit *fn, void *arg)
{
	const struct paths paths = paths_of(w->arena, k);
	struct walk walk = { w, &paths, seq, after, fn, arg };
	struct arena step, *home = w->arena;
	bool goes_on = true;

	arena_init(&step, STEP_MAX_BYTES);
	while (goes_on) {
		w->arena = &step;
		db_lend(w->db, &step);
		goes_on = visit_some(&walk);
		db_lend(w->db, home);
		w->arena = home;
		arena_free(&step);
	}
}

struct gathering {
	struct arena *arena;
	struct history history;
};

static struct history_version kept(struct arena *a, const struct history_version *v)
{
	struct history_version copy = *v;
	struct history_change *changes = ARENA_ARRAY(a, struct history_change, v->n_changes + 1);

	copy.account_id = str_copy(a, v->account_id);
	copy.action = str_copy(a, v->action);
	copy.note = str_copy(a, v->note);
	copy.via = str_copy(a, v->via);
	copy.state = str_copy(a, v->state);
	for (size_t i = 0; i < v->n_changes; i++)
		changes[i] = history_change_kept(a, &v->changes[i]);
	copy.changes = changes;
	return copy;
}

static bool gather(void *arg, const struct history_version *v)
{
	struct gathering *g = arg;
	struct history *h = &g->history;

	h->v = grown(g->arena, h->v, h->n, sizeof *h->v);
	h->v[h->n++] = kept(g->arena, v);
	return true;
}

struct history history_of(struct work *w, const struct kind *k, int64_t seq, int64_t after)
{
	struct gathering g = { .arena = w->arena };

	history_each(w, k, seq, after, gather, &g);
	return g.history;
}

/* ---- an earlier version */

/* Where a fact of the record's own row is in the struct; NULL: it is none, or not text. */
static struct str *fact_in(struct record *r, struct str path)
{
	if (str_eq(path, FACT_STATE))
		return &r->state;
	if (str_eq(path, FACT_PARTY))
		return &r->owner.party;
	if (str_eq(path, FACT_ORGANISATION))
		return &r->owner.organisation;
	if (str_eq(path, FACT_ACCOUNT))
		return &r->owner.account;
	return str_eq(path, FACT_ASKED) ? &r->asked_party : NULL;
}

static bool undo_change(struct arena *a, void *row, const struct history_change *c)
{
	struct record *r = row;
	const struct language *l = language_by_code(c->before);

	assert(r);
	struct str *fact = fact_in(r, c->path);
	if (c->column.field)
		return column_restore(a, c->column, row, c->before);
	if (fact)
		*fact = c->before;
	else if (str_eq(c->path, FACT_LANG) && l)
		r->lang = l;
	return true;
}

/* On the way back to a version: what changed first after it tells what stood there in it. */
struct way_back {
	struct arena *arena;
	void *row;
	int64_t version, at_ms, last;
	struct str *undone; /* paths */
	size_t n_undone;
	bool is_lost;
};

static bool is_undone(const struct way_back *way, struct str path)
{
	for (size_t i = 0; i < way->n_undone; i++)
		if (str_eq(way->undone[i], path))
			return true;
	return false;
}

static void undo(struct way_back *way, const struct history_version *v)
{
	for (size_t i = 0; i < v->n_changes && !way->is_lost; i++) {
		if (is_undone(way, v->changes[i].path))
			continue;
		const struct history_change c = history_change_kept(way->arena, &v->changes[i]);

		way->undone = grown(way->arena, way->undone, way->n_undone, sizeof *way->undone);
		way->undone[way->n_undone++] = c.path;
		way->is_lost = !undo_change(way->arena, way->row, &c);
	}
}

static bool go_back(void *arg, const struct history_version *v)
{
	struct way_back *way = arg;
	bool is_goal = v->version == way->version;

	if (is_goal)
		way->at_ms = v->at_ms;
	else if (v->is_erased || !way->at_ms)
		way->is_lost = true;
	else
		undo(way, v);
	way->last = v->version;
	return !way->is_lost;
}

void *history_row(struct work *w, const struct kind *k, const void *now, int64_t version)
{
	const struct record *present = now;
	struct record *r = arena_take(w->arena, k->size);
	struct way_back way = { .arena = w->arena, .row = r, .version = version };

	memcpy(r, now, k->size);
	if (version < 1 || version > present->version)
		return NULL;
	history_each(w, k, present->seq, version - 1, go_back, &way);
	if (way.is_lost || way.last != present->version)
		return NULL;
	r->version = version;
	r->updated_ms = way.at_ms;
	if (r->state_ms > r->updated_ms)
		r->state_ms = r->updated_ms;
	return r;
}

/* ---- erasing */

static bool tells_of(struct arena *a, const struct revision *r, struct str path)
{
	struct changes_reader changes = changes_of(a, r->changes);
	struct history_change c;

	while (changes_next(&changes, &c))
		if (str_eq(c.path, path) && (c.before.n || c.after.n))
			return true;
	return false;
}

/* Empties what tells of the path. How many; `ret_erased`: all versions that are empty now. */
static size_t empty_versions(struct work *w, int64_t seq, struct str path, struct str *ret_erased)
{
	struct db_rows *rows = revisions_after(w, seq, 0);
	struct out list = out_new(w->arena, VERSIONS_MAX_BYTES);
	int64_t *versions = NULL;
	struct revision r;
	size_t n = 0;

	while (revision_next(rows, S(""), &r)) {
		bool tells = tells_of(w->arena, &r, path);

		if (tells) {
			versions = grown(w->arena, versions, n, sizeof *versions);
			versions[n++] = r.version;
		}
		if (tells || !r.changes.n)
			out_printf(&list, "%s%lld", list.n ? ";" : "", (long long)r.version);
	}
	for (size_t i = 0; i < n; i++)
		db_run(w->db, SQL_WRITING_REVISION_EMPTY, DB_VALUES(V(seq), V(versions[i])));
	*ret_erased = out_done(&list);
	return n;
}

static void tell(
	struct json *j, struct arena *a, struct str path, struct str before, struct str after)
{
	jsonw_key(j, str_z(a, path));
	jsonw_array(j);
	if (before.n)
		jsonw_str(j, before);
	else
		jsonw_null(j);
	if (after.n)
		jsonw_str(j, after);
	else
		jsonw_null(j);
	jsonw_array_end(j);
}

/* What the history of a record told before something was taken out, and what it tells now. */
struct telling {
	struct json *json;
	struct chronicle before, now;
	struct str erased_path;
};

/* What it does not know any more is told again, so that the record can be held against it. */
static void tell_again(const struct telling *t, struct str path)
{
	struct str was, is;

	if (!chronicle_knows(&t->before, path, &was) || chronicle_knows(&t->now, path, &is) ||
		(was.n && str_eq(path, t->erased_path)))
		return;
	tell(t->json, t->now.arena, path, was, was);
}

static void tell_lost(const struct telling *t, const struct kind *k)
{
	static const char *const facts[] = { "state", ":party", ":organisation", ":account",
		":asked" };
	/* Of these, records of an earlier Jalon told nothing. */
	static const char *const late[] = { ":id", ":kind", ":lang" };
	const struct paths paths = paths_of(t->now.arena, k);

	for (size_t i = 0; i < COUNT(facts); i++)
		tell_again(t, str_from(facts[i]));
	for (size_t i = 0; i < COUNT(late); i++)
		if (chronicle_past(&t->before, str_from(late[i])))
			tell_again(t, str_from(late[i]));
	for (size_t i = 0; i < paths.columns.n; i++)
		tell_again(t, paths.v[i]);
}

/* The changes of the version that tells of it. */
static struct str changes_of_erasure(
	struct work *w, const struct kind *k, struct telling *t, struct str erased)
{
	struct out o = out_new(w->arena, CHANGES_MAX_BYTES);
	struct json j = jsonw_to(&o);

	t->json = &j;
	jsonw_object(&j);
	tell(&j, w->arena, S(":note"), S(""), t->erased_path);
	tell(&j, w->arena, TOLD_ERASED, S(""), erased);
	if (w->via && strcmp(w->via, "page") != 0)
		tell(&j, w->arena, S(":via"), S(""), str_from(w->via));
	tell_lost(t, k);
	jsonw_object_end(&j);
	if (o.full)
		failure_record(w->failure, "a change is too large for the history", S(""), NULL);
	return out_done(&o);
}

size_t history_erase(struct work *w, const struct kind *k, void *row, struct column column)
{
	const int64_t seq = ((const struct record *)row)->seq;
	struct telling t = { .before = chronicle_of(w, seq),
		.erased_path = column_path(w->arena, column) };
	struct str erased;
	size_t n = empty_versions(w, seq, t.erased_path, &erased);

	if (!n)
		return 0;
	t.now = chronicle_of(w, seq);
	register_add_version(w, k, row, "erase", changes_of_erasure(w, k, &t, erased));
	if (column.field->type == FIELD_FILES)
		files_drop_lost(w, k, row);
	return n;
}

#include "chronicle.h"
#include "json_read.h"
#include "writing_sql.h"

#include <string.h>

/* ---- revisions */

struct db_rows *revisions_after(struct work *w, int64_t seq, int64_t version)
{
	return db_query(w->db, SQL_WRITING_REVISIONS_AFTER, DB_VALUES(V(seq), V(version)));
}

bool revision_next(struct db_rows *rows, struct str record_id, struct revision *ret_revision)
{
	if (!db_next(rows))
		return false;
	*ret_revision = (struct revision){ .record_id = record_id,
		.version = db_column_int(rows, 0),
		.at_ms = db_column_int(rows, 1),
		.account_id = db_column_text(rows, 2),
		.action = db_column_text(rows, 3),
		.changes = db_column_text(rows, 4),
		.salt = db_column_text(rows, 5),
		.digest = db_column_text(rows, 6),
		.hash = db_column_text(rows, 7) };
	return true;
}

/* ---- their changes */

struct changes_reader changes_of(struct arena *a, struct str changes)
{
	struct changes_reader r = { a, jsonr_of(changes) };
	struct jsonr_event object;

	jsonr_next(&r.json, a, &object);
	return r;
}

static bool read_side(struct changes_reader *r, struct str *ret_text)
{
	struct jsonr_event e;
	enum jsonr_token token = jsonr_next(&r->json, r->arena, &e);

	*ret_text = token == JSONR_STRING ? e.text : S("");
	return token == JSONR_STRING || token == JSONR_NULL;
}

/* "title.fr": ["before", "after"] */
bool changes_next(struct changes_reader *r, struct history_change *ret_change)
{
	struct jsonr_event key, array;
	struct history_change c = { 0 };

	if (jsonr_next(&r->json, r->arena, &key) != JSONR_KEY ||
		jsonr_next(&r->json, r->arena, &array) != JSONR_ARRAY || !read_side(r, &c.before) ||
		!read_side(r, &c.after) ||
		jsonr_next(&r->json, r->arena, &array) != JSONR_ARRAY_END)
		return false;
	c.path = key.text;
	*ret_change = c;
	return true;
}

/* ---- the chronicle */

struct chronicle chronicle_new(struct arena *a)
{
	return (struct chronicle){ .arena = a };
}

/* Room for one more; `v` holds `n` of them. */
static void *grown(struct arena *a, void *v, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return v;
	*cap = *cap ? 2 * *cap : 16;
	void *more = arena_alloc(a, *cap * size);
	if (n)
		memcpy(more, v, n * size);
	return more;
}

static struct past *past_at(struct chronicle *c, struct str path)
{
	for (size_t i = 0; i < c->n_pasts; i++)
		if (str_eq(c->pasts[i].path, path))
			return &c->pasts[i];
	c->pasts = grown(c->arena, c->pasts, c->n_pasts, &c->cap_pasts, sizeof *c->pasts);
	c->pasts[c->n_pasts] = (struct past){ .path = path };
	return &c->pasts[c->n_pasts++];
}

void chronicle_add(struct chronicle *c, const struct revision *r)
{
	struct changes_reader changes = changes_of(c->arena, r->changes);
	struct history_change change;
	const size_t at = c->n;

	c->v = grown(c->arena, c->v, c->n, &c->cap, sizeof *c->v);
	c->v[c->n++] = (struct chronicle_version){ .version = r->version,
		.at_ms = r->at_ms,
		.account_id = r->account_id,
		.is_erased = !r->changes.n };
	if (!r->changes.n)
		c->n_lost = c->n;
	while (changes_next(&changes, &change)) {
		struct past *past = past_at(c, change.path);

		past->text = change.after;
		past->at = at;
		if (str_eq(change.before, change.after))
			continue;
		past->is_changed = true;
		past->changed_at = at;
		past->changed_to = change.after;
	}
}

struct chronicle chronicle_of(struct work *w, int64_t seq)
{
	struct chronicle c = chronicle_new(w->arena);
	struct db_rows *rows = revisions_after(w, seq, 0);
	struct revision r;

	while (revision_next(rows, S(""), &r))
		chronicle_add(&c, &r);
	return c;
}

const struct past *chronicle_past(const struct chronicle *c, struct str path)
{
	for (size_t i = 0; i < c->n_pasts; i++)
		if (str_eq(c->pasts[i].path, path))
			return &c->pasts[i];
	return NULL;
}

bool chronicle_knows(const struct chronicle *c, struct str path, struct str *ret_text)
{
	const struct past *past = chronicle_past(c, path);

	if (past ? past->at < c->n_lost : c->n_lost > 0)
		return false;
	*ret_text = past ? past->text : S("");
	return true;
}

bool chronicle_may_have_changed(const struct chronicle *c, struct str path, size_t at)
{
	const struct past *past = chronicle_past(c, path);
	bool is_told = past && past->is_changed;

	if (c->v[at].is_erased)
		return !is_told || at > past->changed_at;
	return is_told && at == past->changed_at;
}

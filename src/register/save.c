/* save.c - the only way records are written: see register_save_all() in record.h. */
#include "id.h"
#include "inserts.h"
#include "json.h"
#include "record.h"
#include "record_index.h"
#include "record_own.h"
#include "register_sql.h"
#include "revision.h"
#include "search.h"

#include <assert.h>
#include <string.h>

enum { CHANGES_MAX_BYTES = 4 << 20 };

void *record_new(struct work *w, const struct kind *k)
{
	struct record *r = arena_alloc(w->arena, k->size);

	r->kind = str_from(k->name);
	r->lang = &languages[0];
	return r;
}

/* ---- what lives in the record_ tables */

static void save_codes(struct work *w, const struct record *r, const struct field *f,
	struct codes codes, struct inserts *to)
{
	const struct vocabulary *v = field_vocabulary(w, f);

	if (r->version > 1)
		db_run(w->db, SQL_REGISTER_CODES_CLEAR, DB_VALUES(V(r->seq), V(f->name)));
	for (size_t i = 0; i < codes.n; i++) {
		const struct term *t = term_find(v, codes.v[i]);

		INSERTS_ADD(to, V(r->seq), V(f->name), V(i), V(f->vocabulary), V(term_bare_code(t)),
			V(t->edition.n ? t->edition : v->edition));
	}
}

static void save_text(struct work *w, const struct record *r, struct column c, struct str text,
	struct inserts *to)
{
	const struct language *l = &languages[c.part];

	if (!text.n)
		db_run(w->db, SQL_REGISTER_TEXT_CLEAR,
			DB_VALUES(V(r->seq), V(c.field->name), V(l->code)));
	else
		INSERTS_ADD(to, V(r->seq), V(c.field->name), V(l->code), V(text),
			V(l == r->lang ? "original" : "human"),
			db_text_or_null(w->actor.account_id), V(w->now_ms));
}

/* False, with a problem, when a link leads nowhere. */
static bool save_links(struct work *w, const struct record *r, const struct field *f,
	struct codes links, struct problems *p)
{
	bool all_found = true;

	if (r->version > 1)
		db_run(w->db, SQL_REGISTER_LINKS_CLEAR, DB_VALUES(V(r->seq), V(f->name)));
	for (size_t i = 0; i < links.n; i++) {
		if (db_run(w->db, SQL_REGISTER_LINK_ADD,
			    DB_VALUES(V(r->seq), V(f->name), V(i), V(f->target), V(links.v[i]))))
			continue;
		all_found = false;
		problem_add(p, str_from(f->name), "unknown_record",
			STR_FILL(w->arena, T(w, "there is no record “{1}”"), links.v[i]));
	}
	return all_found;
}

/* ---- what changed */

struct change {
	struct column column;
	struct str before, after;
};

struct changes {
	struct change *v;
	size_t n;
};

static struct changes changes_between(
	struct work *w, const struct kind *k, const void *before, const void *after)
{
	struct columns columns = kind_columns(w->arena, k);
	struct changes changes = { ARENA_ARRAY(w->arena, struct change, columns.n), 0 };

	for (size_t i = 0; i < columns.n; i++) {
		struct str was = before ? column_read(w->arena, columns.v[i], before) : S("");
		struct str is = column_read(w->arena, columns.v[i], after);

		if (!str_eq(was, is))
			changes.v[changes.n++] = (struct change){ columns.v[i], was, is };
	}
	return changes;
}

/* Facts of the record that are told like fields, under names that no field has. */
static const struct {
	const char *name;
	size_t offset;
} facts[] = {
	{ "state", offsetof(struct record, state) },
	{ ":id", offsetof(struct record, public_id) },
	{ ":kind", offsetof(struct record, kind) },
	{ ":lang", offsetof(struct record, lang) },
	{ ":party", offsetof(struct record, owner.party) },
	{ ":organisation", offsetof(struct record, owner.organisation) },
	{ ":account", offsetof(struct record, owner.account) },
	{ ":asked", offsetof(struct record, asked_party) },
};

static struct str fact_of(const struct record *r, size_t i)
{
	if (!r)
		return S("");
	if (facts[i].offset == offsetof(struct record, lang))
		return str_from(r->lang->code);
	return *(const struct str *)((const char *)r + facts[i].offset);
}

static bool facts_differ(const struct record *before, const struct record *after)
{
	for (size_t i = 0; i < COUNT(facts); i++)
		if (!str_eq(fact_of(before, i), fact_of(after, i)))
			return true;
	return false;
}

static void json_db_text_or_null(struct json *j, struct str s)
{
	if (s.n)
		jsonw_str(j, s);
	else
		jsonw_null(j);
}

static void json_change(struct json *j, const char *path, struct str before, struct str after)
{
	jsonw_key(j, path);
	jsonw_array(j);
	json_db_text_or_null(j, before);
	json_db_text_or_null(j, after);
	jsonw_array_end(j);
}

/* ---- one record of those that are saved together */

struct writing {
	struct saving *saving;
	struct record *record; /* the row */
	const struct record *before; /* as the store has it; NULL: nowhere yet */
	struct changes changes;
};

struct writings {
	struct writing *v;
	size_t n;
};

/*
 * {"title.fr": ["before", "after"]}, and what tells how it came about. What comes by pages says
 * nothing of its way.
 */
static struct str changes_json(struct work *w, const struct writing *x)
{
	struct out o = out_new(w->arena, CHANGES_MAX_BYTES);
	struct json j = jsonw_to(&o);

	jsonw_object(&j);
	for (size_t i = 0; i < COUNT(facts); i++)
		if (!str_eq(fact_of(x->before, i), fact_of(x->record, i)))
			json_change(
				&j, facts[i].name, fact_of(x->before, i), fact_of(x->record, i));
	if (x->saving->note.n)
		json_change(&j, ":note", S(""), x->saving->note);
	if (w->via && strcmp(w->via, "page") != 0)
		json_change(&j, ":via", S(""), str_from(w->via));
	for (size_t i = 0; i < x->changes.n; i++) {
		const struct change *c = &x->changes.v[i];

		json_change(
			&j, str_z(w->arena, column_path(w->arena, c->column)), c->before, c->after);
	}
	jsonw_object_end(&j);
	if (o.full)
		failure_record(w->failure, "a change is too large for the history",
			x->record->public_id, NULL);
	return out_done(&o);
}

/* Those that are still to be saved. */
static struct writings remaining(struct writings all)
{
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].saving->result == SAVE_CREATED ||
			all.v[i].saving->result == SAVE_UPDATED)
			all.v[n++] = all.v[i];
	return (struct writings){ all.v, n };
}

/* ---- which records they are */

static struct str id_of(struct work *w, struct record *r)
{
	char id[ULID_LENGTH + 1];

	if (!r->public_id.n) {
		ulid_make(id);
		r->public_id = str_copy(w->arena, str_from(id));
	}
	return r->public_id;
}

/* Finds or reserves those whose place the caller did not know. */
static void take_places(struct work *w, const struct kind *k, struct writings all)
{
	struct reserved sought[RECORDS_AT_ONCE] = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++)
		if (!all.v[i].saving->at.seq)
			sought[n++].public_id = id_of(w, all.v[i].record);
	records_reserve(w, k->name, sought, n);
	n = 0;
	for (size_t i = 0; i < all.n; i++) {
		struct writing *x = &all.v[i];

		if (!x->saving->at.seq)
			x->saving->at = sought[n++];
		x->record->seq = x->saving->at.seq;
	}
}

/* "(1, 2, 3)": the seqs of all, or of those that others may know of. False: of none. */
static bool add_seqs(struct sql_text *t, struct writings all, bool but_new)
{
	uint32_t seqs[RECORDS_AT_ONCE];
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++)
		if (!but_new || !all.v[i].saving->at.is_new)
			seqs[n++] = (uint32_t)all.v[i].record->seq;
	if (n)
		record_add_seqs(t, seqs, n);
	return n > 0;
}

/* Holds the rows until the transaction ends, so that the ends of their histories cannot move. */
static void lock_records(struct work *w, struct writings all)
{
	struct sql_text t = sql_text_new(w->db, all.n);

	sql_add(&t, "UPDATE record SET version = version WHERE seq IN ");
	if (add_seqs(&t, all, true))
		sql_run(w->db, &t);
}

/* The ids of the rows, and their versions as they are stored. */
static void read_identities(struct work *w, struct writings all)
{
	struct sql_text t = sql_text_new(w->db, all.n);

	sql_add(&t, "SELECT seq, id, version FROM record WHERE seq IN ");
	add_seqs(&t, all, false);
	struct db_rows *rows = sql_query(w->db, &t);
	while (db_next(rows)) {
		int64_t seq = db_column_int(rows, 0);
		size_t i = 0;

		while (i < all.n && all.v[i].record->seq != seq)
			i++;
		assert(i < all.n);
		all.v[i].record->id = db_column_text(rows, 1);
		all.v[i].record->version = db_column_int(rows, 2);
	}
}

static void load_before(struct work *w, const struct kind *k, struct writings all)
{
	int64_t seqs[RECORDS_AT_ONCE] = { 0 };
	void *rows[RECORDS_AT_ONCE];

	for (size_t i = 0; i < all.n; i++)
		seqs[i] = all.v[i].record->version ? all.v[i].record->seq : 0;
	records_load(w, k, seqs, all.n, rows);
	for (size_t i = 0; i < all.n; i++)
		all.v[i].before = rows[i];
}

/* ---- what is written */

static void compare(struct work *w, const struct kind *k, struct writing *x)
{
	x->changes = changes_between(w, k, x->before, x->record);
	if (!x->before)
		x->saving->result = SAVE_CREATED;
	else if (x->changes.n || x->saving->is_step || facts_differ(x->before, x->record))
		x->saving->result = SAVE_UPDATED;
	else
		x->saving->result = SAVE_UNCHANGED;
	if (x->saving->result == SAVE_UNCHANGED)
		return;
	x->record->version++;
	x->record->updated_ms = w->now_ms;
	if (!x->before)
		x->record->created_ms = w->now_ms;
	bool is_in_it_since = x->before && str_eq(x->before->state, x->record->state);
	x->record->state_ms = is_in_it_since ? x->before->state_ms : w->now_ms;
}

/* All that a transaction writes is of one generation. */
void register_touch_public(struct work *w)
{
	if (!w->raised_generation)
		db_one_int(w->db, SQL_REGISTER_COUNTER_RAISE, DB_VALUES(V(1), V("generation")),
			&w->generation);
	w->raised_generation = true;
}

static void save_own(struct work *w, const struct kind *k, struct writings all)
{
	struct inserts own = record_own_inserts(w, k);

	for (size_t i = 0; i < all.n; i++)
		record_own_add(w, k, all.v[i].record, &own);
	inserts_run(&own);
}

/* False when a link leads nowhere. */
static bool save_changes(
	struct work *w, const struct writing *x, struct inserts *texts, struct inserts *codes)
{
	const struct record *r = x->record;
	const struct field *last = NULL;
	bool all_found = true;

	for (size_t i = 0; i < x->changes.n; i++) {
		const struct change *c = &x->changes.v[i];
		const struct field *f = c->column.field;

		if (f->type == FIELD_TEXT)
			save_text(w, r, c->column, c->after, texts);
		else if (f->type == FIELD_LINKS && f != last)
			all_found &= save_links(w, r, f, field_codes(f, r), x->saving->problems);
		else if (field_holds_codes(f) && f != last)
			save_codes(w, r, f, field_codes(f, r), codes);
		last = f;
	}
	return all_found;
}

static const char texts_head[] = "INSERT INTO record_text (seq, field, lang, text, origin, "
				 "written_by, written_at) VALUES ";
static const char texts_tail[] =
	" ON CONFLICT (seq, field, lang) DO UPDATE SET text = excluded.text, "
	"origin = excluded.origin, written_by = excluded.written_by, "
	"written_at = excluded.written_at";
static const char codes_head[] =
	"INSERT INTO record_term (seq, field, position, vocabulary, code, edition) VALUES ";

static void save_all_changes(struct work *w, struct writings all)
{
	struct inserts texts = inserts_new(w->db, texts_head, 7, texts_tail);
	struct inserts codes = inserts_new(w->db, codes_head, 6, "");

	for (size_t i = 0; i < all.n; i++)
		if (!save_changes(w, &all.v[i], &texts, &codes))
			all.v[i].saving->result = SAVE_REFUSED;
	inserts_run(&texts);
	inserts_run(&codes);
}

static struct revision revision_of(
	struct work *w, const struct record *r, const char *action, struct str changes)
{
	return (struct revision){ .seq = r->seq,
		.version = r->version,
		.at_ms = w->now_ms,
		.record_id = r->id,
		.account_id = w->actor.account_id,
		.action = str_from(action),
		.changes = changes };
}

static void save_revisions(struct work *w, struct writings all, const char *action)
{
	struct revision *revisions = ARENA_ARRAY(w->arena, struct revision, all.n);

	for (size_t i = 0; i < all.n; i++)
		revisions[i] = revision_of(w, all.v[i].record, action, changes_json(w, &all.v[i]));
	revisions_add(w, revisions, all.n);
}

/* The rows are there; their unchanging columns are given for the form only. */
static void save_identities(struct work *w, struct writings all)
{
	struct inserts records = inserts_new(w->db,
		"INSERT INTO record (seq, id, kind, public_id, created_at, version, state, lang, "
		"updated_at, updated_by, owner_party, owner_org, owner_account, asked_party, "
		"state_at) VALUES ",
		15,
		" ON CONFLICT (seq) DO UPDATE SET version = excluded.version, "
		"state = excluded.state, lang = excluded.lang, updated_at = excluded.updated_at, "
		"updated_by = excluded.updated_by, owner_party = excluded.owner_party, "
		"owner_org = excluded.owner_org, owner_account = excluded.owner_account, "
		"asked_party = excluded.asked_party, state_at = excluded.state_at");

	for (size_t i = 0; i < all.n; i++) {
		const struct record *r = all.v[i].record;

		INSERTS_ADD(&records, V(r->seq), V(r->id), V(r->kind), V(r->public_id),
			V(r->created_ms), V(r->version), V(r->state), V(r->lang->code),
			V(w->now_ms), db_text_or_null(w->actor.account_id),
			db_text_or_null(r->owner.party), db_text_or_null(r->owner.organisation),
			db_text_or_null(r->owner.account), db_text_or_null(r->asked_party),
			V(r->state_ms));
	}
	inserts_run(&records);
}

/* Lists and searches know of what is public, and of what no longer is. */
static bool is_of_readers(const struct kind *k, const struct writing *x)
{
	return record_is_indexed(k, x->record) || (x->before && record_is_indexed(k, x->before));
}

static bool any_is_of_readers(const struct kind *k, struct writings all)
{
	for (size_t i = 0; i < all.n; i++)
		if (is_of_readers(k, &all.v[i]))
			return true;
	return false;
}

static void save_index(
	struct work *w, const struct kind *k, struct writings all, enum save_result of)
{
	void *rows[RECORDS_AT_ONCE];
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].saving->result == of && is_of_readers(k, &all.v[i]))
			rows[n++] = all.v[i].record;
	record_index_save(w, k, rows, n, of == SAVE_CREATED);
}

/* ---- the whole */

static bool is_fit(struct work *w, const struct kind *k, const struct saving *s)
{
	const struct record *r = s->row;

	if (kind_state(k, r->state)->takes_incomplete)
		return record_check_values(w, k, s->row, s->problems);
	return record_check(w, k, s->row, s->problems);
}

static struct writings fit_to_be_saved(
	struct work *w, const struct kind *k, struct saving *v, size_t n)
{
	struct writings all = { ARENA_ARRAY(w->arena, struct writing, n), 0 };

	for (size_t i = 0; i < n; i++) {
		v[i].result = SAVE_REFUSED;
		if (!is_fit(w, k, &v[i]))
			continue;
		record_codes_now(w, k, v[i].row);
		all.v[all.n++] = (struct writing){ .saving = &v[i], .record = v[i].row };
	}
	return all;
}

void register_save_all(
	struct work *w, const struct kind *k, struct saving *v, size_t n, const char *action)
{
	assert(may(&w->actor, VERB_WRITE, NULL) && n <= RECORDS_AT_ONCE);
	struct writings all = fit_to_be_saved(w, k, v, n);
	if (!all.n)
		return;
	take_places(w, k, all);
	lock_records(w, all);
	read_identities(w, all);
	load_before(w, k, all);
	for (size_t i = 0; i < all.n; i++)
		compare(w, k, &all.v[i]);
	all = remaining(all);
	if (!all.n)
		return;
	save_own(w, k, all);
	save_all_changes(w, all);
	all = remaining(all);
	save_revisions(w, all, action);
	save_identities(w, all);
	if (!any_is_of_readers(k, all))
		return;
	register_touch_public(w);
	save_index(w, k, all, SAVE_CREATED);
	save_index(w, k, all, SAVE_UPDATED);
}

enum save_result register_save(
	struct work *w, const struct kind *k, void *row, const char *action, struct problems *p)
{
	struct saving one = { .row = row, .problems = p };

	return register_save_one(w, k, &one, action);
}

enum save_result register_save_one(
	struct work *w, const struct kind *k, struct saving *one, const char *action)
{
	register_save_all(w, k, one, 1, action);
	if (w->raised_generation)
		search_settle(w->db, 1);
	return one->result;
}

void register_add_version(
	struct work *w, const struct kind *k, void *row, const char *action, struct str changes)
{
	struct saving saving = { .row = row, .result = SAVE_UPDATED };
	struct writing one = { .saving = &saving, .record = row, .before = row };
	const struct writings all = { &one, 1 };

	one.record->version++;
	one.record->updated_ms = w->now_ms;
	struct revision next = revision_of(w, row, action, changes);
	revisions_add(w, &next, 1);
	save_identities(w, all);
	if (!any_is_of_readers(k, all))
		return;
	register_touch_public(w);
	save_index(w, k, all, SAVE_UPDATED);
	search_settle(w->db, 1);
}

#include "verify.h"
#include "module.h"
#include "present.h"
#include "writing_sql.h"

enum { BATCH = 500, BATCH_MAX_BYTES = 8 << 20, HISTORY_MAX_BYTES = 512 << 20 };

/* ---- the chain */

static const char *fault_of(
	struct arena *a, const struct revision *r, struct str before, int64_t expected_version)
{
	if (r->version != expected_version)
		return "a revision before it is missing, or its number was changed";
	if ((r->salt.n || r->changes.n) && !str_eq(r->digest, revision_digest(a, r)))
		return "its changes are not what was recorded";
	if (!str_eq(r->hash, revision_link(a, r, before)))
		return "its hash does not follow from what stands before it";
	return NULL;
}

static void complain_version(
	struct inspection *i, const struct identity *r, int64_t version, const char *what)
{
	struct str id = str_printf(i->work->arena, STR_FMT ", version %lld", STR_ARG(r->public_id),
		(long long)version);

	if (db_is_sound(i->work->db))
		complain(i, r->kind, id, str_from(what));
}

static struct chronicle inspect_chain(struct inspection *i, const struct identity *record)
{
	struct arena *a = i->work->arena;
	struct chronicle c = chronicle_new(a);
	struct db_rows *rows = revisions_after(i->work, record->seq, 0);
	struct str before = S("");
	int64_t version = 0;
	struct revision r;

	while (revision_next(rows, record->id, &r)) {
		const char *fault = fault_of(a, &r, before, version + 1);

		if (fault)
			complain_version(i, record, r.version, fault);
		before = r.hash;
		version = r.version;
		chronicle_add(&c, &r);
	}
	if (version != record->version)
		complain_version(i, record, record->version,
			"the record's version is not that of its last revision");
	return c;
}

/* ---- what was erased is told by the version that did it */

static bool is_listed(struct str list, int64_t version)
{
	struct str part;
	int64_t one;

	while (str_cut(&list, ';', &part))
		if (str_int(part, &one) && one == version)
			return true;
	return false;
}

static void inspect_erased(
	struct inspection *i, const struct identity *r, const struct chronicle *c)
{
	const struct past *told = chronicle_past(c, TOLD_ERASED);

	for (size_t v = 0; v < c->n; v++) {
		bool is_told = told && is_listed(told->text, c->v[v].version);

		if (is_told != c->v[v].is_erased)
			complain_version(i, r, c->v[v].version,
				is_told ? "its changes were taken out, and stand there again"
					: "its changes are gone, and nobody erased them");
	}
}

/* ---- the record's own row */

static void inspect_fact(struct inspection *i, const struct identity *r, const struct chronicle *c,
	struct str path, const char *name, struct str now)
{
	struct str then;

	if (chronicle_knows(c, path, &then) && !str_eq(now, then))
		complain_of(i, r,
			str_printf(i->work->arena, "%s is not what the history says, “" STR_FMT "”",
				name, STR_ARG(then)));
}

/* What records told of themselves from the beginning only since a later Jalon. */
static void inspect_late_fact(struct inspection *i, const struct identity *r,
	const struct chronicle *c, struct str path, const char *name, struct str now)
{
	if (chronicle_past(c, path))
		inspect_fact(i, r, c, path, name, now);
}

static void inspect_instant(
	struct inspection *i, const struct identity *r, const char *name, bool is_as_told)
{
	if (!is_as_told)
		complain_of(
			i, r, str_printf(i->work->arena, "%s is not what the history says", name));
}

/* Since when it is in its state; records of an earlier Jalon may tell less exactly, or nothing. */
static bool is_state_ms(const struct identity *r, const struct chronicle *c)
{
	bool is_exact = chronicle_past(c, FACT_ID);

	if (!r->has_state_ms)
		return !is_exact;
	for (size_t v = 0; v < c->n; v++)
		if (c->v[v].at_ms == r->state_ms &&
			(!is_exact || chronicle_may_have_changed(c, FACT_STATE, v)))
			return true;
	return false;
}

static void inspect_identity(
	struct inspection *i, const struct identity *r, const struct chronicle *c)
{
	inspect_late_fact(i, r, c, FACT_ID, "public_id", r->public_id);
	inspect_late_fact(i, r, c, FACT_KIND, "kind", r->kind);
	inspect_late_fact(i, r, c, FACT_LANG, "lang", r->lang);
	inspect_fact(i, r, c, FACT_STATE, "state", r->state);
	inspect_fact(i, r, c, FACT_PARTY, "owner_party", r->party);
	inspect_fact(i, r, c, FACT_ORGANISATION, "owner_org", r->organisation);
	inspect_fact(i, r, c, FACT_ACCOUNT, "owner_account", r->account);
	inspect_fact(i, r, c, FACT_ASKED, "asked_party", r->asked_party);
	if (!language_by_code(r->lang))
		complain_of(i, r, S("lang is no language"));
	if (r->has_root)
		complain_of(i, r, S("root_seq is not what the history says"));
	if (!c->n)
		return;
	const struct chronicle_version *first = &c->v[0], *last = &c->v[c->n - 1];
	inspect_instant(i, r, "created_at", r->created_ms == first->at_ms);
	inspect_instant(i, r, "created_by", str_eq(r->created_by, first->account_id));
	inspect_instant(i, r, "updated_at", r->updated_ms == last->at_ms);
	inspect_instant(i, r, "updated_by", str_eq(r->updated_by, last->account_id));
	inspect_instant(i, r, "state_at", is_state_ms(r, c));
}

/* ---- one record after another */

static void inspect_record(struct inspection *i, const struct identity *r)
{
	const struct kind *k = house_kind(i->work->house, r->kind);
	const struct chronicle c = inspect_chain(i, r);

	inspect_erased(i, r, &c);
	if (r->version || c.n)
		inspect_identity(i, r, &c);
	if (k)
		present_inspect(i, k, r, &c);
	else
		complain_of(i, r, S("it is of a kind that nobody knows"));
}

static struct identity read_identity(struct db_rows *rows)
{
	return (struct identity){ .seq = db_column_int(rows, 0),
		.id = db_column_text(rows, 1),
		.kind = db_column_text(rows, 2),
		.public_id = db_column_text(rows, 3),
		.state = db_column_text(rows, 4),
		.lang = db_column_text(rows, 5),
		.version = db_column_int(rows, 6),
		.created_ms = db_column_int(rows, 7),
		.created_by = db_column_text(rows, 8),
		.updated_ms = db_column_int(rows, 9),
		.updated_by = db_column_text(rows, 10),
		.party = db_column_text(rows, 11),
		.organisation = db_column_text(rows, 12),
		.account = db_column_text(rows, 13),
		.asked_party = db_column_text(rows, 14),
		.has_state_ms = !db_column_is_null(rows, 15),
		.state_ms = db_column_int(rows, 15),
		.has_root = !db_column_is_null(rows, 16) };
}

/* The next records, a bounded number. */
static size_t read_batch(struct work *w, int64_t seq, struct identity *batch)
{
	struct db_rows *rows = db_query(w->db, SQL_WRITING_RECORDS_AFTER, DB_VALUES(V(seq)));
	size_t n = 0;

	while (n < BATCH && db_next(rows))
		batch[n++] = read_identity(rows);
	db_done(rows);
	return n;
}

/* What a step of the walk is about. */
struct stage {
	int64_t seq; /* of the last record that was seen; in the end 0 */
	const struct identity *record;
	const struct kind *kind;
};

/* With memory of its own: a history may be long, and does not wait for the others. */
static void in_own_memory(struct inspection *i, struct stage *at,
	void (*fn)(struct inspection *i, struct stage *at), size_t max_bytes)
{
	struct arena own, *before = i->work->arena;

	arena_init(&own, max_bytes);
	i->work->arena = &own;
	db_lend(i->work->db, &own);
	fn(i, at);
	db_lend(i->work->db, before);
	i->work->arena = before;
	arena_free(&own);
}

static void inspect_one(struct inspection *i, struct stage *at)
{
	inspect_record(i, at->record);
}

static void inspect_batch(struct inspection *i, struct stage *at)
{
	struct identity *batch = ARENA_ARRAY(i->work->arena, struct identity, BATCH);
	size_t n = read_batch(i->work, at->seq, batch);

	for (size_t one = 0; one < n && db_is_sound(i->work->db); one++) {
		at->record = &batch[one];
		in_own_memory(i, at, inspect_one, HISTORY_MAX_BYTES);
	}
	at->seq = n ? batch[n - 1].seq : 0;
}

/* ---- rows of records that are gone */

/* By what its history says, if that is there. */
static void complain_gone(struct inspection *i, int64_t seq, struct str what)
{
	const struct chronicle c = chronicle_of(i->work, seq);
	const struct past *kind = chronicle_past(&c, FACT_KIND), *id = chronicle_past(&c, FACT_ID);

	if (db_is_sound(i->work->db))
		complain(i, kind ? kind->text : S("record"),
			id ? id->text : str_printf(i->work->arena, "%lld", (long long)seq),
			str_printf(i->work->arena, STR_FMT " of a record that is gone",
				STR_ARG(what)));
}

static void find_strays(struct inspection *i, struct stage *at)
{
	struct db_rows *rows = db_query(i->work->db, SQL_WRITING_STRAYS, NULL, 0);

	(void)at;
	while (db_next(rows))
		complain_gone(i, db_column_int(rows, 0), db_column_text(rows, 1));
}

/* Rows of the kind's own table whose record is gone, or of another kind, or was never kept. */
static void find_own_strays(struct inspection *i, struct stage *at)
{
	const struct kind *k = at->kind;
	struct sql_text t = sql_text_new(i->work->db, 1);

	sql_add(&t, "SELECT k.seq, r.kind, r.public_id FROM ");
	sql_add(&t, k->name);
	sql_add(&t, " k LEFT JOIN record r ON r.seq = k.seq "
		    "WHERE r.seq IS NULL OR r.version = 0 OR r.kind <> ");
	sql_value(&t, V(k->name));
	sql_add(&t, " ORDER BY k.seq");
	struct db_rows *rows = sql_query(i->work->db, &t);
	while (db_next(rows)) {
		struct str what = str_printf(i->work->arena, "fields of a %s", k->name);

		if (db_column_is_null(rows, 1))
			complain_gone(i, db_column_int(rows, 0), what);
		else
			complain(i, db_column_text(rows, 1), db_column_text(rows, 2),
				str_printf(i->work->arena, "it has " STR_FMT ", and is none",
					STR_ARG(what)));
	}
}

bool verify_records(
	struct work *w, void (*say)(void *arg, struct str complaint), void *arg, int64_t *ret_n)
{
	struct inspection i = { .work = w, .say = say, .arg = arg, .is_content = true };
	struct stage at = { 0 };

	*ret_n = 0;
	db_one_int(w->db, SQL_WRITING_REVISIONS, NULL, 0, ret_n);
	do
		in_own_memory(&i, &at, inspect_batch, BATCH_MAX_BYTES);
	while (at.seq && !w->failure->what);
	in_own_memory(&i, &at, find_strays, HISTORY_MAX_BYTES);
	HOUSE_EACH(w->house, m)
		for (const struct kind *const *k = m->kinds; k && *k; k++) {
			at.kind = *k;
			in_own_memory(&i, &at, find_own_strays, BATCH_MAX_BYTES);
		}
	return i.is_content && !w->failure->what;
}

#include "revision.h"
#include "inserts.h"
#include "record.h"
#include "register_sql.h"

#include <sodium.h>

static struct str hex_of(struct arena *a, const unsigned char *bytes, size_t n)
{
	char *text = arena_take(a, 2 * n + 1);

	sodium_bin2hex(text, 2 * n + 1, bytes, n);
	return (struct str){ text, 2 * n };
}

/* SHA-256 over the parts, joined by line feeds. */
static struct str hash_of(struct arena *a, const struct str *parts, size_t n)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	for (size_t i = 0; i < n; i++) {
		if (i)
			crypto_hash_sha256_update(&state, (const unsigned char *)"\n", 1);
		crypto_hash_sha256_update(&state, (const unsigned char *)parts[i].p, parts[i].n);
	}
	crypto_hash_sha256_final(&state, hash);
	return hex_of(a, hash, sizeof hash);
}

static struct str digest_of(struct arena *a, const struct revision *r)
{
	return hash_of(a, (const struct str[]){ r->salt, r->changes }, 2);
}

static struct str link_of(struct arena *a, const struct revision *r, struct str before)
{
	const struct str parts[] = {
		before,
		r->record_id,
		str_printf(a, "%lld", (long long)r->version),
		str_printf(a, "%lld", (long long)r->at_ms),
		r->account_id,
		r->action,
		r->digest,
	};

	return hash_of(a, parts, COUNT(parts));
}

/* Where the record stands among the revisions; they are few. */
static size_t index_of(const struct revision *v, size_t n, int64_t seq)
{
	size_t i = 0;

	while (i < n && v[i].seq != seq)
		i++;
	return i;
}

/* The last hash of each record that has a history. */
static void read_last_hashes(
	struct work *w, const struct revision *next, size_t n, struct str *ret_hashes)
{
	struct sql_text t = sql_text_new(w->db, n);
	uint32_t seqs[RECORDS_AT_ONCE];
	size_t n_seqs = 0;

	for (size_t i = 0; i < n; i++)
		if (next[i].version > 1)
			seqs[n_seqs++] = (uint32_t)next[i].seq;
	if (!n_seqs)
		return;
	sql_add(&t, "SELECT x.seq, x.hash FROM record r JOIN record_revision x "
		    "ON x.seq = r.seq AND x.version = r.version WHERE r.seq IN ");
	record_add_seqs(&t, seqs, n_seqs);
	struct db_rows *rows = sql_query(w->db, &t);
	while (db_next(rows)) {
		size_t i = index_of(next, n, db_column_int(rows, 0));

		if (i < n)
			ret_hashes[i] = db_column_text(rows, 1);
	}
}

static void complete(struct work *w, struct revision *next, struct str before)
{
	unsigned char salt[16];

	randombytes_buf(salt, sizeof salt);
	next->salt = hex_of(w->arena, salt, sizeof salt);
	next->digest = digest_of(w->arena, next);
	next->hash = link_of(w->arena, next, before);
}

void revisions_add(struct work *w, struct revision *next, size_t n)
{
	struct str *before = ARENA_ARRAY(w->arena, struct str, n);
	struct inserts revisions = inserts_new(w->db,
		"INSERT INTO record_revision (seq, version, at, account_id, action, changes, salt, "
		"digest, hash) VALUES ",
		9, "");

	read_last_hashes(w, next, n, before);
	for (size_t i = 0; i < n; i++) {
		struct revision *r = &next[i];

		complete(w, r, before[i]);
		INSERTS_ADD(&revisions, V(r->seq), V(r->version), V(r->at_ms),
			db_text_or_null(r->account_id), V(r->action), V(r->changes), V(r->salt),
			V(r->digest), V(r->hash));
	}
	inserts_run(&revisions);
}

/* ---- verifying */

struct inspection {
	struct work *work;
	void (*say)(void *arg, struct str complaint);
	void *arg;
	int64_t n;
	bool is_content;
};

static void complain(struct inspection *i, struct arena *a, struct str kind, struct str public_id,
	int64_t version, const char *what)
{
	i->is_content = false;
	i->say(i->arg, str_printf(a, STR_FMT " " STR_FMT ", version %lld: %s", STR_ARG(kind),
			       STR_ARG(public_id), (long long)version, what));
}

static const char *fault_of(
	struct arena *a, const struct revision *r, struct str before, int64_t expected_version)
{
	if (r->version != expected_version)
		return "a revision before it is missing, or its number was changed";
	if ((r->salt.n || r->changes.n) && !str_eq(r->digest, digest_of(a, r)))
		return "its changes are not what was recorded";
	if (!str_eq(r->hash, link_of(a, r, before)))
		return "its hash does not follow from what stands before it";
	return NULL;
}

static struct revision revision_read(struct db_rows *rows, struct str record_id)
{
	return (struct revision){ .record_id = record_id,
		.version = db_column_int(rows, 0),
		.at_ms = db_column_int(rows, 1),
		.account_id = db_column_text(rows, 2),
		.action = db_column_text(rows, 3),
		.changes = db_column_text(rows, 4),
		.salt = db_column_text(rows, 5),
		.digest = db_column_text(rows, 6),
		.hash = db_column_text(rows, 7) };
}

struct inspected {
	int64_t seq, version;
	struct str id, kind, public_id;
};

static void inspect_record(struct inspection *i, struct arena *a, const struct inspected *record)
{
	struct db_rows *rows =
		db_query(i->work->db, SQL_REGISTER_REVISIONS_OF, DB_VALUES(V(record->seq)));
	struct str before = S("");
	int64_t version = 0;

	while (db_next(rows)) {
		struct revision r = revision_read(rows, record->id);
		const char *fault = fault_of(a, &r, before, version + 1);

		if (fault)
			complain(i, a, record->kind, record->public_id, r.version, fault);
		before = r.hash;
		version = r.version;
		i->n++;
	}
	/* What the store did not tell is no sign of tampering. */
	if (version != record->version && db_is_sound(i->work->db))
		complain(i, a, record->kind, record->public_id, record->version,
			"the record's version is not that of its last revision");
}

/* The next records, a bounded number. */
static size_t read_batch(struct work *w, int64_t seq, struct inspected *batch, size_t max)
{
	struct db_rows *rows = db_query(w->db, SQL_REGISTER_RECORDS_AFTER, DB_VALUES(V(seq)));
	size_t n = 0;

	while (n < max && db_next(rows))
		batch[n++] = (struct inspected){ .seq = db_column_int(rows, 0),
			.id = db_column_text(rows, 1),
			.kind = db_column_text(rows, 2),
			.public_id = db_column_text(rows, 3),
			.version = db_column_int(rows, 4) };
	db_done(rows);
	return n;
}

enum { BATCH = 500, BATCH_MAX_BYTES = 8 << 20, HISTORY_MAX_BYTES = 512 << 20 };

/* One batch, and each record's history in memory of its own. The last seq, 0 at the end. */
static int64_t inspect_after(struct inspection *i, int64_t seq)
{
	struct work *w = i->work;
	struct inspected batch[BATCH];
	struct arena a, history, *home;

	arena_init(&a, BATCH_MAX_BYTES);
	arena_init(&history, HISTORY_MAX_BYTES);
	home = db_lend(w->db, &a);
	size_t n = read_batch(w, seq, batch, BATCH);
	for (size_t at = 0; at < n && db_is_sound(w->db); at++) {
		db_lend(w->db, &history);
		inspect_record(i, &history, &batch[at]);
		db_lend(w->db, home);
		arena_free(&history);
	}
	db_lend(w->db, home);
	arena_free(&a);
	return n ? batch[n - 1].seq : 0;
}

bool revisions_verify(
	struct work *w, void (*say)(void *arg, struct str complaint), void *arg, int64_t *ret_n)
{
	struct inspection i = { .work = w, .say = say, .arg = arg, .is_content = true };
	int64_t seq = 0;

	do
		seq = inspect_after(&i, seq);
	while (seq && !w->failure->what);
	*ret_n = i.n;
	return i.is_content && !w->failure->what;
}

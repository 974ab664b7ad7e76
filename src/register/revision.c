#include "revision.h"
#include "inserts.h"
#include "record.h"

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

struct str revision_digest(struct arena *a, const struct revision *r)
{
	return hash_of(a, (const struct str[]){ r->salt, r->changes }, 2);
}

struct str revision_link(struct arena *a, const struct revision *r, struct str before)
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
	next->digest = revision_digest(w->arena, next);
	next->hash = revision_link(w->arena, next, before);
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

/* file_forget.c - files that stand nowhere any more, and whether all others are whole. */
#include "file_sql.h"
#include "file_store.h"
#include "module.h"

#include <sodium.h>

enum { DAY_MS = 24 * 60 * 60 * 1000, AT_ONCE = 100, STEP_MAX_BYTES = 24 << 20 };

/* ---- where it stands */

static bool is_counted(struct work *w, const struct sql *q, int64_t seq, struct str id)
{
	int64_t n = 0;

	return db_one_int(w->db, q, DB_VALUES(V(seq), V(id)), &n) && n;
}

static bool is_in_row(const struct kind *k, const void *row, struct str id)
{
	for (size_t i = 0; row && i < k->n_fields; i++)
		if (k->fields[i].type == FIELD_FILES &&
			files_name(*(const struct str *)field_of(&k->fields[i], row), id))
			return true;
	return false;
}

static bool has_stood(
	struct work *w, const struct kind *k, const void *row, int64_t seq, struct str id)
{
	return is_in_row(k, row, id) || is_counted(w, SQL_FILE_IS_IN_HISTORY, seq, id);
}

/* ---- dropping */

static void drop(struct work *w, struct str id)
{
	struct file f;

	if (!file_find(w, id, &f))
		return;
	db_run(w->db, SQL_FILE_DROP_TEXTS, DB_VALUES(V(id)));
	db_run(w->db, SQL_FILE_DROP, DB_VALUES(V(id)));
	/* Who keeps the same just now is waited for. */
	db_run(w->db, SQL_FILE_CONTENT_HOLD, DB_VALUES(V(f.hash)));
	db_run(w->db, SQL_FILE_CONTENT_DROP_PIECES, DB_VALUES(V(f.hash)));
	db_run(w->db, SQL_FILE_CONTENT_DROP, DB_VALUES(V(f.hash)));
}

void files_drop_lost(struct work *w, const struct kind *k, const void *row)
{
	const int64_t seq = ((const struct record *)row)->seq;
	struct db_rows *rows = db_query(w->db, SQL_FILE_OF_RECORD, DB_VALUES(V(seq)));
	struct str *lost = NULL;
	size_t n = 0;

	while (db_next(rows)) {
		struct str id = db_column_text(rows, 0), *more;

		if (has_stood(w, k, row, seq, id) || is_counted(w, SQL_FILE_IS_IN_DRAFTS, seq, id))
			continue;
		more = ARENA_ARRAY(w->arena, struct str, n + 1);
		for (size_t i = 0; i < n; i++)
			more[i] = lost[i];
		more[n++] = id;
		lost = more;
	}
	for (size_t i = 0; i < n; i++)
		drop(w, lost[i]);
}

/* ---- the sweep */

struct unsettled {
	char id[32];
	int64_t seq, sent_ms;
};

static const struct kind *kind_of(struct work *w, int64_t seq)
{
	struct db_rows *rows = db_query(w->db, SQL_FILE_KIND, DB_VALUES(V(seq)));
	struct str name = db_next(rows) ? db_column_text(rows, 0) : S("");

	db_done(rows);
	return house_kind(w->house, name);
}

static void settle(struct work *w, const struct unsettled *u)
{
	const struct kind *k = kind_of(w, u->seq);
	const struct str id = str_from(u->id);
	void *row = NULL;

	db_run(w->db, SQL_FILE_HOLD_RECORD, DB_VALUES(V(u->seq)));
	if (k)
		records_load(w, k, &u->seq, 1, &row);
	if (!k || !db_is_sound(w->db))
		return;
	if (has_stood(w, k, row, u->seq, id))
		db_run(w->db, SQL_FILE_SETTLE, DB_VALUES(V(w->now_ms), V(id)));
	else if (!is_counted(w, SQL_FILE_IS_IN_DRAFTS, u->seq, id))
		drop(w, id);
}

/* How many there were; `last` is moved to the last of them. */
static size_t sweep_some(struct work *w, struct unsettled *last)
{
	struct unsettled some[AT_ONCE];
	size_t n = 0;

	db_begin(w->db);
	struct db_rows *rows = db_query(w->db, SQL_FILE_UNSETTLED,
		DB_VALUES(V(w->now_ms - DAY_MS), V(last->sent_ms), V((const char *)last->id),
			V(AT_ONCE)));
	while (n < AT_ONCE && db_next(rows)) {
		struct unsettled *u = &some[n++];
		struct str id = db_column_text(rows, 0);

		for (size_t i = 0; i <= sizeof u->id - 1; i++)
			u->id[i] = i < id.n ? id.p[i] : '\0';
		u->seq = db_column_int(rows, 1);
		u->sent_ms = db_column_int(rows, 2);
	}
	db_done(rows);
	for (size_t i = 0; i < n; i++)
		settle(w, &some[i]);
	if (!db_commit(w->db))
		return 0;
	if (n)
		*last = some[n - 1];
	return n;
}

void files_sweep(struct work *w)
{
	struct unsettled last = { .sent_ms = 0 };
	struct arena step, *home = w->arena;
	size_t n;

	arena_init(&step, STEP_MAX_BYTES);
	do {
		w->arena = &step;
		db_lend(w->db, &step);
		n = sweep_some(w, &last);
		db_lend(w->db, home);
		w->arena = home;
		arena_free(&step);
	} while (n == AT_ONCE);
}

/* ---- holding it against itself */

struct verifying {
	struct work *work;
	void (*say)(void *arg, struct str complaint);
	void *arg;
	crypto_hash_sha256_state state;
	int64_t bytes;
	const struct kind *kind;
	bool is_content;
};

static void complain(struct verifying *v, struct str complaint)
{
	v->say(v->arg, complaint);
	v->is_content = false;
}

static bool take_piece(void *arg, struct str piece)
{
	struct verifying *v = arg;

	crypto_hash_sha256_update(&v->state, (const unsigned char *)piece.p, piece.n);
	v->bytes += (int64_t)piece.n;
	return true;
}

static void verify_content(struct verifying *v, struct str hash, int64_t bytes)
{
	unsigned char digest[crypto_hash_sha256_BYTES];
	char hex[FILE_HASH_CHARS + 1];

	crypto_hash_sha256_init(&v->state);
	v->bytes = 0;
	content_each(v->work, hash, take_piece, v);
	crypto_hash_sha256_final(&v->state, digest);
	sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
	if (v->bytes != bytes || !str_is(hash, hex))
		complain(v, str_printf(v->work->arena,
				    "content " STR_FMT ": it is not what was kept", STR_ARG(hash)));
}

static void verify_contents(struct verifying *v)
{
	struct str after = S("");
	size_t n;

	do {
		struct str hashes[AT_ONCE];
		int64_t bytes[AT_ONCE];
		struct db_rows *rows =
			db_query(v->work->db, SQL_FILE_CONTENTS_AFTER, DB_VALUES(V(after)));

		for (n = 0; n < AT_ONCE && db_next(rows); n++) {
			hashes[n] = db_column_text(rows, 0);
			bytes[n] = db_column_int(rows, 1);
		}
		db_done(rows);
		for (size_t i = 0; i < n; i++)
			verify_content(v, hashes[i], bytes[i]);
		if (n)
			after = hashes[n - 1];
	} while (n == AT_ONCE && db_is_sound(v->work->db));
}

static void verify_value(struct verifying *v, const struct record *r, struct str value)
{
	struct str rest = value, id;
	struct file f;

	while (value.n && str_cut(&rest, ';', &id))
		if (!file_find(v->work, id, &f) || f.seq != r->seq)
			complain(v, str_printf(v->work->arena,
					    "%s " STR_FMT ": there is no file " STR_FMT " of it",
					    v->kind->name, STR_ARG(r->public_id), STR_ARG(id)));
}

static void verify_rows(struct work *w, const struct rows *rows, void *arg)
{
	struct verifying *v = arg;
	const struct kind *k = v->kind;

	(void)w;
	for (size_t i = 0; i < rows->n; i++)
		for (size_t f = 0; f < k->n_fields; f++)
			if (k->fields[f].type == FIELD_FILES)
				verify_value(v, row_at(rows, i),
					*(const struct str *)field_of(
						&k->fields[f], row_at(rows, i)));
}

bool files_verify(struct work *w, void (*say)(void *arg, struct str complaint), void *arg)
{
	struct verifying v = { .work = w, .say = say, .arg = arg, .is_content = true };
	struct db_rows *rows = db_query(w->db, SQL_FILE_STRAYS, NULL, 0);

	while (db_next(rows))
		complain(&v, db_column_text(rows, 0));
	verify_contents(&v);
	HOUSE_EACH(w->house, m)
		for (size_t i = 0; m->kinds && m->kinds[i]; i++) {
			v.kind = m->kinds[i];
			if (files_field(v.kind, S("")))
				records_each(w, v.kind, verify_rows, &v);
		}
	return v.is_content && db_is_sound(w->db);
}

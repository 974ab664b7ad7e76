#include "heads.h"
#include "clock.h"
#include "inspection.h"
#include "key.h"
#include "writing_sql.h"

#include <sodium.h>

enum { BATCH_MAX_BYTES = 8 << 20, DAY_BYTES = sizeof "2026-11-21" - 1 };
#define PURPOSE "history"

struct head {
	struct str day, digest, signature, public_key;
	int64_t made_ms, n;
};

struct str heads_day(struct arena *a, int64_t instant_ms)
{
	struct str instant = clock_rfc3339(a, instant_ms);

	return (struct str){ instant.p, DAY_BYTES };
}

/* ---- what is signed */

/* A digest under way: which records of the day went into it. */
struct digest {
	crypto_hash_sha256_state state;
	struct str day, last_id;
	int64_t n;
};

static void feed(struct digest *d, struct str text)
{
	crypto_hash_sha256_update(&d->state, (const unsigned char *)text.p, text.n);
}

/* The next records of the day. False: there was none. */
static bool feed_batch(struct work *w, struct digest *d, struct arena *home)
{
	struct db_rows *rows =
		db_query(w->db, SQL_WRITING_HEAD_RECORDS, DB_VALUES(V(d->day), V(d->last_id)));
	struct str id = S("");
	const int64_t n_before = d->n;

	for (; db_next(rows); d->n++) {
		id = db_column_text(rows, 0);
		feed(d, str_printf(w->arena, "\n" STR_FMT " %lld " STR_FMT, STR_ARG(id),
				(long long)db_column_int(rows, 1),
				STR_ARG(db_column_text(rows, 2))));
	}
	if (d->n > n_before)
		d->last_id = str_copy(home, id);
	return d->n > n_before;
}

/* And how many records it is of. */
static struct str digest_of(struct work *w, const struct head *h, struct str before, int64_t *ret_n)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	struct digest d = { .day = h->day, .last_id = S("") };
	struct arena batch, *home = w->arena;
	bool has_more;

	crypto_hash_sha256_init(&d.state);
	feed(&d, str_printf(home, STR_FMT "\n%lld\n" STR_FMT, STR_ARG(h->day),
			 (long long)h->made_ms, STR_ARG(before)));
	do {
		arena_init(&batch, BATCH_MAX_BYTES);
		w->arena = &batch;
		db_lend(w->db, &batch);
		has_more = feed_batch(w, &d, home);
		db_lend(w->db, home);
		w->arena = home;
		arena_free(&batch);
	} while (has_more);
	crypto_hash_sha256_final(&d.state, hash);
	*ret_n = d.n;
	char *text = arena_take(home, 2 * sizeof hash + 1);
	sodium_bin2hex(text, 2 * sizeof hash + 1, hash, sizeof hash);
	return (struct str){ text, 2 * sizeof hash };
}

/* ---- making one */

static struct head last_head(struct work *w)
{
	struct db_rows *rows = db_query(w->db, SQL_WRITING_HEAD_LAST, NULL, 0);
	struct head h = { 0 };

	if (db_next(rows)) {
		h.day = db_column_text(rows, 0);
		h.digest = db_column_text(rows, 1);
	}
	db_done(rows);
	return h;
}

static void make(struct work *w, struct head *h, struct str before)
{
	if (!db_run(w->db, SQL_WRITING_HEAD_ADD, DB_VALUES(V(h->day), V(h->made_ms))))
		return;
	db_run(w->db, SQL_WRITING_HEAD_FILL, DB_VALUES(V(h->day)));
	h->digest = digest_of(w, h, before, &h->n);
	h->signature = key_sign(w->key, w->arena, PURPOSE, h->digest);
	h->public_key = key_public(w->key, w->arena, PURPOSE);
	db_run(w->db, SQL_WRITING_HEAD_SIGN,
		DB_VALUES(V(h->n), V(h->digest), V(h->signature), V(h->public_key), V(h->day)));
}

void heads_make(struct work *w)
{
	struct head h = { .day = heads_day(w->arena, w->now_ms), .made_ms = w->now_ms };

	/* Most times there is one: that is seen without holding up who writes. */
	if (str_compare(last_head(w).day, h.day) >= 0)
		return;
	db_begin(w->db);
	const struct head before = last_head(w);
	if (str_compare(before.day, h.day) < 0)
		make(w, &h, before.digest);
	db_commit(w->db);
}

/* ---- verifying */

struct check {
	struct inspection inspection;
	struct str renewed_on;
	struct str own_key; /* that the key of the house signs with; empty: it is not there */
	struct heads_found found;
};

static void complain_head(struct check *c, struct str day, const char *what)
{
	if (db_is_sound(c->inspection.work->db))
		complain(&c->inspection, S("head of"), day, str_from(what));
}

static void check_key(struct check *c, const struct head *h)
{
	if (!c->own_key.n || str_eq(h->public_key, c->own_key))
		return;
	if (str_compare(h->day, c->renewed_on) <= 0)
		c->found.other_key_until = h->day;
	else
		complain_head(c, h->day, "it is signed with another key than that of the key file");
}

static void check_head(struct check *c, const struct head *h, struct str before)
{
	int64_t n;
	struct str digest = digest_of(c->inspection.work, h, before, &n);

	if (!str_eq(h->digest, digest))
		complain_head(c, h->day,
			"its digest is not that of what it seals and of the head before it: one of "
			"these is missing or was changed");
	else if (n != h->n)
		complain_head(c, h->day, "it is not of as many records as it says");
	if (!key_verify(h->public_key, h->digest, h->signature))
		complain_head(c, h->day, "its signature is not of its digest");
	check_key(c, h);
}

/* One at a time: what its digest is made of is read meanwhile. */
static bool head_after(struct work *w, struct str day, struct head *ret_head)
{
	struct db_rows *rows = db_query(w->db, SQL_WRITING_HEAD_AFTER, DB_VALUES(V(day)));
	bool is_there = db_next(rows);

	if (is_there)
		*ret_head = (struct head){ .day = db_column_text(rows, 0),
			.made_ms = db_column_int(rows, 1),
			.n = db_column_int(rows, 2),
			.digest = db_column_text(rows, 3),
			.signature = db_column_text(rows, 4),
			.public_key = db_column_text(rows, 5) };
	db_done(rows);
	return is_there;
}

static void check_heads(struct check *c)
{
	struct head h = { .day = S(""), .digest = S("") };

	for (struct str before = S(""); head_after(c->inspection.work, h.day, &h);
		before = h.digest) {
		check_head(c, &h, before);
		c->found.n++;
		c->found.last_day = h.day;
		c->found.last_digest = h.digest;
	}
}

static void find_strays(struct check *c)
{
	struct db_rows *rows = db_query(c->inspection.work->db, SQL_WRITING_HEAD_STRAYS, NULL, 0);

	while (db_next(rows))
		complain_head(c, db_column_text(rows, 0), "it is missing, its records are there");
}

static void find_lost(struct check *c)
{
	struct work *w = c->inspection.work;
	struct db_rows *rows = db_query(w->db, SQL_WRITING_HEAD_LOST, NULL, 0);

	while (db_next(rows)) {
		bool is_gone = db_column_is_null(rows, 3);
		struct str id = db_column_text(rows, is_gone ? 1 : 4);

		complain(&c->inspection, is_gone ? S("record") : db_column_text(rows, 3),
			str_printf(w->arena, STR_FMT ", version %lld", STR_ARG(id),
				(long long)db_column_int(rows, 2)),
			str_printf(w->arena,
				"it was sealed on " STR_FMT " and is not in the history as it was: "
				"the end was dropped, or the chain made anew",
				STR_ARG(db_column_text(rows, 0))));
	}
}

bool heads_verify(struct work *w, struct str renewed_on,
	void (*say)(void *arg, struct str complaint), void *arg, struct heads_found *ret_found)
{
	struct check c = { .inspection = { w, say, arg, .is_content = true },
		.renewed_on = renewed_on,
		.own_key = w->key ? key_public(w->key, w->arena, PURPOSE) : S(""),
		.found = { .last_day = S(""),
			.last_digest = S(""),
			.other_key_until = S(""),
			.are_checked_by_key = w->key } };

	check_heads(&c);
	find_strays(&c);
	find_lost(&c);
	*ret_found = c.found;
	return c.inspection.is_content && !w->failure->what;
}

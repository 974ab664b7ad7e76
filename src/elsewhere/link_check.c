#include "link_check.h"
#include "clock.h"
#include "link_sql.h"
#include "module.h"
#include "record.h"

enum {
	DAY_MS = 24 * 3600 * 1000,
	STORE_MS = 10000,
	HOLD_MS = 3 * FETCH_MS,
	GATHERED_AT_ONCE = 500
};

/* ---- what an answer means */

/* To add one: a row here. */
static const struct fault_row {
	const char *name; /* as it is stored */
	const char *label; /* N_() */
	int days; /* of failing, before it is dead */
} rows[LINK_FAULTS] = {
	[LINK_SOUND] = { "", N_("it answers"), 0 },
	[LINK_GONE] = { "gone", N_("the page is not there any more"), 2 },
	[LINK_NO_HOST] = { "no-host", N_("nobody knows the name of the site"), 2 },
	[LINK_NO_CONNECTION] = { "no-connection", N_("the site cannot be reached"), 2 },
	[LINK_BAD_CERTIFICATE] = { "certificate", N_("the certificate of the site is not in order"),
		2 },
	[LINK_TROUBLED] = { "troubled", N_("the site answers with an error"), 7 },
	[LINK_SLOW] = { "slow", N_("the site takes too long to answer"), 7 },
	[LINK_ASTRAY] = { "astray", N_("the site leads from one place to the next without end"),
		7 },
};

static enum link_fault judge_status(int status)
{
	if (status == 404 || status == 410)
		return LINK_GONE;
	if (status == 429)
		return LINK_UNTOLD;
	return status >= 500 ? LINK_TROUBLED : LINK_SOUND;
}

enum link_fault link_judge(struct fetch_answer answer)
{
	switch (answer.end) {
	case FETCH_STATUS:
		return judge_status(answer.status);
	case FETCH_NO_HOST:
		return LINK_NO_HOST;
	case FETCH_NO_CONNECTION:
		return LINK_NO_CONNECTION;
	case FETCH_BAD_CERTIFICATE:
		return LINK_BAD_CERTIFICATE;
	case FETCH_SLOW:
		return LINK_SLOW;
	case FETCH_ASTRAY:
		return LINK_ASTRAY;
	case FETCH_BROKEN:
		return LINK_TROUBLED;
	case FETCH_NOT_ASKED:
	case FETCH_STOPPED:
		break;
	}
	return LINK_UNTOLD;
}

bool link_was_not_reached(enum link_fault fault)
{
	return fault == LINK_NO_HOST || fault == LINK_NO_CONNECTION;
}

const char *link_fault_label(enum link_fault fault)
{
	return rows[fault].label;
}

/* One of a later Jalon is told as trouble. */
static enum link_fault fault_named(struct str name)
{
	for (enum link_fault fault = 0; fault < LINK_FAULTS; fault++)
		if (str_is(name, rows[fault].name))
			return fault;
	return LINK_TROUBLED;
}

/* ---- statements over the URL fields of all kinds, of constant pieces */

#define EACH_URL(w, k, f) \
	HOUSE_EACH((w)->house, k##_module) \
		for (const struct kind *const *k##_at = k##_module->kinds, *k; \
			k##_at && (k = *k##_at); k##_at++) \
			for (const struct field *f = k->fields; f < k->fields + k->n_fields; f++) \
				if (f->type == FIELD_URL && !(f->flags & F_INTERNAL))

/*
 * "practice k JOIN record r ON ... WHERE ... k.link": what public records hold in the field. How
 * long it may be is said as the indexes of 0013_links.sql say it, or they would not be used.
 */
static void add_named(struct sql_text *t, const struct kind *k, const struct field *f)
{
	sql_add(t, k->name);
	sql_add(t, " k JOIN record r ON r.seq = k.seq WHERE r.state = 'published' AND length(k.");
	sql_add(t, f->name);
	sql_add(t, ") <= 650 AND k.");
	sql_add(t, f->name);
}

/* "<columns> FROM link_check c JOIN <kind> k ...": dead addresses, with the records. */
static void add_dead(
	struct sql_text *t, const char *columns, const struct kind *k, const struct field *f)
{
	sql_add(t, columns);
	sql_add(t, " FROM link_check c, ");
	add_named(t, k, f);
	sql_add(t, " = c.address AND c.dead_at IS NOT NULL");
}

/* ---- for readers */

int64_t link_dead_since(struct work *w, struct str address)
{
	int64_t since = 0;

	db_one_int(w->db, SQL_LINK_DEAD_SINCE, DB_VALUES(V(address)), &since);
	return since;
}

struct link_figures links_figures(struct work *w)
{
	struct link_figures figures = { 0 };
	struct db_rows *from = db_query(w->db, SQL_LINK_FIGURES, NULL, 0);

	if (db_next(from))
		figures = (struct link_figures){ db_column_int(from, 0), db_column_int(from, 1) };
	db_done(from);
	return figures;
}

int64_t links_dead_count(struct work *w)
{
	struct sql_text t = sql_text_new(w->db, 1);
	bool has_any = false;

	sql_add(&t, "SELECT count(DISTINCT address) FROM (");
	EACH_URL(w, k, f)
	{
		sql_add(&t, has_any ? " UNION ALL SELECT " : "SELECT ");
		add_dead(&t, "c.address", k, f);
		has_any = true;
	}
	sql_add(&t, ") AS dead");
	if (!has_any)
		return 0;
	struct db_rows *from = sql_query(w->db, &t);
	int64_t n = db_next(from) ? db_column_int(from, 0) : 0;

	db_done(from);
	return n;
}

static struct db_rows *query_dead(struct work *w, size_t from, size_t max)
{
	struct sql_text t = sql_text_new(w->db, 2);
	const char *joint = "SELECT ";

	EACH_URL(w, k, f)
	{
		sql_add(&t, joint);
		add_dead(&t,
			"c.fails_since, c.address, r.kind, r.seq, r.public_id, c.fault, c.status, "
			"c.checked_at",
			k, f);
		joint = " UNION SELECT ";
	}
	sql_add(&t, " ORDER BY 1, 2, 3, 4 LIMIT ");
	sql_value(&t, V(max));
	sql_add(&t, " OFFSET ");
	sql_value(&t, V(from));
	return sql_query(w->db, &t);
}

/* Of those of one kind, RECORDS_AT_ONCE at most. */
static void add_titles(
	struct work *w, const struct kind *k, struct dead_link *v, const int64_t *seqs, size_t n)
{
	int64_t wanted[RECORDS_AT_ONCE] = { 0 };
	void *found[RECORDS_AT_ONCE];

	for (size_t i = 0; i < n; i++)
		wanted[i] = v[i].kind == k ? seqs[i] : 0;
	records_load(w, k, wanted, n, found);
	for (size_t i = 0; i < n; i++)
		if (found[i])
			v[i].title = record_title(k, found[i], w->lang);
}

size_t links_dead(struct work *w, size_t from, size_t max, struct dead_link *ret_v)
{
	int64_t seqs[RECORDS_AT_ONCE];
	size_t n = 0;

	if (!links_dead_count(w))
		return 0;
	struct db_rows *found = query_dead(w, from, max < COUNT(seqs) ? max : COUNT(seqs));
	while (db_next(found)) {
		seqs[n] = db_column_int(found, 3);
		ret_v[n++] = (struct dead_link){ .since = db_column_int(found, 0),
			.address = db_column_text(found, 1),
			.kind = house_kind(w->house, db_column_text(found, 2)),
			.public_id = db_column_text(found, 4),
			.fault = fault_named(db_column_text(found, 5)),
			.status = (int)db_column_int(found, 6),
			.checked_ms = db_column_int(found, 7) };
	}
	HOUSE_EACH(w->house, m)
		for (const struct kind *const *k = m->kinds; k && *k; k++)
			add_titles(w, *k, ret_v, seqs, n);
	return n;
}

/* ---- which there are */

/* The store has some time for each word, however long a site took. */
static void use_store(struct work *w)
{
	db_use(w->db, w->arena, w->failure, clock_monotonic_ms() + STORE_MS);
}

struct addresses {
	struct str v[GATHERED_AT_ONCE];
	size_t n;
};

static void read_addresses(struct db_rows *from, struct addresses *to)
{
	while (to->n < COUNT(to->v) && db_next(from))
		to->v[to->n++] = db_column_text(from, 0);
	db_done(from);
}

/* Named by public records, and not known yet. */
static void find_new(struct work *w, struct addresses *to)
{
	EACH_URL(w, k, f)
	{
		struct sql_text t = sql_text_new(w->db, 1);

		sql_add(&t, "SELECT DISTINCT k.");
		sql_add(&t, f->name);
		sql_add(&t, " FROM ");
		add_named(&t, k, f);
		sql_add(&t, " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM link_check c WHERE "
			    "c.address = k.");
		sql_add(&t, f->name);
		sql_add(&t, ") LIMIT ");
		sql_value(&t, V(COUNT(to->v)));
		read_addresses(sql_query(w->db, &t), to);
	}
}

/* Known, and named by none. */
static void find_old(struct work *w, struct addresses *to)
{
	struct sql_text t = sql_text_new(w->db, 1);

	sql_add(&t, "SELECT c.address FROM link_check c WHERE 1 = 1");
	EACH_URL(w, k, f)
	{
		sql_add(&t, " AND NOT EXISTS (SELECT 1 FROM ");
		add_named(&t, k, f);
		sql_add(&t, " = c.address)");
	}
	sql_add(&t, " LIMIT ");
	sql_value(&t, V(COUNT(to->v)));
	read_addresses(sql_query(w->db, &t), to);
}

/* What nobody can be asked for stays without a host, so that it is not new each time. */
static void add_address(struct work *w, struct str address)
{
	const struct str host = fetch_host(w->arena, address);

	db_run(w->db, SQL_LINK_ADD, DB_VALUES(V(address), V(host), V(clock_now_ms())));
	if (host.n)
		db_run(w->db, SQL_LINK_HOST_ADD, DB_VALUES(V(host)));
}

static void drop_address(struct work *w, struct str address)
{
	const struct str host = fetch_host(w->arena, address);

	db_run(w->db, SQL_LINK_DROP, DB_VALUES(V(address)));
	if (host.n)
		db_run(w->db, SQL_LINK_HOST_DROP, DB_VALUES(V(host)));
}

/* True when there may be more. */
static bool write_each(struct work *w, const struct addresses *all,
	void (*write)(struct work *w, struct str address))
{
	if (!all->n)
		return false;
	db_begin(w->db);
	for (size_t i = 0; i < all->n; i++)
		write(w, all->v[i]);
	return db_commit(w->db) && all->n == COUNT(all->v);
}

bool links_gather(struct work *w)
{
	struct addresses *added = ARENA_NEW(w->arena, struct addresses);
	struct addresses *dropped = ARENA_NEW(w->arena, struct addresses);

	find_new(w, added);
	find_old(w, dropped);
	bool has_more = write_each(w, added, add_address);
	return write_each(w, dropped, drop_address) || has_more;
}

void links_forgive(struct work *w)
{
	const int64_t before = clock_now_ms() - (int64_t)LINK_KEPT_DAYS * DAY_MS;
	int64_t oldest = 0;

	if (!db_one_int(w->db, SQL_LINK_OLDEST_DEAD, NULL, 0, &oldest) || !oldest ||
		oldest >= before)
		return;
	db_begin(w->db);
	if (db_run(w->db, SQL_LINK_FORGIVE, DB_VALUES(V(before))))
		register_touch_public(w);
	db_commit(w->db);
}

/* ---- asking */

static bool read_next(struct work *w, int64_t now, struct link_asked *ret_link)
{
	struct db_rows *from = db_query(w->db, SQL_LINK_NEXT, DB_VALUES(V(now)));
	bool has_one = db_next(from);

	if (has_one)
		*ret_link = (struct link_asked){ .address = db_column_text(from, 0),
			.host = db_column_text(from, 1),
			.fails = db_column_int(from, 2),
			.fails_since = db_column_int(from, 3),
			.dead_at = db_column_int(from, 4),
			.held_until = now + HOLD_MS };
	db_done(from);
	return has_one;
}

bool link_take(struct work *w, struct link_asked *ret_link)
{
	const int64_t now = clock_now_ms();
	struct link_asked link;

	use_store(w);
	if (!read_next(w, now, &link))
		return false;
	db_begin(w->db);
	int64_t touched = db_run(
		w->db, SQL_LINK_HOST_HOLD, DB_VALUES(V(link.held_until), V(link.host), V(now)));
	if (!db_commit(w->db) || touched != 1)
		return false;
	*ret_link = link;
	return true;
}

/* Has it failed for long enough? */
static bool is_dead(enum link_fault fault, int64_t fails, int64_t since, int64_t now)
{
	return fails >= LINK_FAILS && now - since >= (int64_t)rows[fault].days * DAY_MS;
}

static struct db_value int_or_null(int64_t value)
{
	return value ? db_int(value) : db_null();
}

static void write_finding(struct work *w, const struct link_asked *link,
	const struct link_finding *found, int64_t now)
{
	const bool fails = found->fault != LINK_SOUND;
	const int64_t n = fails ? link->fails + 1 : 0, since = fails && n > 1 ? link->fails_since
							       : fails        ? now
									      : 0;
	const bool dies = fails && !link->dead_at && is_dead(found->fault, n, since, now);
	const int64_t dead_at = dies ? now : fails ? link->dead_at : 0;

	db_run(w->db, SQL_LINK_FOUND,
		DB_VALUES(V(found->due_at), V(now),
			db_text_or_null(str_from(rows[found->fault].name)),
			int_or_null(found->status), V(n), int_or_null(since), int_or_null(dead_at),
			V(link->address)));
	if (!dead_at != !link->dead_at)
		register_touch_public(w);
}

void link_settle(struct work *w, const struct link_asked *link, const struct link_finding *found)
{
	use_store(w);
	db_begin(w->db);
	int64_t touched = db_run(w->db, SQL_LINK_HOST_FREE,
		DB_VALUES(V(found->host_free_at), V(link->host), V(link->held_until)));
	if (touched == 1 && found->fault != LINK_UNTOLD)
		write_finding(w, link, found, clock_now_ms());
	else if (touched == 1 && found->due_at)
		db_run(w->db, SQL_LINK_PUT_OFF, DB_VALUES(V(found->due_at), V(link->address)));
	db_commit(w->db);
}

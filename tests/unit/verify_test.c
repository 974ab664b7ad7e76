/*
 * verify_test.c - whoever changes the store by hand is found out: a thousand random edits of one
 * row each, and each named with the record it belongs to.
 */
#include "heads.h"
#include "history.h"
#include "house_work.h"
#include "out.h"
#include "own_key.h"
#include "verify.h"

#include <stdio.h>
#include <string.h>

enum { N_RECORDS = 20, N_EDITS = 1000, N_EDITS_POSTGRES = 200, EDIT_MAX_BYTES = 64 << 20 };

/* ---- a store with some history */

static const char *id_of(struct work *w, int i)
{
	return str_printf(w->arena, "T-%02d", i).p;
}

static void change(struct work *w, int i, const char *column, const char *value)
{
	struct practice *p = load(w, id_of(w, i));

	set(w, p, column, value);
	w->now_ms += 1000;
	save(w, p, SAVE_UPDATED);
}

static void given_record(struct work *w, int i)
{
	struct practice *p = given_practice(w, id_of(w, i));

	w->actor.account_id = i % 3 ? S("ANA") : S("");
	w->now_ms += 1000;
	set(w, p, "title_fr", str_printf(w->arena, "Radio %d", i).p);
	if (i % 2) {
		set(w, p, "title_en", str_printf(w->arena, "Online radio %d", i).p);
		set(w, p, "activities", "2.4;2.1");
		set(w, p, "parties", "FRA;DEU");
		set(w, p, "start_year", "2016");
		set(w, p, "added_since_2018", "yes");
	} else {
		set(w, p, "amount", "12.50");
		set(w, p, "currency", "EUR");
		set(w, p, "url", "https://example.org/");
	}
	if (i % 4 == 0)
		set(w, p, "related_ids", "T-01");
	p->record.owner.party = i % 5 ? S("") : S("FRA");
	save(w, p, SAVE_CREATED);
}

static void given_changes(struct work *w)
{
	for (int i = 1; i <= N_RECORDS; i++) {
		w->actor.account_id = i % 2 ? S("BEN") : S("");
		if (i % 2)
			change(w, i, "place_fr", str_printf(w->arena, "Dakar %d", i).p);
		if (i % 3 == 0)
			change(w, i, "parties", "SEN;FRA");
		if (i % 4 == 0)
			change(w, i, "related_ids", "T-02;T-01");
		if (i % 5 == 0)
			change(w, i, "title_fr", str_printf(w->arena, "Titre %d", i).p);
	}
}

static struct column column_at(struct work *w, const char *path)
{
	return kind_column(w->arena, &practice_kind, str_from(path));
}

static struct work *given_store(struct work *w)
{
	for (int i = 1; i <= N_RECORDS; i++)
		given_record(w, i);
	w = house_work_next(w);
	assert_true(db_commit(w->db));
	w->key = own_key(w);
	heads_make(w);
	db_begin(w->db);
	w->now_ms += INT64_C(86400000);
	given_changes(w);
	change(w, 7, "partners", "Nora");
	change(w, 7, "partners", "");
	assert_int_equal(
		history_erase(w, &practice_kind, load(w, "T-07"), column_at(w, "partners")), 2);
	assert_true(db_commit(w->db));
	heads_make(w);
	db_begin(w->db);
	change(w, 1, "title_fr", "Depuis");
	change(w, 8, "place_en", "Paris");
	assert_sound(w);
	return w;
}

/* ---- what is told */

struct complaints {
	struct arena *arena;
	struct str all; /* a line each */
	size_t n;
};

static void keep(void *arg, struct str complaint)
{
	struct complaints *c = arg;

	c->all = str_printf(c->arena, STR_FMT STR_FMT "\n", STR_ARG(c->all), STR_ARG(complaint));
	c->n++;
}

static struct complaints verified(struct work *w)
{
	struct complaints found = { .arena = w->arena, .all = S("") };
	struct heads_found heads;
	int64_t n;

	bool is_content = verify_records(w, keep, &found, &n);
	is_content &= heads_verify(w, S(""), keep, &found, &heads);
	assert_sound(w);
	assert_int_equal(is_content, found.n == 0);
	return found;
}

static bool names(struct complaints found, struct str what)
{
	return what.n && memmem(found.all.p, found.all.n, what.p, what.n);
}

/* ---- edits */

/* Where rows stand that are the truth: all else is made of them. */
static const struct edited_table {
	const char *name;
	const char *owner; /* whose the row is: the record's public id, or the day of a head */
	const char *keys[3];
	const char *texts[16], *numbers[8];
	const char *copy; /* makes another row of one; NULL: it would be nobody's */
} tables[] = {
	{ "record", "t.public_id", { "seq" },
		{ "id", "kind", "public_id", "owner_party", "owner_org", "owner_account",
			"asked_party", "state", "lang", "created_by", "updated_by" },
		{ "seq", "root_seq", "version", "created_at", "updated_at", "state_at" },
		"INSERT INTO record (seq, id, kind, public_id, state, lang, version, created_at, "
		"updated_at) SELECT seq + 1000, id || 'x', kind, public_id || 'x', state, lang, "
		"version, created_at, updated_at" },
	{ "record_revision", "(SELECT public_id FROM record r WHERE r.seq = t.seq)",
		{ "seq", "version" },
		{ "account_id", "action", "changes", "salt", "digest", "hash" },
		{ "seq", "version", "at" },
		"INSERT INTO record_revision (seq, version, at, account_id, action, changes, salt, "
		"digest, hash) SELECT seq, version + 100, at, account_id, action, changes, salt, "
		"digest, hash" },
	{ "record_text", "(SELECT public_id FROM record r WHERE r.seq = t.seq)",
		{ "seq", "field", "lang" }, { "field", "lang", "text", "origin", "written_by" },
		{ "seq", "written_at" },
		"INSERT INTO record_text (seq, field, lang, text, origin, written_by, written_at) "
		"SELECT seq, 'note', lang, text, origin, written_by, written_at" },
	{ "record_term", "(SELECT public_id FROM record r WHERE r.seq = t.seq)",
		{ "seq", "field", "position" }, { "field", "vocabulary", "code", "edition" },
		{ "seq", "position" },
		"INSERT INTO record_term (seq, field, position, vocabulary, code, edition) "
		"SELECT seq, field, position + 10, vocabulary, code, edition" },
	{ "record_link", "(SELECT public_id FROM record r WHERE r.seq = t.from_seq)",
		{ "from_seq", "relation", "position" }, { "relation" },
		{ "from_seq", "position", "to_seq" },
		"INSERT INTO record_link (from_seq, relation, position, to_seq) "
		"SELECT from_seq, relation, position + 10, to_seq" },
	{ "practice", "(SELECT public_id FROM record r WHERE r.seq = t.seq)", { "seq" },
		{ "amount_currency", "link", "source_symbol", "source_section", "partners" },
		{ "seq", "start_year", "end_year", "amount_minor", "added_since_2018" }, NULL },
	{ "history_head", "t.day", { "day" }, { "day", "digest", "signature", "public_key" },
		{ "made_at", "n" },
		"INSERT INTO history_head (day, made_at, n, digest, signature, public_key) "
		"SELECT day || 'x', made_at, n, digest, signature, public_key" },
	{ "history_head_record", "t.day", { "day", "record_id" }, { "day", "record_id", "hash" },
		{ "version" },
		"INSERT INTO history_head_record (day, record_id, version, hash) "
		"SELECT day, record_id || 'x', version, hash" },
};

static uint64_t chance;

/* xorshift64: the same edits each time, so that one that nobody names can be looked into. */
static size_t below(size_t n)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (size_t)(chance % n);
}

static size_t count_names(const char *const *names, size_t max)
{
	size_t n = 0;

	while (n < max && names[n])
		n++;
	return n;
}

/* "seq = '3' AND version = '2'", of a row at random; `ret_owner`: whose it is. */
static const char *some_row(struct work *w, const struct edited_table *t, struct str *ret_owner)
{
	size_t n_keys = count_names(t->keys, COUNT(t->keys));
	int64_t n = ask_int(w, str_printf(w->arena, "SELECT count(*) FROM %s", t->name).p);
	struct str sql = str_printf(w->arena, "SELECT %s", t->owner), where = S("1 = 1");
	struct sql_text text = sql_text_new(w->db, 0);

	for (size_t i = 0; i < n_keys; i++)
		sql = str_printf(w->arena, STR_FMT ", CAST(%s AS TEXT)", STR_ARG(sql), t->keys[i]);
	sql_add(&text,
		str_printf(w->arena, STR_FMT " FROM %s t ORDER BY 2", STR_ARG(sql), t->name).p);
	for (size_t i = 1; i < n_keys; i++)
		sql_add(&text, str_printf(w->arena, ", %zu", i + 2).p);
	sql_add(&text, str_printf(w->arena, " LIMIT 1 OFFSET %zu", below((size_t)n)).p);
	struct db_rows *rows = sql_query(w->db, &text);
	assert_true(db_next(rows));
	*ret_owner = db_column_text(rows, 0);
	for (size_t i = 0; i < n_keys; i++)
		where = str_printf(w->arena, STR_FMT " AND CAST(%s AS TEXT) = '" STR_FMT "'",
			STR_ARG(where), t->keys[i], STR_ARG(db_column_text(rows, (unsigned)i + 1)));
	db_done(rows);
	return where.p;
}

/* May fail, where the schema forbids it: that is no edit. */
static void run(struct work *w, const char *sql)
{
	struct sql_text t = sql_text_new(w->db, 0);

	sql_add(&t, sql);
	sql_run(w->db, &t);
}

static const char *some_column(const struct edited_table *t, bool *ret_is_text)
{
	size_t n_texts = count_names(t->texts, COUNT(t->texts));
	size_t at = below(n_texts + count_names(t->numbers, COUNT(t->numbers)));

	*ret_is_text = at < n_texts;
	return *ret_is_text ? t->texts[at] : t->numbers[at - n_texts];
}

/* Another value for the column: an expression. */
static const char *other_value(
	struct work *w, const struct edited_table *t, const char *column, bool is_text)
{
	struct str owner;

	switch (below(4)) {
	case 0:
		return str_printf(w->arena,
			is_text ? "coalesce(%s, '') || 'x'" : "coalesce(%s, 0) + 1", column)
			.p;
	case 1:
		return str_printf(w->arena,
			is_text ? "substr(%s, 1, length(%s) - 1)" : "coalesce(%s, 0) - 1", column,
			column)
			.p;
	case 2:
		return is_text ? "''" : "0";
	default:
		return str_printf(w->arena, "(SELECT %s FROM %s WHERE %s)", column, t->name,
			some_row(w, t, &owner))
			.p;
	}
}

static struct str value_at(
	struct work *w, const char *value, const struct edited_table *t, const char *where)
{
	return ask_text(
		w, str_printf(w->arena, "SELECT coalesce(CAST(%s AS TEXT), '') FROM %s WHERE %s",
			   value, t->name, where)
			   .p);
}

struct edit_made {
	struct str what;
	struct str owner, other; /* whose rows were touched */
};

/* False: it would change nothing. */
static bool change_value(struct work *w, const struct edited_table *t, struct edit_made *e)
{
	bool is_text;
	const char *column = some_column(t, &is_text), *where = some_row(w, t, &e->owner);
	const char *value = other_value(w, t, column, is_text);

	if (str_eq(value_at(w, column, t, where), value_at(w, value, t, where)))
		return false;
	e->what = str_printf(
		w->arena, "UPDATE %s SET %s = %s WHERE %s", t->name, column, value, where);
	run(w, e->what.p);
	return true;
}

static bool drop_row(struct work *w, const struct edited_table *t, struct edit_made *e)
{
	e->what =
		str_printf(w->arena, "DELETE FROM %s WHERE %s", t->name, some_row(w, t, &e->owner));
	run(w, e->what.p);
	return true;
}

static bool insert_row(struct work *w, const struct edited_table *t, struct edit_made *e)
{
	if (!t->copy)
		return false;
	e->what = str_printf(
		w->arena, "%s FROM %s WHERE %s", t->copy, t->name, some_row(w, t, &e->owner));
	run(w, e->what.p);
	return true;
}

/* As a constant of SQL; what is empty is nothing. */
static const char *quoted(struct work *w, struct str value, bool is_text)
{
	struct out o = out_new(w->arena, 1 << 20);

	if (!value.n)
		return "NULL";
	out_z(&o, is_text ? "'" : "");
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '\'')
			out_char(&o, '\'');
		out_char(&o, value.p[i]);
	}
	out_z(&o, is_text ? "'" : "");
	return str_z(w->arena, out_done(&o));
}

/* What two rows say of something changes places. */
static bool swap_values(struct work *w, const struct edited_table *t, struct edit_made *e)
{
	bool is_text;
	const char *column = some_column(t, &is_text);
	const char *one = some_row(w, t, &e->owner), *two = some_row(w, t, &e->other);

	struct str of_one = value_at(w, column, t, one), of_two = value_at(w, column, t, two);

	if (str_eq(of_one, of_two))
		return false;
	e->what = str_printf(w->arena,
		"UPDATE %s SET %s = CASE WHEN %s THEN %s ELSE %s END WHERE (%s) OR (%s)", t->name,
		column, one, quoted(w, of_two, is_text), quoted(w, of_one, is_text), one, two);
	run(w, e->what.p);
	return true;
}

/* ---- each is named */

static bool edit(struct work *w, struct edit_made *ret_made)
{
	const struct edited_table *t = &tables[below(COUNT(tables))];
	size_t how = below(10);

	*ret_made = (struct edit_made){ 0 };
	if (how < 6)
		return change_value(w, t, ret_made);
	if (how < 7)
		return drop_row(w, t, ret_made);
	return how < 8 ? insert_row(w, t, ret_made) : swap_values(w, t, ret_made);
}

/* False: the schema, or chance, made nothing of it. */
static bool edit_is_named(struct work *w)
{
	struct edit_made made;

	if (!edit(w, &made) || w->failure->what)
		return false;
	const struct complaints found = verified(w);
	if (!names(found, made.owner) || (made.other.n && !names(found, made.other)))
		fail_msg("of " STR_FMT " " STR_FMT ": " STR_FMT "\nnot named, but:\n" STR_FMT,
			STR_ARG(made.owner), STR_ARG(made.other), STR_ARG(made.what),
			STR_ARG(found.all));
	return true;
}

static void every_edit_by_hand_is_named(void **state)
{
	struct work *w = given_store(*state);
	struct arena *home = w->arena, one;
	int wanted = db_engine(w->db) == DB_SQLITE ? N_EDITS : N_EDITS_POSTGRES, n = 0;

	assert_text(verified(w).all, "");
	assert_true(db_commit(w->db));
	chance = 42;
	for (int tries = 0; n < wanted && tries < 3 * wanted; tries++) {
		arena_init(&one, EDIT_MAX_BYTES);
		w->arena = &one;
		*w->failure = (struct failure){ 0 };
		db_use(w->db, &one, w->failure, 0);
		db_begin(w->db);
		n += edit_is_named(w);
		db_rollback(w->db);
		db_use(w->db, home, w->failure, 0);
		arena_free(&one);
	}
	w->arena = home;
	*w->failure = (struct failure){ 0 };
	db_use(w->db, home, w->failure, 0);
	db_begin(w->db);
	assert_int_equal(n, wanted);
	assert_text(verified(w).all, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_OWN_HOUSE(every_edit_by_hand_is_named),
	};

	return RUN_IN_HOUSES("verify", tests);
}

/* record_read.c - records out of the store, with all that belongs to them. */
#include "module.h"
#include "record.h"
#include "register_sql.h"

#include <assert.h>
#include <string.h>

enum { CODES_TOLD_MAX = 100 };

void record_identity_columns(struct sql_text *t)
{
	sql_add(t,
		"r.seq, r.id, r.public_id, r.state, r.lang, r.version, r.created_at, r.updated_at, "
		"r.owner_party, r.owner_org, r.owner_account, r.asked_party, r.state_at");
}

void record_select(struct sql_text *t, const struct kind *k)
{
	sql_add(t, "SELECT ");
	record_identity_columns(t);
	for (size_t i = 0; i < k->n_fields; i++) {
		const char *suffixes[2];
		size_t n = field_stored(&k->fields[i], suffixes);

		for (size_t c = 0; c < n; c++) {
			sql_add(t, ", k.");
			sql_add(t, k->fields[i].name);
			sql_add(t, suffixes[c]);
		}
	}
	sql_add(t, " FROM record r JOIN ");
	sql_add(t, k->name);
	sql_add(t, " k ON k.seq = r.seq WHERE ");
}

void record_read_identity(const struct kind *k, struct db_rows *from, struct record *r)
{
	const struct language *l = language_by_code(db_column_text(from, 4));

	*r = (struct record){ .seq = db_column_int(from, 0),
		.id = db_column_text(from, 1),
		.kind = str_from(k->name),
		.public_id = db_column_text(from, 2),
		.state = db_column_text(from, 3),
		.lang = l ? l : &languages[0],
		.version = db_column_int(from, 5),
		.created_ms = db_column_int(from, 6),
		.updated_ms = db_column_int(from, 7),
		.owner = { db_column_text(from, 8), db_column_text(from, 9),
			db_column_text(from, 10) },
		.asked_party = db_column_text(from, 11),
		.state_ms = db_column_int(from, db_column_is_null(from, 12) ? 7 : 12) };
}

static void read_money(
	struct arena *a, struct db_rows *from, unsigned column, struct amount *amount)
{
	struct money m = { .amount_minor = db_column_int(from, column) };
	struct str currency = db_column_text(from, column + 1);

	if (db_column_is_null(from, column) || currency.n != 3)
		return;
	memcpy(m.currency, currency.p, 3);
	*amount = (struct amount){ money_decimal(a, m), currency };
}

static void read_member(
	struct arena *a, const struct field *f, struct db_rows *from, unsigned column, void *member)
{
	switch (f->type) {
	case FIELD_YEAR:
		*(struct number *)member = (struct number){ db_column_int(from, column),
			!db_column_is_null(from, column) };
		break;
	case FIELD_YESNO:
		if (!db_column_is_null(from, column))
			*(enum yesno *)member = db_column_int(from, column) ? YES : NO;
		break;
	case FIELD_MONEY:
		read_money(a, from, column, member);
		break;
	default:
		*(struct str *)member = db_column_text(from, column);
	}
}

static void read_row(struct arena *a, const struct kind *k, struct db_rows *from, void *row)
{
	unsigned column = RECORD_IDENTITY_COLUMNS;

	record_read_identity(k, from, row);
	for (size_t i = 0; i < k->n_fields; i++) {
		const struct field *f = &k->fields[i];
		const char *suffixes[2];
		size_t n = field_stored(f, suffixes);

		if (n)
			read_member(a, f, from, column, field_of(f, row));
		column += (unsigned)n;
	}
}

/* The row of that seq. Satellite rows come in the order of seq, so the last hit is tried first. */
static void *row_of(struct rows *rows, int64_t seq, size_t *hint)
{
	for (size_t tried = 0; tried < rows->n; tried++) {
		void *row = row_at(rows, *hint);

		if (((struct record *)row)->seq == seq)
			return row;
		*hint = (*hint + 1) % rows->n;
	}
	return NULL;
}

void record_add_seqs(struct sql_text *t, const uint32_t *seqs, size_t n)
{
	size_t size = n <= 1 ? 1 : n <= 21 ? 21 : n <= 101 ? 101 : RECORD_SEQS_MAX;

	assert(n && n <= RECORD_SEQS_MAX);
	for (size_t i = 0; i < size; i++) {
		sql_add(t, i ? ", " : "(");
		sql_value(t, V((int64_t)seqs[i < n ? i : n - 1]));
	}
	sql_add(t, ")");
}

static const uint32_t *seqs_of(struct arena *a, const struct rows *rows)
{
	uint32_t *seqs = ARENA_ARRAY(a, uint32_t, rows->n);

	for (size_t i = 0; i < rows->n; i++)
		seqs[i] = (uint32_t)((const struct record *)row_at(rows, i))->seq;
	return seqs;
}

static struct db_rows *query_satellites(
	struct work *w, const struct rows *rows, const char *before, const char *after)
{
	struct sql_text t = sql_text_new(w->db, rows->n);

	sql_add(&t, before);
	record_add_seqs(&t, seqs_of(w->arena, rows), rows->n);
	sql_add(&t, after);
	return sql_query(w->db, &t);
}

static void read_texts(struct work *w, struct rows *rows)
{
	size_t hint = 0;
	struct db_rows *from = query_satellites(
		w, rows, "SELECT seq, field, lang, text FROM record_text WHERE seq IN ", "");

	while (db_next(from)) {
		void *row = row_of(rows, db_column_int(from, 0), &hint);
		const struct field *f =
			kind_field(rows->kind, str_z(w->arena, db_column_text(from, 1)));
		const struct language *l = language_by_code(db_column_text(from, 2));

		if (row && f && l && f->type == FIELD_TEXT)
			((struct text *)field_of(f, row))->in[l->index] = db_column_text(from, 3);
	}
}

/* Appends to a list whose room doubles at each power of two. */
static void codes_append(struct arena *a, struct codes *codes, struct str code)
{
	struct str *v = (struct str *)(uintptr_t)codes->v; /* this file made it */

	if (!(codes->n & (codes->n - 1))) {
		v = ARENA_ARRAY(a, struct str, codes->n ? 2 * codes->n : 1);
		if (codes->n)
			memcpy(v, codes->v, codes->n * sizeof *v);
	}
	v[codes->n++] = code;
	codes->v = v;
}

static void put_code(struct arena *a, const struct field *f, void *row, struct str code)
{
	const struct codes codes = field_codes(f, row);

	for (size_t i = 0; i < codes.n; i++)
		if (str_eq(codes.v[i], code))
			return;
	if (f->type != FIELD_CODE)
		codes_append(a, field_of(f, row), code);
	else if (!codes.n)
		*(struct str *)field_of(f, row) = code;
}

/* A code of an earlier edition is what it has become since; one that is gone stays. */
static void put_term(
	struct work *w, const struct field *f, void *row, const struct term *t, struct str code)
{
	for (size_t i = 0; t && i < t->n_became; i++)
		put_code(w->arena, f, row, t->became[i]->code);
	if (!t || !t->n_became)
		put_code(w->arena, f, row, t ? t->code : code);
}

static void put_stored(
	struct work *w, const struct field *f, void *row, struct str code, struct str edition)
{
	const struct vocabulary *v = field_vocabulary(w, f);
	bool is_present = !v || str_eq(v->edition, edition);

	put_term(w, f, row, is_present ? NULL : term_find_under(w->arena, v, code, edition), code);
}

void record_codes_now(struct work *w, const struct kind *k, void *row)
{
	for (size_t i = 0; i < k->n_fields; i++) {
		const struct field *f = &k->fields[i];
		const struct vocabulary *v = field_vocabulary(w, f);
		const struct codes given = field_codes(f, row);
		struct str one;

		if (!v || !field_holds_codes(f) || !given.n)
			continue;
		one = given.v[0];
		if (f->type == FIELD_CODE)
			*(struct str *)field_of(f, row) = S("");
		else
			*(struct codes *)field_of(f, row) = (struct codes){ 0 };
		for (size_t c = 0; c < given.n; c++) {
			struct str code = c ? given.v[c] : one;

			put_term(w, f, row, term_find(v, code), code);
		}
	}
}

/* The same code in the edition in force: nothing to tell. */
static bool is_as_it_was(const struct term *t)
{
	return t->n_became == 1 && str_eq(t->became[0]->code, term_bare_code(t));
}

struct earlier_codes record_earlier_codes(struct work *w, const struct kind *k, const void *row)
{
	struct earlier_codes earlier = { ARENA_ARRAY(w->arena, struct earlier_code, CODES_TOLD_MAX),
		0 };
	struct db_rows *from = db_query(
		w->db, SQL_REGISTER_CODES_OF, DB_VALUES(V(((const struct record *)row)->seq)));

	while (db_next(from) && earlier.n < CODES_TOLD_MAX) {
		const struct field *f = kind_field(k, str_z(w->arena, db_column_text(from, 0)));
		const struct vocabulary *v = f ? field_vocabulary(w, f) : NULL;
		const struct term *t = v ? term_find_under(w->arena, v, db_column_text(from, 1),
						   db_column_text(from, 2))
					 : NULL;

		if (t && t->edition.n && t->n_became && !is_as_it_was(t))
			earlier.v[earlier.n++] = (struct earlier_code){ f, t };
	}
	db_done(from);
	return earlier;
}

static void read_lists(struct work *w, struct rows *rows, const char *before, const char *after)
{
	size_t hint = 0;
	struct db_rows *from = query_satellites(w, rows, before, after);

	while (db_next(from)) {
		void *row = row_of(rows, db_column_int(from, 0), &hint);
		const struct field *f =
			kind_field(rows->kind, str_z(w->arena, db_column_text(from, 1)));

		if (row && f)
			put_stored(w, f, row, db_column_text(from, 2), db_column_text(from, 3));
	}
}

static bool has_links(const struct kind *k)
{
	for (size_t i = 0; i < k->n_fields; i++)
		if (k->fields[i].type == FIELD_LINKS)
			return true;
	return false;
}

static void gather_rows(struct work *w, struct rows *rows, const struct sql_text *query)
{
	struct db_rows *from = sql_query(w->db, query);
	size_t cap = 0;

	while (db_next(from)) {
		if (rows->n == cap) {
			cap = cap ? 2 * cap : 32;
			char *v = arena_alloc(w->arena, cap * rows->kind->size);

			if (rows->n)
				memcpy(v, rows->v, rows->n * rows->kind->size);
			rows->v = v;
		}
		read_row(w->arena, rows->kind, from, row_at(rows, rows->n++));
	}
}

struct rows record_rows(struct work *w, const struct kind *k, const struct sql_text *query)
{
	struct rows rows = { .kind = k };

	gather_rows(w, &rows, query);
	if (!rows.n)
		return rows;
	read_texts(w, &rows);
	read_lists(w, &rows, "SELECT seq, field, code, edition FROM record_term WHERE seq IN ",
		" ORDER BY seq, field, position");
	if (has_links(k))
		read_lists(w, &rows,
			"SELECT l.from_seq, l.relation, (SELECT r.public_id FROM record r "
			"WHERE r.seq = l.to_seq), '' FROM record_link l WHERE l.from_seq IN ",
			" ORDER BY l.from_seq, l.relation, l.position");
	return rows;
}

/* ---- all of them */

enum { EACH_STEP_BYTES = 64 << 20 };

/* The next records of the kind after `seq`; how many, and the last of them. */
static size_t each_step(struct work *w, const struct kind *k, int64_t *seq,
	void (*fn)(struct work *w, const struct rows *rows, void *arg), void *arg)
{
	struct sql_text t = sql_text_new(w->db, 2);

	record_select(&t, k);
	sql_add(&t, "r.version > 0 AND r.seq > ");
	sql_value(&t, V(*seq));
	sql_add(&t, " ORDER BY r.seq LIMIT ");
	sql_value(&t, V(RECORDS_AT_ONCE));
	struct rows rows = record_rows(w, k, &t);

	if (rows.n)
		*seq = ((const struct record *)row_at(&rows, rows.n - 1))->seq;
	fn(w, &rows, arg);
	return rows.n;
}

void records_each(struct work *w, const struct kind *k,
	void (*fn)(struct work *w, const struct rows *rows, void *arg), void *arg)
{
	struct arena step, *home = w->arena;
	int64_t seq = 0;
	size_t n;

	arena_init(&step, EACH_STEP_BYTES);
	do {
		w->arena = &step;
		db_lend(w->db, &step);
		n = each_step(w, k, &seq, fn, arg);
		db_lend(w->db, home);
		w->arena = home;
		arena_free(&step);
	} while (n == RECORDS_AT_ONCE && db_is_sound(w->db));
}

void *record_load(struct work *w, const struct kind *k, struct str public_id)
{
	struct sql_text t = sql_text_new(w->db, 2);

	record_select(&t, k);
	sql_add(&t, "r.kind = ");
	sql_value(&t, V(k->name));
	sql_add(&t, " AND r.public_id = ");
	sql_value(&t, V(public_id));
	struct rows rows = record_rows(w, k, &t);

	return rows.n ? row_at(&rows, 0) : NULL;
}

void records_load(
	struct work *w, const struct kind *k, const int64_t *seqs, size_t n, void **ret_rows)
{
	uint32_t wanted[RECORDS_AT_ONCE];
	size_t n_wanted = 0, hint = 0;

	for (size_t i = 0; i < n; i++) {
		ret_rows[i] = NULL;
		if (seqs[i])
			wanted[n_wanted++] = (uint32_t)seqs[i];
	}
	if (!n_wanted)
		return;
	struct sql_text t = sql_text_new(w->db, n);
	record_select(&t, k);
	sql_add(&t, "r.seq IN ");
	record_add_seqs(&t, wanted, n_wanted);
	struct rows rows = record_rows(w, k, &t);
	for (size_t i = 0; i < n && rows.n; i++)
		ret_rows[i] = row_of(&rows, seqs[i], &hint);
}

struct subject record_subject(const struct work *w, const struct record *record)
{
	const struct vocabulary *parties = vocabulary_find(w->vocabularies, S("party"));
	const struct term *party = parties ? term_find(parties, record->owner.party) : NULL;

	return (struct subject){
		.phase = kind_state(house_kind(w->house, record->kind), record->state)->phase,
		.account = record->owner.account,
		.party = record->owner.party,
		.organisation = record->owner.organisation,
		.region = party && party->broader ? party->broader->code : S(""),
		.asked_party = record->asked_party,
	};
}

bool record_may_be_read(const struct work *w, const struct record *record)
{
	return record_may(w, VERB_READ, record);
}

bool record_may(const struct work *w, enum verb verb, const struct record *record)
{
	const struct subject subject = record_subject(w, record);

	return may(&w->actor, VERB_READ, &subject) && may(&w->actor, verb, &subject);
}

struct link_shown *record_links_shown(struct work *w, const struct kind *k, struct codes links)
{
	struct link_shown *shown = ARENA_ARRAY(w->arena, struct link_shown, links.n + 1);

	for (size_t i = 0; i < links.n; i++) {
		void *row = record_load(w, k, links.v[i]);

		shown[i].public_id = links.v[i];
		if (row && record_may_be_read(w, row))
			shown[i].title = record_title(k, row, w->lang);
	}
	return shown;
}

const struct vocabulary *field_vocabulary(const struct work *w, const struct field *f)
{
	return f->vocabulary ? vocabulary_find(w->vocabularies, str_from(f->vocabulary)) : NULL;
}

bool field_holds_codes(const struct field *f)
{
	return f->type == FIELD_CODE || f->type == FIELD_CODES;
}

struct codes field_codes(const struct field *f, const void *row)
{
	static const struct str words[] = { [NO] = { "no", 2 }, [YES] = { "yes", 3 } };
	const struct str *one = field_of(f, row);
	enum yesno answer;

	if (f->type == FIELD_CODE)
		return (struct codes){ one, one->n > 0 };
	if (f->type == FIELD_YESNO) {
		answer = *(const enum yesno *)field_of(f, row);
		return (struct codes){ &words[answer], answer != UNKNOWN };
	}
	if (f->type == FIELD_CODES || f->type == FIELD_LINKS)
		return *(const struct codes *)field_of(f, row);
	return (struct codes){ 0 };
}

struct record_span record_span(struct work *w, const struct kind *k)
{
	struct record_span span = { 0 };
	struct db_rows *rows = db_query(w->db, SQL_REGISTER_RECORD_SPAN, DB_VALUES(V(k->name)));

	if (db_next(rows))
		span = (struct record_span){ db_column_int(rows, 0), db_column_int(rows, 1),
			db_column_int(rows, 2) };
	db_done(rows);
	return span;
}

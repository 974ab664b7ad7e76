/* save.c - the only way a record is written: see register_save() in record.h. */
#include "id.h"
#include "inserts.h"
#include "json.h"
#include "record.h"
#include "record_index.h"
#include "register_sql.h"
#include "revision.h"

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

static struct db_value text_or_null(struct str s)
{
	return s.n ? db_text(s) : db_null();
}

static int64_t raise_counter(struct work *w, const char *name)
{
	int64_t value = 0;

	db_one_int(w->db, SQL_REGISTER_COUNTER_RAISE, DB_VALUES(V(name)), &value);
	return value;
}

static bool find_record(
	struct work *w, const struct kind *k, struct str public_id, int64_t *ret_seq)
{
	return db_one_int(
		w->db, SQL_REGISTER_RECORD_FIND, DB_VALUES(V(k->name), V(public_id)), ret_seq);
}

bool record_reserve(struct work *w, const struct kind *k, struct str public_id, int64_t *ret_seq)
{
	char id[ULID_LENGTH + 1];

	if (find_record(w, k, public_id, ret_seq))
		return false;
	int64_t seq = raise_counter(w, "seq");
	/* The counter is ours now; who held it before may just have made this very record. */
	if (find_record(w, k, public_id, ret_seq))
		return false;
	ulid_make(id);
	db_run(w->db, SQL_REGISTER_RECORD_ADD,
		DB_VALUES(V(seq), V(str_copy(w->arena, str_from(id))), V(k->name), V(public_id),
			V(languages[0].code), V(w->now_ms), text_or_null(w->actor.account_id)));
	*ret_seq = seq;
	return true;
}

/* ---- the kind's own table */

static struct db_value yesno_value(enum yesno answer)
{
	return answer == UNKNOWN ? db_null() : db_int(answer == YES);
}

/* Values of the field's stored columns. */
static void stored_values(
	struct work *w, const struct field *f, const void *row, struct db_value values[2])
{
	const struct number *year;
	struct money m;

	values[0] = db_null();
	values[1] = db_null();
	switch (f->type) {
	case FIELD_YEAR:
		year = field_of(f, row);
		if (year->is_known)
			values[0] = V(year->value);
		break;
	case FIELD_YESNO:
		values[0] = yesno_value(*(const enum yesno *)field_of(f, row));
		break;
	case FIELD_MONEY:
		if (!amount_money(field_of(f, row), &m))
			break;
		values[0] = V(m.amount_minor);
		values[1] = V(str_copy(w->arena, str_from(m.currency)));
		break;
	default:
		values[0] = text_or_null(*(const struct str *)field_of(f, row));
	}
}

/* "start_year = excluded.start_year" for each stored column, or its name alone. */
static void add_columns(struct sql_text *t, const struct kind *k, bool excluded, const char *first)
{
	const char *separator = first;

	for (size_t i = 0; i < k->n_fields; i++) {
		const char *suffixes[2];
		size_t n = field_stored(&k->fields[i], suffixes);

		for (size_t c = 0; c < n; c++) {
			sql_add(t, separator);
			sql_add(t, k->fields[i].name);
			sql_add(t, suffixes[c]);
			if (excluded) {
				sql_add(t, " = excluded.");
				sql_add(t, k->fields[i].name);
				sql_add(t, suffixes[c]);
			}
			separator = ", ";
		}
	}
}

/* INSERT INTO practice (seq, url) VALUES (?1, ?2) ON CONFLICT (seq) DO UPDATE SET url = ... */
static void save_own_columns(struct work *w, const struct kind *k, const void *row)
{
	const struct record *r = row;
	struct sql_text t = sql_text_new(w->db, 2 * k->n_fields + 1);

	sql_add(&t, "INSERT INTO ");
	sql_add(&t, k->name);
	sql_add(&t, " (seq");
	add_columns(&t, k, false, ", ");
	sql_add(&t, ") VALUES (");
	sql_value(&t, V(r->seq));
	for (size_t i = 0; i < k->n_fields; i++) {
		const char *suffixes[2];
		struct db_value values[2];
		size_t n = field_stored(&k->fields[i], suffixes);

		if (n)
			stored_values(w, &k->fields[i], row, values);
		for (size_t c = 0; c < n; c++) {
			sql_add(&t, ", ");
			sql_value(&t, values[c]);
		}
	}
	/* `seq = excluded.seq` so that a kind without columns of its own needs no other text. */
	sql_add(&t, ") ON CONFLICT (seq) DO UPDATE SET seq = excluded.seq");
	add_columns(&t, k, true, ", ");
	sql_run(w->db, &t);
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
			V(l == r->lang ? "original" : "human"), text_or_null(w->actor.account_id),
			V(w->now_ms));
}

/* False, with a problem, when a link leads nowhere. */
static bool save_links(struct work *w, const struct record *r, const struct field *f,
	struct codes links, struct problems *p)
{
	bool all_found = true;

	if (r->version > 1)
		db_run(w->db, SQL_REGISTER_LINKS_CLEAR, DB_VALUES(V(r->seq), V(f->name)));
	for (size_t i = 0; i < links.n; i++) {
		int64_t to_seq = 0;

		if (db_one_int(w->db, SQL_REGISTER_RECORD_FIND,
			    DB_VALUES(V(f->target), V(links.v[i])), &to_seq)) {
			db_run(w->db, SQL_REGISTER_LINK_ADD,
				DB_VALUES(V(r->seq), V(f->name), V(i), V(to_seq)));
			continue;
		}
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

static void json_text_or_null(struct json *j, struct str s)
{
	if (s.n)
		jsonw_str(j, s);
	else
		jsonw_null(j);
}

/* {"title.fr": ["before", "after"]}; the state is told like a field. */
static struct str changes_json(struct work *w, const struct changes *changes,
	const struct record *before, const struct record *after)
{
	struct out o = out_new(w->arena, CHANGES_MAX_BYTES);
	struct json j = jsonw_to(&o);
	struct str state = before ? before->state : S("");

	jsonw_object(&j);
	if (!str_eq(state, after->state)) {
		jsonw_key(&j, "state");
		jsonw_array(&j);
		json_text_or_null(&j, state);
		json_text_or_null(&j, after->state);
		jsonw_array_end(&j);
	}
	for (size_t i = 0; i < changes->n; i++) {
		const struct change *c = &changes->v[i];

		jsonw_key(&j, str_z(w->arena, column_path(w->arena, c->column)));
		jsonw_array(&j);
		json_text_or_null(&j, c->before);
		json_text_or_null(&j, c->after);
		jsonw_array_end(&j);
	}
	jsonw_object_end(&j);
	if (o.full)
		failure_record(w->failure, "a change is too large for the history",
			after->public_id, NULL);
	return out_done(&o);
}

static const char texts_head[] = "INSERT INTO record_text (seq, field, lang, text, origin, "
				 "written_by, written_at) VALUES ";
static const char texts_tail[] =
	" ON CONFLICT (seq, field, lang) DO UPDATE SET text = excluded.text, "
	"origin = excluded.origin, written_by = excluded.written_by, "
	"written_at = excluded.written_at";
static const char codes_head[] =
	"INSERT INTO record_term (seq, field, position, vocabulary, code, edition) VALUES ";

static bool save_changes(struct work *w, const struct kind *k, void *row,
	const struct changes *changes, struct problems *p)
{
	const struct record *r = row;
	struct inserts texts = inserts_new(w->db, texts_head, 7, texts_tail);
	struct inserts codes = inserts_new(w->db, codes_head, 6, "");
	const struct field *last = NULL;
	bool all_found = true;

	save_own_columns(w, k, row);
	for (size_t i = 0; i < changes->n; i++) {
		const struct field *f = changes->v[i].column.field;

		if (f->type == FIELD_TEXT)
			save_text(w, r, changes->v[i].column, changes->v[i].after, &texts);
		else if (f->type == FIELD_LINKS && f != last)
			all_found &= save_links(w, r, f, field_codes(f, row), p);
		else if (field_holds_codes(f) && f != last)
			save_codes(w, r, f, field_codes(f, row), &codes);
		last = f;
	}
	inserts_run(&texts);
	inserts_run(&codes);
	return all_found;
}

/* ---- the whole */

/* All that a transaction writes is of one generation. */
static void raise_generation(struct work *w)
{
	if (!w->raised_generation)
		w->generation = raise_counter(w, "generation");
	w->raised_generation = true;
}

static void write_version(struct work *w, struct record *r, struct str changes, const char *action)
{
	struct revision revision = { .seq = r->seq,
		.version = r->version,
		.at_ms = w->now_ms,
		.record_id = r->id,
		.account_id = w->actor.account_id,
		.action = str_from(action),
		.changes = changes };

	revision_add(w, &revision);
	db_run(w->db, SQL_REGISTER_RECORD_TOUCH,
		DB_VALUES(V(r->version), V(r->state), V(r->lang->code), V(w->now_ms),
			text_or_null(w->actor.account_id), V(r->seq)));
}

/* Locks the record of the row's public id, or sets one aside. The version stored, 0 when new. */
static int64_t lock_record(struct work *w, const struct kind *k, struct record *r)
{
	int64_t version = 0;

	record_reserve(w, k, r->public_id, &r->seq);
	db_one_int(w->db, SQL_REGISTER_RECORD_LOCK, DB_VALUES(V(r->seq)), &version);
	return version;
}

static void name_record(struct work *w, struct record *r)
{
	char id[ULID_LENGTH + 1];

	if (r->public_id.n)
		return;
	ulid_make(id);
	r->public_id = str_copy(w->arena, str_from(id));
}

enum save_result register_save(
	struct work *w, const struct kind *k, void *row, const char *action, struct problems *p)
{
	struct record *r = row;

	assert(may(&w->actor, VERB_WRITE, NULL));
	if (!record_check(w, k, row, p))
		return SAVE_REFUSED;
	record_codes_now(w, k, row);
	name_record(w, r);
	int64_t version = lock_record(w, k, r);
	struct record *before = version ? record_load(w, k, r->public_id) : NULL;
	struct changes changes = changes_between(w, k, before, row);

	if (before && !changes.n && str_eq(before->state, r->state))
		return SAVE_UNCHANGED;
	struct db_rows *rows = db_query(w->db, SQL_REGISTER_RECORD_IDENTITY, DB_VALUES(V(r->seq)));
	if (db_next(rows))
		r->id = db_column_text(rows, 0);
	db_done(rows);
	r->version = version + 1;
	if (!save_changes(w, k, row, &changes, p))
		return SAVE_REFUSED;
	write_version(w, r, changes_json(w, &changes, before, r), action);
	raise_generation(w);
	record_index_save(w, k, row, !before);
	return before ? SAVE_UPDATED : SAVE_CREATED;
}

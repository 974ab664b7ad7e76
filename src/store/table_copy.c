#include "table_copy.h"
#include "engine.h"
#include "inserts.h"
#include "utf8.h"

#include <sodium.h>
#include <stdio.h>

enum {
	DEFINITION_MAX_BYTES = 64 << 10,
	FETCH_ROWS = 100,
	FETCH_ROWS_OF_BYTES = 8, /* which may be long */
	FETCH_MAX_BYTES = 16 << 20,
	BATCH_BYTES = 4 << 20,
	BATCH_MAX_BYTES = 512 << 20
};

/* ---- texts */

/* "a", "b": all columns, or the `n` of a key. */
static void write_columns(struct out *o, const struct table *t)
{
	for (size_t i = 0; i < t->n_columns; i++)
		out_printf(o, "%s\"%s\"", i ? ", " : "", t->columns[i].name);
}

static void write_key(struct out *o, const struct table *t)
{
	for (unsigned place = 1; place <= t->n_keys; place++)
		for (size_t i = 0; i < t->n_columns; i++)
			if (t->columns[i].key == place)
				out_printf(
					o, "%s\"%s\"", place > 1 ? ", " : "", t->columns[i].name);
}

static struct str select_text(struct arena *a, const struct table *t, bool as_written)
{
	struct out o = out_new(a, DEFINITION_MAX_BYTES);

	out_z(&o, "SELECT ");
	write_columns(&o, t);
	out_printf(&o, " FROM \"%s\" ORDER BY ", t->name);
	if (as_written)
		out_z(&o, "rowid");
	else
		write_key(&o, t);
	return out_done(&o);
}

static const char *insert_head(struct arena *a, const struct table *t)
{
	struct out o = out_new(a, DEFINITION_MAX_BYTES);

	out_printf(&o, "INSERT INTO \"%s\" (", t->name);
	write_columns(&o, t);
	out_z(&o, ") VALUES ");
	return str_z(a, out_done(&o));
}

struct str table_definition(struct arena *a, const struct table *t)
{
	struct out o = out_new(a, DEFINITION_MAX_BYTES);

	out_printf(&o, "CREATE TABLE \"%s\" (", t->name);
	for (size_t i = 0; i < t->n_columns; i++)
		out_printf(&o, "%s\"%s\" %s", i ? ", " : "", t->columns[i].name,
			t->columns[i].type == DB_INT    ? "INTEGER"
			: t->columns[i].type == DB_TEXT ? "TEXT"
							: "BLOB");
	out_z(&o, ") STRICT");
	return out_done(&o);
}

/* ---- reading: SQLite gives row by row, of PostgreSQL a cursor fetches some at a time */

struct stream {
	struct db *db;
	const struct table *table;
	struct arena arena; /* of the rows at hand */
	struct db_rows *rows;
	const char *text; /* that gives the next rows */
	size_t n; /* of them, so far */
	size_t at_once; /* so many are fetched */
	bool has_more; /* behind those at hand */
};

static void stream_begin(struct stream *s, struct arena *a, bool as_written)
{
	struct str select = select_text(a, s->table, as_written);

	s->text = str_z(a, select);
	s->at_once = FETCH_ROWS;
	for (size_t i = 0; i < s->table->n_columns; i++)
		if (s->table->columns[i].type == DB_BYTES)
			s->at_once = FETCH_ROWS_OF_BYTES;
	if (db_engine(s->db) == DB_POSTGRES) {
		db_execute(s->db, s->table->name,
			str_printf(a, "DECLARE \"%s\" NO SCROLL CURSOR FOR " STR_FMT,
				s->table->name, STR_ARG(select))
				.p);
		s->text = str_printf(a, "FETCH %zu FROM \"%s\"", s->at_once, s->table->name).p;
	}
	s->has_more = true;
	arena_init(&s->arena, FETCH_MAX_BYTES);
}

static void stream_fetch(struct stream *s)
{
	s->rows = NULL;
	arena_free(&s->arena);
	db_lend(s->db, &s->arena);
	struct sql_text t = sql_text_new(s->db, 0);
	sql_add(&t, s->text);
	s->rows = sql_query(s->db, &t);
	s->has_more = db_engine(s->db) == DB_POSTGRES;
	s->n = 0;
}

static bool stream_next(struct stream *s)
{
	for (;;) {
		if (s->rows && db_next(s->rows)) {
			s->n++;
			return true;
		}
		if (!s->has_more || (s->rows && s->n < s->at_once) || !db_is_sound(s->db))
			return false;
		stream_fetch(s);
	}
}

/* `home` is what the store's rows lived in before. */
static void stream_end(struct stream *s, struct arena *home)
{
	db_lend(s->db, home);
	if (db_engine(s->db) == DB_POSTGRES)
		db_execute(s->db, s->table->name,
			str_printf(&s->arena, "CLOSE \"%s\"", s->table->name).p);
	arena_free(&s->arena);
}

/* The value of the present row; its text lives until the next one. */
static struct db_value stream_value(struct stream *s, unsigned column)
{
	const struct engine *engine = s->db->engine;
	const struct table_column *c = &s->table->columns[column];
	enum db_type type = engine->column_type(s->rows, (int)column);
	struct db_value v = db_null();

	if (type == DB_INT)
		v = db_int(engine->column_int(s->rows, (int)column));
	else if (type == DB_TEXT)
		v = db_text(engine->column_text(s->rows, (int)column));
	else if (type == DB_BYTES)
		v = db_bytes(engine->column_bytes(s->rows, (int)column, &s->arena));
	if (type != DB_NULL && (type != c->type || (type == DB_TEXT && !utf8_is_text(v.text))))
		failure_record(s->db->failure, "a value is none of its column's",
			str_printf(&s->arena, "%s.%s", s->table->name, c->name),
			"`jalon verify` tells more.");
	return v;
}

/* ---- digests */

static void digest_bytes(crypto_hash_sha256_state *state, struct str s)
{
	crypto_hash_sha256_update(state, (const unsigned char *)s.p, s.n);
}

static bool has_text(struct db_value v)
{
	return v.type == DB_TEXT || v.type == DB_BYTES;
}

static void digest_value(crypto_hash_sha256_state *state, struct db_value v)
{
	char head[32] = "n";

	if (v.type == DB_INT)
		snprintf(head, sizeof head, "i%lld;", (long long)v.integer);
	else if (has_text(v))
		snprintf(head, sizeof head, "%c%zu:", v.type == DB_TEXT ? 't' : 'b', v.text.n);
	digest_bytes(state, str_from(head));
	if (has_text(v))
		digest_bytes(state, v.text);
}

static void digest_end(crypto_hash_sha256_state *state, char ret_digest[DIGEST_CHARS + 1])
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_final(state, hash);
	sodium_bin2hex(ret_digest, DIGEST_CHARS + 1, hash, sizeof hash);
}

/* ---- copying */

struct copying {
	struct stream from;
	struct inserts to;
	struct arena batch; /* the rows gathered */
	crypto_hash_sha256_state digest;
	int64_t n_rows;
};

static void flush(struct copying *c)
{
	inserts_run(&c->to);
	arena_free(&c->batch);
}

/* The row's values, with their texts in the batch. False when one is none of its column's. */
static bool take_row(struct copying *c, struct db_value *values)
{
	const struct table *t = c->from.table;

	for (unsigned i = 0; i < t->n_columns; i++) {
		values[i] = stream_value(&c->from, i);
		digest_value(&c->digest, values[i]);
		if (has_text(values[i]))
			values[i].text = str_copy(&c->batch, values[i].text);
	}
	digest_bytes(&c->digest, S("\n"));
	return db_is_sound(c->from.db);
}

static void copy_rows(struct copying *c, struct db *to, struct db_value *values)
{
	struct arena *home = to->arena;

	db_lend(to, &c->batch);
	while (db_is_sound(to) && stream_next(&c->from) && take_row(c, values)) {
		inserts_add(&c->to, values);
		c->n_rows++;
		if (!c->to.n_rows || c->batch.used_bytes > BATCH_BYTES)
			flush(c);
	}
	flush(c);
	db_lend(to, home);
}

static void read_rows(struct copying *c, struct db_value *values)
{
	while (stream_next(&c->from) && take_row(c, values)) {
		c->n_rows++;
		arena_free(&c->batch);
	}
	arena_free(&c->batch);
}

bool table_copy(struct db *from, struct db *to, const struct table *t, bool as_written,
	struct copied *ret_copied)
{
	struct arena *home = from->arena, texts;
	struct copying c = { .from = { .db = from, .table = t } };

	arena_init(&texts, DEFINITION_MAX_BYTES << 3);
	arena_init(&c.batch, BATCH_MAX_BYTES);
	crypto_hash_sha256_init(&c.digest);
	struct db_value *values = ARENA_ARRAY(&texts, struct db_value, t->n_columns);
	stream_begin(&c.from, &texts, as_written);
	if (to) {
		c.to = inserts_new(to, insert_head(&texts, t), t->n_columns, "");
		copy_rows(&c, to, values);
	} else {
		read_rows(&c, values);
	}
	stream_end(&c.from, home);
	arena_free(&texts);
	ret_copied->n_rows = c.n_rows;
	digest_end(&c.digest, ret_copied->digest);
	return db_is_sound(from) && (!to || db_is_sound(to));
}

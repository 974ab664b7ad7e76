#include "file_store.h"
#include "file_sql.h"
#include "id.h"

#include <string.h>

/* ---- putting */

/* Pieces of a file, written anew as pieces of the store. */
struct cutter {
	struct work *work;
	struct str hash;
	char *piece;
	size_t n;
	int64_t position;
};

static void flush(struct cutter *c)
{
	if (c->n)
		db_run(c->work->db, SQL_FILE_CONTENT_ADD,
			DB_VALUES(V(c->hash), V(c->position),
				db_bytes((struct str){ c->piece, c->n })));
	c->position += c->n > 0;
	c->n = 0;
}

static void cut(struct cutter *c, struct str bytes)
{
	while (bytes.n) {
		const size_t room = FILE_PIECE_BYTES - c->n, n = bytes.n < room ? bytes.n : room;

		memcpy(c->piece + c->n, bytes.p, n);
		c->n += n;
		bytes = str_from_at(bytes, n);
		if (c->n == FILE_PIECE_BYTES)
			flush(c);
	}
}

/* Once, whoever sends it again. */
static void keep_content(struct work *w, const struct file_sent *sent)
{
	struct cutter c = { .work = w, .hash = str_from(sent->hash) };
	int64_t n = 0;

	db_run(w->db, SQL_FILE_CONTENT_KEEP, DB_VALUES(V(c.hash), V(sent->bytes), V(w->now_ms)));
	db_one_int(w->db, SQL_FILE_CONTENT_PIECES, DB_VALUES(V(c.hash)), &n);
	if (n)
		return;
	c.piece = arena_take(w->arena, FILE_PIECE_BYTES);
	for (size_t i = 0; i < sent->pieces.n; i++)
		cut(&c, sent->pieces.v[i]);
	flush(&c);
}

static struct db_value int_or_null(int n)
{
	return n ? db_int(n) : db_null();
}

static struct str add(struct work *w, const struct file *f, const struct text *about)
{
	char id[ULID_LENGTH + 1];

	ulid_make(id);
	db_run(w->db, SQL_FILE_ADD,
		DB_VALUES(V((const char *)id), V(f->seq), V(f->hash), V(f->name), V(f->type->name),
			V(f->bytes), int_or_null(f->width), int_or_null(f->height),
			db_text_or_null(w->actor.account_id), V(w->now_ms)));
	for (size_t i = 0; i < LANG_COUNT; i++)
		if (about->in[i].n)
			db_run(w->db, SQL_FILE_TEXT_ADD,
				DB_VALUES(V((const char *)id), V(languages[i].code),
					V(about->in[i])));
	return str_copy(w->arena, str_from(id));
}

struct str file_put(struct work *w, const struct record *r, const struct file_sent *sent,
	const struct text *about)
{
	const struct file f = { .seq = r->seq,
		.hash = str_from(sent->hash),
		.name = sent->name,
		.type = sent->type,
		.bytes = sent->bytes,
		.width = sent->width,
		.height = sent->height };

	keep_content(w, sent);
	return add(w, &f, about);
}

struct str file_again(struct work *w, const struct file *f, const struct text *about)
{
	db_run(w->db, SQL_FILE_CONTENT_HOLD, DB_VALUES(V(f->hash)));
	return add(w, f, about);
}

int64_t files_sent_today(struct work *w)
{
	enum { DAY_MS = 24 * 60 * 60 * 1000 };
	int64_t n = 0;

	db_one_int(w->db, SQL_FILE_SENT_SINCE,
		DB_VALUES(V(w->actor.account_id), V(w->now_ms - DAY_MS)), &n);
	return n;
}

/* ---- reading */

static void read_texts(struct work *w, struct file *f)
{
	struct db_rows *rows = db_query(w->db, SQL_FILE_TEXTS, DB_VALUES(V(f->id)));

	while (db_next(rows)) {
		const struct language *l = language_by_code(db_column_text(rows, 0));

		if (l)
			f->about.in[l->index] = db_column_text(rows, 1);
	}
}

bool file_find(struct work *w, struct str id, struct file *ret_file)
{
	struct file f = { 0 };

	if (!ulid_is_valid(id))
		return false;
	struct db_rows *rows = db_query(w->db, SQL_FILE_FIND, DB_VALUES(V(id)));
	if (!db_next(rows))
		return false;
	f = (struct file){ .id = db_column_text(rows, 0),
		.seq = db_column_int(rows, 1),
		.hash = db_column_text(rows, 2),
		.name = db_column_text(rows, 3),
		.type = file_type_named(db_column_text(rows, 4)),
		.bytes = db_column_int(rows, 5),
		.width = (int)db_column_int(rows, 6),
		.height = (int)db_column_int(rows, 7),
		.sent_by = db_column_text(rows, 8),
		.sent_ms = db_column_int(rows, 9) };
	db_done(rows);
	if (!f.type) /* of a later Jalon */
		return false;
	read_texts(w, &f);
	*ret_file = f;
	return true;
}

struct files files_of(struct work *w, struct str value)
{
	struct files files = { ARENA_ARRAY(w->arena, struct file, str_count(value, ';') + 1), 0 };
	struct str rest = value, id;

	while (value.n && str_cut(&rest, ';', &id))
		files.n += file_find(w, id, &files.v[files.n]);
	return files;
}

bool files_name(struct str value, struct str id)
{
	struct str rest = value, one;

	while (value.n && str_cut(&rest, ';', &one))
		if (str_eq(one, id))
			return true;
	return false;
}

static void add_id(struct out *to, struct str id)
{
	if (to->n && id.n)
		out_char(to, ';');
	out_str(to, id);
}

struct str files_with(struct arena *a, struct str value, struct str old, struct str id)
{
	struct out o = out_new(a, value.n + id.n + 2);
	struct str rest = value, one;

	while (value.n && str_cut(&rest, ';', &one))
		add_id(&o, old.n && str_eq(one, old) ? id : one);
	if (!old.n)
		add_id(&o, id);
	return out_done(&o);
}

size_t files_count(const struct kind *k, const void *row)
{
	size_t n = 0;

	for (size_t i = 0; i < k->n_fields; i++) {
		const struct field *f = &k->fields[i];
		const struct str *ids = f->type == FIELD_FILES ? field_of(f, row) : NULL;

		n += ids && ids->n ? str_count(*ids, ';') + 1 : 0;
	}
	return n;
}

const struct field *files_field(const struct kind *k, struct str name)
{
	for (size_t i = 0; i < k->n_fields; i++)
		if (k->fields[i].type == FIELD_FILES &&
			(!name.n || str_is(name, k->fields[i].name)))
			return &k->fields[i];
	return NULL;
}

bool content_each(
	struct work *w, struct str hash, bool (*fn)(void *arg, struct str piece), void *arg)
{
	enum { STEP_MAX_BYTES = 4 << 20 };
	struct arena step, *home = db_lend(w->db, w->arena);
	bool goes_on = true, has_piece = true;

	arena_init(&step, STEP_MAX_BYTES);
	for (int64_t i = 0; goes_on && has_piece; i++) {
		db_lend(w->db, &step);
		struct db_rows *rows =
			db_query(w->db, SQL_FILE_CONTENT_PIECE, DB_VALUES(V(hash), V(i)));

		has_piece = db_next(rows);
		if (has_piece)
			goes_on = fn(arg, db_column_bytes(rows, 0));
		db_done(rows);
		db_lend(w->db, home);
		arena_free(&step);
	}
	return goes_on && db_is_sound(w->db);
}

struct str file_address(struct arena *a, const struct file *f)
{
	enum { ADDRESS_MAX_BYTES = 2000 };
	struct out o = out_new(a, ADDRESS_MAX_BYTES);

	out_z(&o, "/files/");
	out_str(&o, f->id);
	out_char(&o, '/');
	out_url_component(&o, f->name);
	return out_done(&o);
}

struct told file_about(
	const struct file *f, const struct language *asked, const struct language *original)
{
	return text_told(&f->about, asked, original);
}

static bool is_described(const struct file *f)
{
	for (size_t i = 0; i < LANG_COUNT; i++)
		if (f->about.in[i].n)
			return true;
	return false;
}

void files_advise(struct work *w, const struct kind *k, const void *row, struct problems *advice)
{
	for (size_t i = 0; i < k->n_fields; i++) {
		const struct field *f = &k->fields[i];
		struct files files;

		if (f->type != FIELD_FILES)
			continue;
		files = files_of(w, *(const struct str *)field_of(f, row));
		for (size_t n = 0; n < files.n; n++)
			if (!is_described(&files.v[n]))
				problem_add(advice, str_from(f->name), "no_description",
					STR_FILL(w->arena,
						T(w, "say what “{1}” shows or says, for those who "
						     "cannot see or open it"),
						files.v[n].name));
	}
}

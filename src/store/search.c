#include "search.h"
#include "engine.h"

#include <stdlib.h>
#include <string.h>

enum { DOCUMENT_MAX_BYTES = 4 << 20, QUERY_MAX_BYTES = 256 << 10, BITS_IN_GROUP = 30 };

static const char too_long[] = "the words of a document are too many";

/* The columns of FTS5: a title and a text, each as words and as stems. */
enum { COLUMN_TITLE, COLUMN_TEXT, COLUMN_TITLE_STEMS, COLUMN_TEXT_STEMS, COLUMNS };

static size_t column_of(const struct search_run *run)
{
	return (run->is_title ? COLUMN_TITLE : COLUMN_TEXT) +
	       (run->is_stems ? (size_t)COLUMN_TITLE_STEMS : 0);
}

/* ---- SQLite */

static const char fts_create[] = "CREATE VIRTUAL TABLE IF NOT EXISTS search_text USING fts5("
				 "title, body, title_stems, body_stems, columnsize = 0, "
				 "tokenize = \"ascii tokenchars '=:._-'\")";

static const struct sql fts_drop = {
	.name = "search_drop", .n_params = 1, .sqlite = "DELETE FROM search_text WHERE rowid = ?1"
};

static const char fts_put[] =
	"INSERT INTO search_text (rowid, title, body, title_stems, body_stems) VALUES ";

static const struct sql fts_find = { .name = "search_find",
	.n_params = 1,
	.sqlite = "SELECT rowid FROM search_text WHERE search_text MATCH ?1" };

/* Runs of one column are parted by a token that no query has; it fills empty places too. */
static void fts_write_run(struct out *o, const struct search_run *run)
{
	if (o->n)
		out_z(o, " =");
	for (size_t i = 0; i < run->n; i++) {
		if (o->n)
			out_char(o, ' ');
		out_str(o, run->tokens[i].n ? run->tokens[i] : S("="));
	}
}

static void fts_put_document(
	struct inserts *to, int64_t id, const struct search_run *runs, size_t n, bool is_new)
{
	struct db *db = to->db;
	struct out columns[COLUMNS];

	for (size_t c = 0; c < COLUMNS; c++)
		columns[c] = out_new(db->arena, DOCUMENT_MAX_BYTES);
	for (size_t i = 0; i < n; i++)
		fts_write_run(&columns[column_of(&runs[i])], &runs[i]);
	for (size_t c = 0; c < COLUMNS; c++)
		if (columns[c].full)
			db_fail(db, MISHAP_MEMORY, "search_put", too_long);
	if (!is_new)
		db_run(db, &fts_drop, DB_VALUES(V(id)));
	INSERTS_ADD(to, V(id), V(out_done(&columns[COLUMN_TITLE])),
		V(out_done(&columns[COLUMN_TEXT])), V(out_done(&columns[COLUMN_TITLE_STEMS])),
		V(out_done(&columns[COLUMN_TEXT_STEMS])));
}

/* "numer f=droit" *: the quotes make any token a word and none an operator. */
static void fts_write_phrase(struct out *o, const struct query_phrase *p)
{
	out_char(o, '"');
	for (size_t i = 0; i < p->n; i++) {
		if (i)
			out_char(o, ' ');
		out_str(o, p->tokens[i]);
	}
	out_z(o, p->is_prefix ? "\" *" : "\"");
}

static void fts_write_any(struct out *o, const struct query_any *any)
{
	out_char(o, '(');
	for (size_t i = 0; i < any->n; i++) {
		if (i)
			out_z(o, " OR ");
		fts_write_phrase(o, &any->v[i]);
	}
	out_char(o, ')');
}

static void fts_write_query(struct out *o, const struct query *q, bool in_title)
{
	out_z(o, in_title ? "{title title_stems} : (" : "(");
	for (size_t i = 0; i < q->n_all; i++) {
		if (i)
			out_z(o, " AND ");
		fts_write_any(o, &q->all[i]);
	}
	out_char(o, ')');
	for (size_t i = 0; i < q->n_none && !in_title; i++) {
		out_z(o, " NOT ");
		fts_write_any(o, &q->none[i]);
	}
}

static void fts_read_hits(struct db_rows *rows, struct bits *to)
{
	while (db_next(rows))
		bits_add(to, (uint32_t)db_column_int(rows, 0));
}

/* ---- PostgreSQL */

/* Words are kept as they are up to 8 KB: packing each text and cutting it up takes longer. */
static const char gin_create[] =
	"CREATE TABLE IF NOT EXISTS search_text (id INTEGER PRIMARY KEY, words TSVECTOR NOT NULL) "
	"WITH (toast_tuple_target = 8160); "
	"CREATE INDEX IF NOT EXISTS search_text_words ON search_text USING gin (words)";

static const char gin_put[] = "INSERT INTO search_text (id, words) VALUES ";
static const char gin_put_again[] = " ON CONFLICT (id) DO UPDATE SET words = excluded.words";

/* Who does not own the index leaves this to the server's own housekeeping. */
static const struct sql gin_settle = { .name = "search_settle",
	.postgres = "SELECT gin_clean_pending_list(oid) FROM pg_class WHERE "
		    "oid = 'search_text_words'::regclass AND pg_has_role(relowner, 'USAGE')" };

/* Thirty documents a row: a common word has fewer rows to send. */
static const struct sql gin_find = { .name = "search_find",
	.n_params = 1,
	.postgres = "SELECT id / 30, sum(1 << (id % 30))::bigint FROM search_text "
		    "WHERE words @@ $1::text::tsquery GROUP BY 1" };

/* 'numerique':3A - tokens hold letters and digits alone, so none is quoted any further. */
static void gin_write_run(struct out *o, const struct search_run *run)
{
	for (size_t i = 0; i < run->n; i++) {
		if (!run->tokens[i].n)
			continue;
		out_char(o, '\'');
		out_str(o, run->tokens[i]);
		out_z(o, "':");
		out_int(o, (int64_t)(run->position + i));
		out_z(o, run->is_title ? "A " : " ");
	}
}

static void gin_put_document(
	struct inserts *to, int64_t id, const struct search_run *runs, size_t n, bool is_new)
{
	struct out o = out_new(to->db->arena, DOCUMENT_MAX_BYTES);

	(void)is_new;
	for (size_t i = 0; i < n; i++)
		gin_write_run(&o, &runs[i]);
	if (o.full)
		db_fail(to->db, MISHAP_MEMORY, "search_put", too_long);
	INSERTS_ADD(to, V(id), V(out_done(&o)));
}

static void gin_write_phrase(struct out *o, const struct query_phrase *p, bool in_title)
{
	out_char(o, '(');
	for (size_t i = 0; i < p->n; i++) {
		bool is_prefix = p->is_prefix && i + 1 == p->n;

		out_z(o, i ? " <-> '" : "'");
		out_str(o, p->tokens[i]);
		out_char(o, '\'');
		if (is_prefix || in_title)
			out_char(o, ':');
		out_z(o, is_prefix ? "*" : "");
		out_z(o, in_title ? "A" : "");
	}
	out_char(o, ')');
}

static void gin_write_any(struct out *o, const struct query_any *any, bool in_title)
{
	out_char(o, '(');
	for (size_t i = 0; i < any->n; i++) {
		if (i)
			out_z(o, " | ");
		gin_write_phrase(o, &any->v[i], in_title);
	}
	out_char(o, ')');
}

static void gin_write_query(struct out *o, const struct query *q, bool in_title)
{
	for (size_t i = 0; i < q->n_all; i++) {
		if (i)
			out_z(o, " & ");
		gin_write_any(o, &q->all[i], in_title);
	}
	for (size_t i = 0; i < q->n_none && !in_title; i++) {
		out_z(o, " & !");
		gin_write_any(o, &q->none[i], false);
	}
}

static void gin_read_hits(struct db_rows *rows, struct bits *to)
{
	while (db_next(rows)) {
		uint32_t first = (uint32_t)db_column_int(rows, 0) * BITS_IN_GROUP;
		uint32_t group = (uint32_t)db_column_int(rows, 1);

		for (uint32_t i = 0; i < BITS_IN_GROUP; i++)
			if (group >> i & 1)
				bits_add(to, first + i);
	}
}

/* ---- both */

static const struct dialect {
	const char *create;
	const char *head, *tail; /* of what puts documents there */
	size_t n_columns;
	void (*put)(struct inserts *to, int64_t id, const struct search_run *runs, size_t n,
		bool is_new);
	const struct sql *settle; /* NULL: nothing waits */
	void (*write_query)(struct out *o, const struct query *q, bool in_title);
	const struct sql *find;
	void (*read_hits)(struct db_rows *rows, struct bits *to);
} dialects[] = {
	[DB_SQLITE] = { fts_create, fts_put, "", COLUMNS + 1, fts_put_document, NULL,
		fts_write_query, &fts_find, fts_read_hits },
	[DB_POSTGRES] = { gin_create, gin_put, gin_put_again, 2, gin_put_document, &gin_settle,
		gin_write_query, &gin_find, gin_read_hits },
};

static const struct dialect *dialect_of(const struct db *db)
{
	return &dialects[db_engine(db)];
}

void search_prepare(struct db *db)
{
	db_execute(db, "search_prepare", dialect_of(db)->create);
}

/* ---- tokens that stand in too many places */

static int by_token_then_place(const void *a, const void *b)
{
	const struct str *x = *(struct str *const *)a, *y = *(struct str *const *)b;
	int order = str_compare(*x, *y);

	return order ? order : (x > y) - (x < y);
}

/* Empties all places of each token but its first ones. */
static void empty_places(struct arena *a, struct str *tokens, size_t n)
{
	struct str **sorted = ARENA_ARRAY(a, struct str *, n);
	struct str token = S("");

	for (size_t i = 0; i < n; i++)
		sorted[i] = &tokens[i];
	qsort(sorted, n, sizeof *sorted, by_token_then_place);
	for (size_t i = 0, n_places = 0; i < n; i++) {
		n_places = i && str_eq(*sorted[i], token) ? n_places + 1 : 1;
		token = *sorted[i];
		if (n_places > SEARCH_PLACES_MAX)
			*sorted[i] = S("");
	}
}

/* The runs with each token in no more places than both engines keep. */
static const struct search_run *runs_bounded(
	struct arena *a, const struct search_run *runs, size_t n)
{
	size_t n_words = 0, n_tokens = 0;

	for (size_t i = 0; i < n; i++) {
		n_words += runs[i].is_stems ? 0 : runs[i].n;
		n_tokens += runs[i].n;
	}
	if (n_words <= SEARCH_PLACES_MAX) /* as nearly all */
		return runs;
	struct search_run *bounded = ARENA_ARRAY(a, struct search_run, n);
	struct str *tokens = ARENA_ARRAY(a, struct str, n_tokens), *to = tokens;

	for (size_t i = 0; i < n; i++) {
		memcpy(to, runs[i].tokens, runs[i].n * sizeof *to);
		bounded[i] = runs[i];
		bounded[i].tokens = to;
		to += runs[i].n;
	}
	empty_places(a, tokens, n_tokens);
	return bounded;
}

struct inserts search_inserts(struct db *db)
{
	const struct dialect *dialect = dialect_of(db);

	return inserts_new(db, dialect->head, dialect->n_columns, dialect->tail);
}

void search_put(
	struct inserts *to, int64_t id, const struct search_run *runs, size_t n, bool is_new)
{
	const struct search_run *bounded = runs_bounded(to->db->arena, runs, n);

	dialect_of(to->db)->put(to, id, bounded, n, is_new);
}

void search_settle(struct db *db)
{
	const struct sql *settle = dialect_of(db)->settle;
	int64_t n_pages;

	if (settle)
		db_one_int(db, settle, NULL, 0, &n_pages);
}

void search_find(struct db *db, const struct query *q, bool in_title, struct bits *to)
{
	const struct dialect *dialect = dialect_of(db);
	struct out o = out_new(db->arena, QUERY_MAX_BYTES);

	if (!q->n_all)
		return;
	dialect->write_query(&o, q, in_title);
	if (o.full) {
		db_fail(db, MISHAP_MEMORY, dialect->find->name, "the query is too long");
		return;
	}
	dialect->read_hits(db_query(db, dialect->find, DB_VALUES(V(out_done(&o)))), to);
}

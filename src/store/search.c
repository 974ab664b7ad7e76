#include "search.h"
#include "engine.h"

#include <stdlib.h>
#include <string.h>

enum {
	DOCUMENT_MAX_BYTES = 4 << 20,
	QUERY_MAX_BYTES = 256 << 10,
	BITS_IN_GROUP = 30,
	MANY_DOCUMENTS = 1000, /* FTS5 keeps order by itself for less */
};

static const char too_long[] = "the words of a document are too many";

/* What is found anywhere, and the same of titles alone: a word in titles has few hits to read. */
enum { TABLE_ALL, TABLE_TITLES, TABLES = SEARCH_TABLES };

/* ---- SQLite */

#define FTS_CREATE(table) \
	"CREATE VIRTUAL TABLE IF NOT EXISTS " table " USING fts5(" \
	"words, columnsize = 0, tokenize = \"ascii tokenchars '=:._-'\");"

static const struct sql fts_drop[TABLES] = {
	{ "search_drop", 1, "DELETE FROM search_words WHERE rowid = ?1", NULL },
	{ "search_drop_title", 1, "DELETE FROM search_titles WHERE rowid = ?1", NULL },
};

static const char *const fts_put[TABLES] = { "INSERT INTO search_words (rowid, words) VALUES ",
	"INSERT INTO search_titles (rowid, words) VALUES " };

static const struct sql fts_find[TABLES] = {
	{ "search_find", 1, "SELECT gather(rowid) FROM search_words WHERE search_words MATCH ?1",
		NULL },
	{ "search_find_title", 1,
		"SELECT gather(rowid) FROM search_titles WHERE search_titles MATCH ?1", NULL },
};

/* Parts of the index become one, for that many pages at most: a page holds several documents. */
static const struct sql fts_merge[TABLES] = {
	{ "search_merge", 1, "INSERT INTO search_words (search_words, rank) VALUES ('merge', -?1)",
		NULL },
	{ "search_merge_title", 1,
		"INSERT INTO search_titles (search_titles, rank) VALUES ('merge', -?1)", NULL },
};

static void fts_settle(struct db *db, size_t n)
{
	if (n < MANY_DOCUMENTS)
		return;
	for (size_t i = 0; i < TABLES; i++)
		db_run(db, &fts_merge[i], DB_VALUES(V(n)));
}

/* Runs are parted by a token that no query has; it fills empty places too. */
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
	for (size_t i = 0; i < q->n_all; i++) {
		if (i)
			out_z(o, " AND ");
		fts_write_any(o, &q->all[i]);
	}
	for (size_t i = 0; i < q->n_none && !in_title; i++) {
		out_z(o, " NOT ");
		fts_write_any(o, &q->none[i]);
	}
}

static void fts_read_hits(struct db_rows *rows, struct bits *to)
{
	uint32_t id;

	while (db_next(rows)) {
		struct str ids = db_column_text(rows, 0);

		for (size_t at = 0; at + sizeof id <= ids.n; at += sizeof id) {
			memcpy(&id, ids.p + at, sizeof id);
			bits_add(to, id);
		}
	}
}

/* ---- PostgreSQL */

/* Words are kept as they are up to 8 KB: packing each text and cutting it up takes longer. */
#define GIN_CREATE(table) \
	"CREATE TABLE IF NOT EXISTS " table " (id INTEGER PRIMARY KEY, words TSVECTOR NOT NULL) " \
	"WITH (toast_tuple_target = 8160); " \
	"CREATE INDEX IF NOT EXISTS " table "_index ON " table " USING gin (words);"

static const struct sql gin_drop[TABLES] = {
	{ "search_drop", 1, NULL, "DELETE FROM search_words WHERE id = $1" },
	{ "search_drop_title", 1, NULL, "DELETE FROM search_titles WHERE id = $1" },
};

static const char *const gin_put[TABLES] = { "INSERT INTO search_words (id, words) VALUES ",
	"INSERT INTO search_titles (id, words) VALUES " };
static const char gin_put_again[] = " ON CONFLICT (id) DO UPDATE SET words = excluded.words";

/* Who does not own the indexes leaves this to the server's own housekeeping. */
static const struct sql gin_clean = { "search_settle", 0, NULL,
	"SELECT sum(gin_clean_pending_list(oid))::bigint FROM pg_class WHERE oid IN "
	"('search_words_index'::regclass, 'search_titles_index'::regclass) "
	"AND pg_has_role(relowner, 'USAGE')" };

static void gin_settle(struct db *db, size_t n)
{
	int64_t n_pages;

	if (n)
		db_one_int(db, &gin_clean, NULL, 0, &n_pages);
}

/* Thirty documents a row: a common word has fewer rows to send. */
#define GIN_FIND(table) \
	"SELECT id / 30, sum(1 << (id % 30))::bigint FROM " table \
	" WHERE words @@ $1::text::tsquery GROUP BY 1"

static const struct sql gin_find[TABLES] = {
	{ "search_find", 1, NULL, GIN_FIND("search_words") },
	{ "search_find_title", 1, NULL, GIN_FIND("search_titles") },
};

/* OFFSET 0: by their numbers, not by the words and then their numbers. */
#define GIN_FIND_AMONG(table) \
	"SELECT id / 30, sum(1 << (id % 30))::bigint FROM (SELECT id, words FROM " table \
	" WHERE id = ANY ($2::text::int[]) OFFSET 0) AS few WHERE words @@ $1::text::tsquery " \
	"GROUP BY 1"

static const struct sql gin_find_among[TABLES] = {
	{ "search_find_among", 2, NULL, GIN_FIND_AMONG("search_words") },
	{ "search_find_title_among", 2, NULL, GIN_FIND_AMONG("search_titles") },
};

/* 'numerique':3 - tokens hold letters and digits alone, so none is quoted any further. */
static void gin_write_run(struct out *o, const struct search_run *run)
{
	for (size_t i = 0; i < run->n; i++) {
		if (!run->tokens[i].n)
			continue;
		out_char(o, '\'');
		out_str(o, run->tokens[i]);
		out_z(o, "':");
		out_int(o, (int64_t)(run->position + i));
		out_char(o, ' ');
	}
}

static void gin_write_phrase(struct out *o, const struct query_phrase *p)
{
	out_char(o, '(');
	for (size_t i = 0; i < p->n; i++) {
		out_z(o, i ? " <-> '" : "'");
		out_str(o, p->tokens[i]);
		out_z(o, p->is_prefix && i + 1 == p->n ? "':*" : "'");
	}
	out_char(o, ')');
}

static void gin_write_any(struct out *o, const struct query_any *any)
{
	out_char(o, '(');
	for (size_t i = 0; i < any->n; i++) {
		if (i)
			out_z(o, " | ");
		gin_write_phrase(o, &any->v[i]);
	}
	out_char(o, ')');
}

static void gin_write_query(struct out *o, const struct query *q, bool in_title)
{
	for (size_t i = 0; i < q->n_all; i++) {
		if (i)
			out_z(o, " & ");
		gin_write_any(o, &q->all[i]);
	}
	for (size_t i = 0; i < q->n_none && !in_title; i++) {
		out_z(o, " & !");
		gin_write_any(o, &q->none[i]);
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

/* Titles were once a column of this. */
#define OLD_DROP "DROP TABLE IF EXISTS search_text;"

static const struct dialect {
	const char *create;
	const struct sql *drop; /* of each table */
	const char *const *put;
	const char *put_again; /* NULL: what was there has to be dropped */
	void (*settle)(struct db *db, size_t n);
	const struct sql *find, *find_among; /* NULL: it finds all as fast */
	void (*write_run)(struct out *o, const struct search_run *run);
	void (*write_query)(struct out *o, const struct query *q, bool in_title);
	void (*read_hits)(struct db_rows *rows, struct bits *to);
} dialects[] = {
	[DB_SQLITE] = { FTS_CREATE("search_words") FTS_CREATE("search_titles") OLD_DROP, fts_drop,
		fts_put, NULL, fts_settle, fts_find, NULL, fts_write_run, fts_write_query,
		fts_read_hits },
	[DB_POSTGRES] = { GIN_CREATE("search_words") GIN_CREATE("search_titles") OLD_DROP, gin_drop,
		gin_put, gin_put_again, gin_settle, gin_find, gin_find_among, gin_write_run,
		gin_write_query, gin_read_hits },
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

struct search_puts search_puts_new(struct db *db)
{
	const struct dialect *dialect = dialect_of(db);
	struct search_puts puts;

	for (size_t i = 0; i < TABLES; i++)
		puts.tables[i] = inserts_new(
			db, dialect->put[i], 2, dialect->put_again ? dialect->put_again : "");
	return puts;
}

static void put_in_table(struct inserts *to, int table, int64_t id, const struct search_run *runs,
	size_t n, bool is_new)
{
	struct db *db = to->db;
	const struct dialect *dialect = dialect_of(db);
	struct out o = out_new(db->arena, DOCUMENT_MAX_BYTES);

	for (size_t i = 0; i < n; i++)
		if (table == TABLE_ALL || runs[i].is_title)
			dialect->write_run(&o, &runs[i]);
	if (o.full)
		db_fail(db, MISHAP_MEMORY, "search_put", too_long);
	if (!is_new && (!o.n || !dialect->put_again))
		db_run(db, &dialect->drop[table], DB_VALUES(V(id)));
	if (o.n)
		INSERTS_ADD(to, V(id), V(out_done(&o)));
}

void search_put(
	struct search_puts *to, int64_t id, const struct search_run *runs, size_t n, bool is_new)
{
	const struct search_run *bounded = runs_bounded(to->tables[0].db->arena, runs, n);

	for (int table = 0; table < TABLES; table++)
		put_in_table(&to->tables[table], table, id, bounded, n, is_new);
}

void search_puts_run(struct search_puts *puts)
{
	for (size_t i = 0; i < TABLES; i++)
		inserts_run(&puts->tables[i]);
}

void search_settle(struct db *db, size_t n)
{
	dialect_of(db)->settle(db, n);
}

/* The query as the engine reads it; NULL when it is too long. */
static struct str query_text(struct db *db, const char *step, const struct query *q, bool in_title)
{
	struct out o = out_new(db->arena, QUERY_MAX_BYTES);

	dialect_of(db)->write_query(&o, q, in_title);
	if (o.full)
		db_fail(db, MISHAP_MEMORY, step, "the query is too long");
	return out_done(&o);
}

void search_find(struct db *db, const struct query *q, bool in_title, struct bits *to)
{
	const struct dialect *dialect = dialect_of(db);
	const struct sql *find = &dialect->find[in_title ? TABLE_TITLES : TABLE_ALL];

	if (!q->n_all)
		return;
	struct str text = query_text(db, find->name, q, in_title);
	dialect->read_hits(db_query(db, find, DB_VALUES(V(text))), to);
}

/* "{3,17}" */
static struct str numbers_text(struct arena *a, const struct bits *numbers)
{
	struct out o = out_new(a, QUERY_MAX_BYTES);
	char sign = '{';

	for (uint32_t i = 0; bits_after(numbers, NULL, i, &i); sign = ',') {
		out_char(&o, sign);
		out_int(&o, i);
	}
	out_z(&o, sign == '{' ? "{}" : "}");
	return out_done(&o);
}

void search_find_among(struct db *db, const struct query *q, bool in_title, const struct bits *few,
	struct bits *to)
{
	const struct dialect *dialect = dialect_of(db);

	if (!dialect->find_among) {
		search_find(db, q, in_title, to);
		return;
	}
	if (!q->n_all)
		return;
	const struct sql *find = &dialect->find_among[in_title ? TABLE_TITLES : TABLE_ALL];
	struct str text = query_text(db, find->name, q, in_title);
	struct str numbers = numbers_text(db->arena, few);
	dialect->read_hits(db_query(db, find, DB_VALUES(V(text), V(numbers))), to);
}

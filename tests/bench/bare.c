/*
 * bare.c - the least that could serve the practices: libmicrohttpd, SQLite, and tables made for
 * nothing but these pages. What ours is measured against in ./dev bench.
 *
 *   bare prepare DATABASE    makes its own tables in a copy of our database
 *   bare PORT DATABASE       serves
 *
 *   /list  /list?activity=2.4  /search?q=word  /detail?id=T-0000001  /json   from its own tables
 *   /tables                                                                  the list from ours
 *
 * With bytes=26188 in the address the page is filled up to the length of ours of these records.
 * No templates, no escaping, no counting, no languages: the ratio to it is the price of these.
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGE_BYTES = 256 * 1024, THREADS = 2 };

/* ---- its own tables */

#define TEXT_OF(name) \
	"(SELECT text FROM record_text t WHERE t.seq = r.seq AND field = '" name \
	"' AND lang = 'en')"

static const char *const preparations[] = {
	/* A row is a record: texts in one language, codes in one text. */
	"CREATE TABLE bare (seq INTEGER PRIMARY KEY, public_id TEXT, title TEXT, summary TEXT, "
	"place TEXT, start_year INTEGER, end_year INTEGER, activities TEXT, rest TEXT)",
	"INSERT INTO bare SELECT r.seq, r.public_id, " TEXT_OF("title") ", " TEXT_OF(
		"summary") ", " TEXT_OF("place") ", k.start_year, k.end_year, "
						 "(SELECT group_concat(code, ' ') FROM record_term "
						 "t WHERE t.seq = r.seq AND field = "
						 "'activities'), (SELECT group_concat(code, ' ') "
						 "FROM record_term t WHERE t.seq = r.seq) "
						 "FROM record r JOIN practice k ON k.seq = r.seq",
	"CREATE UNIQUE INDEX bare_by_id ON bare (public_id)",
	"CREATE TABLE bare_code (code TEXT, seq INTEGER, PRIMARY KEY (code, seq)) WITHOUT ROWID",
	"INSERT INTO bare_code SELECT DISTINCT code, seq FROM record_term "
	"WHERE field = 'activities' ORDER BY code, seq",
	"CREATE VIRTUAL TABLE bare_word USING fts5 (text, content = '', detail = none)",
	"INSERT INTO bare_word (rowid, text) SELECT seq, group_concat(text, ' ') FROM record_text "
	"WHERE field IN ('title', 'summary', 'place') GROUP BY seq ORDER BY seq",
	"INSERT INTO bare_word (bare_word) VALUES ('optimize')",
	"PRAGMA wal_checkpoint(TRUNCATE)",
};

static int prepare_tables(const char *database)
{
	sqlite3 *db;

	if (sqlite3_open(database, &db))
		return 1;
	sqlite3_exec(db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -200000", NULL, NULL, NULL);
	for (size_t i = 0; i < sizeof preparations / sizeof *preparations; i++) {
		if (sqlite3_exec(db, preparations[i], NULL, NULL, NULL)) {
			fprintf(stderr, "bare: %s\n", sqlite3_errmsg(db));
			return 1;
		}
	}
	sqlite3_close(db);
	return 0;
}

/* ---- pages: an address, the argument it needs, statements */

#define ROW "b.seq, b.public_id, title, summary, place, start_year, end_year, activities"
#define NEWEST \
	"SELECT r.seq, r.public_id, r.version, k.start_year, k.end_year, k.link FROM record r " \
	"CROSS JOIN practice k WHERE r.kind = 'practice' AND k.seq = r.seq AND r.state = " \
	"'published' ORDER BY r.seq DESC LIMIT 20"
#define OF_NEWEST "WHERE seq IN (SELECT seq FROM (" NEWEST "))"

enum { STATEMENTS_MAX = 3 };

struct page {
	const char *path, *argument;
	const char *statements[STATEMENTS_MAX];
};

static const struct page pages[] = {
	{ "/list", "activity",
		{ "SELECT " ROW " FROM bare_code c CROSS JOIN bare b ON b.seq = c.seq "
		  "WHERE c.code = ?1 ORDER BY c.seq DESC LIMIT 20" } },
	{ "/list", NULL, { "SELECT " ROW " FROM bare b ORDER BY b.seq DESC LIMIT 20" } },
	{ "/json", NULL, { "SELECT * FROM bare b ORDER BY b.seq DESC LIMIT 20" } },
	{ "/search", "q",
		{ "SELECT " ROW " FROM bare_word w CROSS JOIN bare b ON b.seq = w.rowid "
		  "WHERE bare_word MATCH ?1 ORDER BY w.rowid DESC LIMIT 20" } },
	{ "/detail", "id", { "SELECT * FROM bare b WHERE public_id = ?1" } },
	{ "/tables", NULL,
		{ NEWEST, "SELECT seq, field, lang, text FROM record_text " OF_NEWEST,
			"SELECT seq, field, code FROM record_term " OF_NEWEST
			" ORDER BY seq, field, position" } },
};

enum { PAGES = sizeof pages / sizeof *pages };

static const char *database;
static _Thread_local sqlite3_stmt *prepared[PAGES][STATEMENTS_MAX];

static void prepare_statements(void)
{
	sqlite3 *db;

	if (prepared[0][0])
		return;
	if (sqlite3_open_v2(database, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL))
		abort();
	for (int p = 0; p < PAGES; p++)
		for (int s = 0; s < STATEMENTS_MAX && pages[p].statements[s]; s++)
			if (sqlite3_prepare_v3(db, pages[p].statements[s], -1,
				    SQLITE_PREPARE_PERSISTENT, &prepared[p][s], NULL))
				abort();
}

/* Each column of each row in an element; returns how many bytes the page has then. */
static size_t write_rows(char *page, size_t n, sqlite3_stmt *s)
{
	while (sqlite3_step(s) == SQLITE_ROW) {
		for (int c = 0; c < sqlite3_column_count(s); c++) {
			const void *text = sqlite3_column_text(s, c);
			size_t length = (size_t)sqlite3_column_bytes(s, c);

			if (!text || n + length + 8 > PAGE_BYTES)
				continue;
			memcpy(page + n, "<p>", 3);
			memcpy(page + n + 3, text, length);
			n += 3 + length;
		}
	}
	sqlite3_reset(s);
	return n;
}

static size_t write_page(char *page, int p, const char *argument, size_t bytes)
{
	size_t n = 0;

	for (int s = 0; s < STATEMENTS_MAX && prepared[p][s]; s++) {
		if (argument)
			sqlite3_bind_text(prepared[p][s], 1, argument, -1, SQLITE_TRANSIENT);
		n = write_rows(page, n, prepared[p][s]);
	}
	if (n >= bytes)
		return n;
	bytes = bytes < PAGE_BYTES ? bytes : PAGE_BYTES;
	memset(page + n, ' ', bytes - n);
	return bytes;
}

/* ---- HTTP */

static enum MHD_Result send_page(struct MHD_Connection *c, unsigned status, size_t n, char *body,
	enum MHD_ResponseMemoryMode mode)
{
	struct MHD_Response *r = MHD_create_response_from_buffer(n, body, mode);

	MHD_add_response_header(r, "Content-Type", "text/html; charset=utf-8");
	enum MHD_Result result = MHD_queue_response(c, status, r);
	MHD_destroy_response(r);
	return result;
}

static const char *value(struct MHD_Connection *c, const char *name)
{
	return MHD_lookup_connection_value(c, MHD_GET_ARGUMENT_KIND, name);
}

static enum MHD_Result answer(void *cls, struct MHD_Connection *c, const char *url,
	const char *method, const char *version, const char *data, size_t *n_data, void **state)
{
	static int seen;

	(void)cls, (void)method, (void)version, (void)data, (void)n_data;
	if (!*state) {
		*state = &seen;
		return MHD_YES;
	}
	prepare_statements();
	for (int p = 0; p < PAGES; p++) {
		const char *bytes = value(c, "bytes");
		const char *argument = pages[p].argument ? value(c, pages[p].argument) : NULL;

		if (strcmp(url, pages[p].path) || (pages[p].argument && !argument))
			continue;
		char *page = malloc(PAGE_BYTES);
		if (!page)
			return MHD_NO;
		size_t n = write_page(page, p, argument, bytes ? strtoul(bytes, NULL, 10) : 0);
		return send_page(c, MHD_HTTP_OK, n, page, MHD_RESPMEM_MUST_FREE);
	}
	return send_page(c, MHD_HTTP_NOT_FOUND, 0, "", MHD_RESPMEM_PERSISTENT);
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "prepare"))
		return prepare_tables(argv[2]);
	if (argc != 3)
		return 2;
	database = argv[2];
	const struct sockaddr_in here = { .sin_family = AF_INET,
		.sin_port = htons((unsigned short)atoi(argv[1])),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct MHD_Daemon *d = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL,
		answer, NULL, MHD_OPTION_SOCK_ADDR, &here, MHD_OPTION_THREAD_POOL_SIZE,
		(unsigned)THREADS, MHD_OPTION_END);
	if (!d)
		return 1;
	puts("ready");
	fflush(stdout);
	pause();
	MHD_stop_daemon(d);
	return 0;
}

/*
 * bare.c - the least that could serve a list: libmicrohttpd, SQLite, and the statements of our
 * list with its twenty rows written out. What ours is measured against in ./dev bench.
 *
 * bare PORT DATABASE
 */
#include <microhttpd.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROWS \
	"SELECT r.seq, r.public_id, r.version, k.start_year, k.end_year, k.link FROM record r " \
	"CROSS JOIN practice k WHERE r.kind = 'practice' AND k.seq = r.seq AND r.state = " \
	"'published' ORDER BY r.seq DESC LIMIT 20"

static const char *const statements[] = {
	ROWS,
	"SELECT seq, field, lang, text FROM record_text WHERE seq IN (SELECT seq FROM (" ROWS "))",
	"SELECT seq, field, code FROM record_term WHERE seq IN (SELECT seq FROM (" ROWS "))"
	" ORDER BY seq, field, position",
	"SELECT count(*) FROM (SELECT 1 FROM record r WHERE r.kind = 'practice' AND r.state = "
	"'published' LIMIT 1001)",
};

enum { STATEMENTS = sizeof statements / sizeof *statements, PAGE_BYTES = 256 * 1024 };

static const char *database;
static _Thread_local sqlite3_stmt *prepared[STATEMENTS];

static void prepare(void)
{
	sqlite3 *db;

	if (prepared[0])
		return;
	if (sqlite3_open_v2(database, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL))
		exit(1);
	for (int i = 0; i < STATEMENTS; i++)
		if (sqlite3_prepare_v3(
			    db, statements[i], -1, SQLITE_PREPARE_PERSISTENT, &prepared[i], NULL))
			exit(1);
}

/* Each column of each row in a paragraph; enough to be a page of the same weight. */
static size_t write_rows(char *page, size_t n, sqlite3_stmt *s)
{
	while (sqlite3_step(s) == SQLITE_ROW) {
		for (int c = 0; c < sqlite3_column_count(s); c++) {
			int length = sqlite3_column_bytes(s, c);
			const void *text = sqlite3_column_text(s, c);

			if (!text || n + (size_t)length + 8 > PAGE_BYTES)
				continue;
			memcpy(page + n, "<p>", 3);
			memcpy(page + n + 3, text, (size_t)length);
			n += 3 + (size_t)length;
		}
	}
	sqlite3_reset(s);
	return n;
}

static enum MHD_Result answer(void *cls, struct MHD_Connection *c, const char *url,
	const char *method, const char *version, const char *data, size_t *n_data, void **state)
{
	static int seen;
	size_t n = 0;

	(void)cls, (void)url, (void)method, (void)version, (void)data, (void)n_data;
	if (!*state) {
		*state = &seen;
		return MHD_YES;
	}
	prepare();
	char *page = malloc(PAGE_BYTES);
	if (!page)
		return MHD_NO;
	for (int i = 0; i < STATEMENTS; i++)
		n = write_rows(page, n, prepared[i]);
	struct MHD_Response *r = MHD_create_response_from_buffer(n, page, MHD_RESPMEM_MUST_FREE);
	MHD_add_response_header(r, "Content-Type", "text/html; charset=utf-8");
	enum MHD_Result result = MHD_queue_response(c, 200, r);
	MHD_destroy_response(r);
	return result;
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	database = argv[2];
	struct MHD_Daemon *d =
		MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, (unsigned short)atoi(argv[1]), NULL,
			NULL, answer, NULL, MHD_OPTION_THREAD_POOL_SIZE, 2u, MHD_OPTION_END);
	if (!d)
		return 1;
	puts("ready");
	fflush(stdout);
	pause();
	MHD_stop_daemon(d);
	return 0;
}

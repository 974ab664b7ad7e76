#include "sqlite_news.h"

#include <sqlite3.h>

/*
 * "The WAL-Index File Format" (https://www.sqlite.org/walformat.html): the head of 48 bytes at the
 * beginning of the shared memory, which each commit and each new beginning of the log changes.
 */
enum { REGION_BYTES = 32768 };

void sqlite_news_begin(struct sqlite_news *news, struct sqlite3 *db)
{
	void volatile *region = NULL;
	sqlite3_file *file;

	if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
		file->pMethods->iVersion < 2)
		return;
	if (file->pMethods->xShmMap(file, 0, REGION_BYTES, 0, &region) == SQLITE_OK)
		news->head = region;
}

bool sqlite_news_came(struct sqlite_news *news)
{
	bool have_come = !news->head;

	for (size_t i = 0; news->head && i < SQLITE_NEWS_WORDS; i++) {
		uint64_t word = news->head[i];

		have_come |= word != news->seen[i];
		news->seen[i] = word;
	}
	return have_come;
}

/*
 * sqlite_news.h - has anybody committed? SQLite keeps the head of the write-ahead log's index in
 * memory that all processes share, so looking there is a glance: no call of the system, no lock.
 * For the engine alone.
 */
#ifndef SQLITE_NEWS_H
#define SQLITE_NEWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sqlite3;

enum { SQLITE_NEWS_WORDS = 48 / 8 };

struct sqlite_news {
	const volatile uint64_t *head; /* NULL: there is none to look at */
	uint64_t seen[SQLITE_NEWS_WORDS];
};

/* For a connection that has read its file, which has such a log: else it would get one. */
void sqlite_news_begin(struct sqlite_news *news, struct sqlite3 *db);

/*
 * Since this was last asked? True at first, and always where there is no head. One that is just
 * being written may be read as a mixture: then there is news now, and once more at the next look.
 */
bool sqlite_news_came(struct sqlite_news *news);

#endif

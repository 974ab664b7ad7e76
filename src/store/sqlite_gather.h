/*
 * sqlite_gather.h - gather(n): an aggregate of ours for SQLite, all numbers of a query as one text
 * of four bytes each. A word that most texts have gives its hits in half the time of a row each.
 */
#ifndef SQLITE_GATHER_H
#define SQLITE_GATHER_H

struct sqlite3;

/* Gives the connection the aggregate; an SQLite result code. */
int sqlite_gather_add(struct sqlite3 *handle);

#endif

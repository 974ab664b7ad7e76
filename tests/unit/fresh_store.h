/* fresh_store.h - an empty database for a test, on either engine, gone when the program ends. */
#ifndef FRESH_STORE_H
#define FRESH_STORE_H

#include "db.h"

/*
 * The address of a new empty database, in `a`. PostgreSQL's are made on the server of
 * JALON_TEST_POSTGRES, and with a collation that is not by bytes, so that a statement which
 * leaves the order to the server shows. Ends the program when it cannot.
 */
const char *fresh_store(enum db_engine e, struct arena *a);

#endif

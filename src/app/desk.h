/*
 * desk.h - a place to work at: a connection to the store and the code lists read from it. Commands
 * have one; each thread of the server has one of its own.
 */
#ifndef DESK_H
#define DESK_H

#include "work.h"

struct desk {
	struct db *db;
	enum db_mode mode;
	const struct vocabularies *vocabularies;
	struct arena arena; /* of the vocabularies */
	int64_t generation; /* of public content, when desk_refresh() looked */
	struct failure failure; /* of opening */
};

/* The database to use: the option, or the usual file. */
const char *desk_url(const char *option);

/*
 * Opens the store. With `check_schema`, refuses one that was never initialised or is of another
 * age, saying so on stderr. False: nothing is open.
 */
bool desk_open(struct desk *d, const char *url, enum db_mode mode, bool check_schema,
	const struct language *l);

/*
 * The same without a word: what failed is in d->failure, what is wrong with the schema in ret_fault
 * (N_()), which is left alone if that is not it.
 */
bool desk_try(struct desk *d, const char *url, enum db_mode mode, bool check_schema,
	const char **ret_fault);

/* As desk_open(), for reading a store of this age or an earlier one. */
bool desk_open_earlier(struct desk *d, const char *url, const struct language *l);
void desk_close(struct desk *d);

/* Looks at the counters, and reads the code lists again if they changed since. False: the store
 * failed, the old ones stay. */
bool desk_refresh(struct desk *d);

/*
 * A work for the operator at the command line; on a desk for reading, all it reads is one snapshot.
 */
struct work desk_work(struct desk *d, struct arena *a, struct failure *f, const struct language *l);

/*
 * Makes the index anew, in a transaction of its own, if it is that of an earlier Jalon or of other
 * code lists. False: the store failed.
 */
bool desk_renew_index(struct desk *d, struct arena *a, struct failure *f, const struct language *l);

#endif

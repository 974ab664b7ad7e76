/* key_file.h - the key file of this house: which it is, and whether the store knows it. */
#ifndef KEY_FILE_H
#define KEY_FILE_H

#include "key.h"
#include "work.h"

/*
 * Opens the key file that the option names, or the usual one beside the database, making it if
 * there is none. NULL, with what is wrong said on stderr.
 */
const struct key *key_file_open(const char *option, const char *db_url, struct arena *a);

/*
 * The same, making none: w->key, or NULL when there is none. One that lies in the usual place and
 * is not the key that the store knows is another house's.
 */
void key_file_find(const char *option, const char *db_url, struct work *w);

/* The last day (UTC) on which the store knew another key; empty: it never did. */
struct str key_file_renewed_on(struct work *w);

/* Does the store know this key by now? */
bool key_file_is_known(struct work *w);

/*
 * Is it the key that the store was used with? A store in which nothing is sealed yet learns it, in
 * the transaction of the work. False: another one, which is said.
 */
bool key_file_fits(struct work *w);

/*
 * The key is lost: this one takes its place, and second factors, which nobody can open any more,
 * are taken away. In the transaction of the work.
 */
void key_file_renew(struct work *w);

#endif

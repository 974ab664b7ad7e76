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

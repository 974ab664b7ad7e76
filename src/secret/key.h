/*
 * key.h - the key of the house: the one file outside of the database and of its backups, so that
 * who gets hold of these cannot read what is sealed in them nor make digests of his own.
 *
 * What is made of it is bound to a purpose, a constant text of the caller's: a digest or a sealed
 * text of one purpose means nothing for another.
 */
#ifndef KEY_H
#define KEY_H

#include "str.h"

struct key;

/*
 * The key in the file: 64 hexadecimal digits and a line feed. When there is no file, makes it,
 * readable by its owner alone and lasting on the disk; of two who make it at once, one does and
 * both get its key. NULL, with a sentence for the operator in `ret_why`, when it cannot be read or
 * made, when others can read it, or when it holds something else.
 *
 * It lives in the arena and is wiped when that is emptied. Any number of threads may use it.
 */
const struct key *key_open(const char *path, struct arena *a, struct str *ret_why);

/* The same, making none: NULL with an empty `ret_why` when there is no file. */
const struct key *key_find(const char *path, struct arena *a, struct str *ret_why);

/* A fingerprint, which does not betray it: kept in the database, it shows that a key is another. */
struct str key_check(const struct key *k, struct arena *a);

/*
 * A digest that nobody makes without the key (BLAKE2b, 64 lower-case hexadecimal digits): of what
 * could be guessed, such as recovery codes.
 */
struct str key_digest(const struct key *k, struct arena *a, const char *purpose, struct str text);

/*
 * `plain` so that only the key can read it, and changes show (XChaCha20-Poly1305): "1." and base 64
 * for addresses. Sealing the same again gives another text.
 */
struct str key_seal(const struct key *k, struct arena *a, const char *purpose, struct str plain);

/* False, `ret_plain` untouched, when this key did not seal it, for this purpose, as it is. */
bool key_unseal(const struct key *k, struct arena *a, const char *purpose, struct str sealed,
	struct str *ret_plain);

/*
 * A signature (Ed25519, 128 lower-case hexadecimal digits) that shows to whoever has the public key
 * (64 digits) that the text was given to this key, for this purpose.
 */
struct str key_sign(const struct key *k, struct arena *a, const char *purpose, struct str text);
struct str key_public(const struct key *k, struct arena *a, const char *purpose);

/* Is it a signature of the text by the key to which that public key belongs? */
bool key_verify(struct str public_key, struct str text, struct str signature);

#endif

/*
 * token.h - tokens: texts of pure chance that stand for somebody for a while (a session, an
 * invitation, access by a program). Who has one is believed, so the store holds digests only.
 */
#ifndef TOKEN_H
#define TOKEN_H

#include "str.h"

enum { TOKEN_CHARS = 43, DIGEST_CHARS = 64 };

/* A new one: 32 bytes of chance in base 64 for addresses, TOKEN_CHARS long. */
struct str token_make(struct arena *a);

/* Could token_make() have made it? For what comes from outside, before the store is asked. */
bool token_is_well_formed(struct str token);

/*
 * SHA-256, DIGEST_CHARS of lower-case hexadecimal: what is kept and looked for. No salt: nobody
 * guesses 256 bits.
 */
struct str token_digest(struct arena *a, struct str token);

/*
 * What the forms of a session carry to show that they are its own: it follows from the session's
 * token and does not betray it. TOKEN_CHARS long.
 */
struct str token_for_form(struct arena *a, struct str token);

/* Are they the same? Takes as long wherever they differ; only their lengths can be told by it. */
bool secret_eq(struct str a, struct str b);

#endif

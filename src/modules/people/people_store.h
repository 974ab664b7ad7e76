/* people_store.h - what the parts of this module share and nobody else needs. */
#ifndef PEOPLE_STORE_H
#define PEOPLE_STORE_H

#include "key.h"
#include "people.h"

struct str people_new_id(struct work *w);

/* The account that acts; NULL for the operator. */
struct db_value people_by(const struct work *w);

enum person_state person_state_named(struct str name);
const struct language *person_language(struct str code);

/* From ten columns of account_role, the first of them at `at`; ROLE_COUNT: of no role known here.
 */
struct holding holding_read(struct db_rows *row, unsigned at);

/* What names are sorted and looked for by. */
struct str people_name_key(struct work *w, struct str name);

/* What LIKE ... ESCAPE '!' finds the words by, wherever they stand; empty as they are. */
struct str people_pattern(struct work *w, struct str words);

/* "focal_point FRA  ": a role as the trace of an account remembers it. */
struct str role_code(struct work *w, const struct held_role *role);
bool role_decode(struct str code, struct held_role *ret_role);

/* "Firefox, Windows", as the browser says. */
struct str device_shown(struct work *w, struct request *r);

/* Was the account used from this browser before? */
bool device_is_known(struct work *w, struct request *r, struct str account_id);

/* Remembers that it is. True: the account was used before, but never from here. */
bool device_remember(struct work *w, struct request *r, struct str account_id);

/* Takes back the cookie by which the browser is known again. */
void device_forget(struct request *r);

/* All that still open something, whoever's they are. */
int64_t sessions_count(struct work *w);

/* Clears away what is over. */
void links_tidy(struct work *w);
void requests_tidy(struct work *w);

#endif

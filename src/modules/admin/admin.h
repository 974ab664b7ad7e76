/*
 * admin.h - the house for those who look after it (R200): who may do what, letters, the register of
 * processing, figures of now. All of it is for whoever may VERB_ADMINISTER.
 *
 * It decides nothing: the table of roles is that of access.h, what is kept about people that of
 * people.h. A letter may hold a link that opens an account: its text is shown when it is asked for,
 * the password given a moment ago, and the account is told.
 */
#ifndef ADMIN_H
#define ADMIN_H

#include "people.h"

extern const struct module admin_module;

#endif

/*
 * account.h - what a person does with her own account (R200): name and language, password, address,
 * second factor, sessions, tokens for programs; what happened to it, what is kept, taking it along
 * and erasing it. Nobody reaches another's account here: all that is read and written is that of
 * the session, and an id of somebody else's does nothing.
 */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include "people.h"

extern const struct module account_module;

#endif

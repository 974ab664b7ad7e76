/*
 * confinement.h - what the process may ask of the system: a list of calls that serving needs. All
 * others, running a program first of all, fail with EPERM and stand in the kernel's log.
 */
#ifndef CONFINEMENT_H
#define CONFINEMENT_H

#include "lang.h"

/*
 * From here on this thread, and those it makes, are bound to the list (seccomp), and nothing that
 * they could run gains privileges; there is no way back. False, with ret_why in the language `l`,
 * if the system has no such thing.
 */
bool confinement_begin(const struct language *l, struct arena *a, struct str *ret_why);

#endif

/*
 * delegation.h - the door for those to whom something was handed by a link, and what came back
 * among the duties of who handed it over. All of it is screens/handed_*.c and together/handed.h.
 */
#ifndef DELEGATION_H
#define DELEGATION_H

#include "module.h"

extern const struct module delegation_module;

#endif

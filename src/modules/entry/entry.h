/*
 * entry.h - the doors: signing in and out, the second factor, forgotten passwords, one-time links
 * (R200). Nothing here says whether somebody has an account, and no link does anything before its
 * page was sent back by a person: previews of messages may open it as often as they like.
 */
#ifndef ENTRY_H
#define ENTRY_H

#include "people.h"

extern const struct module entry_module;

#endif

/*
 * links.h - the addresses in records that no longer answer, for those who look after the house:
 * which, since when, what came back. What is dead is found out by elsewhere/; nothing is changed
 * here, an address leaves the list when it answers or when no public record names it any more.
 */
#ifndef LINKS_H
#define LINKS_H

#include "module.h"

extern const struct module links_module;

#endif

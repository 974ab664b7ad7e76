/*
 * about.h - what a site owes its readers: what it is, how it is used, under which terms, what it
 * keeps of them, and how well it can be used by everybody.
 *
 * Its texts say what the program does today; who changes what the program keeps or shows changes
 * them too.
 */
#ifndef ABOUT_H
#define ABOUT_H

#include "module.h"

extern const struct module about_module;

#endif

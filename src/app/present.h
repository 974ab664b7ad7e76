/* present.h - is what records hold now what their history says last? */
#ifndef PRESENT_H
#define PRESENT_H

#include "work.h"

/*
 * Compares every record with its history, field by field, and gives each complaint to `say`. What
 * was erased from a history is not compared. True when all is as it says.
 */
bool present_verify(struct work *w, void (*say)(void *arg, struct str complaint), void *arg);

#endif

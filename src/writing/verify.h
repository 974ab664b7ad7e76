/*
 * verify.h - has anybody changed records or their history behind Jalon's back? Each complaint is a
 * line, in English, that begins with the record it is about: "practice T-1, version 2: ...".
 */
#ifndef VERIFY_H
#define VERIFY_H

#include "work.h"

/*
 * Walks every chain of hashes; compares each record's row, texts, codes, links and own fields with
 * what its history says last; and looks for rows of records that are gone. True when all is as it
 * should be. `ret_n`: how many revisions there are.
 */
bool verify_records(
	struct work *w, void (*say)(void *arg, struct str complaint), void *arg, int64_t *ret_n);

#endif

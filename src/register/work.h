/*
 * work.h - what one piece of work has at hand: a request being answered, or a command.
 */
#ifndef WORK_H
#define WORK_H

#include "access.h"
#include "db.h"
#include "request.h"
#include "vocabulary.h"

struct house;

struct work {
	struct arena *arena;
	struct failure *failure;
	struct db *db;
	const struct vocabularies *vocabularies;
	const struct language *lang;
	const struct house *house;
	struct actor actor;
	int64_t now_ms;
	bool raised_generation; /* public content changed in this transaction */
};

/* The work that the lane lent to the request. */
static inline struct work *work_of(const struct request *r)
{
	return r->work;
}

/* _() in C: the message in the language of the work. Templates have their own. */
#define T(work, literal) tr((work)->lang, literal)

#endif

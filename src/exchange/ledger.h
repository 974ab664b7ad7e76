/*
 * ledger.h - what an import must remember of all rows between its walks: their ids, whether they
 * are good, and the links that may lead to a row still to come.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include "rows.h"

struct entry {
	struct str public_id;
	int64_t seq; /* of the record; 0: not known yet, or there is none */
	unsigned line; /* of the row */
	bool is_good;
	bool is_new; /* the seq was set aside in this load */
	struct awaited *awaited_by; /* links of other rows that lead here */
};

/* A link met in the first walk. */
struct awaited {
	struct awaited *next, *next_to_same;
	const struct field *field;
	struct str target;
	size_t entry; /* whose link it is */
	struct place place;
};

struct ledger {
	struct arena *kept;
	struct entry *entries; /* in the order of the rows */
	size_t n, cap;
	size_t *slots; /* open addressing: public id to entry + 1 */
	size_t n_slots;
	struct awaited *first, **last;
};

struct ledger ledger_new(struct arena *kept);

/* The next row. A row whose id was met before is not found by it. */
struct entry *ledger_add(struct ledger *l, struct str public_id, unsigned line);
struct entry *ledger_find(const struct ledger *l, struct str public_id);

/* A link of the row that was added last. */
void ledger_await(struct ledger *l, const struct field *f, struct str target, struct place place);

/*
 * Rows whose links lead nowhere are bad, and so are those that link to them and to no record of the
 * store; each such link is given to `say`.
 */
void ledger_check_links(struct ledger *l, struct work *w, const struct kind *k,
	void (*say)(void *arg, const struct awaited *link), void *arg);

size_t ledger_count_bad(const struct ledger *l);

#endif

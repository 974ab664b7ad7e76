/* practice_story.c - when a practice was published, confirmed and corrected, and who proposed it.
 */
#include "history.h"
#include "practice_pages.h"
#include "practice_sql.h"

#include <string.h>

enum { ERRATA_TOLD = 20 };

struct first {
	int64_t version, at_ms; /* version 0: it was never published */
};

static struct first first_public(struct work *w, const struct practice *p)
{
	struct db_rows *rows =
		db_query(w->db, SQL_PRACTICE_FIRST_PUBLIC, DB_VALUES(V(p->record.seq)));
	struct first first = { 0 };

	if (db_next(rows))
		first = (struct first){ db_column_int(rows, 0), db_column_int(rows, 1) };
	db_done(rows);
	return first;
}

static void add_errata(
	struct work *w, const struct practice *p, int64_t since, struct practice_story *s)
{
	const struct history h = history_of(w, &practice_kind, p->record.seq, since);

	s->errata = ARENA_ARRAY(w->arena, struct practice_erratum, ERRATA_TOLD);
	for (size_t i = h.n; i-- && s->n_errata < ERRATA_TOLD;)
		if (str_is(h.v[i].action, "erratum"))
			s->errata[s->n_errata++] = (struct practice_erratum){ h.v[i].at_ms,
				h.v[i].version, h.v[i].note };
}

struct practice_story practice_story(struct work *w, const struct practice *p)
{
	const struct vocabulary *parties = vocabulary_find(w->vocabularies, S("party"));
	const struct first first = first_public(w, p);
	struct practice_story s = { .published_ms = first.at_ms,
		.is_stale = practice_is_stale(w, p),
		.party = term_label(term_find(parties, p->record.asked_party), w->lang) };

	if (!practice_is_of_house(p))
		s.proposed_by = practice_keeper(w, p);
	if (first.version && p->record.version > first.version)
		add_errata(w, p, first.version, &s);
	return s;
}

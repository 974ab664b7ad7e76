/* practice_lineage.c - what a practice was adapted from, and what from it. */
#include "practice_pages.h"
#include "practice_parts.h"
#include "practice_sql.h"

/* ---- no practice descends from itself */

enum { FOREBEARS_MAX = 500 };

struct seqs {
	int64_t v[FOREBEARS_MAX];
	size_t n;
};

static void seqs_add(struct seqs *s, int64_t seq)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i] == seq)
			return;
	if (seq && s->n < COUNT(s->v))
		s->v[s->n++] = seq;
}

static void add_related(struct work *w, const struct sql *statement, int64_t seq, struct seqs *to)
{
	struct db_rows *rows = db_query(w->db, statement, DB_VALUES(V(seq)));

	while (db_next(rows))
		seqs_add(to, db_column_int(rows, 0));
	db_done(rows);
}

static void add_linked(struct work *w, struct codes links, struct seqs *to)
{
	struct reserved found[RECORDS_AT_ONCE] = { 0 };
	const size_t n = links.n < COUNT(found) ? links.n : COUNT(found);

	for (size_t i = 0; i < n; i++)
		found[i].public_id = links.v[i];
	records_find(w, practice_kind.name, found, n);
	for (size_t i = 0; i < n; i++)
		seqs_add(to, found[i].seq);
}

static bool names(struct codes links, struct str public_id)
{
	for (size_t i = 0; i < links.n; i++)
		if (public_id.n && str_eq(links.v[i], public_id))
			return true;
	return false;
}

static bool descends_from_itself(struct work *w, const struct practice *p)
{
	struct seqs *above = ARENA_NEW(w->arena, struct seqs);

	if (names(p->adapted_from, p->record.public_id))
		return true;
	add_linked(w, p->adapted_from, above);
	for (size_t i = 0; i < above->n && db_is_sound(w->db); i++) {
		if (above->v[i] == p->record.seq)
			return true;
		add_related(w, SQL_PRACTICE_FOREBEARS, above->v[i], above);
	}
	return false;
}

void practice_check_lineage(struct work *w, const struct practice *p, struct problems *problems)
{
	if (p->adapted_from.n && descends_from_itself(w, p))
		problem_add(problems, S("adapted_from"), "circle",
			str_from(
				T(w, "a practice is not adapted from itself, nor from one that was "
				     "adapted from it")));
}

/* ---- the family of a practice, as readers are shown it */

static bool family_has(const struct family *f, int64_t seq)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i]->record.seq == seq)
			return true;
	return false;
}

/* Those that anyone may read; whoever works sees the same tree as all others. */
static void family_add(struct work *w, struct family *f, const struct seqs *seqs)
{
	int64_t wanted[FAMILY_MAX] = { 0 };
	void *rows[FAMILY_MAX];
	size_t n = 0;

	for (size_t i = 0; i < seqs->n && f->n + n < FAMILY_MAX; i++)
		if (!family_has(f, seqs->v[i]))
			wanted[n++] = seqs->v[i];
	records_load(w, &practice_kind, wanted, n, rows);
	for (size_t i = 0; i < n; i++) {
		const struct practice *p = rows[i];

		if (p && record_subject(w, &p->record).phase == PHASE_PUBLIC)
			f->v[f->n++] = p;
	}
}

static void add_forebears(struct work *w, struct family *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct seqs *above = ARENA_NEW(w->arena, struct seqs);

		add_linked(w, f->v[i]->adapted_from, above);
		family_add(w, f, above);
	}
}

static void add_heirs(struct work *w, struct family *f)
{
	for (size_t i = 0; i < f->n && db_is_sound(w->db); i++) {
		struct seqs *below = ARENA_NEW(w->arena, struct seqs);

		add_related(w, SQL_PRACTICE_HEIRS, f->v[i]->record.seq, below);
		family_add(w, f, below);
	}
}

struct family practice_family(struct work *w, const struct practice *p)
{
	struct family f = { .of = p, .n = 1, .v = { p } };

	add_forebears(w, &f);
	add_heirs(w, &f);
	f.is_told = ARENA_ARRAY(w->arena, bool, FAMILY_MAX);
	return f;
}

bool family_is_child(const struct family *f, size_t child, size_t parent)
{
	return names(f->v[child]->adapted_from, f->v[parent]->record.public_id);
}

bool family_is_root(const struct family *f, size_t at)
{
	for (size_t i = 0; i < f->n; i++)
		if (i != at && family_is_child(f, at, i))
			return false;
	return true;
}

bool family_tell(const struct family *f, size_t at)
{
	const bool is_first = !f->is_told[at];

	f->is_told[at] = true;
	return is_first;
}

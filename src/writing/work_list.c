/* What one works on, and what waits for one. */
#include "step.h"

#include <stdlib.h>
#include <string.h>

enum { DUTIES_PER_STATE = 20 };

/* ---- which records: one look into an index for each role that lets one do it */

struct found {
	struct work *work;
	const struct kind *kind;
	struct str state;
	size_t max; /* of each look */
	int64_t seqs[WORKED_ON_MAX + 1];
	size_t n;
};

static void add_seq(struct found *f, int64_t seq)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->seqs[i] == seq)
			return;
	if (f->n < COUNT(f->seqs))
		f->seqs[f->n++] = seq;
}

/* `column` is one of ours; NULL: whosever it is. */
static void look(struct found *f, const char *column, struct str value)
{
	struct work *w = f->work;
	struct sql_text t = sql_text_new(w->db, 4);

	sql_add(&t, "SELECT seq FROM record WHERE version > 0 AND kind = ");
	sql_value(&t, V(f->kind->name));
	sql_add(&t, " AND state = ");
	sql_value(&t, V(f->state));
	if (column) {
		sql_add(&t, " AND ");
		sql_add(&t, column);
		sql_add(&t, " = ");
		sql_value(&t, V(value));
	}
	sql_add(&t, " ORDER BY seq DESC LIMIT ");
	sql_value(&t, V(f->max));
	struct db_rows *rows = sql_query(w->db, &t);
	while (db_next(rows))
		add_seq(f, db_column_int(rows, 0));
}

static void look_at_house(struct found *f)
{
	struct work *w = f->work;
	struct sql_text t = sql_text_new(w->db, 3);

	sql_add(&t, "SELECT seq FROM record WHERE version > 0 AND owner_party IS NULL "
		    "AND owner_org IS NULL AND owner_account IS NULL AND kind = ");
	sql_value(&t, V(f->kind->name));
	sql_add(&t, " AND state = ");
	sql_value(&t, V(f->state));
	sql_add(&t, " ORDER BY seq DESC LIMIT ");
	sql_value(&t, V(f->max));
	struct db_rows *rows = sql_query(w->db, &t);
	while (db_next(rows))
		add_seq(f, db_column_int(rows, 0));
}

static void look_by_role(struct found *f, const struct held_role *held, enum verb verb)
{
	switch (access_reach(held->role, verb)) {
	case REACH_OWN:
		look(f, "owner_account", f->work->actor.account_id);
		break;
	case REACH_ORGANISATION:
		look(f, "owner_org", held->organisation);
		break;
	case REACH_PARTY:
		look(f, "owner_party", held->party);
		break;
	case REACH_ASKED:
		look(f, "asked_party", held->party);
		break;
	case REACH_HOUSE:
		look_at_house(f);
		break;
	case REACH_ALL:
		look(f, NULL, S(""));
		break;
	case REACH_NONE:
	case REACH_REGION:
		break;
	}
}

static int newest_first(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? 1 : x > y ? -1 : 0;
}

static bool may_any(const struct work *w, const enum verb *verbs, size_t n, const struct record *r)
{
	for (size_t i = 0; i < n; i++)
		if (record_may(w, verbs[i], r))
			return true;
	return false;
}

/* Their rows, newest first; what the table of grants does not give after all is left out. */
static struct rows rows_found(
	struct found *f, const enum verb *verbs, size_t n_verbs, size_t max, bool *ret_more)
{
	struct work *w = f->work;
	struct rows rows = { f->kind, arena_alloc(w->arena, (max + 1) * f->kind->size), 0 };
	void *loaded[WORKED_ON_MAX + 1];

	qsort(f->seqs, f->n, sizeof f->seqs[0], newest_first);
	*ret_more = f->n > max;
	f->n = f->n > max ? max : f->n;
	records_load(w, f->kind, f->seqs, f->n, loaded);
	for (size_t i = 0; i < f->n; i++) {
		if (loaded[i] && may_any(w, verbs, n_verbs, loaded[i]))
			memcpy(row_at(&rows, rows.n++), loaded[i], f->kind->size);
	}
	return rows;
}

static struct rows rows_of(struct work *w, const struct kind *k, struct str state,
	const enum verb *verbs, size_t n_verbs, size_t max, bool *ret_more)
{
	struct found *f = ARENA_NEW(w->arena, struct found);

	*f = (struct found){ .work = w, .kind = k, .state = state, .max = max + 1 };
	for (size_t v = 0; v < n_verbs; v++)
		for (size_t i = 0; i < w->actor.n_held; i++)
			look_by_role(f, &w->actor.held[i], verbs[v]);
	return rows_found(f, verbs, n_verbs, max, ret_more);
}

struct rows records_awaiting(struct work *w, const struct kind *k, struct str state, enum verb verb,
	size_t max, bool *ret_more)
{
	return rows_of(w, k, state, &verb, 1, max, ret_more);
}

struct rows records_worked_on(
	struct work *w, const struct kind *k, struct str state, size_t max, bool *ret_more)
{
	static const enum verb verbs[] = { VERB_WRITE, VERB_SUBMIT, VERB_REVIEW, VERB_COMMENT };

	return rows_of(w, k, state, verbs, COUNT(verbs), max, ret_more);
}

/* ---- what waits */

static struct url edit_url(struct page_out *o, const struct kind *k, const struct record *r)
{
	return url_path(o->arena, "/{}/{}/{}/edit",
		(const struct str[]){ str_from(o->lang->code), str_from(k->plural), r->public_id },
		3);
}

static void add_duties(struct work *w, struct page_out *o, const struct kind *k,
	const struct flow_state *state, struct duties *all)
{
	bool has_more;
	const struct rows rows = records_awaiting(
		w, k, str_from(state->name), state->awaits, DUTIES_PER_STATE, &has_more);

	for (size_t i = 0; i < rows.n; i++) {
		const struct record *r = row_at(&rows, i);

		duty_add(all,
			STR_FILL(o->arena, tr_text(o->lang, state->duty),
				record_title(k, r, o->lang).text),
			edit_url(o, k, r), state_due_ms(k, r));
	}
	if (has_more)
		duty_add(all,
			STR_FILL(o->arena, tr(o->lang, "More of this kind: {1}, {2}"),
				str_from(tr_text(o->lang, k->label_plural)),
				str_from(tr_text(o->lang, state->label))),
			place(o, str_printf(o->arena, "/%s/mine", k->plural).p), 0);
}

void writing_duties(struct work *w, struct page_out *o, struct duties *all)
{
	HOUSE_EACH(w->house, m)
		for (const struct kind *const *k = m->kinds; k && *k; k++)
			for (size_t i = 0; (*k)->flow && i < (*k)->flow->n_states; i++)
				if ((*k)->flow->states[i].awaits != VERB_NONE &&
					(*k)->flow->states[i].duty)
					add_duties(w, o, *k, &(*k)->flow->states[i], all);
}

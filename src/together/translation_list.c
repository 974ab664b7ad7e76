/* translation_list.c - which records wait for a translation, and for a review. */
#include "translation.h"

#include <string.h>

/* ---- what the one who works looks after */

static void add_own(struct sql_text *t, const char *column, struct str value)
{
	sql_add(t, " OR ");
	sql_add(t, column);
	sql_add(t, " = ");
	sql_value(t, V(value));
}

static void add_reach(
	const struct work *w, struct sql_text *t, const struct held_role *held, enum verb verb)
{
	switch (access_reach(held->role, verb)) {
	case REACH_OWN:
		add_own(t, "owner_account", w->actor.account_id);
		break;
	case REACH_ORGANISATION:
		add_own(t, "owner_org", held->organisation);
		break;
	case REACH_PARTY:
		add_own(t, "owner_party", held->party);
		break;
	case REACH_HOUSE:
		sql_add(t, " OR (owner_party IS NULL AND owner_org IS NULL AND "
			   "owner_account IS NULL)");
		break;
	case REACH_ALL:
		sql_add(t, " OR 1 = 1");
		break;
	case REACH_ASKED:
	case REACH_NONE:
	case REACH_REGION:
		break;
	}
}

/* A little more than the table of grants gives, which is asked of what is found. */
static void add_scope(const struct work *w, struct sql_text *t, enum verb verb)
{
	for (size_t i = 0; i < w->actor.n_held; i++)
		add_reach(w, t, &w->actor.held[i], verb);
}

static void add_proposable(const struct work *w, struct sql_text *t)
{
	sql_add(t, " AND (1 = 0");
	add_scope(w, t, VERB_WRITE);
	add_scope(w, t, VERB_REVIEW);
	sql_add(t, ")");
}

static void add_writable(const struct work *w, struct sql_text *t, const struct kind *k)
{
	sql_add(t, " AND (1 = 0");
	for (size_t i = 0; i < k->flow->n_states; i++) {
		const struct flow_state *s = &k->flow->states[i];

		if (s->written_by == VERB_NONE)
			continue;
		sql_add(t, " OR (state = ");
		sql_value(t, V(s->name));
		sql_add(t, " AND (1 = 0");
		add_scope(w, t, s->written_by);
		sql_add(t, "))");
	}
	sql_add(t, ")");
}

/* What was given up needs no translation. */
static void add_states(struct sql_text *t, const struct kind *k)
{
	sql_add(t, " AND state IN (''");
	for (size_t i = 0; i < k->flow->n_states; i++) {
		const struct flow_state *s = &k->flow->states[i];

		if (s->phase != PHASE_PUBLIC && s->written_by == VERB_NONE &&
			s->awaits == VERB_NONE)
			continue;
		sql_add(t, ", ");
		sql_value(t, V(s->name));
	}
	sql_add(t, ")");
}

/* Of a large house few records have proposals: from these to the records, never the other way. */
static void add_proposed(const struct work *w, struct sql_text *t, const struct wanted_query *q)
{
	sql_add(t, "FROM translation p CROSS JOIN record WHERE record.seq = p.seq AND "
		   "version > 0 AND p.lang = ");
	sql_value(t, V(q->to->code));
	if (q->is_to_review) {
		sql_add(t, " AND p.account_id <> ");
		sql_value(t, V(w->actor.account_id));
	}
}

static void add_looked_at(const struct work *w, struct sql_text *t, const struct kind *k,
	const struct wanted_query *q)
{
	const bool is_proposed = q->state == TRANSLATION_DRAFT;

	sql_add(t, is_proposed ? "(SELECT DISTINCT p.seq " : "(SELECT p.seq ");
	if (is_proposed)
		add_proposed(w, t, q);
	else
		sql_add(t, "FROM record p WHERE version > 0");
	sql_add(t, " AND kind = ");
	sql_value(t, V(k->name));
	if (q->before) {
		sql_add(t, " AND p.seq < ");
		sql_value(t, V(q->before));
	}
	add_states(t, k);
	if (q->is_to_review)
		add_writable(w, t, k);
	else
		add_proposable(w, t);
	sql_add(t, " ORDER BY p.seq DESC LIMIT ");
	sql_value(t, V(WANTED_LOOKED_AT));
	sql_add(t, ")");
}

/* ---- which of them are in the state */

static void add_fields(struct sql_text *t, const struct kind *k, const char *of)
{
	sql_add(t, " AND ");
	sql_add(t, of);
	sql_add(t, ".field IN (''");
	for (size_t i = 0; i < k->n_fields; i++) {
		const struct field *f = &k->fields[i];

		if (f->type != FIELD_TEXT || f->flags & F_INTERNAL || !kind_section(k, f))
			continue;
		sql_add(t, ", ");
		sql_value(t, V(f->name));
	}
	sql_add(t, ")");
}

/* A little more than translation_of() says, which is asked of what is found. */
static void add_state(struct sql_text *t, const struct kind *k, const struct wanted_query *q)
{
	static const char *const conditions[TRANSLATION_STATE_COUNT] = {
		[TRANSLATION_MISSING] =
			"NOT EXISTS (SELECT 1 FROM record_text x WHERE x.seq = t.seq AND "
			"x.field = t.field AND x.lang = ",
		[TRANSLATION_OUTDATED] =
			"EXISTS (SELECT 1 FROM record_text x WHERE x.seq = t.seq AND x.field = "
			"t.field AND x.written_at < t.written_at AND "
			"coalesce(x.checked_at, 0) < t.written_at AND x.lang = ",
		[TRANSLATION_REVIEWED] = "EXISTS (SELECT 1 FROM record_text x WHERE x.seq = t.seq "
					 "AND x.field = t.field AND x.lang = ",
	};

	if (q->state == TRANSLATION_DRAFT) {
		sql_add(t, "SELECT 1 FROM translation t WHERE t.seq = r.seq AND t.lang = ");
		sql_value(t, V(q->to->code));
		add_fields(t, k, "t");
		return;
	}
	sql_add(t, "SELECT 1 FROM record_text t WHERE t.seq = r.seq AND t.lang <> ");
	sql_value(t, V(q->to->code));
	add_fields(t, k, "t");
	sql_add(t, " AND ");
	sql_add(t, conditions[q->state]);
	sql_value(t, V(q->to->code));
	sql_add(t, ")");
}

/* ---- finding them */

struct looked {
	int64_t seqs[RECORDS_AT_ONCE];
	size_t n;
	int64_t last; /* seq of the last one looked at; 0: there are none behind it */
};

static void find(struct work *w, const struct kind *k, const struct wanted_query *q, size_t max,
	struct looked *l)
{
	struct sql_text t = sql_text_new(w->db, 32);

	sql_add(&t, "SELECT r.seq FROM ");
	add_looked_at(w, &t, k, q);
	sql_add(&t, " r WHERE EXISTS (");
	add_state(&t, k, q);
	sql_add(&t, ") ORDER BY r.seq DESC LIMIT ");
	sql_value(&t, V(max));
	struct db_rows *rows = sql_query(w->db, &t);
	while (db_next(rows))
		l->seqs[l->n++] = db_column_int(rows, 0);
}

/* Where the look ended, if it did not see all there is. */
static int64_t last_looked_at(struct work *w, const struct kind *k, const struct wanted_query *q)
{
	struct sql_text t = sql_text_new(w->db, 16);
	int64_t last = 0, n = 0;

	sql_add(&t, "SELECT coalesce(min(r.seq), 0), count(*) FROM ");
	add_looked_at(w, &t, k, q);
	sql_add(&t, " r");
	struct db_rows *rows = sql_query(w->db, &t);
	if (db_next(rows)) {
		last = db_column_int(rows, 0);
		n = db_column_int(rows, 1);
	}
	db_done(rows);
	return n == WANTED_LOOKED_AT ? last : 0;
}

static void look(struct work *w, const struct kind *k, const struct wanted_query *q, size_t max,
	struct looked *l)
{
	find(w, k, q, max, l);
	l->last = l->n == max ? l->seqs[max - 1] : last_looked_at(w, k, q);
}

struct wanted translations_wanted(
	struct work *w, const struct kind *k, const struct wanted_query *q, size_t max)
{
	const size_t bound = max < RECORDS_AT_ONCE ? max : RECORDS_AT_ONCE;
	struct wanted found = { .rows = { k, arena_alloc(w->arena, (bound + 1) * k->size), 0 },
		.v = ARENA_ARRAY(w->arena, struct translation, bound + 1) };
	void *rows[RECORDS_AT_ONCE];
	struct looked l = { .n = 0 };

	look(w, k, q, bound, &l);
	records_load(w, k, l.seqs, l.n, rows);
	for (size_t i = 0; i < l.n; i++) {
		if (!rows[i] || !translations_may_be_proposed(w, rows[i]))
			continue;
		struct translation t = translation_of(w, k, rows[i], q->to);

		if (!t.n_of[q->state])
			continue;
		found.v[found.rows.n] = t;
		memcpy(row_at(&found.rows, found.rows.n++), rows[i], k->size);
	}
	found.next = l.last;
	return found;
}

/* ---- what waits */

/* What is found is his to review but for rare cases: the first look mostly tells. */
enum { DUTY_LOOKED_AT = 10 };

static bool waits_for_him(const struct work *w, const struct translation *t)
{
	for (size_t i = 0; i < t->n; i++)
		for (size_t d = 0; d < t->v[i].n_drafts; d++)
			if (!str_eq(t->v[i].drafts[d].by, w->actor.account_id))
				return true;
	return false;
}

/* Is there one that somebody else has proposed, in a record that he may change now? */
static bool has_to_review(struct work *w, const struct kind *k, const struct language *to)
{
	struct wanted_query q = { .to = to, .state = TRANSLATION_DRAFT, .is_to_review = true };

	do {
		const struct wanted found = translations_wanted(w, k, &q, DUTY_LOOKED_AT);

		for (size_t i = 0; i < found.rows.n; i++)
			if (record_may_be_written(w, k, row_at(&found.rows, i)) &&
				waits_for_him(w, &found.v[i]))
				return true;
		q.before = found.next;
	} while (q.before);
	return false;
}

static void add_duty(struct work *w, struct page_out *o, const struct kind *k,
	const struct language *to, struct duties *all)
{
	if (has_to_review(w, k, to))
		duty_add(all,
			STR_FILL(o->arena, tr(o->lang, "Review what was translated: {1}, into {2}"),
				str_from(tr_text(o->lang, k->label_plural)),
				str_from(tr_text(o->lang, to->label))),
			place(o, str_printf(o->arena, "/%s/translations?to=%s&state=draft",
					 k->plural, to->code)
					 .p),
			0);
}

void translation_duties(struct work *w, struct page_out *o, struct duties *all)
{
	HOUSE_EACH(w->house, m)
		for (const struct kind *const *k = m->kinds; k && *k; k++)
			for (size_t l = 0; (*k)->flow && (*k)->sections && l < LANG_COUNT; l++)
				add_duty(w, o, *k, &languages[l], all);
}

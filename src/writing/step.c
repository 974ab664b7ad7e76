#include "step.h"
#include "directory.h"
#include "utf8.h"
#include "writing_sql.h"

#include <string.h>

enum { DUE_AT_ONCE = 20 };

static const int64_t day_ms = 24 * 3600 * INT64_C(1000);

/* ---- which steps there are */

static bool is_there(struct work *w, const struct flow_step *s, const void *row)
{
	const struct record *r = row;

	return str_is(r->state, s->from) && (!s->applies || s->applies(w, row));
}

/* Who may take it in two capacities takes it in the first. */
static bool is_open(const struct steps *open, const char *action)
{
	for (size_t i = 0; i < open->n; i++)
		if (!strcmp(open->v[i]->action, action))
			return true;
	return false;
}

struct steps steps_open(struct work *w, const struct kind *k, const void *row)
{
	struct steps open = { 0 };

	if (!k->flow)
		return open;
	open.v = ARENA_ARRAY(w->arena, const struct flow_step *, k->flow->n_steps);
	for (size_t i = 0; i < k->flow->n_steps; i++) {
		const struct flow_step *s = &k->flow->steps[i];

		if (s->may != VERB_NONE && !is_open(&open, s->action) && is_there(w, s, row) &&
			record_may(w, s->may, row))
			open.v[open.n++] = s;
	}
	return open;
}

const struct flow_step *step_open(
	struct work *w, const struct kind *k, const void *row, struct str action)
{
	const struct steps open = steps_open(w, k, row);

	for (size_t i = 0; i < open.n; i++)
		if (str_is(action, open.v[i]->action))
			return open.v[i];
	return NULL;
}

const struct flow_step *flow_step_told(const struct flow *f, struct str action)
{
	for (size_t i = 0; f && i < f->n_steps; i++)
		if (str_is(action, f->steps[i].action))
			return &f->steps[i];
	return NULL;
}

bool flow_has_action(const struct flow *f, struct str action)
{
	const struct flow_step *step = flow_step_told(f, action);

	return step && step->may != VERB_NONE;
}

/* ---- what goes with one */

static void check_words(struct work *w, const struct flow_step *step,
	const struct step_words *words, struct problems *p)
{
	if (step->note && step->needs_note && !words->note.n)
		problem_add(p, S("note"), "required", str_from(T(w, "this is required")));
	if (utf8_count(words->note) > STEP_NOTE_MAX_CHARS)
		problem_add(p, S("note"), "too_long", str_from(T(w, "this text is too long")));
	if (step->consent && !words->agrees)
		problem_add(p, S("agree"), "required",
			str_from(T(w, "this step needs your agreement")));
}

static void tell_edits(struct work *w, const struct edits *e, struct problems *p)
{
	for (size_t i = 0; i < e->n; i++) {
		const struct edit *one = &e->v[i];

		if (one->end == EDIT_WRONG)
			problem_add(p, column_name(w->arena, one->column), one->code, one->why);
		else if (one->end == EDIT_CONFLICT)
			problem_add(p, column_name(w->arena, one->column), "conflict",
				str_from(T(w, "somebody else has changed this since")));
	}
}

bool step_asks(const struct flow_step *step, const struct field *f)
{
	for (const char *const *name = step->fields; name && *name; name++)
		if (!strcmp(*name, f->name))
			return true;
	return false;
}

/* The fields that the step asks for; of others that were sent nothing is taken. */
static void merge_fields(struct work *w, const struct kind *k, void *row,
	const struct flow_step *step, const struct edits *fields, struct problems *p)
{
	struct edits asked = edits_new(w->arena);

	asked.are_of_step = true;
	for (size_t i = 0; fields && i < fields->n; i++)
		if (step_asks(step, fields->v[i].column.field))
			edit_add(&asked, fields->v[i].column, fields->v[i].text,
				fields->v[i].base_version);
	edits_merge(w, k, row, &asked);
	tell_edits(w, &asked, p);
}

static struct edits merge_drafts(
	struct work *w, const struct kind *k, void *row, struct problems *p)
{
	struct edits drafts = drafts_laid_over(w, k, row);

	tell_edits(w, &drafts, p);
	if (!edits_count(&drafts, EDIT_TAKEN))
		problem_add(p, S(""), "unchanged",
			str_from(T(w, "nothing has been changed that could be published")));
	return drafts;
}

/* ---- taking it */

static bool save_step(struct work *w, const struct kind *k, struct record *r,
	const struct flow_step *step, struct str note, struct problems *p)
{
	struct saving one = { .row = r, .problems = p, .note = note, .is_step = true };

	r->state = str_from(step->to);
	return register_save_one(w, k, &one, step->action) != SAVE_REFUSED;
}

bool step_take(struct work *w, const struct kind *k, void *row, const struct flow_step *step,
	const struct step_words *words, struct str home, struct problems *p)
{
	struct edits drafts = edits_new(w->arena);
	size_t before = p->n;

	check_words(w, step, words, p);
	merge_fields(w, k, row, step, words->fields, p);
	if (step->takes_drafts)
		drafts = merge_drafts(w, k, row, p);
	if (p->n != before)
		return false;
	if (step->effect)
		step->effect(w, row);
	if (!save_step(w, k, row, step, step->note ? words->note : S(""), p))
		return false;
	drafts_settle(w, row, &drafts);
	step_tell(w, k, row, step, words->note, home);
	return true;
}

/* ---- corrections by whoever does not gather them */

static const struct flow_step *step_of_corrections(
	struct work *w, const struct kind *k, const struct record *r)
{
	const struct steps open = steps_open(w, k, r);

	for (size_t i = 0; i < open.n; i++)
		if (open.v[i]->takes_drafts && !strcmp(open.v[i]->from, open.v[i]->to))
			return open.v[i];
	return NULL;
}

bool edits_publish(struct work *w, const struct kind *k, void *row, struct str note,
	struct str home, struct problems *p)
{
	const struct record *r = row;
	const struct flow_step *step = NULL;

	if (kind_state(k, r->state)->writing == FLOW_AS_CORRECTION)
		step = step_of_corrections(w, k, r);
	if (step && step->effect)
		step->effect(w, row);
	if (!edits_save(w, k, row, note, p))
		return false;
	if (step)
		step_tell(w, k, row, step, note, home);
	return true;
}

/* ---- days */

int64_t state_due_ms(const struct kind *k, const struct record *r)
{
	const struct flow_state *state = kind_state(k, r->state);

	return state->days ? (r->state_ms / day_ms + state->days + 1) * day_ms : 0;
}

static const struct flow_step *step_of_days(struct work *w, const struct kind *k, const void *row)
{
	for (size_t i = 0; i < k->flow->n_steps; i++)
		if (k->flow->steps[i].may == VERB_NONE && is_there(w, &k->flow->steps[i], row))
			return &k->flow->steps[i];
	return NULL;
}

/* Somebody may have been quicker: it is looked at again once it is held. */
static void take_due(struct work *w, const struct kind *k, struct str public_id, struct str home)
{
	struct problems p = problems_new(w->arena);

	db_begin(w->db);
	w->raised_generation = false;
	struct record *r = record_hold(w, k, public_id);
	const struct flow_step *step = r ? step_of_days(w, k, r) : NULL;

	if (step && state_due_ms(k, r) <= w->now_ms &&
		step_take(w, k, r, step, &(struct step_words){ 0 }, home, &p))
		db_commit(w->db);
	else
		db_rollback(w->db);
}

/* How many were looked at. */
static size_t take_due_of(
	struct work *w, const struct kind *k, const struct flow_state *state, struct str home)
{
	const int64_t before = (w->now_ms / day_ms - state->days) * day_ms;
	struct str due[DUE_AT_ONCE];
	struct db_rows *rows = db_query(w->db, SQL_WRITING_STATE_SINCE,
		DB_VALUES(V(k->name), V(state->name), V(before), V(DUE_AT_ONCE)));
	size_t n = 0;

	while (n < DUE_AT_ONCE && db_next(rows))
		due[n++] = db_column_text(rows, 0);
	db_done(rows);
	for (size_t i = 0; i < n; i++)
		take_due(w, k, due[i], home);
	return n;
}

static bool has_step_of_days(const struct flow *f, const struct flow_state *state)
{
	for (size_t i = 0; i < f->n_steps; i++)
		if (f->steps[i].may == VERB_NONE && !strcmp(f->steps[i].from, state->name))
			return true;
	return false;
}

bool steps_take_due(struct work *w, struct str home)
{
	size_t most = 0;

	HOUSE_EACH(w->house, m)
		for (const struct kind *const *k = m->kinds; k && *k; k++)
			for (size_t i = 0; (*k)->flow && i < (*k)->flow->n_states; i++) {
				const struct flow_state *state = &(*k)->flow->states[i];
				size_t n = 0;

				if (state->days && has_step_of_days((*k)->flow, state))
					n = take_due_of(w, *k, state, home);
				most = n > most ? n : most;
			}
	return most == DUE_AT_ONCE && db_is_sound(w->db);
}

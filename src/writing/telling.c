#include "telling.h"
#include "directory.h"
#include "edit.h"
#include "module.h"
#include "step.h"

#include <string.h>

/* ---- sides */

unsigned record_sides(const struct work *w, const struct record *r)
{
	const struct subject s = record_subject(w, r);
	/* As one who is asked knows of it, and by nothing else. */
	const struct subject asked = { .phase = PHASE_SHARED, .asked_party = s.asked_party };
	struct subject own = s;
	struct actor actor = w->actor;
	unsigned sides = 0;

	own.phase = PHASE_PRIVATE;

	actor.only_reads = false;
	if (!may(&actor, VERB_READ, &s))
		return 0;
	if (may(&actor, VERB_WRITE, &s) || may(&actor, VERB_READ, &own))
		sides |= SIDE_OWNERS;
	if (may(&actor, VERB_REVIEW, &s))
		sides |= SIDE_REVIEWERS;
	if (may(&actor, VERB_COMMENT, &s) || (!sides && may(&actor, VERB_READ, &asked)))
		sides |= SIDE_ASKED;
	return sides;
}

/* ---- who made a version */

struct teller {
	struct work *work;
	const struct kind *kind;
	const struct record *record;
	unsigned sides;
	struct str account_id, name; /* of who was named last: he often makes the next as well */
};

static unsigned side_of_verb(enum verb verb)
{
	switch (verb) {
	case VERB_WRITE:
	case VERB_SUBMIT:
		return SIDE_OWNERS;
	case VERB_REVIEW:
		return SIDE_REVIEWERS;
	case VERB_COMMENT:
		return SIDE_ASKED;
	default:
		return SIDE_NONE;
	}
}

static bool is_step(const struct flow_step *s, struct str from, struct str action)
{
	return str_is(from, s->from) && str_is(action, s->action);
}

/* The step that led out of the state; NULL: it was none. */
static const struct flow_step *step_from(const struct flow *f, struct str from, struct str action)
{
	for (size_t i = 0; f && i < f->n_steps; i++)
		if (is_step(&f->steps[i], from, action))
			return &f->steps[i];
	return NULL;
}

/* Sides that could make the version, by what it was; several where either may do so. */
static unsigned sides_that_may(
	const struct kind *k, const struct history_version *v, struct str from)
{
	unsigned sides = 0;

	for (size_t i = 0; k->flow && i < k->flow->n_steps; i++)
		if (is_step(&k->flow->steps[i], from, v->action))
			sides |= side_of_verb(k->flow->steps[i].may);
	if (!sides && !from.n)
		sides = SIDE_OWNERS;
	if (!sides && (str_is(v->action, "edit") || str_is(v->action, "translate")))
		sides = side_of_verb(kind_state(k, from)->written_by);
	return sides ? sides : SIDE_OWNERS | SIDE_REVIEWERS;
}

static bool is_among(struct work *w, const struct held_role *role, struct str account_id)
{
	const struct readers holders = w->house->directory->readers(w, role);

	for (size_t i = 0; i < holders.n; i++)
		if (str_eq(holders.v[i].account_id, account_id))
			return true;
	return false;
}

/* By what he may do today; who has left is taken for one of the others. */
static bool is_of_owners(struct work *w, const struct owner *owner, struct str account_id)
{
	if (owner->account.n || !w->house->directory)
		return str_eq(owner->account, account_id);
	for (enum role role = ROLE_FIRST_GIVEN; role < ROLE_COUNT; role++) {
		const enum reach reach = access_reach(role, VERB_WRITE);
		const struct held_role held = {
			.role = role, .party = owner->party, .organisation = owner->organisation
		};

		if (((reach == REACH_PARTY && owner->party.n) ||
			    (reach == REACH_ORGANISATION && owner->organisation.n)) &&
			is_among(w, &held, account_id))
			return true;
	}
	return false;
}

static enum side side_of(const struct teller *t, const struct history_version *v, struct str from)
{
	unsigned sides = sides_that_may(t->kind, v, from);

	if (!v->account_id.n)
		return SIDE_NONE;
	if (sides == (SIDE_OWNERS | SIDE_REVIEWERS))
		sides = is_of_owners(t->work, &t->record->owner, v->account_id) ? SIDE_OWNERS
										: SIDE_REVIEWERS;
	return (enum side)sides;
}

/* The Party that is asked is not told which organisation it is, nor which person. */
static struct str owners_shown(const struct teller *t)
{
	struct work *w = t->work;
	const struct owner *owner = &t->record->owner;

	if (owner->account.n)
		return str_from(T(w, "a contributor"));
	if (owner->organisation.n && !sides_are_told_all(t->sides))
		return str_from(T(w, "a civil society organisation"));
	return owner_shown(w, owner);
}

static struct str side_shown(const struct teller *t, enum side side)
{
	struct work *w = t->work;
	const struct owner asked = { .party = t->record->asked_party };

	switch (side) {
	case SIDE_OWNERS:
		return owners_shown(t);
	case SIDE_REVIEWERS:
		return str_from(T(w, "the Secretariat"));
	case SIDE_ASKED:
		return asked.party.n ? owner_shown(w, &asked)
				     : str_from(T(w, "the Party that was asked"));
	case SIDE_NONE:
		break;
	}
	return S("");
}

static struct str person_shown(struct teller *t, struct str account_id)
{
	struct work *w = t->work;

	if (!str_eq(t->account_id, account_id)) {
		t->name = w->house->directory ? w->house->directory->person(w, account_id) : S("");
		t->account_id = account_id;
	}
	return t->name;
}

/* Of what nobody made: days that were over. */
static bool is_of_days(const struct teller *t, const struct history_version *v, struct str from)
{
	const struct flow_step *step = step_from(t->kind->flow, from, v->action);

	return step && step->may == VERB_NONE;
}

static struct str one_shown(struct teller *t, enum side side, struct str account_id)
{
	unsigned own = t->sides;

	if (owner_is_house(&t->record->owner) && sides_are_told_all(own))
		own |= SIDE_OWNERS | SIDE_REVIEWERS;
	return own & side ? person_shown(t, account_id) : side_shown(t, side);
}

static struct str maker_shown(
	struct teller *t, const struct history_version *v, struct str from, enum side side)
{
	struct work *w = t->work;

	if (!t->sides || is_of_days(t, v, from))
		return S("");
	if (!v->account_id.n)
		return str_from(T(w, "The operator of the site"));
	return one_shown(t, side, v->account_id);
}

struct str side_told(struct work *w, const struct kind *k, const struct record *r, unsigned sides,
	enum side side, struct str account_id)
{
	struct teller t = { .work = w, .kind = k, .record = r, .sides = sides };

	return one_shown(&t, side, account_id);
}

/* ---- what it says */

static struct str note_told(
	const struct teller *t, const struct history_version *v, struct str from, enum side side)
{
	const struct flow_step *step = step_from(t->kind->flow, from, v->action);
	const enum flow_note is = step ? step->note_is : FLOW_NOTE_BETWEEN;
	bool is_told = false;

	switch (is) {
	case FLOW_NOTE_OPEN:
		is_told = true;
		break;
	case FLOW_NOTE_ASIDE:
		is_told = (t->sides & SIDE_REVIEWERS) || t->sides & side;
		break;
	case FLOW_NOTE_BETWEEN:
		is_told = step ? t->sides != 0 : sides_are_told_all(t->sides);
		break;
	}
	return is_told ? v->note : S("");
}

/* ---- which versions */

/* What the version led to; of one that was erased, what its action says. */
static struct str state_after(
	const struct kind *k, const struct history_version *v, struct str before)
{
	const struct flow_step *step = step_from(k->flow, before, v->action);

	if (v->state.n)
		return v->state;
	if (v->is_erased && step)
		return str_from(step->to);
	if (before.n)
		return before;
	return str_is(v->action, "create") && k->flow ? str_from(k->flow->states[0].name)
						      : S("published");
}

static bool is_in(const struct kind *k, struct str state, enum phase phase)
{
	return state.n && kind_state(k, state)->phase == phase;
}

/* ---- a first walk: everything but what was changed */

/* What a version is, and the states it stands between. */
struct outline {
	struct history_version version; /* without changes */
	struct str from, to;
};

struct outlines {
	struct arena *arena;
	const struct kind *kind;
	struct outline *v;
	size_t n, cap;
};

static struct outline *outline_add(struct outlines *all)
{
	if (all->n == all->cap) {
		size_t cap = all->cap ? 2 * all->cap : 32;
		struct outline *v = ARENA_ARRAY(all->arena, struct outline, cap);

		if (all->n)
			memcpy(v, all->v, all->n * sizeof *v);
		all->v = v;
		all->cap = cap;
	}
	return &all->v[all->n++];
}

static bool outline(void *arg, const struct history_version *v)
{
	struct outlines *all = arg;
	struct arena *a = all->arena;
	struct str from = all->n ? all->v[all->n - 1].to : S("");
	struct outline *one = outline_add(all);

	*one = (struct outline){ .version = *v, .from = from };
	one->version.account_id = str_copy(a, v->account_id);
	one->version.action = str_copy(a, v->action);
	one->version.note = str_copy(a, v->note);
	one->version.via = str_copy(a, v->via);
	one->version.changes = NULL;
	one->version.n_changes = 0;
	one->to = str_copy(a, state_after(all->kind, v, from));
	return true;
}

/* Since it was last shared: what was a draft before is the owners' own. */
static size_t first_of_asked(const struct outlines *all)
{
	size_t n = all->n;

	while (n && !is_in(all->kind, all->v[n - 1].to, PHASE_PRIVATE))
		n--;
	return n;
}

static struct told_version tell(struct teller *t, const struct outline *o)
{
	const struct history_version *v = &o->version;
	const enum side side = side_of(t, v, o->from);

	return (struct told_version){ .version = v->version,
		.at_ms = v->at_ms,
		.action = v->action,
		.state = o->to,
		.note = note_told(t, v, o->from, side),
		.via = sides_are_told_all(t->sides) ? v->via : S(""),
		.side = t->sides ? side : SIDE_NONE,
		.by = maker_shown(t, v, o->from, side),
		.is_of_somebody = v->account_id.n > 0,
		.is_erased = v->is_erased };
}

struct told_history history_told(struct work *w, const struct kind *k, const struct record *r)
{
	struct outlines all = { .arena = w->arena, .kind = k };
	struct teller t = { .work = w, .kind = k, .record = r, .sides = record_sides(w, r) };
	bool before_is_told = true;

	history_each(w, k, r->seq, 0, outline, &all);
	struct told_history told = { t.sides, ARENA_ARRAY(w->arena, struct told_version, all.n + 1),
		0 };
	size_t asked = t.sides & SIDE_ASKED ? first_of_asked(&all) : all.n;
	for (size_t i = 0; i < all.n; i++) {
		const bool is_open = sides_are_told_all(t.sides) || i >= asked ||
				     is_in(k, all.v[i].to, PHASE_PUBLIC);
		const bool is_told = is_open || is_in(k, all.v[i].from, PHASE_PUBLIC);

		if (is_told) {
			struct told_version *one = &told.v[told.n++];

			*one = tell(&t, &all.v[i]);
			one->may_be_opened = is_open;
			/* Else it would tell what stood there when nobody else knew of it. */
			one->tells_changes = before_is_told;
		}
		before_is_told = is_told;
	}
	return told;
}

/* ---- a second: what some of them changed */

struct telling {
	struct arena *arena;
	bool tells_internal;
	struct told_version *v, *end;
};

static bool tell_changes(void *arg, const struct history_version *v)
{
	struct telling *t = arg;

	while (t->v < t->end && t->v->version < v->version)
		t->v++;
	if (t->v == t->end)
		return false;
	if (t->v->version != v->version || !t->v->tells_changes)
		return true;
	struct history_change *changes =
		ARENA_ARRAY(t->arena, struct history_change, v->n_changes + 1);
	t->v->changes = changes;
	for (size_t i = 0; i < v->n_changes; i++) {
		const struct field *f = v->changes[i].column.field;

		if (f && (t->tells_internal || !(f->flags & F_INTERNAL)))
			changes[t->v->n_changes++] = history_change_kept(t->arena, &v->changes[i]);
	}
	return true;
}

void history_tell_changes(struct work *w, const struct kind *k, const struct record *r,
	struct told_history *h, size_t first, size_t n)
{
	struct telling t = { w->arena, sides_are_told_all(h->sides), &h->v[first],
		&h->v[first + n] };

	if (n)
		history_each(w, k, r->seq, h->v[first].version - 1, tell_changes, &t);
}

const struct told_version *told_version(const struct told_history *h, int64_t version)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->v[i].version == version)
			return &h->v[i];
	return NULL;
}

/* Who is told of a step, and what. */
#include "notices.h"
#include "step.h"

enum { READERS_MAX = 200 };

struct addressees {
	struct work *work;
	const struct record *record;
	struct reader v[READERS_MAX];
	size_t n;
};

static void add_reader(struct addressees *all, const struct reader *reader)
{
	if (str_eq(reader->account_id, all->work->actor.account_id) || all->n == READERS_MAX)
		return;
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].account_id, reader->account_id))
			return;
	all->v[all->n++] = *reader;
}

static void add_holders(struct addressees *all, const struct held_role *role)
{
	struct work *w = all->work;
	const struct readers holders = w->house->directory->readers(w, role);

	for (size_t i = 0; i < holders.n; i++)
		add_reader(all, &holders.v[i]);
}

static void add_account(struct addressees *all, struct str account_id)
{
	struct work *w = all->work;
	struct reader reader;

	if (account_id.n && w->house->directory->reader(w, account_id, &reader))
		add_reader(all, &reader);
}

/* Those who hold the role where it lets them do the verb to the record. */
static void add_role(struct addressees *all, enum role role, enum verb verb)
{
	const struct owner *owner = &all->record->owner;

	switch (access_reach(role, verb)) {
	case REACH_OWN:
		add_account(all, owner->account);
		break;
	case REACH_ORGANISATION:
		if (owner->organisation.n)
			add_holders(all, &(struct held_role){ .role = role,
						 .organisation = owner->organisation });
		break;
	case REACH_PARTY:
		if (owner->party.n)
			add_holders(
				all, &(struct held_role){ .role = role, .party = owner->party });
		break;
	case REACH_ASKED:
		if (all->record->asked_party.n)
			add_holders(all, &(struct held_role){
						 .role = role, .party = all->record->asked_party });
		break;
	case REACH_HOUSE:
		if (owner_is_house(owner))
			add_holders(all, &(struct held_role){ .role = role });
		break;
	case REACH_ALL:
		add_holders(all, &(struct held_role){ .role = role });
		break;
	case REACH_NONE:
	case REACH_REGION:
		break;
	}
}

/* Administrators stand in where nobody else is there. */
static void find(struct addressees *all, enum verb verb)
{
	for (enum role role = ROLE_FIRST_GIVEN; role < ROLE_COUNT; role++)
		if (role != ROLE_ADMIN)
			add_role(all, role, verb);
	if (!all->n)
		add_role(all, ROLE_ADMIN, verb);
}

static enum verb verb_of(enum flow_reader to)
{
	switch (to) {
	case FLOW_TO_OWNERS:
		return VERB_SUBMIT;
	case FLOW_TO_REVIEWERS:
		return VERB_REVIEW;
	case FLOW_TO_ASKED:
		break;
	}
	return VERB_COMMENT;
}

static void tell(struct work *w, const struct kind *k, const void *row,
	const struct flow_step *step, const struct flow_letter *l, const struct reader *to,
	struct str note, struct str home)
{
	const struct record *r = row;
	const struct str title = record_title(k, row, to->lang).text;
	const struct notice_words words = { .topic = step->action,
		.place = str_printf(
			w->arena, "/%s/" STR_FMT "/edit", k->plural, STR_ARG(r->public_id)),
		.subject = STR_FILL(w->arena, tr_text(to->lang, l->subject), title, note),
		.text = STR_FILL(w->arena, tr_text(to->lang, l->text), title, note) };

	notice_put(w, to, &words, home);
}

struct readers record_readers(struct work *w, const struct record *r, enum flow_reader to)
{
	struct addressees *all = ARENA_NEW(w->arena, struct addressees);

	all->work = w;
	all->record = r;
	if (w->house->directory)
		find(all, verb_of(to));
	return (struct readers){ all->v, all->n };
}

void step_tell(struct work *w, const struct kind *k, const void *row, const struct flow_step *step,
	struct str note, struct str home)
{
	if (!w->house->directory)
		return;
	for (const struct flow_letter *l = step->letters; l && l->subject; l++) {
		const struct readers all = record_readers(w, row, l->to);

		for (size_t i = 0; i < all.n; i++)
			tell(w, k, row, step, l, &all.v[i], note, home);
	}
}

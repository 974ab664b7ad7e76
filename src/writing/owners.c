/* Whose a new record may be: as far as the roles of the one who works let him write. */
#include "directory.h"
#include "edit.h"
#include "module.h"

static bool is_there(const struct owner *v, size_t n, const struct owner *owner)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].party, owner->party) &&
			str_eq(v[i].organisation, owner->organisation) &&
			str_eq(v[i].account, owner->account))
			return true;
	return false;
}

/* False: the role lets him write for nobody. */
static bool owner_of(const struct actor *actor, const struct held_role *held, struct owner *ret)
{
	switch (access_reach(held->role, VERB_WRITE)) {
	case REACH_OWN:
		*ret = (struct owner){ .account = actor->account_id };
		return actor->account_id.n > 0;
	case REACH_ORGANISATION:
		*ret = (struct owner){ .organisation = held->organisation };
		return held->organisation.n > 0;
	case REACH_PARTY:
		*ret = (struct owner){ .party = held->party };
		return held->party.n > 0;
	case REACH_HOUSE:
	case REACH_ALL:
		*ret = (struct owner){ 0 };
		return true;
	case REACH_NONE:
	case REACH_ASKED:
	case REACH_REGION:
		break;
	}
	return false;
}

size_t owners_open(const struct work *w, struct owner *ret_owners)
{
	size_t n = 0;

	for (size_t i = 0; i < w->actor.n_held && n < OWNERS_MAX; i++) {
		struct owner owner;

		if (!w->actor.only_reads && owner_of(&w->actor, &w->actor.held[i], &owner) &&
			!is_there(ret_owners, n, &owner))
			ret_owners[n++] = owner;
	}
	return n;
}

struct str owner_shown(struct work *w, const struct owner *owner)
{
	const struct vocabulary *parties = vocabulary_find(w->vocabularies, S("party"));
	const struct directory *directory = w->house->directory;
	const struct term *party = parties ? term_find(parties, owner->party) : NULL;
	struct str name = S("");

	if (owner->party.n)
		return party ? term_label(party, w->lang) : owner->party;
	if (owner->organisation.n && directory)
		name = directory->organisation(w, owner->organisation);
	if (owner->account.n && directory)
		name = directory->person(w, owner->account);
	if (owner->organisation.n && !name.n)
		return str_from(T(w, "an organisation"));
	return name.n ? name : str_from(T(w, "the Secretariat"));
}

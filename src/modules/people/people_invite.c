#include "people.h"
#include "people_store.h"

static struct str set_up(struct work *w, struct str origin, const struct person *p)
{
	people_event(w, p->id, EVENT_INVITED, S(""));
	return link_make(w, origin, p->lang, LINK_INVITATION, p->id, S(""));
}

/* The role named in the letter is the one that was given last. */
struct str people_invite_again(struct work *w, struct str origin, const struct person *p)
{
	const struct holdings held = person_holdings(w, p->id);
	struct str address;

	if (!held.n || held.v[0].ended_ms)
		return S("");
	address = set_up(w, origin, p);
	letter_invitation(w, origin, p, &held.v[0].role, address);
	return address;
}

bool people_may_invite(struct work *w, struct str email)
{
	struct person p;

	return may(&w->actor, VERB_ADMINISTER, NULL) || !person_by_email(w, email, &p) ||
	       p.state != PERSON_CLOSED;
}

static void open_again(struct work *w, struct person *p)
{
	enum person_state state = p->password.n ? PERSON_ACTIVE : PERSON_INVITED;

	person_set_state(w, p, state);
	p->state = state;
}

struct str people_invite(struct work *w, struct str origin, struct str email, struct str name,
	const struct language *lang, const struct held_role *role)
{
	struct str address = S("");
	struct person p;

	if (!people_may_invite(w, email))
		return address;
	if (!person_by_email(w, email, &p))
		p = person_add(w, email, name, lang);
	if (p.state == PERSON_CLOSED)
		open_again(w, &p);
	person_give(w, &p, role);
	if (p.state == PERSON_INVITED)
		address = set_up(w, origin, &p);
	letter_invitation(w, origin, &p, role, address);
	return address;
}

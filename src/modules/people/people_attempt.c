/* What attempts to sign in are counted by. */
#include "people.h"
#include "people_store.h"

/*
 * Who guesses from elsewhere must not lock the person out where she is used to come from.
 */
struct str attempts_at(struct work *w, struct request *r, struct str email)
{
	struct person p = { .id = S("") };
	struct str folded = mail_address_fold(w->arena, email);

	person_by_email(w, email, &p);
	return device_is_known(w, r, p.id) ? str_printf(w->arena, "known " STR_FMT, STR_ARG(folded))
					   : folded;
}

#include "people.h"
#include "people_sql.h"
#include "people_store.h"

/* "01J... new@example.org": the halves of one change are told by its id from those of another. */
static struct str change_detail(struct work *w, struct str email)
{
	return str_printf(w->arena, STR_FMT " " STR_FMT, STR_ARG(people_new_id(w)), STR_ARG(email));
}

void email_change_ask(struct work *w, struct str origin, const struct person *p, struct str email)
{
	struct str detail = change_detail(w, email);
	struct person taken;

	letter_email_old(w, p, email, link_make(w, origin, p->lang, LINK_EMAIL_OLD, p->id, detail));
	if (!person_by_email(w, email, &taken))
		letter_email_new(
			w, p, email, link_make(w, origin, p->lang, LINK_EMAIL_NEW, p->id, detail));
	people_event(w, p->id, EVENT_EMAIL_ASKED, S(""));
}

static bool is_other_used(struct work *w, const struct one_time_link *link)
{
	const char *other = link->purpose == LINK_EMAIL_OLD ? "email_new" : "email_old";
	int64_t found = 0;

	return db_one_int(w->db, SQL_PEOPLE_LINK_USED,
		DB_VALUES(V(link->account_id), V(other), V(link->detail)), &found);
}

enum email_change email_change_confirm(struct work *w, const struct one_time_link *link)
{
	struct str email = str_from_at(link->detail, str_find(link->detail, ' ') + 1);
	struct person p, taken;

	/* Both halves at once: the second is to see that the first was used. */
	db_run(w->db, SQL_PEOPLE_ACCOUNT_LOCK, DB_VALUES(V(link->account_id)));
	if (!person_load(w, link->account_id, &p) || p.state != PERSON_ACTIVE)
		return EMAIL_TAKEN;
	/* First of all: of an address that is taken, only one half can ever be confirmed. */
	if (!is_other_used(w, link))
		return EMAIL_WAITS_FOR_OTHER;
	if (person_by_email(w, email, &taken))
		return EMAIL_TAKEN;
	person_set_email(w, &p, email);
	letter_email_changed(w, &p, p.email);
	sessions_end_all(w, p.id);
	return EMAIL_CHANGED;
}

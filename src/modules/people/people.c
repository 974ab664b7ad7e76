#include "people.h"
#include "people_sql.h"

enum { RECOVERY_FEW = 3 };

static void account_duties(struct work *w, struct page_out *o, struct duties *all)
{
	const struct person *p = &w->visit->person;

	if (w->visit->lacks_second_factor)
		duty_add(all, str_from(T(w, "Set up a second factor: until then your role sleeps")),
			place(o, "/account/second-factor"), 0);
	else if (p->totp.n && person_recovery_left(w, p) < RECOVERY_FEW)
		duty_add(all, str_from(T(w, "Make new recovery codes: few are left")),
			place(o, "/account/second-factor"), 0);
}

static void duties(struct work *w, struct page_out *o, struct duties *all)
{
	if (w->visit)
		account_duties(w, o, all);
}

const struct module people_module = {
	.name = "people", .duties = duties, .sql = people_sql, .n_sql = PEOPLE_SQL_COUNT
};

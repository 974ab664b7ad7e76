#include "people.h"
#include "people_pages.h"
#include "people_sql.h"

enum { RECOVERY_FEW = 3, FORM_MAX_BYTES = 32 * 1024 };

/* ---- what waits for somebody */

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

static void request_duties(struct work *w, struct page_out *o, struct duties *all)
{
	const size_t n = requests_open(w).n;

	if (n)
		duty_add(all,
			STR_FILL(w->arena,
				trn(w->lang, "{1} request waits for an answer",
					"{1} requests wait for an answer", n),
				format_number(w->arena, w->lang, (int64_t)n)),
			place(o, "/people/requests"), 0);
}

static void vacancy_duties(struct work *w, struct page_out *o, struct duties *all)
{
	const size_t n = parties_vacant(w).n;

	if (n)
		duty_add(all,
			STR_FILL(w->arena,
				trn(w->lang, "{1} Party has no focal point",
					"{1} Parties have no focal point", n),
				format_number(w->arena, w->lang, (int64_t)n)),
			place(o, "/people/vacant"), 0);
}

static void duties(struct work *w, struct page_out *o, struct duties *all)
{
	if (w->visit)
		account_duties(w, o, all);
	if (may(&w->actor, VERB_ANSWER, NULL))
		request_duties(w, o, all);
	if (may(&w->actor, VERB_ANSWER, &(struct subject){ 0 }))
		vacancy_duties(w, o, all);
}

/* ---- the module */

#define ORGANISATIONS "/{lang}/people/organisations"

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}/people", LANE_READ, VERB_SEE_PEOPLE, people_list_page },
	{ METHOD_GET, "/{lang}/people/vacant", LANE_READ, VERB_ANSWER, people_vacant_page },
	{ METHOD_GET, "/{lang}/people/invite", LANE_READ, VERB_INVITE, people_invite_page },
	{ METHOD_POST, "/{lang}/people/invite", LANE_WRITE, VERB_INVITE, people_invite_send,
		FORM_MAX_BYTES },
	{ METHOD_GET, "/{lang}/people/hand-over", LANE_READ, VERB_HAND_OVER,
		people_hand_over_page },
	{ METHOD_POST, "/{lang}/people/hand-over", LANE_WRITE, VERB_HAND_OVER,
		people_hand_over_send, FORM_MAX_BYTES },

	{ METHOD_GET, "/{lang}/ask", LANE_READ, VERB_COME, people_ask_page },
	{ METHOD_POST, "/{lang}/ask", LANE_WRITE, VERB_COME, people_ask_send, FORM_MAX_BYTES },
	{ METHOD_GET, "/{lang}/people/requests", LANE_READ, VERB_ANSWER, people_requests_page },
	{ METHOD_GET, "/{lang}/people/requests/:id", LANE_READ, VERB_ANSWER, people_request_page },
	{ METHOD_POST, "/{lang}/people/requests/:id/grant", LANE_WRITE, VERB_ANSWER,
		people_grant_send, FORM_MAX_BYTES },
	{ METHOD_POST, "/{lang}/people/requests/:id/refuse", LANE_WRITE, VERB_ANSWER,
		people_refuse_send, FORM_MAX_BYTES },

	{ METHOD_GET, ORGANISATIONS, LANE_READ, VERB_ORGANISE, people_organisations_page },
	{ METHOD_GET, ORGANISATIONS "/new", LANE_READ, VERB_ORGANISE,
		people_organisation_new_page },
	{ METHOD_POST, ORGANISATIONS "/new", LANE_WRITE, VERB_ORGANISE,
		people_organisation_new_send, FORM_MAX_BYTES },
	{ METHOD_GET, ORGANISATIONS "/:id", LANE_READ, VERB_SEE_PEOPLE, people_organisation_page },
	{ METHOD_GET, ORGANISATIONS "/:id/change", LANE_READ, VERB_ORGANISE,
		people_organisation_change_page },
	{ METHOD_POST, ORGANISATIONS "/:id/change", LANE_WRITE, VERB_ORGANISE,
		people_organisation_change_send, FORM_MAX_BYTES },
	{ METHOD_GET, ORGANISATIONS "/:id/close", LANE_READ, VERB_ORGANISE,
		people_organisation_close_page },
	{ METHOD_POST, ORGANISATIONS "/:id/close", LANE_WRITE, VERB_ORGANISE,
		people_organisation_close_send, FORM_MAX_BYTES },
	{ METHOD_POST, ORGANISATIONS "/:id/open", LANE_WRITE, VERB_ORGANISE,
		people_organisation_open_send, FORM_MAX_BYTES },

	{ METHOD_GET, "/{lang}/people/:id", LANE_READ, VERB_SEE_PEOPLE, people_person_page },
	{ METHOD_POST, "/{lang}/people/:id/invitation", LANE_WRITE, VERB_INVITE,
		people_invite_again_send, FORM_MAX_BYTES },
	{ METHOD_GET, "/{lang}/people/:id/roles/:role/end", LANE_READ, VERB_INVITE,
		people_end_role_page },
	{ METHOD_POST, "/{lang}/people/:id/roles/:role/end", LANE_WRITE, VERB_INVITE,
		people_end_role_send, FORM_MAX_BYTES },
	{ METHOD_GET, "/{lang}/people/:id/account/:act", LANE_READ, VERB_ADMINISTER,
		people_act_page },
	{ METHOD_POST, "/{lang}/people/:id/account/:act", LANE_WRITE, VERB_ADMINISTER,
		people_act_send, FORM_MAX_BYTES },
	{ 0 },
};

const struct module people_module = { .name = "people",
	.routes = routes,
	.duties = duties,
	.sql = people_sql,
	.n_sql = PEOPLE_SQL_COUNT };

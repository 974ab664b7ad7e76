/* How often letters come, and the address of one's own calendar. */
#include "notice_html.h"
#include "notice_pages.h"
#include "people.h"

static const char title[] = N_("How notices reach you");

/* To add a pace: a row. */
static const struct {
	const char *label, *hint; /* N_() */
} paces[PACES] = {
	[PACE_AT_ONCE] = { N_("At once"), N_("A letter for each.") },
	[PACE_DAILY] = { N_("Once a day"),
		N_("One letter in the morning (6:00 UTC) with what you have not read in Jalon.") },
	[PACE_WEEKLY] = { N_("Once a week"),
		N_("The same on Monday mornings. Deadlines may be shorter than that.") },
	[PACE_NEVER] = { N_("Never"),
		N_("Notices stand in Jalon alone. Letters about your account still come.") },
};

static struct form pace_form(struct request *r)
{
	static const struct form_field fields[] = {
		{ "pace", FORM_RADIOS, N_("Letters about notices"), NULL,
			N_("Choose how often letters come") },
	};
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f =
		form_new(r, place(&o, "/notices/settings"), fields, COUNT(fields), N_("Save"));
	struct form_choice *choices = form_choices(&r->arena, PACES);

	for (size_t i = 0; i < PACES; i++)
		choices[i] = (struct form_choice){ str_from(notice_pace_name(i)),
			str_from(tr_text(r->lang, paces[i].label)),
			str_from(tr_text(r->lang, paces[i].hint)) };
	f.fields[0].choices = choices;
	f.fields[0].n_choices = PACES;
	f.fields[0].value = str_from(notice_pace_name(notice_pace(w, w->actor.account_id)));
	return f;
}

static enum http_status show(struct request *r, const struct form *pace)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	struct notice_settings_view v = { .pace = *pace,
		.email = w->visit->person.email,
		.sends_mail = w->sends_mail,
		.calendar_ms = calendar_made_ms(w, w->actor.account_id),
		.done = notice_done(r) };

	v.make = form_new(r, place(&o, "/notices/calendar"), NULL, 0,
		v.calendar_ms ? N_("Make a new address") : N_("Make the address"));
	v.end = form_new(r, place(&o, "/notices/calendar/end"), NULL, 0, N_("Take it away"));
	notice_settings_html(&o, &v);
	return notice_send(r, str_from(tr_text(r->lang, title)), pace, &o);
}

enum http_status notice_settings_page(struct request *r)
{
	const struct form f = pace_form(r);

	return show(r, &f);
}

static enum http_status done(struct request *r, const char *deed)
{
	return answer_redirect(
		r, str_printf(&r->arena, "/%s/notices/settings?done=%s", r->lang->code, deed));
}

enum http_status notice_settings_save(struct request *r)
{
	struct work *w = work_of(r);
	struct form f = pace_form(r);
	const enum notice_pace before = notice_pace(w, w->actor.account_id);

	if (!form_take(&f, r))
		return show(r, &f);
	for (enum notice_pace pace = PACE_AT_ONCE; pace < PACES; pace++)
		if (pace != before && str_is(form_value(&f, "pace"), notice_pace_name(pace)))
			notice_pace_set(w, w->actor.account_id, pace);
	return done(r, "pace");
}

/* ---- the calendar */

enum http_status notice_calendar_make(struct request *r)
{
	struct work *w = work_of(r);
	const struct str secret = calendar_make(w, w->actor.account_id);
	const struct notice_calendar_view v = { str_printf(w->arena,
		STR_FMT "/calendar/" STR_FMT ".ics", STR_ARG(request_home(r)), STR_ARG(secret)) };

	session_move(w, r);
	answer_header(r, "Cache-Control", S("no-store"));
	struct page_out o = page_begin(r);
	notice_calendar_html(&o, &v);
	return notice_send(r, str_from(T(w, "The address of your calendar")), NULL, &o);
}

enum http_status notice_calendar_end(struct request *r)
{
	calendar_end(work_of(r), work_of(r)->actor.account_id);
	return done(r, "ended");
}

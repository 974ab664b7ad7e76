#include "practice.h"
#include "api.h"
#include "clock.h"
#include "directory.h"
#include "exchange.h"
#include "log.h"
#include "pages.h"
#include "practice_chores.h"
#include "practice_html.h"
#include "practice_pages.h"
#include "practice_parts.h"
#include "practice_question.h"
#include "practice_sql.h"
#include "practice_suggest.h"
#include "record.h"
#include "reference.h"
#include "writing_pages.h"

#define FIELD_STRUCT practice
static const struct field fields[] = { PRACTICE_FIELDS(FIELD_ROW) };

/* ---- the days of a practice */

struct str practice_day(struct arena *a, int64_t instant_ms)
{
	const struct calendar_day d = clock_day(instant_ms);

	return str_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

struct str practice_today(const struct work *w)
{
	return practice_day(w->arena, w->now_ms);
}

/* The same day so many years from now: as text, to be compared; it may be one that is none. */
static struct str day_in_years(const struct work *w, int years)
{
	const struct calendar_day d = clock_day(w->now_ms);

	return str_printf(w->arena, "%04d-%02d-%02d", d.year + years, d.month, d.day);
}

struct str practice_stale_before(const struct work *w)
{
	return day_in_years(w, -PRACTICE_STALE_YEARS);
}

bool practice_is_stale(const struct work *w, const struct practice *p)
{
	const struct str since =
		p->confirmed_on.n ? p->confirmed_on : practice_day(w->arena, p->record.created_ms);

	return str_compare(since, practice_stale_before(w)) < 0;
}

/* ---- whose it is */

bool practice_is_of_house(const struct practice *p)
{
	return owner_is_house(&p->record.owner);
}

struct str practice_party_to_ask(struct work *w, const struct practice *p)
{
	const struct directory *d = w->house->directory;
	const struct str organisation = p->record.owner.organisation;
	struct str party = S("");

	if (!organisation.n)
		return party;
	if (d)
		party = d->organisation_party(w, organisation);
	if (!party.n && p->parties.n)
		party = p->parties.v[0];
	return party;
}

struct str practice_keeper(struct work *w, const struct practice *p)
{
	const struct vocabulary *parties = vocabulary_find(w->vocabularies, S("party"));
	const struct directory *d = w->house->directory;
	const struct owner *o = &p->record.owner;
	struct str name = S("");

	if (o->party.n)
		return term_label(term_find(parties, o->party), w->lang);
	if (o->organisation.n && p->names_organisation == YES && d)
		name = d->organisation(w, o->organisation);
	if (name.n)
		return name;
	if (o->organisation.n)
		return str_from(T(w, "a civil society organisation"));
	return str_from(o->account.n ? T(w, "a contributor") : T(w, "the Secretariat"));
}

/* ---- people who are named */

bool practice_credits_are_open(const struct work *w, const struct practice *p)
{
	return p->credits.n && p->credits_agreed == YES && p->credits_until.n &&
	       str_compare(practice_today(w), p->credits_until) <= 0;
}

/*
 * Five years: people move on, and a list of names grows old; who is still glad of it agrees once
 * more. A day that is over is no breach, as nothing is shown any more.
 */
static void check_credits(struct work *w, const struct practice *p, struct problems *problems)
{
	struct calendar_day day;

	if (!p->credits.n)
		return;
	if (p->credits_agreed != YES)
		problem_add(problems, S("credits_agreed"), "agreement",
			str_from(T(w, "people are named only if they agree to it")));
	if (!p->credits_until.n)
		problem_add(problems, S("credits_until"), "required",
			str_from(T(w, "say until which day they may be named")));
	else if (!clock_read_day(p->credits_until, &day) || !day.day)
		problem_add(problems, S("credits_until"), "bad_value",
			str_from(T(w, "give day, month and year")));
	else if (str_compare(day_in_years(w, PRACTICE_CREDITS_YEARS), p->credits_until) < 0)
		problem_add(problems, S("credits_until"), "too_far",
			str_from(
				T(w, "at most five years from now; they can be asked again then")));
}

static void check(struct work *w, const void *row, struct problems *p)
{
	const struct practice *practice = row;

	if (practice->start_year.is_known && practice->end_year.is_known &&
		practice->end_year.value < practice->start_year.value)
		problem_add(p, S("end_year"), "order",
			str_from(T(w, "the end comes before the start")));
	check_credits(w, practice, p);
	practice_check_lineage(w, practice, p);
}

/* ---- advice */

static void advise_activities(struct work *w, const struct practice *p, struct problems *advice)
{
	const struct vocabulary *v = vocabulary_find(w->vocabularies, S("activity"));

	for (size_t i = 0; p->output.n && i < p->activities.n; i++) {
		const struct term *t = term_find(v, p->activities.v[i]);

		if (t && t->broader && str_eq(t->broader->code, p->output))
			return;
	}
	if (p->output.n && p->activities.n)
		problem_add(advice, S("activities"), "other_output",
			str_from(T(
				w, "none of these activities belongs to the output chosen above")));
}

static void advise_credits(struct work *w, const struct practice *p, struct problems *advice)
{
	if (p->credits.n && p->credits_until.n &&
		str_compare(p->credits_until, practice_today(w)) < 0)
		problem_add(advice, S("credits_until"), "past",
			str_from(T(w, "that day is over: nobody is named")));
}

static void advise(struct work *w, const void *row, struct problems *advice)
{
	advise_activities(w, row, advice);
	advise_credits(w, row, advice);
}

const struct kind practice_kind = {
	.name = "practice",
	.plural = "practices",
	.label = N_("Good practice"),
	.label_plural = N_("Good practices"),
	.meaning = N_("What Parties, cities and civil society have done for the diversity of "
		      "cultural expressions in the digital environment, as told in the "
		      "Convention’s own documents."),
	.empty = N_("No practice is public yet."),
	.begin = N_("Propose a good practice"),
	.fields = fields,
	.n_fields = COUNT(fields),
	.size = sizeof(struct practice),
	.title = "title",
	.summary = "summary",
	.start = "start_year",
	.end = "end_year",
	.flow = &practice_flow,
	.sections = practice_sections,
	.check = check,
	.advise = advise,
	.item = practice_item_html,
	.facts = practice_facts_html,
};

static const struct choice lead_types[] = {
	{ "government", N_("Public authorities") },
	{ "intergovernmental", N_("Several States together") },
	{ "civil society", N_("Civil society") },
	{ "private", N_("Private sector") },
	{ 0 },
};

static const struct choice example_types[] = {
	{ "good_practice", N_("Good practice on the 2019 list") },
	{ "national_example", N_("Example in the 2021 report") },
	{ "cooperation_initiative", N_("Cooperation initiative in the 2021 report") },
	{ 0 },
};

static const struct vocabulary_source vocabularies[] = {
	{ "lead_type", N_("Led by"), N_("Any lead"), false, lead_types },
	{ "example_type", N_("Type of example"), N_("Any type"), false, example_types },
	{ 0 },
};

static const struct kind *const kinds[] = { &practice_kind, NULL };

enum { FORM_MAX_BYTES = 32 * 1024 };

#define ONE "/{lang}/practices/:id"

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}/practices/suggested", LANE_READ, VERB_READ,
		practice_suggested_page },
	{ METHOD_GET, "/{lang}/practices/unconfirmed", LANE_READ, VERB_REVIEW,
		practice_unconfirmed_page },
	{ METHOD_GET, ONE "/ask", LANE_READ, VERB_CONTACT, practice_ask_page },
	{ METHOD_POST, ONE "/ask", LANE_WRITE, VERB_CONTACT, practice_ask_send, FORM_MAX_BYTES },
	{ METHOD_GET, ONE "/questions/:question", LANE_READ, VERB_CONTACT, practice_question_page },
	{ METHOD_POST, ONE "/questions/:question", LANE_WRITE, VERB_CONTACT, practice_question_send,
		FORM_MAX_BYTES },
	SCREEN_PAGES(&practice_kind, "practices"),
	SCREEN_WRITING(&practice_kind, "practices"),
	SCREEN_FILES(&practice_kind, "practices"),
	EXCHANGE_API(&practice_kind, "practices"),
	EXCHANGE_WRITES(&practice_kind, "practices"),
	EXCHANGE_FILES(&practice_kind, "practices"),
	EXCHANGE_FEED(&practice_kind, "practices"),
	{ 0 },
};

static const struct nav_item nav[] = { { "/practices", N_("Good practices") }, { 0 } };

static void say(void *arg, struct str line)
{
	(void)arg;
	log_error(STR_FMT, STR_ARG(line));
}

static void load_practices(struct work *w)
{
	const struct import_options options = { .file_name = "practices.csv",
		.keeps_stored = true,
		.coded_under = "2019",
		.say = say };
	struct import_result result;
	struct str file = reference_file("practices.csv");
	struct byte_source bytes = bytes_of_text(&file);

	import_records(w, &practice_kind, &bytes, &options, &result);
	if (!result.is_loaded)
		failure_record(
			w->failure, "the practices are not loaded", S("practices.csv"), NULL);
}

static const struct reference references[] = {
	{ "practices.csv", REFERENCE_EXAMPLES, load_practices },
	{ 0 },
};

const struct module practice_module = {
	.name = "practice",
	.kinds = kinds,
	.vocabularies = vocabularies,
	.routes = routes,
	.nav = nav,
	.references = references,
	.duties = practice_duties,
	.sql = practice_sql,
	.n_sql = PRACTICE_SQL_COUNT,
};

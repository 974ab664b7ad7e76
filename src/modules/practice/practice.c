#include "practice.h"
#include "api.h"
#include "exchange.h"
#include "log.h"
#include "pages.h"
#include "practice_html.h"
#include "record.h"
#include "reference.h"

#define FIELD_STRUCT practice
static const struct field fields[] = { PRACTICE_FIELDS(FIELD_ROW) };

static void check(struct work *w, const void *row, struct problems *p)
{
	const struct practice *practice = row;

	if (practice->start_year.is_known && practice->end_year.is_known &&
		practice->end_year.value < practice->start_year.value)
		problem_add(p, S("end_year"), "order",
			str_from(T(w, "the end comes before the start")));
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
	.fields = fields,
	.n_fields = COUNT(fields),
	.size = sizeof(struct practice),
	.title = "title",
	.summary = "summary",
	.start = "start_year",
	.end = "end_year",
	.check = check,
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

static const struct route routes[] = {
	SCREEN_PAGES(&practice_kind, "practices"),
	EXCHANGE_API(&practice_kind, "practices"),
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
};

/*
 * practice.h - good practices and examples: what a Party, a city or civil society did that others
 * can learn from (R038 to R047).
 *
 * States and steps: practice_flow.c; what they mean to people: docs/writing.md. Rules: a practice
 * does not end before it starts; people are named only while they agree to it, at most five years;
 * no practice descends from itself. Origin (R042): the document and section it was told in;
 * `example_type` says in what capacity.
 */
#ifndef PRACTICE_H
#define PRACTICE_H

#include "module.h"

/* In the order of practices.csv. */
#define PRACTICE_FIELDS(X) \
	X(CODES, parties, .label = N_("Parties"), .vocabulary = "party", \
		.flags = F_FILTER | F_SEARCH | F_ADVISED, \
		.hint = N_("Whose practice it is; several when they act together.")) \
	X(TEXT, place, .label = N_("Where"), .flags = F_SEARCH | F_ADVISED, .max = 200, \
		.hint = N_("The place as people say it: a country, a region, a city.")) \
	X(TEXT, title, .label = N_("Title"), .flags = F_REQUIRED | F_SEARCH, .max = 200, \
		.hint = N_("What it is, in a few words.")) \
	X(TEXT, summary, .label = N_("Summary"), .flags = F_REQUIRED | F_SEARCH, .max = 1000, \
		.hint = N_("What was done and for whom, in one to three sentences.")) \
	X(CODE, output, .label = N_("Output"), .vocabulary = "output", \
		.flags = F_REQUIRED | F_FILTER, .hint = N_("The output it is told under.")) \
	X(CODES, activities, .label = N_("Activities"), .vocabulary = "activity", \
		.flags = F_FILTER | F_ADVISED, \
		.hint = N_("Activities of the Open Roadmap it carries out.")) \
	X(YEAR, start_year, .label = N_("Start"), .flags = F_ADVISED, \
		.hint = N_("The year it began.")) \
	X(YEAR, end_year, .label = N_("End"), \
		.hint = N_("The year it ended; empty while it goes on.")) \
	X(CODE, lead_type, .label = N_("Led by"), .vocabulary = "lead_type", \
		.flags = F_FILTER | F_ADVISED, .hint = N_("Who leads it.")) \
	X(MONEY, amount, .label = N_("Amount"), .currency = "currency", \
		.hint = N_("What it costs in all, in the currency it was told in.")) \
	X(URL, link, .label = N_("Link"), .max = 1000, .in_files = "url", .flags = F_ADVISED, \
		.hint = N_("A page that tells more of it.")) \
	X(YESNO, added_since_2018, .label = N_("Added since the list of 2018"), \
		.hint = N_("Whether it joined the list of good practices after 2018.")) \
	X(LINE, source_symbol, .label = N_("Source document"), .max = 100, \
		.hint = N_("Symbol of the document it was told in.")) \
	X(LINE, source_section, .label = N_("Place in the source"), .max = 200, \
		.hint = N_("Where in that document: annex, section, item.")) \
	X(CODE, example_type, .label = N_("Type of example"), .vocabulary = "example_type", \
		.flags = F_FILTER, .hint = N_("In what capacity the source tells of it.")) \
	X(LINE, partners, .label = N_("Partners"), .flags = F_SEARCH, .max = 500, \
		.hint = N_("Countries, bodies and companies it is done with.")) \
	X(CODES, sectors, .label = N_("Cultural sectors"), .vocabulary = "sector", \
		.flags = F_FILTER | F_SEARCH | F_ADVISED, \
		.hint = N_("Sectors of culture it acts on.")) \
	X(CODES, value_chain_stages, .label = N_("Stages of the value chain"), \
		.vocabulary = "stage", .flags = F_FILTER | F_ADVISED, \
		.hint = N_("Stages it acts on, from creation to access.")) \
	X(LINKS, related_ids, .label = N_("Related practices"), .target = "practice", \
		.hint = N_("Practices that belong together with it.")) \
	X(TEXT, note, .label = N_("Note"), .flags = F_SEARCH, .max = 1000, \
		.hint = N_("What a reader should know of how sure this is.")) \
	X(LINKS, adapted_from, .label = N_("Adapted from"), .target = "practice", \
		.hint = N_("Practices that it takes up and changes: its forebears.")) \
	X(LINE, credits, .label = N_("People behind it"), .max = 1000, .flags = F_INTERNAL, \
		.hint = N_("People or groups without whom it would not have succeeded, by name. " \
			   "They must agree to it, until a day that is set.")) \
	X(YESNO, credits_agreed, .label = N_("They agreed to be named"), .flags = F_INTERNAL, \
		.hint = N_("Whether all of them know that they are named here, and agree.")) \
	X(DATE, credits_until, .label = N_("Named until"), .flags = F_INTERNAL, \
		.hint = N_("The last day on which they may be named, at most five years from " \
			   "now. After it their names are taken out, of the history as well.")) \
	X(YESNO, names_organisation, .label = N_("Name the organisation"), .flags = F_INTERNAL, \
		.hint = N_("Whether the Party and readers learn which organisation proposed it. " \
			   "Otherwise it says: a civil society organisation.")) \
	X(TEXT, party_note, .label = N_("What the Party says of it"), .max = 1000, \
		.hint = N_("Shown to readers beside the practice, in the name of the Party that " \
			   "was asked.")) \
	X(DATE, confirmed_on, .label = N_("Last confirmed"), \
		.hint = N_("The day on which somebody last said that it is still as told here.")) \
	X(FILES, files, .label = N_("Files"), \
		.hint = N_( \
			"Reports, pictures, recordings: PDF, office documents, pictures, sound " \
			"and film, at most 25 MB each."))

struct practice {
	struct record record;
	PRACTICE_FIELDS(FIELD_MEMBER)
};

/* People behind a practice are named no longer than that from now on, then asked anew. */
enum { PRACTICE_CREDITS_YEARS = 5 };

extern const struct flow practice_flow;
extern const struct section practice_sections[];

/*
 * What days bring about: names that may no longer be told, reminders, old questions. A chore, with
 * transactions of its own; true: there is more of it. `home`: what addresses in letters begin with.
 */
bool practice_look_after(struct work *w, struct str home);

extern const struct kind practice_kind;
extern const struct module practice_module;

#endif

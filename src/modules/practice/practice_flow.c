/*
 * practice_flow.c - the life of a good practice, from a draft to a page that stays: const tables,
 * which docs/writing.md tells in words and docs/flows.md draws.
 *
 * What an organisation proposes is shown to the Party it concerns before the Secretariat examines
 * it. Taken back, it is a draft again, which the Party does not see; sent in once more, it is
 * another text, and the Party is asked anew.
 */
#include "directory.h"
#include "practice.h"
#include "practice_parts.h"

enum { DAYS_ASKED = 28 };

/* ---- states: what is sent in is whole from then on, and nobody is held up taking it back */

static const struct flow_state states[] = {
	{ "draft", N_("Draft"), "todo", PHASE_PRIVATE, .takes_incomplete = true,
		.written_by = VERB_WRITE, .awaits = VERB_WRITE,
		.duty = N_("Finish the good practice “{1}” and send it in") },
	{ "discarded", N_("Discarded"), "done", PHASE_PRIVATE, .takes_incomplete = true },
	{ "asked", N_("The Party is asked"), "now", PHASE_SHARED, .awaits = VERB_COMMENT,
		.duty = N_("Say what your Party thinks of the good practice “{1}”"),
		.days = DAYS_ASKED },
	{ "objected", N_("The Party objects"), "ask", PHASE_SHARED, .awaits = VERB_REVIEW,
		.duty = N_("Decide on the objection to the good practice “{1}”") },
	{ "submitted", N_("Sent in"), "now", PHASE_SHARED, .written_by = VERB_REVIEW,
		.awaits = VERB_REVIEW, .duty = N_("Examine the good practice “{1}”") },
	{ "returned", N_("Sent back with questions"), "ask", PHASE_SHARED, .takes_incomplete = true,
		.written_by = VERB_WRITE, .awaits = VERB_WRITE,
		.duty = N_("Answer the questions on the good practice “{1}”") },
	{ "declined", N_("Declined"), "done", PHASE_SHARED, .takes_incomplete = true },
	{ "published", N_("Published"), "done", PHASE_PUBLIC, .written_by = VERB_REVIEW,
		.writing = FLOW_AS_CORRECTION },
	{ "withdrawn", N_("Withdrawn"), "done", PHASE_SHARED, .takes_incomplete = true },
};

/* ---- which steps there are for a record */

static bool is_of_house(struct work *w, const void *row)
{
	(void)w;
	return practice_is_of_house(row);
}

static bool is_of_others(struct work *w, const void *row)
{
	return !is_of_house(w, row);
}

static bool is_of_organisation(struct work *w, const void *row)
{
	(void)w;
	return ((const struct practice *)row)->record.owner.organisation.n > 0;
}

static bool has_party_to_ask(struct work *w, const void *row)
{
	return practice_party_to_ask(w, row).n > 0;
}

static bool has_none_to_ask(struct work *w, const void *row)
{
	return !has_party_to_ask(w, row);
}

/* ---- what else they change */

/* What a Party said of another text is not said of this one. */
static void ask_party(struct work *w, void *row)
{
	struct practice *p = row;

	p->record.asked_party = practice_party_to_ask(w, p);
	p->party_note = (struct text){ 0 };
	if (p->names_organisation == UNKNOWN)
		p->names_organisation = NO;
}

static void ask_nobody(struct work *w, void *row)
{
	struct practice *p = row;

	(void)w;
	p->record.asked_party = S("");
	p->party_note = (struct text){ 0 };
}

static void confirm_today(struct work *w, void *row)
{
	((struct practice *)row)->confirmed_on = practice_today(w);
}

/* ---- letters */

#define LETTERS(name, ...) static const struct flow_letter name[] = { __VA_ARGS__, { 0 } }

LETTERS(letters_asked,
	{ FLOW_TO_ASKED, N_("Your Party is asked about a good practice: {1}"),
		N_("A civil society organisation proposes the good practice “{1}”, which concerns "
		   "your Party.\n\nUntil four weeks from now you can say what your Party thinks of "
		   "it, or object to its publication with reasons. After that the Secretariat "
		   "examines it as it stands.") });

LETTERS(letters_submitted,
	{ FLOW_TO_REVIEWERS, N_("A good practice was sent in: {1}"),
		N_("The good practice “{1}” was sent in and waits to be examined.") });

LETTERS(letters_commented,
	{ FLOW_TO_REVIEWERS, N_("The Party has spoken on a good practice: {1}"),
		N_("The Party has no objection to the good practice “{1}”. It waits to be "
		   "examined.\n\n{2}") },
	{ FLOW_TO_OWNERS, N_("The Party has seen your good practice: {1}"),
		N_("The Party has no objection to the good practice “{1}”. The Secretariat "
		   "examines it now.") });

LETTERS(letters_objected,
	{ FLOW_TO_REVIEWERS, N_("A Party objects to a good practice: {1}"),
		N_("The Party that was asked objects to the publication of the good practice "
		   "“{1}”. Its reasons:\n\n{2}") },
	{ FLOW_TO_OWNERS, N_("The Party objects to your good practice: {1}"),
		N_("The Party objects to the publication of the good practice “{1}”. The "
		   "Secretariat decides on it, and gives its reasons to you and to the Party.") });

LETTERS(letters_lapsed,
	{ FLOW_TO_REVIEWERS, N_("A good practice waits for you: {1}"),
		N_("The Party had four weeks to speak on the good practice “{1}” and did not. It "
		   "waits to be examined.") },
	{ FLOW_TO_OWNERS, N_("The Secretariat examines your good practice: {1}"),
		N_("The Party had four weeks to speak on the good practice “{1}” and did not. The "
		   "Secretariat examines it now.") });

LETTERS(letters_returned,
	{ FLOW_TO_OWNERS, N_("Questions on your good practice: {1}"),
		N_("The Secretariat has examined the good practice “{1}” and asks before it can be "
		   "published:\n\n{2}\n\nChange what needs it and send it in again.") });

LETTERS(letters_published,
	{ FLOW_TO_OWNERS, N_("Your good practice is published: {1}"),
		N_("The good practice “{1}” is published. Thank you for sharing it.\n\n{2}") },
	{ FLOW_TO_ASKED, N_("A good practice your Party was asked about is published: {1}"),
		N_("The good practice “{1}”, about which your Party was asked, is "
		   "published.\n\n{2}") });

LETTERS(letters_declined,
	{ FLOW_TO_OWNERS, N_("Your good practice is not published: {1}"),
		N_("The Secretariat has decided not to publish the good practice “{1}”. Its "
		   "reasons:\n\n{2}") },
	{ FLOW_TO_ASKED, N_("A good practice your Party was asked about is not published: {1}"),
		N_("The Secretariat has decided not to publish the good practice “{1}”, about "
		   "which your Party was asked. Its reasons:\n\n{2}") });

LETTERS(letters_reopened,
	{ FLOW_TO_OWNERS, N_("Your good practice is looked at once more: {1}"),
		N_("The Secretariat takes up the good practice “{1}” again. You can change it and "
		   "send it in.\n\n{2}") });

LETTERS(letters_taken_back,
	{ FLOW_TO_REVIEWERS, N_("A good practice was taken back: {1}"),
		N_("Those who proposed the good practice “{1}” have taken it back.\n\n{2}") });

LETTERS(letters_not_asked,
	{ FLOW_TO_ASKED, N_("A good practice was taken back: {1}"),
		N_("Those who proposed the good practice “{1}” have taken it back. Your Party need "
		   "not say anything of it.") });

LETTERS(letters_withdrawn,
	{ FLOW_TO_OWNERS, N_("Your good practice was withdrawn: {1}"),
		N_("The good practice “{1}” is no longer shown. Its address tells readers that it "
		   "was withdrawn, and why:\n\n{2}") },
	{ FLOW_TO_REVIEWERS, N_("A good practice was withdrawn: {1}"),
		N_("The good practice “{1}” is no longer shown. Its address tells readers that it "
		   "was withdrawn, and why:\n\n{2}") });

LETTERS(letters_republished,
	{ FLOW_TO_OWNERS, N_("Your good practice is shown again: {1}"),
		N_("The good practice “{1}” had been withdrawn and is shown again. The "
		   "reason:\n\n{2}") });

LETTERS(letters_corrected,
	{ FLOW_TO_OWNERS, N_("Your good practice was corrected: {1}"),
		N_("The Secretariat has corrected the good practice “{1}”. Readers are told of it, "
		   "and can read what stood there before. The reason:\n\n{2}") });

/* ---- steps */

static const char *const asked_of_organisations[] = { "names_organisation", NULL };
static const char *const asked_of_parties[] = { "party_note", NULL };

#define SUBMIT(from_) \
	.from = from_, .action = "submit", .told = N_("{1} sent it in"), .may = VERB_SUBMIT

/* Before anything was published. */
#define TAKE_BACK(from_, letters_) \
	{ \
		from_, "draft", "withdraw", N_("Take it back"), N_("{1} took it back"), \
			VERB_SUBMIT, \
			.means = N_("It becomes a draft again, which you alone see. Sending it " \
				    "in once " \
				    "more begins anew."), \
			.note = N_("Why (to the Secretariat)"), .letters = letters_ \
	}

#define MEANS_WITHDRAWN \
	N_("Readers no longer find it, and its address tells them that it was withdrawn, when " \
	   "and why. The Secretariat can publish it again.")

#define WITHDRAW(may_) \
	.from = "published", .to = "withdrawn", .action = "withdraw", .label = N_("Withdraw it"), \
	.told = N_("{1} withdrew it"), .may = may_, .is_grave = true, .means = MEANS_WITHDRAWN, \
	.note = N_("Why, in a sentence that readers are shown"), .needs_note = true, \
	.note_is = FLOW_NOTE_OPEN, .letters = letters_withdrawn

#define CONFIRM(may_) \
	.from = "published", .to = "published", .action = "confirm", \
	.label = N_("Confirm that it is still so"), .told = N_("{1} confirmed it"), .may = may_, \
	.means = N_("Readers see the day on which it was last confirmed. What has changed is " \
		    "better corrected first."), \
	.effect = confirm_today

#define ASK(from_) \
	{ \
		from_, "returned", "ask", N_("Ask questions"), \
			N_("{1} sent it back with questions"), VERB_REVIEW, \
			.means = N_("It goes back to those who proposed it, who can change it " \
				    "and send " \
				    "it in again."), \
			.note = N_("Questions, or what should be changed and why"), \
			.needs_note = true, .letters = letters_returned \
	}

#define PUBLISH(from_, note_, needs_) \
	{ \
		from_, "published", "publish", N_("Publish it"), N_("{1} published it"), \
			VERB_REVIEW, \
			.means = N_( \
				"Anyone can read it from now on, under an address that stays."), \
			.note = note_, .needs_note = needs_, .effect = confirm_today, \
			.letters = letters_published \
	}

#define DECLINE(from_) \
	{ \
		from_, "declined", "decline", N_("Decline it"), N_("{1} declined it"), \
			VERB_REVIEW, .is_grave = true, \
				     .means = N_("It is not published. Those who proposed it, " \
						 "and the Party that was " \
						 "asked, are told the reasons."), \
				     .note = N_("Reasons"), .needs_note = true, \
				     .letters = letters_declined \
	}

static const struct flow_step steps[] = {
	{ SUBMIT("draft"), .to = "asked", .label = N_("Send it to the Party and the Secretariat"),
		.means = N_("The focal point of the Party it concerns sees it first, and has four "
			    "weeks to say what the Party thinks of it, or to object. Then the "
			    "Secretariat examines it and decides. You are told each time, and can "
			    "take it back at any time."),
		.consent = N_("We agree that the Party is shown this good practice."),
		.fields = asked_of_organisations, .applies = has_party_to_ask, .effect = ask_party,
		.letters = letters_asked },
	{ SUBMIT("draft"), .to = "submitted", .label = N_("Send it in"),
		.means = N_("The Secretariat examines it. You can take it back until it is "
			    "published."),
		.applies = has_none_to_ask, .effect = ask_nobody, .letters = letters_submitted },
	{ SUBMIT("returned"), .to = "submitted", .label = N_("Send it in again"),
		.means = N_("The Secretariat examines what you have changed."),
		.note = N_("Answers to the questions"), .letters = letters_submitted },
	{ "asked", "submitted", "comment", N_("No objection"), N_("{1} spoke for the Party"),
		VERB_COMMENT,
		.means = N_("The Secretariat examines it. What you write for readers is shown "
			    "beside the practice in the name of your Party, once it is published; "
			    "the note is for the Secretariat alone."),
		.note = N_("Note to the Secretariat"), .note_is = FLOW_NOTE_ASIDE,
		.fields = asked_of_parties, .letters = letters_commented },
	{ "asked", "objected", "object", N_("Object to its publication"),
		N_("{1} objected for the Party"), VERB_COMMENT, .is_grave = true,
		.means = N_("The Secretariat decides, and gives its reasons to your Party and to "
			    "those who proposed it. Yours go to the Secretariat alone."),
		.note = N_("Reasons of the Party"), .needs_note = true, .note_is = FLOW_NOTE_ASIDE,
		.letters = letters_objected },
	{ "asked", "submitted", "lapse", N_("Four weeks pass"),
		N_("The Party’s four weeks were over"), VERB_NONE, .letters = letters_lapsed },
	ASK("submitted"),
	ASK("objected"),
	PUBLISH("submitted", N_("To those who proposed it"), false),
	PUBLISH("objected", N_("Reasons why it is published in spite of the objection"), true),
	DECLINE("submitted"),
	DECLINE("objected"),
	{ "declined", "returned", "reopen", N_("Take it up again"), N_("{1} took it up again"),
		VERB_REVIEW,
		.means = N_("Those who proposed it can change it and send it in again."),
		.note = N_("What has changed, and what is to be done"),
		.letters = letters_reopened },
	TAKE_BACK("asked", letters_not_asked),
	TAKE_BACK("objected", letters_taken_back),
	TAKE_BACK("submitted", letters_taken_back),
	TAKE_BACK("returned", letters_taken_back),
	{ WITHDRAW(VERB_SUBMIT), .applies = is_of_others },
	{ WITHDRAW(VERB_REVIEW) },
	{ "withdrawn", "published", "republish", N_("Publish it again"),
		N_("{1} published it again"), VERB_REVIEW,
		.means = N_("Anyone can read it again, under the address it had."),
		.note = N_("Why, in a sentence that readers are shown"), .needs_note = true,
		.note_is = FLOW_NOTE_OPEN, .letters = letters_republished },
	{ "draft", "discarded", "discard", N_("Discard the draft"), N_("{1} discarded it"),
		VERB_WRITE,
		.means = N_("It no longer stands among your drafts. It is kept, and can be "
			    "brought back.") },
	{ "discarded", "draft", "restore", N_("Bring it back"), N_("{1} brought it back"),
		VERB_WRITE },
	{ "published", "published", "erratum", N_("Publish the correction"), N_("{1} corrected it"),
		VERB_REVIEW, .takes_drafts = true,
		.means = N_("Readers see the corrected text, that it was corrected, when and why, "
			    "and can read what stood there before."),
		.note = N_("The reason, in a sentence that readers are shown"), .needs_note = true,
		.note_is = FLOW_NOTE_OPEN, .effect = confirm_today, .letters = letters_corrected },
	{ "published", "published", "naming", N_("Choose whether you are named"),
		N_("{1} chose whether the organisation is named"), VERB_SUBMIT,
		.means = N_("Readers are told the name of your organisation from now on, or that a "
			    "civil society organisation proposed it."),
		.fields = asked_of_organisations, .applies = is_of_organisation },
	{ CONFIRM(VERB_SUBMIT), .applies = is_of_others },
	{ CONFIRM(VERB_REVIEW) },
};

const struct flow practice_flow = { states, COUNT(states), steps, COUNT(steps) };

/* ---- what is written on one page */

#define FIELDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

const struct section practice_sections[] = {
	{ "what", N_("What it is"), N_("Its name, and what was done for whom in a few sentences."),
		FIELDS("title", "summary") },
	{ "where", N_("Where, when and who"),
		N_("Who led it, with whom, where and in which years."),
		FIELDS("parties", "place", "start_year", "end_year", "lead_type", "partners") },
	{ "about", N_("What it is about"),
		N_("How others will find it: by output and activities of the Open Roadmap, by "
		   "cultural sector, by stage of the value chain."),
		FIELDS("output", "activities", "sectors", "value_chain_stages") },
	{ "cost", N_("How it went, and what it costs"),
		N_("What it cost, what a reader should know, and what it builds on."),
		FIELDS("amount", "note", "adapted_from", "related_ids") },
	{ "people", N_("Who made it succeed"),
		N_("People and groups behind it, if they agree to be named, and until when."),
		FIELDS("credits", "credits_agreed", "credits_until") },
	{ "told", N_("Where it is told"),
		N_("A page that tells more, and the document of the Convention that tells of it, "
		   "if there is one."),
		FIELDS("link", "source_symbol", "source_section", "example_type",
			"added_since_2018") },
	{ "files", N_("Files"), N_("What shows or proves it: a report, a picture, a recording."),
		FIELDS("files") },
	{ 0 },
};

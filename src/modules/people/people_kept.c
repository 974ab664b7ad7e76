/* What is kept about people: docs/people.md, and the code that keeps and clears it, say the same.
 */
#include "people.h"

/* To add one: a row. */
const struct people_kept people_kept[] = {
	{ N_("Name, e-mail address and language"),
		N_("So that colleagues know who works with them, and letters arrive and can be "
		   "read."),
		N_("Until they are changed, or the account is erased."),
		N_("The person and administrators; the name and the address, those who see who "
		   "holds which role.") },
	{ N_("Password, as a digest that cannot be turned back (argon2id)"),
		N_("So that nobody else comes in."),
		N_("Until it is changed, or the account is erased."), N_("Nobody.") },
	{ N_("Second factor: a secret sealed by a key outside of the database, and digests of "
	     "recovery codes"),
		N_("So that a password alone opens nothing."),
		N_("Until it is turned off, or the account is erased."),
		N_("Nobody; that there is one, the person and administrators.") },
	{ N_("Roles held now and before: within what, since when, given and ended by whom"),
		N_("So that everybody may do what the role allows, and it stays known who "
		   "answered for what."),
		N_("For good; after the account is erased, without a name."),
		N_("The person, those who may see who holds which role, and administrators.") },
	{ N_("Sessions: browser and system as the browser tells them, when each began and was last "
	     "used, a digest of its cookie"),
		N_("So that one need not sign in for every page, and can end what is not one’s "
		   "own."),
		N_("Until signing out; 30 days at most, or 7 days without use. For administrators "
		   "and "
		   "the Secretariat 12 hours, or 2 without use."),
		N_("The person.") },
	{ N_("Browsers the account was used from: a digest of a cookie of pure chance"),
		N_("So that a sign-in from a new device is noticed, and who guesses passwords "
		   "elsewhere locks nobody out."),
		N_("400 days after it was last used, or until the account is erased."),
		N_("Nobody.") },
	{ N_("Trace of the account: what happened to it, when, by whom"),
		N_("So that misuse is noticed, and it is known who gave which role."),
		N_("Sign-ins and attempts: one year. All else: for good; after the account is "
		   "erased, without its words."),
		N_("The person and administrators.") },
	{ N_("One-time links: digests of invitations, forgotten passwords and changes of "
	     "address, the new address included"),
		N_("So that each works once."),
		N_("90 days after its time is over, or until the account is erased."),
		N_("Nobody.") },
	{ N_("Tokens for programs: name, what each may do, when it was made and last used, a "
	     "digest"),
		N_("So that programs can act for the person, and be stopped."),
		N_("Until the account is erased; those that have ended open nothing."),
		N_("The person.") },
	{ N_("Letters: address, subject, and until it is sent the text"),
		N_("So that they arrive, and administrators see if they do not."),
		N_("90 days, or until the account is erased."), N_("Administrators.") },
	{ N_("Notices: what happened to records that the person works on, when it was told and "
	     "read, and how often letters tell of it"),
		N_("So that everybody knows what waits for them, and no more letters come than "
		   "they want."),
		N_("90 days after they were read, else two years, or until the account is "
		   "erased."),
		N_("The person alone.") },
	{ N_("The address of one’s own calendar, as a digest"),
		N_("So that programs show deadlines."),
		N_("Until it is taken away, or the account is erased."), N_("Nobody.") },
	{ N_("Addresses that a mail server refused for good"),
		N_("So that no more letters are sent there in vain."),
		N_("Until an administrator clears it, or the account is erased."),
		N_("Administrators.") },
	{ N_("Requests for a role: name, address, and the reason given"),
		N_("So that they can be answered."),
		N_("90 days after the answer, or until the account is erased; that there was one, "
		   "a year."),
		N_("Those who may answer them.") },
	{ N_("Questions to those who look after a good practice, and their answers"),
		N_("So that a country that looks for help gets it from those who have done it."),
		N_("Two years after the question; questions also until the account of the one "
		   "who asked is erased."),
		N_("The one who asked, and those who look after the practice: they learn the name "
		   "and the roles of the one who asked, not the address.") },
	{ N_("People named as being behind a good practice"),
		N_("So that those who made it succeed are known for it, as they wish."),
		N_("Until the day they have agreed to, at most five years ahead; then they are "
		   "taken out, of the history as well."),
		N_("Anyone, on the page of the practice, once it is published; before that, "
		   "those who write and examine it.") },
	{ N_("People to whom fields of a record were handed by a link: the name given by who did "
	     "so, "
	     "and what they answered"),
		N_("So that somebody without an account can help with a record, and it is known "
		   "from whom an answer came."),
		N_("Two years after the last day of the link; what was accepted stays in the "
		   "record, without the name. The question, also until the account of the one "
		   "who wrote it is erased."),
		N_("Those who write the record on the same side.") },
	{ N_("Attempts: how many, counted under a digest that names nobody; network addresses are "
	     "kept in no other way"),
		N_("So that nobody guesses passwords or floods others with letters."),
		N_("One day."), N_("Nobody.") },
	{ N_("What was typed in records and not taken into them yet"),
		N_("So that nothing of it is lost."),
		N_("Until it is taken or given up, or the account is erased."),
		N_("The person alone.") },
	{ N_("Translations that were proposed and that nobody has reviewed yet, with the id of the "
	     "account"),
		N_("So that those who may change the record can review them."),
		N_("Until they are reviewed or taken back, or the account is erased."),
		N_("Those who work on the record; the name, those of the person’s own side.") },
	{ N_("Notes beside the fields of records, with the id of the account, and who was "
	     "mentioned there"),
		N_("So that those who work on a record can ask each other."),
		N_("As long as the record, or until the person takes a note back. After the "
		   "account is erased the id names nobody."),
		N_("Those who work on the record, on the side or sides that were chosen; the name, "
		   "those of the person’s own side.") },
	{ N_("What was written in records: each change, when, and the id of the account"),
		N_("So that everybody can see how a record came about, and that nobody has "
		   "tampered "
		   "with it."),
		N_("For good: what was written stays with the Party or the organisation. After the "
		   "account is erased the id names nobody."),
		N_("Those who may read the record; who is behind an id, those who may see who "
		   "holds which role.") },
	{ N_("Files attached to records: the name of each, what it holds, when it was sent, and "
	     "the id of the account"),
		N_("So that a record can show and prove what it tells. Pictures lose what tells "
		   "where and by whom they were taken."),
		N_("For good, as long as they stand in a version of the record; what never stood "
		   "in "
		   "one, a day. After the account is erased the id names nobody."),
		N_("Those who may read the record.") },
	{ 0 },
};

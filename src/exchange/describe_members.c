/* describe_members.c - what is in the answers of the API and in what is sent to it; its errors. */
#include "describe.h"
#include "step.h"

#include <string.h>

/* ---- what is in the answers */

const struct api_member api_record_members[] = {
	{ "id", "string", NULL, N_("text"),
		N_("Names the record in addresses, files and links. It never changes.") },
	{ "kind", "string", NULL, N_("text"),
		N_("What kind of record it is, such as “practice”.") },
	{ "state", "string", NULL, N_("text"), N_("How far it has come, such as “published”.") },
	{ "version", "integer", NULL, N_("whole number"),
		N_("Rises by one with each change of the record.") },
	{ "updated_at", "string", "date-time", N_("instant"),
		N_("When it was last changed, in UTC.") },
	{ "url", "string", "uri-reference", N_("address"),
		N_("The address of its page on this site.") },
	{ 0 },
};

const struct api_member api_list_members[] = {
	{ "total", "integer", NULL, N_("whole number"),
		N_("How many records the whole list has.") },
	{ "total_is_exact", "boolean", NULL, N_("true or false"),
		N_("False when there are more than “total”: counting stops there.") },
	{ "items", "array", NULL, N_("list"), N_("The records of this page.") },
	{ "next", "string", "uri-reference", N_("address, or null"),
		N_("The address of the next page; null at the end."), .may_be_null = true },
	{ "facets", "object", NULL, N_("object"),
		N_("With facets=1: for each code list by which the list can be narrowed, how many "
		   "of its records have each code."),
		.may_be_absent = true },
	{ 0 },
};

const struct api_member api_work_members[] = {
	{ "owner", "object", NULL, N_("object"),
		N_("Whose it is: “party”, “organisation” or “account”, or none of them when it is "
		   "the Secretariat’s own; and its “name”."),
		.may_be_absent = true },
	{ "due_at", "string", "date-time", N_("instant, or null"),
		N_("Until when it is the turn of those whom its state awaits."),
		.may_be_null = true, .may_be_absent = true },
	{ "actions", "array", NULL, N_("list of names"), N_("The steps that you can take now."),
		.may_be_absent = true },
	{ 0 },
};

const struct api_member api_history_members[] = {
	{ "id", "string", NULL, N_("text"), N_("The identifier of the record.") },
	{ "version", "integer", NULL, N_("whole number"), N_("The present version.") },
	{ "versions", "array", NULL, N_("list"), N_("What became of it, oldest first.") },
	{ "next", "string", "uri-reference", N_("address, or null"),
		N_("The address of the next page; null at the end."), .may_be_null = true },
	{ 0 },
};

const struct api_member api_version_members[] = {
	{ "version", "integer", NULL, N_("whole number"), N_("The version it made.") },
	{ "at", "string", "date-time", N_("instant"), N_("When, in UTC.") },
	{ "action", "string", NULL, N_("text"),
		N_("What was done: “create”, “edit”, “import”, “erratum”, “erase”, or a step such "
		   "as “submit”.") },
	{ "state", "string", NULL, N_("text"), N_("The state it led to.") },
	{ "via", "string", NULL, N_("text, or null"),
		N_("By what way: “page”, “api”, “command”, or “offline:2026-11-21”, a file taken "
		   "along on that day. Null to readers."),
		.may_be_null = true },
	{ "side", "string", NULL, N_("text, or null"),
		N_("Who did it: “owner”, “reviewer”, “asked_party”. Null to readers."),
		.may_be_null = true },
	{ "by", "string", NULL, N_("text, or null"),
		N_("On your own side the person by name, on another side what they are. Null to "
		   "readers."),
		.may_be_null = true },
	{ "note", "string", NULL, N_("text, or null"),
		N_("What was written with it: a reason, questions."), .may_be_null = true },
	{ "is_erased", "boolean", NULL, N_("true or false"),
		N_("Whether what it changed was taken out of the history for good.") },
	{ "record", "string", "uri-reference", N_("address, or null"),
		N_("The address of the record as it was then; null where it is not told."),
		.may_be_null = true },
	{ "changes", "array", NULL, N_("list"), N_("Which fields it changed.") },
	{ 0 },
};

const struct api_member api_change_told_members[] = {
	{ "field", "string", NULL, N_("text"), N_("The field, with its language: “title.fr”.") },
	{ "before", NULL, NULL, N_("as in the record"), N_("What stood there before.") },
	{ "after", NULL, NULL, N_("as in the record"), N_("What has stood there since.") },
	{ 0 },
};

/* ---- what was brought back */

const struct api_member api_brought_members[] = {
	{ "version", "integer", NULL, N_("whole number"),
		N_("The version of the record by then.") },
	{ "taken_along_at", "string", "date-time", N_("instant"),
		N_("When the file was taken along, in UTC.") },
	{ "news", "integer", NULL, N_("whole number"),
		N_("How many texts were new; 0 when the file was brought back before.") },
	{ "fields", "array", NULL, N_("list"), N_("What became of each text that was typed.") },
	{ 0 },
};

const struct api_member api_outcome_members[] = {
	{ "field", "string", NULL, N_("text"), N_("The field, with its language: “title.fr”.") },
	{ "end", "string", NULL, N_("text"),
		N_("“taken”: it is in the record, or gathered for a correction; “same”: it stood "
		   "there already; “past”: it came in before, and was changed since; “conflict”: "
		   "somebody else has changed the same, and it is a draft until one is chosen; "
		   "“wrong”: it cannot be stored as it is, and is a draft; “elsewhere”: another "
		   "draft of yours is there, and this text is in the file alone.") },
	{ "is_news", "boolean", NULL, N_("true or false"),
		N_("Whether anything was written for it.") },
	{ "message", "string", NULL, N_("text"), N_("What is wrong, for people."),
		.may_be_absent = true },
	{ "base", NULL, NULL, N_("as in the record"),
		N_("Of a conflict: what stood there when it was taken along."),
		.may_be_absent = true },
	{ "current", NULL, NULL, N_("as in the record"), N_("Of a conflict: what stands there."),
		.may_be_absent = true },
	{ "yours", NULL, NULL, N_("as in the record"), N_("Of a conflict: what was typed."),
		.may_be_absent = true },
	{ 0 },
};

/* ---- notes */

const struct api_member api_notes_members[] = {
	{ "id", "string", NULL, N_("text"), N_("The identifier of the record.") },
	{ "n_open", "integer", NULL, N_("whole number"),
		N_("How many threads that you may read are open.") },
	{ "threads", "array", NULL, N_("list"), N_("The threads of this page, newest first.") },
	{ "next", "string", "uri-reference", N_("address, or null"),
		N_("The address of the next page; null at the end."), .may_be_null = true },
	{ 0 },
};

const struct api_member api_thread_members[] = {
	{ "id", "string", NULL, N_("ULID"), N_("Names the thread.") },
	{ "field", "string", NULL, N_("text, or null"),
		N_("The field it stands beside; null: the whole record."), .may_be_null = true },
	{ "readers", "string", NULL, N_("text"),
		N_("Who reads it: “own” (the side that began it), “between” (those who write the "
		   "record, and the Secretariat), “asked” (the Secretariat, and the Party that is "
		   "asked).") },
	{ "begun_at", "string", "date-time", N_("instant"), N_("When it was begun, in UTC.") },
	{ "last_at", "string", "date-time", N_("instant"),
		N_("When its latest note was written, in UTC.") },
	{ "closed_at", "string", "date-time", N_("instant, or null"),
		N_("When it was closed; null: it is open."), .may_be_null = true },
	{ "asks_me", "boolean", NULL, N_("true or false"),
		N_("Whether it waits for your answer.") },
	{ "n_notes", "integer", NULL, N_("whole number"), N_("How many notes it has.") },
	{ "notes", "array", NULL, N_("list"), N_("Some of its notes, oldest first.") },
	{ 0 },
};

const struct api_member api_note_members[] = {
	{ "id", "string", NULL, N_("ULID"), N_("Names the note.") },
	{ "number", "integer", NULL, N_("whole number"), N_("Its number in the thread, from 1.") },
	{ "at", "string", "date-time", N_("instant"), N_("When it was written, in UTC.") },
	{ "side", "string", NULL, N_("text"),
		N_("Who wrote it: “owner”, “reviewer”, “asked_party”.") },
	{ "by", "string", NULL, N_("text"),
		N_("On your own side the person by name, on another side what they are.") },
	{ "text", "string", NULL, N_("text, or null"), N_("Null: it was taken back."),
		.may_be_null = true },
	{ "changed_at", "string", "date-time", N_("instant, or null"),
		N_("When it was changed, if it was."), .may_be_null = true },
	{ "taken_back_at", "string", "date-time", N_("instant, or null"),
		N_("When it was taken back, if it was."), .may_be_null = true },
	{ 0 },
};

/* ---- what is sent */

const struct api_member api_note_sent_members[] = {
	{ "text", "string", NULL, N_("text"),
		N_("What is written, at most 4,000 characters. “@” and a name mentions somebody "
		   "of your own side.") },
	{ "thread", "string", NULL, N_("ULID, or null"),
		N_("The thread that is answered; without it, one is begun."), .may_be_null = true,
		.may_be_absent = true },
	{ "field", "string", NULL, N_("text, or null"),
		N_("Of a new thread: the field it stands beside; null: the whole record."),
		.may_be_null = true, .may_be_absent = true },
	{ "readers", "string", NULL, N_("text, or null"),
		N_("Of a new thread: who reads it; without it, your own side."),
		.may_be_null = true, .may_be_absent = true },
	{ 0 },
};

const struct api_member api_new_members[] = {
	{ "id", "string", NULL, N_("ULID"),
		N_("Names the record, so that it is made once however often it is sent. Without "
		   "one it is given one."),
		.may_be_absent = true },
	{ "lang", "string", NULL, N_("code of a language"),
		N_("The language it is written in; else the first in which its title stands."),
		.may_be_absent = true },
	{ "owner_party", "string", NULL, N_("code, or null"),
		N_("The Party for which you write. When no owner is given, it is the first of "
		   "those for whom you may."),
		.may_be_null = true, .may_be_absent = true },
	{ "owner_organisation", "string", NULL, N_("text, or null"),
		N_("The identifier of the organisation for which you write."), .may_be_null = true,
		.may_be_absent = true },
	{ 0 },
};

const struct api_member api_file_members[] = {
	{ "file", "string", "binary", N_("file"), N_("The file, at most 25 MB.") },
	{ "field", "string", NULL, N_("text"),
		N_("The field that is to list it; else the first that holds files."),
		.may_be_absent = true },
	{ "about", "string", NULL, N_("text"),
		N_("What it shows or says, in the language of the record; “about.fr”, “about.en” "
		   "in "
		   "that language."),
		.may_be_absent = true },
	{ "reason", "string", NULL, N_("text"),
		N_("Why, at most 4,000 characters. Readers are told it when what is published is "
		   "corrected."),
		.may_be_absent = true },
	{ 0 },
};

const struct api_member api_change_members[] = {
	{ "reason", "string", NULL, N_("text, or null"),
		N_("Why, at most 4,000 characters. Readers are told it when what is published is "
		   "corrected."),
		.may_be_null = true, .may_be_absent = true },
	{ 0 },
};

const struct api_member api_step_members[] = {
	{ "note", "string", NULL, N_("text, or null"),
		N_("What is written with the step: reasons, questions. Some steps require it, "
		   "others take none."),
		.may_be_null = true, .may_be_absent = true },
	{ "agree", "boolean", NULL, N_("true or false"),
		N_("Whether you agree to what the step asks you to agree to."), .may_be_null = true,
		.may_be_absent = true },
	{ 0 },
};

static bool names(const char *const *list, const struct field *f)
{
	for (; list && *list; list++)
		if (!strcmp(*list, f->name))
			return true;
	return false;
}

bool api_field_is_written(const struct kind *k, const struct field *f)
{
	for (const struct section *s = k->sections; s && s->name; s++)
		if (names(s->fields, f))
			return true;
	return false;
}

bool api_field_is_of_steps(const struct kind *k, const struct field *f)
{
	for (size_t i = 0; k->flow && i < k->flow->n_steps; i++)
		if (names(k->flow->steps[i].fields, f))
			return true;
	return false;
}

/* ---- fields */

/* To add a field type: a row here. */
static const char *const field_words[FIELD_TYPE_COUNT] = {
	[FIELD_TEXT] = N_("texts by language"),
	[FIELD_LINE] = N_("text, or null"),
	[FIELD_URL] = N_("web address, or null"),
	[FIELD_YEAR] = N_("year, or null"),
	[FIELD_DATE] = N_("date, or null"),
	[FIELD_YESNO] = N_("true or false, or null"),
	[FIELD_MONEY] = N_("number, or null"),
	[FIELD_CODE] = N_("list of at most one code"),
	[FIELD_CODES] = N_("list of codes"),
	[FIELD_LINKS] = N_("list of identifiers"),
	[FIELD_FILES] = N_("list of files, each with its address"),
};

const char *api_field_words(const struct field *f)
{
	return field_words[f->type];
}

/* ---- errors */

/* To add one: a row here; its code is reason.c's. */
const struct api_error api_errors[] = {
	{ N_("A parameter has an unknown name or a value it cannot have, and “fields” says which; "
	     "or If-Match names no version; or the body is no object of JSON."),
		HTTP_BAD_REQUEST, 0 },
	{ N_("There is no such token any more, or none was sent where one is needed."),
		HTTP_UNAUTHORIZED, 0 },
	{ N_("You may not do that, or your token is for reading only."), HTTP_FORBIDDEN,
		API_WRITES | API_FOR_WORKERS },
	{ N_("There is no such record, or it is not public."), HTTP_NOT_FOUND, API_OF_RECORD },
	{ N_("Somebody else has changed the same since, or the state is another by now: nothing "
	     "was "
	     "changed. “fields” holds what stood there, what stands there, and what you sent."),
		HTTP_CONFLICT, API_MAY_CONFLICT },
	{ N_("The record was public and was withdrawn; or that version can no longer be told."),
		HTTP_GONE, API_READS_RECORD },
	{ N_("The body is longer than 1 MB; of a file, than 30 MB."), HTTP_TOO_LARGE, API_WRITES },
	{ N_("The address is longer than 8,000 bytes."), HTTP_URI_TOO_LONG, 0 },
	{ N_("The body is not of a type that is taken there: application/json, or that of a file."),
		HTTP_UNSUPPORTED_TYPE, API_WRITES },
	{ N_("Something that was sent cannot be taken, and “fields” says what and why: nothing was "
	     "changed."),
		HTTP_UNPROCESSABLE, API_WRITES },
	{ N_("This token has written more than 1,200 times within a minute; try again when "
	     "Retry-After says."),
		HTTP_TOO_MANY, API_WRITES },
	{ N_("Something went wrong here; “incident” is its number."), HTTP_INTERNAL_ERROR, 0 },
	{ N_("Too much is asked at once; try again when Retry-After says."), HTTP_UNAVAILABLE, 0 },
};

const size_t n_api_errors = COUNT(api_errors);

/* ---- translations */

const struct api_member api_translations_members[] = {
	{ "id", "string", NULL, N_("text"), N_("The identifier of the record.") },
	{ "version", "integer", NULL, N_("whole number"), N_("The present version.") },
	{ "lang", "string", NULL, N_("code of a language"), N_("The language it is written in.") },
	{ "may_review", "boolean", NULL, N_("true or false"),
		N_("Whether you may put translations into the record now.") },
	{ "seen", "integer", NULL, N_("whole number"),
		N_("How far this answer tells of proposals: to be sent with a review.") },
	{ "languages", "array", NULL, N_("list"), N_("What there is in each other language.") },
	{ 0 },
};

const struct api_member api_language_members[] = {
	{ "to", "string", NULL, N_("code of a language"), N_("The language.") },
	{ "missing", "integer", NULL, N_("whole number"),
		N_("How many texts are not there at all.") },
	{ "draft", "integer", NULL, N_("whole number"),
		N_("How many have a proposal that nobody has reviewed.") },
	{ "outdated", "integer", NULL, N_("whole number"),
		N_("How many say what the original said before it was changed.") },
	{ "reviewed", "integer", NULL, N_("whole number"), N_("How many are as they should be.") },
	{ "fields", "array", NULL, N_("list"), N_("Each text, in the order of the form.") },
	{ 0 },
};

const struct api_member api_translated_members[] = {
	{ "field", "string", NULL, N_("text"), N_("The field: “title”.") },
	{ "state", "string", NULL, N_("text"),
		N_("“missing”, “draft”, “outdated” or “reviewed”.") },
	{ "from", "string", NULL, N_("code of a language"), N_("The language of the original.") },
	{ "original", "string", NULL, N_("text"), N_("What is to be translated.") },
	{ "text", "string", NULL, N_("text, or null"), N_("What stands in the record."),
		.may_be_null = true },
	{ "is_outdated", "boolean", NULL, N_("true or false"),
		N_("Whether the original has changed since that text was last checked.") },
	{ "is_of_machine", "boolean", NULL, N_("true or false"),
		N_("Whether a machine made that text, and a person reviewed it.") },
	{ "checked_at", "string", "date-time", N_("instant, or null"),
		N_("When somebody last wrote it, or said that it is right."), .may_be_null = true },
	{ "proposals", "array", NULL, N_("list"), N_("What is proposed, newest first.") },
	{ 0 },
};

const struct api_member api_proposal_members[] = {
	{ "by", "string", NULL, N_("text"),
		N_("Who proposes it, as you are told: a name, or what they are.") },
	{ "is_yours", "boolean", NULL, N_("true or false"), N_("Whether that is you.") },
	{ "is_of_machine", "boolean", NULL, N_("true or false"), N_("Whether it is a machine.") },
	{ "text", "string", NULL, N_("text"), N_("The proposal.") },
	{ "original", "string", NULL, N_("text"), N_("The text that it was made from.") },
	{ "is_of_now", "boolean", NULL, N_("true or false"),
		N_("Whether the original still says that.") },
	{ "at", "string", "date-time", N_("instant"), N_("When it was proposed.") },
	{ 0 },
};

const struct api_member api_translate_members[] = {
	{ "to", "string", NULL, N_("code of a language"), N_("The language of the texts.") },
	{ "texts", "object", NULL, N_("object"),
		N_("The texts by field; null takes your own proposal back.") },
	{ "originals", "object", NULL, N_("object"),
		N_("Of proposals: what each was made from; without it, the present original."),
		.may_be_absent = true },
	{ "review", "boolean", NULL, N_("true or false"),
		N_("Puts the texts into the record instead of proposing them."),
		.may_be_absent = true },
	{ "version", "integer", NULL, N_("whole number"),
		N_("Of a review: the version that it was made from."), .may_be_absent = true },
	{ "seen", "integer", NULL, N_("whole number"),
		N_("Of a review: what “seen” was; proposals of before are done with."),
		.may_be_absent = true },
	{ 0 },
};

const struct api_member api_carried_all_members[] = {
	{ "id", "string", NULL, N_("text"), N_("The identifier of the record.") },
	{ "version", "integer", NULL, N_("whole number"),
		N_("The version of the record by then.") },
	{ "texts", "array", NULL, N_("list"), N_("What became of each text, as it was sent.") },
	{ 0 },
};

const struct api_member api_carried_members[] = {
	{ "field", "string", NULL, N_("text"), N_("The field: “title”.") },
	{ "end", "string", NULL, N_("text"),
		N_("“kept”: it is proposed; “older”: so it is, made from an original that has "
		   "changed since; “same”: there is nothing new in it; “dropped”: your proposal is "
		   "taken back; “reviewed”: it stands in the record; “not_taken”.") },
	{ "code", "string", NULL, N_("text"), N_("Of “not_taken”: why, for programs."),
		.may_be_absent = true },
	{ "message", "string", NULL, N_("text"), N_("What there is to say of it, for people."),
		.may_be_absent = true },
	{ "record", "string", NULL, N_("text"), N_("Of a file: the record, as the file names it."),
		.may_be_absent = true },
	{ "line", "integer", NULL, N_("whole number"), N_("Of a file: where it stands."),
		.may_be_absent = true },
	{ 0 },
};

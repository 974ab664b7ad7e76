/*
 * describe.h - what programs can ask for, worked out from the routes, the kinds and the code
 * lists: the one source of the OpenAPI document and of the page that people read.
 */
#ifndef DESCRIBE_H
#define DESCRIBE_H

#include "module.h"

#define API_ROOT    "/api/v1"
#define API_OPENAPI API_ROOT "/openapi.json"
#define API_PAGE    "/api" /* after the language: the page for people */

struct api_parameter {
	const char *name;
	struct str meaning;

	/* What its value may be: a code of the list, one of `values`, a number up to `max`, or
	 * text. */
	const struct vocabulary *vocabulary;
	const char *const *values;
	size_t n_values;
	int64_t min, max;

	const char *initial; /* what holds when it is not given; or NULL */
	struct str example; /* a value that is accepted */
	bool is_in_path, is_in_header, is_repeatable;
	bool is_required; /* in a header; in a path it always is */
};

enum api_answer {
	API_ANSWER_LIST,
	API_ANSWER_RECORD,
	API_ANSWER_INDEX,
	API_ANSWER_OPENAPI,
	API_ANSWER_HISTORY,
	API_ANSWER_PAST, /* a record as it was */
	API_ANSWER_NOTES,
	API_ANSWER_THREAD, /* after a note was written */
	API_ANSWER_TRANSLATIONS, /* what stands and is proposed in other languages */
	API_ANSWER_TRANSLATED, /* what became of each text that was sent */
	API_ANSWER_FILE, /* one that was attached */
	API_ANSWER_WORK, /* a record as those who work on it are told it, after they wrote */
	API_ANSWER_ALONG, /* a record as a file that is filled in elsewhere */
	API_ANSWER_BROUGHT /* what became of each text of a file that was brought back */
};

/* What is sent with it. */
enum api_body {
	API_BODY_NONE,
	API_BODY_NEW,
	API_BODY_CHANGE,
	API_BODY_STEP,
	API_BODY_NOTE,
	API_BODY_TRANSLATED, /* texts in another language, or a file of them */
	API_BODY_FILE, /* one to be attached */
	API_BODY_BROUGHT /* a record that was taken along */
};

/* What an operation is like, bits: which errors are to be expected. */
enum {
	API_OF_RECORD = 1,
	API_READS_RECORD = 2,
	API_WRITES = 4,
	API_MAY_CONFLICT = 8,
	API_FOR_WORKERS = 16 /* changes nothing, and is for those alone who work on it */
};

/* One method at one address. */
struct api_operation {
	const struct route *route;
	const struct kind *kind; /* NULL: of the API itself */
	enum api_answer answer;
	enum api_body body;
	unsigned traits; /* API_OF_RECORD... */
	struct str id; /* "list_practices" */
	struct str path; /* "/api/v1/practices/{id}" */
	struct str summary, meaning;
	const struct api_parameter *parameters;
	size_t n_parameters;
};

struct api_operations {
	const struct api_operation *v;
	size_t n;
};

/* All operations of the API, in the order of the routes, in the language of the work. */
struct api_operations api_describe(struct work *w, const struct route *const *tables);

/* The first route of the API that api_describe() has no words for, or NULL. */
const struct route *api_undescribed(const struct route *const *tables);

/* Can programs have the list of that kind? */
bool api_has_list(const struct route *const *tables, const struct kind *k);

/* Kinds that have a list among the operations, in their order; `ret_kinds` has room for n. */
size_t api_kinds(const struct api_operations *all, const struct kind **ret_kinds);

/* A member of an answer beside the fields of a kind. */
struct api_member {
	const char *name;
	const char *type, *format; /* of JSON Schema; `format` may be NULL */
	const char *words; /* N_(): the type for people */
	const char *meaning; /* N_() */
	bool may_be_null, may_be_absent;
};

/* What every record begins with, and what is around the records of a list. Ended by no name. */
extern const struct api_member api_record_members[], api_list_members[];

/* What those who work on a record are told of it besides, and internal fields. */
extern const struct api_member api_work_members[];

/* What may be sent beside fields, with a new record, a change, a step. */
extern const struct api_member api_new_members[], api_change_members[], api_step_members[],
	api_file_members[];

/* A history, a version of it, a change of a version. */
extern const struct api_member api_history_members[], api_version_members[],
	api_change_told_members[];

/* What became of a file that was brought back, and of one of its texts. */
extern const struct api_member api_brought_members[], api_outcome_members[];

/* Translations of a record: all of them, those into a language, a field, a proposal; what is sent,
 * what became of it, and of one text. */
extern const struct api_member api_translations_members[], api_language_members[],
	api_translated_members[], api_proposal_members[], api_translate_members[],
	api_carried_all_members[], api_carried_members[];

/* Notes of a record, a thread of them, one note; and what is sent to write one. */
extern const struct api_member api_notes_members[], api_thread_members[], api_note_members[],
	api_note_sent_members[];

/* Can programs write records of that kind? */
bool api_is_written(const struct api_operations *all, const struct kind *k);

/* Is the field written on one of the kind's pages; or asked with one of its steps? */
bool api_field_is_written(const struct kind *k, const struct field *f);
bool api_field_is_of_steps(const struct kind *k, const struct field *f);

/* What a field is in JSON, for people: N_("year, or null"). */
const char *api_field_words(const struct field *f);

/* A status an operation may answer with instead, and when. */
struct api_error {
	const char *meaning; /* N_() */
	enum http_status status;
	unsigned traits; /* operations with one of them may answer so; 0: any */
};

extern const struct api_error api_errors[];
extern const size_t n_api_errors;

#endif

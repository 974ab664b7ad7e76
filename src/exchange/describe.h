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
	bool is_in_path, is_repeatable;
};

enum api_answer { API_ANSWER_LIST, API_ANSWER_RECORD, API_ANSWER_INDEX, API_ANSWER_OPENAPI };

/* One method at one address. */
struct api_operation {
	const struct route *route;
	const struct kind *kind; /* NULL: of the API itself */
	enum api_answer answer;
	struct str id; /* "list_practices" */
	struct str path; /* "/api/v1/practices/{id}" */
	struct str summary, meaning;
	const struct api_parameter *parameters;
	size_t n_parameters;
	bool may_be_missing; /* 404 is an answer to expect */
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

/* What a field is in JSON, for people: N_("year, or null"). */
const char *api_field_words(const struct field *f);

/* A status an operation may answer with instead, and when. */
struct api_error {
	const char *meaning; /* N_() */
	enum http_status status;
	bool is_of_all; /* any operation may answer so; else those that may_be_missing */
};

extern const struct api_error api_errors[];
extern const size_t n_api_errors;

#endif

/* describe.c - operations, parameters and errors of the API. */
#include "describe.h"
#include "api.h"
#include "exchange.h"
#include "openapi.h"
#include "translation_file.h"

#include <assert.h>
#include <string.h>

/* ---- which routes there are words for */

/* To describe the route of another handler: a row here, and what it answers in openapi.c. */
static const struct form {
	enum http_status (*handler)(struct request *r); /* NULL: by `below` */
	enum api_answer answer;
	const char *id; /* before the name of the collection or kind */
	const char *summary, *meaning; /* N_(), {1}: the collection's title */
	enum http_method method;
	enum api_body body;
	unsigned traits;
	const char *below; /* what the address of a handler of pages ends with */
} forms[] = {
	{ exchange_list_api, API_ANSWER_LIST, "list", N_("{1}: the list"),
		N_("The records that fit all parameters, page by page; as a file, the whole "
		   "list.") },
	{ exchange_record_api, API_ANSWER_RECORD, "get", N_("{1}: one record"),
		N_("The record of that identifier, in all its languages. Those who work on it are "
		   "told more of it."),
		.traits = API_OF_RECORD | API_READS_RECORD },
	{ exchange_create_api, API_ANSWER_WORK, "create", N_("{1}: begin a record"),
		N_("A new draft. Sent again with the same “id”, it is answered with the record "
		   "there is by then."),
		METHOD_POST, API_BODY_NEW, API_WRITES },
	{ exchange_change_api, API_ANSWER_WORK, "change", N_("{1}: change a record"),
		N_("Takes what nobody else has changed since that version; where somebody has, "
		   "nothing is changed, and the answer is a conflict. What is published is "
		   "corrected so, by those who may: readers are told of it."),
		METHOD_PATCH, API_BODY_CHANGE, API_OF_RECORD | API_WRITES | API_MAY_CONFLICT },
	{ exchange_step_api, API_ANSWER_WORK, "step", N_("{1}: take a step"),
		N_("From one state to another: sends it in, publishes it and so on. “actions” of "
		   "the record names those that are open to you."),
		METHOD_POST, API_BODY_STEP, API_OF_RECORD | API_WRITES | API_MAY_CONFLICT },
	{ NULL, API_ANSWER_ALONG, "take_along", N_("{1}: take a record along"),
		N_("The record as one file of HTML, in the language that is accepted: a form that "
		   "is filled in without a connection and brought back. It holds your drafts; it "
		   "is for those who may change the record."),
		.traits = API_OF_RECORD | API_FOR_WORKERS | API_MAY_CONFLICT, .below = "/offline" },
	{ exchange_offline_api, API_ANSWER_BROUGHT, "bring_back",
		N_("{1}: bring back what was taken along"),
		N_("The file of a record that was taken along: what was typed in it is merged "
		   "field by field from the version it was taken at; what cannot be taken is kept "
		   "as your drafts. The same file again changes nothing."),
		METHOD_POST, API_BODY_BROUGHT, API_OF_RECORD | API_WRITES | API_MAY_CONFLICT },
	{ exchange_file_api, API_ANSWER_FILE, "attach", N_("{1}: attach a file"),
		N_("Sent as multipart/form-data. What it is, its bytes tell; what could do harm is "
		   "refused, and pictures lose what tells where they were taken. It stands behind "
		   "those that are there, whoever else attaches one at the same time. To take one "
		   "away, change the record without it."),
		METHOD_POST, API_BODY_FILE, API_OF_RECORD | API_WRITES },
	{ exchange_history_api, API_ANSWER_HISTORY, "history", N_("{1}: the history of a record"),
		N_("What became of it, oldest first: to readers since it was first published and "
		   "without names, to those who work on it all of it."),
		.traits = API_OF_RECORD | API_READS_RECORD },
	{ exchange_version_api, API_ANSWER_PAST, "version", N_("{1}: a record as it was"),
		N_("The record in an earlier version."),
		.traits = API_OF_RECORD | API_READS_RECORD },
	{ exchange_notes_api, API_ANSWER_NOTES, "notes", N_("{1}: notes beside a record"),
		N_("Threads of notes that you may read, newest first, each with its first notes; "
		   "for those who work on the record."),
		.traits = API_OF_RECORD | API_FOR_WORKERS },
	{ exchange_note_api, API_ANSWER_THREAD, "note", N_("{1}: write a note"),
		N_("Begins a thread beside a field or the whole record, or answers in one. The "
		   "answer is the thread with its latest notes."),
		METHOD_POST, API_BODY_NOTE, API_OF_RECORD | API_WRITES | API_MAY_CONFLICT },
	{ exchange_translations_api, API_ANSWER_TRANSLATIONS, "translations",
		N_("{1}: translations of a record"),
		N_("For each other language what stands there, what is proposed, and what the "
		   "original has left behind; or a file of one language. For those who work on the "
		   "record."),
		.traits = API_OF_RECORD | API_FOR_WORKERS },
	{ exchange_translate_api, API_ANSWER_TRANSLATED, "translate", N_("{1}: translate a record"),
		N_("Proposes texts in another language, or with “review” puts them into the "
		   "record; a file of translations proposes all that is in it. Sent again, it "
		   "changes nothing."),
		METHOD_POST, API_BODY_TRANSLATED, API_OF_RECORD | API_WRITES | API_MAY_CONFLICT },
	{ exchange_index_api, API_ANSWER_INDEX, "index", N_("What there is"),
		N_("The collections with their addresses, and where the API is described.") },
	{ exchange_openapi, API_ANSWER_OPENAPI, "openapi", N_("The description of the API"),
		N_("All of the API as an OpenAPI 3.1 document.") },
};

static bool is_of_api(const struct route *r)
{
	struct str pattern = str_from(r->pattern);

	return str_is(pattern, API_ROOT) || str_starts(pattern, S(API_ROOT "/"));
}

static bool is_meant(const struct form *f, const struct route *r)
{
	return f->method == r->method &&
	       (f->handler ? f->handler == r->handler
			   : str_ends(str_from(r->pattern), str_from(f->below)));
}

static const struct form *form_of(const struct route *r)
{
	for (size_t i = 0; i < COUNT(forms); i++)
		if (is_meant(&forms[i], r))
			return &forms[i];
	return NULL;
}

const struct route *api_undescribed(const struct route *const *tables)
{
	for (; *tables; tables++)
		for (const struct route *r = *tables; r->pattern; r++)
			if (is_of_api(r) && !form_of(r))
				return r;
	return NULL;
}

bool api_has_list(const struct route *const *tables, const struct kind *k)
{
	for (; *tables; tables++)
		for (const struct route *r = *tables; r->pattern; r++)
			if (r->handler == exchange_list_api && r->arg == k && is_of_api(r))
				return true;
	return false;
}

/* ---- parameters */

enum { OWN_PARAMETERS = 8 }; /* of a list, beside the code lists; of others at most */

struct parameters {
	struct work *work;
	const struct kind *kind;
	struct api_parameter *v;
	size_t n;
};

static void add(struct parameters *p, struct api_parameter parameter)
{
	p->v[p->n++] = parameter;
}

static void add_filters(struct parameters *p, const struct filterable *filterable)
{
	struct work *w = p->work;

	for (size_t i = 0; i < filterable->n; i++) {
		const struct vocabulary *v = filterable->v[i];
		struct str label = str_from(tr_text(w->lang, v->source->label));

		add(p, (struct api_parameter){ .name = v->source->name,
			       .meaning = STR_FILL(w->arena,
				       T(w, "Only records with this code of “{1}”, or with one "
					    "that stands below it."),
				       label),
			       .vocabulary = v,
			       .example = v->n ? v->terms[0].code : S(""),
			       .is_repeatable = true });
	}
	if (filterable->has_year)
		add(p, (struct api_parameter){ .name = "year",
			       .meaning =
				       str_from(T(w, "Only what was under way in this year. What "
						     "has no end counts, what has no start "
						     "does not.")),
			       .min = 1000,
			       .max = 9999,
			       .example = S("2016"),
			       .is_repeatable = true });
}

static void add_search(struct parameters *p)
{
	struct work *w = p->work;
	const char **orders = ARENA_ARRAY(w->arena, const char *, ORDER_COUNT);
	size_t n_orders = 0;

	assert(p->kind);
	for (enum list_order i = 0; i < ORDER_COUNT; i++)
		if (list_has_order(p->kind, i))
			orders[n_orders++] = list_order_name(i);
	add(p, (struct api_parameter){ .name = "q",
		       .meaning =
			       str_from(T(w, "Words to search for, in any language: all of them, "
					     "an \"exact phrase\", the beginning of the last "
					     "word, none with a -hyphen before it.")),
		       .example = S("copyright") });
	add(p, (struct api_parameter){ .name = "sort",
		       .meaning = str_from(T(w, "The order; a hyphen before the name turns it "
						"round. When none is given: by relevance if words "
						"are searched for, else the newest first.")),
		       .values = orders,
		       .n_values = n_orders,
		       .example = S("title") });
}

static void add_page(struct parameters *p)
{
	static const char *const answers[] = { "0", "1" };
	struct work *w = p->work;

	add(p, (struct api_parameter){ .name = "limit",
		       .meaning = str_from(T(w, "How many records at most.")),
		       .min = 1,
		       .max = LIST_LIMIT_MAX,
		       .initial = str_printf(w->arena, "%d", LIST_LIMIT_DEFAULT).p,
		       .example = S("5") });
	add(p, (struct api_parameter){ .name = "cursor",
		       .meaning = str_from(T(w, "Where the page begins, taken as it is from “next” "
						"of the page before.")) });
	add(p, (struct api_parameter){ .name = "facets",
		       .meaning = str_from(T(w, "Adds how many records of the list have each "
						"code.")),
		       .values = answers,
		       .n_values = COUNT(answers),
		       .initial = answers[0],
		       .example = S("1") });
}

static void add_language(struct parameters *p, const char *meaning)
{
	const char **codes = ARENA_ARRAY(p->work->arena, const char *, LANG_COUNT);

	for (size_t i = 0; i < LANG_COUNT; i++)
		codes[i] = languages[i].code;
	add(p, (struct api_parameter){ .name = "lang",
		       .meaning = str_from(meaning),
		       .values = codes,
		       .n_values = LANG_COUNT,
		       .example = str_from(codes[0]) });
}

static void add_format(struct parameters *p)
{
	struct work *w = p->work;
	const char **names = ARENA_ARRAY(w->arena, const char *, EXPORT_FORMAT_COUNT);

	for (enum export_format i = 0; i < EXPORT_FORMAT_COUNT; i++)
		names[i] = export_name(i);
	add(p, (struct api_parameter){ .name = "format",
		       .meaning = str_from(T(w, "The form of the answer. All but “json” give the "
						"whole list as a file unless “limit” is given, in "
						"the order of “sort”, else the oldest first.")),
		       .values = names,
		       .n_values = EXPORT_FORMAT_COUNT,
		       .initial = names[EXPORT_JSON],
		       .example = S("csv") });
}

static struct parameters list_parameters(struct work *w, const struct kind *k)
{
	struct filterable filterable = list_filterable(w, k);
	struct parameters p = { .work = w, .kind = k };

	p.v = ARENA_ARRAY(w->arena, struct api_parameter, filterable.n + OWN_PARAMETERS);
	add_search(&p);
	add_filters(&p, &filterable);
	add_page(&p);
	add_language(&p, T(w, "Texts in this language alone."));
	add_format(&p);
	return p;
}

static struct parameters few_parameters(struct work *w, const struct kind *k)
{
	return (struct parameters){ .work = w,
		.kind = k,
		.v = ARENA_ARRAY(w->arena, struct api_parameter, OWN_PARAMETERS) };
}

static struct parameters record_parameters(struct work *w, const struct kind *k)
{
	struct parameters p = few_parameters(w, k);

	add(&p, (struct api_parameter){ .name = "id",
			.meaning = str_from(T(w, "The identifier, from “id” of the list.")),
			.is_in_path = true });
	return p;
}

static void add_match(struct parameters *p, bool is_required)
{
	struct work *w = p->work;

	add(p, (struct api_parameter){ .name = "If-Match",
		       .meaning = str_from(
			       is_required
				       ? T(w, "The version that the change was made from, in "
					      "quotation marks, as ETag gives it.")
				       : T(w, "The version that is meant; if it is no longer the "
					      "present one, the step is not taken.")),
		       .example = S("\"7\""),
		       .is_in_header = true,
		       .is_required = is_required });
}

static bool is_there(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

static void add_actions(struct parameters *p)
{
	assert(p->kind && p->kind->flow);
	const struct flow *f = p->kind->flow;
	const char **names = ARENA_ARRAY(p->work->arena, const char *, f->n_steps + 1);
	size_t n = 0;

	for (size_t i = 0; i < f->n_steps; i++)
		if (f->steps[i].may != VERB_NONE && !is_there(names, n, f->steps[i].action))
			names[n++] = f->steps[i].action;
	add(p, (struct api_parameter){ .name = "action",
		       .meaning = str_from(T(p->work, "What is to be done.")),
		       .values = names,
		       .n_values = n,
		       .is_in_path = true });
}

static struct parameters body_parameters(struct work *w, const struct form *f, const struct kind *k)
{
	struct parameters p =
		f->body == API_BODY_NEW ? few_parameters(w, k) : record_parameters(w, k);

	if (f->body == API_BODY_STEP)
		add_actions(&p);
	if (f->body != API_BODY_NEW && f->body != API_BODY_FILE)
		add_match(&p, f->body == API_BODY_CHANGE);
	return p;
}

static struct parameters history_parameters(struct work *w, const struct kind *k)
{
	struct parameters p = record_parameters(w, k);

	add(&p, (struct api_parameter){ .name = "after",
			.meaning = str_from(T(w, "Only versions after this one.")),
			.max = INT32_MAX,
			.example = S("3") });
	add(&p, (struct api_parameter){ .name = "limit",
			.meaning = str_from(T(w, "How many versions at most.")),
			.min = 1,
			.max = EXCHANGE_VERSIONS_MAX,
			.initial = str_printf(w->arena, "%d", EXCHANGE_VERSIONS_DEFAULT).p,
			.example = S("5") });
	return p;
}

static struct parameters notes_parameters(struct work *w, const struct kind *k)
{
	static const char *const states[] = { "open", "closed" };
	struct parameters p = record_parameters(w, k);

	add(&p, (struct api_parameter){ .name = "field",
			.meaning = str_from(T(w, "Only threads beside this field; “record”: those "
						 "about the whole record.")) });
	add(&p, (struct api_parameter){ .name = "state",
			.meaning = str_from(T(w, "Only threads that are open, or closed.")),
			.values = states,
			.n_values = COUNT(states),
			.initial = states[0],
			.example = S("open") });
	add(&p, (struct api_parameter){ .name = "before",
			.meaning = str_from(T(w, "Only threads begun before the one of this "
						 "identifier.")) });
	add(&p, (struct api_parameter){ .name = "limit",
			.meaning = str_from(T(w, "How many threads at most.")),
			.min = 1,
			.max = EXCHANGE_THREADS_MAX,
			.initial = "20",
			.example = S("5") });
	add(&p, (struct api_parameter){ .name = "thread",
			.meaning = str_from(T(w, "This thread alone, with up to 100 notes.")) });
	add(&p, (struct api_parameter){ .name = "after",
			.meaning = str_from(T(w, "With “thread”: only notes of a greater number.")),
			.max = INT32_MAX,
			.example = S("100") });
	return p;
}

static struct parameters translations_parameters(struct work *w, const struct kind *k)
{
	const char **codes = ARENA_ARRAY(w->arena, const char *, LANG_COUNT);
	const char **formats = ARENA_ARRAY(w->arena, const char *, TRANSLATION_FORMAT_COUNT);
	struct parameters p = record_parameters(w, k);

	for (size_t i = 0; i < LANG_COUNT; i++)
		codes[i] = languages[i].code;
	for (size_t i = 0; i < TRANSLATION_FORMAT_COUNT; i++)
		formats[i] = translation_format_name((enum translation_format)i);
	add(&p, (struct api_parameter){ .name = "to",
			.meaning = str_from(T(w, "Only translations into this language.")),
			.values = codes,
			.n_values = LANG_COUNT,
			.example = S("en") });
	add(&p, (struct api_parameter){ .name = "format",
			.meaning = str_from(T(w, "With “to”: as a file of this kind instead of "
						 "JSON.")),
			.values = formats,
			.n_values = TRANSLATION_FORMAT_COUNT });
	return p;
}

static struct parameters past_parameters(struct work *w, const struct kind *k)
{
	struct parameters p = record_parameters(w, k);

	add(&p, (struct api_parameter){ .name = "version",
			.meaning = str_from(T(w, "The version, from the history.")),
			.min = 1,
			.max = INT32_MAX,
			.is_in_path = true });
	return p;
}

static struct parameters openapi_parameters(struct work *w)
{
	struct parameters p = { .work = w, .v = ARENA_ARRAY(w->arena, struct api_parameter, 1) };

	add_language(&p, T(w, "The language of the descriptions, before that of "
			      "Accept-Language."));
	return p;
}

static struct parameters parameters_of(struct work *w, const struct form *f, const struct kind *k)
{
	switch (f->answer) {
	case API_ANSWER_LIST:
		return list_parameters(w, k);
	case API_ANSWER_RECORD:
	case API_ANSWER_ALONG:
	case API_ANSWER_BROUGHT:
		return record_parameters(w, k);
	case API_ANSWER_OPENAPI:
		return openapi_parameters(w);
	case API_ANSWER_HISTORY:
		return history_parameters(w, k);
	case API_ANSWER_PAST:
		return past_parameters(w, k);
	case API_ANSWER_NOTES:
		return notes_parameters(w, k);
	case API_ANSWER_TRANSLATIONS:
		return translations_parameters(w, k);
	case API_ANSWER_THREAD:
	case API_ANSWER_TRANSLATED:
		return record_parameters(w, k);
	case API_ANSWER_FILE:
	case API_ANSWER_WORK:
		return body_parameters(w, f, k);
	case API_ANSWER_INDEX:
		break;
	}
	return (struct parameters){ 0 };
}

/* ---- operations */

/* "/api/v1/practices/:id" as OpenAPI writes it. */
static struct str path_of(struct arena *a, const char *pattern)
{
	struct out o = out_new(a, PATH_MAX_BYTES);
	struct str rest = str_from_at(str_from(pattern), 1), part;

	while (str_cut(&rest, '/', &part))
		if (str_starts(part, S(":")))
			out_printf(&o, "/{" STR_FMT "}", STR_ARG(str_from_at(part, 1)));
		else
			out_printf(&o, "/" STR_FMT, STR_ARG(part));
	return out_done(&o);
}

static struct str id_of(struct arena *a, const struct form *f, const struct kind *k)
{
	if (!k)
		return str_from(f->id);
	return str_printf(a, "%s_%s", f->id, f->answer == API_ANSWER_LIST ? k->plural : k->name);
}

static struct api_operation operation_of(
	struct work *w, const struct route *r, const struct form *f)
{
	const struct kind *k = r->arg;
	struct str title = str_from(k ? tr_text(w->lang, k->label_plural) : NULL);
	struct parameters parameters = parameters_of(w, f, k);

	return (struct api_operation){ .route = r,
		.kind = k,
		.answer = f->answer,
		.body = f->body,
		.traits = f->traits,
		.id = id_of(w->arena, f, k),
		.path = path_of(w->arena, r->pattern),
		.summary = STR_FILL(w->arena, tr_text(w->lang, f->summary), title),
		.meaning = str_from(tr_text(w->lang, f->meaning)),
		.parameters = parameters.v,
		.n_parameters = parameters.n };
}

static size_t count_described(const struct route *const *tables)
{
	size_t n = 0;

	for (; *tables; tables++)
		for (const struct route *r = *tables; r->pattern; r++)
			n += is_of_api(r) && form_of(r);
	return n;
}

struct api_operations api_describe(struct work *w, const struct route *const *tables)
{
	struct api_operation *v =
		ARENA_ARRAY(w->arena, struct api_operation, count_described(tables));
	size_t n = 0;

	for (; *tables; tables++)
		for (const struct route *r = *tables; r->pattern; r++) {
			const struct form *f = is_of_api(r) ? form_of(r) : NULL;

			if (f)
				v[n++] = operation_of(w, r, f);
		}
	return (struct api_operations){ v, n };
}

size_t api_kinds(const struct api_operations *all, const struct kind **ret_kinds)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].answer == API_ANSWER_LIST)
			ret_kinds[n++] = all->v[i].kind;
	return n;
}

bool api_is_written(const struct api_operations *all, const struct kind *k)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].kind == k && all->v[i].body == API_BODY_NEW)
			return true;
	return false;
}

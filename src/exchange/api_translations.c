/* api_translations.c - records in their other languages, for programs of those who work on them. */
#include "api.h"
#include "asked.h"
#include "clock.h"
#include "form.h"
#include "json.h"
#include "json_tree.h"
#include "multipart.h"
#include "translation_file.h"
#include "utf8.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

enum { ANSWER_MAX_BYTES = 32 << 20 };

/* ---- what is there */

struct telling {
	struct work *work;
	const struct kind *kind;
	const struct record *record;
	struct json *json;
	int64_t seen; /* the newest proposal of all */
};

static void draft_json(struct telling *t, const struct translation_draft *d)
{
	struct work *w = t->work;
	struct json *j = t->json;

	jsonw_object(j);
	jsonw_member(j, "by", translation_by(w, t->kind, t->record, d));
	jsonw_member_bool(j, "is_yours", !d->tool.n && str_eq(d->by, w->actor.account_id));
	jsonw_member_bool(j, "is_of_machine", d->tool.n > 0);
	jsonw_member(j, "text", d->text);
	jsonw_member(j, "original", d->original);
	jsonw_member_bool(j, "is_of_now", d->is_of_now);
	jsonw_member(j, "at", clock_rfc3339(w->arena, d->at_ms));
	jsonw_object_end(j);
}

static void field_json(struct telling *t, const struct translated *one)
{
	struct arena *a = t->work->arena;
	struct json *j = t->json;

	jsonw_object(j);
	jsonw_member_z(j, "field", one->column.field->name);
	jsonw_member_z(j, "state", translation_state_name(one->state));
	jsonw_member_z(j, "from", one->original.lang->code);
	jsonw_member(j, "original", one->original.text);
	jsonw_member_or_null(j, "text", one->text);
	jsonw_member_bool(j, "is_outdated", one->is_outdated);
	jsonw_member_bool(j, "is_of_machine", one->is_of_machine);
	jsonw_member_or_null(j, "checked_at",
		one->text.n && one->checked_ms ? clock_rfc3339(a, one->checked_ms) : S(""));
	jsonw_key(j, "proposals");
	jsonw_array(j);
	for (size_t i = 0; i < one->n_drafts; i++)
		draft_json(t, &one->drafts[i]);
	jsonw_array_end(j);
	jsonw_object_end(j);
}

static void language_json(struct telling *t, const struct translation *one)
{
	struct json *j = t->json;

	jsonw_object(j);
	jsonw_member_z(j, "to", one->to->code);
	for (size_t s = 0; s < TRANSLATION_STATE_COUNT; s++)
		jsonw_member_int(j, translation_state_name((enum translation_state)s),
			(int64_t)one->n_of[s]);
	jsonw_key(j, "fields");
	jsonw_array(j);
	for (size_t i = 0; i < one->n; i++)
		field_json(t, &one->v[i]);
	jsonw_array_end(j);
	jsonw_object_end(j);
}

static int64_t newest_of(const struct translation *all, size_t n)
{
	int64_t newest = 0;

	for (size_t l = 0; l < n; l++)
		for (size_t i = 0; i < all[l].n; i++)
			for (size_t d = 0; d < all[l].v[i].n_drafts; d++)
				if (all[l].v[i].drafts[d].at_ms > newest)
					newest = all[l].v[i].drafts[d].at_ms;
	return newest;
}

static enum http_status answer_translations(
	struct request *r, const struct record *record, const struct language *to)
{
	struct json j = api_answer(r, ANSWER_MAX_BYTES);
	struct telling t = { work_of(r), r->route->arg, record, &j, 0 };
	struct translation all[LANG_COUNT];
	size_t n = 0;

	for (size_t i = 0; i < LANG_COUNT; i++)
		if (!to || to == &languages[i])
			all[n++] = translation_of(t.work, t.kind, record, &languages[i]);
	jsonw_object(&j);
	jsonw_member(&j, "id", record->public_id);
	jsonw_member_int(&j, "version", record->version);
	jsonw_member_z(&j, "lang", record->lang->code);
	jsonw_member_bool(&j, "may_review", record_may_be_written(t.work, t.kind, record));
	jsonw_member_int(&j, "seen", newest_of(all, n));
	jsonw_key(&j, "languages");
	jsonw_array(&j);
	for (size_t i = 0; i < n; i++)
		if (all[i].n)
			language_json(&t, &all[i]);
	jsonw_array_end(&j);
	jsonw_object_end(&j);
	return HTTP_OK;
}

static enum http_status answer_as_file(struct request *r, const struct record *record,
	const struct language *to, enum translation_format format)
{
	struct work *w = work_of(r);
	const struct kind *k = r->route->arg;
	struct translation t = translation_of(w, k, record, to);
	const struct rows rows = { k, (char *)(uintptr_t)record, 1 };

	r->body = out_new(&r->arena, ANSWER_MAX_BYTES);
	r->type = translation_format_type(format);
	out_str(&r->body, translation_file_write(w, format, to, &rows, &t));
	answer_header(r, "Content-Disposition",
		str_printf(&r->arena, "attachment; filename=\"" STR_FMT "-%s.%s\"",
			STR_ARG(record->public_id), to->code, translation_format_name(format)));
	return HTTP_OK;
}

/* ---- what is asked */

struct asking {
	const struct language *to; /* NULL: all */
	enum translation_format format;
	bool is_file;
};

static void refuse_parameter(
	struct work *w, const struct param *p, bool is_known, struct problems *problems)
{
	if (is_known)
		problem_add(problems, p->name, "bad_value",
			STR_FILL(w->arena, T(w, "“{1}” is not a possible value of “{2}”"), p->value,
				p->name));
	else
		problem_add(problems, p->name, "unknown_name",
			STR_FILL(w->arena, T(w, "there is no parameter “{1}” here"), p->name));
}

static struct asking read_asked(struct request *r, struct problems *problems)
{
	struct work *w = work_of(r);
	struct asking a = { 0 };

	for (size_t i = 0; i < r->params.n; i++) {
		const struct param *p = &r->params.v[i];
		const bool is_to = str_is(p->name, "to"), is_format = str_is(p->name, "format");

		if (is_to)
			a.to = language_by_code(p->value);
		if (is_format)
			a.is_file = translation_format_by_name(p->value, &a.format);
		if ((is_to && a.to) || (is_format && a.is_file))
			continue;
		refuse_parameter(w, p, is_to || is_format, problems);
	}
	if (a.is_file && !a.to && !problems->n)
		problem_add(problems, S("to"), "required", str_from(T(w, "this is required")));
	return a;
}

enum http_status exchange_translations_api(struct request *r)
{
	struct work *w = work_of(r);
	struct problems problems = problems_new(w->arena);
	const struct record *record = asked_record(r);

	if (!record || !sides_are_told_all(record_sides(w, record)))
		return HTTP_NOT_FOUND;
	const struct asking a = read_asked(r, &problems);
	if (problems.n)
		return asked_refuse(r, &problems);
	return a.is_file ? answer_as_file(r, record, a.to, a.format)
			 : answer_translations(r, record, a.to);
}

/* ---- what became of what was sent */

struct outcome {
	struct str field, end, code, message, record;
	unsigned line; /* 0: of no file */
};

static void outcome_json(struct json *j, const struct outcome *o)
{
	jsonw_object(j);
	jsonw_member(j, "field", o->field);
	jsonw_member(j, "end", o->end);
	if (o->code.n)
		jsonw_member(j, "code", o->code);
	if (o->message.n)
		jsonw_member(j, "message", o->message);
	if (o->line) {
		jsonw_member(j, "record", o->record);
		jsonw_member_int(j, "line", o->line);
	}
	jsonw_object_end(j);
}

static enum http_status answer_outcomes(
	struct request *r, const struct record *record, const struct outcome *v, size_t n)
{
	struct json j = api_answer(r, ANSWER_MAX_BYTES);

	jsonw_object(&j);
	jsonw_member(&j, "id", record->public_id);
	jsonw_member_int(&j, "version", record->version);
	jsonw_key(&j, "texts");
	jsonw_array(&j);
	for (size_t i = 0; i < n; i++)
		outcome_json(&j, &v[i]);
	jsonw_array_end(&j);
	jsonw_object_end(&j);
	return HTTP_OK;
}

static enum http_status refuse_with(
	struct request *r, struct str member, const char *code, struct str message)
{
	struct problem_field *one = ARENA_NEW(&r->arena, struct problem_field);

	*one = (struct problem_field){ member, str_from(code), message };
	r->problem_fields = one;
	r->n_problem_fields = 1;
	return HTTP_UNPROCESSABLE;
}

static enum http_status refuse(
	struct request *r, const char *member, const char *code, const char *message)
{
	return refuse_with(r, str_from(member), code, str_from(message));
}

/* ---- a file */

static bool is_named(struct str type, const char *name)
{
	const struct str bare = str_trim((struct str){ type.p, str_find(type, ';') });

	return bare.n == strlen(name) && !strncasecmp(bare.p, name, bare.n);
}

static bool is_file_type(struct str type)
{
	static const char *const names[] = { "application/x-xliff+xml", "application/xliff+xml",
		"application/xml", "text/xml", "text/csv", "application/octet-stream" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (is_named(type, names[i]))
			return true;
	return false;
}

/* HTTP_OK, or why not; of JSON there is none. */
static enum http_status read_file(struct request *r, bool *ret_is_file, struct str *ret_file)
{
	const struct str type = request_peek(r, "Content-Type");

	*ret_is_file = true;
	*ret_file = r->sent;
	if (multipart_boundary(type).n) {
		enum http_status status = request_read_form(r);

		*ret_file = S("");
		for (size_t i = 0; i < r->uploads.n; i++)
			if (str_is(r->uploads.v[i].field, "file"))
				*ret_file = r->uploads.v[i].bytes;
		return status;
	}
	if (is_file_type(type))
		return HTTP_OK;
	*ret_is_file = false;
	return !api_is_json(r)                 ? HTTP_UNSUPPORTED_TYPE
	       : r->sent.n > EXCHANGE_BODY_MAX ? HTTP_TOO_LARGE
					       : HTTP_OK;
}

static enum http_status take_file(struct request *r, const struct record *record, struct str file)
{
	struct work *w = work_of(r);
	struct carried_all all;
	struct problem fault;

	if (!translation_file_read(w, r->route->arg, NULL, record->public_id, file, &all, &fault))
		return refuse_with(r, fault.column, fault.code, fault.message);
	struct outcome *v = ARENA_ARRAY(w->arena, struct outcome, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		v[i] = (struct outcome){ all.v[i].field, str_from(carried_end_name(all.v[i].end)),
			str_from(all.v[i].code), all.v[i].why, all.v[i].record, all.v[i].line };
	return answer_outcomes(r, record, v, all.n);
}

/* ---- JSON */

struct sent {
	const struct language *to;
	const struct jsont *texts, *originals; /* objects; or NULL */
	bool is_review;
	int64_t version, seen;
	struct translation translation;
};

static bool is_texts(const struct jsont *object)
{
	if (object->type != JSONR_OBJECT)
		return false;
	for (const struct jsont *m = object->first; m; m = m->next)
		if (m->type != JSONR_STRING && m->type != JSONR_NULL)
			return false;
	return true;
}

/* False: it has no such value. */
static bool read_member(const struct jsont *m, struct sent *s, bool *ret_known)
{
	*ret_known = true;
	if (str_is(m->key, "to"))
		return m->type == JSONR_STRING && (s->to = language_by_code(m->text));
	if (str_is(m->key, "texts"))
		return is_texts(s->texts = m);
	if (str_is(m->key, "originals"))
		return is_texts(s->originals = m);
	if (str_is(m->key, "review")) {
		s->is_review = m->type == JSONR_TRUE;
		return s->is_review || m->type == JSONR_FALSE;
	}
	if (str_is(m->key, "version"))
		return m->type == JSONR_NUMBER && str_int(m->text, &s->version);
	if (str_is(m->key, "seen"))
		return m->type == JSONR_NUMBER && str_int(m->text, &s->seen);
	*ret_known = false;
	return false;
}

static enum http_status read_members(struct request *r, const struct jsont *tree, struct sent *s)
{
	struct work *w = work_of(r);
	bool is_known;

	for (const struct jsont *m = tree->first; m; m = m->next)
		if (!read_member(m, s, &is_known))
			return refuse_with(r, m->key, is_known ? "bad_value" : "bad_member",
				str_from(is_known ? T(w, "this is no value of it")
						  : T(w, "there is no such member")));
	if (!s->to || !s->texts)
		return refuse(r, s->to ? "texts" : "to", "required", T(w, "this is required"));
	return HTTP_OK;
}

static enum http_status read_json(struct request *r, struct sent *s)
{
	struct work *w = work_of(r);
	struct jsont_fault fault;

	if (!utf8_is_text(r->sent))
		return answer_problem(r, HTTP_BAD_REQUEST, str_from(T(w, "this is not UTF-8")));
	const struct jsont *tree = jsont_read(w->arena, r->sent, &fault);
	if (!tree)
		return answer_problem(r, HTTP_BAD_REQUEST,
			STR_FILL(w->arena, T(w, "line {1}, column {2}: {3}"),
				str_printf(w->arena, "%u", fault.line),
				str_printf(w->arena, "%u", fault.column),
				str_from(tr_text(w->lang, fault.why))));
	if (tree->type != JSONR_OBJECT)
		return answer_problem(
			r, HTTP_BAD_REQUEST, str_from(T(w, "an object is wanted here")));
	return read_members(r, tree, s);
}

/* Each is a text that can be translated; HTTP_OK, or what is wrong with the first that is not. */
static enum http_status check_texts(struct request *r, const struct sent *s)
{
	struct work *w = work_of(r);

	for (const struct jsont *m = s->texts->first; m; m = m->next) {
		const char *name =
			str_z(w->arena, str_printf(w->arena, "texts." STR_FMT, STR_ARG(m->key)));

		if (!translation_field(&s->translation, m->key))
			return refuse(r, name, "bad_value", T(w, "there is nothing to translate"));
		if (m->text.n > EDIT_TEXT_MAX_BYTES)
			return refuse(r, name, "too_long", T(w, "this text is too long"));
	}
	return HTTP_OK;
}

static struct str text_sent(struct work *w, const struct jsont *m)
{
	return m && m->type == JSONR_STRING ? form_text(w->arena, m->text, true) : S("");
}

static struct str original_sent(struct work *w, const struct sent *s, const struct translated *t)
{
	const struct jsont *m =
		s->originals ? jsont_member(s->originals, t->column.field->name) : NULL;

	const struct str sent = text_sent(w, m);

	return !sent.n || str_eq(sent, form_text(w->arena, t->original.text, true))
		       ? t->original.text
		       : sent;
}

static const char *proposal_end_name(enum proposal_end end, bool is_of_now)
{
	switch (end) {
	case PROPOSAL_KEPT:
		return carried_end_name(is_of_now ? CARRIED_KEPT : CARRIED_OLDER);
	case PROPOSAL_SAME:
		return carried_end_name(CARRIED_SAME);
	case PROPOSAL_DROPPED:
		return "dropped";
	case PROPOSAL_TOO_LONG:
		break;
	}
	return carried_end_name(CARRIED_NOT);
}

static enum http_status propose(
	struct request *r, const struct record *record, const struct sent *s)
{
	struct work *w = work_of(r);
	struct outcome *v = ARENA_ARRAY(w->arena, struct outcome, s->texts->n + 1);
	size_t n = 0;

	for (const struct jsont *m = s->texts->first; m; m = m->next) {
		const struct translated *t = translation_field(&s->translation, m->key);
		const struct str original = original_sent(w, s, t);
		const enum proposal_end end =
			translation_propose(w, record, t, text_sent(w, m), original, S(""));

		v[n++] = (struct outcome){ .field = m->key,
			.end = str_from(
				proposal_end_name(end, str_eq(original, t->original.text))) };
	}
	return answer_outcomes(r, record, v, n);
}

/* ---- reviewing: all of it, or nothing */

static enum http_status check_review(
	struct request *r, const struct record *record, const struct sent *s)
{
	struct work *w = work_of(r);

	if (s->version < 1 || s->version > record->version)
		return refuse(r, "version", s->version ? "bad_value" : "required",
			T(w, "the version that the review was made from is wanted here"));
	for (const struct jsont *m = s->texts->first; m; m = m->next)
		if (!text_sent(w, m).n)
			return refuse(r,
				str_z(w->arena,
					str_printf(w->arena, "texts." STR_FMT, STR_ARG(m->key))),
				"required", T(w, "this is required"));
	return HTTP_OK;
}

static enum http_status review(struct request *r, struct record *record, const struct sent *s)
{
	struct work *w = work_of(r);
	struct reviewed *v = ARENA_ARRAY(w->arena, struct reviewed, s->texts->n + 1);
	struct outcome *told = ARENA_ARRAY(w->arena, struct outcome, s->texts->n + 1);
	struct problems problems = problems_new(w->arena);
	const int64_t version = record->version;
	const struct translation then =
		translation_of_version(w, r->route->arg, record, &s->translation, s->version);
	struct edits edits;
	size_t n = 0;

	for (const struct jsont *m = s->texts->first; m; m = m->next)
		v[n++] = (struct reviewed){ translation_field(&s->translation, m->key),
			text_sent(w, m), translation_field(&then, m->key)->original.text,
			s->version, s->seen };
	if (!translations_review(w, r->route->arg, record, v, n, &edits, &problems))
		return api_refuse(r, &problems);
	if (edits_count(&edits, EDIT_CONFLICT) || edits_count(&edits, EDIT_WRONG)) {
		record->version = version; /* what else was taken is rolled back */
		return api_refuse_edits(r, record, &edits);
	}
	for (size_t i = 0; i < n; i++)
		told[i] = (struct outcome){ .field = str_from(v[i].of->column.field->name),
			.end = edits.v[i].end == EDIT_TAKEN ? S("reviewed") : S("same") };
	return answer_outcomes(r, record, told, n);
}

static enum http_status take_json(struct request *r, struct record *record)
{
	struct work *w = work_of(r);
	struct sent s = { 0 };
	enum http_status status = read_json(r, &s);

	if (status != HTTP_OK)
		return status;
	assert(s.to && s.texts);
	s.translation = translation_of(w, r->route->arg, record, s.to);
	if (s.is_review && !record_may_be_written(w, r->route->arg, record))
		return HTTP_FORBIDDEN;
	status = check_texts(r, &s);
	if (status == HTTP_OK && s.is_review)
		status = check_review(r, record, &s);
	if (status != HTTP_OK)
		return status;
	return s.is_review ? review(r, record, &s) : propose(r, record, &s);
}

enum http_status exchange_translate_api(struct request *r)
{
	struct work *w = work_of(r);
	struct record *record = record_hold(w, r->route->arg, request_path_arg(r, "id"));
	struct str file;
	bool is_file;

	if (!record || !w->actor.account_id.n || !sides_are_told_all(record_sides(w, record)))
		return HTTP_NOT_FOUND;
	if (!translations_may_be_proposed(w, record))
		return HTTP_FORBIDDEN;
	enum http_status status = read_file(r, &is_file, &file);
	if (status != HTTP_OK)
		return status;
	return is_file ? take_file(r, record, file) : take_json(r, record);
}

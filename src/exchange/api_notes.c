/* api_notes.c - notes beside the fields of a record, for programs of those who work on it. */
#include "api.h"
#include "asked.h"
#include "clock.h"
#include "describe.h"
#include "edit.h"
#include "form.h"
#include "id.h"
#include "json.h"
#include "json_tree.h"
#include "note.h"
#include "utf8.h"

#include <string.h>

enum { ANSWER_MAX_BYTES = 4 << 20, NOTES_OF_EACH = 10, NOTES_OF_ONE = 100, THREADS_DEFAULT = 20 };

/* ---- the record */

/* False: it is not there for the one who asks, or he has nothing to do with it. */
static bool load(struct request *r, bool is_held, struct noted *ret_on)
{
	struct work *w = work_of(r);
	const struct kind *k = r->route->arg;
	const struct str id = request_path_arg(r, "id");
	const struct record *record = is_held ? record_hold(w, k, id) : record_load(w, k, id);

	*ret_on = (struct noted){ .work = w, .kind = k, .record = record };
	if (!record || !w->actor.account_id.n)
		return false;
	ret_on->sides = record_sides(w, record);
	ret_on->home = request_home(r);
	return ret_on->sides != 0;
}

static const struct field *field_named(const struct noted *on, struct str name)
{
	const struct field *f = name.n ? kind_field(on->kind, str_z(on->work->arena, name)) : NULL;

	return f && api_field_is_written(on->kind, f) &&
			       (sides_are_told_all(on->sides) || !(f->flags & F_INTERNAL))
		       ? f
		       : NULL;
}

/* ---- what is told */

static void text_or_null(struct json *j, const char *key, struct str text)
{
	jsonw_key(j, key);
	if (text.n)
		jsonw_str(j, text);
	else
		jsonw_null(j);
}

static void instant_or_null(struct work *w, struct json *j, const char *key, int64_t at_ms)
{
	text_or_null(j, key, at_ms ? clock_rfc3339(w->arena, at_ms) : S(""));
}

static void note_json(const struct noted *on, struct json *j, const struct note *n)
{
	struct work *w = on->work;

	jsonw_object(j);
	jsonw_member(j, "id", n->id);
	jsonw_member_int(j, "number", n->number);
	jsonw_member(j, "at", clock_rfc3339(w->arena, n->at_ms));
	jsonw_member_z(j, "side", side_name(n->side));
	jsonw_member(j, "by", note_by(on, n));
	text_or_null(j, "text", n->text);
	instant_or_null(w, j, "changed_at", n->changed_ms);
	instant_or_null(w, j, "taken_back_at", n->taken_back_ms);
	jsonw_object_end(j);
}

static void thread_json(
	const struct noted *on, struct json *j, const struct thread *t, int64_t after, size_t max)
{
	struct work *w = on->work;
	bool has_more;
	const struct notes notes = notes_of(on, t, after, max, &has_more);

	jsonw_object(j);
	jsonw_member(j, "id", t->id);
	text_or_null(j, "field", field_named(on, t->field) ? t->field : S(""));
	jsonw_member_z(j, "readers", audience_of(on, t->sides)->name);
	jsonw_member(j, "begun_at", clock_rfc3339(w->arena, t->begun_ms));
	jsonw_member(j, "last_at", clock_rfc3339(w->arena, t->last_ms));
	instant_or_null(w, j, "closed_at", t->closed_ms);
	jsonw_member_bool(j, "asks_me", thread_asks(on, t));
	jsonw_member_int(j, "n_notes", t->n_notes);
	jsonw_key(j, "notes");
	jsonw_array(j);
	for (size_t i = 0; i < notes.n; i++)
		note_json(on, j, &notes.v[i]);
	jsonw_array_end(j);
	jsonw_object_end(j);
}

/* ---- what is asked */

struct asked {
	struct threads_query query;
	struct str thread;
	int64_t after, limit;
};

static void refuse_value(struct work *w, const struct param *p, struct problems *problems)
{
	problem_add(problems, p->name, "bad_value",
		STR_FILL(w->arena, T(w, "“{1}” is not a possible value of “{2}”"), p->value,
			p->name));
}

static bool read_number(const struct param *p, int64_t min, int64_t max, int64_t *ret_number)
{
	int64_t n;

	if (!str_int(p->value, &n) || n < min || n > max)
		return false;
	*ret_number = n;
	return true;
}

/* False: it has no such value. `is_known` false: there is no such parameter. */
static bool read_parameter(
	const struct noted *on, const struct param *p, struct asked *a, bool *ret_known)
{
	*ret_known = true;
	if (str_is(p->name, "field")) {
		a->query.of_any_field = false;
		a->query.field = str_is(p->value, "record") ? S("") : p->value;
		return !a->query.field.n || field_named(on, a->query.field);
	}
	if (str_is(p->name, "state")) {
		a->query.are_closed = str_is(p->value, "closed");
		return a->query.are_closed || str_is(p->value, "open");
	}
	if (str_is(p->name, "before")) {
		a->query.before = p->value;
		return ulid_is_valid(p->value);
	}
	if (str_is(p->name, "thread")) {
		a->thread = p->value;
		return ulid_is_valid(p->value);
	}
	if (str_is(p->name, "after"))
		return read_number(p, 0, INT32_MAX, &a->after);
	if (str_is(p->name, "limit"))
		return read_number(p, 1, EXCHANGE_THREADS_MAX, &a->limit);
	*ret_known = false;
	return false;
}

static struct asked read_asked(struct request *r, const struct noted *on, struct problems *problems)
{
	struct work *w = work_of(r);
	struct asked a = { .query = { .of_any_field = true }, .limit = THREADS_DEFAULT };
	bool is_known;

	for (size_t i = 0; i < r->params.n; i++) {
		const struct param *p = &r->params.v[i];

		if (read_parameter(on, p, &a, &is_known))
			continue;
		if (is_known)
			refuse_value(w, p, problems);
		else
			problem_add(problems, p->name, "unknown_name",
				STR_FILL(w->arena, T(w, "there is no parameter “{1}” here"),
					p->name));
	}
	return a;
}

static struct str next_address(const struct noted *on, const struct asked *a, struct str last)
{
	struct out o = out_new(on->work->arena, PATH_MAX_BYTES);

	out_printf(&o, "/api/v1/%s/" STR_FMT "/notes?before=" STR_FMT "&limit=%lld",
		on->kind->plural, STR_ARG(on->record->public_id), STR_ARG(last),
		(long long)a->limit);
	if (!a->query.of_any_field)
		out_printf(&o, "&field=" STR_FMT,
			STR_ARG(a->query.field.n ? a->query.field : S("record")));
	if (a->query.are_closed)
		out_z(&o, "&state=closed");
	return out_done(&o);
}

/* The address of what follows; or empty. */
static struct str threads_json(const struct noted *on, struct json *j, const struct asked *a)
{
	bool has_more;
	const struct threads all = threads_of(on, &a->query, (size_t)a->limit, &has_more);

	for (size_t i = 0; i < all.n; i++)
		thread_json(on, j, &all.v[i], 0, NOTES_OF_EACH);
	return has_more ? next_address(on, a, all.v[all.n - 1].id) : S("");
}

enum http_status exchange_notes_api(struct request *r)
{
	struct work *w = work_of(r);
	struct problems problems = problems_new(w->arena);
	struct noted on;
	struct thread one;
	struct str next = S("");

	if (!load(r, false, &on))
		return HTTP_NOT_FOUND;
	const struct asked a = read_asked(r, &on, &problems);
	if (problems.n)
		return asked_refuse(r, &problems);
	if (a.thread.n && !thread_load(&on, a.thread, &one))
		return HTTP_NOT_FOUND;
	struct json j = api_answer(r, ANSWER_MAX_BYTES);
	jsonw_object(&j);
	jsonw_member(&j, "id", on.record->public_id);
	jsonw_member_int(&j, "n_open", notes_open(&on).n_all);
	jsonw_key(&j, "threads");
	jsonw_array(&j);
	if (a.thread.n)
		thread_json(&on, &j, &one, a.after, NOTES_OF_ONE);
	else
		next = threads_json(&on, &j, &a);
	jsonw_array_end(&j);
	text_or_null(&j, "next", next);
	jsonw_object_end(&j);
	return HTTP_OK;
}

/* ---- what is sent */

struct note_body {
	struct str thread, field, readers, text;
};

static enum http_status refuse(
	struct request *r, const char *member, const char *code, const char *message)
{
	struct problem_field *one = ARENA_NEW(&r->arena, struct problem_field);

	*one = (struct problem_field){ str_from(member), str_from(code), str_from(message) };
	r->problem_fields = one;
	r->n_problem_fields = 1;
	return HTTP_UNPROCESSABLE;
}

/* HTTP_OK, or why not: each member is a text, or null. */
static enum http_status read_members(
	struct request *r, const struct jsont *tree, struct note_body *ret)
{
	struct work *w = work_of(r);
	const struct {
		const char *name;
		struct str *to;
	} members[] = { { "thread", &ret->thread }, { "field", &ret->field },
		{ "readers", &ret->readers }, { "text", &ret->text } };

	for (const struct jsont *m = tree->first; m; m = m->next) {
		struct str *to = NULL;

		for (size_t i = 0; i < COUNT(members); i++)
			if (str_is(m->key, members[i].name))
				to = members[i].to;
		if (!to)
			return refuse(r, str_z(w->arena, m->key), "bad_member",
				T(w, "there is no such member"));
		if (m->type != JSONR_STRING && m->type != JSONR_NULL)
			return refuse(r, str_z(w->arena, m->key), "bad_member",
				T(w, "a text is wanted here"));
		*to = m->type == JSONR_STRING ? m->text : S("");
	}
	ret->text = form_text(w->arena, ret->text, true);
	return HTTP_OK;
}

static enum http_status read_body(struct request *r, struct note_body *ret)
{
	struct work *w = work_of(r);
	const struct str text = str_trim(r->sent);
	struct jsont_fault fault;

	if (!api_is_json(r))
		return HTTP_UNSUPPORTED_TYPE;
	if (!utf8_is_text(text))
		return answer_problem(r, HTTP_BAD_REQUEST, str_from(T(w, "this is not UTF-8")));
	const struct jsont *tree = jsont_read(w->arena, text.n ? text : S("{}"), &fault);
	if (!tree)
		return answer_problem(r, HTTP_BAD_REQUEST,
			STR_FILL(w->arena, T(w, "line {1}, column {2}: {3}"),
				str_printf(w->arena, "%u", fault.line),
				str_printf(w->arena, "%u", fault.column),
				str_from(tr_text(w->lang, fault.why))));
	if (tree->type != JSONR_OBJECT)
		return answer_problem(
			r, HTTP_BAD_REQUEST, str_from(T(w, "an object is wanted here")));
	return read_members(r, tree, ret);
}

/* 0: there is no such choice. */
static unsigned sides_asked(const struct noted *on, struct str readers)
{
	struct audience open[AUDIENCES_MAX];
	const size_t n = audiences_open(on, open);

	for (size_t i = 0; i < n; i++)
		if (!readers.n || str_is(readers, open[i].name))
			return open[i].sides;
	return 0;
}

static enum http_status check(struct request *r, const struct noted *on, const struct note_body *b)
{
	struct work *w = on->work;

	if (!b->text.n)
		return refuse(r, "text", "required", T(w, "this is required"));
	if (utf8_count(b->text) > NOTE_MAX_CHARS)
		return refuse(r, "text", "too_long",
			STR_FILL(w->arena, T(w, "at most {1} characters"),
				format_number(w->arena, w->lang, NOTE_MAX_CHARS))
				.p);
	if (b->thread.n && (b->field.n || b->readers.n))
		return refuse(r, b->field.n ? "field" : "readers", "bad_member",
			T(w, "an answer is of its thread"));
	if (b->field.n && !field_named(on, b->field))
		return refuse(r, "field", "bad_value", T(w, "there is no such field"));
	if (!sides_asked(on, b->readers))
		return refuse(r, "readers", "bad_value", T(w, "you cannot choose these readers"));
	return HTTP_OK;
}

static enum http_status answer_thread(struct request *r, const struct noted *on, struct str id)
{
	struct thread t;

	if (!thread_load(on, id, &t))
		return HTTP_NOT_FOUND;
	const int64_t after = t.n_notes > NOTES_OF_EACH ? t.n_notes - NOTES_OF_EACH : 0;
	struct json j = api_answer(r, ANSWER_MAX_BYTES);
	thread_json(on, &j, &t, after, NOTES_OF_EACH);
	return HTTP_CREATED;
}

enum http_status exchange_note_api(struct request *r)
{
	struct work *w = work_of(r);
	struct note_body body = { 0 };
	struct noted on;
	struct thread t;

	if (!load(r, true, &on))
		return HTTP_NOT_FOUND;
	if (!notes_may_be_written(&on))
		return HTTP_FORBIDDEN;
	enum http_status status = read_body(r, &body);
	if (status == HTTP_OK)
		status = check(r, &on, &body);
	if (status != HTTP_OK)
		return status;
	const struct note_sent sent = { .text = body.text };
	if (!body.thread.n)
		return answer_thread(r, &on,
			thread_begin(&on, body.field, sides_asked(&on, body.readers), &sent));
	if (!thread_load(&on, body.thread, &t))
		return refuse(r, "thread", "bad_value", T(w, "there is no such thread"));
	if (!note_add(&on, &t, &sent).n)
		return answer_problem(r, HTTP_CONFLICT,
			str_from(T(w, "It is closed: open it again, or begin another one.")));
	return answer_thread(r, &on, t.id);
}

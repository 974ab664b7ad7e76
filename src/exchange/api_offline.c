/* api_offline.c - a file that was taken along, brought back by a program. */
#include "api.h"
#include "clock.h"
#include "exchange.h"
#include "offline.h"

#include <string.h>
#include <strings.h>

enum { ANSWER_MAX_BYTES = 16 << 20 };

/* ---- what was sent: a form with the file, or the file itself */

static bool is_file_type(struct str type)
{
	static const char *const names[] = { "text/html", "application/octet-stream" };
	struct str name = S("");

	str_cut(&type, ';', &name);
	name = str_trim(name);
	for (size_t i = 0; i < COUNT(names); i++)
		if (name.n == strlen(names[i]) && !strncasecmp(name.p, names[i], name.n))
			return true;
	return !name.n;
}

static enum http_status read_file(struct request *r, struct str *ret_file)
{
	struct str type = request_peek(r, "Content-Type");

	*ret_file = r->sent;
	if (!multipart_boundary(type).n)
		return is_file_type(type) ? HTTP_OK : HTTP_UNSUPPORTED_TYPE;
	enum http_status status = request_read_form(r);
	const struct upload *file = request_upload(r, "file");
	*ret_file = file ? file->bytes : S("");
	return status;
}

/* ---- what became of it */

static const char *message_of(const struct offline_outcome *outcome)
{
	/* To add an end: a sentence, if there is more to say than its name does. */
	static const char *const messages[OFFLINE_END_COUNT] = {
		[OFFLINE_PAST] = N_("it came in before, and was changed since"),
		[OFFLINE_WAITS] = N_("somebody else has changed this since"),
		[OFFLINE_KEPT] = N_("it is kept as your draft"),
		[OFFLINE_ELSEWHERE] = N_("another draft of yours is there, and was left alone"),
	};

	return messages[outcome->end];
}

static struct str outcome_told(struct work *w, const struct offline_outcome *outcome)
{
	const char *message = message_of(outcome);

	return outcome->end == OFFLINE_WRONG ? outcome->edit->why
	       : message                     ? str_from(tr_text(w->lang, message))
					     : S("");
}

static void value_json(struct json *j, const char *key, struct column c, struct str text)
{
	jsonw_key(j, key);
	column_json(j, c, text);
}

static void outcome_json(struct work *w, struct json *j, const struct offline_outcome *outcome)
{
	const struct edit *e = outcome->edit;
	struct str message = outcome_told(w, outcome);

	jsonw_object(j);
	jsonw_member(j, "field", column_path(w->arena, e->column));
	jsonw_member_z(j, "end", offline_end_name(outcome->end));
	jsonw_member_bool(j, "is_news", outcome->is_news);
	if (message.n)
		jsonw_member(j, "message", message);
	if (outcome->end == OFFLINE_WAITS) {
		value_json(j, "base", e->column, e->base);
		value_json(j, "current", e->column, e->theirs);
		value_json(j, "yours", e->column, e->text);
	}
	jsonw_object_end(j);
}

static enum http_status answer_brought(struct request *r, const struct record *now,
	const struct offline *sealed, const struct offline_merged *merged)
{
	struct work *w = work_of(r);

	struct json j = api_answer(r, ANSWER_MAX_BYTES);
	jsonw_object(&j);
	jsonw_member_int(&j, "version", now->version);
	jsonw_member(&j, "taken_along_at", clock_rfc3339(w->arena, sealed->taken_ms));
	jsonw_member_int(&j, "news", (int64_t)merged->n_news);
	jsonw_key(&j, "fields");
	jsonw_array(&j);
	for (size_t i = 0; i < merged->n; i++)
		outcome_json(w, &j, &merged->v[i]);
	jsonw_array_end(&j);
	jsonw_object_end(&j);
	return HTTP_OK;
}

/* It takes no change of his now, or none of these: they are his drafts. */
static enum http_status answer_kept(
	struct request *r, const struct offline_merged *merged, enum http_status status)
{
	struct work *w = work_of(r);
	struct problem_field *v = ARENA_ARRAY(w->arena, struct problem_field, merged->n + 1);

	w->keeps_refusal = true;
	for (size_t i = 0; i < merged->n; i++)
		v[i] = (struct problem_field){ column_path(w->arena, merged->v[i].edit->column),
			str_from(offline_end_name(merged->v[i].end)),
			outcome_told(w, &merged->v[i]) };
	r->problem_fields = v;
	r->n_problem_fields = merged->n;
	return answer_problem(r, status,
		str_from(
			merged->is_closed
				? T(w, "The record takes no change of yours now. What was typed is "
				       "kept as your drafts.")
				: T(w, "As it would stand then, the record cannot be saved. What "
				       "was typed is kept as your drafts.")));
}

static enum http_status refuse(struct request *r, const struct problem *fault)
{
	r->problem_fields = ARENA_NEW(&r->arena, struct problem_field);
	r->problem_fields[0] =
		(struct problem_field){ fault->column, str_from(fault->code), fault->message };
	r->n_problem_fields = 1;
	return HTTP_UNPROCESSABLE;
}

static enum http_status merge(struct request *r, const struct record *held,
	const struct offline *sealed, const struct offline_texts *typed)
{
	const struct kind *k = r->route->arg;
	struct work *w = work_of(r);
	const struct offline_merged merged = offline_merge(w, k, held, sealed, typed);

	if (merged.is_closed && merged.n)
		return answer_kept(r, &merged, HTTP_CONFLICT);
	if (merged.problems.n)
		return answer_kept(r, &merged, HTTP_UNPROCESSABLE);
	const struct record *now = record_load(w, k, held->public_id);
	return now ? answer_brought(r, now, sealed, &merged) : HTTP_NOT_FOUND;
}

enum http_status exchange_offline_api(struct request *r)
{
	const struct kind *k = r->route->arg;
	struct work *w = work_of(r);
	struct record *row = record_hold(w, k, request_path_arg(r, "id"));
	struct offline_texts typed;
	struct offline sealed;
	struct problem fault;
	struct str file;

	if (!row)
		return HTTP_NOT_FOUND;
	enum http_status status = read_file(r, &file);
	if (status != HTTP_OK)
		return status;
	if (!offline_read(w, k, row, request_home(r), file, &sealed, &typed, &fault))
		return refuse(r, &fault);
	if (!offline_may_merge(w, k, row, &sealed))
		return HTTP_FORBIDDEN;
	return merge(r, row, &sealed, &typed);
}

/* api_files.c - a file attached to a record by a program: multipart/form-data, as a page sends it.
 */
#include "api.h"
#include "exchange.h"
#include "file_store.h"
#include "step.h"
#include "utf8.h"

#include <inttypes.h>
#include <string.h>

enum { ANSWER_MAX_BYTES = 64 << 10 };

static enum http_status refuse(
	struct request *r, struct str field, const char *code, struct str message)
{
	r->problem_fields = ARENA_NEW(&r->arena, struct problem_field);
	r->problem_fields[0] = (struct problem_field){ field, str_from(code), message };
	r->n_problem_fields = 1;
	return HTTP_UNPROCESSABLE;
}

/* Looked through by a worker, before anything waits for it. */
static enum http_status examine(struct request *r)
{
	struct work *w = work_of(r);
	struct file_sent *sent = ARENA_NEW(&r->arena, struct file_sent);
	enum http_status status = request_read_form(r);

	if (status != HTTP_OK)
		return status;
	if (!r->uploads.n)
		return refuse(r, S("file"), "required", str_from(T(w, "this is required")));
	*sent = file_examine(&r->arena, r->uploads.v[0].name, r->uploads.v[0].bytes);
	if (!sent->type)
		return refuse(r, S("file"), "not_taken", str_from(tr_text(w->lang, sent->why)));
	r->carried = sent;
	return answer_on(r, LANE_WRITE);
}

/* "about.fr"; "about" alone is in the language of the record. */
static bool read_about(
	struct request *r, const struct record *record, struct text *about, struct str *ret_wrong)
{
	for (size_t i = 0; i < LANG_COUNT; i++) {
		struct str name = str_printf(&r->arena, "about.%s", languages[i].code);
		struct str text = request_field(r, name.p);

		if (!text.n && &languages[i] == record->lang)
			text = request_field(r, "about");
		about->in[i] = str_trim(text);
		if (utf8_count(text) <= FILE_ABOUT_MAX_CHARS)
			continue;
		*ret_wrong = name;
		return false;
	}
	return true;
}

static enum http_status refuse_edit(struct request *r, const struct edit *e)
{
	return refuse(r, str_from(e->column.field->name), e->code, e->why);
}

static enum http_status answer_attached(struct request *r, const struct record *row, struct str id)
{
	struct work *w = work_of(r);
	struct file f;

	if (!file_find(w, id, &f))
		return HTTP_INTERNAL_ERROR;
	struct json j = api_answer(r, ANSWER_MAX_BYTES);
	file_json(w, &j, &f);
	answer_header(r, "Location", file_address(w->arena, &f));
	answer_header(r, "ETag", str_printf(w->arena, "\"%" PRId64 "\"", row->version));
	return HTTP_CREATED;
}

/* From the version that is there: whoever attaches another at the same time is not in the way. */
static enum http_status attach(
	struct request *r, struct record *row, const struct field *field, const struct text *about)
{
	const struct kind *k = r->route->arg;
	struct work *w = work_of(r);
	struct edits edits = edits_new(w->arena);
	struct problems problems = problems_new(w->arena);
	struct str id = file_put(w, row, r->carried, about);
	const struct str value = *(const struct str *)field_of(field, row);

	edit_add(&edits, (struct column){ field, 0 }, files_with(w->arena, value, S(""), id),
		row->version);
	edits.v[0].is_meant = true;
	edits_merge(w, k, row, &edits);
	if (edits.v[0].end == EDIT_WRONG)
		return refuse_edit(r, &edits.v[0]);
	if (!edits_publish(
		    w, k, row, str_trim(request_field(r, "reason")), request_home(r), &problems))
		return problems.n ? refuse(r, problems.v[0].column, problems.v[0].code,
					    problems.v[0].message)
				  : HTTP_UNPROCESSABLE;
	return answer_attached(r, row, id);
}

static enum http_status check_room(struct request *r, const struct record *row)
{
	const struct file_sent *sent = r->carried;
	struct work *w = work_of(r);

	if (files_count(r->route->arg, row) >= FILES_OF_RECORD_MAX)
		return refuse(r, S("file"), "too_many",
			str_from(T(w, "A record holds at most 20 files. Take one away first.")));
	if (files_sent_today(w) + sent->bytes > FILES_A_DAY_MAX_BYTES)
		return refuse(r, S("file"), "too_much",
			str_from(T(w, "You have sent 200 MB within a day. Send this one "
				      "tomorrow.")));
	return HTTP_OK;
}

enum http_status exchange_file_api(struct request *r)
{
	const bool is_to_write = r->lane == LANE_WRITE && r->carried;
	const struct kind *k = r->route->arg;
	struct work *w = work_of(r);
	struct str id = request_path_arg(r, "id"), wrong;
	struct record *row = is_to_write ? record_hold(w, k, id) : record_load(w, k, id);
	struct text about = { 0 };

	if (!row || !record_may_be_read(w, row))
		return HTTP_NOT_FOUND;
	if (!record_may_be_written(w, k, row))
		return HTTP_FORBIDDEN;
	if (!is_to_write)
		return examine(r);
	const struct field *field = files_field(k, request_field(r, "field"));
	if (!field || !kind_section(k, field))
		return refuse(r, S("field"), "bad_value",
			str_from(T(w, "there is no such field of files")));
	if (!read_about(r, row, &about, &wrong))
		return refuse(r, wrong, "too_long", str_from(T(w, "this text is too long")));
	if (utf8_count(request_field(r, "reason")) > STEP_NOTE_MAX_CHARS)
		return refuse(r, S("reason"), "too_long", str_from(T(w, "this text is too long")));
	enum http_status status = check_room(r, row);
	return status == HTTP_OK ? attach(r, row, field, &about) : status;
}

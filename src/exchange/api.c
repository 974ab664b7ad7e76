/* api.c - collections and records for programs: /api/v1/... */
#include "api.h"
#include "answer_room.h"
#include "asked.h"
#include "clock.h"
#include "exchange.h"
#include "temp_file.h"
#include "withdrawn.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

enum { API_MAX_BYTES = 4 << 20 };

/* What one export may take of the disk, and of a worker's time. */
static const size_t export_max_bytes = (size_t)1 << 30;
static const int64_t export_max_rows = 2 * 1000 * 1000;

struct json api_answer(struct request *r, size_t max_bytes)
{
	r->body = out_new(&r->arena, max_bytes);
	r->type = "application/json";
	return jsonw_to(&r->body);
}

/* An export on its way to the disk, and from there to the reader. */
struct export_file {
	struct request *request;
	struct answer_share *share; /* of the room for it */
	int fd;
	bool is_too_large, finds_no_room;
};

static struct export_file *export_file_new(struct request *r)
{
	struct export_file *file = ARENA_NEW(&r->arena, struct export_file);

	file->request = r;
	file->share = answer_share_new(r);
	file->fd = temp_file_open();
	return file;
}

static size_t most_bytes(void)
{
	return answer_room_whole() < export_max_bytes ? answer_room_whole() : export_max_bytes;
}

static bool into_file(void *arg, struct str piece)
{
	struct export_file *file = arg;

	file->is_too_large = piece.n > most_bytes() - file->share->bytes;
	if (file->is_too_large)
		return false;
	file->finds_no_room = !answer_share_take(file->share, piece.n);
	if (file->finds_no_room)
		return false;
	if (!temp_file_write(file->fd, piece)) {
		failure_record(&file->request->failure, "an export cannot be written",
			str_from(strerror(errno)), "is there room in TMPDIR, or /tmp?");
		file->request->failure.is_temporary = true;
		return false;
	}
	return true;
}

static enum http_status write_export(
	struct export_file *file, const struct list_query *q, enum export_format format)
{
	struct work *w = work_of(file->request);
	const struct export_order order = { .query = q,
		.format = format,
		.max_rows = export_max_rows,
		.sink = into_file,
		.arg = file };
	enum export_end end = export_list(w, &order);

	if (file->finds_no_room)
		return answer_share_refuse(file->request);
	if (end == EXPORT_TOO_LONG || file->is_too_large)
		return answer_problem(file->request, HTTP_UNPROCESSABLE,
			str_from(
				T(w, "This list is too long for one file: narrow it by filters.")));
	return end == EXPORT_WHOLE ? HTTP_OK : HTTP_INTERNAL_ERROR;
}

/* A whole list as a file is made by a worker: event threads never take long. */
static enum http_status send_export(
	struct request *r, const struct list_query *q, enum export_format format)
{
	if (r->lane != LANE_SLOW)
		return answer_on(r, LANE_SLOW);
	struct export_file *file = export_file_new(r);
	if (file->fd < 0) {
		failure_record(&r->failure, "no temporary file can be made",
			str_from(strerror(errno)), "is there room in TMPDIR, or /tmp?");
		r->failure.is_temporary = true;
		return HTTP_INTERNAL_ERROR;
	}
	enum http_status status = write_export(file, q, format);
	/* Closes it whatever happened. */
	answer_file(r, file->fd, file->share->bytes);
	if (status != HTTP_OK) {
		answer_file_close(r);
		answer_share_give_back(file->share);
		return status;
	}
	r->type = export_type(format);
	r->is_of_no_language = format == EXPORT_CSV;
	answer_header(r, "Content-Disposition",
		str_printf(&r->arena, "attachment; filename=\"%s." STR_FMT "\"", q->kind->plural,
			STR_ARG(q->format)));
	return HTTP_OK;
}

static void cursor_json(
	struct work *w, struct json *j, const struct list_query *q, struct str cursor)
{
	jsonw_key(j, "next");
	if (cursor.n)
		jsonw_str(j, asked_api_url(w->arena, q, "", cursor).address);
	else
		jsonw_null(j);
}

/* Counts are exact to their bound, as the total is. */
static int64_t counted(size_t n)
{
	return n > LIST_COUNT_MAX ? LIST_COUNT_MAX : (int64_t)n;
}

static void facet_json(struct work *w, struct json *j, const struct facet *facet)
{
	jsonw_key(j, facet->vocabulary->source->name);
	jsonw_object(j);
	for (size_t i = 0; i < facet->vocabulary->n; i++) {
		if (!facet->counts[i])
			continue;
		jsonw_key(j, str_z(w->arena, facet->vocabulary->terms[i].code));
		jsonw_int(j, counted(facet->counts[i]));
	}
	jsonw_object_end(j);
}

/* {"activity": {"2.4": 12}, "year": {"2016": 20}}: what each filter would leave. */
static void facets_json(struct work *w, struct json *j, const struct list_facets *facets)
{
	jsonw_key(j, "facets");
	jsonw_object(j);
	for (size_t i = 0; i < facets->n; i++)
		facet_json(w, j, &facets->v[i]);
	if (facets->n_years) {
		jsonw_key(j, "year");
		jsonw_object(j);
		for (size_t i = 0; i < facets->n_years; i++) {
			jsonw_key(j,
				str_printf(w->arena, "%lld", (long long)facets->years[i].year).p);
			jsonw_int(j, counted(facets->years[i].n));
		}
		jsonw_object_end(j);
	}
	jsonw_object_end(j);
}

enum http_status exchange_list_api(struct request *r)
{
	const struct kind *k = r->route->arg;
	struct work *w = work_of(r);
	struct problems problems = problems_new(w->arena);
	enum export_format format = EXPORT_JSON;
	struct list_query q;

	if (!list_parse(w, k, r->params.v, r->params.n, false, &q, &problems))
		return asked_refuse(r, &problems);
	if (!export_format_by_name(q.format, &format) || format != EXPORT_JSON)
		return send_export(r, &q, format);
	struct list list = list_page(w, &q);
	struct json j = api_answer(r, API_MAX_BYTES);
	jsonw_object(&j);
	jsonw_key(&j, "total");
	jsonw_int(&j, list.total);
	jsonw_key(&j, "total_is_exact");
	jsonw_bool(&j, list.total_is_exact);
	jsonw_key(&j, "items");
	jsonw_array(&j);
	for (size_t i = 0; i < list.rows.n; i++)
		record_json(w, &j, k, row_at(&list.rows, i), q.only);
	jsonw_array_end(&j);
	cursor_json(w, &j, &q, list.next);
	if (q.wants_facets)
		facets_json(w, &j, &list.facets);
	jsonw_object_end(&j);
	return HTTP_OK;
}

enum http_status exchange_refuse_record(struct request *r)
{
	struct work *w = work_of(r);
	struct withdrawal gone;

	if (!record_withdrawn(w, r->route->arg, request_path_arg(r, "id"), &gone))
		return HTTP_NOT_FOUND;
	struct str when = clock_rfc3339(w->arena, gone.at_ms);
	return answer_problem(r, HTTP_GONE,
		gone.why.n ? STR_FILL(w->arena,
				     T(w, "This record was withdrawn on {1}. The reason: {2}"),
				     when, gone.why)
			   : STR_FILL(w->arena, T(w, "This record was withdrawn on {1}."), when));
}

enum http_status exchange_record_api(struct request *r)
{
	struct work *w = work_of(r);
	void *row = asked_record(r);

	if (!row)
		return exchange_refuse_record(r);
	struct json j = api_answer(r, API_MAX_BYTES);
	record_told_json(w, &j, r->route->arg, row);
	/* Those who write begin from it; what is for all has a tag of its own. */
	if (!actor_is_anyone(&w->actor))
		answer_header(r, "ETag",
			str_printf(&r->arena, "\"%" PRId64 "\"", ((struct record *)row)->version));
	return HTTP_OK;
}

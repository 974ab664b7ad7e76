/* api_history.c - what became of a record, for programs. */
#include "api.h"
#include "asked.h"
#include "clock.h"
#include "exchange.h"
#include "handed.h"
#include "list.h"
#include "telling.h"

enum {
	HISTORY_MAX_BYTES = 4 << 20,
	HISTORY_ENOUGH_BYTES = 1 << 20, /* then the rest is for the next page */
	HISTORY_SHORT = 100 /* versions: of more, a worker tells */
};

/* ---- what is asked */

struct page_asked {
	int64_t after, limit;
};

static void take_number(struct work *w, const struct param *p, int64_t min, int64_t max,
	int64_t *ret_number, struct problems *problems)
{
	int64_t n;

	if (str_int(p->value, &n) && n >= min && n <= max)
		*ret_number = n;
	else
		problem_add(problems, p->name, "bad_value",
			STR_FILL(w->arena, T(w, "“{1}” is not a possible value of “{2}”"), p->value,
				p->name));
}

static struct page_asked read_page(struct request *r, struct problems *problems)
{
	struct work *w = work_of(r);
	struct page_asked page = { 0, EXCHANGE_VERSIONS_DEFAULT };

	for (size_t i = 0; i < r->params.n; i++) {
		const struct param *p = &r->params.v[i];

		if (str_is(p->name, "after"))
			take_number(w, p, 0, INT64_MAX, &page.after, problems);
		else if (str_is(p->name, "limit"))
			take_number(w, p, 1, EXCHANGE_VERSIONS_MAX, &page.limit, problems);
		else
			problem_add(problems, p->name, "unknown_name",
				STR_FILL(w->arena, T(w, "there is no parameter “{1}” here"),
					p->name));
	}
	return page;
}

/* ---- one version */

static void change_json(struct work *w, struct json *j, const struct history_change *c)
{
	jsonw_object(j);
	jsonw_member(j, "field", column_path(w->arena, c->column));
	jsonw_key(j, "before");
	column_json(j, c->column, c->before);
	jsonw_key(j, "after");
	column_json(j, c->column, c->after);
	jsonw_object_end(j);
}

const char *side_name(enum side side)
{
	switch (side) {
	case SIDE_OWNERS:
		return "owner";
	case SIDE_REVIEWERS:
		return "reviewer";
	case SIDE_ASKED:
		return "asked_party";
	case SIDE_NONE:
		break;
	}
	return "";
}

static struct str way_of(const struct told_history *h, const struct told_version *v)
{
	if ((v->via.n && !via_is_handed(v->via)) || !sides_are_told_all(h->sides) ||
		!v->is_of_somebody)
		return v->via;
	return S("page");
}

static void version_json(struct request *r, struct json *j, const struct record *record,
	const struct told_history *h, const struct told_version *v)
{
	struct work *w = work_of(r);
	const struct kind *k = r->route->arg;

	jsonw_object(j);
	jsonw_member_int(j, "version", v->version);
	jsonw_member(j, "at", clock_rfc3339(w->arena, v->at_ms));
	jsonw_member(j, "action", v->action);
	jsonw_member(j, "state", v->state);
	jsonw_member_or_null(j, "via", way_of(h, v));
	jsonw_member_or_null(j, "side", str_from(side_name(v->side)));
	jsonw_member_or_null(j, "by", v->by);
	jsonw_member_or_null(j, "note", v->note);
	jsonw_member_bool(j, "is_erased", v->is_erased);
	jsonw_member_or_null(j, "record",
		v->may_be_opened
			? str_printf(w->arena, "/api/v1/%s/" STR_FMT "/history/%lld", k->plural,
				  STR_ARG(record->public_id), (long long)v->version)
			: S(""));
	jsonw_key(j, "changes");
	jsonw_array(j);
	for (size_t i = 0; i < v->n_changes; i++)
		change_json(w, j, &v->changes[i]);
	jsonw_array_end(j);
	jsonw_object_end(j);
}

/* ---- all of them, page by page */

static size_t first_after(const struct told_history *h, int64_t version)
{
	size_t i = 0;

	while (i < h->n && h->v[i].version <= version)
		i++;
	return i;
}

/* The last that is told on this page; 0: there are no more. */
static int64_t versions_json(struct request *r, struct json *j, const struct record *record,
	struct told_history *h, const struct page_asked *page)
{
	const size_t first = first_after(h, page->after), rest = h->n - first;
	const size_t n = rest < (size_t)page->limit ? rest : (size_t)page->limit;
	size_t i = 0;

	history_tell_changes(work_of(r), r->route->arg, record, h, first, n);
	while (i < n && (!i || r->body.n < HISTORY_ENOUGH_BYTES))
		version_json(r, j, record, h, &h->v[first + i++]);
	return i < rest ? h->v[first + i - 1].version : 0;
}

enum http_status exchange_history_api(struct request *r)
{
	struct work *w = work_of(r);
	const struct kind *k = r->route->arg;
	const struct record *record = asked_record(r);
	struct problems problems = problems_new(w->arena);
	const struct page_asked page = read_page(r, &problems);

	if (!record)
		return exchange_refuse_record(r);
	if (problems.n)
		return asked_refuse(r, &problems);
	if (record->version > HISTORY_SHORT && r->lane == LANE_READ)
		return answer_on(r, LANE_SLOW);
	struct told_history h = history_told(w, k, record);
	struct json j = api_answer(r, HISTORY_MAX_BYTES);
	jsonw_object(&j);
	jsonw_member(&j, "id", record->public_id);
	jsonw_member_int(&j, "version", record->version);
	jsonw_key(&j, "versions");
	jsonw_array(&j);
	int64_t last = versions_json(r, &j, record, &h, &page);
	jsonw_array_end(&j);
	jsonw_member_or_null(&j, "next",
		last ? str_printf(w->arena, "/api/v1/%s/" STR_FMT "/history?after=%lld&limit=%lld",
			       k->plural, STR_ARG(record->public_id), (long long)last,
			       (long long)page.limit)
		     : S(""));
	jsonw_object_end(&j);
	return HTTP_OK;
}

enum http_status exchange_version_api(struct request *r)
{
	struct work *w = work_of(r);
	const struct kind *k = r->route->arg;
	const struct record *record = asked_record(r);
	int64_t version;

	if (!record)
		return exchange_refuse_record(r);
	if (!str_int(request_path_arg(r, "version"), &version))
		return HTTP_NOT_FOUND;
	if (record->version > HISTORY_SHORT && r->lane == LANE_READ)
		return answer_on(r, LANE_SLOW);
	const struct told_history h = history_told(w, k, record);
	const struct told_version *told = told_version(&h, version);
	const void *row = told && told->may_be_opened ? history_row(w, k, record, version) : NULL;
	if (told && told->may_be_opened && !row)
		return answer_problem(r, HTTP_GONE,
			str_from(T(w, "That version can no longer be told: something of it was "
				      "taken out of the history for good.")));
	if (!row)
		return HTTP_NOT_FOUND;
	struct json j = api_answer(r, HISTORY_MAX_BYTES);
	record_past_json(w, &j, k, row, sides_are_told_all(h.sides));
	return HTTP_OK;
}

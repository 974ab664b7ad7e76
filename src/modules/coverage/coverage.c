#include "coverage.h"
#include "coverage_pages.h"
#include "csv.h"
#include "json.h"

enum { FILE_MAX_BYTES = 4 << 20 };

bool coverage_count(struct work *w, struct coverage *ret_coverage)
{
	static const char *const lists[COVERAGE_TABLES] = { "group", "stage" };
	struct coverage c = { vocabulary_find(w->vocabularies, S("activity")) };

	for (size_t i = 0; i < COVERAGE_TABLES; i++)
		if (!cross_count(w, &practice_kind, c.activities,
			    vocabulary_find(w->vocabularies, str_from(lists[i])), &c.tables[i]))
			return false;
	*ret_coverage = c;
	return true;
}

/* ---- the tables as files: a line for each cell, each row and column as a whole, and for all */

struct line {
	const struct term *activity; /* NULL: whatever the activity */
	const struct vocabulary *vocabulary; /* NULL: whatever else */
	const struct term *term;
	size_t count;
};

typedef void line_writer(void *arg, const struct line *line);

static void each_row(const struct coverage *c, size_t row, line_writer *write, void *arg)
{
	const struct term *activity = &c->activities->terms[row];

	write(arg, &(struct line){ activity, NULL, NULL, c->tables[0].of_rows[row] });
	for (size_t t = 0; t < COVERAGE_TABLES; t++) {
		const struct vocabulary *columns = c->tables[t].columns;

		for (size_t i = 0; i < columns->n; i++)
			write(arg, &(struct line){ activity, columns, &columns->terms[i],
					   c->tables[t].counts[row * columns->n + i] });
	}
}

static void each_line(const struct coverage *c, line_writer *write, void *arg)
{
	for (size_t i = 0; i < c->activities->n; i++)
		each_row(c, i, write, arg);
	for (size_t t = 0; t < COVERAGE_TABLES; t++) {
		const struct vocabulary *columns = c->tables[t].columns;

		for (size_t i = 0; i < columns->n; i++)
			write(arg, &(struct line){ NULL, columns, &columns->terms[i],
					   c->tables[t].of_columns[i] });
	}
	write(arg, &(struct line){ .count = c->tables[0].all });
}

static int64_t counted(const struct line *line)
{
	return line->count > LIST_COUNT_MAX ? LIST_COUNT_MAX : (int64_t)line->count;
}

static void csv_term(struct out *o, const struct term *t)
{
	csv_write(o, t ? t->code : S(""));
	for (size_t i = 0; i < LANG_COUNT; i++) {
		out_char(o, ',');
		csv_write(o, t ? t->label[i] : S(""));
	}
	out_char(o, ',');
}

static void csv_header(struct out *o)
{
	out_z(o, "activity");
	for (size_t i = 0; i < LANG_COUNT; i++)
		out_printf(o, ",activity_%s", languages[i].code);
	out_z(o, ",vocabulary,code");
	for (size_t i = 0; i < LANG_COUNT; i++)
		out_printf(o, ",label_%s", languages[i].code);
	out_z(o, ",practices,is_exact\n");
}

static void csv_line(void *arg, const struct line *line)
{
	struct out *o = arg;

	csv_term(o, line->activity);
	out_printf(o, "%s,", line->vocabulary ? line->vocabulary->source->name : "");
	csv_term(o, line->term);
	out_int(o, counted(line));
	out_z(o, line->count > LIST_COUNT_MAX ? ",no\n" : ",yes\n");
}

static void json_code(struct json *j, const char *key, const struct term *t)
{
	jsonw_key(j, key);
	if (t)
		jsonw_str(j, t->code);
	else
		jsonw_null(j);
}

static void json_line(void *arg, const struct line *line)
{
	struct json *j = arg;

	jsonw_object(j);
	json_code(j, "activity", line->activity);
	jsonw_key(j, "vocabulary");
	if (line->vocabulary)
		jsonw_str(j, str_from(line->vocabulary->source->name));
	else
		jsonw_null(j);
	json_code(j, "code", line->term);
	jsonw_member_int(j, "practices", counted(line));
	jsonw_member_bool(j, "is_exact", line->count <= LIST_COUNT_MAX);
	jsonw_object_end(j);
}

static enum http_status coverage_csv(struct request *r)
{
	struct coverage c;

	if (!coverage_count(work_of(r), &c))
		return HTTP_UNAVAILABLE;
	r->body = out_new(&r->arena, FILE_MAX_BYTES);
	r->type = "text/csv; charset=utf-8";
	r->is_of_no_language = true;
	answer_header(r, "Content-Disposition", S("attachment; filename=\"coverage.csv\""));
	csv_header(&r->body);
	each_line(&c, csv_line, &r->body);
	return HTTP_OK;
}

static enum http_status coverage_json(struct request *r)
{
	struct coverage c;

	if (!coverage_count(work_of(r), &c))
		return HTTP_UNAVAILABLE;
	r->body = out_new(&r->arena, FILE_MAX_BYTES);
	r->type = "application/json";
	r->is_of_no_language = true;
	struct json j = jsonw_to(&r->body);
	jsonw_object(&j);
	jsonw_key(&j, "counts");
	jsonw_array(&j);
	each_line(&c, json_line, &j);
	jsonw_array_end(&j);
	jsonw_object_end(&j);
	return HTTP_OK;
}

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}" COVERAGE_PATH, LANE_READ, VERB_READ, coverage_page },
	{ METHOD_GET, COVERAGE_CSV, LANE_READ, VERB_READ, coverage_csv },
	{ METHOD_GET, COVERAGE_JSON, LANE_READ, VERB_READ, coverage_json },
	{ 0 },
};

const struct module coverage_module = { .name = "coverage", .routes = routes };

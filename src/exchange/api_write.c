/* api_write.c - records written by programs: all of a request is taken, or nothing of it. */
#include "api.h"
#include "asked.h"
#include "clock.h"
#include "exchange.h"
#include "id.h"
#include "rows.h"
#include "step.h"
#include "telling.h"
#include "utf8.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

enum { ANSWER_MAX_BYTES = 4 << 20 };

/* ---- what is wrong */

static void add_fault(struct request *r, struct str field, struct str code, struct str message)
{
	r->problem_fields[r->n_problem_fields++] = (struct problem_field){ field, code, message };
}

static void make_room(struct request *r, size_t n)
{
	struct problem_field *v =
		ARENA_ARRAY(&r->arena, struct problem_field, r->n_problem_fields + n);

	if (r->n_problem_fields)
		memcpy(v, r->problem_fields, r->n_problem_fields * sizeof *v);
	r->problem_fields = v;
}

/* The column as JSON has it: "title.fr" of "title_fr". */
static struct str member_of(struct work *w, const struct kind *k, struct str column)
{
	const struct columns columns = kind_columns(w->arena, k);

	for (size_t i = 0; i < columns.n; i++)
		if (str_eq(column_name(w->arena, columns.v[i]), column))
			return column_path(w->arena, columns.v[i]);
	return column;
}

enum http_status api_refuse(struct request *r, const struct problems *p)
{
	make_room(r, p->n);
	for (size_t i = 0; i < p->n; i++)
		add_fault(r, member_of(work_of(r), r->route->arg, p->v[i].column),
			str_from(p->v[i].code), p->v[i].message);
	return HTTP_UNPROCESSABLE;
}

static enum http_status refuse_member(
	struct request *r, const char *member, const char *code, struct str message)
{
	make_room(r, 1);
	add_fault(r, str_from(member), str_from(code), message);
	return HTTP_UNPROCESSABLE;
}

/* ---- what was sent */

struct sent {
	const struct file_row *row;
	struct columns columns;
};

bool api_is_json(struct request *r)
{
	static const char *const names[] = { "application/json", "application/merge-patch+json" };
	struct str type = request_peek(r, "Content-Type"), rest = type, name;

	if (!str_cut(&rest, ';', &name))
		return true;
	name = str_trim(name);
	for (size_t i = 0; i < COUNT(names); i++)
		if (name.n == strlen(names[i]) && !strncasecmp(name.p, names[i], name.n))
			return true;
	return false;
}

/* HTTP_OK, or why not. An empty body is an empty object. */
static enum http_status read_body(
	struct request *r, struct row_extra *extras, struct sent *ret_sent)
{
	struct work *w = work_of(r);
	struct str text = str_trim(r->sent);
	struct row_fault fault;

	if (!api_is_json(r))
		return HTTP_UNSUPPORTED_TYPE;
	if (!utf8_is_text(text))
		return answer_problem(r, HTTP_BAD_REQUEST, str_from(T(w, "this is not UTF-8")));
	ret_sent->row = json_row_read(
		w, r->route->arg, text.n ? text : S("{}"), extras, &ret_sent->columns, &fault);
	if (!ret_sent->row)
		return answer_problem(r, HTTP_BAD_REQUEST,
			STR_FILL(w->arena, T(w, "line {1}, column {2}: {3}"),
				str_printf(w->arena, "%u", fault.place.line),
				str_printf(w->arena, "%u", fault.place.column), fault.message));
	make_room(r, ret_sent->row->n_faults);
	for (size_t i = 0; i < ret_sent->row->n_faults; i++)
		add_fault(r, ret_sent->row->faults[i].member, S("bad_member"),
			ret_sent->row->faults[i].message);
	return ret_sent->row->n_faults ? HTTP_UNPROCESSABLE : HTTP_OK;
}

static struct edits edits_sent(struct work *w, const struct sent *sent, int64_t base_version)
{
	struct edits edits = edits_new(w->arena);

	for (size_t i = 1; i < sent->columns.n; i++) {
		if (!sent->row->cells[i].is_given)
			continue;
		edit_add(&edits, sent->columns.v[i], sent->row->cells[i].text, base_version);
		edits.v[edits.n - 1].is_meant = true;
	}
	return edits;
}

static struct str id_sent(const struct sent *sent)
{
	return sent->row->cells[0].text;
}

/* ---- answers */

static enum http_status answer_record(struct request *r, enum http_status status, const void *row)
{
	const struct record *record = row;

	struct json j = api_answer(r, ANSWER_MAX_BYTES);
	record_told_json(work_of(r), &j, r->route->arg, row);
	answer_header(r, "ETag", str_printf(&r->arena, "\"%" PRId64 "\"", record->version));
	return status;
}

/* ---- conflicts: both values, as JSON has them */

static void value_json(struct json *j, const char *key, struct column c, struct str text)
{
	jsonw_key(j, key);
	column_json(j, c, text);
}

static void conflict_json(struct work *w, struct json *j, const struct edit *e)
{
	jsonw_object(j);
	jsonw_member(j, "field", column_path(w->arena, e->column));
	jsonw_member_z(j, "code", "conflict");
	jsonw_member_z(j, "message", T(w, "somebody else has changed this since"));
	value_json(j, "base", e->column, e->base);
	value_json(j, "current", e->column, e->theirs);
	value_json(j, "yours", e->column, e->text);
	jsonw_member(j, "changed_at", clock_rfc3339(w->arena, e->at_ms));
	jsonw_object_end(j);
}

static enum http_status answer_conflict(
	struct request *r, const struct record *record, const struct edits *edits)
{
	struct work *w = work_of(r);

	r->type = "application/json";
	struct json j = jsonw_to(&r->body);
	jsonw_object(&j);
	jsonw_key(&j, "error");
	jsonw_object(&j);
	jsonw_member_z(&j, "code", "conflict");
	jsonw_member_z(&j, "message",
		T(w, "Somebody else has changed the same since that version: nothing was "
		     "changed. Choose, and send it again with the present version."));
	jsonw_member_int(&j, "version", record->version);
	jsonw_key(&j, "fields");
	jsonw_array(&j);
	for (size_t i = 0; i < edits->n; i++)
		if (edits->v[i].end == EDIT_CONFLICT)
			conflict_json(w, &j, &edits->v[i]);
	jsonw_array_end(&j);
	jsonw_object_end(&j);
	jsonw_object_end(&j);
	return HTTP_CONFLICT;
}

enum http_status api_refuse_edits(
	struct request *r, const struct record *record, const struct edits *edits)
{
	struct work *w = work_of(r);

	if (edits_count(edits, EDIT_CONFLICT))
		return answer_conflict(r, record, edits);
	make_room(r, edits->n);
	for (size_t i = 0; i < edits->n; i++)
		if (edits->v[i].end == EDIT_WRONG)
			add_fault(r, column_path(w->arena, edits->v[i].column),
				str_from(edits->v[i].code), edits->v[i].why);
	return HTTP_UNPROCESSABLE;
}

static bool can_all_be_taken(const struct edits *edits)
{
	return !edits_count(edits, EDIT_CONFLICT) && !edits_count(edits, EDIT_WRONG);
}

/* ---- a new one */

enum { NEW_PARTY, NEW_ORGANISATION, NEW_LANG, NEW_STATE };

/* Of those he may write for the one that is asked for; the first when none is. */
static bool choose_owner(struct work *w, const struct row_extra *extras, struct owner *ret_owner)
{
	struct owner open[OWNERS_MAX];
	size_t n = owners_open(w, open);

	for (size_t i = 0; i < n; i++) {
		*ret_owner = open[i];
		if ((!extras[NEW_PARTY].is_given ||
			    str_eq(extras[NEW_PARTY].text, open[i].party)) &&
			(!extras[NEW_ORGANISATION].is_given ||
				str_eq(extras[NEW_ORGANISATION].text, open[i].organisation)))
			return true;
	}
	return false;
}

/* The record that an earlier sending of the same made; NULL when there is none. */
static void *made_before(struct work *w, const struct kind *k, struct str id)
{
	struct record *there = ulid_is_valid(id) ? record_load(w, k, id) : NULL;

	return there && record_may(w, VERB_WRITE, there) ? there : NULL;
}

/* Nobody else makes one of that name until the transaction ends. */
static bool is_free(struct work *w, const struct kind *k, struct str id)
{
	struct reserved reserved = { .public_id = id };

	records_reserve(w, k->name, &reserved, 1);
	return reserved.is_new;
}

static enum http_status refuse_id(struct request *r)
{
	return refuse_member(r, "id", "bad_id",
		str_from(T(work_of(r),
			"a new record is named by a ULID that nobody has used yet, or by none")));
}

static enum http_status save_new(struct request *r, const struct owner *owner,
	const struct language *lang, const struct sent *sent)
{
	const struct kind *k = r->route->arg;
	struct work *w = work_of(r);
	struct edits edits = edits_sent(w, sent, 0);
	struct problems problems = problems_new(w->arena);
	struct record *row = record_begin(w, k, owner, lang ? lang : &languages[0]);

	row->public_id = id_sent(sent);
	edits_merge(w, k, row, &edits);
	if (!can_all_be_taken(&edits))
		return api_refuse_edits(r, row, &edits);
	if (!lang)
		row->lang = record_written_in(k, row);
	if (!edits_save(w, k, row, S(""), &problems))
		return api_refuse(r, &problems);
	answer_header(r, "Location",
		str_printf(w->arena, "/api/v1/%s/" STR_FMT, k->plural, STR_ARG(row->public_id)));
	return answer_record(r, HTTP_CREATED, row);
}

enum http_status exchange_create_api(struct request *r)
{
	struct row_extra extras[] = { [NEW_PARTY] = { "owner_party" },
		[NEW_ORGANISATION] = { "owner_organisation" },
		[NEW_LANG] = { "lang" },
		[NEW_STATE] = { "state" },
		{ 0 } };
	const struct kind *k = r->route->arg;
	struct work *w = work_of(r);
	struct sent sent = { 0 };
	struct owner owner;
	enum http_status status = read_body(r, extras, &sent);

	if (status != HTTP_OK)
		return status;
	const struct language *lang = language_by_code(extras[NEW_LANG].text);
	struct str id = id_sent(&sent);
	if (id.n && (!ulid_is_valid(id) || !is_free(w, k, id))) {
		struct record *before = made_before(w, k, id);

		return before ? answer_record(r, HTTP_OK, before) : refuse_id(r);
	}
	if (extras[NEW_LANG].text.n && !lang)
		return refuse_member(r, "lang", "unknown_code",
			str_from(T(w, "there is no such language here")));
	if (extras[NEW_STATE].text.n && !str_is(extras[NEW_STATE].text, k->flow->states[0].name))
		return refuse_member(r, "state", "bad_value",
			STR_FILL(w->arena, T(w, "a new record is in the state “{1}”"),
				str_from(k->flow->states[0].name)));
	if (!choose_owner(w, extras, &owner))
		return answer_problem(r, HTTP_FORBIDDEN,
			str_from(T(w, "You may write no such record for that owner.")));
	return save_new(r, &owner, lang, &sent);
}

/* ---- a change */

/* "7" in quotes, or bare. False: it is none. */
static bool read_version(struct str s, int64_t *ret_version)
{
	if (s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"')
		s = (struct str){ s.p + 1, s.n - 2 };
	return str_int(s, ret_version) && *ret_version > 0;
}

static enum http_status refuse_version(struct request *r)
{
	return answer_problem(r, HTTP_BAD_REQUEST,
		str_from(T(work_of(r), "The header If-Match must name the version that the change "
				       "was made from, such as \"7\".")));
}

/* What a change cannot change: `name` may be given as it is. */
static bool is_as_it_is(const struct row_extra *extra, struct str now)
{
	return !extra->is_given || str_eq(extra->text, now);
}

static enum http_status save_change(
	struct request *r, struct record *row, struct edits *edits, struct str note)
{
	const struct kind *k = r->route->arg;
	struct work *w = work_of(r);
	struct problems problems = problems_new(w->arena);

	edits_merge(w, k, row, edits);
	if (!can_all_be_taken(edits))
		return api_refuse_edits(r, row, edits);
	if (edits_count(edits, EDIT_TAKEN) &&
		!edits_publish(w, k, row, note, request_home(r), &problems))
		return api_refuse(r, &problems);
	return answer_record(r, HTTP_OK, row);
}

enum http_status exchange_change_api(struct request *r)
{
	enum { NOTE, STATE };
	/* What was read may be sent back as a whole. */
	struct row_extra extras[] = { [NOTE] = { "reason" },
		[STATE] = { "state" },
		{ "owner", .is_passed_over = true },
		{ "due_at", .is_passed_over = true },
		{ "actions", .is_passed_over = true },
		{ 0 } };
	const struct kind *k = r->route->arg;
	struct work *w = work_of(r);
	struct record *row = record_hold(w, k, request_path_arg(r, "id"));
	struct sent sent = { 0 };
	int64_t version;

	if (!row)
		return HTTP_NOT_FOUND;
	if (!record_may_be_written(w, k, row))
		return HTTP_FORBIDDEN;
	if (!read_version(str_trim(request_peek(r, "If-Match")), &version) ||
		version > row->version)
		return refuse_version(r);
	enum http_status status = read_body(r, extras, &sent);
	if (status != HTTP_OK)
		return status;
	if (!is_as_it_is(&extras[STATE], row->state))
		return refuse_member(r, "state", "bad_value",
			str_from(T(w, "the state changes by actions alone")));
	if (id_sent(&sent).n && !str_eq(id_sent(&sent), row->public_id))
		return refuse_member(
			r, "id", "bad_id", str_from(T(w, "an identifier never changes")));
	if (utf8_count(extras[NOTE].text) > STEP_NOTE_MAX_CHARS)
		return refuse_member(
			r, "reason", "too_long", str_from(T(w, "this text is too long")));
	struct edits edits = edits_sent(w, &sent, version);
	return save_change(r, row, &edits, extras[NOTE].text);
}

/* ---- a step */

static bool has_step_from(const struct flow *f, struct str state, struct str action)
{
	for (size_t i = 0; i < f->n_steps; i++)
		if (str_is(state, f->steps[i].from) && str_is(action, f->steps[i].action))
			return true;
	return false;
}

/* Why it cannot be taken. */
static enum http_status refuse_step(struct request *r, const struct record *row, struct str action)
{
	const struct kind *k = r->route->arg;
	struct work *w = work_of(r);

	if (!flow_has_action(k->flow, action))
		return HTTP_NOT_FOUND;
	if (has_step_from(k->flow, row->state, action))
		return HTTP_FORBIDDEN;
	return answer_problem(r, HTTP_CONFLICT,
		STR_FILL(w->arena, T(w, "“{1}” cannot be done while the state is “{2}”."), action,
			row->state));
}

/* What the step would pass over in silence. */
static enum http_status refuse_idle(
	struct request *r, const struct flow_step *step, const struct step_words *words)
{
	struct work *w = work_of(r);
	const struct edits *e = words->fields;

	make_room(r, e->n + 1);
	for (size_t i = 0; i < e->n; i++)
		if (!step_asks(step, e->v[i].column.field))
			add_fault(r, column_path(w->arena, e->v[i].column), S("bad_member"),
				str_from(T(w, "this step does not ask for it")));
	if (words->note.n && !step->note)
		add_fault(r, S("note"), S("bad_member"),
			str_from(T(w, "this step does not ask for it")));
	return r->n_problem_fields ? HTTP_UNPROCESSABLE : HTTP_OK;
}

static enum http_status take_step(
	struct request *r, void *row, const struct flow_step *step, const struct step_words *words)
{
	struct work *w = work_of(r);
	struct problems problems = problems_new(w->arena);

	if (!step_take(w, r->route->arg, row, step, words, request_home(r), &problems))
		return api_refuse(r, &problems);
	return answer_record(r, HTTP_OK, row);
}

enum http_status exchange_step_api(struct request *r)
{
	enum { NOTE, AGREE };
	struct row_extra extras[] = {
		[NOTE] = { "note" }, [AGREE] = { "agree", .is_yesno = true }, { 0 }
	};
	const struct kind *k = r->route->arg;
	struct work *w = work_of(r);
	struct str action = request_path_arg(r, "action");
	struct str match = str_trim(request_peek(r, "If-Match"));
	struct record *row = record_hold(w, k, request_path_arg(r, "id"));
	struct sent sent = { 0 };
	int64_t version;

	if (!row)
		return HTTP_NOT_FOUND;
	const struct flow_step *step = step_open(w, k, row, action);
	if (!step)
		return refuse_step(r, row, action);
	if (match.n && (!read_version(match, &version) || version > row->version))
		return refuse_version(r);
	if (match.n && version != row->version)
		return answer_conflict(r, row, &(struct edits){ 0 });
	enum http_status status = read_body(r, extras, &sent);
	if (status != HTTP_OK)
		return status;
	const struct edits edits = edits_sent(w, &sent, row->version);
	const struct step_words words = { extras[NOTE].text, str_is(extras[AGREE].text, "yes"),
		&edits };
	status = refuse_idle(r, step, &words);
	if (status != HTTP_OK)
		return status;
	return take_step(r, row, step, &words);
}

/*
 * rows_json.c - rows out of a list of JSON records, or of lines of them, as exports and the API
 * give them. A member that is not there leaves its column as it is, and null empties it.
 */
#include "rows.h"

#include <assert.h>
#include <string.h>

static const char too_long[] = N_("this record is longer than 1 MB");

/* A record on its way from text to cells. */
struct taking {
	struct row_file *file;
	struct jsonr *reader;
	struct arena *arena;
	struct file_row *row;
	struct row_extra *extras; /* may be NULL */
	struct jsonr_event event; /* the last that was read */
};

static struct place place_of(const struct jsonr_event *event)
{
	return (struct place){ event->line, event->column };
}

static enum jsonr_token next(struct taking *t)
{
	return jsonr_next(t->reader, t->arena, &t->event);
}

static bool is_over(enum jsonr_token token)
{
	return token == JSONR_SPENT || token == JSONR_BROKEN;
}

/* ---- one member */

static struct cell *cell_of(struct taking *t, const struct field *field, int part)
{
	const struct row_file *f = t->file;
	size_t at = 1;

	while (f->columns[at].field != field || f->columns[at].part != part) {
		at++;
		assert(at < f->n_columns);
	}
	return &t->row->cells[at];
}

static void fault_at(struct taking *t, struct place place, struct str member, struct str why)
{
	size_t n = t->row->n_faults;

	row_fault_add(t->file, t->row, place, why);
	if (t->row->n_faults > n)
		t->row->faults[n].member = member;
}

static enum jsonr_token refuse(
	struct taking *t, struct place place, struct str member, struct str why)
{
	fault_at(t, place, member, why);
	return jsonr_skip(t->reader, t->arena, &t->event);
}

/* A value of the wrong type. */
static enum jsonr_token refuse_value(struct taking *t, struct str name)
{
	struct work *w = t->file->work;

	return refuse(t, place_of(&t->event), name,
		STR_FILL(t->arena, T(w, "{1}: a value of this type cannot stand here"), name));
}

static void refuse_twin(struct taking *t, struct place place, struct str name)
{
	fault_at(t, place, name, str_from(T(t->file->work, "this member stands there twice")));
}

static void set_cell(
	struct taking *t, struct cell *cell, struct place place, struct str name, struct str text)
{
	if (cell->is_given)
		refuse_twin(t, place, name);
	*cell = (struct cell){ str_trim(text), place, true };
}

/* True with the text of a value that can stand in a cell of the field as it is. */
static bool scalar_text(
	const struct field *f, int part, const struct jsonr_event *e, struct str *ret)
{
	bool takes_numbers = f && (f->type == FIELD_YEAR || (f->type == FIELD_MONEY && !part));
	bool takes_words = f && f->type == FIELD_YESNO;

	switch (e->token) {
	case JSONR_NULL:
		*ret = S("");
		return true;
	case JSONR_STRING:
		*ret = e->text;
		return true;
	case JSONR_NUMBER:
		*ret = e->text;
		return takes_numbers;
	case JSONR_TRUE:
	case JSONR_FALSE:
		*ret = e->token == JSONR_TRUE ? S("yes") : S("no");
		return takes_words;
	default:
		return false;
	}
}

static enum jsonr_token take_scalar(
	struct taking *t, const struct field *f, int part, struct cell *cell, struct str name)
{
	struct place place = place_of(&t->event);
	struct str text;

	if (!scalar_text(f, part, &t->event, &text))
		return refuse_value(t, name);
	set_cell(t, cell, place, name, text);
	return t->event.token;
}

/* A file as it was read: {"id": "..."}, and what else is told of it. */
static enum jsonr_token take_file(struct taking *t, struct out *to)
{
	enum jsonr_token token = next(t);

	while (token == JSONR_KEY) {
		const bool is_id = str_is(t->event.text, "id");

		token = next(t);
		if (is_over(token))
			return token;
		if (is_id && token == JSONR_STRING) {
			out_z(to, to->n ? ";" : "");
			out_str(to, t->event.text);
		} else {
			token = jsonr_skip(t->reader, t->arena, &t->event);
		}
		if (is_over(token))
			return token;
		token = next(t);
	}
	return token;
}

/* ["1.1", "1.2"] is "1.1;1.2". */
static enum jsonr_token take_list(struct taking *t, const struct field *f)
{
	struct out o = out_new(t->arena, DECODED_ROW_MAX);
	struct place place = place_of(&t->event);
	enum jsonr_token token = next(t);

	for (; token != JSONR_ARRAY_END; token = next(t)) {
		if (token == JSONR_STRING && str_find(t->event.text, ';') == t->event.text.n) {
			if (o.n)
				out_char(&o, ';');
			out_str(&o, t->event.text);
			continue;
		}
		if (token == JSONR_OBJECT && f->type == FIELD_FILES) {
			token = take_file(t, &o);
			if (is_over(token))
				return token;
			continue;
		}
		if (!is_over(token))
			token = refuse_value(t, str_from(f->name));
		if (is_over(token))
			return token;
	}
	set_cell(t, cell_of(t, f, 0), place, str_from(f->name), out_done(&o));
	return token;
}

/* {"fr": "...", "en": "..."} */
static enum jsonr_token take_text(struct taking *t, const struct field *f)
{
	enum jsonr_token token = next(t);

	while (token == JSONR_KEY) {
		const struct language *l = language_by_code(t->event.text);
		struct place place = place_of(&t->event);
		struct str name =
			str_printf(t->arena, "%s." STR_FMT, f->name, STR_ARG(t->event.text));

		token = next(t);
		if (is_over(token))
			return token;
		token = l ? take_scalar(t, f, l->index, cell_of(t, f, l->index), name)
			  : refuse(t, place, name,
				    STR_FILL(t->arena,
					    T(t->file->work, "there is no member “{1}” here"),
					    name));
		if (is_over(token))
			return token;
		token = next(t);
	}
	return token;
}

static enum jsonr_token take_value(struct taking *t, const struct field *f, int part)
{
	bool is_list = f->type == FIELD_CODE || f->type == FIELD_CODES || f->type == FIELD_LINKS ||
		       f->type == FIELD_FILES;

	if (f->type == FIELD_TEXT && t->event.token == JSONR_OBJECT)
		return take_text(t, f);
	if (f->type == FIELD_TEXT && t->event.token == JSONR_NULL) {
		for (int i = 0; i < LANG_COUNT; i++)
			set_cell(
				t, cell_of(t, f, i), place_of(&t->event), str_from(f->name), S(""));
		return JSONR_NULL;
	}
	if (f->type == FIELD_TEXT)
		return refuse_value(t, str_from(f->name));
	if (is_list && t->event.token == JSONR_ARRAY)
		return take_list(t, f);
	return take_scalar(t, f, part, cell_of(t, f, part),
		str_from(part == MONEY_CURRENCY && f->type == FIELD_MONEY ? f->currency : f->name));
}

/* What records have that is not for files to change. */
static bool is_read_only(struct str name)
{
	static const char *const names[] = { "state", "version", "created_at", "updated_at",
		"url" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

static enum jsonr_token take_kind(struct taking *t)
{
	struct work *w = t->file->work;

	if (t->event.token == JSONR_STRING && str_is(t->event.text, t->file->kind->name))
		return t->event.token;
	return refuse(t, place_of(&t->event), S("kind"),
		STR_FILL(t->arena, T(w, "this is not the kind of record that is loaded: “{1}”"),
			str_from(t->file->kind->name)));
}

static bool extra_text(const struct row_extra *extra, const struct jsonr_event *e, struct str *ret)
{
	switch (e->token) {
	case JSONR_STRING:
		*ret = str_trim(e->text);
		return !extra->is_yesno || str_is(*ret, "yes") || str_is(*ret, "no");
	case JSONR_TRUE:
	case JSONR_FALSE:
		*ret = e->token == JSONR_TRUE ? S("yes") : S("no");
		return extra->is_yesno;
	case JSONR_NULL:
		*ret = S("");
		return true;
	default:
		return false;
	}
}

static enum jsonr_token take_extra(struct taking *t, struct row_extra *extra)
{
	if (extra->is_passed_over)
		return jsonr_skip(t->reader, t->arena, &t->event);
	if (extra->is_given)
		refuse_twin(t, place_of(&t->event), str_from(extra->name));
	if (!extra_text(extra, &t->event, &extra->text))
		return refuse_value(t, str_from(extra->name));
	extra->is_given = true;
	return t->event.token;
}

static enum jsonr_token take_member(struct taking *t)
{
	const struct kind *k = t->file->kind;
	struct str name = t->event.text;
	struct place place = place_of(&t->event);
	enum jsonr_token token = next(t);

	if (is_over(token))
		return token;
	for (struct row_extra *extra = t->extras; extra && extra->name; extra++)
		if (str_is(name, extra->name))
			return take_extra(t, extra);
	if (kind_names_id(k, name))
		return take_scalar(t, NULL, 0, &t->row->cells[0], name);
	if (str_is(name, "kind"))
		return take_kind(t);
	for (size_t i = 0; i < k->n_fields; i++) {
		const struct field *f = &k->fields[i];

		if (f->flags & F_INTERNAL && !t->file->takes_internal)
			continue;
		if (str_is(name, f->name))
			return take_value(t, f, 0);
		if (f->type == FIELD_MONEY && str_is(name, f->currency))
			return take_value(t, f, MONEY_CURRENCY);
	}
	if (is_read_only(name))
		return jsonr_skip(t->reader, t->arena, &t->event);
	return refuse(t, place, name,
		STR_FILL(t->arena, T(t->file->work, "there is no member “{1}” here"), name));
}

/* From the opening brace, which was read, to the closing one. */
static enum jsonr_token take_record(struct taking *t)
{
	enum jsonr_token token = next(t);

	while (token == JSONR_KEY) {
		token = take_member(t);
		if (is_over(token))
			return token;
		token = next(t);
	}
	return token;
}

/* ---- the list they stand in */

static struct jsonr reader_at(const struct row_file *f)
{
	struct jsonr r = f->json;

	r.rest = str_from_at(f->decoder.text, f->taken);
	return r;
}

/* What was read is done with. */
static void settle(struct row_file *f, const struct jsonr *r)
{
	f->json = *r;
	f->taken = f->decoder.text.n - r->rest.n;
	f->end = (struct place){ r->line, r->column };
}

/* True when it may be tried again with more text. */
static bool wants_more(struct row_file *f, const struct jsonr_event *event)
{
	if (event->token == JSONR_BROKEN)
		return rows_fail(f, place_of(event), event->why);
	if (f->decoder.is_end)
		return rows_fail(f, place_of(event), N_("the file ends in the middle of a value"));
	return rows_more(f, too_long) || !f->fault.message.n;
}

/* The next token, settled. JSONR_SPENT: the text is at its end, or there is a fault. */
static enum jsonr_token next_settled(struct row_file *f, struct jsonr_event *event)
{
	for (;;) {
		struct jsonr r = reader_at(f);
		enum jsonr_token token = jsonr_next(&r, f->work->arena, event);

		if (!is_over(token)) {
			settle(f, &r);
			return token;
		}
		if (token == JSONR_SPENT && f->decoder.is_end && jsonr_is_whole(&r))
			return JSONR_SPENT;
		if (!wants_more(f, event))
			return JSONR_SPENT;
	}
}

/* In the API's answer: over the members before "items". */
static bool go_to_items(struct row_file *f)
{
	struct jsonr_event event;
	enum jsonr_token token;

	while ((token = next_settled(f, &event)) != JSONR_SPENT && f->json.depth)
		if (token == JSONR_KEY && f->json.depth == 1 && str_is(event.text, "items"))
			return next_settled(f, &event) == JSONR_ARRAY ||
			       rows_fail(f, place_of(&event),
				       N_("a list of records is expected here"));
	return f->fault.message.n
		       ? false
		       : rows_fail(f, (struct place){ 1, 1 },
				 N_("this is neither a list of records nor an answer of the API "
				    "with its “items”"));
}

bool json_rows_rewind(struct row_file *f)
{
	struct jsonr_event event;

	f->json = jsonr_of((struct str){ 0 });
	if (f->format == IMPORT_JSONL)
		return true;
	switch (next_settled(f, &event)) {
	case JSONR_ARRAY:
		return true;
	case JSONR_OBJECT:
		return go_to_items(f);
	default:
		return f->fault.message.n ? false
					  : rows_fail(f, place_of(&event),
						    N_("a list of records is expected here"));
	}
}

bool json_rows_open(struct row_file *f)
{
	struct columns columns = kind_open_columns(f->kept, f->kind);

	f->n_columns = columns.n + 1;
	f->id_at = 0;
	f->columns = ARENA_ARRAY(f->kept, struct column, f->n_columns);
	memcpy(f->columns + 1, columns.v, columns.n * sizeof *columns.v);
	return json_rows_rewind(f);
}

/* After the list: what else the answer holds, and then nothing. */
static enum rows_result finish(struct row_file *f)
{
	struct jsonr_event event;

	while (next_settled(f, &event) != JSONR_SPENT)
		continue;
	return f->fault.message.n ? ROWS_BROKEN : ROWS_END;
}

static void clear_row(struct row_file *f, struct file_row *row)
{
	memset(row->cells, 0, f->n_columns * sizeof *row->cells);
	row->n_faults = 0;
}

enum rows_result json_rows_next(struct row_file *f, struct arena *a, struct file_row *row)
{
	for (;;) {
		struct jsonr r = reader_at(f);
		struct taking t = { f, &r, a, row, NULL, { 0 } };
		enum jsonr_token token = next(&t);
		struct jsonr_event begins = t.event;

		if (token == JSONR_ARRAY_END) {
			settle(f, &r);
			return finish(f);
		}
		if (token == JSONR_OBJECT)
			token = take_record(&t);
		else if (!is_over(token))
			token = refuse(&t, place_of(&begins), S(""),
				str_from(T(f->work, "a record is expected here")));
		if (!is_over(token)) {
			row->place = place_of(&begins);
			row->source = (struct str){ begins.from, (size_t)(r.rest.p - begins.from) };
			settle(f, &r);
			return ROWS_ROW;
		}
		if (!wants_more(f, &t.event))
			return ROWS_BROKEN;
		clear_row(f, row);
	}
}

/* ---- lines of records: one that is broken does not break the others */

/* The next line, without its end. False when there is none, or a fault. */
static bool next_line(struct row_file *f, struct str *ret_line)
{
	for (;;) {
		struct str rest = str_from_at(f->decoder.text, f->taken);
		size_t n = str_find(rest, '\n');

		if (n < rest.n || (f->decoder.is_end && rest.n)) {
			*ret_line = (struct str){ rest.p, n };
			f->taken += n < rest.n ? n + 1 : n;
			return true;
		}
		if (f->decoder.is_end || (!rows_more(f, too_long) && f->fault.message.n))
			return false;
	}
}

/* What is wrong with the line as a whole. */
static const char *fault_of_line(struct taking *t, enum jsonr_token token)
{
	if (token == JSONR_BROKEN)
		return t->event.why;
	if (token == JSONR_SPENT)
		return N_("the line ends in the middle of a record");
	return next(t) == JSONR_SPENT ? NULL : N_("nothing more is expected here");
}

enum rows_result jsonl_rows_next(struct row_file *f, struct arena *a, struct file_row *row)
{
	struct str line;

	do {
		if (!next_line(f, &line))
			return f->fault.message.n ? ROWS_BROKEN : ROWS_END;
		f->end.line++;
	} while (!str_trim(line).n);
	struct jsonr r = jsonr_of(line);
	struct taking t = { f, &r, a, row, NULL, { 0 } };
	r.line = f->end.line - 1;
	row->place = (struct place){ r.line, 1 };
	row->source = line;
	enum jsonr_token token = next(&t);
	if (token == JSONR_OBJECT)
		token = take_record(&t);
	else if (!is_over(token))
		token = refuse(&t, place_of(&t.event), S(""),
			str_from(T(f->work, "a record is expected here")));
	const char *why = fault_of_line(&t, token);
	if (why)
		row_fault_add(f, row, place_of(&t.event), str_from(tr_text(f->work->lang, why)));
	return ROWS_ROW;
}

/* ---- one record by itself */

const struct file_row *json_row_read(struct work *w, const struct kind *k, struct str text,
	struct row_extra *extras, struct columns *ret_columns, struct row_fault *ret_fault)
{
	const struct columns columns = kind_columns(w->arena, k);
	struct row_file file = { .work = w,
		.kind = k,
		.kept = w->arena,
		.n_columns = columns.n + 1,
		.takes_internal = true };
	struct file_row *row = ARENA_NEW(w->arena, struct file_row);
	struct jsonr r = jsonr_of(text);
	struct taking t = { &file, &r, w->arena, row, extras, { 0 } };

	file.columns = ARENA_ARRAY(w->arena, struct column, file.n_columns);
	memcpy(file.columns + 1, columns.v, columns.n * sizeof *columns.v);
	row->cells = ARENA_ARRAY(w->arena, struct cell, file.n_columns);
	enum jsonr_token token = next(&t);
	const char *why = token == JSONR_OBJECT ? NULL : N_("an object is expected here");
	if (!why)
		why = fault_of_line(&t, take_record(&t));
	if (why) {
		*ret_fault =
			(struct row_fault){ place_of(&t.event), str_from(tr_text(w->lang, why)) };
		return NULL;
	}
	*ret_columns = (struct columns){ file.columns, file.n_columns };
	return row;
}
